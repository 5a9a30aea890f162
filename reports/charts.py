"""Charts a leader reads on a telephone in five seconds: the title says the message, the values stand at the bars.

Worst comes first, and what does not fit is counted among the others. Blue is well, vermilion wants looking at; nothing
is said by colour alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final, TypeVar

from domain.plan import PlanFigure
from domain.rates import Rate
from domain.task import Area
from domain.unit import Unit
from reports.figures import BurnPoint, MonthFigure, OnlineFigure, OverdueTask, UnitFigure, is_below
from reports.picture import Bar, BarChart, Frame, Key, Line, LineChart, Mark, Point, Tick, Tone
from reports.text import cut
from reports.voice import Voice

One = TypeVar("One")

MOST_BARS: Final = 12
"""As many as a telephone shows without scrolling; beyond, the last bar is of the others."""
LABEL_ROOM: Final = 64
TITLE_ROOM: Final = 110
_AGES: Final = ((0, 3), (4, 7), (8, 22), (23, None))
"""Working days overdue: the leader's rung, that of the overdue report, a month, more."""
_MOST_COLUMNS: Final = 12
_ROOM_OF_A_DAY: Final = 0.11


@dataclass(frozen=True, slots=True)
class About:
    """What a chart is of, and when: both stand under its title. ``name`` is a plan's or a period's."""

    name: str
    as_of: date
    is_sample: bool = False


def completion_by_area(voice: Voice, areas: Mapping[Area, PlanFigure], about: About) -> BarChart:
    """Each area's share of tasks completed, the lowest first."""
    t = voice.tr.plain
    whole = _sum(figure.rate for figure in areas.values())
    order = sorted(areas.items(), key=lambda entry: (_order(entry[1].rate), entry[0]))
    if whole.total == 0:
        title = t("There is no task in the plan yet")
    elif whole.left == 0:
        title = t("All tasks are completed: {figure}", figure=voice.figure(whole))
    else:
        title = t(
            "{figure}. Furthest behind: {name}", figure=voice.figure(whole), name=voice.label(order[0][0])
        )
    return BarChart(
        _frame(voice, title, about, _completion_key(voice, areas.values())),
        tuple(_completion(voice, voice.label(area), figure) for area, figure in order),
    )


def completion_by_unit(voice: Voice, units: Sequence[UnitFigure], about: About) -> BarChart:
    """The share of tasks completed of each unit that has some left, the lowest first; the rest together."""
    t = voice.tr.plain
    order = sorted(units, key=lambda one: (_order(one.figure.rate), one.unit.code))
    behind = [one for one in order if one.figure.left]
    if not order:
        title = t("There is no task in the plan yet")
    elif not behind:
        title = t("All units have completed their tasks")
    else:
        title = t(
            "{n} of {total} units have tasks left. Furthest behind: {name}",
            n=voice.tr.number(len(behind)),
            total=voice.tr.number(len(order)),
            name=voice.unit(behind[0].unit),
        )
    shown, others = _foremost(behind)
    bars = [_completion(voice, voice.unit(one.unit), one.figure) for one in shown]
    if others:
        bars.append(_together(voice, _others(voice, len(others)), others))
    if done := [one for one in order if not one.figure.left]:
        name = t("{n} units that have completed theirs", n=voice.tr.number(len(done)))
        bars.append(_together(voice, name, done))
    return BarChart(
        _frame(voice, title, about, _completion_key(voice, (one.figure for one in order))), tuple(bars)
    )


def overdue_by_age(voice: Voice, tasks: Sequence[OverdueTask], about: About) -> BarChart:
    """How many tasks are overdue, by working days."""
    t = voice.tr.plain
    counts = [
        sum(least <= one.days and (most is None or one.days <= most) for one in tasks)
        for least, most in _AGES
    ]
    highest = max(counts)
    oldest = max(tasks, key=lambda one: one.days, default=None)
    if oldest is None:
        title = t("No task is overdue")
    else:
        title = t(
            "Overdue: {n}. The longest, {code}, by {days} working days",
            n=voice.tr.number(len(tasks)),
            code=oldest.task.code,
            days=voice.tr.number(oldest.days),
        )
    return BarChart(
        _frame(voice, title, about),
        tuple(
            Bar(
                _age(voice, least, most),
                count / highest if highest else 0.0,
                voice.tr.number(count),
                Tone.BAD if count else Tone.QUIET,
            )
            for (least, most), count in zip(_AGES, counts, strict=True)
        ),
    )


def online_by_unit(voice: Voice, units: Sequence[OnlineFigure], about: About) -> BarChart:
    """Each unit's share of dossiers filed online beside its target, the lowest first; who has not reported is named."""
    t = voice.tr.plain
    reported = [(one, one.rate) for one in units if one.rate is not None]
    silent = [one.unit for one in units if one.rate is None]
    order = sorted(reported, key=lambda entry: (_order(entry[1]), entry[0].unit.code))
    below = [one for one, _ in order if one.is_below]
    if not reported:
        title = t("No unit has reported its dossiers yet")
    elif not below:
        title = t("Every unit that reported reaches its target")
    else:
        title = t(
            "{n} of {total} units are below their online target. Lowest: {name}",
            n=voice.tr.number(len(below)),
            total=voice.tr.number(len(reported)),
            name=voice.unit(below[0].unit),
        )
    shown, others = _foremost(order)
    bars = [_online(voice, voice.unit(one.unit), rate, one.target) for one, rate in shown]
    if others:
        bars.append(_others_online(voice, others))
    key = (
        Key(Mark.FIELD, Tone.BAD, t("below target")),
        Key(Mark.FIELD, Tone.GOOD, t("target reached")),
        Key(Mark.TICK, Tone.QUIET, t("target")),
    )
    notes = (_silent(voice, silent),) if silent else ()
    return BarChart(_frame(voice, title, about, key if bars else (), notes), tuple(bars))


def online_trend(
    voice: Voice, months: Sequence[MonthFigure], target: Decimal | None, about: About
) -> LineChart:
    """All units' online share, month by month. A month without figures is a gap, never nought."""
    t = voice.tr.plain
    months = months[-_MOST_COLUMNS:]
    known = [
        (place, month, share)
        for place, month in enumerate(months)
        if month.rate is not None and (share := voice.share(month.rate)) is not None
    ]
    top, rows = _scale(max([share for *_, share in known] + [target or Decimal(0)]), per_cent=True)
    points = [
        Point(_across(place, len(months)), float(share / top), voice.tr.percent(share), place == known[-1][0])
        for place, _, share in known
    ]
    lines = [Line(_runs(points, [place for place, *_ in known]), Tone.GOOD)]
    key: tuple[Key, ...] = ()
    if target is not None:
        height = float(target / top)
        lines.insert(0, Line(((Point(0.0, height), Point(1.0, height)),), Tone.BAD, dashed=True))
        key = (Key(Mark.DASH, Tone.BAD, t("target {percent}", percent=voice.tr.percent(target))),)
    return LineChart(
        _frame(voice, _trend_title(voice, known), about, key),
        tuple(Tick(share, voice.tr.percent(value)) for share, value in rows),
        tuple(
            Tick(_across(place, len(months)), f"{month.month}/{month.year % 100:02}")
            for place, month in enumerate(months)
        ),
        tuple(lines),
    )


def plan_burn_down(voice: Voice, points: Sequence[BurnPoint], about: About) -> LineChart:
    """Tasks left beside what the plan would leave, over the days of the points. Raises ValueError without a point."""
    t = voice.tr.plain
    if not points:
        raise ValueError("a burn-down is over some days")
    first, span = points[0].day, (points[-1].day - points[0].day).days or 1
    top, rows = _scale(Decimal(max(max(point.planned, point.left or 0) for point in points)))

    def place(point: BurnPoint, value: int, text: str = "", *, strong: bool = False) -> Point:
        return Point((point.day - first).days / span, float(value / top), text, strong)

    done = [(point, point.left) for point in points if point.left is not None]
    actual = [
        place(
            point,
            left,
            voice.tr.number(left) if nth in (0, len(done) - 1) else "",
            strong=nth == len(done) - 1,
        )
        for nth, (point, left) in enumerate(done)
    ]
    return LineChart(
        _frame(
            voice,
            _burn_title(voice, done),
            about,
            (
                Key(Mark.FIELD, Tone.GOOD, t("tasks left")),
                Key(Mark.DASH, Tone.QUIET, t("left by plan")),
            ),
        ),
        tuple(Tick(share, voice.tr.number(value)) for share, value in rows),
        _day_ticks(points),
        (
            Line((tuple(place(point, point.planned) for point in points),), Tone.QUIET, dashed=True),
            Line((tuple(actual),), Tone.GOOD),
        ),
    )


def _frame(
    voice: Voice, title: str, about: About, key: tuple[Key, ...] = (), notes: tuple[str, ...] = ()
) -> Frame:
    t = voice.tr.plain
    subtitle = t("{name}, as of {day}", name=cut(about.name, TITLE_ROOM), day=voice.tr.date(about.as_of))
    if about.is_sample:
        notes = (*notes, t("Sample data, to serve as an illustration."))
    return Frame(voice.tr.language, cut(title, TITLE_ROOM), subtitle, key, notes)


def _order(rate: Rate) -> tuple[Fraction, int]:
    """The lowest share first, of equal ones that with more left; who has nothing to do comes last."""
    return (Fraction(rate.done, rate.total) if rate.total else Fraction(2), -rate.left)


def _sum(rates: Iterable[Rate]) -> Rate:
    rates = tuple(rates)
    return Rate(sum(rate.done for rate in rates), sum(rate.total for rate in rates))


def _filled(rate: Rate) -> float:
    return rate.done / rate.total if rate.total else 0.0


def _completion(voice: Voice, label: str, figure: PlanFigure) -> Bar:
    text = voice.fraction(figure.rate)
    if figure.overdue:
        text = voice.tr.plain("{figure}, {n} overdue", figure=text, n=voice.tr.number(figure.overdue))
    return Bar(cut(label, LABEL_ROOM), _filled(figure.rate), text, Tone.BAD if figure.overdue else Tone.GOOD)


def _together(voice: Voice, label: str, units: Sequence[UnitFigure]) -> Bar:
    figure = replace(
        units[0].figure,
        rate=_sum(one.figure.rate for one in units),
        overdue=sum(one.figure.overdue for one in units),
    )
    return _completion(voice, label, figure)


def _completion_key(voice: Voice, figures: Iterable[PlanFigure]) -> tuple[Key, ...]:
    t = voice.tr.plain
    if not any(figure.overdue for figure in figures):
        return ()
    return (
        Key(Mark.FIELD, Tone.BAD, t("has overdue tasks")),
        Key(Mark.FIELD, Tone.GOOD, t("nothing overdue")),
    )


def _online(voice: Voice, label: str, rate: Rate, target: Decimal | None) -> Bar:
    tone = Tone.QUIET
    if target is not None:
        tone = Tone.BAD if is_below(rate, target) else Tone.GOOD
    mark = float(target / 100) if target is not None else None
    return Bar(cut(label, LABEL_ROOM), _filled(rate), voice.fraction(rate), tone, mark)


def _others_online(voice: Voice, others: Sequence[tuple[OnlineFigure, Rate]]) -> Bar:
    targets = {one.target for one, _ in others}
    return _online(
        voice,
        _others(voice, len(others)),
        _sum(rate for _, rate in others),
        targets.pop() if len(targets) == 1 else None,
    )


def _foremost(order: Sequence[One]) -> tuple[Sequence[One], Sequence[One]]:
    return (order, ()) if len(order) <= MOST_BARS else (order[: MOST_BARS - 1], order[MOST_BARS - 1 :])


def _others(voice: Voice, count: int) -> str:
    return voice.tr.plain("{n} other units together", n=voice.tr.number(count))


def _silent(voice: Voice, units: Sequence[Unit]) -> str:
    t = voice.tr.plain
    names = "; ".join(voice.unit(unit) for unit in units)
    return t("Not reported ({n}): {names}", n=voice.tr.number(len(units)), names=cut(names, 240))


def _age(voice: Voice, least: int, most: int | None) -> str:
    t = voice.tr.plain
    if most is None:
        return t("{n} working days or more", n=voice.tr.number(least))
    if least == 0:
        return t("up to {n} working days", n=voice.tr.number(most))
    return t("{first} to {last} working days", first=voice.tr.number(least), last=voice.tr.number(most))


def _trend_title(voice: Voice, known: Sequence[tuple[int, MonthFigure, Decimal]]) -> str:
    t = voice.tr.plain
    if not known:
        return t("No month has figures yet")
    (_, first, before), (_, last, now) = known[0], known[-1]
    data = {"percent": voice.tr.percent(now), "month": f"{last.month}/{last.year}"}
    if first is last:
        return t("Filed online in {month}: {percent}", **data)
    data |= {"points": voice.tr.number(abs(now - before)), "first": f"{first.month}/{first.year}"}
    if now > before:
        return t("Filed online in {month}: {percent}, up {points} points since {first}", **data)
    if now < before:
        return t("Filed online in {month}: {percent}, down {points} points since {first}", **data)
    return t("Filed online in {month}: {percent}, as in {first}", **data)


def _burn_title(voice: Voice, done: Sequence[tuple[BurnPoint, int]]) -> str:
    t, number = voice.tr.plain, voice.tr.number
    if not done:
        return t("The plan has not begun")
    point, left = done[-1]
    if left == 0:
        return t("No task is left")
    data = {"left": number(left), "n": number(abs(left - point.planned))}
    if left > point.planned:
        return t("Tasks left: {left}, {n} behind the plan", **data)
    if left < point.planned:
        return t("Tasks left: {left}, {n} ahead of the plan", **data)
    return t("Tasks left: {left}, as planned", **data)


def _across(place: int, count: int) -> float:
    return place / (count - 1) if count > 1 else 0.5


def _scale(highest: Decimal, *, per_cent: bool = False) -> tuple[Decimal, list[tuple[float, Decimal]]]:
    """A round top not under the highest value, and three to five steps up to it, each with its share of the height."""
    step = next(
        step for power in range(9) for one in (1, 2, 5) if (step := Decimal(one).scaleb(power)) * 5 >= highest
    )
    count = max(1, int(highest // step) + (highest % step > 0))
    top = step * count
    if per_cent:
        top = min(top, Decimal(100))
    return top, [(float(step * nth / top), step * nth) for nth in range(count + 1)]


def _runs(points: Sequence[Point], places: Sequence[int]) -> tuple[tuple[Point, ...], ...]:
    numbered = list(enumerate(zip(places, points, strict=True)))
    return tuple(
        tuple(point for _, (_, point) in run)
        for _, run in groupby(numbered, key=lambda entry: entry[1][0] - entry[0])
    )


def _day_ticks(points: Sequence[BurnPoint]) -> tuple[Tick, ...]:
    first, span = points[0].day, (points[-1].day - points[0].day).days or 1
    ticks: list[Tick] = []
    for point in points:
        at = (point.day - first).days / span
        if ticks and at - ticks[-1].at < _ROOM_OF_A_DAY:
            if point is not points[-1]:
                continue
            ticks.pop()
        ticks.append(Tick(at, f"{point.day.day}/{point.day.month}"))
    return tuple(ticks)
