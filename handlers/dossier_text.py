"""How figures of dossiers are told: a month, a rate beside its fraction, how it stands to its target, a trend."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.translation import N_, Translator
from domain.dossiers import Entry, Month, MonthStage, Point, Target, rise
from domain.rates import Rate
from handlers.task_text import literal
from services.scope import Scope

NO_UNIT_HERE: Final = N_("Figures of dossiers are shown here to heads and focal officers of units.")

_MONTH: Final = re.compile(r"(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})|(?P<z>\d{4})-(?P<n>\d{1,2})")
_FIRST: Final = Month(2000, 1)
_LAST: Final = Month(2099, 12)
_ARROWS: Final = {1: " ↑", 0: " →", -1: " ↓"}


def month_name(month: Month) -> str:
    """09/2023, as both languages write it."""
    return f"{month.month:02}/{month.year}"


def month_pressed(day: date) -> Month:
    """The month a button names by its first day; whoever made one up reaches none outside of this century."""
    return min(max(Month.of(day), _FIRST), _LAST)


def month_of(text: str) -> Month | None:
    """The month a person wrote: 9/2023, 09-2023, 2023-09; None if it is none of this century."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found["y"] or found["z"]), int(found["m"] or found["n"])
    return Month(year, month) if _FIRST.year <= year <= _LAST.year and 1 <= month <= 12 else None


def rate_words(tr: Translator, scope: Scope, rate: Rate) -> str:
    """900/1.200 (75,0%): cut off as the province cuts it; that no dossier came in, where none did."""
    percent = rate.percent(scope.rules.rounding, scope.rules.decimals)
    if percent is None:
        return tr.plain("no dossier received")
    return tr.plain(
        "{online}/{received} ({percent})",
        online=tr.number(rate.done),
        received=tr.number(rate.total),
        percent=tr.percent(percent),
    )


def entry_words(tr: Translator, scope: Scope, entry: Entry, target: Target | None) -> Markup:
    """What was entered, and that it is below the target where it is."""
    said = rate_words(tr, scope, entry.rate)
    if target is None or not target.is_missed_by(entry.rate):
        return literal(said)
    return tr.t("{rate}, <b>below the target of {percent}%</b>", rate=said, percent=tr.number(target.percent))


def figures_are_samples(tr: Translator) -> Markup:
    """Said wherever made-up figures are shown."""
    return tr.t("<i>Sample data: the figures serve as an illustration.</i>")


def target_words(tr: Translator, target: Target | None) -> Markup:
    """The share that is to be reached, and since when."""
    if target is None:
        return tr.t("No target is set for units of this kind.")
    return tr.t(
        "Target: {percent}%, since {month}",
        percent=tr.number(target.percent),
        month=month_name(target.since),
    )


def trend_lines(
    tr: Translator, scope: Scope, series: Sequence[Point], *, of_units: bool = False
) -> list[Markup]:
    """A line a month, the latest last, with an arrow where the rate rose or fell; ``of_units`` says how many told."""
    return [_trend_line(tr, scope, series, at, of_units=of_units) for at in range(len(series))]


def _trend_line(tr: Translator, scope: Scope, series: Sequence[Point], at: int, *, of_units: bool) -> Markup:
    point = series[at]
    if point.rate is None:
        return tr.t("• {month}: not entered", month=month_name(point.month))
    moved = rise(series, at)
    said = rate_words(tr, scope, point.rate) + ("" if moved is None else _ARROWS[moved])
    if of_units:
        return tr.n(
            "• {month}: {rate}, {n} unit",
            "• {month}: {rate}, {n} units",
            point.told,
            month=month_name(point.month),
            rate=said,
        )
    if point.target is not None and point.is_below:
        return tr.t("• {month}: {rate}, below the target", month=month_name(point.month), rate=said)
    return tr.t("• {month}: {rate}", month=month_name(point.month), rate=said)


def stage_words(tr: Translator, stage: MonthStage, cut_off: str) -> Markup:
    """Until when the figures can be entered, or since when they cannot."""
    match stage:
        case MonthStage.AHEAD:
            return tr.t("The month is not over yet; its figures are entered afterwards.")
        case MonthStage.OPEN:
            return tr.t("Data cut-off: {day}", day=cut_off)
        case MonthStage.CLOSED:
            return tr.t(
                "The data cut-off was on {day}. Only the coordinator corrects now, with a reason.",
                day=cut_off,
            )
