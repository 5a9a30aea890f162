"""The screens of a report for whoever sent it, and the list of those they sent."""

from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, CopyButton, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, pager, row, rows
from bot.ui.text import paged_text, quoted
from domain.case import CitizenLabel
from domain.case_acts import CaseAct
from handlers import own_text
from handlers.context import Turn
from handlers.menu import RunCommand
from handlers.own_links import ListOwn, OpenOwn, ReadPast, ReadWords, Saying, SayOwn, WhoOpened, WithdrawOwn
from handlers.way_home import OpenMenu
from handlers.words import name_of
from services import own_cases
from services.case_entries import Entry
from services.own_cases import Opened, OwnCase

LISTED: Final = 6
COLUMNS: Final = 2
DAYS_SHOWN: Final = 30


def _page(turn: Turn, text: Markup, buttons: tuple[Row, ...], *, below: bool = False) -> Page:
    place = Place.HERE if turn.is_press and not below else Place.BELOW
    return Page(text, buttons, place=place, sensitivity=Sensitivity.CASE)


def _back(turn: Turn, case_id: str) -> Row:
    return row(Button(turn.tr.plain("‹ The report"), OpenOwn(case_id)))


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


async def listed(turn: Turn, after: int = 0) -> Page:
    """The reports one sent, newest first; from beyond the last of them, the last page."""
    tr, sent = turn.tr, await own_cases.mine(turn.scope, turn.actor)
    if not sent:
        return _nothing_sent(turn)
    start = min(max(after, 0), len(sent) - 1) // LISTED * LISTED
    here = sent[start : start + LISTED]
    text: list[Markup | str] = [
        tr.n("<b>My reports</b>: {n} sent", "<b>My reports</b>: {n} sent", len(sent)),
        tr.t("Press a code to see how the report stands and what you can do."),
    ]
    for own in here:
        text += ["", await _line(turn, own)]
    buttons = [Button(own.case.code, OpenOwn(own.case.id), _colour(own)) for own in here]
    turns = pager(
        tr,
        previous=ListOwn(start - LISTED) if start else None,
        following=ListOwn(start + LISTED) if start + LISTED < len(sent) else None,
    )
    return _page(turn, lines(*text), rows(*grid(buttons, COLUMNS), turns, _ways_on(turn)))


async def _line(turn: Turn, own: OwnCase) -> Markup:
    tr, case = turn.tr, own.case
    return lines(
        tr.t("<b>{code}</b> · {label}", code=case.code, label=name_of(tr, own.label)),
        await own_text.about(turn.scope, tr, case),
        tr.t("Sent on {day}", day=own_text.sent_on(turn.scope, tr, case)),
    )


def _colour(own: OwnCase) -> Style | None:
    return Style.PRIMARY if own.label is CitizenLabel.MORE_INFORMATION_NEEDED else None


def _nothing_sent(turn: Turn) -> Page:
    tr = turn.tr
    text = lines(
        tr.t("<b>My reports</b>"),
        tr.t(
            "You have not sent a report from this account yet. Once you have, you find here how it stands, and you can "
            "add to it, answer a question or ask to withdraw it."
        ),
    )
    return _page(turn, text, (_ways_on(turn),))


def _ways_on(turn: Turn) -> Row:
    tr = turn.tr
    return row(
        Button(tr.plain("Send a report"), RunCommand("report")), Button(tr.plain("‹ Home"), OpenMenu())
    )


# ── a report ──────────────────────────────────────────────────────────────────────────────────────


async def report(turn: Turn, case_id: str, said: Markup | None = None, *, below: bool = False) -> Page:
    """How a report stands, below what is to be said first. Raises Refused(CASE_UNKNOWN)."""
    opened = await own_cases.open_own(turn.scope, turn.actor, case_id)
    text = await own_text.overview(turn.scope, turn.tr, opened)
    return _page(
        turn, text if said is None else lines(said, "", text), _report_rows(turn, opened), below=below
    )


def _report_rows(turn: Turn, opened: Opened) -> tuple[Row, ...]:
    tr, case = turn.tr, opened.own.case
    words = own_text.shown_entry(opened)
    return rows(
        row(
            Button(tr.plain("Answer the question"), SayOwn(case.id, Saying.ANSWER), Style.PRIMARY)
            if CaseAct.ANSWER_QUESTION in opened.acts
            else None,
            Button(tr.plain("Read all of it ›"), _words_at(case.id, words))
            if words is not None and own_text.is_cut(words)
            else None,
        ),
        row(
            Button(tr.plain("Add to it"), SayOwn(case.id, Saying.ADD)),
            Button(tr.plain("What happened so far"), ReadPast(case.id)),
        ),
        row(
            Button(tr.plain("Appeal"), SayOwn(case.id, Saying.APPEAL), Style.PRIMARY)
            if CaseAct.APPEAL in opened.acts
            else None,
            Button(tr.plain("Ask to withdraw"), WithdrawOwn(case.id))
            if CaseAct.ASK_WITHDRAWAL in opened.acts
            else None,
            Button(tr.plain("Who opened it"), WhoOpened(case.id)),
        ),
        row(
            CopyButton(tr.plain("Copy the code"), case.code),
            Button(tr.plain("‹ My reports"), ListOwn()),
        ),
    )


def _words_at(case_id: str, entry: Entry, page: int = 0, *, below: bool = False) -> ReadWords:
    assert entry.id is not None, "what is shown is stored"
    return ReadWords(case_id, entry.id, page, below)


async def past(turn: Turn, case_id: str, number: int) -> Page:
    """What was said and done so far, the latest first. Raises Refused(CASE_UNKNOWN)."""
    opened = await own_cases.open_own(turn.scope, turn.actor, case_id)
    pages = own_text.past_pages(turn.tr, opened)
    number = _within(number, len(pages))
    turns = pager(
        turn.tr,
        previous=ReadPast(case_id, number - 1) if number else None,
        following=ReadPast(case_id, number + 1) if number + 1 < len(pages) else None,
    )
    return _page(turn, own_text.past(turn.tr, opened, pages[number]), rows(turns, _back(turn, case_id)))


async def words(turn: Turn, press: ReadWords) -> Page:
    """A question or a word to the reporter, to the character. Raises Refused(CASE_UNKNOWN)."""
    tr = turn.tr
    opened = await own_cases.open_own(turn.scope, turn.actor, press.case_id)
    entry = opened.entry(press.entry)
    if entry is None:
        return await report(turn, press.case_id, below=press.below)
    pages = paged_text(own_text.words_of_entry(entry), own_text.PAGE_ROOM)
    number = _within(press.page, len(pages))
    turns = pager(
        tr,
        previous=_words_at(press.case_id, entry, number - 1) if number else None,
        following=_words_at(press.case_id, entry, number + 1) if number + 1 < len(pages) else None,
    )
    answer = (
        Button(tr.plain("Answer the question"), SayOwn(press.case_id, Saying.ANSWER), Style.PRIMARY)
        if entry == opened.question
        else None
    )
    text = lines(
        own_text.heading(tr, opened.own),
        tr.t("<b>{what}</b> · {day}", what=own_text.what_happened(tr, entry), day=tr.datetime(entry.at)),
        quoted(pages[number], expandable=False),
    )
    return _page(turn, text, rows(turns, row(answer), _back(turn, press.case_id)), below=press.below)


def _within(number: int, count: int) -> int:
    return min(max(number, 0), count - 1)


# ── withdrawing, and who looked ───────────────────────────────────────────────────────────────────


async def sure_to_withdraw(turn: Turn, case_id: str) -> Page:
    """Asks first, and says who decides. Raises Refused: CASE_UNKNOWN, NOT_NOW, WITHDRAWAL_ASKED."""
    tr = turn.tr
    case = await own_cases.may(turn.scope, turn.actor, case_id, CaseAct.ASK_WITHDRAWAL)
    text = lines(
        tr.t("<b>Do you want to withdraw report {code}?</b>", code=case.code),
        tr.t(
            "It is for {who} to decide. Where there are signs of a violation, or that somebody presses you to "
            "withdraw, the matter is looked into all the same. You hear of it here.",
            who=own_text.who_decides(tr, case),
        ),
        "",
        tr.t(
            "Is somebody pressing or threatening you? Then please add that to the report instead. Nobody of the unit "
            "gets to read it."
        ),
    )
    return _page(
        turn,
        text,
        (
            row(Button(tr.plain("Yes, ask to withdraw"), WithdrawOwn(case_id, sure=True), Style.DANGER)),
            row(Button(tr.plain("Add to the report"), SayOwn(case_id, Saying.ADD))),
            row(Button(tr.plain("‹ No, leave it as it is"), OpenOwn(case_id))),
        ),
    )


async def who_opened(turn: Turn, press: WhoOpened) -> Page:
    """On which days staff read the report, and in what role. Raises Refused(CASE_UNKNOWN)."""
    tr = turn.tr
    case = await own_cases.own(turn.scope, turn.actor, press.case_id)
    found = await own_cases.openings(turn.scope, turn.actor, press.case_id)
    number = _within(press.page, -(-len(found) // DAYS_SHOWN) or 1)
    shown = found[number * DAYS_SHOWN : (number + 1) * DAYS_SHOWN]
    days = [
        tr.t(
            "• {day}: {role}, last at {time}",
            day=tr.date(one.day),
            role=name_of(tr, one.role),
            time=tr.time(one.last_at),
        )
        for one in shown
    ]
    text = lines(
        tr.t("<b>Who opened report {code}</b>", code=case.code),
        tr.t(
            "Only those who may work on it can open it. They read what you wrote and do not see who you are."
        ),
        "",
        *(days or [tr.t("Nobody has opened it yet.")]),
    )
    turns = pager(
        tr,
        previous=WhoOpened(press.case_id, number - 1) if number else None,
        following=WhoOpened(press.case_id, number + 1) if (number + 1) * DAYS_SHOWN < len(found) else None,
    )
    return _page(turn, text, rows(turns, _back(turn, press.case_id)))
