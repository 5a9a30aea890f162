"""What staff fill in about a case, so that nothing typed is lost and a slip of the finger is taken back.

Here is what all of these forms have in common; and the answer, the withdrawal, the change of hands, and notes.
"""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.forms import AnswerRefused, Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, lines
from bot.ui.text import fit, quoted
from bot.ui.translation import N_
from domain.case_acts import CaseAct, CaseFacts
from domain.errors import Code, Refused
from domain.text import is_blank
from handlers import case_text
from handlers.case_page import overview
from handlers.context import Turn
from handlers.form_pages import nothing_sent
from handlers.forms import Conversation, Filling, Question
from handlers.refusal_words import words_of
from handlers.way_home import way_home
from services import cases
from services.case_acts import conclusion_of

_ANSWER_ROOM: Final = 2500
_NAME_ROOM: Final = 40
YES_NO: Final = ("yes", "no")
TO_REPORTER: Final = N_("The reporter reads it word for word, so it must not tell who else said what.")
FOR_COLLEAGUES: Final = N_("It stays in the timeline, for colleagues who may know of the case.")


def yes_no(turn: Turn) -> tuple[str, str]:
    """The labels of ``YES_NO``."""
    return turn.tr.plain("Yes"), turn.tr.plain("No")


async def asked(
    turn: Turn, filling: Filling, step: Step, hint: str | None = None
) -> tuple[Markup, Markup | None]:
    """A question below the code of the case it is about, and its hint.

    Raises Refused(CASE_UNKNOWN) once the case is out of sight.
    """
    case = await cases.seen(turn.scope, turn.actor, case_of(filling.subject))
    days = turn.tr.number(turn.scope.rules.question_days)
    question = Markup("<b>") + turn.tr.t(step.question, days=days) + Markup("</b>")
    text = lines(case_text.heading(turn.tr, case), "", question)
    return text, None if hint is None else turn.tr.t(hint, days=days)


def not_blank(value: Json, _answers: Answers) -> Json:
    """The words, if they say anything. Raises AnswerRefused."""
    if is_blank(str(value)):
        raise AnswerRefused(Code.TEXT_BLANK)
    return value


async def lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    """The case a form was about as it stands now, below why nothing came of the form."""
    said = nothing_sent(turn.tr) if refusal is None else words_over(turn, refusal)
    try:
        return await overview(turn, case_of(subject), said)
    except Refused as unknown:
        if unknown.code is not Code.CASE_UNKNOWN:
            raise
        return Page(said, (way_home(turn.tr),))


def words_over(turn: Turn, refusal: Refused) -> Markup:
    """What was refused, in words that stand above the case as it is now."""
    tr = turn.tr
    match refusal.code:
        case Code.NOT_NOW | Code.STALE:
            return tr.t("Things have moved on, so nothing was done. This is how the case stands now.")
        case Code.ALREADY_CLAIMED if refusal.data.get("owner_id") == turn.person.id:
            return tr.t("The case is yours already.")
        case Code.ALREADY_CLAIMED:
            owner = fit(str(refusal.data.get("owner") or ""), _NAME_ROOM)
            return tr.t("{owner} has taken this case already.", owner=owner)
        case _:
            return words_of(tr, refusal)


def case_of(subject: str) -> str:
    """The case that the subject of a form names first."""
    return subject.partition(" ")[0]


# ── an answer to the reporter ─────────────────────────────────────────────────────────────────────

_DRAFTED, _OWN = "drafted", "own"
_ANSWER_LABELS: Final = {"which": N_("Drafted or another"), "text": N_("Answer")}


def _writes_own(answers: Mapping[str, Json]) -> bool:
    return answers.get("which") == _OWN


async def _ask_answer(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    if step.key == "text":
        return Question(*await asked(turn, filling, step, TO_REPORTER))
    text, _ = await asked(turn, filling, step)
    drafted = await _drafted_answer(turn, filling.subject)
    return Question(
        lines(text, quoted(fit(drafted, _ANSWER_ROOM), expandable=False)),
        choices=(tr.plain("Use this answer"), tr.plain("Write another")),
    )


async def _review_answer(turn: Turn, filling: Filling) -> Page:
    case = await cases.seen(turn.scope, turn.actor, filling.subject)
    text = await _answer(turn, filling, filling.state.answers)
    return Page(
        lines(
            case_text.heading(turn.tr, case),
            turn.tr.t("The reporter would be told:"),
            quoted(fit(text, _ANSWER_ROOM)),
        )
    )


async def _answer(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> str:
    return str(answers["text"]) if _writes_own(answers) else await _drafted_answer(turn, filling.subject)


async def _drafted_answer(turn: Turn, case_id: str) -> str:
    await cases.seen(turn.scope, turn.actor, case_id)
    entries = await turn.scope.uow.cases.entries(case_id)
    entry = cases.last_of(entries, CaseAct.SUBMIT_CONCLUSION)
    return "" if entry is None else conclusion_of(entry).draft_answer


async def _finish_answer(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    text = await _answer(turn, filling, answers)
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
            Step("text", N_("Write the answer to the reporter."), Kind.TEXT, not_blank, _writes_own),
        ),
    ),
    ask=_ask_answer,
    finish=_finish_answer,
    review=_review_answer,
    label=lambda turn, step: turn.tr.plain(_ANSWER_LABELS[step.key]),
    send_label=N_("Send the answer"),
    lead_back=lead_back,
    is_confidential=True,
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
    lead_back=lead_back,
    is_confidential=True,
)


# ── into other hands ──────────────────────────────────────────────────────────────────────────────


async def _ask_hand_over(turn: Turn, filling: Filling, step: Step) -> Question:
    return Question(*await asked(turn, filling, step, FOR_COLLEAGUES))


async def _finish_hand_over(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    case_id, _, person_id = filling.subject.partition(" ")
    await cases.assign(turn.scope, turn.actor, case_id, person_id, str(answers["reason"]))
    return await overview(turn, case_id, turn.tr.t("The case is handed over; both are told."))


HAND_OVER: Final = Conversation(
    Form("c_handover", 1, (Step("reason", N_("Why does the case change hands?"), Kind.TEXT, not_blank),)),
    ask=_ask_hand_over,
    finish=_finish_hand_over,
    lead_back=lead_back,
    is_confidential=True,
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
            Step("text", N_("Write the note."), Kind.TEXT, not_blank),
        ),
    ),
    ask=_ask_note,
    finish=_finish_note,
    lead_back=lead_back,
    is_confidential=True,
)

CONVERSATIONS: Final = (ANSWER, WITHDRAWAL, HAND_OVER, NOTE)
