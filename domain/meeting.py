"""Meetings of the Steering Committee: what they conclude becomes tasks of units."""

from dataclasses import dataclass
from datetime import date

from domain.ahead import check_held
from domain.errors import Code, Refused
from domain.text import is_blank


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was held, and the document that made its conclusions known."""

    id: str
    held_on: date
    title: str
    number: str


def check_meeting(held_on: date, title: str, number: str, today: date) -> None:
    """Whether a meeting can be entered so. Raises Refused: HELD_DAY_INVALID, TEXT_BLANK, DOCUMENT_MISSING."""
    check_held(held_on, today)
    if is_blank(title):
        raise Refused(Code.TEXT_BLANK)
    if not any(char.isdigit() for char in number):
        raise Refused(Code.DOCUMENT_MISSING)
