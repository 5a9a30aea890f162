"""What people hear of tasks without having pressed anything: the morning's digest, a submission, a decision.

Each is asked again when it is delivered: whether it is still true, and still the reader's business.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import Translator
from domain.reminders import Reason, ReasonKind, Rung
from domain.task import PENDING, Task, TaskAct, TaskStatus
from domain.task_transitions import acts
from domain.unit import Units
from handlers.context import Deployment, Renderer
from handlers.task_links import Group, OpenApprovals, OpenTask, PlanTasks, TaskList
from handlers.task_text import (
    COLUMNS,
    NOTE_ROOM,
    TITLE_IN_LIST,
    bold,
    literal,
    sample_label,
    spaced,
    standing,
    title,
    unit_of,
)
from services.notices import Notice, NoticeKind
from services.people import Person
from services.reminders import Climbed, Digest, Line, digest_for
from services.scope import Scope

BUTTONS: Final = 6
"""Tasks a digest opens directly; the list opens the others."""
LINES: Final = 12
"""Tasks named one by one in each part of a digest; the others are counted."""


# ── the digest ────────────────────────────────────────────────────────────────────────────────────


async def digest(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """What the person hears this morning, as it stands now; None when nothing of it is left."""
    since = str(notice.subject["since"])
    found = await digest_for(
        scope,
        person,
        date.fromisoformat(str(notice.subject["day"])),
        date.fromisoformat(since) if since else None,
    )
    if found is None:
        return None
    tr = deployment.translator(person.language)
    units = await scope.uow.units.all()
    several = len({line.task.lead_unit for line in found.lines}) > 1
    return _event(
        lines(
            tr.t("<b>Reminder of tasks</b>, {day}", day=tr.long_date(scope.today)),
            sample_label(tr) if found.has_sample else None,
            *_own_part(tr, found, units, several=several),
            *_climbed_part(tr, found, units, alone=not found.lines),
        ),
        rows(*_digest_rows(tr, found)),
    )


def _own_part(tr: Translator, found: Digest, units: Units, *, several: bool) -> list[Markup | str]:
    if not found.lines:
        return []
    said = [_line(tr, line, units if several else None) for line in found.lines[:LINES]]
    return [*spaced(said), *_rest(tr, len(found.lines) - len(said))]


def _line(tr: Translator, line: Line, units: Units | None) -> Markup:
    task = line.task
    head = [bold(task.code)]
    if units is not None:
        head.append(literal(unit_of(tr, units, task.lead_unit)))
    head.append(tr.t("<b>{why}</b>", why=_why(tr, line.reason)))
    head.append(tr.t("due date {day}", day=tr.date(task.due_date)))
    if line.reason.late:
        head.append(tr.t("reminded late"))
    return lines(Markup(" · ").join(head), literal(fit(title(tr, task), TITLE_IN_LIST)))


def _why(tr: Translator, reason: Reason) -> Markup:
    match reason.kind:
        case ReasonKind.OVERDUE if reason.working_days == 0:
            return tr.t("past its date")
        case ReasonKind.OVERDUE:
            return tr.n("overdue by {n} working day", "overdue by {n} working days", reason.working_days)
        case ReasonKind.DUE_TODAY:
            return tr.t("due today")
        case ReasonKind.DUE_SOON if reason.working_days == 0:
            return tr.t("no working day left")
        case ReasonKind.DUE_SOON:
            return tr.n("{n} working day left", "{n} working days left", reason.working_days)


def _climbed_part(tr: Translator, found: Digest, units: Units, *, alone: bool) -> list[Markup | str]:
    if not found.climbed:
        return []
    head = tr.t("<b>Overdue tasks to be urged on</b>: {n}", n=tr.number(len(found.climbed)))
    said = [_climbed(tr, one, units) for one in found.climbed[:LINES]]
    return ["", head, *spaced(said), *_rest(tr, len(found.climbed) - len(said))]


def _climbed(tr: Translator, one: Climbed, units: Units) -> Markup:
    days = tr.n("overdue by {n} working day", "overdue by {n} working days", one.working_days)
    head = [
        bold(one.task.code),
        literal(unit_of(tr, units, one.task.lead_unit)),
        tr.t("<b>{why}</b>", why=days),
        tr.t("due date {day}", day=tr.date(one.task.due_date)),
    ]
    where = {
        Rung.LEADER: tr.t("Now on the leader's list"),
        Rung.OVERDUE_REPORT: tr.t("Now in the overdue report"),
    }.get(one.rung)
    return lines(Markup(" · ").join(head), literal(fit(title(tr, one.task), TITLE_IN_LIST)), where)


def _rest(tr: Translator, count: int) -> list[Markup | str]:
    return ["", tr.n("and {n} more task", "and {n} more tasks", count)] if count else []


def _digest_rows(tr: Translator, found: Digest) -> tuple[Row, ...]:
    tasks = [line.task for line in found.lines] + [one.task for one in found.climbed]
    buttons = [Button(task.code, OpenTask(task.id)) for task in tasks[:BUTTONS]]
    return (
        *grid(buttons, COLUMNS),
        row(
            Button(tr.plain("All tasks of the unit"), TaskList()) if found.lines else None,
            Button(tr.plain("All overdue tasks"), PlanTasks(found.climbed[0].task.plan, Group.OVERDUE, ""))
            if found.climbed
            else None,
        ),
    )


# ── submissions and decisions ─────────────────────────────────────────────────────────────────────


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
            literal(_capital(standing(tr, scope, task))),
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
                "Due date {day} · {standing}", day=tr.date(task.due_date), standing=standing(tr, scope, task)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _open(task: Task) -> OpenTask:
    return OpenTask(task.id)


def _event(text: Markup, buttons: tuple[Row, ...]) -> Page:
    return Page(text, buttons, place=Place.EVENT, sensitivity=Sensitivity.STAFF)


RENDERERS: Mapping[NoticeKind, Renderer] = {
    NoticeKind.DIGEST: digest,
    NoticeKind.TASK_SUBMITTED: submitted,
    NoticeKind.TASK_APPROVED: approved,
    NoticeKind.TASK_RETURNED: returned,
}
