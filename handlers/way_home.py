"""The button that leads home from any screen."""

from dataclasses import dataclass

from bot.ui.buttons import Button, Press, Row
from bot.ui.translation import Translator


@dataclass(frozen=True)
class OpenMenu(Press, prefix="m1"):
    """The way home."""


def way_home(tr: Translator) -> Row:
    """A row with that button alone."""
    return (Button(tr.plain("‹ Home"), OpenMenu()),)
