"""The conclusion of a case, drafted by its owner: a finding for each allegation, an outcome, the evidence, an answer.

Whoever drafts it decides nothing by it: it goes to a second person.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.ui.forms import Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, Sensitivity, lines
from bot.ui.text import fit, quoted
from bot.ui.translation import N_
from domain.case import Conclusion, Finding, Outcome
from domain.case_acts import CaseAct, CaseFacts
from handlers import case_text
from handlers.case_forms import asked, lead_back, not_blank
from handlers.case_page import overview
from handlers.context import Turn
from handlers.forms import Conversation, Filling, Question, Wrong
from handlers.words import label_of
from services import cases
from services.evidence import FileRecord

MOST_ALLEGATIONS: Final = 5
_SAID_ROOM: Final = 800
_REVIEW_ROOM: Final = 3300
_ALL, _NONE, _SOME = "all", "none", "some"
_NUMBERS: Final = re.compile(r"\d{1,3}")


def _at_least(count: int) -> Callable[[Answers], bool]:
    def applies(answers: Answers) -> bool:
        allegations = answers.get("allegations")
        return isinstance(allegations, list) and len(allegations) >= count

    return applies


def _some(answers: Answers) -> bool:
    return answers.get("evidence") == _SOME


def _of_each() -> tuple[Step, ...]:
    steps = []
    for number in range(1, MOST_ALLEGATIONS + 1):
        applies = _at_least(number)
        question = N_("What did verification find of allegation {number}?")
        steps += [
            Step(f"outcome_{number}", question, Kind.CHOICE, applies=applies, choices=tuple(Outcome)),
            Step(
                f"finding_{number}",
                N_("The findings on allegation {number}, in words"),
                Kind.TEXT,
                not_blank,
                applies,
            ),
        ]
    return tuple(steps)


async def _files(turn: Turn, filling: Filling) -> list[FileRecord]:
    return [file for file in await turn.scope.uow.files.of_case(filling.subject) if file.is_bound]


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    kind, _, number = step.key.partition("_")
    if number:
        case = await cases.seen(turn.scope, turn.actor, filling.subject)
        text = lines(
            case_text.heading(tr, case),
            "",
            tr.t(step.question, number=number),
            quoted(fit(_allegation(filling, int(number)), _SAID_ROOM), expandable=False),
        )
        return Question(text, choices=_outcomes(turn) if kind == "outcome" else (), columns=2)
    text, hint = await asked(turn, filling, step, _HINTS.get(step.key))
    match step.key:
        case "outcome":
            return Question(text, hint, _outcomes(turn), columns=2)
        case "evidence":
            choices = tr.plain("All that came with the case"), tr.plain("None of it"), tr.plain("Some of it")
            return Question(text, hint, choices)
        case "numbers":
            listed = [
                case_text.file_line(tr, at, file) for at, file in enumerate(await _files(turn, filling), 1)
            ]
            return Question(lines(text, "", *(listed or [tr.t("Nothing here.")])), hint)
        case _:
            return Question(text, hint)


def _outcomes(turn: Turn) -> tuple[str, ...]:
    return tuple(label_of(turn.tr, outcome) for outcome in Outcome)


def _allegation(filling: Filling, number: int) -> str:
    allegations = filling.state.answers.get("allegations")
    return str(allegations[number - 1]) if isinstance(allegations, list) else ""


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    if step.key != "numbers":
        return turn.message.text
    count = len(await _files(turn, filling))
    numbers = sorted({int(one) for one in _NUMBERS.findall(turn.message.text or "")})
    if not numbers or not all(1 <= one <= count for one in numbers):
        return Wrong(
            turn.tr.t("Please send numbers of the list, such as 1, 3. There are {n} files.", n=count)
        )
    return list(numbers)


async def _conclusion(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Conclusion:
    allegations = answers["allegations"]
    assert isinstance(allegations, list)
    findings = tuple(
        Finding(
            str(allegation), Outcome(str(answers[f"outcome_{number}"])), str(answers[f"finding_{number}"])
        )
        for number, allegation in enumerate(allegations, 1)
    )
    files = await _files(turn, filling)
    chosen = answers.get("numbers")
    relied = {
        _ALL: range(1, len(files) + 1),
        _NONE: (),
        _SOME: chosen if isinstance(chosen, list) else (),
    }[str(answers["evidence"])]
    return Conclusion(
        outcome=Outcome(str(answers["outcome"])),
        findings=findings,
        draft_answer=str(answers["answer"]),
        evidence=tuple(file.id for number, file in enumerate(files, 1) if number in relied),
        evidence_listed=True,
    )


async def _review(turn: Turn, filling: Filling) -> Page:
    tr = turn.tr
    case = await cases.seen(turn.scope, turn.actor, filling.subject)
    conclusion = await _conclusion(turn, filling, filling.state.answers)
    words = case_text.conclusion_words(turn, conclusion, await _files(turn, filling))
    text = lines(
        case_text.heading(tr, case),
        tr.t("<b>Your conclusion</b>. A second person reads all of it and approves or returns it."),
        quoted(fit(words, _REVIEW_ROOM)),
    )
    return Page(text, protect=True, sensitivity=Sensitivity.CASE)


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    await cases.seen(turn.scope, turn.actor, filling.subject)
    facts = CaseFacts(conclusion=await _conclusion(turn, filling, answers))
    await cases.act(turn.scope, turn.actor, filling.subject, CaseAct.SUBMIT_CONCLUSION, facts)
    return await overview(
        turn, filling.subject, turn.tr.t("The conclusion waits for a second person to approve it.")
    )


_HINTS: Final = {
    "allegations": N_(
        "One message for each allegation, at most five. Press the button below when all are there."
    ),
    "outcome": N_("Of the case as a whole."),
    "evidence": N_("The reviewer sees what the findings rest on."),
    "numbers": N_("Send their numbers, such as 1, 3."),
    "answer": N_(
        "The reporter gets it once the conclusion is approved and you send it. It names nobody who spoke."
    ),
}

_LABELS: Final = {
    "allegations": N_("Allegations"),
    "outcome": N_("Outcome"),
    "evidence": N_("Evidence"),
    "numbers": N_("Numbers of files"),
    "answer": N_("Draft answer"),
}


def _label(turn: Turn, step: Step) -> str:
    kind, _, number = step.key.partition("_")
    if not number:
        return turn.tr.plain(_LABELS[step.key])
    words = N_("Outcome {number}") if kind == "outcome" else N_("Findings {number}")
    return turn.tr.plain(words, number=number)


CONCLUSION: Final = Conversation(
    Form(
        "c_conclude",
        1,
        (
            Step("allegations", N_("What was alleged?"), Kind.TEXTS, not_blank, at_most=MOST_ALLEGATIONS),
            *_of_each(),
            Step("outcome", N_("What is the outcome?"), Kind.CHOICE, choices=tuple(Outcome)),
            Step("evidence", N_("Which of the evidence do the findings rest on?"), Kind.CHOICE,
                 choices=(_ALL, _NONE, _SOME)),
            Step("numbers", N_("Which files?"), Kind.CUSTOM, applies=_some),
            Step("answer", N_("Draft the answer to the reporter."), Kind.TEXT, not_blank),
        ),
    ),
    ask=_ask,
    read=_read,
    finish=_finish,
    lead_back=lead_back,
    is_confidential=True,
    review=_review,
    label=_label,
    send_label=N_("Submit for approval"),
)  # fmt: skip

CONVERSATIONS: Final = (CONCLUSION,)
