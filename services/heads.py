"""Units that nobody heads here although they lead open tasks, and the invitations that change it."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import Code, Refused
from domain.people import Actor, Grant, Invitation, Role
from domain.unit import has_ended
from services.people import invite
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class Headless:
    """A unit without a head: how many open tasks it leads, and when (UTC) its last head left; None: never linked."""

    unit: str
    open_tasks: int
    left_at: datetime | None


async def without_head(scope: Scope, actor: Actor) -> list[Headless]:
    """The units in force that lead open tasks and have nobody bound as their head, most tasks first.

    Raises Refused(NOT_YOURS) for whoever does not coordinate.
    """
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
    units = await scope.uow.units.all()
    grants: dict[str, list[Grant]] = {}
    for grant in await scope.uow.people.grants_of(Role.UNIT_HEAD):
        grants.setdefault(grant.unit or "", []).append(grant)
    found = [
        Headless(unit, count, _left_at(grants.get(unit, [])))
        for unit, count in (await scope.uow.tasks.open_by_lead()).items()
        if not has_ended(units[unit], scope.today)
        and not any(grant.in_force(scope.now) for grant in grants.get(unit, []))
    ]
    return sorted(found, key=lambda one: (-one.open_tasks, one.unit))


def _left_at(grants: list[Grant]) -> datetime | None:
    return max((over for grant in grants if (over := grant.ended_at or grant.until)), default=None)


async def headless(scope: Scope, actor: Actor, unit: str) -> Headless | None:
    """As ``without_head``, of one unit; None when it has a head, or no open task."""
    return next((one for one in await without_head(scope, actor) if one.unit == unit), None)


async def invite_head(scope: Scope, actor: Actor, unit: str) -> tuple[Invitation, str]:
    """An invitation to head the unit, and its token, which is told once; those made before are taken back.

    Raises Refused: MAY_NOT_INVITE, UNIT_UNKNOWN, UNIT_NOT_IN_FORCE.
    """
    return await invite(scope, actor, Role.UNIT_HEAD, unit)
