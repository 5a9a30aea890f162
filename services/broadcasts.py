"""Messages to many heads: counted before they are sent, sent once, and followed to each of their addressees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.broadcast import Audience, Broadcast, Reached, addressed, check_broadcast, check_message
from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.task import Area, Task, is_overdue
from services.notices import Notice, NoticeKind, ToPerson
from services.ports import Urgency
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class Addressee:
    """A unit a message is for, with a head of it; None where the unit has no head here."""

    unit: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who would be told, before anything is sent. ``opens_at`` (UTC) is when it would go out."""

    addressees: tuple[Addressee, ...]
    opens_at: datetime

    @property
    def people(self) -> frozenset[str]:
        """Each head once, whatever they head."""
        return frozenset(one.person for one in self.addressees if one.person is not None)

    @property
    def unlinked(self) -> tuple[str, ...]:
        """The units without a head."""
        return tuple(one.unit for one in self.addressees if one.person is None)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An addressee, and how far the message came to them."""

    unit: str
    person: str | None
    reached: Reached


class Broadcasts(Protocol):
    """The messages that were sent, and to whom."""

    async def add(self, broadcast: Broadcast, addressees: Sequence[Addressee]) -> bool:
        """Writes it down; false when it is a reminder and the area had one for that day."""
        ...

    async def get(self, broadcast_id: str) -> Broadcast | None: ...

    async def past(self, limit: int, offset: int) -> tuple[list[Broadcast], int]:
        """The latest first; and how many there are."""
        ...

    async def addressees(self, broadcast_id: str) -> list[Addressee]: ...

    async def reached(self, keys: Sequence[str]) -> dict[str, Reached]:
        """How far the notices with these keys came; those that were never posted are not among them."""
        ...


async def outlook(scope: Scope, actor: Actor, audience: Audience, area: Area | None = None) -> Outlook:
    """Whom a message would reach, as things stand. Raises Refused(NOT_YOURS)."""
    check_broadcast(actor)
    leads = {task.lead_unit for task in await overdue_in(scope, area)} if audience is Audience.OVERDUE else ()
    units = addressed(audience, await scope.uow.units.all(), scope.today, leads)
    heads: dict[str, list[str | None]] = {unit: [] for unit in units}
    for person in await scope.uow.people.holding([Role.UNIT_HEAD]):
        for unit in person.actor(scope.now).units(Role.UNIT_HEAD):
            if unit in heads:
                heads[unit].append(person.id)
    addressees = [Addressee(unit, person) for unit in units for person in heads[unit] or [None]]
    return Outlook(tuple(addressees), scope.hours.next_opening(scope.calendar, scope.now))


async def send(
    scope: Scope, actor: Actor, audience: Audience, area: Area | None, text: str
) -> tuple[Broadcast, Outlook]:
    """Sends a message to whoever heads those units now; within office hours, each head once.

    Raises Refused: NOT_YOURS, TEXT_BLANK, TEXT_TOO_LONG, NOBODY_ADDRESSED.
    """
    return await _send(scope, actor, audience, area, check_message(text))


async def remind(scope: Scope, actor: Actor, area: Area) -> tuple[Broadcast, Outlook]:
    """Has each head concerned told of the tasks of the area that are overdue when it arrives.

    Raises Refused: NOT_YOURS, NOBODY_ADDRESSED, REMINDED_TODAY (``day``).
    """
    return await _send(scope, actor, Audience.OVERDUE, area, "")


async def _send(
    scope: Scope, actor: Actor, audience: Audience, area: Area | None, text: str
) -> tuple[Broadcast, Outlook]:
    to = await outlook(scope, actor, audience, area)
    if not to.people:
        raise Refused(Code.NOBODY_ADDRESSED)
    day = scope.hours.day_of(to.opens_at)
    broadcast = Broadcast(scope.new_id(), audience, area, text, actor.person_id, scope.now, day)
    if not await scope.uow.broadcasts.add(broadcast, to.addressees):
        raise Refused(Code.REMINDED_TODAY, day=day)
    await scope.uow.notices.post_all(
        [
            (
                Notice(NoticeKind.BROADCAST, ToPerson(person), {"broadcast": broadcast.id}),
                _key(broadcast.id, person),
            )
            for person in sorted(to.people)
        ],
        urgency=Urgency.BROADCAST,
        hold_until=to.opens_at if to.opens_at > scope.now else None,
    )
    return broadcast, to


def _key(broadcast_id: str, person: str) -> str:
    return f"{NoticeKind.BROADCAST}:{broadcast_id}:{person}"


async def past(scope: Scope, actor: Actor, limit: int, offset: int) -> tuple[list[Broadcast], int]:
    """What was sent, the latest first; and how much there is of it. Raises Refused(NOT_YOURS)."""
    check_broadcast(actor)
    return await scope.uow.broadcasts.past(limit, offset)


async def ledger(scope: Scope, actor: Actor, broadcast_id: str) -> tuple[Broadcast, list[LedgerLine]]:
    """A message with what became of it at each addressee. Raises Refused: NOT_YOURS, BROADCAST_UNKNOWN."""
    check_broadcast(actor)
    broadcast = await scope.uow.broadcasts.get(broadcast_id)
    if broadcast is None:
        raise Refused(Code.BROADCAST_UNKNOWN)
    addressees = await scope.uow.broadcasts.addressees(broadcast_id)
    keys = {one.person: _key(broadcast_id, one.person) for one in addressees if one.person is not None}
    reached = await scope.uow.broadcasts.reached(list(keys.values()))
    return broadcast, [
        LedgerLine(
            one.unit,
            one.person,
            Reached.NEVER_LINKED if one.person is None else reached.get(keys[one.person], Reached.WAITING),
        )
        for one in addressees
    ]


# ── what is overdue ───────────────────────────────────────────────────────────────────────────────


async def overdue_in(scope: Scope, area: Area | None, units: Sequence[str] | None = None) -> list[Task]:
    """The overdue tasks of an area, or of all (of these lead units, if named), longest overdue first."""
    yesterday = scope.today - timedelta(days=1)
    return [
        task
        for task, _ in await scope.uow.tasks.pending(yesterday, units)
        if is_overdue(task, scope.today) and (area is None or task.area is area)
    ]


async def told_of(scope: Scope, actor: Actor, broadcast_id: str) -> tuple[Broadcast, list[str]] | None:
    """A message and the units it was sent to this head for, as far as they head them still; None when none is left."""
    broadcast = await scope.uow.broadcasts.get(broadcast_id)
    addressees = [] if broadcast is None else await scope.uow.broadcasts.addressees(broadcast_id)
    units = [one.unit for one in addressees if one.person == actor.person_id and actor.leads(one.unit)]
    return None if broadcast is None or not units else (broadcast, units)
