"""What is written down of who looked and who did, and in what role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.people import Actor, Role
from services.case_entries import CLOCK_ROLE, REPORTER_ROLE

CASE_OPENED: Final = "case_opened"
"""Staff read a case; its reporter may see when, and in what role."""
CASE_NOT_FOUND: Final = "case_not_found"
"""Somebody asked for a case that does not exist, or is not theirs to know: the two are not told apart here either."""
CITIZEN_ROLE: Final = "citizen"
"""The role of whoever has none."""

# In a case one acts by the role that reaches it; the others come after, for acts outside of cases.
_ORDER: Final = (
    Role.OVERSIGHT,
    Role.LEAD_INSPECTOR,
    Role.INSPECTOR,
    Role.INTAKE_OFFICER,
    *(
        role
        for role in Role
        if role not in {Role.OVERSIGHT, Role.LEAD_INSPECTOR, Role.INSPECTOR, Role.INTAKE_OFFICER}
    ),
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Staff read a case at an instant (UTC), in a role (the value of a ``Role``)."""

    at: datetime
    role: str


def acting_role(actor: Actor, *, as_reporter: bool = False) -> str:
    """The role an act is written down under."""
    if actor.is_clock:
        return CLOCK_ROLE
    if as_reporter:
        return REPORTER_ROLE
    return next((role.value for role in _ORDER if actor.has(role)), CITIZEN_ROLE)
