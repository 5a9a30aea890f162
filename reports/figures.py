"""What papers are made from: counts, rates and rows as somebody gathered them, on one day, for one period.

The domain's own types stand wherever they fit. A list is shown in the order given, unless its composer says otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from domain.deadlines import DueRule
from domain.plan import PlanFigure
from domain.rates import Rate
from domain.task import Area, Task, TaskStatus
from domain.unit import Unit


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """How much of its part of the plan a unit has done."""

    unit: Unit
    figure: PlanFigure


@dataclass(frozen=True, slots=True)
class OverdueTask:
    """A task past its date. ``days`` are working days, today included; ``head`` is a name, or empty."""

    task: Task
    unit: Unit
    days: int
    head: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class OnlineFigure:
    """A unit's dossiers of a period: ``rate`` is those filed online of all received, None when it has not reported.

    ``target`` is per cent.
    """

    unit: Unit
    rate: Rate | None
    target: Decimal | None = None

    @property
    def is_below(self) -> bool:
        """Whether it reported, and less than its target."""
        return self.rate is not None and self.target is not None and is_below(self.rate, self.target)


def is_below(rate: Rate, target: Decimal) -> bool:
    """Whether a share is less than a target in per cent, uncut; without any dossiers nobody is below."""
    return rate.done * 100 < target * rate.total


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """All units' dossiers of a month; None when nobody has reported."""

    year: int
    month: int
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """On a day: how many tasks the plan leaves, and how many were left; None for a day to come."""

    day: date
    planned: int
    left: int | None


def burn_down(tasks: Iterable[Task], first: date, last: date, today: date) -> tuple[BurnPoint, ...]:
    """The plan's burn-down at the beginning, at each end of a month, today, and at the end.

    By plan a task is done on its original date; cancelled ones are no part of it. Raises ValueError for dates out of
    order.
    """
    if first > last:
        raise ValueError("a plan ends after it begins")
    counted = [task for task in tasks if task.status is not TaskStatus.CANCELLED]
    days = {first, last, *(end for end in _month_ends(first, last))}
    if first <= today <= last:
        days.add(today)
    return tuple(
        BurnPoint(
            day,
            planned=sum(task.original_due_date > day for task in counted),
            left=sum(task.completed_on is None or task.completed_on > day for task in counted)
            if day <= today
            else None,
        )
        for day in sorted(days)
    )


def _month_ends(first: date, last: date) -> Iterable[date]:
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, 1) - timedelta(days=1)
        if end > last:
            return
        yield end


@dataclass(frozen=True, slots=True)
class Receipt:
    """A department that must receive a paper, and when it did; None while it has not."""

    receiver: Unit
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """What the dispatch orders of one unit. ``last_day`` is the last in time, None for a rule without."""

    code: str
    item: int
    title_vi: str
    title_en: str
    product_vi: str
    unit: Unit
    rule: DueRule
    last_day: date | None = None
    done_on: date | None = None
    receipts: tuple[Receipt, ...] = ()

    @property
    def is_of_a_case(self) -> bool:
        """Whether it is due in a case: only the head addressed may learn of it, so no list, count or file has it."""
        return self.rule in (DueRule.PER_CASE, DueRule.PER_CASE_IMMEDIATE)


@dataclass(frozen=True, slots=True)
class Criterion:
    """What units are ranked by: data of the provincial regulation, imported. ``most`` is the highest score."""

    code: str
    name_vi: str
    name_en: str
    area: Area
    most: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """What a unit gave itself for a criterion, and what it was given; None where nobody has yet."""

    own: Decimal | None = None
    appraised: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place in its group, with its scores by criterion code; ``rank`` is None before appraisal."""

    unit: Unit
    rank: int | None
    total: Decimal | None
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Tasks of a period by how they met their dates. ``explained`` are those of ``overdue`` with an explanation."""

    assigned: int
    in_time: int
    late: int
    overdue: int
    explained: int
    extended: int


@dataclass(frozen=True, slots=True)
class SelfInspections:
    """The units' own inspections: how many units planned and held them, and which stand out."""

    planned: int
    held: Rate
    findings: int
    repeated: tuple[Unit, ...] = ()
    none_held: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection by the province."""

    unit: Unit
    held_on: date
    findings: str


@dataclass(frozen=True, slots=True)
class DigitalPlans:
    """Who has issued a digital transformation plan; ``explained`` are those of ``missing`` that gave both papers."""

    year: int
    issued: Rate
    missing: tuple[Unit, ...] = ()
    explained: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodicFigures:
    """The province's periodic report. ``name`` is the period's, as "quý III năm 2023"; texts are a paragraph each."""

    name: str
    first: date
    last: date
    as_of: date
    plan: PlanFigure
    areas: Mapping[Area, PlanFigure]
    timeliness: Timeliness
    overdue: tuple[OverdueTask, ...]
    online: tuple[OnlineFigure, ...]
    self_inspections: SelfInspections
    inspections: tuple[Inspection, ...]
    digital_plans: DigitalPlans
    direction: tuple[str, ...] = ()
    publicity: tuple[str, ...] = ()
    not_reported: tuple[Unit, ...] = ()
    difficulties: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    is_sample: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class OverdueFigures:
    """The overdue report: every task past its date on a day."""

    as_of: date
    plan: PlanFigure
    tasks: tuple[OverdueTask, ...]
    is_sample: bool = field(default=False, kw_only=True)
