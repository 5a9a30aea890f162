"""What the buttons of a case do, for staff.

A button is a claim, not a right: the case is asked for again through the sight of whoever presses, and so is the rule
that drew the button. A case that is not theirs to know is answered like one that does not exist.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from markupsafe import Markup

from bot.ui.buttons import Button, CopyButton, Style
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, pager, row, rows
from bot.ui.text import TOAST_ROOM, fit, quoted, shown
from bot.ui.translation import N_
from domain.case import Case
from domain.case_acts import CaseAct
from domain.case_code import parse_code
from domain.errors import Code, Refused
from handlers import case_text, faults
from handlers.case_conclusion import CONCLUSION
from handlers.case_forms import ANSWER, HAND_OVER, NOTE, WITHDRAWAL, case_of, words_over
from handlers.case_links import (
    Assign,
    BeginAnew,
    CaseView,
    DeclareTie,
    DoAct,
    OpenCase,
    ShowFile,
    WriteNote,
)
from handlers.case_page import draw, overview, view_of
from handlers.case_screening import REJECTION, SCREENING
from handlers.case_words import TEXT_FORMS
from handlers.context import Presses, PressHandler, Turn
from handlers.files import CANNOT_BE_SHOWN, FILE_KINDS, FILE_STATES, attachment_of
from handlers.form_presses import Resume
from handlers.way_home import way_home
from services import cases
from services.case_queue import QueueFilter
from services.evidence import FileKind

_FORMS: Final = {
    **{form.act: form.name for form in TEXT_FORMS},
    CaseAct.SCREEN: SCREENING.form.name,
    CaseAct.PROPOSE_REJECTION: REJECTION.form.name,
    CaseAct.SUBMIT_CONCLUSION: CONCLUSION.form.name,
    CaseAct.ANSWER_REPORTER: ANSWER.form.name,
    CaseAct.CONFIRM_WITHDRAWAL: WITHDRAWAL.form.name,
}
"""Acts that need something with them."""

_ACTS: Final = {form: act for act, form in _FORMS.items()} | {HAND_OVER.form.name: CaseAct.HAND_OVER}
"""The act that a form is for."""

_DONE: Final = {
    CaseAct.CLAIM: N_("The case is yours."),
    CaseAct.BEGIN: N_("Verification has begun."),
    CaseAct.CONFIRM_REJECTION: N_("Confirmed. The reporter is told where to turn."),
    CaseAct.APPROVE_CONCLUSION: N_("The conclusion is approved. The reporter can be answered now."),
    CaseAct.CLOSE: N_("The case is closed, and the reporter is told."),
}
"""Acts that need nothing with them, and what is said then."""

_COLUMNS: Final = 2
_NAME_ROOM: Final = 40
_NAMES_SHOWN: Final = 8
_BENEATH_ROOM: Final = 900
"""UTF-16 units of what the sender wrote beneath a file; all of it is among their words."""


def _guarded(handler: Callable[[Turn, Any], Awaitable[Page | None]]) -> PressHandler:
    """The handler, answering alike for a case that does not exist and for one that is not theirs to know.

    That they asked is kept: it is the trace of somebody who tries ids. What else is refused is said over the case as it
    stands: nothing was written, for the guard speaks first, and the first thing written is what two can fight for.
    """

    async def guarded(turn: Turn, press: Any) -> Page | None:
        try:
            try:
                return await handler(turn, press)
            except Refused as refusal:
                if refusal.code is Code.CASE_UNKNOWN:
                    raise
                return await _overview(turn, press, words_over(turn, refusal))
        except Refused as refusal:
            return await _unknown(turn, refusal, press.case_id)

    return guarded


async def _unknown(turn: Turn, refusal: Refused, asked: str) -> Page:
    await cases.not_found(turn.scope, turn.actor, asked)
    return faults.refused(turn, refusal)


# ── opening ───────────────────────────────────────────────────────────────────────────────────────


async def opened_by_code(turn: Turn, text: str) -> Page:
    """The case of a code, for whoever may know of it as staff; for everybody else, what no code at all gets."""
    try:
        case_id = await cases.find(turn.scope, turn.actor, text)
    except Refused as refusal:
        # Of what is no code nothing is kept: it may be anything somebody wrote.
        return await _unknown(turn, refusal, parse_code(text) or "")
    return await overview(turn, case_id)


async def open_case(turn: Turn, press: OpenCase) -> Page:
    """A screen of a case."""
    if press.view is CaseView.ASSIGN:
        return await _choose_assignee(turn, press)
    opened = await cases.open_case(turn.scope, turn.actor, press.case_id)
    return await draw(turn, opened, press)


async def show_file(turn: Turn, press: ShowFile) -> Page:
    """A file of the case, as a message of its own that cannot be forwarded."""
    file = await cases.open_file(turn.scope, turn.actor, press.case_id, press.file_id)
    case = await cases.seen(turn.scope, turn.actor, press.case_id)
    tr = turn.tr
    if file.kind is FileKind.LOCATION and file.place is not None:
        place = f"{file.place[0]:.6f}, {file.place[1]:.6f}"
        copy = CopyButton(tr.plain("Copy the coordinates"), place)
        text = tr.t("{code}: the reporter was at {place}", code=case.code, place=place)
        return Page(text, (row(copy),), Place.EVENT, protect=True, sensitivity=Sensitivity.CASE)
    # The sender's own name for the file may name the sender.
    attachment = attachment_of(file, f"{case.code}-{file.id[-4:]}")
    if attachment is None:
        state = FILE_STATES.get(file.state, CANNOT_BE_SHOWN)
        text = tr.t("The file cannot be shown: {why}.", why=tr.plain(state))
        return Page(text, (), Place.EVENT, protect=True, sensitivity=Sensitivity.CASE)
    kind = tr.plain(FILE_KINDS[file.kind])
    caption = lines(
        tr.t("{code}: {kind}, sent {at}", code=case.code, kind=kind, at=tr.datetime(file.created_at)),
        quoted(fit(file.caption, _BENEATH_ROOM), expandable=False) if file.caption else None,
    )
    return Page(caption, (), Place.EVENT, protect=True, sensitivity=Sensitivity.CASE, attachment=attachment)


# ── doing ─────────────────────────────────────────────────────────────────────────────────────────


async def do_act(turn: Turn, press: DoAct) -> Page:
    """Does the act, or opens the form for what it needs."""
    scope, actor, act = turn.scope, turn.actor, press.act
    if act in _FORMS:
        return await _begin(turn, _FORMS[act], press.case_id)
    if act not in _DONE:
        raise Refused(Code.NOT_NOW)
    if act is CaseAct.CLAIM:
        await cases.claim(scope, actor, press.case_id)
    elif act is CaseAct.CONFIRM_REJECTION:
        await cases.confirm_rejection(scope, actor, press.case_id, press.revision)
    else:
        await cases.act(scope, actor, press.case_id, act, expected_revision=press.revision)
    return await _overview(turn, press, turn.tr.t(_DONE[act]))


async def _overview(turn: Turn, press: Any, said: Markup) -> Page:
    opened = await cases.open_case(turn.scope, turn.actor, press.case_id)
    at = OpenCase(press.case_id, which=getattr(press, "which", QueueFilter.ALL))
    page = await draw(turn, opened, at, said)
    return replace(page, toast=fit(said.striptags(), TOAST_ROOM))


async def write_note(turn: Turn, press: WriteNote) -> Page:
    """Begins a note."""
    return await _begin(turn, NOTE.form.name, press.case_id)


async def begin_anew(turn: Turn, press: BeginAnew) -> Page:
    """Begins a form although another of the kind was begun."""
    return await _begin(turn, press.form, press.case_id, press.person_id, anew=True)


async def _begin(
    turn: Turn, form: str, case_id: str, person_id: str | None = None, *, anew: bool = False
) -> Page:
    """Opens a form about the case, or goes on with it; what was begun about another case is not thrown away unasked."""
    case = await _may_fill_in(turn, form, case_id)
    subject = case_id if person_id is None else f"{case_id} {person_id}"
    book = turn.deployment.conversations
    begun = await turn.scope.uow.drafts.get(turn.person.id, form)
    if begun is None or not begun.has_answers or anew:
        return await book.begin(turn, form, subject=subject)
    if begun.subject == subject:
        page = await book.resume(turn, Resume(form))
        return page or await book.begin(turn, form, subject=subject)
    try:
        other = await cases.seen(turn.scope, turn.actor, case_of(begun.subject))
    except Refused:
        # Nobody can go on with what is about a case out of their sight.
        return await book.begin(turn, form, subject=subject)
    return _begun_elsewhere(turn, case, other, BeginAnew(case_id, form, person_id))


async def _may_fill_in(turn: Turn, form: str, case_id: str) -> Case:
    if form == NOTE.form.name:
        return await cases.seen(turn.scope, turn.actor, case_id)
    if form not in _ACTS:
        raise Refused(Code.NOT_NOW)
    return await cases.may(turn.scope, turn.actor, case_id, _ACTS[form])


def _begun_elsewhere(turn: Turn, case: Case, other: Case, anew: BeginAnew) -> Page:
    tr = turn.tr
    text = lines(
        case_text.heading(tr, case),
        "",
        tr.t("You have begun the same about case {code}, and it is not finished.", code=other.code),
    )
    return Page(
        text,
        (
            row(Button(tr.plain("Go on with {code} ›", code=other.code), Resume(anew.form), Style.PRIMARY)),
            row(Button(tr.plain("Discard it and begin here"), anew, Style.DANGER)),
            row(Button(tr.plain("‹ The case"), OpenCase(case.id))),
        ),
        protect=True,
        sensitivity=Sensitivity.CASE,
    )


async def declare_tie(turn: Turn, press: DeclareTie) -> Page:
    """Asks first: whoever declares a tie sees the case no more."""
    tr = turn.tr
    case = await cases.seen(turn.scope, turn.actor, press.case_id)
    if press.sure:
        await cases.declare_tie(turn.scope, turn.actor, press.case_id)
        return Page(tr.t("Your tie is recorded. You see this case no more."), (way_home(tr),))
    text = lines(
        case_text.heading(tr, case),
        "",
        tr.t(
            "You have a tie to the unit, to the person or to the reporter of this case? Once it is recorded, you see "
            "the case no more."
        ),
    )
    return Page(
        text,
        (
            row(Button(tr.plain("Yes, record my tie"), DeclareTie(press.case_id, sure=True), Style.DANGER)),
            row(Button(tr.plain("‹ The case"), OpenCase(press.case_id))),
        ),
        protect=True,
        sensitivity=Sensitivity.CASE,
    )


# ── into whose hands ──────────────────────────────────────────────────────────────────────────────


async def _choose_assignee(turn: Turn, press: OpenCase) -> Page:
    tr = turn.tr
    people = await cases.assignees(turn.scope, turn.actor, press.case_id)
    case = await cases.seen(turn.scope, turn.actor, press.case_id)
    number = min(max(press.page, 0), max(0, len(people) - 1) // _NAMES_SHOWN)
    first = number * _NAMES_SHOWN
    buttons = [
        Button(
            fit(shown(person.name), _NAME_ROOM) or tr.plain("somebody without a name"),
            Assign(press.case_id, person.id, case.revision),
        )
        for person in people[first : first + _NAMES_SHOWN]
    ]
    text = lines(
        case_text.heading(tr, case),
        "",
        tr.t("Who is to take the case? Whoever has a tie to it is not in the list.")
        if buttons
        else tr.t("Nobody is bound who could take the case: each has a tie to it, or had a hand in it."),
    )
    turns = pager(
        tr,
        previous=view_of(press, CaseView.ASSIGN, number - 1) if number else None,
        following=view_of(press, CaseView.ASSIGN, number + 1) if first + _NAMES_SHOWN < len(people) else None,
    )
    back = Button(tr.plain("‹ The case"), view_of(press, CaseView.OVERVIEW))
    return Page(
        text,
        rows(*grid(buttons, _COLUMNS), turns, row(back)),
        protect=True,
        sensitivity=Sensitivity.CASE,
    )


async def assign(turn: Turn, press: Assign) -> Page:
    """Gives the case to the person; out of another's hands only with a reason, which is asked for."""
    case = await cases.seen(turn.scope, turn.actor, press.case_id)
    act = cases.assigning(case)
    await cases.may(turn.scope, turn.actor, press.case_id, act)
    if case.revision != press.revision:
        # It was offered to hand out what nobody had; by now somebody may have it.
        raise Refused(Code.STALE)
    if act is CaseAct.HAND_OVER:
        return await _begin(turn, HAND_OVER.form.name, press.case_id, press.person_id)
    await cases.assign(turn.scope, turn.actor, press.case_id, press.person_id)
    return await overview(turn, press.case_id, turn.tr.t("The case is assigned; the inspector is told."))


PRESSES: Presses = {
    OpenCase: _guarded(open_case),
    ShowFile: _guarded(show_file),
    DoAct: _guarded(do_act),
    WriteNote: _guarded(write_note),
    DeclareTie: _guarded(declare_tie),
    Assign: _guarded(assign),
    BeginAnew: _guarded(begin_anew),
}
