"""What is said when something cannot be done: a refusal of the domain, an old button, a failure of ours."""

from markupsafe import Markup

from bot.ui.pages import Page, Place
from domain.errors import Refused
from handlers.context import Turn
from handlers.refusal_words import words_of


def refused(turn: Turn, refusal: Refused) -> Page:
    """The words of a refusal, as a message: the box over a press goes out best effort, and this must arrive."""
    return Page(words_of(turn.tr, refusal), place=Place.EVENT)


def broken(turn: Turn) -> Page:
    """Something of ours is broken; what the person sent is kept."""
    text = turn.tr.t(
        "Something on our side did not work, so this could not be done. What you sent is kept, and the people "
        "who run this service have been told. Please try again a little later."
    )
    return Page(text, place=Place.EVENT)


def old_button(turn: Turn) -> Markup:
    """What is said of a button from a screen that is gone."""
    return turn.tr.t("This button is from an older screen. Here is how things stand now.")
