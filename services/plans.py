"""Plans: their figures, and how units and tasks come into them from files.

A file is the plan's word on what is to be done, by whom and by when. How far a task is becomes the business of those
who work on it: once somebody has acted on a task here, a file no longer says anything of its state.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final, TypeVar

from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor
from domain.plan import PlanFigure, PlanKind, by_area, by_unit, plan_figure
from domain.task import Area, Task, TaskStatus
from domain.unit import Unit, Units, expand, has_ended
from services.imports import RowFault, RowFaultCode, TaskRow, UnitRow
from services.scope import Scope
from services.task_events import IMPORTED, TaskEvent

PLAN_CODES: Final[Mapping[PlanKind, str]] = {
    PlanKind.REFORM: "CCHC",
    PlanKind.KEY_TASKS: "NVTT",
    PlanKind.INSPECTIONS: "KTCV",
    PlanKind.MEETINGS: "TB-BCD",
    PlanKind.RECURRING: "DK",
}
"""What the code of a plan of each kind begins with; its year follows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one year. ``is_sample``: titles and dates are made up, which is said wherever they are shown."""

    id: str
    code: str
    year: int
    title_vi: str
    title_en: str
    is_sample: bool = False
    kind: PlanKind = PlanKind.REFORM


@dataclass(frozen=True, slots=True)
class PlanHeader:
    """What a file of tasks does not say of its plan; ``code`` names it for ever.

    What is left out (None) is as it was, or for a new plan what its year suggests.
    """

    code: str
    year: int
    title_vi: str | None = None
    title_en: str | None = None
    is_sample: bool | None = None
    kind: PlanKind | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan on one day: its figure, that of each area and each lead unit, and the tasks they were counted from."""

    plan: Plan
    figure: PlanFigure
    areas: Mapping[Area, PlanFigure]
    units: Mapping[str, PlanFigure]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that an import changes; dates as yyyy-mm-dd, several values with ``;`` between."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A unit or a task that an import changes."""

    code: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ImportChanges:
    """What an import changed, or would change: by the codes of units or tasks, in the order of the file.

    ``absent`` are here and not in the file; nothing happens to them, since history stays. ``plan`` is what changes of a
    plan, or of a dispatch, that was here before.
    """

    added: tuple[str, ...]
    changed: tuple[RowChange, ...]
    unchanged: int
    absent: tuple[str, ...]
    plan: RowChange | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the file brings no unit and no task that is not here already."""
        return not self.added and not self.changed


class ImportRefused(Exception):
    """Rows that are sound by themselves do not fit what is known here; nothing was imported."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


def header_of(kind: PlanKind, rows: Sequence[TaskRow]) -> PlanHeader:
    """The plan that tasks are of where the file's keeper names none: that of the year in which most are due."""
    year = Counter(row.due_date.year for row in rows).most_common(1)[0][0]
    return PlanHeader(plan_code(kind, year), year, kind=kind)


def plan_code(kind: PlanKind, year: int) -> str:
    """The code a plan has unless it was given another."""
    return f"{PLAN_CODES[kind]}-{year}"


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


def current_plan(plans: Sequence[Plan], today: date) -> Plan | None:
    """The reform plan of this year, else of the last year that has one, else the nearest to come."""
    plans = [plan for plan in plans if plan.kind is PlanKind.REFORM]
    past = [plan for plan in plans if plan.year <= today.year]
    if past:
        return max(past, key=lambda plan: plan.year)
    return min(plans, key=lambda plan: plan.year, default=None)


async def overview(scope: Scope, actor: Actor, plan_id: str | None = None) -> Overview | None:
    """The plan, or the current one; None when there is no such plan yet.

    Raises Refused(NOT_YOURS) for whoever neither coordinates nor governs.
    """
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    return await overview_of(scope, plan_id)


async def overview_of(scope: Scope, plan_id: str | None = None) -> Overview | None:
    """As ``overview``, for those who were allowed it otherwise: a paper's reader, the command line."""
    plans = await scope.uow.tasks.plans()
    if plan_id is None:
        plan = current_plan(plans, scope.today)
    else:
        plan = next((one for one in plans if one.id == plan_id), None)
    if plan is None:
        return None
    tasks = tuple(await scope.uow.tasks.of_plan(plan.id))
    return Overview(
        plan=plan,
        figure=plan_figure(tasks, scope.today),
        areas=by_area(tasks, scope.today),
        units=by_unit(tasks, scope.today),
        tasks=tasks,
    )


async def overview_of_year(scope: Scope, year: int) -> Overview | None:
    """The reform plan of a year; None where it has none."""
    for plan in await scope.uow.tasks.plans():
        if plan.year == year and plan.kind is PlanKind.REFORM:
            return await overview_of(scope, plan.id)
    return None


async def figure_of(scope: Scope, plan_id: str) -> PlanFigure:
    """The figure of a plan today."""
    return plan_figure(await scope.uow.tasks.of_plan(plan_id), scope.today)


# ── units from a file ─────────────────────────────────────────────────────────────────────────────


async def import_units(scope: Scope, rows: Sequence[UnitRow], *, dry_run: bool = False) -> ImportChanges:
    """Adds the units of a file and changes those it says otherwise of; says what, and with ``dry_run`` does nothing.

    Raises ImportRefused for parents that are neither here nor in the file.
    """
    known = await scope.uow.units.all()
    in_file = {row.code for row in rows}
    faults = [
        RowFault(row.line, "parent", RowFaultCode.UNKNOWN_UNIT, row.parent)
        for row in rows
        if row.parent is not None and row.parent not in in_file and row.parent not in known
    ]
    if faults:
        raise ImportRefused(faults)
    wanted = [_unit(row, known.get(row.code)) for row in rows]
    changes = changes_of([(unit.code, known.get(unit.code), unit) for unit in wanted], known, _UNIT_FIELDS)
    if not dry_run and not changes.is_empty:
        touched = {*changes.added, *(change.code for change in changes.changed)}
        await scope.uow.units.put([unit for unit in wanted if unit.code in touched])
    return changes


def _unit(row: UnitRow, known: Unit | None) -> Unit:
    said = Unit(
        code=row.code,
        name_vi=row.name_vi,
        name_en=row.name_en or row.name_vi,
        kind=row.kind,
        parent=row.parent,
        selected_for_direction=row.selected_for_direction,
    )
    if known is None:
        return said
    return replace(said, valid_from=known.valid_from, valid_to=known.valid_to, successors=known.successors)


# ── a plan from a file ────────────────────────────────────────────────────────────────────────────


async def import_plan(
    scope: Scope, header: PlanHeader, rows: Sequence[TaskRow], *, dry_run: bool = False
) -> ImportChanges:
    """Adds the tasks of a file to the plan and changes those it says otherwise of; says what it did.

    A task's state follows the file until somebody acts on it here. A due date that an extension moved is not moved
    back. With ``dry_run`` nothing is done. Raises ImportRefused for units that are not in force in the plan's year.
    """
    units = await scope.uow.units.all()
    existing = next((one for one in await scope.uow.tasks.plans() if one.code == header.code), None)
    plan = _plan(scope, header, existing)
    here = await scope.uow.tasks.of_plan(plan.id, with_cooperators=True) if existing else []
    known = {task.code: task for task in here}
    faults: list[RowFault] = []
    wanted = [_task(scope, row, plan, units, known.get(row.code), faults) for row in rows]
    if faults:
        raise ImportRefused(faults)
    changes = changes_of([(task.code, known.get(task.code), task) for task in wanted], known, _TASK_FIELDS)
    if existing is not None and plan != existing:
        changes = replace(changes, plan=RowChange(plan.code, differences(existing, plan, _PLAN_FIELDS)))
    if not dry_run:
        if plan != existing:
            await scope.uow.tasks.put_plan(plan)
        await _write(scope, changes, {task.code: task for task in wanted}, known)
    return changes


def _plan(scope: Scope, header: PlanHeader, known: Plan | None) -> Plan:
    before = known or new_plan(scope, header)
    return replace(
        before,
        year=header.year,
        title_vi=header.title_vi or before.title_vi,
        title_en=header.title_en or before.title_en,
        is_sample=before.is_sample if header.is_sample is None else header.is_sample,
        kind=header.kind or before.kind,
    )


def new_plan(scope: Scope, header: PlanHeader) -> Plan:
    """A plan of which nothing is known but its code, year and kind, called what these suggest."""
    kind, year = header.kind or PlanKind.REFORM, header.year
    title_vi, title_en = {
        PlanKind.REFORM: (
            f"Kế hoạch cải cách hành chính năm {year}",
            f"Public administrative reform plan {year}",
        ),
        PlanKind.KEY_TASKS: (
            f"Nhiệm vụ trọng tâm Ban Chỉ đạo giao năm {year}",
            f"Key tasks assigned by the Steering Committee, {year}",
        ),
        PlanKind.INSPECTIONS: (
            f"Khắc phục tồn tại, hạn chế sau kiểm tra năm {year}",
            f"Remedies after inspections, {year}",
        ),
        PlanKind.MEETINGS: (
            f"Kết luận các phiên họp Ban Chỉ đạo năm {year}",
            f"Conclusions of the Steering Committee's meetings, {year}",
        ),
        PlanKind.RECURRING: (
            f"Nhiệm vụ định kỳ năm {year}",
            f"Recurring tasks, {year}",
        ),
    }[kind]
    return Plan(scope.new_id(), header.code, year, title_vi, title_en, kind=kind)


async def _write(
    scope: Scope, changes: ImportChanges, wanted: Mapping[str, Task], known: Mapping[str, Task]
) -> None:
    await scope.uow.tasks.add([wanted[code] for code in changes.added])
    for change in changes.changed:
        task, before = wanted[change.code], known[change.code]
        await scope.uow.tasks.amend(
            task, state=task.revision == 0, forget_rung=task.due_date > before.due_date
        )
    touched = [*changes.added, *(change.code for change in changes.changed)]
    await scope.uow.tasks.add_events(
        [
            TaskEvent(
                task_id=wanted[code].id,
                at=scope.now,
                act=IMPORTED,
                from_status=known[code].status if code in known else None,
                to_status=wanted[code].status,
            )
            for code in touched
        ]
    )


def _task(
    scope: Scope, row: TaskRow, plan: Plan, units: Units, known: Task | None, faults: list[RowFault]
) -> Task:
    """The task as the file wants it, on top of what is known of it."""
    lead = _units_of(row, "lead_unit", (row.lead_unit,), plan, units, faults)
    cooperating = _units_of(row, "cooperating_units", row.cooperating_units, plan, units, faults)
    said = Task(
        id=known.id if known else scope.new_id(),
        plan=plan.id,
        code=row.code,
        area=row.area,
        title_vi=row.title_vi,
        title_en=row.title_en or row.title_vi,
        lead_unit=lead[0] if lead else row.lead_unit,
        cooperating_units=cooperating,
        product_vi=row.product_vi,
        due_date=row.due_date,
        original_due_date=row.due_date,
        status=row.status,
        submitted_on=row.submitted_on,
        completed_on=row.completed_on,
        progress_percent=100 if row.status is TaskStatus.COMPLETED else 0,
    )
    if known is None or known.revision == 0:
        return said
    was_extended = known.due_date != known.original_due_date
    lead_unit = _lead_now(scope, said, known, units)
    return replace(
        known,
        area=said.area,
        title_vi=said.title_vi,
        title_en=said.title_en,
        lead_unit=lead_unit,
        cooperating_units=tuple(unit for unit in said.cooperating_units if unit != lead_unit),
        product_vi=said.product_vi,
        due_date=max(known.due_date, row.due_date) if was_extended else row.due_date,
        original_due_date=row.due_date,
    )


def _lead_now(scope: Scope, said: Task, known: Task, units: Units) -> str:
    """What went over from a unit that has ended is not taken back to it by a file of its time."""
    named = units.get(said.lead_unit)
    return known.lead_unit if named is not None and has_ended(named, scope.today) else said.lead_unit


def _units_of(
    row: TaskRow, column: str, names: Iterable[str], plan: Plan, units: Units, faults: list[RowFault]
) -> tuple[str, ...]:
    """The units behind codes and groups, in force at the beginning of the plan's year or at least at its end."""
    less = row.lead_unit if column != "lead_unit" else None
    found: dict[str, None] = {}
    for name in names:
        for on in (date(plan.year, 1, 1), date(plan.year, 12, 31)):
            try:
                found.update(dict.fromkeys(expand([name], units, on, less)))
                break
            except Refused as refusal:
                last = refusal
        else:
            is_group = last.code in (Code.GROUP_UNKNOWN, Code.GROUP_KNOWN_LATER)
            code = RowFaultCode.UNKNOWN_GROUP if is_group else RowFaultCode.UNKNOWN_UNIT
            faults.append(RowFault(row.line, column, code, name))
    return tuple(found)


# ── what is different ─────────────────────────────────────────────────────────────────────────────

KnownT = TypeVar("KnownT")

_PLAN_FIELDS: Final = ("year", "title_vi", "title_en", "is_sample", "kind")
_UNIT_FIELDS: Final = tuple(entry.name for entry in fields(Unit))
_TASK_FIELDS: Final = tuple(entry.name for entry in fields(Task) if entry.name not in ("id", "plan"))


def changes_of(
    wanted: Iterable[tuple[str, KnownT | None, KnownT]], known: Iterable[str], names: tuple[str, ...]
) -> ImportChanges:
    """What a file changes: each row's code, what is known of it and what the file wants, by the fields that count."""
    added, changed, unchanged, seen = [], [], 0, set()
    for code, before, after in wanted:
        seen.add(code)
        if before is None:
            added.append(code)
            continue
        different = differences(before, after, names)
        if different:
            changed.append(RowChange(code, different))
        else:
            unchanged += 1
    absent = tuple(code for code in known if code not in seen)
    return ImportChanges(tuple(added), tuple(changed), unchanged, absent)


def differences(before: object, after: object, names: tuple[str, ...]) -> tuple[FieldChange, ...]:
    """The fields of these names in which the two differ."""
    return tuple(
        FieldChange(name, _shown(getattr(before, name)), _shown(getattr(after, name)))
        for name in names
        if getattr(before, name) != getattr(after, name)
    )


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return ";".join(map(str, value))
        case date():
            return value.isoformat()
        case bool():
            return str(value).lower()
        case _:
            return str(value)
