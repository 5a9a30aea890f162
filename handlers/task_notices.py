"""What people hear of tasks without having pressed anything: a submission, a request, a decision.

Each is asked again when it is delivered: whether it is still true, and still the reader's business.
"""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row, rows
from bot.ui.text import capital, fit, quoted
from bot.ui.translation import N_, Translator
from domain.task import PENDING, Task, TaskAct, TaskStatus
from domain.task_transitions import acts
from handlers.context import Deployment, Renderer
from handlers.task_links import OpenApprovals, OpenRequest, OpenTask
from handlers.task_text import (
    NOTE_ROOM,
    TITLE_IN_LIST,
    days_words,
    literal,
    sample_label,
    standing,
    title,
    unit_of,
)
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope

_LED_TO: Final = {
    TaskAct.SUSPEND: TaskStatus.SUSPENDED,
    TaskAct.RESUME: TaskStatus.IN_PROGRESS,
    TaskAct.CANCEL: TaskStatus.CANCELLED,
}
_DIRECTED: Final = {
    TaskAct.SUSPEND: N_("<b>{code} is suspended</b>: {title}"),
    TaskAct.RESUME: N_("<b>{code} goes on</b>: {title}"),
    TaskAct.CANCEL: N_("<b>{code} is cancelled</b>: {title}"),
}


async def submitted(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """Something waits for approval; None when it no longer does, or is not this person's to decide."""
    task = await _task(scope, notice)
    if task is None or task.revision != notice.subject["revision"]:
        return None
    actor, standing_agency = person.actor(scope.now), scope.rules.standing_agency
    if TaskAct.APPROVE not in acts(task, actor, scope.today, standing_agency=standing_agency):
        return None
    tr = deployment.translator(person.language)
    unit = unit_of(tr, await scope.uow.units.all(), task.lead_unit)
    return _event(
        lines(
            tr.t("<b>A result awaits approval</b>"),
            tr.t(
                "{unit} submitted <b>{code}</b>: {title}", unit=unit, code=task.code, title=_short(tr, task)
            ),
            tr.t(
                "Due date {day} · {standing}", day=tr.date(task.due_date), standing=standing(tr, scope, task)
            ),
            await _sample(scope, tr, task),
        ),
        rows(
            row(Button(tr.plain("Open {code}", code=task.code), _open(task), Style.PRIMARY)),
            row(Button(tr.plain("All that waits for approval"), OpenApprovals())),
        ),
    )


async def approved(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The unit's task is completed."""
    task = await _task(scope, notice)
    if task is None or task.status is not TaskStatus.COMPLETED or not _is_theirs(scope, person, task):
        return None
    tr = deployment.translator(person.language)
    return _event(
        lines(
            tr.t("<b>{code} is approved</b>: {title}", code=task.code, title=_short(tr, task)),
            literal(capital(standing(tr, scope, task))),
            await _sample(scope, tr, task),
        ),
        (row(Button(tr.plain("Open {code}", code=task.code), _open(task))),),
    )


async def returned(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The unit's task came back, with a reason; None when it was submitted again meanwhile."""
    task = await _task(scope, notice)
    if task is None or task.status not in PENDING or not _is_theirs(scope, person, task):
        return None
    decisions, _ = await scope.uow.tasks.events(task.id, 1, act=TaskAct.RETURN)
    tr = deployment.translator(person.language)
    return _event(
        lines(
            tr.t("<b>{code} is returned for more</b>: {title}", code=task.code, title=_short(tr, task)),
            tr.t("Reason:"),
            quoted(fit(decisions[0].note, NOTE_ROOM), expandable=False),
            tr.t(
                "Due date {day} · {standing}",
                day=tr.date(task.due_date),
                standing=days_words(tr, scope, task),
            ),
            await _sample(scope, tr, task),
        ),
        (row(Button(tr.plain("Open {code}", code=task.code), _open(task), Style.PRIMARY)),),
    )


async def extension_asked(
    scope: Scope, deployment: Deployment, person: Person, notice: Notice
) -> Page | None:
    """A unit asks for more time; None when that is decided, or not this person's to decide."""
    task = await _task(scope, notice)
    if task is None or task.extension is None:
        return None
    actor, standing_agency = person.actor(scope.now), scope.rules.standing_agency
    is_this = task.extension.until.isoformat() == notice.subject["until"]
    may_decide = TaskAct.GRANT_EXTENSION in acts(task, actor, scope.today, standing_agency=standing_agency)
    if not is_this or not may_decide:
        return None
    asked, _ = await scope.uow.tasks.events(task.id, 1, act=TaskAct.REQUEST_EXTENSION)
    tr = deployment.translator(person.language)
    unit = unit_of(tr, await scope.uow.units.all(), task.lead_unit)
    return _event(
        lines(
            tr.t("<b>A unit asks for more time</b>"),
            tr.t("{unit}: <b>{code}</b> {title}", unit=unit, code=task.code, title=_short(tr, task)),
            tr.t(
                "From {due} to <b>{until}</b>",
                due=tr.date(task.due_date),
                until=tr.date(task.extension.until),
            ),
            tr.t("Reason:"),
            quoted(fit(asked[0].note, NOTE_ROOM), expandable=False),
            await _sample(scope, tr, task),
        ),
        rows(
            row(Button(tr.plain("Decide on the extension ›"), OpenRequest(task.id), Style.PRIMARY)),
            row(Button(tr.plain("All that waits for a decision"), OpenApprovals())),
        ),
    )


async def extension_decided(
    scope: Scope, deployment: Deployment, person: Person, notice: Notice
) -> Page | None:
    """More time was granted or not; None when the date was moved again, or nothing is to be done any more."""
    task = await _task(scope, notice)
    if task is None or task.status not in PENDING or not _is_theirs(scope, person, task):
        return None
    if task.due_date.isoformat() != notice.subject["until"]:
        return None
    act = TaskAct(str(notice.subject["act"]))
    decisions, _ = await scope.uow.tasks.events(task.id, 1, act=act)
    note = decisions[0].note
    tr = deployment.translator(person.language)
    short, day = _short(tr, task), tr.long_date(task.due_date)
    is_granted = act is TaskAct.GRANT_EXTENSION
    return _event(
        lines(
            tr.t("<b>{code} is extended</b>: {title}", code=task.code, title=short)
            if is_granted
            else tr.t("<b>{code} is not extended</b>: {title}", code=task.code, title=short),
            tr.t("New due date: <b>{day}</b>", day=day)
            if is_granted
            else tr.t("The due date stays: {day}", day=day),
            tr.t("Due by the plan: {day}", day=tr.long_date(task.original_due_date))
            if task.due_date != task.original_due_date
            else None,
            *_reason(tr, note),
            await _sample(scope, tr, task),
        ),
        (row(Button(tr.plain("Open {code}", code=task.code), _open(task), Style.PRIMARY)),),
    )


async def directed(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The unit's task was suspended, goes on or was cancelled; None when it stands otherwise by now."""
    task = await _task(scope, notice)
    act = TaskAct(str(notice.subject["act"]))
    if task is None or task.status is not _LED_TO[act] or not _is_theirs(scope, person, task):
        return None
    events, _ = await scope.uow.tasks.events(task.id, 1, act=act)
    tr = deployment.translator(person.language)
    return _event(
        lines(
            tr.t(_DIRECTED[act], code=task.code, title=_short(tr, task)),
            *_reason(tr, events[0].note),
            tr.t(
                "Due date {day} · {standing}",
                day=tr.date(task.due_date),
                standing=days_words(tr, scope, task),
            )
            if act is TaskAct.RESUME
            else None,
            await _sample(scope, tr, task),
        ),
        (row(Button(tr.plain("Open {code}", code=task.code), _open(task))),),
    )


def _reason(tr: Translator, note: str) -> list[Markup]:
    return [tr.t("Reason:"), quoted(fit(note, NOTE_ROOM), expandable=False)] if note else []


async def _task(scope: Scope, notice: Notice) -> Task | None:
    return await scope.uow.tasks.get(str(notice.subject["task"]))


def _is_theirs(scope: Scope, person: Person, task: Task) -> bool:
    return person.actor(scope.now).serves(task.lead_unit)


async def _sample(scope: Scope, tr: Translator, task: Task) -> Markup | None:
    plans = await scope.uow.tasks.plans()
    return sample_label(tr) if any(plan.id == task.plan and plan.is_sample for plan in plans) else None


def _short(tr: Translator, task: Task) -> str:
    return fit(title(tr, task), TITLE_IN_LIST)


def _open(task: Task) -> OpenTask:
    return OpenTask(task.id)


def _event(text: Markup, buttons: tuple[Row, ...]) -> Page:
    return Page(text, buttons, place=Place.EVENT, sensitivity=Sensitivity.STAFF)


RENDERERS: Mapping[NoticeKind, Renderer] = {
    NoticeKind.TASK_SUBMITTED: submitted,
    NoticeKind.TASK_APPROVED: approved,
    NoticeKind.TASK_RETURNED: returned,
    NoticeKind.EXTENSION_ASKED: extension_asked,
    NoticeKind.EXTENSION_DECIDED: extension_decided,
    NoticeKind.TASK_DIRECTED: directed,
}
