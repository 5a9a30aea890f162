"""Who may act, and in what capacity.

Authority is a grant: a role, mostly of a unit, for a time. It is looked up at each act and never carried by a button, a
link or a case code. A citizen needs no grant: whoever opens the bot is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused


class Role(StrEnum):
    """The roles a grant can give. Citizen is not among them: it is what everybody is."""

    UNIT_HEAD = "unit_head"
    FOCAL_OFFICER = "focal_officer"
    COORDINATOR = "coordinator"
    INTAKE_OFFICER = "intake_officer"
    INSPECTOR = "inspector"
    LEAD_INSPECTOR = "lead_inspector"
    OVERSIGHT = "oversight"
    CUSTODIAN = "custodian"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


OFFICE_ROLES: Final = frozenset({Role.COORDINATOR, Role.LEADER})
"""Whoever coordinates or governs: the work of every unit is theirs to look at."""
INSPECTORATE_ROLES: Final = frozenset({Role.INTAKE_OFFICER, Role.INSPECTOR, Role.LEAD_INSPECTOR})
UNIT_ROLES: Final = frozenset({Role.UNIT_HEAD, Role.FOCAL_OFFICER})
"""Roles that mean nothing without a unit."""

INCOMPATIBLE: Final[Mapping[Role, frozenset[Role]]] = {
    # Whoever can unseal a name must not work on the cases; whoever appoints must not read them.
    Role.CUSTODIAN: INSPECTORATE_ROLES | {Role.OVERSIGHT, Role.ADMINISTRATOR},
    Role.ADMINISTRATOR: INSPECTORATE_ROLES | {Role.OVERSIGHT, Role.CUSTODIAN},
    Role.OVERSIGHT: INSPECTORATE_ROLES | {Role.CUSTODIAN, Role.ADMINISTRATOR},
    Role.INTAKE_OFFICER: frozenset({Role.CUSTODIAN, Role.ADMINISTRATOR, Role.OVERSIGHT}),
    Role.INSPECTOR: frozenset({Role.CUSTODIAN, Role.ADMINISTRATOR, Role.OVERSIGHT}),
    Role.LEAD_INSPECTOR: frozenset({Role.CUSTODIAN, Role.ADMINISTRATOR, Role.OVERSIGHT}),
}

MAY_APPOINT: Final[Mapping[Role, frozenset[Role]]] = {
    Role.ADMINISTRATOR: frozenset(Role) - {Role.FOCAL_OFFICER},
    Role.COORDINATOR: frozenset({Role.UNIT_HEAD}),
    Role.LEAD_INSPECTOR: frozenset({Role.INTAKE_OFFICER, Role.INSPECTOR}),
    # A head delegates within the unit only; see may_appoint.
    Role.UNIT_HEAD: frozenset({Role.FOCAL_OFFICER}),
}
"""Which roles each role may invite to and end."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held by a person from ``since`` until ``until`` (not included) or until it was ended. UTC.

    ``unit`` is None for a role of the whole province. ``granted_by`` is a person's id, or None from the command line.
    """

    id: str
    person_id: str
    role: Role
    unit: str | None
    since: datetime
    until: datetime | None = None
    ended_at: datetime | None = None
    granted_by: str | None = None

    def in_force(self, now: datetime) -> bool:
        """Whether the role may be exercised at this instant."""
        return (
            self.since <= now
            and (self.until is None or now < self.until)
            and (self.ended_at is None or now < self.ended_at)
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, with the grants in force at that instant. No grants: a citizen.

    ``reporter_id`` is the pseudonym under which this person's own reports are kept, None if they never reported.
    """

    person_id: str
    grants: tuple[Grant, ...] = ()
    name: str = ""
    reporter_id: str | None = None
    is_clock: bool = False

    def has(self, role: Role) -> bool:
        """Whether the actor holds the role, in whatever unit."""
        return any(grant.role is role for grant in self.grants)

    def has_any(self, roles: frozenset[Role]) -> bool:
        """Whether the actor holds one of the roles."""
        return any(grant.role in roles for grant in self.grants)

    def units(self, role: Role | None = None) -> frozenset[str]:
        """The units in which the actor holds the role, or any role at all."""
        return frozenset(
            grant.unit
            for grant in self.grants
            if grant.unit is not None and (role is None or grant.role is role)
        )

    def leads(self, unit: str) -> bool:
        """Whether the actor heads the unit."""
        return unit in self.units(Role.UNIT_HEAD)

    def serves(self, unit: str) -> bool:
        """Whether the actor heads the unit or was delegated by its head."""
        return unit in self.units(Role.UNIT_HEAD) | self.units(Role.FOCAL_OFFICER)

    @property
    def is_staff(self) -> bool:
        """Whether the actor holds any role."""
        return bool(self.grants)

    @property
    def is_inspectorate(self) -> bool:
        """Whether the actor takes in, inspects or leads inspection."""
        return self.has_any(INSPECTORATE_ROLES)


CLOCK: Final = Actor(person_id="clock", is_clock=True)
"""Time itself, where a transition happens because something lapsed."""

INVITATION_LIFE: Final[Mapping[Role, timedelta]] = {
    role: timedelta(days=7) if role in UNIT_ROLES else timedelta(days=3) for role in Role
}
"""How long an invitation may be used by default. Roles that reach reports or people's rights get less."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use way into a role. The token is not here: only its hash is stored. Instants are UTC.

    ``grant_until`` ends the role it gives, which a delegation must have.
    """

    id: str
    role: Role
    unit: str | None
    created_at: datetime
    expires_at: datetime
    created_by: str | None = None
    used_at: datetime | None = None
    used_by: str | None = None
    revoked_at: datetime | None = None
    grant_until: datetime | None = None


LONGEST_DELEGATION: Final = timedelta(days=366)
"""A delegation is for a time: whoever is to stay longer is delegated again by whoever heads the unit then."""
_LIKELY_DELEGATIONS: Final = (30, 90, 180)


def likely_ends(today: date) -> tuple[date, ...]:
    """The last days worth offering for a delegation, soonest first: some months on, and the year's end."""
    days = {*(today + timedelta(days=n) for n in _LIKELY_DELEGATIONS), date(today.year, 12, 31)}
    return tuple(sorted(day for day in days if day > today))


def check_invitation(invitation: Invitation | None, now: datetime) -> Invitation:
    """The invitation, if it may be used now.

    Raises Refused: INVITATION_UNKNOWN, _REVOKED, _USED or _EXPIRED.
    """
    if invitation is None:
        raise Refused(Code.INVITATION_UNKNOWN)
    if invitation.revoked_at is not None:
        raise Refused(Code.INVITATION_REVOKED)
    if invitation.used_at is not None:
        raise Refused(Code.INVITATION_USED)
    if now >= invitation.expires_at:
        raise Refused(Code.INVITATION_EXPIRED, expired_at=invitation.expires_at)
    return invitation


def check_new_role(
    role: Role, unit: str | None, until: datetime | None, held: tuple[Grant, ...], now: datetime
) -> None:
    """Whether a person holding ``held`` may be given the role.

    A delegation has an end, a head and a focal officer have a unit, and a custodian is named separately
    from inspectors; nobody is the deputy of themselves. Raises Refused: ROLE_NEEDS_UNIT, ROLE_NEEDS_END,
    ROLE_TOO_LONG, ROLE_HELD or ROLE_INCOMPATIBLE.
    """
    check_role_shape(role, unit, until, now)
    current = [grant for grant in held if grant.in_force(now)]
    if any(grant.role is role and grant.unit == unit for grant in current):
        raise Refused(Code.ROLE_HELD, role=role, unit=unit)
    if role is Role.FOCAL_OFFICER and any(g.role is Role.UNIT_HEAD and g.unit == unit for g in current):
        raise Refused(Code.ROLE_HELD, role=Role.UNIT_HEAD, unit=unit)
    for grant in current:
        if grant.role in INCOMPATIBLE.get(role, frozenset()):
            raise Refused(Code.ROLE_INCOMPATIBLE, role=role, held=grant.role)


def check_role_shape(role: Role, unit: str | None, until: datetime | None, now: datetime) -> None:
    """Whether the role can exist as asked. Raises Refused: ROLE_NEEDS_UNIT, ROLE_NEEDS_END or ROLE_TOO_LONG."""
    if role in UNIT_ROLES and unit is None:
        raise Refused(Code.ROLE_NEEDS_UNIT, role=role)
    if (until is None and role is Role.FOCAL_OFFICER) or (until is not None and until <= now):
        raise Refused(Code.ROLE_NEEDS_END, role=role)
    if role is Role.FOCAL_OFFICER and until is not None and until > now + LONGEST_DELEGATION:
        raise Refused(Code.ROLE_TOO_LONG, role=role)


def may_appoint(actor: Actor, role: Role, unit: str | None) -> bool:
    """Whether the actor may invite somebody to the role in the unit, or end it there.

    A head appoints only in a unit they head. The command line appoints without an actor and does not ask.
    """
    for grant in actor.grants:
        if role not in MAY_APPOINT.get(grant.role, frozenset()):
            continue
        if grant.role is not Role.UNIT_HEAD or (unit is not None and grant.unit == unit):
            return True
    return False


def check_invite(actor: Actor, role: Role, unit: str | None) -> None:
    """Raises Refused(MAY_NOT_INVITE) unless the actor may appoint there."""
    if not may_appoint(actor, role, unit):
        raise Refused(Code.MAY_NOT_INVITE, role=role, unit=unit)


def check_end(actor: Actor, grant: Grant, now: datetime) -> None:
    """Whether the actor may end the grant; everybody may lay down a role of their own.

    Raises Refused: ROLE_ENDED when it is over already, MAY_NOT_END_ROLE.
    """
    if not grant.in_force(now):
        raise Refused(Code.ROLE_ENDED, role=grant.role)
    if grant.person_id != actor.person_id and not may_appoint(actor, grant.role, grant.unit):
        raise Refused(Code.MAY_NOT_END_ROLE, role=grant.role, unit=grant.unit)
