"""The days the province works otherwise than the calendar of the release says: a swap, a storm, Tết as it was decided.

Tết and the swaps are decided each year, after a release; so a coordinator adds them. What is past stays as it was
counted.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.text import is_blank

MOST_CHARS: Final = 200
FARTHEST_YEARS: Final = 2
"""The government decides on days off a year ahead; a day further off is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class AddedDay:
    """A day that was added: whether it is worked, what for, who decided it, and who entered it when (UTC)."""

    day: date
    is_working: bool
    name: str
    source: str = ""
    set_by: str | None = None
    set_at: datetime | None = None


def check_calendar(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever does not coordinate."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


def check_day(day: date, today: date) -> date:
    """A day that may be set. Raises Refused: DAY_PASSED (``day``), DAY_TOO_FAR (``day``, ``last``)."""
    if day < today:
        raise Refused(Code.DAY_PASSED, day=day)
    last = date(today.year + FARTHEST_YEARS, 12, 31)
    if day > last:
        raise Refused(Code.DAY_TOO_FAR, day=day, last=last)
    return day


def check_words(text: str) -> str:
    """What a day is for, or who decided it. Raises Refused: TEXT_BLANK, TEXT_TOO_LONG."""
    text = " ".join(text.split())
    if is_blank(text):
        raise Refused(Code.TEXT_BLANK)
    if len(text) > MOST_CHARS:
        raise Refused(Code.TEXT_TOO_LONG, limit=MOST_CHARS)
    return text
