"""What was not expected: never dropped in silence, always answered with what can be done now."""

from dataclasses import replace

from bot.ui.pages import Page, Place
from handlers import faults
from handlers.context import Turn
from handlers.home import home


async def unknown_command(turn: Turn) -> Page:
    """A command that there is not."""
    return await home(turn, turn.tr.t("There is no such command."), place=Place.BELOW)


async def unexpected(turn: Turn) -> Page:
    """Something was sent while no question was open: a text, a photo, a sticker, a contact."""
    return await home(
        turn,
        turn.tr.t(
            "Nothing is waiting for a message just now, so what you sent was not passed on to anybody."
        ),
        place=Place.BELOW,
    )


async def old_button(turn: Turn) -> Page:
    """A button that says nothing any more: old, or made up by somebody."""
    # The draft stays the active one: the question it is at may stand further down.
    page = await home(turn, faults.old_button(turn))
    return replace(page, toast=turn.tr.plain("This button is old."))
