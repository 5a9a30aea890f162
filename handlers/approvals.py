"""What waits for a decision, results and requests for more time: decided by whoever did not submit or ask."""

from markupsafe import Markup

from bot.ui.buttons import Button, Press
from bot.ui.pages import Page, lines, pager, row, rows
from domain.errors import Refused
from domain.task import Task, TaskAct
from domain.task_transitions import acts
from handlers.context import Presses, Screen, Turn
from handlers.task_links import Approve, OpenApprovals, OpenRequest, OpenTask, Origin
from handlers.task_page import as_it_stands
from handlers.task_text import (
    PER_PAGE,
    clamped,
    code_buttons,
    figure_words,
    plan_title,
    sample_label,
    spaced,
    staff_page,
    task_lines,
    unit_of,
)
from handlers.way_home import OpenMenu
from services import tasks as service
from services.plans import figure_of


async def approvals(turn: Turn) -> Page:
    """/approvals: what waits for a decision, oldest first."""
    return await approvals_page(turn, 0)


async def open_approvals(turn: Turn, press: OpenApprovals) -> Page:
    """A page of what waits for a decision."""
    return await approvals_page(turn, press.page)


async def approvals_page(turn: Turn, page: int, *above: Markup) -> Page:
    """What was submitted and asked for, oldest first; ``above`` is said before it. Raises Refused(NOT_YOURS)."""
    tr, scope = turn.tr, turn.scope
    page = max(0, page)
    shown, count = await service.awaiting_decision(scope, turn.actor, PER_PAGE, page * PER_PAGE)
    if not shown and count:
        page = clamped(page, count, PER_PAGE)
        shown, count = await service.awaiting_decision(scope, turn.actor, PER_PAGE, page * PER_PAGE)
    units = await scope.uow.units.all()
    samples = {plan.id for plan in await scope.uow.tasks.plans() if plan.is_sample}
    body = [
        lines(
            task_lines(tr, scope, task, unit=unit_of(tr, units, task.lead_unit)),
            _asked(turn, task),
            None if _may_decide(turn, task) else _another_decides(turn, task),
        )
        for task in shown
    ]
    said = [part for one in above for part in (one, "")]
    return staff_page(
        turn,
        lines(
            *said,
            tr.t("<b>Awaiting approval</b>: {n}, oldest first", n=tr.number(count))
            if count
            else tr.t("Nothing waits for approval."),
            sample_label(tr) if any(task.plan in samples for task in shown) else None,
            *spaced(body),
        ),
        rows(
            *code_buttons(shown, lambda task: _opened(task, page)),
            pager(
                tr,
                previous=OpenApprovals(page - 1) if page else None,
                following=OpenApprovals(page + 1) if count > (page + 1) * PER_PAGE else None,
            ),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


def _opened(task: Task, page: int) -> Press:
    if task.extension is not None:
        return OpenRequest(task.id, page)
    return OpenTask(task.id, Origin.APPROVALS, page)


def _asked(turn: Turn, task: Task) -> Markup | None:
    if task.extension is None:
        return None
    return turn.tr.t("<b>More time is asked for</b>: until {day}", day=turn.tr.date(task.extension.until))


def _another_decides(turn: Turn, task: Task) -> Markup:
    if task.extension is not None:
        return turn.tr.t("<i>You asked for this: another person decides.</i>")
    return turn.tr.t("<i>You submitted this: another person decides.</i>")


def _may_decide(turn: Turn, task: Task) -> bool:
    standing_agency = turn.scope.rules.standing_agency
    act = TaskAct.APPROVE if task.extension is None else TaskAct.GRANT_EXTENSION
    return act in acts(task, turn.actor, turn.scope.today, standing_agency=standing_agency)


async def approve(turn: Turn, press: Approve) -> Page:
    """Approves what is before the reader's eyes, and says how far the plan is now."""
    tr, scope = turn.tr, turn.scope
    try:
        task = await service.approve(scope, turn.actor, press.task, press.revision)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal, Origin.APPROVALS)
    plan = next(one for one in await scope.uow.tasks.plans() if one.id == task.plan)
    figure = figure_words(tr, scope, await figure_of(scope, plan.id))
    return await approvals_page(
        turn,
        0,
        lines(
            tr.t("<b>{code}</b> is approved.", code=task.code),
            tr.t("{plan}: <b>{figure}</b>", plan=plan_title(tr, plan), figure=figure),
        ),
    )


COMMANDS: dict[str, Screen] = {"approvals": approvals}

PRESSES: Presses = {OpenApprovals: open_approvals, Approve: approve}
