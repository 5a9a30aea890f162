"""Units that end: what a file says of it, and what becomes of their tasks and roles when the day has come.

A unit's tasks go to the one unit that took over from it. Where nobody did, or several, a coordinator says who does
what. What was done before stays in the task's history, with the unit of its time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Final

from domain.errors import Code, Refused
from domain.people import UNIT_ROLES, Actor, Role
from domain.task import ENDED, Task, handed_to
from domain.unit import Unit, Units, has_ended, heir
from services.imports import RowFault, RowFaultCode, SuccessionRow
from services.notices import Notice, NoticeKind, ToPerson
from services.plans import ImportChanges, ImportRefused, changes_of
from services.role_changes import tell_ended
from services.scope import Scope
from services.task_events import ASSIGNED, MOVED, TaskEvent

_UNIT_FIELDS: Final = tuple(entry.name for entry in fields(Unit))
_TOLD: Final = "to_assign:"
"""Under this and a unit's code the settings remember that the coordinators were told of its tasks."""


# ── from a file ───────────────────────────────────────────────────────────────────────────────────


async def import_succession(
    scope: Scope, rows: Sequence[SuccessionRow], *, dry_run: bool = False
) -> ImportChanges:
    """Sets the last day and the successors of the units that end, and adds successors that are new.

    A row of a unit that goes on under its own code changes nothing. With ``dry_run`` nothing is done. Raises
    ImportRefused for units that end twice, successors that are unknown or not in force by then, and cycles.
    """
    known = await scope.uow.units.all()
    ending: dict[str, list[SuccessionRow]] = {}
    for row in rows:
        ending.setdefault(row.old, []).append(row)
    wanted = {code: _ended(known[code], of) for code, of in ending.items()}
    for row in sorted(rows, key=lambda row: row.effective_on, reverse=True):
        if row.new is not None and row.name_vi and _is_to_be(known.get(row.new), scope.today):
            before = wanted.get(row.new) or known.get(row.new) or _founded(row, known[row.old])
            wanted[row.new] = replace(before, valid_from=row.effective_on)
    faults = _faults(scope, ending, known, {**known, **wanted})
    if faults:
        raise ImportRefused(faults)
    changes = changes_of([(code, known.get(code), unit) for code, unit in wanted.items()], (), _UNIT_FIELDS)
    if not dry_run and not changes.is_empty:
        touched = {*changes.added, *(change.code for change in changes.changed)}
        await scope.uow.units.put([unit for code, unit in wanted.items() if code in touched])
    return changes


def _ended(unit: Unit, rows: Sequence[SuccessionRow]) -> Unit:
    if any(row.new == unit.code for row in rows):
        return unit
    successors = tuple(sorted({row.new for row in rows if row.new is not None}))
    return replace(unit, valid_to=rows[0].effective_on - timedelta(days=1), successors=successors)


def _is_to_be(unit: Unit | None, today: date) -> bool:
    """Whether the unit is not there yet, so that a file may still say from when it is."""
    return unit is None or (unit.valid_from is not None and unit.valid_from > today)


def _founded(row: SuccessionRow, former: Unit) -> Unit:
    assert row.new is not None
    return Unit(row.new, row.name_vi, row.name_en or row.name_vi, former.kind, former.parent)


def _faults(
    scope: Scope, ending: Mapping[str, Sequence[SuccessionRow]], known: Units, then: Units
) -> list[RowFault]:
    faults = []
    for code, rows in ending.items():
        for at, row in enumerate(rows):
            fault = _fault(scope, row, rows[:at], known[code], then)
            if fault is not None:
                column, why, value = fault
                faults.append(RowFault(row.line, column, why, value))
    return sorted(faults, key=lambda fault: fault.line)


def _fault(
    scope: Scope, row: SuccessionRow, before: Sequence[SuccessionRow], unit: Unit, then: Units
) -> tuple[str, RowFaultCode, str] | None:
    day = row.effective_on
    if any(_clash(row, other) for other in before) or _differs(scope, row, unit, then):
        return "old_code", RowFaultCode.SUCCEEDED_TWICE, row.old
    if unit.valid_from is not None and unit.valid_from >= day:
        return "old_code", RowFaultCode.NOT_IN_FORCE, row.old
    if row.new is None or row.new == row.old:
        return None
    if row.new not in then:
        return "new_code", RowFaultCode.SUCCESSOR_UNKNOWN, row.new
    if _comes_back(row.old, row.new, then):
        return "new_code", RowFaultCode.SUCCESSION_CYCLE, row.new
    if not then[row.new].in_force(day):
        return "new_code", RowFaultCode.NOT_IN_FORCE, row.new
    return None


def _clash(row: SuccessionRow, other: SuccessionRow) -> bool:
    """Whether two rows of one unit cannot both be: a split has one day and several successors, none of them itself."""
    return (
        row.effective_on != other.effective_on
        or row.new == other.new
        or None in (row.new, other.new)
        or row.old in (row.new, other.new)
    )


def _differs(scope: Scope, row: SuccessionRow, unit: Unit, then: Units) -> bool:
    """Whether the unit has ended otherwise already: what was moved on is not moved back."""
    if not has_ended(unit, scope.today):
        return False
    after = then[unit.code]
    return after.valid_to != unit.valid_to or bool(unit.successors and after.successors != unit.successors)


def _comes_back(old: str, new: str, units: Units) -> bool:
    passed, waiting = set[str](), [new]
    while waiting:
        code = waiting.pop()
        if code == old:
            return True
        if code not in passed and code in units:
            passed.add(code)
            waiting.extend(units[code].successors)
    return False


# ── when the day has come ─────────────────────────────────────────────────────────────────────────


async def ended_units(scope: Scope) -> Sequence[str]:
    """The units that have ended and of which something is still to be settled: a role, a task, a word about it."""
    units = await scope.uow.units.all()
    ended = [unit.code for unit in units.values() if has_ended(unit, scope.today)]
    if not ended:
        return ()
    live = {
        grant.unit
        for role in sorted(UNIT_ROLES)
        for grant in await scope.uow.people.grants_of(role)
        if grant.ended_at is None
    }
    open_tasks = {task.lead_unit for task in await scope.uow.tasks.open_of(ended)}
    return [
        code
        for code in ended
        if code in live
        or (
            code in open_tasks
            and (heir(code, units, scope.today) or await scope.uow.settings.recall(_TOLD + code) is None)
        )
    ]


async def settle(scope: Scope, code: str) -> tuple[str, ...]:
    """Ends the roles of a unit that has ended and hands its open tasks on, or to the coordinators to assign.

    Whatever somebody else did meanwhile is left alone. Returns whose roles ended.
    """
    units = await scope.uow.units.all()
    if not has_ended(units[code], scope.today):
        return ()
    await scope.uow.people.revoke_invitations(code, UNIT_ROLES, scope.now)
    gone = []
    for role in sorted(UNIT_ROLES):
        for grant in await scope.uow.people.grants_of(role, code):
            if grant.ended_at is None and await scope.uow.people.end_grant(grant.id, scope.now):
                await tell_ended(scope, grant)
                gone.append(grant.person_id)
    tasks = await scope.uow.tasks.open_of({code})
    successor = heir(code, units, scope.today)
    if successor is not None:
        await _move(scope, code, successor, tasks)
    elif tasks:
        await _tell_coordinators(scope, code)
    return tuple(gone)


async def _move(scope: Scope, code: str, successor: str, tasks: Sequence[Task]) -> None:
    moved = False
    for task in tasks:
        try:
            await _hand(scope, task.id, task.revision, successor, MOVED, None)
        except Refused:
            continue  # somebody acted on it at this very moment; the next round looks again
        moved = True
    if moved:
        for person in await scope.uow.people.holding(UNIT_ROLES, successor):
            if person.actor(scope.now).serves(successor):
                await _post(
                    scope,
                    Notice(NoticeKind.TASKS_MOVED, ToPerson(person.id), {"unit": successor, "former": code}),
                    f"{NoticeKind.TASKS_MOVED}:{code}:{successor}:{person.id}",
                )


async def _hand(scope: Scope, task_id: str, seen: int, unit: str, act: str, actor: Actor | None) -> Task:
    """The task goes to the unit, with the event that says so. Raises Refused: TASK_UNKNOWN, STALE."""
    before = await scope.uow.tasks.get(task_id)
    if before is None:
        raise Refused(Code.TASK_UNKNOWN)
    after = handed_to(before, unit)
    await scope.uow.tasks.move(after, seen)
    await scope.uow.tasks.add_events(
        [
            TaskEvent(
                task_id=task_id,
                at=scope.now,
                act=act,
                person_id=None if actor is None else actor.person_id,
                role=None if actor is None else Role.COORDINATOR,
                from_status=before.status,
                to_status=after.status,
                from_unit=before.lead_unit,
                to_unit=unit,
            )
        ]
    )
    return after


async def _tell_coordinators(scope: Scope, code: str) -> None:
    for person in await scope.uow.people.holding({Role.COORDINATOR}):
        if person.actor(scope.now).has(Role.COORDINATOR):
            await _post(
                scope,
                Notice(NoticeKind.TASKS_TO_ASSIGN, ToPerson(person.id)),
                # Twenty districts may end on one day: one word for all of them.
                f"{NoticeKind.TASKS_TO_ASSIGN}:{scope.today}:{person.id}",
            )
    await scope.uow.settings.remember(_TOLD + code, scope.today.isoformat())


async def _post(scope: Scope, notice: Notice, key: str) -> None:
    await scope.uow.notices.post(
        notice, key=key, hold_until=scope.hours.next_opening(scope.calendar, scope.now)
    )


# ── assigned anew ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Orphans:
    """Open tasks of units that ended and from which no one unit took over, soonest due first."""

    tasks: tuple[Task, ...]
    count: int
    has_sample: bool


async def to_assign(scope: Scope, actor: Actor, limit: int, offset: int) -> Orphans:
    """A page of the tasks to be assigned. Raises Refused(NOT_YOURS) for whoever does not coordinate."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
    found = await _orphans(scope)
    samples = {plan.id for plan in await scope.uow.tasks.plans() if plan.is_sample}
    shown = tuple(found[offset : offset + limit])
    return Orphans(shown, len(found), any(task.plan in samples for task in shown))


async def _orphans(scope: Scope) -> list[Task]:
    units = await scope.uow.units.all()
    left = [
        unit.code
        for unit in units.values()
        if has_ended(unit, scope.today) and heir(unit.code, units, scope.today) is None
    ]
    return await scope.uow.tasks.open_of(left) if left else []


async def assignable(scope: Scope, actor: Actor, task_id: str) -> Task:
    """The task, if it is to be assigned and by this person.

    Raises Refused: NOT_YOURS, TASK_UNKNOWN, NOT_NOW for one that is over, UNIT_HOLDS_TASK.
    """
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
    task = await scope.uow.tasks.get(task_id)
    if task is None:
        raise Refused(Code.TASK_UNKNOWN)
    if task.status in ENDED:
        raise Refused(Code.NOT_NOW, task=task.code, status=task.status)
    if not has_ended((await scope.uow.units.all())[task.lead_unit], scope.today):
        raise Refused(Code.UNIT_HOLDS_TASK, task=task.code)
    return task


def check_takes(unit: Unit | None, code: str, on: date) -> None:
    """Whether a task can be given to the unit. Raises Refused: UNIT_UNKNOWN, UNIT_NOT_IN_FORCE."""
    if unit is None:
        raise Refused(Code.UNIT_UNKNOWN, unit=code)
    if not unit.in_force(on):
        raise Refused(Code.UNIT_NOT_IN_FORCE, unit=code, on=on)


async def assign(scope: Scope, actor: Actor, task_id: str, unit: str, seen: int) -> Task:
    """The task goes to the unit, whose people hear of it. ``seen`` is the revision the actor decided on.

    Raises Refused as ``assignable`` and ``check_takes``, and STALE.
    """
    await assignable(scope, actor, task_id)
    check_takes(await scope.uow.units.get(unit), unit, scope.today)
    task = await _hand(scope, task_id, seen, unit, ASSIGNED, actor)
    for person in await scope.uow.people.holding(UNIT_ROLES, unit):
        if person.actor(scope.now).serves(unit) and person.id != actor.person_id:
            await _post(
                scope,
                Notice(
                    NoticeKind.TASK_ASSIGNED,
                    ToPerson(person.id),
                    {"task": task.id, "revision": task.revision},
                ),
                f"{NoticeKind.TASK_ASSIGNED}:{task.id}:{task.revision}:{person.id}",
            )
    return task
