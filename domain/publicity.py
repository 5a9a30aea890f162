"""What units do to make online public services known, as they log it: on which day, in which form, to whom.

Item 2 of the dispatch of October 2023 orders publicity; a report that says "publicity was done" says nothing. Each act
has a day, a form and an audience, and where there is one a link or a file that shows it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused
from domain.people import Actor
from domain.text import is_blank

MOST_REACHED: Final = 9_999_999


class PublicityForm(StrEnum):
    """In which form people were told of online public services."""

    LOUDSPEAKER = "loudspeaker"
    CONFERENCE = "conference"
    SOCIAL_MEDIA = "social_media"
    LEAFLET = "leaflet"
    ONE_STOP_GUIDANCE = "one_stop_guidance"
    PRESS = "press"
    DOOR_TO_DOOR = "door_to_door"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Publicity:
    """One act of publicity of a unit. ``reached`` is how many people, None where nobody counted."""

    id: str
    unit: str
    held_on: date
    form: PublicityForm
    audience: str
    reached: int | None = None
    link: str = ""
    file_id: str | None = None
    logged_by: str | None = None


def check_log(actor: Actor, unit: str, held_on: date, audience: str, today: date) -> None:
    """Whether the actor may log such an act today. Raises Refused: NOT_YOURS, TEXT_BLANK, ACT_AHEAD."""
    if not actor.serves(unit):
        raise Refused(Code.NOT_YOURS)
    if is_blank(audience):
        raise Refused(Code.TEXT_BLANK)
    if held_on > today:
        raise Refused(Code.ACT_AHEAD)
