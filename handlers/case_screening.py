"""Screening a report, and proposing not to take it up.

What intake records here is the product's legal footing: a chat message is no statutory denunciation, but information
with a clear violator, concrete evidence and a basis to verify is inspected or transferred all the same (Law on
Denunciation 2018, art. 25(2)).
"""

from collections.abc import Mapping
from typing import Final

from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, Sensitivity, lines
from bot.ui.text import fit, quoted
from bot.ui.translation import N_
from domain.case import LegalClass, Priority, RejectionReason, ThreeTests
from domain.case_acts import CaseAct, CaseFacts
from handlers import case_text
from handlers.case_forms import YES_NO, asked, lead_back, not_blank, yes_no
from handlers.case_page import overview
from handlers.context import Turn
from handlers.forms import Conversation, Filling, Question
from handlers.way_home import way_home
from handlers.words import label_of, name_of
from services import cases

_GUIDANCE_ROOM: Final = 2500
_NONE, _TIE = "none", "tie"

_HINTS: Final = {
    "legal_class": N_(
        "Feedback tells of something; a recommendation proposes something; a complaint is about a decision that "
        "affects the person; a denunciation accuses of a violation of law. The four are never merged."
    ),
    "violator_clear": N_("The first of the three tests of article 25(2), Law on Denunciation 2018."),
    "evidence_concrete": N_("The second test: documents, photos, times, places, witnesses."),
    "basis_to_verify": N_("The third test: there is something that can be checked."),
    "priority": N_("It changes the order of the queue, not the deadlines."),
    "conflicts": N_(
        "Kin, friends, a former post, a dispute: whoever has a tie to the unit or the person must not screen the "
        "report, and sees it no more."
    ),
}

_LABELS: Final = {
    "legal_class": N_("Kind"),
    "violator_clear": N_("Violator clear"),
    "evidence_concrete": N_("Evidence concrete"),
    "basis_to_verify": N_("Basis to verify"),
    "retaliation": N_("Retaliation"),
    "priority": N_("Priority"),
    "conflicts": N_("Conflicts of interest"),
    "reason": N_("Reason"),
    "text": N_("What the reporter is told"),
}


def _label(turn: Turn, step: Step) -> str:
    return turn.tr.plain(_LABELS[step.key])


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    text, hint = await asked(turn, filling, step, _HINTS.get(step.key))
    match step.key:
        case "legal_class":
            return Question(text, hint, tuple(label_of(tr, kind) for kind in LegalClass), columns=2)
        case "priority":
            return Question(text, hint, tuple(label_of(tr, one) for one in Priority), columns=3)
        case "conflicts":
            return Question(text, hint, (tr.plain("Checked: none"), tr.plain("I have a tie")))
        case _:
            return Question(text, hint, yes_no(turn), columns=2)


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, answers = turn.tr, filling.state.answers
    case = await cases.seen(turn.scope, turn.actor, filling.subject)
    tied = answers["conflicts"] == _TIE
    text = lines(
        case_text.heading(tr, case),
        tr.t("<b>Screening</b>"),
        tr.t("Kind: {kind}", kind=name_of(tr, LegalClass(str(answers["legal_class"])))),
        case_text.tests_line(tr, *_tests(answers)),
        tr.t("Retaliation is feared") if answers["retaliation"] == "yes" else None,
        tr.t("Priority: {priority}", priority=name_of(tr, Priority(str(answers["priority"])))),
        tr.t("Your tie is recorded; the report is not screened by you, and you see it no more.")
        if tied
        else tr.t("Conflicts of interest: checked, none"),
    )
    return Page(text, protect=True, sensitivity=Sensitivity.CASE)


def _tests(answers: Mapping[str, Json]) -> tuple[bool, bool, bool]:
    violator, evidence, basis = (
        answers[key] == "yes" for key in ("violator_clear", "evidence_concrete", "basis_to_verify")
    )
    return violator, evidence, basis


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    if answers["conflicts"] == _TIE:
        await cases.declare_tie(turn.scope, turn.actor, filling.subject)
        return Page(
            turn.tr.t("Your tie is recorded. Somebody else screens the report."), (way_home(turn.tr),)
        )
    facts = CaseFacts(
        legal_class=LegalClass(str(answers["legal_class"])),
        tests=ThreeTests(*_tests(answers)),
        priority=Priority(str(answers["priority"])),
        retaliation_feared=answers["retaliation"] == "yes",
        conflicts_checked=True,
    )
    await cases.act(turn.scope, turn.actor, filling.subject, CaseAct.SCREEN, facts)
    return await overview(
        turn, filling.subject, turn.tr.t("The report is screened and waits to be assigned.")
    )


SCREENING: Final = Conversation(
    Form(
        "c_screen",
        1,
        (
            Step("legal_class", N_("What is it?"), Kind.CHOICE, choices=tuple(LegalClass)),
            Step("violator_clear", N_("Is it clear who the violator is?"), Kind.CHOICE, choices=YES_NO),
            Step("evidence_concrete", N_("Is the evidence concrete?"), Kind.CHOICE, choices=YES_NO),
            Step("basis_to_verify", N_("Is there a basis to verify it?"), Kind.CHOICE, choices=YES_NO),
            Step(
                "retaliation",
                N_("Is retaliation against the reporter to be feared?"),
                Kind.CHOICE,
                choices=YES_NO,
            ),
            Step("priority", N_("How soon is it to be taken up?"), Kind.CHOICE, choices=tuple(Priority)),
            Step(
                "conflicts",
                N_("Have you looked for conflicts of interest?"),
                Kind.CHOICE,
                choices=(_NONE, _TIE),
            ),
        ),
    ),
    ask=_ask,
    finish=_finish,
    lead_back=lead_back,
    is_confidential=True,
    review=_review,
    label=_label,
    send_label=N_("Record the screening"),
)


# ── not taken up ──────────────────────────────────────────────────────────────────────────────────


async def _ask_rejection(turn: Turn, filling: Filling, step: Step) -> Question:
    if step.key == "reason":
        text, hint = await asked(
            turn, filling, step, N_("A second person confirms or declines. Nothing is rejected by one alone.")
        )
        return Question(text, hint, tuple(label_of(turn.tr, reason) for reason in RejectionReason))
    hint_words = N_("The reporter reads it word for word: why it is not taken up, and where they can turn.")
    return Question(*await asked(turn, filling, step, hint_words))


async def _review_rejection(turn: Turn, filling: Filling) -> Page:
    tr, answers = turn.tr, filling.state.answers
    case = await cases.seen(turn.scope, turn.actor, filling.subject)
    reason = RejectionReason(str(answers["reason"]))
    text = lines(
        case_text.heading(tr, case),
        tr.t("<b>Proposal not to take it up</b>"),
        tr.t("Reason: {reason}", reason=name_of(tr, reason)),
        tr.t("The reporter would be told:"),
        quoted(fit(str(answers["text"]), _GUIDANCE_ROOM)),
    )
    return Page(text, protect=True, sensitivity=Sensitivity.CASE)


async def _finish_rejection(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    facts = CaseFacts(rejection=RejectionReason(str(answers["reason"])), text=str(answers["text"]))
    await cases.act(turn.scope, turn.actor, filling.subject, CaseAct.PROPOSE_REJECTION, facts)
    return await overview(
        turn, filling.subject, turn.tr.t("The proposal waits for a second person to confirm it.")
    )


REJECTION: Final = Conversation(
    Form(
        "c_reject",
        1,
        (
            Step("reason", N_("Why is it not to be taken up?"), Kind.CHOICE, choices=tuple(RejectionReason)),
            Step(
                "text", N_("What is the reporter told, and where else can they turn?"), Kind.TEXT, not_blank
            ),
        ),
    ),
    ask=_ask_rejection,
    finish=_finish_rejection,
    lead_back=lead_back,
    is_confidential=True,
    review=_review_rejection,
    label=_label,
    send_label=N_("Propose it"),
)

CONVERSATIONS: Final = (SCREENING, REJECTION)
