"""The periodic report of a unit: which period, until when, by whom, and the figures it tells.

The dispatch of October 2023, item 7, has heads report in periodic reports through Home Affairs. Periods and the day the
province's own report is due are settings; units report some working days earlier. What the bot knows stands in the
report already: a head corrects what is wrong and writes what no figure says. Nothing of it is stored before it is sent.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.deadlines import WorkingDays, previous_working_day
from domain.dossiers import Month, dossier_rate
from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.rates import Rate
from domain.settings import ReportingKind, Rules
from domain.task import Task, TaskStatus, is_explained, is_late, is_overdue
from domain.text import is_blank
from domain.unit import DEPTS, DISTRICTS, Units, expand

BOUND_TO_REPORT: Final = (DEPTS, DISTRICTS)
"""Whom item 7 of the dispatch is addressed to: departments, boards, the district level."""
OPENS_BEFORE: Final = timedelta(days=20)
"""So long before a period's last day its report can be sent: units are due up to a week before that day, and their
first reminder comes seven working days before they are due."""
MOST_REOPENED: Final = timedelta(days=31)
"""A closed report is opened again for so long at most: later the next period is at hand."""
REOPENINGS: Final = (1, 3, 5)
"""Working days for which a closed report is commonly opened again."""
_DAY: Final = timedelta(days=1)


# ── periods ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A reporting period of one year. Days are the province's, all included.

    ``unit_due`` is the units' own last day in time, ``closes_on`` the day the province's report is due.
    """

    kind: ReportingKind
    year: int
    first: date
    last: date
    unit_due: date
    closes_on: date

    @property
    def key(self) -> str:
        """``2023-q3``: what names it for ever."""
        return f"{self.year}-{self.kind}"

    @property
    def opens_on(self) -> date:
        """The first day on which its report can be sent."""
        return self.last - OPENS_BEFORE

    @property
    def months(self) -> tuple[Month, ...]:
        """The months whose figures belong to it: those that end within it."""
        first = Month.of(self.first)
        return tuple(month for month in first.until(Month.of(self.last)) if month.last <= self.last)

    def as_of(self, today: date) -> date:
        """The day its figures are counted on: today, or its last day once that is past."""
        return min(today, self.last)


def period(rules: Rules, cal: WorkingDays, kind: ReportingKind, year: int) -> ReportPeriod:
    """The period of a kind that ends in the year."""
    first, last = next(one for one in rules.reporting_periods if one.kind is kind).days(year)
    closes_on = date(last.year, last.month, rules.report_due_day)
    return ReportPeriod(
        kind,
        year,
        first,
        last,
        _working_days_before(cal, closes_on, rules.unit_report_days_earlier),
        closes_on,
    )


def _working_days_before(cal: WorkingDays, day: date, n: int) -> date:
    for _ in range(n):
        day = previous_working_day(cal, day - _DAY)
    return day


def period_of_key(rules: Rules, cal: WorkingDays, key: str) -> ReportPeriod:
    """The period that ``key`` names. Raises Refused(PERIOD_UNKNOWN)."""
    year, _, kind = key.partition("-")
    if kind not in set(ReportingKind) or not (len(year) == 4 and year.isascii() and year.isdigit()):
        raise Refused(Code.PERIOD_UNKNOWN)
    if not 2000 <= int(year) <= 2099:
        raise Refused(Code.PERIOD_UNKNOWN)
    return period(rules, cal, ReportingKind(kind), int(year))


def periods(rules: Rules, cal: WorkingDays, years: Iterable[int]) -> tuple[ReportPeriod, ...]:
    """The periods that end in these years, in the order of their last days."""
    found = [period(rules, cal, kind, year) for year in years for kind in ReportingKind]
    return tuple(sorted(found, key=lambda one: (one.last, one.first)))


def awaited_period(rules: Rules, cal: WorkingDays, today: date) -> ReportPeriod:
    """The period whose report is written next: the first that is not closed yet."""
    return next(one for one in periods(rules, cal, (today.year, today.year + 1)) if today <= one.closes_on)


def period_at_hand(rules: Rules, cal: WorkingDays, today: date) -> ReportPeriod:
    """The period people mean today: the awaited one once its report can be sent, before that the one closed last."""
    awaited = awaited_period(rules, cal, today)
    return awaited if awaited.opens_on <= today else beside(rules, cal, awaited)[0]


def beside(rules: Rules, cal: WorkingDays, at: ReportPeriod) -> tuple[ReportPeriod, ReportPeriod]:
    """The period before one and the period after it."""
    around = periods(rules, cal, (at.year - 1, at.year, at.year + 1))
    place = [one.key for one in around].index(at.key)
    return around[place - 1], around[place + 1]


def reporting_units(units: Units, of: ReportPeriod) -> tuple[str, ...]:
    """The units that report for a period: those of the kinds addressed, in force on its last day."""
    return expand(BOUND_TO_REPORT, units, of.last)


class ReportStage(StrEnum):
    """Whether the report of a unit can be sent."""

    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"
    REOPENED = "reopened"
    """Closed, and opened again for this unit."""


def stage(of: ReportPeriod, today: date, reopened_until: date | None = None) -> ReportStage:
    """Whether the report can be sent today; ``reopened_until`` is the day up to which the unit was let in again."""
    if today < of.opens_on:
        return ReportStage.AHEAD
    if today <= of.closes_on:
        return ReportStage.OPEN
    if reopened_until is not None and today <= reopened_until:
        return ReportStage.REOPENED
    return ReportStage.CLOSED


# ── who may what ──────────────────────────────────────────────────────────────────────────────────


def check_send(
    actor: Actor,
    unit: str,
    of: ReportPeriod,
    today: date,
    bound: Collection[str],
    reopened_until: date | None = None,
) -> None:
    """Whether the actor may send the unit's report today, the first time or again; ``bound`` are those that report.

    Raises Refused: NOT_YOURS, UNIT_DOES_NOT_REPORT, PERIOD_AHEAD (``opens_on``), PERIOD_CLOSED (``closed_on``).
    """
    if not actor.serves(unit):
        raise Refused(Code.NOT_YOURS)
    if unit not in bound:
        raise Refused(Code.UNIT_DOES_NOT_REPORT, unit=unit)
    match stage(of, today, reopened_until):
        case ReportStage.AHEAD:
            raise Refused(Code.PERIOD_AHEAD, opens_on=of.opens_on)
        case ReportStage.CLOSED:
            raise Refused(Code.PERIOD_CLOSED, closed_on=of.closes_on)


def check_reopen(
    actor: Actor, unit: str, of: ReportPeriod, until: date, today: date, bound: Collection[str]
) -> None:
    """Whether the actor may let a unit in again until the day. Only the coordinator, and once the period is closed.

    Raises Refused: NOT_YOURS, UNIT_DOES_NOT_REPORT, NOT_NOW, REOPENING_DATE_INVALID.
    """
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
    if unit not in bound:
        raise Refused(Code.UNIT_DOES_NOT_REPORT, unit=unit)
    if today <= of.closes_on:
        raise Refused(Code.NOT_NOW)
    if not today <= until <= today + MOST_REOPENED:
        raise Refused(Code.REOPENING_DATE_INVALID)


def check_remind(actor: Actor, of: ReportPeriod, today: date) -> None:
    """Whether the actor may remind the units that have not sent. Raises Refused: NOT_YOURS, NOT_NOW."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
    if stage(of, today) is not ReportStage.OPEN:
        raise Refused(Code.NOT_NOW)


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


class Figure(StrEnum):
    """The counts of a report, in the order in which they are told."""

    ASSIGNED = "assigned"
    IN_TIME = "in_time"
    LATE = "late"
    OVERDUE = "overdue"
    EXPLAINED = "explained"
    """Of those overdue."""
    EXTENDED = "extended"
    RECEIVED = "received"
    ONLINE = "online"
    """Of the dossiers received."""
    PUBLICITY = "publicity"
    INSPECTIONS = "inspections"
    """The unit's own, held."""
    FINDINGS = "findings"
    """Of these inspections."""


Counts = Mapping[Figure, int]


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """Tasks of a period by how they meet their dates, each counted once."""

    assigned: int
    in_time: int
    late: int
    overdue: int
    explained: int
    extended: int


def task_counts(tasks: Iterable[Task], as_of: date) -> TaskCounts:
    """Counts tasks of a period on a day. What is cancelled was not to be done; what is submitted is not done yet."""
    tasks = [task for task in tasks if task.status is not TaskStatus.CANCELLED]
    done = [task for task in tasks if task.status is TaskStatus.COMPLETED]
    late = sum(map(is_late, done))
    overdue = [task for task in tasks if is_overdue(task, as_of)]
    return TaskCounts(
        assigned=len(tasks),
        in_time=len(done) - late,
        late=late,
        overdue=len(overdue),
        explained=sum(map(is_explained, overdue)),
        extended=sum(task.due_date > task.original_due_date for task in tasks),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What the bot knows of a unit for a period, on a day.

    ``target`` is per cent, None where there is none; ``has_digital_plan`` None where no plan is asked for that year.
    """

    as_of: date
    counts: Counts
    target: int | None = None
    has_digital_plan: bool | None = None


def check_counts(counts: Counts) -> None:
    """Whether counts can be true together.

    Raises Refused: COUNT_NEGATIVE, COUNT_TOO_LARGE, ONLINE_EXCEEDS_RECEIVED, or FIGURE_IMPOSSIBLE.
    """
    dossier_rate(counts[Figure.RECEIVED], counts[Figure.ONLINE])
    for figure in Figure:
        dossier_rate(counts[figure], 0)
    settled = counts[Figure.IN_TIME] + counts[Figure.LATE] + counts[Figure.OVERDUE]
    Rate(settled, counts[Figure.ASSIGNED])
    Rate(counts[Figure.EXPLAINED], counts[Figure.OVERDUE])
    Rate(counts[Figure.EXTENDED], counts[Figure.ASSIGNED])


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What a unit sent for a period: the bot's figures, what the unit made of them, and what no figure says."""

    unit: str
    period: str
    version: int
    derived: Figures
    counts: Counts
    difficulties: str = ""
    proposals: str = ""

    @property
    def corrected(self) -> tuple[Figure, ...]:
        """The figures that the unit tells otherwise than the bot."""
        return tuple(figure for figure in Figure if self.counts[figure] != self.derived.counts[figure])


def report(
    unit: str,
    of: ReportPeriod,
    version: int,
    derived: Figures,
    counts: Counts,
    difficulties: str,
    proposals: str,
) -> UnitReport:
    """The report as it is kept: a text that cannot be seen is none. Raises Refused as ``check_counts``."""
    check_counts(counts)
    kept = UnitReport(unit, of.key, version, derived, dict(counts))
    return replace(kept, difficulties=_text(difficulties), proposals=_text(proposals))


def _text(text: str) -> str:
    return "" if is_blank(text) else text.strip()


@dataclass(frozen=True, slots=True)
class OwedReport:
    """The report that is awaited of a unit; told like a task by its date."""

    unit: str
    period: ReportPeriod
    due_date: date
    is_pending: bool = True
    acknowledged_on: date | None = None
    snoozed_until: date | None = None
