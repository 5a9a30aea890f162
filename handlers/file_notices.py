"""What somebody is told of a file they sent that cannot be looked at: for a report, a task, an order or a plan."""

from collections.abc import Mapping
from typing import Final

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from bot.ui.text import fit, quoted
from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.task import TaskStatus
from handlers.context import Deployment, Renderer
from handlers.duty_links import DutyList, OpenRegister
from handlers.files import FILE_KINDS
from handlers.forms import Resume
from handlers.own_links import OpenOwn, Saying, SayOwn
from handlers.task_links import OpenTask
from services import own_cases
from services.evidence import FileRecord, FileState
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope
from services.tasks import may_see, served_units

NAME_ROOM: Final = 100

_WHY: Final = {
    FileState.FORBIDDEN: N_(
        "It is of a type that can do harm to whoever opens it, or that cannot be looked into: a program, a web page, "
        "an archive, an old or protected office document. It is kept sealed, and nobody opens it."
    ),
    FileState.UNREACHABLE: N_("It could not be fetched from Telegram, although it was tried several times."),
}
_WHAT_TO_DO: Final = {
    FileState.FORBIDDEN: N_("Please send it as a photo, as a PDF or as text instead."),
    FileState.UNREACHABLE: N_("Please send it once more, if you still have it."),
}

_IF_RETURNED: Final = N_(
    "The task waits for approval, and whoever decides sees that this file does not open. Should it be returned, please "
    "send another."
)


async def file_not_kept(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """A file somebody sent cannot be looked at: which, why, and what to do. To whoever sent it, while they may."""
    file = await scope.uow.files.get(str(notice.subject["file"]))
    if file is None or file.state != notice.subject["state"]:
        return None
    tr = deployment.translator(person.language)
    way_on = await _way_on(scope, tr, person, file)
    if way_on is None:
        return None
    name = fit(file.name, NAME_ROOM) if file.name else None
    return Page(
        lines(
            tr.t("<b>A file of yours cannot be used as it is</b>"),
            tr.t(
                "You sent it {at}: {kind}",
                kind=tr.plain(FILE_KINDS[file.kind]),
                at=tr.datetime(file.created_at),
            ),
            None if name is None else quoted(name, expandable=False),
            tr.t(_WHY[file.state]),
            tr.t(await _what_to_do(scope, file)),
        ),
        way_on,
        place=Place.EVENT,
        sensitivity=Sensitivity.CASE if file.case_id is not None else Sensitivity.STAFF,
    )


async def _what_to_do(scope: Scope, file: FileRecord) -> str:
    task = await scope.uow.tasks.get(file.task_id) if file.task_id is not None else None
    # Nothing can be sent for a task that is with whoever approves it: its page has no button for that.
    is_submitted = task is not None and task.status is TaskStatus.SUBMITTED
    return _IF_RETURNED if is_submitted else _WHAT_TO_DO[file.state]


async def _way_on(scope: Scope, tr: Translator, person: Person, file: FileRecord) -> tuple[Row, ...] | None:
    """Where another can be sent: to the task, the draft or the report it was sent for; None if that is not theirs."""
    actor = person.actor(scope.now)
    if file.task_id is not None:
        task = await scope.uow.tasks.get(file.task_id)
        if task is None or not may_see(task, actor):
            return None
        return (row(Button(tr.plain("Open the task"), OpenTask(task.id))),)
    if file.case_id is None:
        return _to_the_papers(tr, actor)
    drafts = await scope.uow.drafts.of_person(person.id)
    for draft in drafts:
        if draft.case_id == file.case_id and not file.is_bound:
            return (row(Button(tr.plain("Go on with what you began ›"), Resume(draft.form), Style.PRIMARY)),)
    try:
        case = await own_cases.own(scope, actor, file.case_id or "")
    except Refused as refusal:
        if refusal.code is not Code.CASE_UNKNOWN:
            raise
        return None
    return (
        row(Button(tr.plain("Add to it"), SayOwn(case.id, Saying.ADD, below=True), Style.PRIMARY)),
        row(Button(tr.plain("Open the report ›"), OpenOwn(case.id, below=True))),
    )


def _to_the_papers(tr: Translator, actor: Actor) -> tuple[Row, ...] | None:
    """Where documents of units and their plans are sent."""
    if served_units(actor):
        return (row(Button(tr.plain("All orders to the unit"), DutyList())),)
    if actor.has(Role.COORDINATOR):
        return (row(Button(tr.plain("Digital plans"), OpenRegister())),)
    return None


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {NoticeKind.FILE_NOT_KEPT: file_not_kept}
