"""Whom the head of a unit delegated, and until when."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from domain.errors import Code, Refused
from domain.people import Actor, Grant, Invitation, Role
from services.people import end_role, invite
from services.scope import Scope


def last_day(grant: Grant, zone: tzinfo) -> date:
    """The last day of a role that ends by itself."""
    assert grant.until is not None
    return (grant.until - timedelta.resolution).astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Deputy:
    """A focal officer of a unit, by the grant that ends by itself."""

    grant: Grant
    name: str = field(repr=False)


def after(last_day: date, zone: tzinfo) -> datetime:
    """The instant at which a role is over whose last day this is."""
    return datetime.combine(last_day + timedelta(days=1), time(), zone)


async def deputies(scope: Scope, actor: Actor, unit: str) -> list[Deputy]:
    """Whoever is delegated in the unit now, the first to end first. Raises Refused(NOT_YOURS) but for its head."""
    if not actor.leads(unit):
        raise Refused(Code.NOT_YOURS)
    found = await scope.uow.people.grants_of(Role.FOCAL_OFFICER, unit)
    current = [grant for grant in found if grant.in_force(scope.now)]
    names = await scope.uow.people.names({grant.person_id for grant in current})
    return sorted(
        (Deputy(grant, names.get(grant.person_id, "")) for grant in current),
        key=lambda deputy: (deputy.grant.until or scope.now, deputy.grant.id),
    )


async def deputy(scope: Scope, actor: Actor, grant_id: str) -> Deputy:
    """The deputy with this grant, for the head of their unit. Raises Refused: NOT_YOURS, ROLE_ENDED."""
    grant = await scope.uow.people.grant(grant_id)
    if grant is None or grant.role is not Role.FOCAL_OFFICER or not actor.leads(grant.unit or ""):
        raise Refused(Code.NOT_YOURS)
    if not grant.in_force(scope.now):
        raise Refused(Code.ROLE_ENDED, role=grant.role)
    names = await scope.uow.people.names({grant.person_id})
    return Deputy(grant, names.get(grant.person_id, ""))


async def delegate(scope: Scope, actor: Actor, unit: str, last_day: date) -> tuple[Invitation, str]:
    """An invitation to be a focal officer of the unit until the end of a day, and its token, which is told once.

    Raises Refused: MAY_NOT_INVITE, UNIT_NOT_IN_FORCE, ROLE_NEEDS_END for a day that is over, ROLE_TOO_LONG.
    """
    return await invite(scope, actor, Role.FOCAL_OFFICER, unit, after(last_day, scope.zone))


async def end(scope: Scope, actor: Actor, grant_id: str) -> Deputy:
    """The delegation is over from now on, and the deputy hears so. Raises Refused: NOT_YOURS, ROLE_ENDED."""
    found = await deputy(scope, actor, grant_id)
    await end_role(scope, actor, grant_id)
    return found
