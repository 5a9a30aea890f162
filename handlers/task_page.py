"""The page of a task: what, by when, by whom, how far it is, and the buttons for what may be done now."""

from dataclasses import replace
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row
from bot.ui.pages import Page, Place, lines, pager, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES
from domain.task import PENDING, Task, TaskAct, TaskStatus, is_overdue, is_snoozed
from domain.unit import Units
from handlers.context import Presses, Turn
from handlers.given_text import origin_line
from handlers.refusal_words import words_of
from handlers.task_buttons import act_rows
from handlers.task_links import (
    Acknowledge,
    OpenTask,
    Origin,
    TaskEvidence,
    TaskHistory,
    TaskUnits,
    back,
)
from handlers.task_text import (
    NOTE_ON_PAGE,
    NOTE_ROOM,
    PRODUCT_ROOM,
    bold,
    clamped,
    days_words,
    explained_words,
    literal,
    plan_title,
    sample_label,
    spaced,
    staff_page,
    standing,
    title,
    unit_of,
)
from handlers.way_home import OpenMenu
from handlers.words import label_of, name_of
from services import tasks as service
from services.task_events import ASSIGNED, HEAD_CHANGED, IMPORTED, MOVED, TaskEvent
from services.tasks import TaskView

EVENTS_ON_PAGE: Final = 3
EVENTS_IN_HISTORY: Final = 5
TITLE_ROOM: Final = 600
UNITS_NAMED: Final = 1
"""Cooperating units named on the page, when there are more than fit on a line; the others are counted."""
UNITS_ON_A_LINE: Final = 3
_OTHER_ACTS: Final = {
    IMPORTED: N_("Taken over from the plan's file"),
    MOVED: N_("Moved on when the unit ended"),
    ASSIGNED: N_("Assigned anew"),
    HEAD_CHANGED: N_("Another head of the unit; not acknowledged yet"),
}
UNITS_ON_PAGE: Final = 45
"""As many as lead a department or a district, and as many of any name as a message holds."""


async def open_task(turn: Turn, press: OpenTask) -> Page:
    """The page of a task; from a message of its own, below that."""
    place = Place.BELOW if press.origin is None else None
    return await task_page(turn, press.task, press.origin, press.page, place=place)


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
    origin = origin or usual_origin(turn, view.task)
    said = [part for one in above for part in (one, "")]
    came_from = await origin_line(turn.tr, turn.scope, view.task, view.plan)
    return staff_page(
        turn,
        lines(*said, *_about(turn, view, units), came_from, *_latest(turn, view, units)),
        rows(*act_rows(turn, view, origin, page), *_look_rows(turn.tr, view, origin, page)),
        place=place,
    )


def usual_origin(turn: Turn, task: Task) -> Origin:
    """The list in which the reader is most at home with the task."""
    actor = turn.actor
    if actor.serves(task.lead_unit):
        return Origin.UNIT
    if actor.has_any(OFFICE_ROLES):
        waits = task.status is TaskStatus.SUBMITTED or task.extension is not None
        return Origin.APPROVALS if waits else Origin.PLAN_UNIT
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
        due_words(turn, task),
    ]
    if task.due_date != task.original_due_date:
        about.append(tr.t("Due by the plan: {day}", day=tr.long_date(task.original_due_date)))
    about.append(tr.t("Lead unit: {unit}", unit=unit_of(tr, units, task.lead_unit)))
    if task.cooperating_units:
        about.append(_cooperating(turn, task, units))
    about.append(_status(turn, task))
    return about + asked_and_said(turn, task) if task.status in PENDING else about


def asked_and_said(turn: Turn, task: Task) -> list[Markup | str]:
    """What was said of a task that is with its unit: acknowledged, put off, more time, why it is late."""
    tr, today = turn.tr, turn.scope.today
    said: list[Markup | str] = []
    if task.acknowledged_on is not None:
        said.append(tr.t("Acknowledged on {day}", day=tr.date(task.acknowledged_on)))
    if is_snoozed(task, today) and task.snoozed_until is not None:
        said.append(tr.t("Reminder put off to {day}", day=tr.date(task.snoozed_until)))
    if task.extension is not None:
        day = tr.date(task.extension.until)
        said.append(tr.t("<b>Extension to {day} asked for</b>, awaiting a decision", day=day))
    if is_overdue(task, today):
        said.append(explained_words(tr, task))
    return said


def due_words(turn: Turn, task: Task) -> Markup:
    """The due date, and while the task is with its unit how far off it is."""
    tr, day = turn.tr, turn.tr.long_date(task.due_date)
    if task.status in PENDING:
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


def _latest(turn: Turn, view: TaskView, units: Units) -> list[Markup | str]:
    if not view.events:
        return []
    events = [_event(turn, event, units, NOTE_ON_PAGE) for event in view.events]
    return ["", turn.tr.t("<b>Latest</b>"), *events]


def _event(turn: Turn, event: TaskEvent, units: Units, room: int) -> Markup:
    tr = turn.tr
    what = tr.plain(_OTHER_ACTS[event.act]) if event.act in _OTHER_ACTS else label_of(tr, TaskAct(event.act))
    if event.from_unit is not None and event.to_unit is not None:
        what = tr.plain(
            "{act}: from {former} to {unit}",
            act=what,
            former=unit_of(tr, units, event.from_unit),
            unit=unit_of(tr, units, event.to_unit),
        )
    if event.percent is not None:
        what = tr.plain("{act}: {percent}%", act=what, percent=tr.number(event.percent))
    if event.until is not None:
        what = tr.plain("{act}: {day}", act=what, day=tr.date(event.until))
    who = name_of(tr, event.role) if event.role is not None else tr.plain("administration of the bot")
    head = tr.t("{when} · {what} ({who})", when=tr.datetime(event.at), what=what, who=who)
    if not event.note:
        return head
    return lines(head, quoted(fit(event.note, room)))


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
        row(Button(tr.plain("‹ List"), back(origin, task, page)), Button(tr.plain("‹ Home"), OpenMenu())),
    )


async def history(turn: Turn, press: TaskHistory) -> Page:
    """All that was done with a task, latest first."""
    tr, size = turn.tr, EVENTS_IN_HISTORY
    view = await service.view(turn.scope, turn.actor, press.task, events=size, offset=max(0, press.at) * size)
    at = max(0, press.at)
    units = await turn.scope.uow.units.all()
    events = [_event(turn, event, units, NOTE_ROOM) for event in view.events] or [
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
            back_to_task(tr, press),
        ),
    )


async def units_page(turn: Turn, press: TaskUnits) -> Page:
    """Every unit that cooperates."""
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, press.task, events=1)
    units = await turn.scope.uow.units.all()
    codes = view.task.cooperating_units
    at = clamped(press.at, len(codes), UNITS_ON_PAGE)
    names = [
        literal(unit_of(tr, units, code)) for code in codes[at * UNITS_ON_PAGE : (at + 1) * UNITS_ON_PAGE]
    ]
    head = tr.t("<b>{code}</b>: cooperating units ({n})", code=view.task.code, n=tr.number(len(codes)))
    return staff_page(
        turn,
        lines(head, "", *names),
        rows(
            pager(
                tr,
                previous=replace(press, at=at - 1) if at else None,
                following=replace(press, at=at + 1) if len(codes) > (at + 1) * UNITS_ON_PAGE else None,
            ),
            back_to_task(tr, press),
        ),
    )


def back_to_task(tr: Translator, press: TaskHistory | TaskUnits | TaskEvidence) -> Row:
    """The button that leads back to the task's page."""
    return row(Button(tr.plain("‹ Task"), OpenTask(press.task, press.origin, press.page)))


async def acknowledge(turn: Turn, press: Acknowledge) -> Page:
    """ "Đã nhận việc": the nagging stops, the escalation does not."""
    try:
        task = await service.acknowledge(turn.scope, turn.actor, press.task)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal, press.origin, press.page)
    said = turn.tr.t(acknowledged_words(turn, task.due_date), code=task.code)
    return await task_page(turn, press.task, press.origin, press.page, said)


def acknowledged_words(turn: Turn, due_date: date) -> str:
    """What is still heard of what was acknowledged: its due day, and while it is overdue the weekly word."""
    if turn.scope.today < due_date:
        return N_("{code} is acknowledged. You will be reminded on the due date.")
    if turn.scope.rules.reminders.weekly:
        return N_(
            "{code} is acknowledged. While it is overdue you are reminded on the first working day of each week."
        )
    return N_("{code} is acknowledged.")


async def as_it_stands(
    turn: Turn, task_id: str, refusal: Refused, origin: Origin | None = None, page: int = 0
) -> Page:
    """What was refused, above the task as it is now. Whose task it is not sees no task, and is refused again."""
    if refusal.code is Code.TASK_UNKNOWN:
        raise refusal
    return await task_page(turn, task_id, origin, page, _words_over(turn, refusal))


def _words_over(turn: Turn, refusal: Refused) -> Markup:
    if refusal.code in (Code.NOT_NOW, Code.STALE):
        return turn.tr.t("Things have moved on, so nothing was done. This is how the task stands now.")
    return words_of(turn.tr, refusal)


PRESSES: Presses = {
    OpenTask: open_task,
    Acknowledge: acknowledge,
    TaskHistory: history,
    TaskUnits: units_page,
}
