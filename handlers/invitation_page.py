"""An invitation as a message to be forwarded: its link is said once and kept nowhere."""

from bot.ui.pages import Page, Place, lines
from domain.people import Invitation
from domain.unit import Unit
from handlers.context import Turn
from handlers.task_text import literal
from handlers.words import name_of, unit_name


def invitation_page(turn: Turn, invitation: Invitation, token: str, unit: Unit, last_day: str = "") -> Page:
    """The message; of staff and yet not held back, for it is made to be passed on."""
    tr = turn.tr
    address = f"https://t.me/{turn.deployment.bot_username}?start=i_{token}"
    return Page(
        lines(
            tr.t(
                "<b>Invitation: {role}, {unit}</b>",
                role=name_of(tr, invitation.role),
                unit=unit_name(tr, unit),
            ),
            tr.t("The role ends after {day}.", day=last_day) if last_day else None,
            tr.t(
                "Open this link to take up the role. It can be used once, until {until}:",
                until=tr.datetime(invitation.expires_at),
            ),
            literal(address),
        ),
        place=Place.EVENT,
    )
