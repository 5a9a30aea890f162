"""The leader's dashboard: the whole on one page, then a unit and whoever heads it. It only looks."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.dossiers import Point
from domain.unit import Units
from handlers.context import Presses, Screen, Turn
from handlers.dossier_text import month_name, rate_words
from handlers.duty_links import DispatchOrders
from handlers.home import OpenMenu, home
from handlers.papers import OpenPapers, OpenPictures
from handlers.task_links import Group, OpenPlan, PlanTasks
from handlers.task_text import (
    COLUMNS,
    NOTE_ON_PAGE,
    bold,
    clamped,
    figure_words,
    literal,
    plan_title,
    sample_label,
    spaced,
    staff_page,
    unit_of,
)
from handlers.words import unit_name
from services import dashboard as service
from services.dashboard import FOREMOST, Dashboard, Lagging, UnitCard
from services.scope import Scope

UNITS_ON_PAGE: Final = 9
LATE_ON_PAGE: Final = 4


@dataclass(frozen=True)
class OpenDashboard(Press, prefix="gv1"):
    """The whole on one page."""


@dataclass(frozen=True)
class DashboardUnits(Press, prefix="gu1"):
    """A page of units, those that lag first."""

    page: int = 0


@dataclass(frozen=True)
class OpenUnitCard(Press, prefix="gc1"):
    """A unit and whoever heads it; ``page`` is that of the list it was opened from."""

    unit: str
    page: int = 0


async def dashboard(turn: Turn) -> Page:
    """/dashboard: the whole."""
    tr = turn.tr
    if not service.may_look(turn.actor):
        return await home(turn, tr.t("The dashboard is for leaders and coordinators."))
    found = await service.dashboard(turn.scope, turn.actor)
    units = await turn.scope.uow.units.all()
    return staff_page(
        turn,
        lines(
            tr.t("<b>Administrative reform at a glance</b>, {day}", day=tr.long_date(turn.scope.today)),
            sample_label(tr) if found.has_sample else None,
            "",
            *whole_lines(tr, turn.scope, found, units),
        ),
        rows(
            row(
                Button(tr.plain("By unit ›"), DashboardUnits()),
                Button(tr.plain("Pictures ›"), OpenPictures()),
            ),
            row(
                Button(tr.plain("The plan"), OpenPlan()) if found.overview else None,
                Button(tr.plain("Dispatches"), DispatchOrders()) if found.orders else None,
                Button(tr.plain("Papers"), OpenPapers()),
            ),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def open_dashboard(turn: Turn, press: OpenDashboard) -> Page:
    """The whole."""
    return await dashboard(turn)


def whole_lines(tr: Translator, scope: Scope, found: Dashboard, units: Units) -> list[Markup | str]:
    """The whole in a few lines: also the head of a leader's digest at the beginning of a week."""
    said: list[Markup | str] = []
    if found.overview is not None:
        figure = found.overview.figure
        said.append(
            tr.t(
                "Plan: <b>{figure}</b>, overdue {n}",
                figure=figure_words(tr, scope, figure),
                n=tr.number(figure.overdue),
            )
        )
    if found.orders:
        sent, total = sum(one.sent for one in found.orders), sum(one.total for one in found.orders)
        said.append(
            tr.t(
                "Orders of dispatches: {sent}/{total} answered, overdue {n}",
                sent=tr.number(sent),
                total=tr.number(total),
                n=tr.number(sum(one.overdue for one in found.orders)),
            )
        )
    if (plan := found.digital_plans) is not None:
        said.append(
            tr.t(
                "Digital transformation plans {term}: {issued}/{total} units",
                term=plan.term.code,
                issued=tr.number(plan.issued),
                total=tr.number(plan.total),
            )
        )
    if (point := found.last_told) is not None:
        said.append(_dossiers(tr, scope, point))
    if not said:
        return [tr.t("No plan has been imported yet.")]
    if found.lagging:
        said += ["", tr.t("<b>To be looked at</b>")]
        said += [_lagging_line(tr, one, units) for one in found.lagging[:FOREMOST]]
        rest = len(found.lagging) - FOREMOST
        if rest > 0:
            said.append(tr.n("and {n} more unit", "and {n} more units", rest))
    return said


def _dossiers(tr: Translator, scope: Scope, point: Point) -> Markup:
    assert point.rate is not None, "a month of which somebody told"
    return tr.t(
        "Online dossiers {month}: {rate}, from {n} units",
        month=month_name(point.month),
        rate=rate_words(tr, scope, point.rate),
        n=tr.number(point.told),
    )


def _lagging_line(tr: Translator, one: Lagging, units: Units) -> Markup:
    name = unit_of(tr, units, one.unit)
    if one.tasks and one.orders:
        return tr.t(
            "• {unit}: {tasks} tasks and {orders} orders overdue, the longest by {days} working days",
            unit=name,
            tasks=tr.number(one.tasks),
            orders=tr.number(one.orders),
            days=tr.number(one.longest),
        )
    if one.orders:
        return tr.t("• {unit}: {orders} orders overdue", unit=name, orders=tr.number(one.orders))
    return tr.t(
        "• {unit}: {tasks} tasks overdue, the longest by {days} working days",
        unit=name,
        tasks=tr.number(one.tasks),
        days=tr.number(one.longest),
    )


async def units_page(turn: Turn, press: DashboardUnits) -> Page:
    """Units that lead tasks or lag, those that lag first, then those with most left to do."""
    tr, scope = turn.tr, turn.scope
    found = await service.dashboard(scope, turn.actor)
    figures = found.overview.units if found.overview else {}
    lagging = {one.unit: one for one in found.lagging}
    order = [one.unit for one in found.lagging]
    order += sorted(
        (code for code in figures if code not in lagging), key=lambda code: (-figures[code].left, code)
    )
    units = await scope.uow.units.all()
    page = clamped(press.page, len(order), UNITS_ON_PAGE)
    shown = order[page * UNITS_ON_PAGE : (page + 1) * UNITS_ON_PAGE]
    said = []
    for code in shown:
        figure, late = figures.get(code), lagging.get(code)
        said.append(
            lines(
                bold(unit_of(tr, units, code)),
                Markup(" · ").join(
                    part
                    for part in (
                        None if figure is None else literal(figure_words(tr, scope, figure)),
                        None if late is None else tr.t("overdue {n}", n=tr.number(late.tasks + late.orders)),
                    )
                    if part is not None
                ),
            )
        )
    return staff_page(
        turn,
        lines(
            tr.t("<b>Units</b>: what lags first"),
            sample_label(tr) if found.has_sample else None,
            *spaced(said or [tr.t("No plan has been imported yet.")]),
        ),
        rows(
            *grid([Button(code, OpenUnitCard(code, page)) for code in shown], COLUMNS),
            pager(
                tr,
                previous=DashboardUnits(page - 1) if page else None,
                following=DashboardUnits(page + 1) if len(order) > (page + 1) * UNITS_ON_PAGE else None,
            ),
            row(Button(tr.plain("‹ At a glance"), OpenDashboard()), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def unit_page(turn: Turn, press: OpenUnitCard) -> Page:
    """A unit: who heads it, its figure and record, what is overdue and why."""
    tr, scope = turn.tr, turn.scope
    found = await service.unit_card(scope, turn.actor, press.unit)
    tasks = (
        Button(tr.plain("Its tasks ›"), PlanTasks(found.plan.id, Group.UNIT, found.unit.code))
        if found.plan is not None and found.figure.total
        else None
    )
    return staff_page(
        turn,
        lines(
            bold(unit_name(tr, found.unit)),
            sample_label(tr) if found.has_sample else None,
            _head_line(tr, found),
            "",
            *_card_lines(tr, scope, found),
            *_late_lines(tr, found),
        ),
        rows(
            row(tasks),
            row(
                Button(tr.plain("‹ Units"), DashboardUnits(press.page)),
                Button(tr.plain("‹ At a glance"), OpenDashboard()),
            ),
        ),
    )


def _head_line(tr: Translator, found: UnitCard) -> Markup:
    if not found.heads:
        return tr.t("Head: nobody is linked to the bot yet")
    return tr.t("Head: {names}", names=", ".join(found.heads))


def _card_lines(tr: Translator, scope: Scope, found: UnitCard) -> list[Markup | str]:
    said: list[Markup | str] = []
    if found.plan is not None and found.figure.total:
        said += [
            literal(plan_title(tr, found.plan)),
            tr.t("Done: <b>{figure}</b>", figure=figure_words(tr, scope, found.figure)),
            tr.t(
                "Handed in on time {in_time} · late {late} · extended {extended} · explained {explained}",
                in_time=tr.number(found.scorecard.in_time),
                late=tr.number(found.scorecard.late),
                extended=tr.number(found.scorecard.extended),
                explained=tr.number(found.scorecard.explained),
            ),
        ]
    else:
        said.append(tr.t("Leads no task of the plan."))
    said.append(
        tr.t(
            "Orders of dispatches still owed: {owed}, overdue {n}",
            owed=tr.number(found.owed_orders),
            n=tr.number(found.overdue_orders),
        )
    )
    point = next((one for one in reversed(found.dossiers) if one.rate is not None), None)
    if point is not None and point.rate is not None:
        rate = rate_words(tr, scope, point.rate)
        target = None if point.target is None else tr.number(point.target)
        said.append(
            tr.t("Online dossiers {month}: {rate}", month=month_name(point.month), rate=rate)
            if target is None
            else tr.t(
                "Online dossiers {month}: {rate}, target {target}%",
                month=month_name(point.month),
                rate=rate,
                target=target,
            )
        )
    elif found.target is not None:
        said.append(tr.t("Online dossiers: no figures yet"))
    return said


def _late_lines(tr: Translator, found: UnitCard) -> list[Markup | str]:
    if not found.late:
        return []
    said: list[Markup | str] = ["", tr.t("<b>Overdue</b>: {n}", n=tr.number(len(found.late)))]
    for one in found.late[:LATE_ON_PAGE]:
        days = tr.n("overdue by {n} working day", "overdue by {n} working days", one.days)
        said.append(tr.t("• {code}: {days}", code=one.task.code, days=days))
        said.append(
            literal(fit(one.explanation, NOTE_ON_PAGE)) if one.explanation else tr.t("not explained yet")
        )
    rest = len(found.late) - LATE_ON_PAGE
    if rest > 0:
        said.append(tr.n("and {n} more task", "and {n} more tasks", rest))
    return said


COMMANDS: dict[str, Screen] = {"dashboard": dashboard}

PRESSES: Presses = {
    OpenDashboard: open_dashboard,
    DashboardUnits: units_page,
    OpenUnitCard: unit_page,
}
