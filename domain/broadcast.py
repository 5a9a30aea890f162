"""What a coordinator tells many heads at once: whom a message is for, and how far it came.

A reminder of overdue tasks is one too: it has no words of its own, for what is overdue is looked up when it arrives.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.task import Area
from domain.text import is_blank
from domain.unit import DEPTS, DISTRICTS, UnitKind, Units, members

MOST_CHARS: Final = 2000
"""With its heading and who sends it, such a text is one message of any channel."""
_WITHOUT_HEAD: Final = frozenset({UnitKind.PROVINCE, UnitKind.STEERING_COMMITTEE})


class Audience(StrEnum):
    """Whose heads a message is for."""

    EVERYBODY = "everybody"
    DEPARTMENTS = "departments"
    DISTRICTS = "districts"
    SELECTED = "selected"
    """The bodies selected for direction by a dispatch (item 6 of that of October 2023)."""
    OVERDUE = "overdue"
    """Units that lead an overdue task in an area."""


class Reached(StrEnum):
    """How far a message to one head came."""

    DELIVERED = "delivered"
    WAITING = "waiting"
    BLOCKED = "blocked"
    """They blocked the bot; it goes out should they come back."""
    FAILED = "failed"
    PAST = "past"
    """Before it could be delivered the person ceased to head the unit, or what they were reminded of was done."""
    NEVER_LINKED = "never_linked"
    """The unit has no head here."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to heads. ``area`` is there for OVERDUE alone; ``text`` is empty for a reminder.

    ``day`` is the province's day on which it begins to go out, ``sent_at`` when it was ordered (UTC).
    """

    id: str
    audience: Audience
    area: Area | None
    text: str
    sent_by: str
    sent_at: datetime
    day: date

    @property
    def is_reminder(self) -> bool:
        """Whether it tells each head of their overdue tasks."""
        return not self.text


def check_broadcast(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever does not coordinate."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


def check_message(text: str) -> str:
    """The text of a message. Raises Refused: TEXT_BLANK, TEXT_TOO_LONG."""
    text = text.strip()
    if is_blank(text):
        raise Refused(Code.TEXT_BLANK)
    if len(text) > MOST_CHARS:
        raise Refused(Code.TEXT_TOO_LONG, limit=MOST_CHARS)
    return text


def addressed(audience: Audience, units: Units, on: date, overdue: Collection[str] = ()) -> tuple[str, ...]:
    """The units whose heads are meant, as the units stand on a day; ``overdue`` are those with overdue tasks."""
    match audience:
        case Audience.DEPARTMENTS:
            return members(DEPTS, units, on)
        case Audience.DISTRICTS:
            return members(DISTRICTS, units, on)
    return tuple(
        unit.code
        for unit in units.values()
        if unit.in_force(on) and unit.kind not in _WITHOUT_HEAD
        if (audience is not Audience.SELECTED or unit.selected_for_direction)
        and (audience is not Audience.OVERDUE or unit.code in overdue)
    )
