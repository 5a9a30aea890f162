"""A head's or focal officer's tasks: the list, a task's page with what may be done now, its history and evidence."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Row, Style
from bot.ui.pages import (
    Attachment,
    AttachmentKind,
    Page,
    Place,
    Sensitivity,
    TelegramFile,
    grid,
    lines,
    pager,
    row,
    rows,
)
from bot.ui.text import fit, quoted
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from domain.people import Role
from domain.task import Evidence, EvidenceKind, Task, TaskAct, TaskStatus
from domain.unit import Units
from handlers.context import Presses, Screen, Turn
from handlers.home import OpenMenu, home
from handlers.refusal_words import words_of
from handlers.task_text import (
    PER_PAGE,
    bold,
    clamped,
    code_buttons,
    days_words,
    figure_words,
    literal,
    plan_title,
    sample_label,
    spaced,
    staff_page,
    standing,
    task_lines,
    title,
    unit_of,
)
from handlers.words import label_of, name_of
from services import tasks as service
from services.evidence import FileKind, FileRecord, FileState
from services.task_events import IMPORTED, TaskEvent
from services.tasks import TaskView, UnitTasks

EVENTS_ON_PAGE: Final = 3
EVENTS_IN_HISTORY: Final = 5
NOTE_ON_PAGE: Final = 200
NOTE_IN_HISTORY: Final = 600
"""As long as a note or a reason may be, so that five of them fit into one message."""
TITLE_ROOM: Final = 600
PRODUCT_ROOM: Final = 400
UNITS_NAMED: Final = 1
"""Cooperating units named on the page, when there are more than fit on a line; the others are counted."""
UNITS_ON_A_LINE: Final = 3


class Origin(StrEnum):
    """From where a task was opened, and so where "back" leads."""

    UNIT = "u"
    COOPERATING = "c"
    APPROVALS = "p"
    PLAN_UNIT = "v"
    PLAN_AREA = "a"
    PLAN_OVERDUE = "o"
    EVENT = "e"
    """A digest or a notice: the task opens below it, for what was said stays said."""


@dataclass(frozen=True)
class TaskList(Press, prefix="tl1"):
    """A page of a unit's tasks; without a unit, the choice between several."""

    unit: str | None = None
    page: int = 0


@dataclass(frozen=True)
class CooperatingList(Press, prefix="tc1"):
    page: int = 0


@dataclass(frozen=True)
class OpenTask(Press, prefix="t1"):
    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class Acknowledge(Press, prefix="ta1"):
    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class TaskHistory(Press, prefix="th1"):
    task: str
    origin: Origin
    page: int = 0
    at: int = 0


@dataclass(frozen=True)
class TaskUnits(Press, prefix="tu1"):
    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class TaskEvidence(Press, prefix="te1"):
    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class ShowFile(Press, prefix="tf1"):
    task: str
    file: str


@dataclass(frozen=True)
class ReportProgress(Press, prefix="tg1"):
    task: str


@dataclass(frozen=True)
class Submit(Press, prefix="ts1"):
    task: str


@dataclass(frozen=True)
class Approve(Press, prefix="tp1"):
    """``revision`` is what the coordinator has before their eyes."""

    task: str
    revision: int


@dataclass(frozen=True)
class SendBack(Press, prefix="tb1"):
    task: str
    revision: int


BackTo = Callable[[Task, int], Press]
BACK: dict[Origin, BackTo] = {
    Origin.UNIT: lambda task, page: TaskList(task.lead_unit, page),
    Origin.COOPERATING: lambda _task, page: CooperatingList(page),
}
"""Where "back" leads from a task; the coordinator's pages add theirs."""


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────


async def tasks(turn: Turn) -> Page | None:
    """/tasks: the list of the one unit somebody serves, or the choice between several."""
    return await _list(turn, TaskList())


async def task_list(turn: Turn, press: TaskList) -> Page | None:
    """A page of a unit's tasks."""
    return await _list(turn, press)


async def _list(turn: Turn, press: TaskList) -> Page:
    if not service.served_units(turn.actor):
        return await home(turn, turn.tr.t("Tasks are shown here to heads and focal officers of units."))
    found = await service.units_tasks(turn.scope, turn.actor)
    _, together = await service.cooperating(turn.scope, turn.actor, 1, 0)
    chosen = next((one for one in found if one.unit == press.unit), None)
    if chosen is None and len(found) > 1:
        return await _choice(turn, found, together)
    return await _unit_list(turn, chosen or found[0], press.page, together, several=len(found) > 1)


async def _choice(turn: Turn, found: list[UnitTasks], together: int) -> Page:
    tr, units = turn.tr, await turn.scope.uow.units.all()
    said = [
        lines(bold(unit_of(tr, units, one.unit)), literal(figure_words(tr, turn.scope, one.figure)))
        for one in found
    ]
    return staff_page(
        turn,
        lines(tr.t("You serve several units. Which tasks do you want to see?"), *spaced(said)),
        rows(
            *grid([Button(unit_of(tr, units, one.unit), TaskList(one.unit)) for one in found], 1),
            _leave(tr, together),
        ),
    )


async def _unit_list(turn: Turn, one: UnitTasks, page: int, together: int, *, several: bool) -> Page:
    tr, scope = turn.tr, turn.scope
    units = await scope.uow.units.all()
    page = clamped(page, len(one.open), PER_PAGE)
    shown = one.open[page * PER_PAGE : (page + 1) * PER_PAGE]
    more = len(one.open) > (page + 1) * PER_PAGE
    name = unit_of(tr, units, one.unit)
    head = bold(name)
    if one.plan is not None:
        head = tr.t("<b>{unit}</b>: {figure}", unit=name, figure=figure_words(tr, scope, one.figure))
    body = [task_lines(tr, scope, task) for task in shown] or [tr.t("No task is pending.")]
    return staff_page(
        turn,
        lines(head, sample_label(tr) if one.has_sample else None, *spaced(body)),
        rows(
            *code_buttons(shown, lambda task: OpenTask(task.id, Origin.UNIT, page)),
            pager(
                tr,
                previous=TaskList(one.unit, page - 1) if page else None,
                following=TaskList(one.unit, page + 1) if more else None,
            ),
            _leave(tr, together, TaskList() if several else None),
        ),
    )


def _leave(tr: Translator, together: int, back: Press | None = None) -> Row:
    cooperating = tr.plain("Cooperating ({n})", n=tr.number(together))
    return row(
        Button(cooperating, CooperatingList()) if together else None,
        Button(tr.plain("‹ Units"), back) if back is not None else None,
        Button(tr.plain("‹ Home"), OpenMenu()),
    )


async def cooperating_list(turn: Turn, press: CooperatingList) -> Page:
    """A page of the tasks that others lead and the reader's units take part in."""
    tr, scope = turn.tr, turn.scope
    page = max(0, press.page)
    shown, count = await service.cooperating(scope, turn.actor, PER_PAGE, page * PER_PAGE)
    if not shown and count:
        page = clamped(page, count, PER_PAGE)
        shown, count = await service.cooperating(scope, turn.actor, PER_PAGE, page * PER_PAGE)
    units = await scope.uow.units.all()
    samples = {plan.id for plan in await scope.uow.tasks.plans() if plan.is_sample}
    body = [task_lines(tr, scope, task, unit=unit_of(tr, units, task.lead_unit)) for task in shown]
    return staff_page(
        turn,
        lines(
            tr.t("<b>Tasks your unit cooperates in</b>: {n}", n=tr.number(count)),
            tr.t("The lead unit reports on them; no reminder is sent to you."),
            sample_label(tr) if any(task.plan in samples for task in shown) else None,
            *spaced(body or [tr.t("No task is pending.")]),
        ),
        rows(
            *code_buttons(shown, lambda task: OpenTask(task.id, Origin.COOPERATING, page)),
            pager(
                tr,
                previous=CooperatingList(page - 1) if page else None,
                following=CooperatingList(page + 1) if count > (page + 1) * PER_PAGE else None,
            ),
            row(Button(tr.plain("‹ Tasks of the unit"), TaskList()), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


# ── a task ────────────────────────────────────────────────────────────────────────────────────────


async def open_task(turn: Turn, press: OpenTask) -> Page:
    """The page of a task; from a message of its own, below that."""
    if press.origin is not Origin.EVENT:
        return await task_page(turn, press.task, press.origin, press.page)
    return await task_page(turn, press.task, None, place=Place.BELOW)


async def task_page(
    turn: Turn,
    task_id: str,
    origin: Origin | None,
    page: int = 0,
    *above: Markup,
    place: Place | None = None,
) -> Page:
    """What is to be done, by when, by whom, how far it is, and the buttons for what may be done now.

    ``above`` is said first. Without an origin "back" leads where the reader is most at home. Raises
    Refused(TASK_UNKNOWN).
    """
    view = await service.view(turn.scope, turn.actor, task_id, events=EVENTS_ON_PAGE)
    units = await turn.scope.uow.units.all()
    origin = origin if origin in BACK else _usual_origin(turn, view.task)
    said = [part for one in above for part in (one, "")]
    return staff_page(
        turn,
        lines(*said, *_about(turn, view, units), *_latest(turn, view)),
        rows(*_act_rows(turn.tr, view, origin, page), *_look_rows(turn.tr, view, origin, page)),
        place=place,
    )


def _usual_origin(turn: Turn, task: Task) -> Origin:
    actor = turn.actor
    if actor.serves(task.lead_unit):
        return Origin.UNIT
    if actor.has(Role.COORDINATOR) or actor.has(Role.LEADER):
        return Origin.APPROVALS if task.status is TaskStatus.SUBMITTED else Origin.PLAN_UNIT
    return Origin.COOPERATING


def _about(turn: Turn, view: TaskView, units: Units) -> list[Markup | str]:
    tr, task = turn.tr, view.task
    about: list[Markup | str] = [
        lines(
            Markup("{} · {}").format(bold(task.code), label_of(tr, task.area)),
            bold(fit(title(tr, task), TITLE_ROOM)),
        ),
        literal(plan_title(tr, view.plan)),
    ]
    if view.plan.is_sample:
        about.append(sample_label(tr))
    about += [
        "",
        tr.t("Deliverable: {product}", product=fit(task.product_vi, PRODUCT_ROOM)),
        _due(turn, task),
    ]
    if task.due_date != task.original_due_date:
        about.append(tr.t("Due by the plan: {day}", day=tr.long_date(task.original_due_date)))
    about.append(tr.t("Lead unit: {unit}", unit=unit_of(tr, units, task.lead_unit)))
    if task.cooperating_units:
        about.append(_cooperating(turn, task, units))
    about.append(_status(turn, task))
    if task.acknowledged_on is not None and task.status in (TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS):
        about.append(tr.t("Acknowledged on {day}", day=tr.date(task.acknowledged_on)))
    return about


def _due(turn: Turn, task: Task) -> Markup:
    tr, day = turn.tr, turn.tr.long_date(task.due_date)
    if task.status in (TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS):
        return tr.t("Due: {day} (<b>{days}</b>)", day=day, days=days_words(tr, turn.scope, task))
    return tr.t("Due: {day}", day=day)


def _status(turn: Turn, task: Task) -> Markup:
    tr = turn.tr
    if task.status is TaskStatus.IN_PROGRESS and task.progress_percent:
        percent = tr.number(task.progress_percent)
        return tr.t("Status: in progress, {percent}%", percent=percent)
    if task.status in (TaskStatus.SUBMITTED, TaskStatus.COMPLETED):
        return tr.t("Status: {standing}", standing=standing(tr, turn.scope, task))
    return tr.t("Status: {standing}", standing=name_of(tr, task.status))


def _cooperating(turn: Turn, task: Task, units: Units) -> Markup:
    tr = turn.tr
    served = service.served_units(turn.actor)
    # The reader's own unit first: it is the one they look for among forty.
    ordered = sorted(task.cooperating_units, key=lambda code: code not in served)
    if len(ordered) <= UNITS_ON_A_LINE:
        return tr.t("Cooperating: {units}", units=", ".join(unit_of(tr, units, code) for code in ordered))
    first = ", ".join(unit_of(tr, units, code) for code in ordered[:UNITS_NAMED])
    return tr.n(
        "Cooperating: {units} and {n} other unit",
        "Cooperating: {units} and {n} other units",
        len(ordered) - UNITS_NAMED,
        units=first,
    )


def _latest(turn: Turn, view: TaskView) -> list[Markup | str]:
    if not view.events:
        return []
    events = [_event(turn, event, NOTE_ON_PAGE) for event in view.events]
    return ["", turn.tr.t("<b>Latest</b>"), *events]


def _event(turn: Turn, event: TaskEvent, room: int) -> Markup:
    tr = turn.tr
    is_import = event.act == IMPORTED
    what = tr.plain("Taken over from the plan's file") if is_import else label_of(tr, TaskAct(event.act))
    if event.percent is not None:
        what = tr.plain("{act}: {percent}%", act=what, percent=tr.number(event.percent))
    who = name_of(tr, event.role) if event.role is not None else tr.plain("administration of the bot")
    head = tr.t("{when} · {what} ({who})", when=tr.datetime(event.at), what=what, who=who)
    if not event.note:
        return head
    return lines(head, quoted(fit(event.note, room)))


def _act_rows(tr: Translator, view: TaskView, origin: Origin, page: int) -> tuple[Row, ...]:
    task, acts = view.task, view.acts

    def if_may(act: TaskAct, button: Button) -> Button | None:
        return button if act in acts else None

    return (
        row(
            if_may(TaskAct.ACKNOWLEDGE, Button(tr.plain("Acknowledge"), Acknowledge(task.id, origin, page))),
            if_may(TaskAct.REPORT_PROGRESS, Button(tr.plain("Report progress"), ReportProgress(task.id))),
        ),
        row(
            if_may(TaskAct.SUBMIT, Button(tr.plain("Submit the result"), Submit(task.id), Style.PRIMARY)),
            if_may(
                TaskAct.APPROVE,
                Button(tr.plain("Approve"), Approve(task.id, task.revision), Style.SUCCESS),
            ),
            if_may(
                TaskAct.RETURN,
                Button(tr.plain("Return with a reason"), SendBack(task.id, task.revision), Style.DANGER),
            ),
        ),
    )


def _look_rows(tr: Translator, view: TaskView, origin: Origin, page: int) -> tuple[Row, ...]:
    task = view.task
    evidence, events, units = len(view.evidence), view.event_count, len(task.cooperating_units)
    return (
        row(
            Button(tr.plain("Evidence ({n})", n=tr.number(evidence)), TaskEvidence(task.id, origin, page))
            if evidence
            else None,
            Button(tr.plain("History ({n})", n=tr.number(events)), TaskHistory(task.id, origin, page))
            if events > EVENTS_ON_PAGE
            else None,
            Button(tr.plain("Cooperating ({n})", n=tr.number(units)), TaskUnits(task.id, origin, page))
            if units > UNITS_ON_A_LINE
            else None,
        ),
        row(Button(tr.plain("‹ List"), BACK[origin](task, page)), Button(tr.plain("‹ Home"), OpenMenu())),
    )


async def history(turn: Turn, press: TaskHistory) -> Page:
    """All that was done with a task, latest first."""
    tr, size = turn.tr, EVENTS_IN_HISTORY
    view = await service.view(turn.scope, turn.actor, press.task, events=size, offset=max(0, press.at) * size)
    at = max(0, press.at)
    events = [_event(turn, event, NOTE_IN_HISTORY) for event in view.events] or [
        tr.t("Nothing was done yet.")
    ]
    return staff_page(
        turn,
        lines(tr.t("<b>{code}</b>: history", code=view.task.code), *spaced(events)),
        rows(
            pager(
                tr,
                previous=replace(press, at=at - 1) if at else None,
                following=replace(press, at=at + 1) if view.event_count > (at + 1) * size else None,
            ),
            _back_to_task(tr, press),
        ),
    )


async def units_page(turn: Turn, press: TaskUnits) -> Page:
    """Every unit that cooperates."""
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, press.task, events=1)
    units = await turn.scope.uow.units.all()
    codes = view.task.cooperating_units
    names = [literal(unit_of(tr, units, code)) for code in codes]
    head = tr.t("<b>{code}</b>: cooperating units ({n})", code=view.task.code, n=tr.number(len(codes)))
    return staff_page(turn, lines(head, "", *names), (_back_to_task(tr, press),))


def _back_to_task(tr: Translator, press: TaskHistory | TaskUnits | TaskEvidence) -> Row:
    return row(Button(tr.plain("‹ Task"), OpenTask(press.task, press.origin, press.page)))


# ── evidence ──────────────────────────────────────────────────────────────────────────────────────


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
        rows(*grid(files, 4), _back_to_task(tr, press)),
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


# ── acts ──────────────────────────────────────────────────────────────────────────────────────────


async def acknowledge(turn: Turn, press: Acknowledge) -> Page:
    """ "Đã nhận việc": the nagging stops, the escalation does not."""

    async def act() -> Markup:
        task = await service.acknowledge(turn.scope, turn.actor, press.task)
        return turn.tr.t("{code} is acknowledged. You will be reminded on the due date.", code=task.code)

    return await done(turn, press.task, press.origin, press.page, act)


async def done(
    turn: Turn, task_id: str, origin: Origin | None, page: int, act: Callable[[], Awaitable[Markup]]
) -> Page:
    """Does it and shows the task as it stands then; where things have moved on, says so and shows that."""
    try:
        said = await act()
    except Refused as refusal:
        # Whose task it is not sees no task; to anybody else the refusal is news about what they look at.
        if refusal.code is Code.TASK_UNKNOWN:
            raise
        said = words_of(turn.tr, refusal)
    return await task_page(turn, task_id, origin, page, said)


COMMANDS: dict[str, Screen] = {"tasks": tasks}

PRESSES: Presses = {
    TaskList: task_list,
    CooperatingList: cooperating_list,
    OpenTask: open_task,
    Acknowledge: acknowledge,
    TaskHistory: history,
    TaskUnits: units_page,
    TaskEvidence: evidence_page,
    ShowFile: show_file,
}
