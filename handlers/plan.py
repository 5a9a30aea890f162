"""How far the plan is, for coordinators and leaders: the whole, by area, by unit, what is overdue."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from bot.ui.buttons import Button, Press
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from domain.people import Role
from domain.plan import PlanFigure
from domain.task import Area, Task, TaskStatus, is_overdue, urgency
from domain.unit import Units
from handlers.context import Presses, Screen, Turn
from handlers.task_links import (
    Group,
    OpenApprovals,
    OpenPlan,
    OpenTask,
    Origin,
    PlanAreas,
    PlanTasks,
    PlanUnits,
)
from handlers.task_text import (
    COLUMNS,
    PER_PAGE,
    bold,
    clamped,
    code_buttons,
    explained_words,
    figure_words,
    is_open,
    literal,
    plan_title,
    sample_label,
    spaced,
    staff_page,
    task_lines,
    unit_of,
)
from handlers.way_home import OpenMenu, way_home
from handlers.words import label_of
from services import plans as service
from services.plans import Overview

UNITS_ON_PAGE = 6
PLANS_A_ROW = 2
_ORIGINS = {
    Group.UNIT: Origin.PLAN_UNIT,
    Group.AREA: Origin.PLAN_AREA,
    Group.OVERDUE: Origin.PLAN_OVERDUE,
    Group.WAITING: Origin.PLAN_WAITING,
}


async def plan(turn: Turn) -> Page:
    """/plan: the current plan."""
    return await open_plan(turn, OpenPlan())


async def open_plan(turn: Turn, press: OpenPlan) -> Page:
    """The figure of a plan, what of it waits or is overdue, and each area."""
    tr, scope = turn.tr, turn.scope
    found = await service.overview(scope, turn.actor, press.plan)
    if found is None:
        return staff_page(turn, tr.t("No plan has been imported yet."), (way_home(tr),))
    figure, known = found.figure, found.plan
    # A leader decides on little of it, and may look at all of it.
    decides = turn.actor.has(Role.COORDINATOR)
    asked = sum(task.extension is not None for task in found.tasks)
    waiting = figure.submitted + asked if decides else figure.submitted
    others = [one for one in await scope.uow.tasks.plans() if one.id != known.id]
    return staff_page(
        turn,
        lines(
            bold(plan_title(tr, known)),
            sample_label(tr) if known.is_sample else None,
            "",
            tr.t("Done: <b>{figure}</b>", figure=figure_words(tr, scope, figure)),
            tr.t("Awaiting approval: {n}", n=tr.number(figure.submitted)),
            tr.t("More time asked for: {n}", n=tr.number(asked)) if asked else None,
            _overdue_words(tr, figure),
            tr.t("Completed late: {n}", n=tr.number(figure.completed_late)),
            tr.t("Suspended: {n}", n=tr.number(figure.suspended)) if figure.suspended else None,
            "",
            tr.t("<b>By area</b>"),
            *_area_lines(turn, found.areas),
        ),
        rows(
            row(
                Button(tr.plain("By area"), PlanAreas(known.id)),
                Button(tr.plain("By unit"), PlanUnits(known.id)),
            ),
            row(
                Button(
                    tr.plain("Overdue ({n})", n=tr.number(figure.overdue)),
                    PlanTasks(known.id, Group.OVERDUE, ""),
                )
                if figure.overdue
                else None,
                Button(
                    tr.plain("Awaiting approval ({n})", n=tr.number(waiting)),
                    OpenApprovals() if decides else PlanTasks(known.id, Group.WAITING, ""),
                )
                if waiting
                else None,
            ),
            *grid(
                [Button(tr.plain("Plan {code}", code=one.code), OpenPlan(one.id)) for one in others],
                PLANS_A_ROW,
            ),
            way_home(tr),
        ),
    )


def _overdue_words(tr: Translator, figure: PlanFigure) -> Markup:
    if not figure.explained:
        return tr.t("Overdue: {n}", n=tr.number(figure.overdue))
    return tr.t(
        "Overdue: {n}, of which explained: {explained}",
        n=tr.number(figure.overdue),
        explained=tr.number(figure.explained),
    )


def _area_lines(turn: Turn, areas: Mapping[Area, PlanFigure]) -> list[str]:
    tr = turn.tr
    return [
        tr.t("• {area}: {figure}", area=label_of(tr, area), figure=figure_words(tr, turn.scope, figure))
        for area, figure in areas.items()
    ]


async def areas_page(turn: Turn, press: PlanAreas) -> Page:
    """A button for each area, to its tasks."""
    tr = turn.tr
    found = await _overview(turn, press.plan)
    buttons = [
        Button(label_of(tr, area), PlanTasks(found.plan.id, Group.AREA, area.value)) for area in found.areas
    ]
    return staff_page(
        turn,
        lines(tr.t("<b>By area</b>"), "", *_area_lines(turn, found.areas)),
        rows(
            *grid(buttons, 2),
            row(Button(tr.plain("‹ Plan"), OpenPlan(found.plan.id)), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def units_page(turn: Turn, press: PlanUnits) -> Page:
    """The units that lead tasks, those with most to do first."""
    tr, scope = turn.tr, turn.scope
    found = await _overview(turn, press.plan)
    units = await scope.uow.units.all()
    ordered = sorted(found.units.items(), key=lambda item: (-item[1].overdue, -item[1].left, item[0]))
    page = clamped(press.page, len(ordered), UNITS_ON_PAGE)
    shown = ordered[page * UNITS_ON_PAGE : (page + 1) * UNITS_ON_PAGE]
    said = []
    for code, figure in shown:
        words = figure_words(tr, scope, figure)
        line = tr.t("{code} · {figure}", code=code, figure=words)
        if figure.overdue:
            line = tr.t(
                "{code} · {figure}, {overdue} overdue",
                code=code,
                figure=words,
                overdue=tr.number(figure.overdue),
            )
        said.append(lines(bold(unit_of(tr, units, code)), line))
    return staff_page(
        turn,
        lines(tr.t("<b>By unit</b>: overdue first, then most left to do"), *spaced(said)),
        rows(
            *grid([Button(code, PlanTasks(found.plan.id, Group.UNIT, code)) for code, _ in shown], COLUMNS),
            pager(
                tr,
                previous=replace(press, page=page - 1) if page else None,
                following=replace(press, page=page + 1)
                if len(ordered) > (page + 1) * UNITS_ON_PAGE
                else None,
            ),
            row(Button(tr.plain("‹ Plan"), OpenPlan(found.plan.id)), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def tasks_page(turn: Turn, press: PlanTasks) -> Page:
    """The tasks of a unit or an area, what is still to be done first; or what is overdue, or what was submitted."""
    tr, scope = turn.tr, turn.scope
    found = await _overview(turn, press.plan)
    units = await scope.uow.units.all()
    tasks = _ordered(turn, press.group, _of_group(turn, found, press))
    page = clamped(press.page, len(tasks), PER_PAGE)
    shown = tasks[page * PER_PAGE : (page + 1) * PER_PAGE]
    body = [_of_list(turn, press.group, task, units) for task in shown]
    back: Press = {
        Group.UNIT: PlanUnits(found.plan.id),
        Group.AREA: PlanAreas(found.plan.id),
        Group.OVERDUE: OpenPlan(found.plan.id),
        Group.WAITING: OpenPlan(found.plan.id),
    }[press.group]
    return staff_page(
        turn,
        lines(
            _heading(turn, found, press, len(tasks), units),
            # Where there are several plans, which of them this is has to be said.
            literal(plan_title(tr, found.plan)) if press.group in (Group.OVERDUE, Group.WAITING) else None,
            sample_label(tr) if found.plan.is_sample else None,
            *spaced(body or [tr.t("There is no such task.")]),
        ),
        rows(
            *code_buttons(shown, lambda task: OpenTask(task.id, _ORIGINS[press.group], page)),
            pager(
                tr,
                previous=replace(press, page=page - 1) if page else None,
                following=replace(press, page=page + 1) if len(tasks) > (page + 1) * PER_PAGE else None,
            ),
            row(Button(tr.plain("‹ Back"), back), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


def _of_group(turn: Turn, found: Overview, press: PlanTasks) -> list[Task]:
    match press.group:
        case Group.UNIT:
            return [task for task in found.tasks if task.lead_unit == press.key]
        case Group.AREA:
            return [task for task in found.tasks if task.area == press.key]
        case Group.OVERDUE:
            return [task for task in found.tasks if is_overdue(task, turn.scope.today)]
        case Group.WAITING:
            return [task for task in found.tasks if task.status is TaskStatus.SUBMITTED]


def _of_list(turn: Turn, group: Group, task: Task, units: Units) -> Markup:
    tr, scope = turn.tr, turn.scope
    unit = None if group is Group.UNIT else unit_of(tr, units, task.lead_unit)
    said = task_lines(tr, scope, task, unit=unit)
    return lines(said, explained_words(tr, task)) if is_overdue(task, scope.today) else said


def _ordered(turn: Turn, group: Group, tasks: list[Task]) -> list[Task]:
    """Most urgent first; what is overdue by unit, so that one talk with a unit is about all it is late with."""
    ordered = sorted(tasks, key=lambda task: _order(turn, task))
    if group is not Group.OVERDUE:
        return ordered
    units = list(dict.fromkeys(task.lead_unit for task in ordered))
    return sorted(ordered, key=lambda task: units.index(task.lead_unit))


def _order(turn: Turn, task: Task) -> tuple[object, ...]:
    waits = task.status in (TaskStatus.SUBMITTED, TaskStatus.SUSPENDED)
    return (not is_open(task), waits, *urgency(task, turn.scope.today, turn.scope.calendar))


def _heading(turn: Turn, found: Overview, press: PlanTasks, count: int, units: Units) -> Markup:
    tr, scope = turn.tr, turn.scope
    if press.group is Group.OVERDUE:
        return lines(
            tr.t("<b>Overdue</b>: {n}", n=tr.number(count)),
            tr.t(
                "Explained: {explained} · not yet: {rest}",
                explained=tr.number(found.figure.explained),
                rest=tr.number(count - found.figure.explained),
            ),
        )
    if press.group is Group.WAITING:
        return tr.t("<b>Awaiting approval</b>: {n}", n=tr.number(count))
    if press.group is Group.UNIT:
        figure = found.units.get(press.key)
        name = unit_of(tr, units, press.key) if press.key in units else press.key
    else:
        figure = next((one for area, one in found.areas.items() if area == press.key), None)
        name = press.key if figure is None else label_of(tr, Area(press.key))
    if figure is None:
        return literal(name)
    return tr.t("<b>{name}</b>: {figure}", name=name, figure=figure_words(tr, scope, figure))


async def _overview(turn: Turn, plan_id: str) -> Overview:
    found = await service.overview(turn.scope, turn.actor, plan_id)
    if found is None:
        raise Refused(Code.NOT_NOW)
    return found


COMMANDS: dict[str, Screen] = {"plan": plan}

PRESSES: Presses = {
    OpenPlan: open_plan,
    PlanAreas: areas_page,
    PlanUnits: units_page,
    PlanTasks: tasks_page,
}
