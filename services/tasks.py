"""What is done with tasks: seen, acknowledged, reported on, submitted, decided on, put off, suspended, ended.

The table of ``domain.task_transitions`` says who may do what; here the task is read again, the act is kept with who did
it and why, and those who wait for it hear of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, UNIT_ROLES, Actor, Role
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

_DECISIONS: Final = frozenset(
    {TaskAct.APPROVE, TaskAct.RETURN, TaskAct.GRANT_EXTENSION, TaskAct.REFUSE_EXTENSION}
)
_DIRECTION: Final = frozenset({TaskAct.SUSPEND, TaskAct.RESUME, TaskAct.CANCEL})


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


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """An extension that waits to be decided: how it was asked for, and how often time was granted before."""

    task: Task
    plan: Plan
    acts: frozenset[TaskAct]
    asked: TaskEvent
    granted_before: int


def served_units(actor: Actor) -> tuple[str, ...]:
    """The units the actor heads or was delegated by, in order."""
    return tuple(sorted(actor.units(Role.UNIT_HEAD) | actor.units(Role.FOCAL_OFFICER)))


def may_see(task: Task, actor: Actor) -> bool:
    """Whether the task is the actor's business: it leads, it cooperates, it approves, it governs."""
    if actor.has_any(OFFICE_ROLES):
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


async def may_do(scope: Scope, actor: Actor, task_id: str, act: TaskAct) -> Task:
    """The task, if the actor may do this with it now, whatever comes with the act.

    Raises Refused: NOT_YOURS, NOT_NOW or the code of a condition, and TASK_UNKNOWN.
    """
    task = await _seen(scope, actor, task_id)
    check_may(task, act, actor, scope.today, standing_agency=scope.rules.standing_agency)
    return task


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
    for person in await _deciders(scope, task, TaskAct.APPROVE):
        await _tell(scope, NoticeKind.TASK_SUBMITTED, person, task, revision=task.revision)
    return task


async def approve(scope: Scope, actor: Actor, task_id: str, seen: int) -> Task:
    """The task is completed; who submitted it and the lead unit hear so.

    ``seen`` is the revision the actor decided on. Raises Refused as the table of tasks, TASK_UNKNOWN, STALE.
    """
    before = await _seen(scope, actor, task_id)
    task = await _perform(scope, actor, task_id, TaskAct.APPROVE, seen=seen)
    await _tell_unit(
        scope, NoticeKind.TASK_APPROVED, actor, task, before.submitted_by, revision=task.revision
    )
    return task


async def send_back(scope: Scope, actor: Actor, task_id: str, reason: str, seen: int) -> Task:
    """The task goes back to the lead unit with a reason; who submitted it and the lead unit hear so.

    ``seen`` is the revision the actor decided on. Raises Refused as the table of tasks, TASK_UNKNOWN, STALE.
    """
    before = await _seen(scope, actor, task_id)
    task = await _perform(scope, actor, task_id, TaskAct.RETURN, TaskFacts(reason=reason), seen=seen)
    await _tell_unit(
        scope, NoticeKind.TASK_RETURNED, actor, task, before.submitted_by, revision=task.revision
    )
    return task


async def awaiting_decision(scope: Scope, actor: Actor, limit: int, offset: int) -> tuple[list[Task], int]:
    """A page of what was submitted and what more time is asked for, longest waiting first, and how much there is.

    For a leader it is the standing agency's own only. What the actor submitted or asked for themselves is among them;
    the table says that another decides. Raises Refused(NOT_YOURS) for whoever neither coordinates nor governs.
    """
    if actor.has(Role.COORDINATOR):
        return await scope.uow.tasks.to_decide(limit, offset)
    if actor.has(Role.LEADER):
        return await scope.uow.tasks.to_decide(limit, offset, scope.rules.standing_agency)
    raise Refused(Code.NOT_YOURS)


# ── more time ─────────────────────────────────────────────────────────────────────────────────────


async def request_extension(scope: Scope, actor: Actor, task_id: str, until: date, reason: str) -> Task:
    """Asks, before the due date, for a later one; those who may decide hear of it.

    Raises Refused as the table of tasks, and TASK_UNKNOWN.
    """
    facts = TaskFacts(until=until, reason=reason)
    task = await _perform(scope, actor, task_id, TaskAct.REQUEST_EXTENSION, facts)
    for person in await _deciders(scope, task, TaskAct.GRANT_EXTENSION):
        await _tell(scope, NoticeKind.EXTENSION_ASKED, person, task, until=until.isoformat())
    return task


async def extension_request(scope: Scope, actor: Actor, task_id: str) -> ExtensionRequest:
    """What is asked for and why. Raises Refused: TASK_UNKNOWN, EXTENSION_NOT_ASKED when none waits."""
    seen = await view(scope, actor, task_id, events=1)
    asked, _ = await scope.uow.tasks.events(task_id, 1, act=TaskAct.REQUEST_EXTENSION)
    if seen.task.extension is None:
        raise Refused(Code.EXTENSION_NOT_ASKED, task=seen.task.code)
    _, granted_before = await scope.uow.tasks.events(task_id, 1, act=TaskAct.GRANT_EXTENSION)
    return ExtensionRequest(seen.task, seen.plan, seen.acts, asked[0], granted_before)


async def grant_extension(
    scope: Scope, actor: Actor, task_id: str, seen: int, until: date | None = None, note: str = ""
) -> Task:
    """The due date moves as was asked, or to ``until``; the asker and the lead unit hear so.

    ``seen`` is the revision the actor decided on. Raises Refused as the table of tasks, TASK_UNKNOWN, STALE.
    """
    return await _decide_extension(
        scope, actor, task_id, TaskAct.GRANT_EXTENSION, TaskFacts(until=until, reason=note), seen
    )


async def refuse_extension(scope: Scope, actor: Actor, task_id: str, reason: str, seen: int) -> Task:
    """The due date stays, for a reason; the asker and the lead unit hear so.

    ``seen`` is the revision the actor decided on. Raises Refused as the table of tasks, TASK_UNKNOWN, STALE.
    """
    return await _decide_extension(
        scope, actor, task_id, TaskAct.REFUSE_EXTENSION, TaskFacts(reason=reason), seen
    )


async def _decide_extension(
    scope: Scope, actor: Actor, task_id: str, act: TaskAct, facts: TaskFacts, seen: int
) -> Task:
    before = await _seen(scope, actor, task_id)
    task = await _perform(scope, actor, task_id, act, facts, seen=seen)
    assert before.extension is not None, "what was decided had been asked for"
    await _tell_unit(
        scope,
        NoticeKind.EXTENSION_DECIDED,
        actor,
        task,
        before.extension.asked_by,
        act=act,
        until=task.due_date.isoformat(),
    )
    return task


# ── delay, silence, direction ─────────────────────────────────────────────────────────────────────


async def explain(scope: Scope, actor: Actor, task_id: str, words: str) -> Task:
    """Says why the task is late; another word may follow. Raises Refused as the table of tasks, and TASK_UNKNOWN."""
    return await _perform(scope, actor, task_id, TaskAct.EXPLAIN, TaskFacts(reason=words))


async def snooze(scope: Scope, actor: Actor, task_id: str, until: date) -> Task:
    """The unit hears of the task again on that day. Raises Refused as the table of tasks, and TASK_UNKNOWN."""
    return await _perform(scope, actor, task_id, TaskAct.SNOOZE, TaskFacts(until=until))


async def wake(scope: Scope, actor: Actor, task_id: str) -> Task:
    """The unit hears of the task as if nothing had been put off. Raises Refused as the table, and TASK_UNKNOWN."""
    return await _perform(scope, actor, task_id, TaskAct.WAKE)


async def direct(scope: Scope, actor: Actor, task_id: str, act: TaskAct, seen: int, reason: str = "") -> Task:
    """Suspends, resumes or cancels the task; the lead unit hears so.

    ``seen`` is the revision the actor decided on. Raises Refused as the table of tasks, TASK_UNKNOWN, STALE.
    """
    assert act in _DIRECTION, f"{act} is no direction"
    task = await _perform(scope, actor, task_id, act, TaskFacts(reason=reason), seen=seen)
    await _tell_unit(scope, NoticeKind.TASK_DIRECTED, actor, task, act=act)
    return task


# ── within ────────────────────────────────────────────────────────────────────────────────────────


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
    # A later date takes the task off the rungs it had climbed.
    moved = act is TaskAct.GRANT_EXTENSION
    await scope.uow.tasks.save(after, before.revision, forget_rung=moved)
    event = TaskEvent(
        task_id=after.id,
        at=scope.now,
        act=act,
        person_id=actor.person_id,
        role=_capacity(actor, act, after),
        from_status=before.status,
        to_status=after.status,
        percent=facts.percent,
        until=after.due_date if moved else facts.until,
        note=note or facts.reason,
        evidence=facts.evidence,
    )
    await scope.uow.tasks.add_events([event])
    return after


def _capacity(actor: Actor, act: TaskAct, task: Task) -> Role:
    """The role in which the actor acted."""
    if act in _DECISIONS:
        return Role.COORDINATOR if actor.has(Role.COORDINATOR) else Role.LEADER
    if act in _DIRECTION:
        return Role.COORDINATOR
    if actor.leads(task.lead_unit):
        return Role.UNIT_HEAD
    return Role.FOCAL_OFFICER


async def _deciders(scope: Scope, task: Task, act: TaskAct) -> list[Person]:
    """Whoever may approve or grant: the coordinators; where they may not decide on their own work, the leader."""
    people = await scope.uow.people.holding({Role.COORDINATOR, Role.LEADER})
    able = [
        (person, actor)
        for person in people
        if act
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
    scope: Scope,
    kind: NoticeKind,
    actor: Actor,
    task: Task,
    asker: str | None = None,
    **subject: str | int,
) -> None:
    people = {person.id: person for person in await scope.uow.people.holding(UNIT_ROLES, task.lead_unit)}
    if asker is not None and asker not in people:
        found = await scope.uow.people.get(asker)
        if found is not None:
            people[found.id] = found
    people.pop(actor.person_id, None)
    for person in people.values():
        if person.actor(scope.now).serves(task.lead_unit):
            await _tell(scope, kind, person, task, **subject)


async def _tell(scope: Scope, kind: NoticeKind, person: Person, task: Task, **subject: str | int) -> None:
    await scope.uow.notices.post(
        Notice(kind, ToPerson(person.id), {"task": task.id, **subject}),
        key=f"{kind}:{task.id}:{task.revision}:{person.id}",
        # An evening's work is not a reason to ring at somebody else's evening.
        hold_until=scope.hours.next_opening(scope.calendar, scope.now),
    )
