"""What people hear of tasks without having pressed anything: a submission, a decision.

Each is asked again when it is delivered: whether it is still true, and still the reader's business.
"""

from collections.abc import Mapping

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row, rows
from bot.ui.text import capital, fit, quoted
from bot.ui.translation import Translator
from domain.task import PENDING, Task, TaskAct, TaskStatus
from domain.task_transitions import acts
from handlers.context import Deployment, Renderer
from handlers.task_links import OpenApprovals, OpenTask
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
}
