"""A head's or focal officer's tasks, in lists: those the unit leads, most urgent first, and those it cooperates in."""

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Row
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.translation import Translator
from domain.deadlines import working_days_left
from domain.task import PENDING, is_overdue
from handlers.context import Presses, Screen, Turn
from handlers.duty_links import DutyList
from handlers.home import home
from handlers.task_links import CooperatingList, OpenTask, Origin, TaskList
from handlers.task_text import (
    PER_PAGE,
    bold,
    clamped,
    code_buttons,
    figure_words,
    literal,
    sample_label,
    spaced,
    staff_page,
    task_lines,
    unit_of,
)
from handlers.way_home import OpenMenu
from services import duties
from services import tasks as service
from services.scope import Scope
from services.tasks import UnitTasks


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
            *_leave(tr, together),
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
        lines(
            head,
            *_of_other_plans(tr, one),
            *(_at_a_glance(tr, scope, one, page) if len(one.open) > PER_PAGE else []),
            sample_label(tr) if one.has_sample else None,
            *spaced(body),
        ),
        rows(
            *code_buttons(shown, lambda task: OpenTask(task.id, Origin.UNIT, page)),
            pager(
                tr,
                previous=TaskList(one.unit, page - 1) if page else None,
                following=TaskList(one.unit, page + 1) if more else None,
            ),
            *_leave(
                tr,
                together,
                _orders(tr, await duties.owed_by(scope, one.unit), one.unit),
                TaskList() if several else None,
            ),
        ),
    )


def _of_other_plans(tr: Translator, one: UnitTasks) -> list[Markup]:
    """What is listed and is not in the figure: last year's tasks stay with the unit until they end."""
    others = sum(one.plan is not None and task.plan != one.plan.id for task in one.open)
    return [tr.t("Of other plans: {n} left", n=tr.number(others))] if others else []


def _at_a_glance(tr: Translator, scope: Scope, one: UnitTasks, page: int) -> list[Markup]:
    """Of a list that has several pages: how much of it is urgent, and where in it the reader is."""
    pending = [task for task in one.open if task.status in PENDING]
    overdue = sum(is_overdue(task, scope.today) for task in pending)
    today = sum(task.due_date == scope.today for task in pending)
    horizon = max(scope.rules.reminders.before, default=0)
    soon = sum(
        task.due_date > scope.today
        and working_days_left(scope.calendar, task.due_date, scope.today) <= horizon
        for task in pending
    )
    counted = [
        Markup("<b>{}</b>").format(tr.t("Overdue: {n}", n=tr.number(overdue))) if overdue else None,
        tr.t("Due today: {n}", n=tr.number(today)) if today else None,
        tr.t("Due soon: {n}", n=tr.number(soon)) if soon else None,
    ]
    pages = (len(one.open) + PER_PAGE - 1) // PER_PAGE
    where = tr.t(
        "Most urgent first, page {page} of {pages}", page=tr.number(page + 1), pages=tr.number(pages)
    )
    said = Markup(" · ").join(part for part in counted if part is not None)
    return [said, where] if said else [where]


def _orders(tr: Translator, owed: int | None, unit: str) -> Button | None:
    """What dispatches order of the unit stands beside its tasks; nothing where no dispatch does."""
    if owed is None:
        return None
    return Button(tr.plain("By dispatch ({n})", n=tr.number(owed)), DutyList(unit))


def _leave(
    tr: Translator, together: int, orders: Button | None = None, back: Press | None = None
) -> tuple[Row, ...]:
    beside = [
        orders,
        Button(tr.plain("Cooperating ({n})", n=tr.number(together)), CooperatingList()) if together else None,
    ]
    leaving = [
        Button(tr.plain("‹ Units"), back) if back is not None else None,
        Button(tr.plain("‹ Home"), OpenMenu()),
    ]
    # Four buttons in a row cannot be read on a telephone.
    return (row(*beside, *leaving),) if back is None else (row(*beside), row(*leaving))


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


COMMANDS: dict[str, Screen] = {"tasks": tasks}

PRESSES: Presses = {TaskList: task_list, CooperatingList: cooperating_list}
