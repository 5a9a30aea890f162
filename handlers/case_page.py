"""The screens of a case, drawn from a case that was opened for this very reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, pager, row, rows
from bot.ui.text import quoted
from bot.ui.translation import N_
from domain.case_acts import CaseAct
from handlers import case_text
from handlers.case_links import CaseView, DeclareTie, DoAct, OpenCase, ShowFile, WriteNote
from handlers.context import Turn
from handlers.files import can_be_shown
from handlers.form_presses import Resume
from handlers.queue import OpenQueue
from services import cases
from services.cases import OpenedCase

_FIRST_ACTS: Final = 4
_COLUMNS: Final = 2
_FILE_COLUMNS: Final = 3
_FILES_SHOWN: Final = 9


@dataclass(frozen=True, slots=True)
class ActButton:
    """How an act is offered. ``view`` is the screen on which it is decided, if not this one."""

    label: str
    style: Style | None = None
    view: CaseView | None = None


# In the order in which they are offered. An act that is not here has no screen yet; the guard of it is in the domain.
ACT_BUTTONS: Final = {
    CaseAct.SCREEN: ActButton(N_("Screen it"), Style.PRIMARY),
    CaseAct.CONFIRM_REJECTION: ActButton(N_("Confirm: not taken up"), Style.DANGER),
    CaseAct.DECLINE_REJECTION: ActButton(N_("Take it up after all")),
    CaseAct.CLAIM: ActButton(N_("Take this case"), Style.SUCCESS),
    CaseAct.ASSIGN: ActButton(N_("Assign to… ›"), Style.PRIMARY, CaseView.ASSIGN),
    CaseAct.BEGIN: ActButton(N_("Begin verification"), Style.PRIMARY),
    CaseAct.SUBMIT_CONCLUSION: ActButton(N_("Write the conclusion"), Style.PRIMARY),
    CaseAct.APPROVE_CONCLUSION: ActButton(N_("Review the conclusion ›"), Style.PRIMARY, CaseView.CONCLUSION),
    CaseAct.ANSWER_REPORTER: ActButton(N_("Answer the reporter"), Style.PRIMARY),
    CaseAct.CLOSE: ActButton(N_("Close the case"), Style.SUCCESS),
    CaseAct.ACCEPT_APPEAL: ActButton(N_("Accept the appeal ›"), Style.PRIMARY, CaseView.ASSIGN),
    CaseAct.UPHOLD: ActButton(N_("Uphold the decision")),
    CaseAct.CONFIRM_WITHDRAWAL: ActButton(N_("Let the reporter withdraw")),
    CaseAct.REFUSE_WITHDRAWAL: ActButton(N_("Go on despite the wish")),
    CaseAct.ASK_REPORTER: ActButton(N_("Ask the reporter")),
    CaseAct.PROPOSE_REJECTION: ActButton(N_("Propose not to take it up")),
    CaseAct.RECUSE: ActButton(N_("Recuse myself")),
    CaseAct.UNASSIGN: ActButton(N_("Take back the assignment")),
    CaseAct.HAND_OVER: ActButton(N_("Hand over to… ›"), None, CaseView.ASSIGN),
    CaseAct.EXTEND: ActButton(N_("Extend the time")),
    CaseAct.REOPEN: ActButton(N_("Reopen the case")),
    CaseAct.TRANSFER: ActButton(N_("Transfer to another body")),
}


async def overview(
    turn: Turn, case_id: str, said: Markup | None = None, *, place: Place | None = None
) -> Page:
    """The first screen of a case, below what is to be said first. Raises Refused(CASE_UNKNOWN)."""
    opened = await cases.open_case(turn.scope, turn.actor, case_id)
    here = Place.HERE if turn.is_press else Place.BELOW
    return await draw(turn, opened, OpenCase(case_id), said, place=place or here)


async def draw(
    turn: Turn, opened: OpenedCase, at: OpenCase, said: Markup | None = None, *, place: Place = Place.HERE
) -> Page:
    """The screen of the case that the press names; a page beyond the last is the last."""
    # What is typed from here on is no answer to a question that has left the screen.
    await turn.scope.uow.drafts.set_aside(turn.person.id)
    match at.view:
        case CaseView.TOLD:
            text, buttons = _told(turn, opened, at)
        case CaseView.TIMELINE:
            text, buttons = _timeline(turn, opened, at)
        case CaseView.CONCLUSION:
            text, buttons = _conclusion(turn, opened, at)
        case CaseView.FILES:
            text, buttons = _files(turn, opened, at)
        case CaseView.MORE:
            text, buttons = await _more(turn, opened, at)
        case CaseView.ASSIGN | CaseView.OVERVIEW:
            text, buttons = await case_text.overview(turn, opened), await _overview_rows(turn, opened, at)
    return Page(
        text if said is None else lines(said, "", text),
        buttons,
        place=place,
        # Nobody forwards or saves what they read of a case.
        protect=True,
        sensitivity=Sensitivity.CASE,
    )


def view_of(at: OpenCase, view: CaseView, page: int = 0) -> OpenCase:
    """Another screen of the same case, opened from the same list."""
    return OpenCase(at.case_id, view, page, at.which, at.unit, at.conduct)


# ── the first screen ──────────────────────────────────────────────────────────────────────────────


async def _overview_rows(turn: Turn, opened: OpenedCase, at: OpenCase) -> tuple[Row, ...]:
    tr = turn.tr
    begun = await _begun(turn, at.case_id)
    first, more = _offered(turn, opened, at, room=_FIRST_ACTS - len(begun))
    views = _views(turn, opened, at)
    return rows(
        *grid([*begun, *first], _COLUMNS),
        # Four abreast are cut off on a telephone.
        *grid(views, len(views) if len(views) < _FIRST_ACTS else _COLUMNS),
        row(
            Button(tr.plain("Note, and {n} more ›", n=tr.number(len(more))), view_of(at, CaseView.MORE))
            if more
            else Button(tr.plain("Note and more ›"), view_of(at, CaseView.MORE)),
            Button(tr.plain("‹ Queue"), OpenQueue(at.which, at.unit, at.conduct)),
        ),
    )


def _views(turn: Turn, opened: OpenedCase, at: OpenCase) -> list[Button]:
    """What else of the case can be read."""
    tr = turn.tr
    views = [Button(tr.plain("Words"), view_of(at, CaseView.TOLD))]
    if opened.files:
        n = tr.number(len(opened.files))
        views.append(Button(tr.plain("Evidence ({n})", n=n), view_of(at, CaseView.FILES)))
    views.append(Button(tr.plain("Timeline"), view_of(at, CaseView.TIMELINE)))
    if opened.conclusion is not None and CaseAct.APPROVE_CONCLUSION not in opened.acts:
        views.append(Button(tr.plain("Conclusion"), view_of(at, CaseView.CONCLUSION)))
    return views


async def _begun(turn: Turn, case_id: str) -> list[Button]:
    """The way back into what the reader began to fill in about this case and left."""
    drafts = await turn.scope.uow.drafts.of_person(turn.person.id)
    about = [one for one in drafts if one.has_answers and one.subject.partition(" ")[0] == case_id]
    label = turn.tr.plain("Go on with what you began ›")
    return [Button(label, Resume(one.form), Style.PRIMARY) for one in about[:1]]


def _offered(turn: Turn, opened: OpenedCase, at: OpenCase, *, room: int) -> tuple[list[Button], list[Button]]:
    """The acts that are likely next, and the others."""
    order = list(ACT_BUTTONS)
    if opened.case.answered_at is not None:
        # To write once more to whoever was answered is possible, and not what comes next.
        order.remove(CaseAct.ANSWER_REPORTER)
        order.append(CaseAct.ANSWER_REPORTER)
    buttons = [act_button(turn, opened, at, act) for act in order if act in opened.acts]
    return buttons[:room], buttons[room:]


def act_button(turn: Turn, opened: OpenedCase, at: OpenCase, act: CaseAct) -> Button:
    """The button of an act: it does it, opens its form, or shows where it is decided."""
    offered = ACT_BUTTONS[act]
    is_done = act is CaseAct.ANSWER_REPORTER and opened.case.answered_at is not None
    style = None if is_done else offered.style
    label = turn.tr.plain(offered.label)
    if offered.view is not None:
        return Button(label, view_of(at, offered.view), style)
    return Button(label, DoAct(at.case_id, act, opened.case.revision, at.which), style)


async def _more(turn: Turn, opened: OpenedCase, at: OpenCase) -> tuple[Markup, tuple[Row, ...]]:
    tr = turn.tr
    _, more = _offered(turn, opened, at, room=_FIRST_ACTS - len(await _begun(turn, at.case_id)))
    owns = opened.case.owner_id == turn.person.id
    others = [
        Button(tr.plain("Write a note"), WriteNote(at.case_id)),
        None if owns else Button(tr.plain("I have a tie to this case"), DeclareTie(at.case_id)),
    ]
    buttons = [*more, *(button for button in others if button is not None)]
    text = lines(case_text.heading(tr, opened.case), tr.t("What do you want to do?"))
    return text, (*grid(buttons, _COLUMNS), _back(turn, at))


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def _told(turn: Turn, opened: OpenedCase, at: OpenCase) -> tuple[Markup, tuple[Row, ...]]:
    pages = case_text.told_pages(turn, opened)
    number = _within(at.page, pages)
    text = lines(
        case_text.heading(turn.tr, opened.case),
        turn.tr.t("<b>In the words of the {who}</b>", who=case_text.pseudonym(turn.tr, opened.case)),
        quoted(pages[number], expandable=False) if pages[number] else turn.tr.t("Nothing here."),
    )
    return text, rows(_turns(turn, at, number, len(pages)), _back(turn, at))


def _timeline(turn: Turn, opened: OpenedCase, at: OpenCase) -> tuple[Markup, tuple[Row, ...]]:
    pages = case_text.timeline_pages(opened)
    number = _within(at.page, pages)
    text = case_text.timeline(turn, opened, pages[number])
    return text, rows(_turns(turn, at, number, len(pages)), _back(turn, at))


def _conclusion(turn: Turn, opened: OpenedCase, at: OpenCase) -> tuple[Markup, tuple[Row, ...]]:
    tr, conclusion = turn.tr, opened.conclusion
    if conclusion is None:
        text = lines(case_text.heading(tr, opened.case), tr.t("Nothing here."))
        return text, (_back(turn, at),)
    pages = case_text.conclusion_pages(turn, opened, conclusion)
    number = _within(at.page, pages)
    text = lines(
        case_text.heading(tr, opened.case),
        tr.t("<b>Conclusion</b>, by {name}", name=case_text.drafter(tr, opened)),
        quoted(pages[number], expandable=False),
    )
    revision = opened.case.revision
    read_to_the_end = number + 1 == len(pages)
    decide = row(
        Button(
            tr.plain("Approve"),
            DoAct(at.case_id, CaseAct.APPROVE_CONCLUSION, revision, at.which),
            Style.SUCCESS,
        )
        if CaseAct.APPROVE_CONCLUSION in opened.acts and read_to_the_end
        else None,
        Button(
            tr.plain("Return with a reason"), DoAct(at.case_id, CaseAct.RETURN_CONCLUSION, revision, at.which)
        )
        if CaseAct.RETURN_CONCLUSION in opened.acts
        else None,
    )
    return text, rows(decide, _turns(turn, at, number, len(pages)), _back(turn, at))


def _files(turn: Turn, opened: OpenedCase, at: OpenCase) -> tuple[Markup, tuple[Row, ...]]:
    tr = turn.tr
    numbered = list(enumerate(opened.files, 1))
    pages = [numbered[start : start + _FILES_SHOWN] for start in range(0, len(numbered), _FILES_SHOWN)] or [
        []
    ]
    number = _within(at.page, pages)
    buttons = [
        Button(case_text.file_name(tr, n, file), ShowFile(at.case_id, file.id))
        for n, file in pages[number]
        if can_be_shown(file)
    ]
    listed = [case_text.file_line(tr, n, file) for n, file in pages[number]]
    text = lines(
        case_text.heading(tr, opened.case),
        tr.t("<b>Evidence</b>"),
        *(listed or [tr.t("Nothing here.")]),
        *(["", tr.t("Photos are shown as cleaned copies; the originals stay sealed.")] if listed else []),
    )
    return text, rows(*grid(buttons, _FILE_COLUMNS), _turns(turn, at, number, len(pages)), _back(turn, at))


def _turns(turn: Turn, at: OpenCase, number: int, count: int) -> Row:
    return pager(
        turn.tr,
        previous=view_of(at, at.view, number - 1) if number else None,
        following=view_of(at, at.view, number + 1) if number + 1 < count else None,
    )


def _back(turn: Turn, at: OpenCase) -> Row:
    return row(Button(turn.tr.plain("‹ The case"), view_of(at, CaseView.OVERVIEW)))


def _within(page: int, pages: Sequence[object]) -> int:
    return min(max(page, 0), len(pages) - 1)
