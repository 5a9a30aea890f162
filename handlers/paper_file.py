"""The file of a document that a unit sent, or of a plan it issued, sent to be looked at."""

from bot.ui.pages import Page, Place, Sensitivity
from bot.ui.text import fit
from domain.errors import Code, Refused
from handlers.context import Turn
from handlers.files import CANNOT_BE_SHOWN, FILE_STATES, attachment_of
from handlers.task_text import NOTE_ON_PAGE, literal


async def paper_file(turn: Turn, file_id: str, number: str, name: str) -> Page:
    """A message of its own with the file, as it was examined and not to be passed on, called ``name``.

    Whoever calls this has asked whether the reader may see it.
    """
    tr = turn.tr
    record = await turn.scope.uow.files.get(file_id)
    if record is None:
        raise Refused(Code.DUTY_UNKNOWN)
    attachment = attachment_of(record, name)
    if attachment is None:
        state = FILE_STATES.get(record.state, CANNOT_BE_SHOWN)
        text = tr.t("The file cannot be shown: {why}.", why=tr.plain(state))
    else:
        text = literal(fit(number, NOTE_ON_PAGE))
    return Page(text, place=Place.EVENT, protect=True, sensitivity=Sensitivity.STAFF, attachment=attachment)
