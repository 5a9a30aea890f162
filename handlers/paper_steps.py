"""The questions that every document asks: its number, its date, and a file or a link that shows it.

A unit tells of a document in five places; the questions, what is taken as an answer and how it is read are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from bot.ui.buttons import Button
from bot.ui.forms import AnswerRefused, Answers, Json, Kind, Step
from bot.ui.pages import row
from bot.ui.text import fit, units
from bot.ui.translation import N_
from domain.errors import Code
from domain.task import EvidenceKind
from handlers.context import Turn
from handlers.day_step import ChooseDay, a_day, day_of
from handlers.forms import Filling, Question, Wrong
from handlers.sent_proof import address_in, as_incoming, file_in, why_no_address, why_no_file
from handlers.words import label_of
from services.evidence import FileKind, Incoming

NUMBER: Final = "number"
DATED: Final = "dated"
PROOF: Final = "proof"
NUMBER_ROOM: Final = 120

_TAKEN: Final = frozenset({FileKind.PHOTO, FileKind.DOCUMENT})


def _number(value: Json, _answers: Answers) -> Json:
    text = str(value).strip()
    if not any(char.isdigit() for char in text) or units(text) > NUMBER_ROOM:
        raise AnswerRefused(Code.DOCUMENT_MISSING)
    return text


STEPS: Final = (
    Step(NUMBER, N_("Number of the document"), Kind.CUSTOM, validate=_number),
    Step(DATED, N_("Date of the document"), Kind.CUSTOM, validate=a_day),
    Step(PROOF, N_("The document itself"), Kind.CUSTOM, required=False),
)


def ask_paper(turn: Turn, filling: Filling, step: Step, head: Markup) -> Question:
    """How one of the questions looks, under what the form is about."""
    tr = turn.tr
    match step.key:
        case "number":
            return Question(
                Markup("{}\n\n{}").format(head, tr.t("What is the document's number?")),
                tr.t("For example: 45/BC-STTTT."),
            )
        case "dated":
            today = Button(
                tr.plain("Today, {day}", day=tr.date(turn.scope.today)),
                ChooseDay(filling.draft.form, filling.state.turn, turn.scope.today),
            )
            return Question(
                Markup("{}\n\n{}").format(head, tr.t("Which date does the document bear?")),
                tr.t("Write it as dd/mm/yyyy."),
                rows=(row(today),),
            )
        case _:
            return Question(
                Markup("{}\n\n{}").format(head, tr.t("Send the document: a file, a photo or a link.")),
                tr.t("It can be left out; the number and the date are enough."),
            )


async def read_paper(turn: Turn, _filling: Filling, step: Step) -> Json | Wrong | None:
    """What was sent, as an answer to one of the questions."""
    tr, text = turn.tr, (turn.message.text or "").strip()
    match step.key:
        case "number":
            return text or None
        case "dated":
            day = day_of(text, turn.scope.today)
            if day is None:
                return Wrong(tr.t("This is no date. Write it as dd/mm/yyyy, for example 25/10/2023."))
            if day > turn.scope.today:
                return Wrong(tr.t("The document's date lies ahead. Please check it."))
            return day.isoformat()
        case _:
            return _proof(turn, text)


def _proof(turn: Turn, text: str) -> Json | Wrong:
    file = file_in(turn.message, _TAKEN)
    if file is not None:
        why = why_no_file(turn.tr, file)
        return file if why is None else Wrong(why)
    address = address_in(text)
    if address is None:
        return Wrong(turn.tr.t("A file, a photo or a link that begins with https:// is expected here."))
    why = why_no_address(turn.tr, address)
    return {"link": address} if why is None else Wrong(why)


async def correct_paper(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    """An edited message replaces the answer it was."""
    return await read_paper(turn, filling, step)


@dataclass(frozen=True, slots=True)
class PaperAnswers:
    """The answers to the questions."""

    number: str
    dated: date
    proof: Incoming | str


def paper_answers(answers: Mapping[str, Json]) -> PaperAnswers:
    """The answers as the use cases take them."""
    return PaperAnswers(str(answers[NUMBER]), date.fromisoformat(str(answers[DATED])), proof_answer(answers))


def proof_answer(answers: Mapping[str, Json]) -> Incoming | str:
    """The file or the link that was sent along, empty where none was."""
    proof: Any = answers.get(PROOF)
    if not isinstance(proof, dict):
        return ""
    return str(proof["link"]) if "link" in proof else as_incoming(proof)


def review_lines(turn: Turn, filling: Filling) -> list[Markup]:
    """The answers, read over before they are sent."""
    tr, given = turn.tr, filling.state.answers
    return [
        tr.t("Number: {number}", number=fit(str(given.get(NUMBER, "")), NUMBER_ROOM)),
        tr.t("Date: {day}", day=tr.long_date(date.fromisoformat(str(given[DATED])))),
        *attached_lines(turn, given),
    ]


def attached_lines(turn: Turn, answers: Mapping[str, Json]) -> list[Markup]:
    """What was sent along, by its name or its link; nothing where nothing was."""
    tr, proof = turn.tr, answers.get(PROOF)
    if not isinstance(proof, dict):
        return []
    kind = EvidenceKind.PHOTO if proof.get("sent_as") == FileKind.PHOTO else EvidenceKind.FILE
    name = proof.get("link") or proof.get("name") or label_of(tr, kind)
    return [tr.t("Attached: {name}", name=fit(str(name), NUMBER_ROOM))]
