"""Vietnamese or English: the person chooses, and may change."""

from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press
from bot.ui.pages import Page, Place, row
from bot.ui.translation import LANGUAGES
from handlers import menu
from handlers.context import Presses, Screen, Turn
from handlers.home import home
from handlers.way_home import OpenMenu
from services.people import choose_language

OWN_NAMES: Final = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True)
class SpeakLanguage(Press, prefix="l1"):
    """From now on in this language."""

    language: str


async def ask_language(turn: Turn) -> Page:
    """/language: each language is named in itself, for those who read only that one."""
    return Page(
        Markup("Ngôn ngữ · Language"),
        (
            row(*(Button(OWN_NAMES[language], SpeakLanguage(language)) for language in LANGUAGES)),
            row(Button(turn.tr.plain("‹ Home"), OpenMenu())),
        ),
        place=Place.HERE if turn.is_press else Place.BELOW,
    )


async def speak_language(turn: Turn, press: SpeakLanguage) -> Page:
    """Keeps the choice and shows the home screen in the new language, the commands menu with it."""
    if press.language not in LANGUAGES:
        return await ask_language(turn)
    await choose_language(turn.scope, turn.person, press.language)
    turn.person = replace(turn.person, language=press.language)
    turn.tr = turn.deployment.translator(press.language)
    if turn.actor.is_staff:
        await menu.offer(turn.scope, turn.tr, turn.person)
    return replace(await home(turn), toast=turn.tr.plain("The language is English now."))


COMMANDS: dict[str, Screen] = {"language": ask_language}

PRESSES: Presses = {SpeakLanguage: speak_language}
