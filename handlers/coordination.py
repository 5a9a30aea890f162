"""/coordination: every screen of a coordinator, in a few groups; the home screen has only what is needed each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.ui.buttons import Button, Press
from bot.ui.pages import Page, grid, lines, row, rows
from bot.ui.translation import N_
from domain.errors import Code, Refused
from domain.people import Role
from handlers.context import Presses, Screen, Turn
from handlers.menu import ENTRIES, RunCommand
from handlers.task_text import bold, staff_page
from handlers.way_home import OpenMenu

COLUMNS: Final = 2


class Sphere(StrEnum):
    """What screens are for. The values are short because buttons carry them."""

    WORK = "w"
    UNITS = "u"
    WORDS = "d"
    OFFICE = "o"


SPHERES: Final[Mapping[Sphere, str]] = {
    Sphere.WORK: N_("Tasks and orders"),
    Sphere.UNITS: N_("Units and their figures"),
    Sphere.WORDS: N_("Words to units, papers"),
    Sphere.OFFICE: N_("Data and rules"),
}
SCREENS: Final[Mapping[Sphere, Mapping[str, str]]] = {
    Sphere.WORK: {
        "approvals": N_("Waiting for approval"),
        "plan": N_("Figures of the plan"),
        "dashboard": N_("At a glance"),
        "dispatch": N_("Orders of dispatches"),
        "receipts": N_("Documents to be received"),
        "selected": N_("Bodies selected"),
        "meetings": N_("Meetings"),
        "assign": N_("To be assigned"),
    },
    Sphere.UNITS: {
        "dossiers": N_("Dossiers, publicity"),
        "plans": N_("Digital plans"),
        "inspections": N_("Inspections"),
        "periodic": N_("Periodic reports"),
        "ranking": N_("Ranking"),
        "heads": N_("Units without a head"),
    },
    Sphere.WORDS: {
        "broadcasts": N_("Messages to heads"),
        "papers": N_("Papers and pictures"),
        "templates": N_("Templates of papers"),
        "dichvucong": N_("Guide for citizens"),
    },
    Sphere.OFFICE: {
        "imports": N_("Import a file"),
        "workdays": N_("Working calendar"),
        "rules": N_("Settings"),
    },
}
"""By command, the label of its button. A command that is not in the menu has no button."""


@dataclass(frozen=True)
class OpenSphere(Press, prefix="ks1"):
    """The screens of a group; None is the page of the groups."""

    sphere: Sphere | None = None


async def coordination(turn: Turn) -> Page:
    """/coordination: the groups. Raises Refused(NOT_YOURS)."""
    _check(turn)
    tr = turn.tr
    spheres = [
        Button(tr.plain("{name} ›", name=tr.plain(SPHERES[sphere])), OpenSphere(sphere))
        for sphere in Sphere
        if _buttons(turn, sphere)
    ]
    return staff_page(
        turn,
        lines(tr.t("<b>Coordination</b>"), tr.t("What do you want to look at or do?")),
        rows(*grid(spheres, COLUMNS), row(Button(tr.plain("‹ Home"), OpenMenu()))),
    )


async def open_sphere(turn: Turn, press: OpenSphere) -> Page:
    """The screens of a group. Raises Refused(NOT_YOURS)."""
    _check(turn)
    if press.sphere is None:
        return await coordination(turn)
    tr = turn.tr
    return staff_page(
        turn,
        lines(bold(tr.plain(SPHERES[press.sphere]))),
        rows(
            *grid(_buttons(turn, press.sphere), COLUMNS),
            row(Button(tr.plain("‹ Coordination"), OpenSphere()), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


def _buttons(turn: Turn, sphere: Sphere) -> list[Button]:
    shown = {entry.name for entry in ENTRIES if entry.is_for(turn.actor)}
    return [
        Button(turn.tr.plain(label), RunCommand(name))
        for name, label in SCREENS[sphere].items()
        if name in shown
    ]


def _check(turn: Turn) -> None:
    if not turn.actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


COMMANDS: dict[str, Screen] = {"coordination": coordination}

PRESSES: Presses = {OpenSphere: open_sphere}
