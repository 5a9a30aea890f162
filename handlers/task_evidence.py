"""What was submitted with a task: links and numbers to read, files to open."""

from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button
from bot.ui.pages import Attachment, AttachmentKind, Page, Place, Sensitivity, TelegramFile, grid, lines, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from domain.task import Evidence, EvidenceKind
from handlers.context import Presses, Turn
from handlers.task_links import ShowFile, TaskEvidence
from handlers.task_page import back_to_task
from handlers.task_text import NOTE_ON_PAGE, PRODUCT_ROOM, literal, spaced, staff_page
from handlers.words import label_of
from services import tasks as service
from services.evidence import FileKind, FileRecord, FileState


async def evidence_page(turn: Turn, press: TaskEvidence) -> Page:
    """What was submitted last: links and numbers to read, files to open."""
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, press.task, events=1)
    records = {record.id: record for record in await turn.scope.uow.files.of_task(view.task.id)}
    files: list[Button] = []
    said = []
    for number, piece in enumerate(view.evidence, start=1):
        record = records.get(piece.value)
        said.append(_evidence_line(tr, number, piece, record))
        if record is not None and record.caption:
            said.append(quoted(fit(record.caption, NOTE_ON_PAGE)))
        if record is not None and _can_be_shown(record):
            files.append(Button(tr.plain("Open {n}", n=tr.number(number)), ShowFile(view.task.id, record.id)))
    return staff_page(
        turn,
        lines(tr.t("<b>{code}</b>: evidence submitted", code=view.task.code), *spaced(said)),
        rows(*grid(files, 4), back_to_task(tr, press)),
    )


def _evidence_line(tr: Translator, number: int, piece: Evidence, record: FileRecord | None) -> Markup:
    if piece.kind not in (EvidenceKind.FILE, EvidenceKind.PHOTO):
        what = piece.value
    elif record is None or not _can_be_shown(record):
        what = tr.plain("cannot be opened: of a type that can do harm")
    else:
        what = record.name or tr.plain("without a name")
    kind = label_of(tr, piece.kind)
    return tr.t("{n}. {kind}: {what}", n=tr.number(number), kind=kind, what=fit(what, PRODUCT_ROOM))


def _can_be_shown(record: FileRecord) -> bool:
    return record.state not in (FileState.FORBIDDEN, FileState.DISCARDED)


_ATTACHED: Final = {
    FileKind.PHOTO: AttachmentKind.PHOTO,
    FileKind.VIDEO: AttachmentKind.VIDEO,
    FileKind.DOCUMENT: AttachmentKind.DOCUMENT,
}


async def show_file(turn: Turn, press: ShowFile) -> Page:
    """Sends a piece of evidence to whoever may see its task, not to be passed on."""
    view = await service.view(turn.scope, turn.actor, press.task, events=1)
    record = await turn.scope.uow.files.get(press.file)
    if record is None or record.task_id != view.task.id or not _can_be_shown(record):
        raise Refused(Code.TASK_UNKNOWN)
    return Page(
        literal(" · ".join(filter(None, (view.task.code, fit(record.name, NOTE_ON_PAGE))))),
        place=Place.EVENT,
        protect=True,
        sensitivity=Sensitivity.STAFF,
        attachment=Attachment(_ATTACHED[record.kind], TelegramFile(record.source)),
    )


PRESSES: Presses = {TaskEvidence: evidence_page, ShowFile: show_file}
