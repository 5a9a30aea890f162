"""Screens drawn without a wire: a handler is given a turn in any language, and its page is looked at."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update

from bot.ui.pages import Page
from bot.ui.translation import Translator
from handlers import routes
from handlers.context import Deployment, Turn
from services.people import Person
from services.scope import Scope
from tests.support.languages import HOSTILE

Screen = Callable[[Turn], Awaitable[Page | None]]


def deployed(tr: Translator) -> Deployment:
    """A deployment that speaks the translator's language and fetches nothing."""
    nothing: Any = None
    return Deployment(
        bot_username="bot",
        fallback_contact=HOSTILE,
        translators={tr.language: tr},
        default_language=tr.language,
        find_units=nothing,
        files=nothing,
        tables=nothing,
        conversations=routes.CONVERSATIONS,
        press=nothing,
    )


async def drawn(scope: Scope, person: Person, screen: Screen, tr: Translator) -> Page:
    """The page that the screen answers the person with."""
    page = await screen(Turn(scope, person, tr, Update(1), deployed(tr)))
    assert page is not None
    return page
