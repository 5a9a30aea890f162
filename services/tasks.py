"""What is done with tasks: seen, acknowledged, reported on, submitted, approved or returned.

The table of ``domain.task_transitions`` says who may do what; here the task is read again, the act is kept with who did
it and why, and those who wait for it hear of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Code, Refused
from domain.people import UNIT_ROLES, Actor, Role
from domain.plan import PlanFigure, plan_figure
from domain.task import (
    ENDED,
    NO_FACTS,
    PENDING,
    Evidence,
    EvidenceKind,
    Task,
    TaskAct,
    TaskFacts,
    urgency,
)
from domain.task_transitions import acts, apply, check_may
from services.evidence import FileKind, FileRecord, Incoming, file_of_task
from services.notices import Notice, NoticeKind, ToPerson
from services.people import Person
from services.plans import Plan, current_plan
from services.scope import Scope
from services.task_events import TaskEvent

_DECISIONS: Final = frozenset({TaskAct.APPROVE, TaskAct.RETURN})


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """What a unit leads: its figure in the current plan, and what has not ended, most urgent first."""

    unit: str
    plan: Plan | None
    figure: PlanFigure
    open: tuple[Task, ...]
    has_sample: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as one person may see it, with what they may do and the latest of what was done."""

    task: Task
    plan: Plan
    acts: frozenset[TaskAct]
    events: tuple[TaskEvent, ...]
    event_count: int
    evidence: tuple[Evidence, ...]
    """Of the last submission, whatever became of it."""


def served_units(actor: Actor) -> tuple[str, ...]:
    """The units the actor heads or was delegated by, in order."""
    return tuple(sorted(actor.units(Role.UNIT_HEAD) | actor.units(Role.FOCAL_OFFICER)))


def may_see(task: Task, actor: Actor) -> bool:
    """Whether the task is the actor's business: it leads, it cooperates, it approves, it governs."""
    if actor.has(Role.COORDINATOR) or actor.has(Role.LEADER):
        return True
    return any(actor.serves(unit) for unit in (task.lead_unit, *task.cooperating_units))


async def units_tasks(scope: Scope, actor: Actor) -> list[UnitTasks]:
    """The tasks of each unit the actor serves, by unit code. Raises Refused(NOT_YOURS) when there is none."""
    units = served_units(actor)
    if not units:
        raise Refused(Code.NOT_YOURS)
    plans = await scope.uow.tasks.plans()
    plan = current_plan(plans, scope.today)
    samples = {one.id for one in plans if one.is_sample}
    found = await scope.uow.tasks.of_leads(units, plan.id if plan else None)
    result = []
    for unit in units:
        tasks = [task for task in found if task.lead_unit == unit]
        still_open = sorted(
            (task for task in tasks if task.status not in ENDED), key=lambda t: _order(scope, t)
        )
        result.append(
            UnitTasks(
                unit=unit,
                plan=plan,
                figure=plan_figure((t for t in tasks if plan and t.plan == plan.id), scope.today),
                open=tuple(still_open),
                has_sample=any(task.plan in samples for task in still_open),
            )
        )
    return result


def _order(scope: Scope, task: Task) -> tuple[object, ...]:
    # What is with the unit comes first; what waits for others, or is suspended, after it.
    return (task.status not in PENDING, *urgency(task, scope.today, scope.calendar))


async def cooperating(scope: Scope, actor: Actor, limit: int, offset: int) -> tuple[list[Task], int]:
    """A page of the open tasks in which the actor's units cooperate, soonest due first, and how many there are.

    Raises Refused(NOT_YOURS) when the actor serves no unit.
    """
    units = served_units(actor)
    if not units:
        raise Refused(Code.NOT_YOURS)
    return await scope.uow.tasks.of_cooperators(units, limit, offset)


async def view(scope: Scope, actor: Actor, task_id: str, *, events: int, offset: int = 0) -> TaskView:
    """The task with ``events`` of what was done. Raises Refused(TASK_UNKNOWN) for one that is not theirs to see."""
    task = await _seen(scope, actor, task_id)
    plan = next(plan for plan in await scope.uow.tasks.plans() if plan.id == task.plan)
    found, count = await scope.uow.tasks.events(task.id, events, offset)
    submissions, _ = await scope.uow.tasks.events(task.id, 1, act=TaskAct.SUBMIT)
    return TaskView(
        task=task,
        plan=plan,
        acts=acts(task, actor, scope.today, standing_agency=scope.rules.standing_agency),
        events=tuple(found),
        event_count=count,
        evidence=submissions[0].evidence if submissions else (),
    )


async def acknowledge(scope: Scope, actor: Actor, task_id: str) -> Task:
    """Says "đã nhận việc". Raises Refused as the table of tasks, and TASK_UNKNOWN."""
    return await _perform(scope, actor, task_id, TaskAct.ACKNOWLEDGE)


async def report_progress(scope: Scope, actor: Actor, task_id: str, percent: int, note: str = "") -> Task:
    """How far the task is. Raises Refused as the table of tasks, and TASK_UNKNOWN."""
    facts = TaskFacts(percent=percent)
    return await _perform(scope, actor, task_id, TaskAct.REPORT_PROGRESS, facts, note=note)


async def submit(
    scope: Scope, actor: Actor, task_id: str, evidence: Sequence[Evidence | Incoming], note: str = ""
) -> Task:
    """Hands the task in; those who may approve it hear of it. A file that comes with it is kept as evidence.

    Raises Refused as the table of tasks, and TASK_UNKNOWN.
    """
    files: list[FileRecord] = []
    pieces: list[Evidence] = []
    for one in evidence:
        if isinstance(one, Incoming):
            files.append(file_of_task(scope, task_id, actor.person_id, one))
            kind = EvidenceKind.PHOTO if one.kind is FileKind.PHOTO else EvidenceKind.FILE
            pieces.append(Evidence(kind, files[-1].id))
        else:
            pieces.append(one)
    task = await _perform(scope, actor, task_id, TaskAct.SUBMIT, TaskFacts(evidence=tuple(pieces)), note=note)
    # Only now: whoever lost to somebody faster leaves no file behind.
    for file in files:
        await scope.uow.files.add(file)
    for person in await _deciders(scope, task):
        await _tell(scope, NoticeKind.TASK_SUBMITTED, person, task)
    return task


async def approve(scope: Scope, actor: Actor, task_id: str, seen: int) -> Task:
    """The task is completed; who submitted it and the lead unit hear so.

    ``seen`` is the revision the actor decided on. Raises Refused as the table of tasks, TASK_UNKNOWN, STALE.
    """
    before = await _seen(scope, actor, task_id)
    task = await _perform(scope, actor, task_id, TaskAct.APPROVE, seen=seen)
    await _tell_unit(scope, NoticeKind.TASK_APPROVED, actor, task, before.submitted_by)
    return task


async def send_back(scope: Scope, actor: Actor, task_id: str, reason: str, seen: int) -> Task:
    """The task goes back to the lead unit with a reason; who submitted it and the lead unit hear so.

    ``seen`` is the revision the actor decided on. Raises Refused as the table of tasks, TASK_UNKNOWN, STALE.
    """
    before = await _seen(scope, actor, task_id)
    facts = TaskFacts(reason=reason)
    task = await _perform(scope, actor, task_id, TaskAct.RETURN, facts, note=reason, seen=seen)
    await _tell_unit(scope, NoticeKind.TASK_RETURNED, actor, task, before.submitted_by)
    return task


async def awaiting_approval(scope: Scope, actor: Actor, limit: int, offset: int) -> tuple[list[Task], int]:
    """A page of what was submitted, oldest first, and how much there is: for a leader the standing agency's own only.

    What the actor submitted themselves is among them; the table says that another decides. Raises
    Refused(NOT_YOURS) for whoever neither coordinates nor governs.
    """
    if actor.has(Role.COORDINATOR):
        return await scope.uow.tasks.submitted(limit, offset)
    if actor.has(Role.LEADER):
        return await scope.uow.tasks.submitted(limit, offset, scope.rules.standing_agency)
    raise Refused(Code.NOT_YOURS)


async def may_do(scope: Scope, actor: Actor, task_id: str, act: TaskAct) -> Task:
    """The task, if the actor may do this with it now, whatever comes with the act.

    Raises Refused: NOT_YOURS, NOT_NOW or the code of a condition, and TASK_UNKNOWN.
    """
    task = await _seen(scope, actor, task_id)
    check_may(task, act, actor, scope.today, standing_agency=scope.rules.standing_agency)
    return task


async def _seen(scope: Scope, actor: Actor, task_id: str) -> Task:
    task = await scope.uow.tasks.get(task_id)
    if task is None or not may_see(task, actor):
        raise Refused(Code.TASK_UNKNOWN)
    return task


async def _perform(
    scope: Scope,
    actor: Actor,
    task_id: str,
    act: TaskAct,
    facts: TaskFacts = NO_FACTS,
    *,
    note: str = "",
    seen: int | None = None,
) -> Task:
    before = await _seen(scope, actor, task_id)
    if seen is not None and seen != before.revision:
        raise Refused(Code.STALE, task=before.code)
    after = apply(before, act, actor, scope.today, facts, standing_agency=scope.rules.standing_agency)
    await scope.uow.tasks.save(after, before.revision)
    event = TaskEvent(
        task_id=after.id,
        at=scope.now,
        act=act,
        person_id=actor.person_id,
        role=_capacity(actor, act, after),
        from_status=before.status,
        to_status=after.status,
        percent=facts.percent,
        note=note,
        evidence=facts.evidence,
    )
    await scope.uow.tasks.add_events([event])
    return after


def _capacity(actor: Actor, act: TaskAct, task: Task) -> Role:
    """The role in which the actor acted."""
    if act in _DECISIONS:
        return Role.COORDINATOR if actor.has(Role.COORDINATOR) else Role.LEADER
    if actor.leads(task.lead_unit):
        return Role.UNIT_HEAD
    return Role.FOCAL_OFFICER


async def _deciders(scope: Scope, task: Task) -> list[Person]:
    """Whoever may approve: the coordinators; for the standing agency's own tasks, with no other of them, the leader."""
    people = await scope.uow.people.holding({Role.COORDINATOR, Role.LEADER})
    able = [
        (person, actor)
        for person in people
        if TaskAct.APPROVE
        in acts(
            task,
            actor := person.actor(scope.now),
            scope.today,
            standing_agency=scope.rules.standing_agency,
        )
    ]
    coordinators = [person for person, actor in able if actor.has(Role.COORDINATOR)]
    return coordinators or [person for person, _ in able]


async def _tell_unit(
    scope: Scope, kind: NoticeKind, actor: Actor, task: Task, submitted_by: str | None
) -> None:
    people = {person.id: person for person in await scope.uow.people.holding(UNIT_ROLES, task.lead_unit)}
    if submitted_by is not None and submitted_by not in people:
        submitter = await scope.uow.people.get(submitted_by)
        if submitter is not None:
            people[submitter.id] = submitter
    people.pop(actor.person_id, None)
    for person in people.values():
        if person.actor(scope.now).serves(task.lead_unit):
            await _tell(scope, kind, person, task)


async def _tell(scope: Scope, kind: NoticeKind, person: Person, task: Task) -> None:
    await scope.uow.notices.post(
        Notice(kind, ToPerson(person.id), {"task": task.id, "revision": task.revision}),
        key=f"{kind}:{task.id}:{task.revision}:{person.id}",
        # An evening's work is not a reason to ring at somebody else's evening.
        hold_until=scope.hours.next_opening(scope.calendar, scope.now),
    )
