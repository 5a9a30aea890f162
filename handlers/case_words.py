"""What is done to a case with nothing but words: a reason, a question, a word to the reporter.

What goes to the reporter is read once more before it goes: it is read word for word by somebody who took a risk, and
nobody can take it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, lines
from bot.ui.text import fit, quoted
from bot.ui.translation import N_
from domain.case_acts import CaseAct, CaseFacts
from handlers import case_text
from handlers.case_forms import FOR_COLLEAGUES, TO_REPORTER, asked, lead_back, not_blank
from handlers.case_page import overview
from handlers.context import Turn
from handlers.forms import Conversation, Filling, Question
from handlers.way_home import way_home
from services import cases

_REVIEW_ROOM: Final = 1600

_LABELS: Final = {
    "reason": N_("Reason, for colleagues"),
    "receiving_body": N_("Receiving body"),
    "text": N_("What the reporter is told"),
}


@dataclass(frozen=True, slots=True)
class TextStep:
    """One text. ``fact`` is the field of ``CaseFacts`` it becomes."""

    fact: str
    question: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class TextForm:
    """An act that needs nothing but words. One that says something to the reporter has the label that ``send``s it."""

    act: CaseAct
    name: str
    steps: tuple[TextStep, ...]
    done: str
    send: str = ""


TEXT_FORMS: Final = (
    TextForm(
        CaseAct.ASK_REPORTER, "c_ask",
        (
            TextStep(
                "text",
                N_("What do you want to ask the reporter?"),
                N_(
                    "They get it through the bot, word for word. The clock stands until they answer, at most {days} "
                    "working days in all."
                ),
            ),
        ),
        N_("The question is sent. You hear of it when they answer."),
        send=N_("Send the question"),
    ),
    TextForm(
        CaseAct.RETURN_CONCLUSION, "c_return",
        (TextStep("reason", N_("Why do you return the conclusion? What is missing?"), FOR_COLLEAGUES),),
        N_("The conclusion is returned to who drafted it."),
    ),
    TextForm(
        CaseAct.DECLINE_REJECTION, "c_decline",
        (TextStep("reason", N_("Why is the report to be taken up after all?"), FOR_COLLEAGUES),),
        N_("The proposal is declined; the report waits to be screened."),
    ),
    TextForm(
        CaseAct.RECUSE, "c_recuse",
        (
            TextStep(
                "reason",
                N_("Why do you recuse yourself?"),
                N_("The case goes back to be assigned to somebody else, and you see it no more."),
            ),
        ),
        N_("You are recused. The lead inspector is told."),
    ),
    TextForm(
        CaseAct.UNASSIGN, "c_unassign",
        (TextStep("reason", N_("Why do you take the assignment back?"), FOR_COLLEAGUES),),
        N_("The assignment is taken back; the case waits to be assigned."),
    ),
    TextForm(
        CaseAct.EXTEND, "c_extend",
        (
            TextStep("reason", N_("Why is more time needed? It can be extended once."), FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told about the longer time?"), TO_REPORTER),
        ),
        N_("The time is extended, and the reporter is told."),
        send=N_("Extend the time, and tell the reporter"),
    ),
    TextForm(
        CaseAct.REFUSE_WITHDRAWAL, "c_goon",
        (
            TextStep("reason", N_("Why does the case go on despite the wish to withdraw?"), FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told?"), TO_REPORTER),
        ),
        N_("The case goes on, and the reporter is told."),
        send=N_("Go on, and tell the reporter"),
    ),
    TextForm(
        CaseAct.TRANSFER, "c_transfer",
        (
            TextStep("receiving_body", N_("Which body receives the case?"), FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told about the transfer?"), TO_REPORTER),
        ),
        N_("The case is transferred, and the reporter is told."),
        send=N_("Transfer it, and tell the reporter"),
    ),
    TextForm(
        CaseAct.UPHOLD, "c_uphold",
        (
            TextStep("reason", N_("Why is the decision upheld?"), FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told about the appeal?"), TO_REPORTER),
        ),
        N_("The decision is upheld, and the reporter is told."),
        send=N_("Uphold it, and tell the reporter"),
    ),
    TextForm(
        CaseAct.REOPEN, "c_reopen",
        (
            TextStep("reason", N_("Why is the case reopened?"), FOR_COLLEAGUES),
            TextStep("text", N_("Which new evidence is there?"), FOR_COLLEAGUES),
        ),
        N_("The case is reopened and waits to be assigned."),
    ),
)  # fmt: skip


def _conversation(form: TextForm) -> Conversation:
    hints = {step.fact: step.hint for step in form.steps}

    async def ask(turn: Turn, filling: Filling, step: Step) -> Question:
        return Question(*await asked(turn, filling, step, hints[step.key]))

    async def review(turn: Turn, filling: Filling) -> Page:
        case = await cases.seen(turn.scope, turn.actor, filling.subject)
        parts: list[Markup] = [case_text.heading(turn.tr, case)]
        for fact in hints:
            said = fit(str(filling.state.answers[fact]), _REVIEW_ROOM)
            parts += [turn.tr.t("{label}:", label=turn.tr.plain(_LABELS[fact])), quoted(said)]
        return Page(lines(*parts))

    async def finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
        words = {fact: str(answers[fact]) for fact in hints}
        facts = CaseFacts(
            reason=words.get("reason", ""),
            text=words.get("text", ""),
            receiving_body=words.get("receiving_body", ""),
        )
        await cases.act(turn.scope, turn.actor, filling.subject, form.act, facts)
        said = turn.tr.t(form.done)
        # Who recuses sees the case no more, from this instant on.
        return (
            Page(said, (way_home(turn.tr),))
            if form.act is CaseAct.RECUSE
            else await overview(turn, filling.subject, said)
        )

    steps = tuple(Step(step.fact, step.question, Kind.TEXT, not_blank) for step in form.steps)
    return Conversation(
        Form(form.name, 1, steps),
        ask=ask,
        finish=finish,
        review=review if form.send else None,
        label=lambda turn, step: turn.tr.plain(_LABELS[step.key]),
        send_label=form.send,
        lead_back=lead_back,
        is_confidential=True,
    )


CONVERSATIONS: Final = tuple(_conversation(form) for form in TEXT_FORMS)
