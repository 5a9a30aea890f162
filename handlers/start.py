"""The way in: /start with and without a link, /help, /cancel, and what is said in a group."""

import re
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup
from telegram import MessageEntity

from bot.ui.buttons import Button, LinkButton, Press, Style
from bot.ui.pages import Page, Place, lines, row
from domain.errors import Refused
from domain.people import UNIT_ROLES
from handlers import menu, own
from handlers.context import Presses, Screen, Turn
from handlers.form_pages import sure_to_discard
from handlers.form_presses import Resume
from handlers.home import REPORT, elsewhere, home, role_line
from handlers.refusal_words import words_of
from handlers.way_home import OpenMenu
from handlers.words import unit_name
from services.people import accept

_PAYLOAD: Final = re.compile(r"([a-z])_([A-Za-z0-9_-]+)")


@dataclass(frozen=True)
class BeginAbout(Press, prefix="m3"):
    """Begins a report about the unit of a poster, although another one was begun already."""

    unit: str


async def start(turn: Turn) -> Page:
    """/start, bare or from a deep link: an invitation (``i_…``), a poster (``u_…``), the code of a case (``c_…``)."""
    _, _, payload = (turn.message.text or "").partition(" ") if not turn.is_press else ("", "", "")
    found = _PAYLOAD.fullmatch(payload.strip())
    # What is typed from here on is no answer to a question that has left the screen; the draft is offered.
    await turn.scope.uow.drafts.set_aside(turn.person.id)
    match found.groups() if found else None:
        case ("i", token):
            return await _invited(turn, token)
        case ("u", code):
            return await _from_poster(turn, code)
        case ("c", code):
            return await own.by_code(turn, code)
        case _ if payload.strip():
            return await home(turn, turn.tr.t("This link is not known here, or no longer. Nothing was done."))
        case _:
            return await home(turn)


async def _invited(turn: Turn, token: str) -> Page:
    try:
        accepted = await accept(turn.scope, turn.person, token)
    except Refused as refusal:
        return await home(turn, words_of(turn.tr, refusal))
    person = await turn.scope.uow.people.get(turn.person.id)
    assert person is not None
    turn.person = person
    await menu.offer(turn.scope, turn.tr, person)
    for former in accepted.replaced:
        await menu.offer_to(turn.scope, turn.deployment, former)
    if len(turn.actor.grants) == 1:  # the page below names it
        return await home(turn, turn.tr.t("The invitation is accepted."))
    return await home(
        turn, lines(turn.tr.t("The invitation is accepted. New:"), await role_line(turn, accepted.grant))
    )


async def _from_poster(turn: Turn, code: str) -> Page:
    unit = await turn.scope.uow.units.get(code)
    if unit is None or not unit.in_force(turn.scope.today):
        return await home(
            turn,
            turn.tr.t(
                "The unit this link was made for is not known here any more. You can choose it yourself."
            ),
        )
    if await turn.scope.uow.drafts.get(turn.person.id, REPORT) is None:
        return await _begin(turn, code, Place.BELOW)
    name = unit_name(turn.tr, unit)
    return Page(
        turn.tr.t(
            "You have begun a report already. You can go on with it, or discard it and begin one about {unit}.",
            unit=name,
        ),
        (
            row(Button(turn.tr.plain("Go on with your report ›"), Resume(REPORT), Style.PRIMARY)),
            row(Button(turn.tr.plain("Discard it and begin anew"), BeginAbout(code), Style.DANGER)),
            row(Button(turn.tr.plain("‹ Home"), OpenMenu())),
        ),
        place=Place.BELOW,
    )


async def _begin_about(turn: Turn, press: BeginAbout) -> Page:
    return await _begin(turn, press.unit, Place.HERE)


async def _begin(turn: Turn, code: str, place: Place) -> Page:
    return await turn.deployment.conversations.begin(
        turn, REPORT, answers={"unit": {"code": code, "commune": ""}}, place=place
    )


async def help_(turn: Turn) -> Page:
    """/help: the commands, and what a report is and is not."""
    tr = turn.tr
    commands = [
        tr.t("/{name} · {description}", name=command.name, description=command.description)
        for command in menu.worded(tr, menu.entries_for(turn.actor))
    ]
    about = tr.t(
        "A report sent here is confidential, not anonymous: Telegram and this server see it. It is not a statutory "
        "denunciation, which needs a signed petition or a statement in person; it is looked into all the same where "
        "the violator is clear, the evidence is concrete and there is a basis to verify."
    )
    return Page(
        lines(
            tr.t("<b>What can be done here</b>"),
            *commands,
            *_of_tasks(turn),
            "",
            about,
            *elsewhere(turn),
        ),
        (row(Button(tr.plain("‹ Home"), OpenMenu())),),
        place=Place.HERE if turn.is_press else Place.BELOW,
    )


def _of_tasks(turn: Turn) -> list[Markup | str]:
    """When a head or a focal officer hears of tasks, and how one comes to its end."""
    tr, policy = turn.tr, turn.scope.rules.reminders
    days = ", ".join(tr.number(n) for n in sorted(policy.before, reverse=True) if n)
    if not turn.actor.has_any(UNIT_ROLES) or not days:
        return []
    return [
        "",
        tr.t(
            "<b>Tasks.</b> Reminders come at {time} of working days: {days} working days before the due date, on the "
            "day itself, and while a task is overdue. Open the task to acknowledge it, to report progress or to submit "
            "the result with evidence; Home Affairs then approves it or returns it with a reason.",
            time=tr.time(policy.at),
            days=days,
        ),
    ]


async def cancel(turn: Turn) -> Page:
    """/cancel: asks whether the form that is open is to be discarded."""
    draft = await turn.scope.uow.drafts.active(turn.person.id)
    if draft is None:
        return await home(turn, turn.tr.t("Nothing is being filled in, so there is nothing to cancel."))
    return replace(sure_to_discard(turn.tr, draft), place=Place.BELOW)


async def open_menu(turn: Turn, press: OpenMenu) -> Page:
    """The way home from any screen."""
    await turn.scope.uow.drafts.set_aside(turn.person.id)
    return await home(turn)


async def in_group(turn: Turn) -> Page | None:
    """In a group nothing is spoken about; who calls the bot there is asked into the private chat."""
    message = turn.update.message
    if message is None or not message.parse_entities([MessageEntity.BOT_COMMAND]):
        return None
    return replace(_come_to_private_chat(turn), place=Place.EVENT)


def pressed_in_group(turn: Turn) -> Page:
    """A press in a group was made up: no button of ours stands there. What it asks for is not for all to read."""
    return replace(
        _come_to_private_chat(turn),
        toast=turn.tr.plain("Please come to the private chat: nothing is discussed in a group."),
    )


def _come_to_private_chat(turn: Turn) -> Page:
    address = f"https://t.me/{turn.deployment.bot_username}"
    return Page(
        turn.tr.t("Please come to the private chat: nothing is discussed in a group."),
        (row(LinkButton(turn.tr.plain("Open the private chat"), address)),),
    )


COMMANDS: dict[str, Screen] = {"start": start, "help": help_, "cancel": cancel}

PRESSES: Presses = {OpenMenu: open_menu, BeginAbout: _begin_about}
