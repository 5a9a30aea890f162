"""Nothing leads nowhere: what is offered to people has somebody who answers it."""

import importlib
import pkgutil

import handlers
from bot.ui.buttons import registered
from handlers import menu, routes
from services.notices import NoticeKind


def test_every_command_of_the_menu_leads_to_a_screen() -> None:
    assert {entry.name for entry in menu.ENTRIES} <= set(routes.COMMANDS)


def test_every_kind_of_notice_has_its_words() -> None:
    assert set(routes.RENDERERS) == set(NoticeKind)


def test_every_kind_of_press_is_answered() -> None:
    # A button can be drawn with a press of any room's; none is declared that nobody answers.
    for module in pkgutil.iter_modules(handlers.__path__, "handlers."):
        importlib.import_module(module.name)
    ours = {kind for kind in registered().values() if kind.__module__.startswith("handlers.")}
    assert ours == set(routes.PRESSES)
