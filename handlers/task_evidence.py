"""What was submitted with a task: links and numbers to read, files to open."""

from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, rows
from bot.ui.text import fit, quoted, units
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from domain.task import Evidence, EvidenceKind
from handlers.context import Presses, Turn
from handlers.files import CANNOT_BE_SHOWN, FILE_STATES, attachment_of, can_be_shown
from handlers.task_links import ShowFile, TaskEvidence
from handlers.task_page import back_to_task
from handlers.task_text import NOTE_ON_PAGE, literal, piece_line, spaced, staff_page
from services import tasks as service
from services.evidence import FileRecord

VALUE_ROOM: Final = 180
CAPTION_ROOM: Final = 120
"""So that ten pieces, each with its caption and its state, fit into one message."""


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
            said.append(quoted(fit(record.caption, CAPTION_ROOM)))
        if record is not None and can_be_shown(record):
            files.append(Button(tr.plain("Open {n}", n=tr.number(number)), ShowFile(view.task.id, record.id)))
    return staff_page(
        turn,
        lines(tr.t("<b>{code}</b>: evidence submitted", code=view.task.code), *spaced(said)),
        rows(*grid(files, 4), back_to_task(tr, press)),
    )


def _evidence_line(tr: Translator, number: int, piece: Evidence, record: FileRecord | None) -> Markup:
    what: str | Markup = piece.value if record is None else record.name
    if piece.kind is EvidenceKind.LINK and units(what) > VALUE_ROOM:
        # Cut short it can be read, and followed all the same.
        what = Markup('<a href="{}">{}</a>').format(piece.value, fit(what, VALUE_ROOM))
    else:
        what = fit(what, VALUE_ROOM)
    said = piece_line(tr, number, piece.kind, what)
    if record is None or record.state not in FILE_STATES:
        return said
    return lines(said, tr.t("<i>({state})</i>", state=tr.plain(FILE_STATES[record.state])))


async def show_file(turn: Turn, press: ShowFile) -> Page:
    """Sends a piece of evidence to whoever may see its task, as it was examined and not to be passed on."""
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, press.task, events=1)
    record = await turn.scope.uow.files.get(press.file)
    if record is None or record.task_id != view.task.id:
        raise Refused(Code.TASK_UNKNOWN)
    attachment = attachment_of(record, view.task.code.replace("/", "-"))
    if attachment is None:
        state = FILE_STATES.get(record.state, CANNOT_BE_SHOWN)
        text = tr.t("The file cannot be shown: {why}.", why=tr.plain(state))
    else:
        text = literal(" · ".join(filter(None, (view.task.code, fit(record.name, NOTE_ON_PAGE)))))
    return Page(text, place=Place.EVENT, protect=True, sensitivity=Sensitivity.STAFF, attachment=attachment)


PRESSES: Presses = {TaskEvidence: evidence_page, ShowFile: show_file}
