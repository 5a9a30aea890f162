"""What people write about tasks: how far it is, what shows that it is done, why it goes back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from telegram import Message

from bot.ui.buttons import Button, Press
from bot.ui.forms import (
    AnswerRefused,
    Answers,
    Form,
    FormState,
    Json,
    Kind,
    Refusal,
    Step,
    answer,
    items_of,
)
from bot.ui.pages import Page, grid, lines
from bot.ui.text import fit, units
from bot.ui.translation import N_, Translator
from domain.errors import Code
from domain.task import Evidence, EvidenceKind, TaskAct
from handlers.approvals import approvals_page
from handlers.context import Presses, Turn
from handlers.forms import Conversation, Filling, Question, Wrong, read_text
from handlers.sent_proof import address_in, as_incoming, file_in, why_no_address, why_no_file
from handlers.task_begin import (
    PROGRESS,
    RETURN,
    SUBMIT,
    begin,
    head,
    lead_back,
    seen_of,
    some_words,
    subject_of,
)
from handlers.task_links import ReportProgress, SendBack, Submit
from handlers.task_page import task_page
from handlers.task_text import NOTE_ROOM, piece_line, staff_page
from services import tasks as service
from services.evidence import FileKind, Incoming

PERCENTAGES: Final = (10, 25, 50, 75, 90, 100)
PIECES: Final = 10
PIECE_ROOM: Final = 120
_NUMBER: Final = re.compile(r"\d\s*[-/]\s*(?:\d{4}\s*/\s*)?[^\W\d_]")
"""A number and what issued it, as papers are numbered: 45/BC-STTTT, 15/2023/QĐ-UBND, 123-CV/TU. A date is none."""
_OTHER_ADDRESS: Final = re.compile(r"://|^www\.", re.IGNORECASE)


@dataclass(frozen=True)
class ChoosePercent(Press, prefix="tg2"):
    form: str
    turn: int
    percent: int


# ── progress ──────────────────────────────────────────────────────────────────────────────────────


def _percent(value: Json, _answers: Answers) -> Json:
    text = str(value).strip().removesuffix("%").strip()
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > 100:
        raise AnswerRefused(Code.PERCENT_INVALID)
    return int(text)


_PROGRESS: Final = Form(
    PROGRESS,
    1,
    (
        Step("percent", "How far is it?", Kind.CUSTOM, validate=_percent),
        Step("note", "What was done?", Kind.TEXT, validate=some_words, required=False),
    ),
)


async def _ask_progress(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    task = await service.may_do(turn.scope, turn.actor, filling.subject, TaskAct.REPORT_PROGRESS)
    if step.key == "note":
        percent = tr.number(_answered(filling, "percent"))
        return Question(
            lines(
                head(tr, task),
                "",
                tr.t("{percent}% done. What was done, what is in the way?", percent=percent),
            ),
            tr.t("One message, or skip it."),
        )
    return Question(
        lines(head(tr, task), "", tr.t("How much of the task is done?")),
        tr.t("Press a figure, or write a whole number from 0 to 100."),
        rows=grid([Button(f"{n}%", ChoosePercent(PROGRESS, filling.state.turn, n)) for n in PERCENTAGES], 3),
    )


async def _read_progress(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    return turn.message.text if step.key == "percent" else await read_note(turn, filling, step)


async def _correct_progress(turn: Turn, _filling: Filling, _step: Step, _old: Json) -> Json | Wrong | None:
    return turn.message.text


async def read_note(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    """A note or a reason, no longer than fits beside what it is about."""
    text = await read_text(turn, filling, step)
    if isinstance(text, str) and units(text) > NOTE_ROOM:
        return Wrong(
            turn.tr.t(
                "This is longer than {most} characters. Please shorten it.",
                most=turn.tr.number(NOTE_ROOM),
            )
        )
    return text


async def _finish_progress(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    percent, note = answers["percent"], answers.get("note", "")
    assert isinstance(percent, int)

    task = await service.report_progress(turn.scope, turn.actor, filling.subject, percent, str(note))
    said = turn.tr.t("Recorded: {code} is {percent}% done.", code=task.code, percent=turn.tr.number(percent))
    return await task_page(turn, task.id, None, 0, said)


def _answered(filling: Filling, key: str) -> int:
    value = filling.state.answers[key]
    assert isinstance(value, int)
    return value


# ── submission ────────────────────────────────────────────────────────────────────────────────────

_TOO_LARGE: Final = N_("<i>Larger than 20 MB: it is not fetched here, and is opened through Telegram.</i>")
_SUBMIT: Final = Form(SUBMIT, 1, (Step("evidence", "Evidence", Kind.FILES, at_most=PIECES),))


async def _ask_evidence(turn: Turn, filling: Filling, _step: Step) -> Question:
    tr = turn.tr
    task = await service.may_do(turn.scope, turn.actor, filling.subject, TaskAct.SUBMIT)
    pieces = _pieces(filling)
    if not pieces:
        return Question(
            lines(head(tr, task), "", tr.t("Send what shows that the task is done.")),
            tr.t("A file, a photo, a link, or the number of a document (45/BC-STTTT); several are fine."),
        )
    return Question(
        lines(head(tr, task), "", tr.t("Evidence so far:"), *_listed(tr, pieces)),
        tr.t("Send more, or go on."),
    )


async def _read_evidence(turn: Turn, _filling: Filling, _step: Step) -> Json | Wrong | None:
    file = _file_of(turn.message)
    if file is not None:
        why = why_no_file(turn.tr, file)
        return file if why is None else Wrong(why)
    text = (turn.message.text or "").strip()
    address = address_in(text)
    if address is not None:
        why = why_no_address(turn.tr, address)
        if why is not None:
            return Wrong(why)
        return {"kind": EvidenceKind.LINK, "value": address, "note": _beside(text, address)}
    if units(text) <= PIECE_ROOM and _NUMBER.search(text) and not _OTHER_ADDRESS.search(text):
        return {"kind": EvidenceKind.DOCUMENT_NUMBER, "value": text, "note": ""}
    return Wrong(
        turn.tr.t(
            "Evidence is a file, a photo, a link that begins with https:// or the number of a document, "
            "such as 45/BC-STTTT."
        )
    )


async def _correct_evidence(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read_evidence(turn, filling, step)


def _beside(text: str, address: str) -> str:
    """What was written around a link, so that it is not lost."""
    return text if text != address else ""


def _file_of(message: Message) -> dict[str, Json] | None:
    """The file of a message as it waits in the draft; None for what is no evidence of a task: a voice, a place."""
    file = file_in(message)
    if file is None:
        return None
    kind = EvidenceKind.PHOTO if file["sent_as"] == FileKind.PHOTO else EvidenceKind.FILE
    return {"kind": kind, **file}


def _pieces(filling: Filling) -> list[dict[str, Any]]:
    return [piece for piece in items_of(filling.state, "evidence") if isinstance(piece, dict)]


def _listed(tr: Translator, pieces: list[dict[str, Any]]) -> list[Markup]:
    return [
        lines(
            piece_line(
                tr,
                number,
                EvidenceKind(piece["kind"]),
                fit(piece.get("value") or piece.get("name") or piece.get("caption") or "", PIECE_ROOM),
            ),
            None if piece.get("can_be_fetched", True) else tr.t(_TOO_LARGE),
        )
        for number, piece in enumerate(pieces, start=1)
    ]


def _as_evidence(piece: dict[str, Any]) -> Evidence | Incoming:
    if "value" in piece:
        return Evidence(EvidenceKind(piece["kind"]), piece["value"])
    return as_incoming(piece)


async def _review_submission(turn: Turn, filling: Filling) -> Page:
    tr = turn.tr
    task = await service.may_do(turn.scope, turn.actor, filling.subject, TaskAct.SUBMIT)
    return staff_page(
        turn,
        lines(
            head(tr, task),
            "",
            tr.t("You submit, for approval:"),
            *_listed(tr, _pieces(filling)),
            "",
            tr.t("Whether it is in time is judged by today, the day of submission."),
        ),
        (),
    )


async def _finish_submission(turn: Turn, filling: Filling, _answers: Mapping[str, Json]) -> Page:
    pieces = _pieces(filling)
    note = "\n".join(piece["note"] for piece in pieces if piece.get("note"))

    evidence = [_as_evidence(piece) for piece in pieces]
    task = await service.submit(turn.scope, turn.actor, filling.subject, evidence, note)
    said = turn.tr.t(
        "{code} is submitted and waits for approval. You will hear what is decided.", code=task.code
    )
    return await task_page(turn, task.id, None, 0, said)


# ── returning ─────────────────────────────────────────────────────────────────────────────────────

_RETURN: Final = Form(RETURN, 1, (Step("reason", "Why?", Kind.TEXT, validate=some_words),))


async def _ask_reason(turn: Turn, filling: Filling, _step: Step) -> Question:
    task_id, _ = seen_of(filling.subject)
    task = await service.may_do(turn.scope, turn.actor, task_id, TaskAct.RETURN)
    return Question(
        lines(head(turn.tr, task), "", turn.tr.t("What is missing, what has to be done?")),
        turn.tr.t("Write it in one message; the unit reads it as it is."),
    )


async def _finish_return(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task_id, revision = seen_of(filling.subject)
    task = await service.send_back(turn.scope, turn.actor, task_id, str(answers["reason"]), revision)
    said = turn.tr.t("{code} is returned to the unit, with your reason.", code=task.code)
    return await approvals_page(turn, 0, said)


# ── beginning ─────────────────────────────────────────────────────────────────────────────────────


CONVERSATIONS: Final = (
    Conversation(
        _PROGRESS,
        _ask_progress,
        _finish_progress,
        read=_read_progress,
        correct=_correct_progress,
        lead_back=lead_back,
    ),
    Conversation(
        _SUBMIT,
        _ask_evidence,
        _finish_submission,
        read=_read_evidence,
        correct=_correct_evidence,
        review=_review_submission,
        send_label="Submit for approval",
        lead_back=lead_back,
    ),
    Conversation(_RETURN, _ask_reason, _finish_return, read=read_note, lead_back=lead_back),
)


async def report_progress(turn: Turn, press: ReportProgress) -> Page | None:
    """Asks how far the task is."""
    return await begin(turn, PROGRESS, press.task)


async def choose_percent(turn: Turn, press: ChoosePercent) -> Page | None:
    """A figure was pressed in place of written."""

    def choose(form: Form, state: FormState) -> FormState:
        if form is not _PROGRESS:
            raise AnswerRefused(Refusal.NOT_A_CHOICE)
        return answer(form, state, press.percent)

    return await turn.deployment.conversations.change(turn, press, choose)


async def submit(turn: Turn, press: Submit) -> Page | None:
    """Asks for the evidence."""
    return await begin(turn, SUBMIT, press.task)


async def send_back(turn: Turn, press: SendBack) -> Page | None:
    """Asks for the reason."""
    return await begin(turn, RETURN, subject_of(press.task, press.revision))


PRESSES: Presses = {
    ReportProgress: report_progress,
    ChoosePercent: choose_percent,
    Submit: submit,
    SendBack: send_back,
}
