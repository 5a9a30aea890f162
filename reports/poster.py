"""The poster of a unit's one-stop counter: what may be reported, how it is kept, and the code that opens the bot.

It hangs where the officials sit whom it is about, so it says that the code may be photographed and used elsewhere. It
promises what the bot keeps and no more: confidential, never anonymous; and it names a way that avoids Telegram.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.report import Conduct
from domain.unit import Unit
from reports.text import cut, one_line
from reports.voice import Voice

NAME_ROOM: Final = 120
CONTACT_ROOM: Final = 240


class Form(StrEnum):
    """To print, or to look at."""

    PDF = "pdf"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Words:
    """What the poster says in one language."""

    counter: str
    title: str
    lead: str
    conducts: tuple[str, ...]
    scan: str
    elsewhere: str
    confidential: str
    fallback: str


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster to be drawn: Vietnamese large, English small. ``address`` is the link as a person would type it."""

    form: Form
    link: str
    address: str
    contact: str
    first: Words
    second: Words


def counter_poster(
    vietnamese: Voice, english: Voice, unit: Unit, link: str, fallback_contact: str, form: Form = Form.PDF
) -> Poster:
    """The poster of a unit's one-stop counter. ``link`` opens the bot with the unit chosen.

    Raises ValueError without a contact that avoids Telegram, for the poster must name one.
    """
    contact = cut(fallback_contact, CONTACT_ROOM)
    if not contact:
        raise ValueError("a poster names a way to report that avoids Telegram")
    return Poster(
        form,
        link,
        one_line(link).removeprefix("https://"),
        contact,
        _words(vietnamese, unit),
        _words(english, unit),
    )


def _words(voice: Voice, unit: Unit) -> Words:
    t = voice.tr.plain
    return Words(
        counter=t("One-stop division · {unit}", unit=cut(voice.unit(unit), NAME_ROOM)),
        title=t("Report officials who harass people or cause trouble"),
        lead=t("You may report officials of this unit for:"),
        conducts=tuple(voice.label(conduct) for conduct in Conduct),
        scan=t("Scan the code with a telephone that has Telegram."),
        elsewhere=t("You may photograph the code and send your report from elsewhere."),
        confidential=t(
            "Confidential, though not anonymous: Telegram and the province's server receive the messages. "
            "The unit is not told who reported."
        ),
        fallback=t("To report without Telegram:"),
    )
