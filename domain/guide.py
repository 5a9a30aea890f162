"""The guide to filing online: its sections, and who may put them in other words.

The product ships a text for each section in both languages. Addresses, fees and ways of signing in change faster than
releases do, so the coordinator may replace the text of a section; every version stays, and the shipped text can be
brought back.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.text import is_blank

ROOM: Final = 2000
"""Characters of a section's text: one screen, with what stands around it."""


class GuideSection(StrEnum):
    """What the guide explains, in the order in which a citizen needs it."""

    ACCOUNT = "account"
    PROCEDURE = "procedure"
    PAPERS = "papers"
    FEE = "fee"
    FOLLOWING = "following"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class GuideVersion:
    """A text of a section in one language, as somebody wrote it (UTC); None brings back the shipped text."""

    section: GuideSection
    language: str
    version: int
    text: str | None
    written_by: str
    written_at: datetime


def may_edit(actor: Actor) -> bool:
    """Whether the actor may put the guide in other words."""
    return actor.has(Role.COORDINATOR)


def check_edit(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) unless the actor may put the guide in other words."""
    if not may_edit(actor):
        raise Refused(Code.NOT_YOURS)


def check_text(text: str) -> str:
    """The text of a section. Raises Refused: TEXT_BLANK, TEXT_TOO_LONG (``limit``)."""
    if is_blank(text):
        raise Refused(Code.TEXT_BLANK)
    # An emoji counts twice, as a channel counts it.
    if sum(2 if char > "\uffff" else 1 for char in text) > ROOM:
        raise Refused(Code.TEXT_TOO_LONG, limit=ROOM)
    return text.strip()
