"""What staff write into a case: a question, a reason, a note, an answer. Each is a form, so that nothing typed is lost
and a slip of the finger is taken back."""

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
from handlers.case_page import overview
from handlers.context import Turn
from handlers.forms import Conversation, Filling, Question
from handlers.way_home import way_home
from services import cases
from services.case_acts import conclusion_of

_DRAFT_ROOM: Final = 2500
YES_NO: Final = ("yes", "no")


def yes_no(turn: Turn) -> tuple[str, str]:
    """The labels of ``YES_NO``."""
    return turn.tr.plain("Yes"), turn.tr.plain("No")


async def asked(
    turn: Turn, filling: Filling, step: Step, hint: str | None = None
) -> tuple[Markup, Markup | None]:
    """A question below the code of the case it is about, and its hint.

    Raises Refused(CASE_UNKNOWN) once the case is out of sight.
    """
    case = await cases.seen(turn.scope, turn.actor, _case_of(filling))
    days = turn.tr.number(turn.scope.rules.question_days)
    text = lines(case_text.heading(turn.tr, case), "", turn.tr.t(step.question, days=days))
    return text, None if hint is None else turn.tr.t(hint, days=days)


def _case_of(filling: Filling) -> str:
    return filling.subject.partition(" ")[0]


# ── one or two texts, and it is done ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TextStep:
    """One text. ``fact`` is the field of ``CaseFacts`` it becomes."""

    fact: str
    question: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class TextForm:
    """An act that needs nothing but words."""

    act: CaseAct
    name: str
    steps: tuple[TextStep, ...]
    done: str


_TO_REPORTER: Final = N_("The reporter reads it word for word, so it must not tell who else said what.")
_FOR_COLLEAGUES: Final = N_("It stays in the timeline, for colleagues who may know of the case.")

TEXT_FORMS: Final = (
    TextForm(
        CaseAct.ASK_REPORTER, "c_ask",
        (
            TextStep(
                "text",
                N_("What do you want to ask the reporter?"),
                N_(
                    "They get it through the bot. The clock stands until they answer, at most {days} working days in "
                    "all."
                ),
            ),
        ),
        N_("The question is sent. You hear of it when they answer."),
    ),
    TextForm(
        CaseAct.RETURN_CONCLUSION, "c_return",
        (TextStep("reason", N_("Why do you return the conclusion? What is missing?"), _FOR_COLLEAGUES),),
        N_("The conclusion is returned to who drafted it."),
    ),
    TextForm(
        CaseAct.DECLINE_REJECTION, "c_decline",
        (TextStep("reason", N_("Why is the report to be taken up after all?"), _FOR_COLLEAGUES),),
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
        (TextStep("reason", N_("Why do you take the assignment back?"), _FOR_COLLEAGUES),),
        N_("The assignment is taken back; the case waits to be assigned."),
    ),
    TextForm(
        CaseAct.EXTEND, "c_extend",
        (
            TextStep("reason", N_("Why is more time needed? It can be extended once."), _FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told about the longer time?"), _TO_REPORTER),
        ),
        N_("The time is extended, and the reporter is told."),
    ),
    TextForm(
        CaseAct.REFUSE_WITHDRAWAL, "c_goon",
        (
            TextStep("reason", N_("Why does the case go on despite the wish to withdraw?"), _FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told?"), _TO_REPORTER),
        ),
        N_("The case goes on, and the reporter is told."),
    ),
    TextForm(
        CaseAct.TRANSFER, "c_transfer",
        (
            TextStep("receiving_body", N_("Which body receives the case?"), _FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told about the transfer?"), _TO_REPORTER),
        ),
        N_("The case is transferred, and the reporter is told."),
    ),
    TextForm(
        CaseAct.UPHOLD, "c_uphold",
        (
            TextStep("reason", N_("Why is the decision upheld?"), _FOR_COLLEAGUES),
            TextStep("text", N_("What is the reporter told about the appeal?"), _TO_REPORTER),
        ),
        N_("The decision is upheld, and the reporter is told."),
    ),
    TextForm(
        CaseAct.REOPEN, "c_reopen",
        (
            TextStep("reason", N_("Why is the case reopened?"), _FOR_COLLEAGUES),
            TextStep("text", N_("Which new evidence is there?"), _FOR_COLLEAGUES),
        ),
        N_("The case is reopened and waits to be assigned."),
    ),
)  # fmt: skip


def _conversation(form: TextForm) -> Conversation:
    hints = {step.fact: step.hint for step in form.steps}

    async def ask(turn: Turn, filling: Filling, step: Step) -> Question:
        return Question(*await asked(turn, filling, step, hints[step.key]))

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
            _farewell(turn, said)
            if form.act is CaseAct.RECUSE
            else await overview(turn, filling.subject, said)
        )

    steps = tuple(Step(step.fact, step.question, Kind.TEXT) for step in form.steps)
    return Conversation(Form(form.name, 1, steps), ask=ask, finish=finish)


def _farewell(turn: Turn, said: Markup) -> Page:
    return Page(said, (way_home(turn.tr),))


# ── an answer to the reporter ─────────────────────────────────────────────────────────────────────

_DRAFTED, _OWN = "drafted", "own"


def _writes_own(answers: Mapping[str, Json]) -> bool:
    return answers.get("which") == _OWN


async def _ask_answer(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    if step.key == "text":
        return Question(*await asked(turn, filling, step, _TO_REPORTER))
    text, _ = await asked(turn, filling, step)
    drafted = await _drafted_answer(turn, filling.subject)
    return Question(
        lines(text, quoted(fit(drafted, _DRAFT_ROOM), expandable=False)),
        choices=(tr.plain("Send this answer"), tr.plain("Write another")),
    )


async def _drafted_answer(turn: Turn, case_id: str) -> str:
    await cases.seen(turn.scope, turn.actor, case_id)
    entries = await turn.scope.uow.cases.entries(case_id)
    entry = cases.last_of(entries, CaseAct.SUBMIT_CONCLUSION)
    return "" if entry is None else conclusion_of(entry).draft_answer


async def _finish_answer(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    own = _writes_own(answers)
    text = str(answers["text"]) if own else await _drafted_answer(turn, filling.subject)
    await cases.act(turn.scope, turn.actor, filling.subject, CaseAct.ANSWER_REPORTER, CaseFacts(text=text))
    return await overview(turn, filling.subject, turn.tr.t("The reporter is answered."))


ANSWER: Final = Conversation(
    Form(
        "c_answer",
        1,
        (
            Step(
                "which",
                N_("This answer was drafted with the conclusion:"),
                Kind.CHOICE,
                choices=(_DRAFTED, _OWN),
            ),
            Step("text", N_("Write the answer to the reporter."), Kind.TEXT, applies=_writes_own),
        ),
    ),
    ask=_ask_answer,
    finish=_finish_answer,
)


# ── a wish to withdraw ────────────────────────────────────────────────────────────────────────────


async def _ask_withdrawal(turn: Turn, filling: Filling, step: Step) -> Question:
    hint = N_("Only a case without either ends by withdrawal; otherwise it goes on despite the wish.")
    return Question(*await asked(turn, filling, step, hint), choices=yes_no(turn), columns=2)


async def _finish_withdrawal(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    facts = CaseFacts(
        signs_of_violation=answers["signs"] == "yes", coercion_suspected=answers["coercion"] == "yes"
    )
    await cases.act(turn.scope, turn.actor, filling.subject, CaseAct.CONFIRM_WITHDRAWAL, facts)
    return await overview(
        turn, filling.subject, turn.tr.t("The report is withdrawn, and the reporter is told.")
    )


WITHDRAWAL: Final = Conversation(
    Form(
        "c_withdraw",
        1,
        (
            Step("signs", N_("Are there signs of a violation?"), Kind.CHOICE, choices=YES_NO),
            Step(
                "coercion",
                N_("Are there signs that the reporter was pressed to withdraw?"),
                Kind.CHOICE,
                choices=YES_NO,
            ),
        ),
    ),
    ask=_ask_withdrawal,
    finish=_finish_withdrawal,
)


# ── into other hands ──────────────────────────────────────────────────────────────────────────────


async def _ask_hand_over(turn: Turn, filling: Filling, step: Step) -> Question:
    return Question(*await asked(turn, filling, step, _FOR_COLLEAGUES))


async def _finish_hand_over(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    case_id, _, person_id = filling.subject.partition(" ")
    await cases.assign(turn.scope, turn.actor, case_id, person_id, str(answers["reason"]))
    return await overview(turn, case_id, turn.tr.t("The case is handed over; both are told."))


HAND_OVER: Final = Conversation(
    Form("c_handover", 1, (Step("reason", N_("Why does the case change hands?"), Kind.TEXT),)),
    ask=_ask_hand_over,
    finish=_finish_hand_over,
)


# ── a note ────────────────────────────────────────────────────────────────────────────────────────

_COLLEAGUES, _MYSELF = "colleagues", "myself"


async def _ask_note(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    if step.key == "text":
        return Question(*await asked(turn, filling, step))
    labels = tr.plain("Colleagues on the case"), tr.plain("Only me")
    return Question(*await asked(turn, filling, step, N_("The reporter never sees notes.")), choices=labels)


async def _finish_note(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    personal = answers["who"] == _MYSELF
    await cases.note(turn.scope, turn.actor, filling.subject, str(answers["text"]), personal=personal)
    return await overview(turn, filling.subject, turn.tr.t("The note is in the timeline."))


NOTE: Final = Conversation(
    Form(
        "c_note",
        1,
        (
            Step("who", N_("Who is the note for?"), Kind.CHOICE, choices=(_COLLEAGUES, _MYSELF)),
            Step("text", N_("Write the note."), Kind.TEXT),
        ),
    ),
    ask=_ask_note,
    finish=_finish_note,
)

CONVERSATIONS: Final = (*map(_conversation, TEXT_FORMS), ANSWER, WITHDRAWAL, HAND_OVER, NOTE)
