"""What is written about duties: the document that was sent, the plan that was issued, why a document goes back."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, lines, row
from bot.ui.text import fit
from bot.ui.translation import N_
from domain.digital_plan import PlanTerm
from domain.duty import DutyAct
from domain.errors import Code, Refused
from handlers.context import Presses, Turn
from handlers.digital_plans import register_page
from handlers.duties import duty_list_page, duty_page, receiving_page
from handlers.duty_links import BeginDutyAnew, DutyOrigin, EnterPlan, ReturnDocument, SendDocument
from handlers.duty_text import order_title
from handlers.forms import Conversation, Filling, Question, Resume
from handlers.paper_steps import (
    STEPS,
    ask_paper,
    correct_paper,
    paper_answers,
    read_paper,
    review_lines,
)
from handlers.plain_steps import question_label
from handlers.refusal_words import words_of
from handlers.task_forms import read_note
from handlers.task_text import TITLE_IN_LIST, bold, staff_page, unit_of
from handlers.way_home import OpenMenu
from services import digital_plans
from services import duties as service
from services.heirs import heir_of
from services.ports import Draft

# ── a document that was sent ──────────────────────────────────────────────────────────────────────

_SEND: Final = Form("dsend", 1, STEPS)


def _of_duty(subject: str) -> tuple[str, str]:
    """The order and the unit a form is about. Raises Refused(DUTY_UNKNOWN)."""
    order, unit, *_ = (*subject.split(" "), "")
    if not unit:
        raise Refused(Code.DUTY_UNKNOWN)
    return order, unit


async def _send_head(turn: Turn, subject: str) -> Markup:
    duty = await service.may_do(turn.scope, turn.actor, *_of_duty(subject), DutyAct.SEND)
    return turn.tr.t(
        "<b>{code}</b> {title}",
        code=duty.order.code,
        title=fit(order_title(turn.tr, duty.order), TITLE_IN_LIST),
    )


async def _ask_send(turn: Turn, filling: Filling, step: Step) -> Question:
    return ask_paper(turn, filling, step, await _send_head(turn, filling.subject))


async def _review_send(turn: Turn, filling: Filling) -> Page:
    head = await _send_head(turn, filling.subject)
    said = turn.tr.t("The receiving departments are asked to confirm that it came in:")
    return staff_page(turn, lines(head, "", said, *review_lines(turn, filling)), ())


async def _finish_send(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    order, unit = _of_duty(filling.subject)
    paper = paper_answers(answers)
    await service.send(turn.scope, turn.actor, order, unit, paper.number, paper.dated, paper.proof)
    said = turn.tr.t("Recorded. You will hear when it is received, or comes back.")
    return await duty_page(turn, order, unit, DutyOrigin.UNIT, 0, said)


# ── a digital plan that was issued ────────────────────────────────────────────────────────────────

_PLAN: Final = Form("dplan", 1, STEPS)


def _of_plan(subject: str) -> tuple[str, PlanTerm]:
    """The unit and the term a form is about. Raises Refused(NOT_YOURS) for what names none."""
    unit, _, years = subject.partition(" ")
    first, _, last = years.partition("-")
    if not (first.isdecimal() and last.isdecimal()):
        raise Refused(Code.NOT_YOURS)
    return unit, PlanTerm(int(first), int(last))


async def _plan_head(turn: Turn, subject: str) -> Markup:
    unit, term = _of_plan(subject)
    await digital_plans.check_may_enter(turn.scope, turn.actor, unit)
    name = unit_of(turn.tr, await turn.scope.uow.units.all(), unit)
    return lines(bold(name), turn.tr.t("Digital transformation plan {term}", term=term.code))


async def _ask_plan(turn: Turn, filling: Filling, step: Step) -> Question:
    return ask_paper(turn, filling, step, await _plan_head(turn, filling.subject))


async def _review_plan(turn: Turn, filling: Filling) -> Page:
    head = await _plan_head(turn, filling.subject)
    return staff_page(turn, lines(head, "", *review_lines(turn, filling)), ())


async def _finish_plan(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    unit, term = _of_plan(filling.subject)
    paper = paper_answers(answers)
    plan = await digital_plans.enter_plan(
        turn.scope, turn.actor, unit, term, paper.number, paper.dated, paper.proof
    )
    said = turn.tr.t(
        "Entered: plan {term}, No. {number} of {day}.",
        term=term.code,
        number=fit(plan.number, TITLE_IN_LIST),
        day=turn.tr.date(plan.issued_on),
    )
    return await _plans_of(turn, unit, said)


async def _plans_of(turn: Turn, unit: str, said: Markup) -> Page:
    """Where the plans of a unit are seen: among what it owes, or in the register."""
    heir = await heir_of(turn.scope, unit)
    if turn.actor.serves(heir):
        return await duty_list_page(turn, heir, 0, said)
    return await register_page(turn, said=said)


# ── why a document goes back ──────────────────────────────────────────────────────────────────────

_RETURN: Final = Form("dreturn", 1, (Step("reason", N_("Reason"), Kind.TEXT),))


def _of_return(subject: str) -> tuple[str, str, int]:
    order, unit, revision = (*subject.split(" "), "", "")[:3]
    if not revision.isdecimal():
        raise Refused(Code.DUTY_UNKNOWN)
    return order, unit, int(revision)


async def _ask_return(turn: Turn, filling: Filling, _step: Step) -> Question:
    order, unit, _ = _of_return(filling.subject)
    duty = await service.may_do(turn.scope, turn.actor, order, unit, DutyAct.RETURN)
    return Question(
        lines(
            turn.tr.t("<b>{code}</b> of {unit}", code=duty.order.code, unit=unit),
            "",
            turn.tr.t("What is missing, what has to be done?"),
        ),
        turn.tr.t("Write it in one message; the unit reads it as it is."),
    )


async def _finish_return(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    order, unit, revision = _of_return(filling.subject)
    view = await service.view(turn.scope, turn.actor, order, unit, events=0)
    if not view.receivers:
        raise Refused(Code.NOT_NOW)
    duty = await service.send_back(
        turn.scope, turn.actor, order, unit, view.receivers[0], str(answers["reason"]), revision
    )
    said = turn.tr.t("{code} is returned to the unit, with your reason.", code=duty.order.code)
    return await receiving_page(turn, 0, said)


# ── beginning, and what is shown when nothing came of it ──────────────────────────────────────────


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    """To the order, when nothing came of a form about it."""
    order, unit = _of_duty(subject)
    said = turn.tr.t("Discarded. Nothing was sent.") if refusal is None else words_of(turn.tr, refusal)
    return await duty_page(turn, order, unit, None, 0, said)


async def _lead_back_to_plans(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    unit, _ = _of_plan(subject)
    said = turn.tr.t("Discarded. Nothing was sent.") if refusal is None else words_of(turn.tr, refusal)
    return await _plans_of(turn, unit, said)


CONVERSATIONS: Final = (
    Conversation(
        _SEND,
        _ask_send,
        _finish_send,
        read=read_paper,
        correct=correct_paper,
        review=_review_send,
        label=question_label,
        send_label=N_("Record it"),
        lead_back=_lead_back,
    ),
    Conversation(
        _PLAN,
        _ask_plan,
        _finish_plan,
        read=read_paper,
        correct=correct_paper,
        review=_review_plan,
        label=question_label,
        send_label=N_("Enter the plan"),
        lead_back=_lead_back_to_plans,
    ),
    Conversation(_RETURN, _ask_return, _finish_return, read=read_note, lead_back=_lead_back),
)


async def _begin(turn: Turn, form: str, subject: str) -> Page | None:
    """Begins a form, or goes on with it; what was begun about something else is not thrown away unasked."""
    book = turn.deployment.conversations
    draft = await turn.scope.uow.drafts.get(turn.person.id, form)
    if draft is None or not draft.has_answers:
        return await book.begin(turn, form, subject=subject)
    if draft.subject == subject:
        return await book.resume(turn, Resume(form))
    tr = turn.tr
    return staff_page(
        turn,
        tr.t("You have begun the same for {what}, and it is not finished.", what=await _named(turn, draft)),
        (
            row(Button(tr.plain("Go on with that ›"), Resume(form), Style.PRIMARY)),
            row(
                Button(tr.plain("Discard that, begin with this"), BeginDutyAnew(form, subject), Style.DANGER)
            ),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def _named(turn: Turn, draft: Draft) -> str:
    """What a draft is about, in words."""
    if draft.form == _PLAN.name:
        unit, term = _of_plan(draft.subject)
        return f"{unit}, {term.code}"
    order, unit = _of_duty(draft.subject)
    code = next((one.code for one in await turn.scope.uow.duties.orders() if one.id == order), order)
    return f"{code}, {unit}"


async def _may_begin(turn: Turn, order: str, unit: str, act: DutyAct) -> Page | None:
    """What stands in the way of a form about an order; None where nothing does."""
    try:
        await service.may_do(turn.scope, turn.actor, order, unit, act)
    except Refused as refusal:
        if refusal.code is Code.DUTY_UNKNOWN:
            raise
        return await duty_page(turn, order, unit, None, 0, words_of(turn.tr, refusal))
    return None


async def send_document(turn: Turn, press: SendDocument) -> Page | None:
    """Asks for the document."""
    hindered = await _may_begin(turn, press.order, press.unit, DutyAct.SEND)
    return hindered or await _begin(turn, _SEND.name, f"{press.order} {press.unit}")


async def enter_plan(turn: Turn, press: EnterPlan) -> Page | None:
    """Asks for the plan."""
    await digital_plans.check_may_enter(turn.scope, turn.actor, press.unit)
    return await _begin(turn, _PLAN.name, f"{press.unit} {press.first_year}-{press.last_year}")


async def return_document(turn: Turn, press: ReturnDocument) -> Page | None:
    """Asks for the reason."""
    hindered = await _may_begin(turn, press.order, press.unit, DutyAct.RETURN)
    return hindered or await _begin(turn, _RETURN.name, f"{press.order} {press.unit} {press.revision}")


async def begin_anew(turn: Turn, press: BeginDutyAnew) -> Page | None:
    """Discards what was begun about something else. The form itself looks whether it may be filled in."""
    if press.form not in {one.form.name for one in CONVERSATIONS}:
        raise Refused(Code.DUTY_UNKNOWN)
    return await turn.deployment.conversations.begin(turn, press.form, subject=press.subject)


PRESSES: Presses = {
    SendDocument: send_document,
    EnterPlan: enter_plan,
    ReturnDocument: return_document,
    BeginDutyAnew: begin_anew,
}
