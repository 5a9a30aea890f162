"""Online dossiers: for each unit and month, how many dossiers were received and how many of them were filed online.

The dispatch of October 2023, item 2, has units publicise online public services and raise the rate of online dossiers.
Two counts a month say how far they are; the rate, what is below its target, and who has told nothing are read off them
each time. A month is told once it is over and until its cut-off day; what the province has published is not changed
behind its back, so later only the coordinator corrects it, with a reason, and what stood there before stays readable.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.rates import Rate
from domain.text import is_blank
from domain.unit import UnitKind, Units

MOST_DOSSIERS: Final = 9_999_999
"""More than the province receives in years: whoever writes it has typed two numbers in one."""
MOST_PERCENT: Final = 100
_COUNT: Final = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3}")
_NEGATIVE: Final = re.compile(r"[-\u2212\u2013][0-9][0-9.,]*")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the province's calendar."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> Self:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> "Month":
        """The month after it."""
        return self.plus(1)

    @property
    def preceding(self) -> "Month":
        """The month before it."""
        return self.plus(-1)

    def plus(self, months: int) -> "Month":
        """The month so many later, or earlier."""
        years, index = divmod(self.month - 1 + months, 12)
        return Month(self.year + years, index + 1)

    def until(self, last: "Month") -> tuple["Month", ...]:
        """The months from this one up to another, both included."""
        span = (last.year - self.year) * 12 + last.month - self.month
        return tuple(self.plus(n) for n in range(span + 1))


class MonthStage(StrEnum):
    """Whether the figures of a month can be entered."""

    AHEAD = "ahead"
    """It is not over yet."""
    OPEN = "open"
    CLOSED = "closed"
    """Its cut-off day has passed."""


def cut_off(month: Month, day: int) -> date:
    """The last day on which a unit may enter a month: the given day of the month after it.

    A date that is named is that date: it moves nowhere when it falls on a day off.
    """
    following = month.following
    return date(following.year, following.month, day)


def stage(month: Month, today: date, cut_off_day: int) -> MonthStage:
    """Whether the month can be entered today."""
    if today <= month.last:
        return MonthStage.AHEAD
    return MonthStage.OPEN if today <= cut_off(month, cut_off_day) else MonthStage.CLOSED


def awaited_month(today: date) -> Month:
    """The month whose figures are waited for: the one that ended last."""
    return Month.of(today).preceding


# ── two counts ────────────────────────────────────────────────────────────────────────────────────


def read_count(text: str) -> int:
    """A count as people write it: 1200, or 1.200 as Vietnam parts thousands.

    A comma is refused: to one reader it parts thousands, to another decimals. Raises Refused: COUNT_NEGATIVE,
    COUNT_NOT_WHOLE, COUNT_TOO_LARGE.
    """
    text = text.strip()
    if _NEGATIVE.fullmatch(text):
        raise Refused(Code.COUNT_NEGATIVE)
    if not _COUNT.fullmatch(text):
        raise Refused(Code.COUNT_NOT_WHOLE)
    return _checked(int(text.replace(".", "")))


def read_counts(text: str) -> tuple[int, ...]:
    """One count or two, with spaces, a semicolon or a line between. Raises Refused as ``read_count``."""
    parts = [part for part in re.split(r"[\s;]+", text) if part]
    if not 1 <= len(parts) <= 2:
        raise Refused(Code.COUNT_NOT_WHOLE)
    return tuple(read_count(part) for part in parts)


def _checked(count: int) -> int:
    if count < 0:
        raise Refused(Code.COUNT_NEGATIVE)
    if count > MOST_DOSSIERS:
        raise Refused(Code.COUNT_TOO_LARGE, limit=MOST_DOSSIERS)
    return count


def dossier_rate(received: int, online: int) -> Rate:
    """Online dossiers of all that were received.

    Raises Refused: COUNT_NEGATIVE, COUNT_TOO_LARGE, or ONLINE_EXCEEDS_RECEIVED (``online``, ``received``).
    """
    _checked(received)
    _checked(online)
    if online > received:
        raise Refused(Code.ONLINE_EXCEEDS_RECEIVED, online=online, received=received)
    return Rate(online, received)


def summed(rates: Iterable[Rate]) -> Rate:
    """The rate of several units or months together: of all their dossiers, not the mean of their rates."""
    rates = tuple(rates)
    return Rate(sum(rate.done for rate in rates), sum(rate.total for rate in rates))


def is_far_from(received: int, before: int) -> bool:
    """Whether a count is so far from the month before that it may have been mistyped: a third, or three times."""
    return before > 0 and (received > 3 * before or 3 * received < before)


# ── targets ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Target:
    """The share of online dossiers that units of a kind are to reach, in force from a month until a later row.

    With a target in force units of the kind are asked for their figures each month.
    """

    kind: UnitKind
    percent: int
    since: Month
    is_sample: bool = False

    def is_missed_by(self, rate: Rate) -> bool:
        """Whether the rate lies below; compared exactly, since a rate cut off for show is always a little less."""
        return misses(rate, self.percent)


def misses(rate: Rate, percent: int) -> bool:
    """Whether the rate lies below so many per cent."""
    return rate.done * 100 < percent * rate.total


def check_percent(percent: int) -> int:
    """Raises Refused(TARGET_INVALID) unless it is a share from 1 to 100."""
    if not 1 <= percent <= MOST_PERCENT:
        raise Refused(Code.TARGET_INVALID)
    return percent


@dataclass(frozen=True, slots=True)
class Targets:
    """Every target that was ever set."""

    rows: tuple[Target, ...]

    def of(self, kind: UnitKind, month: Month) -> Target | None:
        """The target in force for units of a kind in a month."""
        found = [row for row in self.rows if row.kind is kind and row.since <= month]
        return max(found, key=lambda row: row.since, default=None)

    def of_unit(self, unit: str, units: Units, month: Month) -> Target | None:
        """The target in force for a unit."""
        return self.of(units[unit].kind, month) if unit in units else None

    def asked(self, units: Units, month: Month) -> tuple[str, ...]:
        """The units that are asked for their figures: of a kind with a target, in force at the end of the month."""
        return tuple(
            unit.code
            for unit in units.values()
            if unit.in_force(month.last) and self.of(unit.kind, month) is not None
        )


# ── what was entered ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered for a unit and month. A correction is a further version; the latest is what holds."""

    unit: str
    month: Month
    version: int
    rate: Rate
    is_sample: bool = False

    @property
    def received(self) -> int:
        """Dossiers received."""
        return self.rate.total

    @property
    def online(self) -> int:
        """Of them filed online."""
        return self.rate.done


def may_enter(actor: Actor, unit: str, month: Month, today: date, cut_off_day: int) -> bool:
    """Whether the actor may enter or correct the figures now; see ``check_enter``."""
    try:
        check_enter(actor, unit, month, today, cut_off_day)
    except Refused:
        return False
    return True


def check_enter(actor: Actor, unit: str, month: Month, today: date, cut_off_day: int) -> None:
    """Whether the actor may enter or correct the figures of a unit for a month.

    The unit itself may while the month is open. After that the coordinator may, with a reason; not for a unit of their
    own, whose closed figures another coordinator corrects. Raises Refused: NOT_YOURS, MONTH_AHEAD, MONTH_CLOSED.
    """
    corrects = needs_reason(actor, unit)
    if not actor.serves(unit) and not corrects:
        raise Refused(Code.NOT_YOURS)
    standing = stage(month, today, cut_off_day)
    if standing is MonthStage.AHEAD:
        raise Refused(Code.MONTH_AHEAD, until=month.last)
    if standing is MonthStage.CLOSED and not corrects:
        raise Refused(Code.MONTH_CLOSED, closed_on=cut_off(month, cut_off_day))


def needs_reason(actor: Actor, unit: str) -> bool:
    """Whether the actor enters for a unit that is not theirs, as the coordinator, and so says why."""
    return actor.has(Role.COORDINATOR) and not actor.serves(unit)


def check_reason(actor: Actor, unit: str, reason: str) -> None:
    """Raises Refused(REASON_MISSING) where the coordinator enters for a unit without a word why."""
    if needs_reason(actor, unit) and is_blank(reason):
        raise Refused(Code.REASON_MISSING)


@dataclass(frozen=True, slots=True)
class Owed:
    """The figures of the month that ended last, as they are awaited of a unit; told like a task by its date.

    Past the cut-off the unit is still spoken to, and who is above it: the way on leads over the coordinator then.
    """

    unit: str
    month: Month
    due_date: date
    is_pending: bool
    is_sample: bool = False
    acknowledged_on: date | None = None
    snoozed_until: date | None = None


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """The units that were asked for a month: how many told, how many are below their target, and the rate of all."""

    asked: tuple[str, ...]
    missing: tuple[str, ...]
    below: tuple[str, ...]
    rate: Rate

    @property
    def told(self) -> int:
        """How many of those asked have told."""
        return len(self.asked) - len(self.missing)


def month_figure(
    units: Units,
    targets: Targets,
    month: Month,
    entries: Mapping[str, Entry],
    kind: UnitKind | None = None,
) -> MonthFigure:
    """The figure of a month, by unit what was entered; of units of one kind, if named."""
    asked = [code for code in targets.asked(units, month) if kind is None or units[code].kind is kind]
    told = [entries[code] for code in asked if code in entries]
    below = [entry.unit for entry in told if _is_below(entry, units, targets)]
    return MonthFigure(
        asked=tuple(asked),
        missing=tuple(code for code in asked if code not in entries),
        below=tuple(below),
        rate=summed(entry.rate for entry in told),
    )


def _is_below(entry: Entry, units: Units, targets: Targets) -> bool:
    target = targets.of_unit(entry.unit, units, entry.month)
    return target is not None and target.is_missed_by(entry.rate)


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a series: its rate, None while nobody told; of how many units; the target, if one was in force."""

    month: Month
    rate: Rate | None
    told: int = 0
    target: int | None = None

    @property
    def is_below(self) -> bool:
        """Whether the rate lies below the target, where there are both."""
        return self.rate is not None and self.target is not None and misses(self.rate, self.target)


def rise(series: Sequence[Point], at: int) -> int | None:
    """Whether the rate rose (1), fell (-1) or stayed (0) at a place of the series since the last month with a rate."""
    here = series[at].rate
    before = next(
        (point.rate for point in reversed(series[:at]) if point.rate is not None and point.rate.total), None
    )
    if here is None or not here.total or before is None:
        return None
    difference = here.done * before.total - before.done * here.total
    return (difference > 0) - (difference < 0)
