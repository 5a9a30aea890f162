"""People, the roles they hold, and the single-use invitations by which they come to hold them."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime

from domain.errors import Code, Refused
from domain.people import (
    INVITATION_LIFE,
    Actor,
    Grant,
    Invitation,
    Role,
    check_end,
    check_invitation,
    check_invite,
    check_new_role,
    check_role_shape,
)
from services.role_changes import Accepted, take_over, tell_ended
from services.scope import Scope

TOKEN_BYTES = 18


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who opened the bot. The chat they are reached in is sealed and not here.

    ``language`` is None until they chose one; ``reporter_id`` is the pseudonym their own reports are kept under.
    """

    id: str
    chat_ref: str
    reporter_id: str
    language: str | None = None
    name: str = field(default="", repr=False)
    blocked_at: datetime | None = None
    grants: tuple[Grant, ...] = ()

    def actor(self, now: datetime) -> Actor:
        """The person as one who acts, with the grants in force at this instant."""
        return Actor(
            person_id=self.id,
            grants=tuple(grant for grant in self.grants if grant.in_force(now)),
            name=self.name,
            reporter_id=self.reporter_id,
        )


def token_hash(token: str) -> str:
    """What is stored of an invitation's token. It has 144 bits of chance, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


async def invite(
    scope: Scope, actor: Actor | None, role: Role, unit: str | None, until: datetime | None = None
) -> tuple[Invitation, str]:
    """A new invitation and its token, which is told once and not kept. ``actor`` None is the command line.

    A unit has one head, so an invitation to be it takes back those made before. Raises Refused: MAY_NOT_INVITE,
    UNIT_UNKNOWN, UNIT_NOT_IN_FORCE, ROLE_NEEDS_UNIT, ROLE_NEEDS_END, ROLE_TOO_LONG.
    """
    if actor is not None:
        check_invite(actor, role, unit)
    check_role_shape(role, unit, until, scope.now)
    if unit is not None:
        await _check_in_force(scope, unit)
        if role is Role.UNIT_HEAD:
            await scope.uow.people.revoke_invitations(unit, {role}, scope.now)
    token = urlsafe_b64encode(scope.chance(TOKEN_BYTES)).decode()
    invitation = Invitation(
        id=scope.new_id(),
        role=role,
        unit=unit,
        created_at=scope.now,
        expires_at=scope.now + INVITATION_LIFE[role],
        created_by=actor.person_id if actor else None,
        grant_until=until,
    )
    await scope.uow.people.add_invitation(invitation, token_hash(token))
    return invitation, token


async def _check_in_force(scope: Scope, code: str) -> None:
    unit = await scope.uow.units.get(code)
    if unit is None:
        raise Refused(Code.UNIT_UNKNOWN, unit=code)
    if not unit.in_force(scope.today):
        raise Refused(Code.UNIT_NOT_IN_FORCE, unit=code, on=scope.today)


async def accept(scope: Scope, person: Person, token: str) -> Accepted:
    """Binds the person to the role of the invitation, which is used up by it.

    Raises Refused: INVITATION_UNKNOWN, _REVOKED, _USED, _EXPIRED, UNIT_NOT_IN_FORCE, ROLE_HELD, ROLE_INCOMPATIBLE,
    ROLE_NEEDS_END when the time it was for has passed.
    """
    invitation = check_invitation(await scope.uow.people.invitation(token_hash(token)), scope.now)
    if invitation.unit is not None:
        await _check_in_force(scope, invitation.unit)
    check_new_role(invitation.role, invitation.unit, invitation.grant_until, person.grants, scope.now)
    if not await scope.uow.people.use_invitation(invitation.id, person.id, scope.now):
        raise Refused(Code.INVITATION_USED)
    grant = Grant(
        id=scope.new_id(),
        person_id=person.id,
        role=invitation.role,
        unit=invitation.unit,
        since=scope.now,
        until=invitation.grant_until,
        granted_by=invitation.created_by,
    )
    await scope.uow.people.add_grant(grant)
    is_head = grant.role is Role.UNIT_HEAD
    return Accepted(grant, await take_over(scope, grant) if is_head else ())


async def end_role(scope: Scope, actor: Actor | None, grant_id: str) -> Grant:
    """Ends a role from this instant; whose it was hears so, unless they did it. ``actor`` None is the command line.

    Raises Refused: NOT_YOURS when there is no such grant, ROLE_ENDED, MAY_NOT_END_ROLE.
    """
    grant = await scope.uow.people.grant(grant_id)
    if grant is None:
        raise Refused(Code.NOT_YOURS)
    if actor is not None:
        check_end(actor, grant, scope.now)
    elif not grant.in_force(scope.now):
        raise Refused(Code.ROLE_ENDED, role=grant.role)
    if not await scope.uow.people.end_grant(grant.id, scope.now):
        raise Refused(Code.ROLE_ENDED, role=grant.role)
    if actor is None or actor.person_id != grant.person_id:
        await tell_ended(scope, grant)
    return grant


async def choose_language(scope: Scope, person: Person, language: str) -> None:
    """The person wants to be spoken to in this language from now on."""
    await scope.uow.people.set_language(person.id, language)
