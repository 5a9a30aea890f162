"""What follows when a role of a unit begins or ends: who is told, and what was said before and counts no longer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.people import UNIT_ROLES, Grant, Role
from domain.task import PENDING
from services.notices import Notice, NoticeKind, ToPerson
from services.scope import Scope
from services.task_events import HEAD_CHANGED, TaskEvent


@dataclass(frozen=True, slots=True)
class Accepted:
    """A role that was accepted, and the people who lost theirs to it."""

    grant: Grant
    replaced: tuple[str, ...] = ()


async def tell_ended(scope: Scope, grant: Grant) -> None:
    """Whoever held a role of a unit hears that it is over, in office hours."""
    if grant.role in UNIT_ROLES:
        await scope.uow.notices.post(
            Notice(NoticeKind.ROLE_ENDED, ToPerson(grant.person_id), {"grant": grant.id}),
            key=f"{NoticeKind.ROLE_ENDED}:{grant.id}",
            hold_until=scope.hours.next_opening(scope.calendar, scope.now),
        )


async def lapsed(scope: Scope) -> Sequence[Grant]:
    """Roles whose last day has passed and of which nobody was told."""
    return await scope.uow.people.lapsed_grants(scope.now)


async def lapse(scope: Scope, grant: Grant) -> bool:
    """The role is over, and its holder hears so once; false when another was faster."""
    assert grant.until is not None
    if not await scope.uow.people.end_grant(grant.id, grant.until):
        return False
    await tell_ended(scope, grant)
    return True


async def take_over(scope: Scope, grant: Grant) -> tuple[str, ...]:
    """A unit has one head: with the new one the role of whoever was it before ends.

    What the former acknowledged of pending tasks is not acknowledged by the new one, who is reminded of all of it; the
    history keeps both. The coordinators hear of a change, not of a unit's first head. Returns whose role ended.
    """
    assert grant.unit is not None
    others = [
        former
        for former in await scope.uow.people.grants_of(Role.UNIT_HEAD, grant.unit)
        if former.id != grant.id
    ]
    if not others:
        return ()
    replaced = []
    for former in others:
        if former.in_force(scope.now) and await scope.uow.people.end_grant(former.id, scope.now):
            await tell_ended(scope, former)
            replaced.append(former.person_id)
    await _take_back_acknowledgements(scope, grant, grant.unit)
    for person in await scope.uow.people.holding({Role.COORDINATOR}):
        if person.id != grant.person_id and person.actor(scope.now).has(Role.COORDINATOR):
            await scope.uow.notices.post(
                Notice(NoticeKind.HEAD_CHANGED, ToPerson(person.id), {"grant": grant.id}),
                key=f"{NoticeKind.HEAD_CHANGED}:{grant.id}:{person.id}",
                hold_until=scope.hours.next_opening(scope.calendar, scope.now),
            )
    return tuple(replaced)


async def _take_back_acknowledgements(scope: Scope, grant: Grant, unit: str) -> None:
    events = []
    for task in await scope.uow.tasks.open_of({unit}):
        if task.status not in PENDING or task.acknowledged_on is None:
            continue
        after = replace(task, acknowledged_on=None, revision=task.revision + 1)
        await scope.uow.tasks.save(after, task.revision)
        events.append(
            TaskEvent(
                task_id=task.id,
                at=scope.now,
                act=HEAD_CHANGED,
                person_id=grant.person_id,
                role=Role.UNIT_HEAD,
                from_status=task.status,
                to_status=task.status,
            )
        )
    await scope.uow.tasks.add_events(events)
