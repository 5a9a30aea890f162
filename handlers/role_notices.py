"""What people hear when a role or a unit has ended, and of the tasks that went to another unit because of it.

Each is asked again when it is delivered: whether it is still true, and still the reader's business.
"""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from bot.ui.text import fit
from domain.people import Role
from domain.task import ENDED
from handlers.context import Deployment, Renderer
from handlers.menu import RunCommand
from handlers.role_links import AssignList, HeadlessList
from handlers.task_links import OpenTask
from handlers.task_text import TITLE_IN_LIST, days_words, sample_label, title, unit_of
from handlers.way_home import way_home
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope
from services.succession import to_assign


async def role_ended(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """A role of a unit is over; None when its holder has it again."""
    grant = await scope.uow.people.grant(str(notice.subject["grant"]))
    if grant is None or grant.unit is None or grant.in_force(scope.now):
        return None
    if any(one.role is grant.role and one.unit == grant.unit for one in person.actor(scope.now).grants):
        return None
    tr = deployment.translator(person.language)
    unit = unit_of(tr, await scope.uow.units.all(), grant.unit)
    return _event(
        lines(
            tr.t("<b>Your delegation at {unit} has ended</b>", unit=unit)
            if grant.role is Role.FOCAL_OFFICER
            else tr.t("<b>Your role as head of {unit} has ended here</b>", unit=unit),
            tr.t("The unit's tasks are no longer open to you, and you are not reminded of them."),
        ),
        way_home(tr),
    )


async def head_changed(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To a coordinator: a unit has another head; None when that one has left again."""
    grant = await scope.uow.people.grant(str(notice.subject["grant"]))
    if not person.actor(scope.now).has(Role.COORDINATOR) or grant is None or grant.unit is None:
        return None
    if not grant.in_force(scope.now):
        return None
    tr = deployment.translator(person.language)
    names = await scope.uow.people.names({grant.person_id})
    return _event(
        lines(
            tr.t(
                "<b>{unit} has another head here</b>",
                unit=unit_of(tr, await scope.uow.units.all(), grant.unit),
            ),
            tr.t(
                "{name}, since {day}. Pending tasks count as not acknowledged, and the new head is reminded of them.",
                name=fit(names.get(grant.person_id, ""), TITLE_IN_LIST),
                day=tr.date(scope.hours.day_of(grant.since)),
            ),
        ),
        row(Button(tr.plain("Units without a head"), HeadlessList(below=True))),
    )


async def tasks_moved(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To a unit: it leads the open tasks of one that has ended."""
    unit = str(notice.subject["unit"])
    if not person.actor(scope.now).serves(unit):
        return None
    tr, units = deployment.translator(person.language), await scope.uow.units.all()
    return _event(
        lines(
            tr.t(
                "<b>Tasks of {unit} are now yours</b>", unit=unit_of(tr, units, str(notice.subject["former"]))
            ),
            tr.t(
                "The unit has ended, and {unit} took over from it. Its open tasks are in your list, with their due "
                "dates and their history.",
                unit=unit_of(tr, units, unit),
            ),
        ),
        row(Button(tr.plain("Tasks of the unit"), RunCommand("tasks"), Style.PRIMARY)),
    )


async def tasks_to_assign(
    scope: Scope, deployment: Deployment, person: Person, notice: Notice
) -> Page | None:
    """To a coordinator: so many tasks are to be assigned; None when none is any more."""
    actor = person.actor(scope.now)
    if not actor.has(Role.COORDINATOR):
        return None
    found = await to_assign(scope, actor, 1, 0)
    if not found.count:
        return None
    tr = deployment.translator(person.language)
    return _event(
        lines(
            tr.t("<b>Tasks are to be assigned</b>"),
            tr.n(
                "Units have ended, and no one unit took over {n} open task of theirs.",
                "Units have ended, and no one unit took over {n} open tasks of theirs.",
                found.count,
            ),
        ),
        row(Button(tr.plain("Assign them ›"), AssignList(below=True), Style.PRIMARY)),
    )


async def task_assigned(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To a unit: it leads a task that another led; None when that is over, or led by yet another."""
    task = await scope.uow.tasks.get(str(notice.subject["task"]))
    if task is None or task.status in ENDED or not person.actor(scope.now).serves(task.lead_unit):
        return None
    tr, plans = deployment.translator(person.language), await scope.uow.tasks.plans()
    is_sample = any(plan.id == task.plan and plan.is_sample for plan in plans)
    return _event(
        lines(
            tr.t(
                "<b>{code} is assigned to your unit</b>: {title}",
                code=task.code,
                title=fit(title(tr, task), TITLE_IN_LIST),
            ),
            tr.t(
                "Due date {day} · {standing}",
                day=tr.date(task.due_date),
                standing=days_words(tr, scope, task),
            ),
            sample_label(tr) if is_sample else None,
        ),
        row(Button(tr.plain("Open {code}", code=task.code), OpenTask(task.id), Style.PRIMARY)),
    )


def _event(text: Markup, buttons: Row) -> Page:
    return Page(text, (buttons,), place=Place.EVENT, sensitivity=Sensitivity.STAFF)


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {
    NoticeKind.ROLE_ENDED: role_ended,
    NoticeKind.HEAD_CHANGED: head_changed,
    NoticeKind.TASKS_MOVED: tasks_moved,
    NoticeKind.TASKS_TO_ASSIGN: tasks_to_assign,
    NoticeKind.TASK_ASSIGNED: task_assigned,
}
