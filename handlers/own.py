"""What a reporter does with the reports they sent, and how a case's code opens it for whoever it belongs to."""

from typing import Final

from bot.ui.buttons import Button
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from domain.case_code import is_written_out
from domain.errors import Code, Refused
from handlers import own_forms, own_page
from handlers.attachments import incoming_of
from handlers.case import opened_by_code
from handlers.context import Presses, Screen, Turn
from handlers.own_links import ListOwn, OpenOwn, ReadPast, ReadWords, SayOwn, WhoOpened, WithdrawOwn
from handlers.refusal_words import words_of
from handlers.way_home import way_home
from services import own_cases

_MOVED_ON: Final = frozenset({Code.NOT_NOW, Code.APPEAL_TOO_LATE, Code.APPEAL_USED, Code.WITHDRAWAL_ASKED})
"""Why a button that was drawn a while ago does nothing any more: the report is shown as it is now."""


# ── finding ───────────────────────────────────────────────────────────────────────────────────────


async def reports(turn: Turn) -> Page:
    """/reports: what one sent."""
    # What is typed from here on is no answer to a question that has left the screen; the draft is offered at home.
    await turn.scope.uow.drafts.set_aside(turn.person.id)
    return await own_page.listed(turn)


async def case(turn: Turn) -> Page:
    """/case CODE: the case whose code was typed."""
    _, _, text = (turn.message.text or "").partition(" ") if not turn.is_press else ("", "", "")
    if text.strip():
        return await by_code(turn, text)
    return Page(
        turn.tr.t("Please write the code after the command, for example: /case NA-7K3M-92QX"),
        (row(Button(turn.tr.plain("My reports"), ListOwn())), way_home(turn.tr)),
        place=Place.HERE if turn.is_press else Place.BELOW,
    )


async def by_code(turn: Turn, text: str) -> Page:
    """The case of a code: as its reporter, else as staff who may know of it, else what no code at all gets.

    A code is a name and no authority, so whoever it does not belong to is answered after the same queries as for a code
    that does not exist. The reporter's own is found first, and so leaves no trace with a person in it.
    """
    await turn.scope.uow.drafts.set_aside(turn.person.id)
    try:
        found = await own_cases.own_by_code(turn.scope, turn.actor, text)
    except Refused:
        return await opened_by_code(turn, text)
    return await own_page.report(turn, found.id)


async def heard(turn: Turn) -> Page | None:
    """What is sent while no form is open: a code, or an answer to the one question that waits. None if neither."""
    message = turn.message
    if message.text is not None and is_written_out(message.text):
        return await by_code(turn, message.text)
    if message.text is None and incoming_of(message) is None:
        return None
    return await own_forms.answered_unasked(turn)


# ── looking and acting ────────────────────────────────────────────────────────────────────────────


async def list_own(turn: Turn, press: ListOwn) -> Page:
    """The reports one sent."""
    return await own_page.listed(turn, press.after)


async def open_own(turn: Turn, press: OpenOwn) -> Page:
    """A report as it stands."""
    return await own_page.report(turn, press.case_id, below=press.below)


async def read_past(turn: Turn, press: ReadPast) -> Page:
    """What was said and done so far."""
    return await own_page.past(turn, press.case_id, press.page)


async def say_own(turn: Turn, press: SayOwn) -> Page | None:
    """Opens the form; what can no longer be said is said over the present state."""
    try:
        return await own_forms.begin(turn, press)
    except Refused as refusal:
        if refusal.code not in _MOVED_ON:
            raise
        said = words_of(turn.tr, refusal)
        return await own_page.report(turn, press.case_id, said, below=press.below)


async def withdraw_own(turn: Turn, press: WithdrawOwn) -> Page:
    """Asks to withdraw, after asking whether they are sure."""
    try:
        if not press.sure:
            return await own_page.sure_to_withdraw(turn, press.case_id)
        await own_cases.ask_withdrawal(turn.scope, turn.person, press.case_id)
    except Refused as refusal:
        if refusal.code not in _MOVED_ON:
            raise
        return await own_page.report(turn, press.case_id, words_of(turn.tr, refusal))
    said = turn.tr.t("Your wish to withdraw has been passed on.")
    return await own_page.report(turn, press.case_id, said)


# ── a message that was changed after it was sent ──────────────────────────────────────────────────


async def amended(turn: Turn) -> Page | None:
    """A message that went into a report was edited: what it says now is added to the report. None if it was no such
    message, or no word of it was changed."""
    message, tr = turn.message, turn.tr
    if message.location is not None:
        # A place that is shared live moves on by edits; what it was when it was sent is the evidence.
        return None
    text = message.text or message.caption or ""
    try:
        found = await own_cases.amend(turn.scope, turn.person, message.message_id, text)
    except Refused as refusal:
        if refusal.code is not Code.TEXT_BLANK:
            raise
        return Page(tr.t("What you had sent stays in your report as it was."), place=Place.EVENT)
    if found is None:
        return None
    return Page(
        lines(
            tr.t("The message you changed has been added to report {code}.", code=found.code),
            tr.t("What it said before stays there too."),
        ),
        (row(Button(tr.plain("Open the report ›"), OpenOwn(found.id, below=True))),),
        place=Place.EVENT,
        sensitivity=Sensitivity.CASE,
    )


COMMANDS: dict[str, Screen] = {"reports": reports, "case": case}

PRESSES: Presses = {
    ListOwn: list_own,
    OpenOwn: open_own,
    ReadPast: read_past,
    ReadWords: own_page.words,
    SayOwn: say_own,
    WithdrawOwn: withdraw_own,
    WhoOpened: own_page.who_opened,
}
