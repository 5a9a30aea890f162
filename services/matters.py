"""Whatever is awaited of units by a day, in one form, so that one digest a person speaks of all of it.

A task of a plan, an order of a dispatch, a unit's own inspection and its periodic report are reminded by one rule,
climb one ladder and stand in one message. What more is ever awaited of units joins them here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.dossiers import Owed
from domain.duty import Duty
from domain.inspection import Inspection
from domain.reminders import Awaited, Rung
from domain.task import Task
from domain.unit_report import OwedReport
from services import dossiers, unit_reports
from services.duties import duty_book, of_units
from services.heirs import heir_of
from services.scope import Scope


class MatterKind(StrEnum):
    """What kind of thing is awaited."""

    TASK = "task"
    DUTY = "duty"
    DOSSIERS = "dossiers"
    """The figures of a month; it has no title of its own, for whoever words it names the month."""
    INSPECTION = "inspection"
    """A unit's own, on its calendar."""
    REPORT = "report"
    """The periodic report of a unit; whoever words it names the period."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something awaited of a unit, as a digest names it. ``key`` finds it again among those of its kind."""

    kind: MatterKind
    key: tuple[str, ...]
    unit: str
    code: str
    title_vi: str
    title_en: str
    awaited: Awaited
    is_sample: bool


Found = tuple[Matter, Rung | None]
"""A matter that is pending, and the rung it stands on as far as was told."""


async def pending(
    scope: Scope, due_by: date | None = None, units: Collection[str] | None = None
) -> list[Found]:
    """All that is pending and due up to a day or at once (of the units, if named)."""
    samples = await _sample_plans(scope)
    tasks = [(_of_task(task, samples), rung) for task, rung in await scope.uow.tasks.pending(due_by, units)]
    book = await duty_book(scope) if units is None else await of_units(scope, units)
    duties = [
        (await _of_duty(scope, duty, is_sample=book.dispatch_of(duty).is_sample), book.rung_of(duty))
        for duty in book.duties
        if duty.is_pending and (due_by is None or duty.due_date is None or duty.due_date <= due_by)
    ]
    figures = [
        (_of_figures(one.owed), one.rung)
        for one in await dossiers.owed(scope, units)
        if due_by is None or one.owed.due_date <= due_by
    ]
    own = [
        (_of_inspection(one.inspection), one.rung)
        for one in await scope.uow.inspections.pending(due_by, units)
    ]
    reports = [(_of_report(one.owed), one.rung) for one in await unit_reports.owed(scope, units, due_by)]
    return [*tasks, *duties, *figures, *own, *reports]


async def climbed_between(scope: Scope, after: date | None, until: date) -> list[tuple[Matter, Rung]]:
    """What is pending and came to a rung above the head's after one day and up to another, longest overdue first."""
    samples = await _sample_plans(scope)
    tasks = [(_of_task(task, samples), rung) for task, rung in await scope.uow.tasks.escalated(after, until)]
    book = await duty_book(scope)
    duties = []
    for duty in book.duties:
        rung, day = book.rung_of(duty), book.climbed_on(duty)
        if not duty.is_pending or rung in (None, Rung.HEAD) or day is None:
            continue
        assert rung is not None
        if day <= until and (after is None or day > after):
            duties.append((await _of_duty(scope, duty, is_sample=book.dispatch_of(duty).is_sample), rung))
    figures = [
        (_of_figures(one.owed), one.rung)
        for one in await dossiers.owed(scope)
        if one.rung not in (None, Rung.HEAD)
        and one.climbed_on is not None
        and one.climbed_on <= until
        and (after is None or one.climbed_on > after)
    ]
    own = [
        (_of_inspection(one.inspection), one.rung)
        for one in await scope.uow.inspections.pending(until)
        if one.rung not in (None, Rung.HEAD)
        and one.climbed_on is not None
        and one.climbed_on <= until
        and (after is None or one.climbed_on > after)
    ]
    reports = [
        (_of_report(one.owed), one.rung)
        for one in await unit_reports.owed(scope, due_by=until)
        if one.rung not in (None, Rung.HEAD)
        and one.climbed_on is not None
        and one.climbed_on <= until
        and (after is None or one.climbed_on > after)
    ]
    found = [*tasks, *duties, *figures, *own, *reports]
    return sorted(found, key=lambda one: one[0].awaited.due_date or date.max)


async def climb(scope: Scope, rungs: Sequence[tuple[Matter, Rung]], day: date) -> None:
    """Remembers the rung that each matter stands on since the day."""
    await scope.uow.tasks.climb(
        [(matter.key[0], rung) for matter, rung in rungs if matter.kind is MatterKind.TASK], day
    )
    await scope.uow.duties.climb(
        [(matter.key[0], matter.key[1], rung) for matter, rung in rungs if matter.kind is MatterKind.DUTY],
        day,
    )
    await scope.uow.dossiers.climb(
        [
            (matter.unit, matter.awaited.month, rung)
            for matter, rung in rungs
            if isinstance(matter.awaited, Owed)
        ],
        day,
    )
    await scope.uow.inspections.climb(
        [(matter.key[0], rung) for matter, rung in rungs if matter.kind is MatterKind.INSPECTION], day
    )
    await scope.uow.unit_reports.climb(
        [
            (matter.unit, matter.awaited.period.key, rung)
            for matter, rung in rungs
            if isinstance(matter.awaited, OwedReport)
        ],
        day,
    )


async def _sample_plans(scope: Scope) -> frozenset[str]:
    return frozenset(plan.id for plan in await scope.uow.tasks.plans() if plan.is_sample)


def _of_task(task: Task, samples: Collection[str]) -> Matter:
    return Matter(
        MatterKind.TASK,
        (task.id,),
        task.lead_unit,
        task.code,
        task.title_vi,
        task.title_en,
        task,
        is_sample=task.plan in samples,
    )


async def _of_duty(scope: Scope, duty: Duty, *, is_sample: bool) -> Matter:
    """It is awaited of whoever answers for the unit today; its key keeps the unit of its time."""
    order = duty.order
    return Matter(
        MatterKind.DUTY,
        (order.id, duty.unit),
        await heir_of(scope, duty.unit),
        order.code,
        order.title_vi,
        order.title_en,
        duty,
        is_sample,
    )


def _of_figures(owed: Owed) -> Matter:
    month = owed.month
    return Matter(
        MatterKind.DOSSIERS,
        (owed.unit, month.first.isoformat()),
        owed.unit,
        f"HSTT-{month.month:02}/{month.year}",
        "",
        "",
        owed,
        owed.is_sample,
    )


def _of_inspection(inspection: Inspection) -> Matter:
    return Matter(
        MatterKind.INSPECTION,
        (inspection.id,),
        inspection.unit,
        inspection.code,
        inspection.theme,
        inspection.theme,
        inspection,
        is_sample=inspection.is_sample,
    )


def _of_report(owed: OwedReport) -> Matter:
    period = owed.period
    return Matter(
        MatterKind.REPORT,
        (owed.unit, period.key),
        owed.unit,
        f"BCDK-{period.key.upper()}",
        "",
        "",
        owed,
        is_sample=False,
    )
