"""One picture of the whole for a leader: the plan, the dispatch, digital plans, online dossiers, and who lags.

Everything is derived from what the other use cases keep, at the moment it is asked for; nothing can be changed here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.deadlines import is_first_working_day_of_week
from domain.digital_plan import PlanCount, bound, counts
from domain.dossiers import Point, Target, awaited_month
from domain.duty import Duty
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor, Role
from domain.plan import PlanFigure, plan_figure
from domain.scorecard import Scorecard, scorecard
from domain.task import Task, days_overdue, is_overdue
from domain.unit import Unit
from services import dossiers, duties, papers, plans
from services.duties import OrderFigure
from services.papers import Late
from services.plans import Overview, Plan
from services.scope import Scope

FOREMOST: Final = 3
"""As many units are named at first sight; the list has all of them."""


@dataclass(frozen=True, slots=True)
class Lagging:
    """A unit with something overdue: tasks of the plan and orders of dispatches, the longest by working days."""

    unit: str
    tasks: int
    orders: int
    longest: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The province on one day. What there is nothing of yet is None or empty."""

    overview: Overview | None
    orders: tuple[OrderFigure, ...]
    digital_plans: PlanCount | None
    dossiers: tuple[Point, ...]
    """The last months of the province; the last of them may have no figures yet."""
    lagging: tuple[Lagging, ...]
    has_sample: bool

    @property
    def last_told(self) -> Point | None:
        """The last month of which somebody told."""
        return next((point for point in reversed(self.dossiers) if point.rate is not None), None)


def may_look(actor: Actor) -> bool:
    """Whether the whole is the actor's to look at: whoever coordinates or governs."""
    return actor.has_any(OFFICE_ROLES)


def check_look(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever may not look."""
    if not may_look(actor):
        raise Refused(Code.NOT_YOURS)


def hears_weekly(scope: Scope, actor: Actor, day: date) -> bool:
    """Whether the day's digest begins with the picture of the whole: a leader's, on a week's first working day."""
    return actor.has(Role.LEADER) and is_first_working_day_of_week(scope.calendar, day)


async def dashboard(scope: Scope, actor: Actor) -> Dashboard:
    """The whole as it stands. Raises Refused(NOT_YOURS)."""
    check_look(actor)
    return await whole(scope)


async def whole(scope: Scope) -> Dashboard:
    """As ``dashboard``, for who was asked before whether they may look."""
    overview = await plans.overview_of(scope)
    book = await duties.duty_book(scope)
    orders = {duty.order.id: duty.order for duty in book.duties}
    figures = tuple(
        duties.order_figure(order, [one for one in book.duties if one.order.id == order.id], scope.today)
        for order in sorted(orders.values(), key=lambda order: (order.dispatch, order.item, order.code))
        if not order.is_standing
    )
    matrix = await scope.uow.digital_plans.matrix()
    units = await scope.uow.units.all()
    of_the_year = [
        one for one in counts(matrix, bound(units, scope.today)) if one.term.covers(scope.today.year)
    ]
    # A plan of the year itself says more of the year than one that merely covers it.
    year_plan = min(of_the_year, key=lambda one: one.term.last_year - one.term.first_year, default=None)
    months = await dossiers.series(scope, awaited_month(scope.today))
    return Dashboard(
        overview=overview,
        orders=figures,
        digital_plans=year_plan,
        dossiers=months,
        lagging=_lagging(scope, overview.tasks if overview else (), book.duties),
        has_sample=bool(overview and overview.plan.is_sample)
        or any(one.is_sample for one in book.dispatches.values()),
    )


def _lagging(scope: Scope, tasks: Iterable[Task], orders: Iterable[Duty]) -> tuple[Lagging, ...]:
    """Units with something overdue, most and longest first."""
    late: dict[str, list[int]] = {}
    for task in tasks:
        if is_overdue(task, scope.today):
            late.setdefault(task.lead_unit, []).append(days_overdue(task, scope.today, scope.calendar))
    owed: dict[str, int] = {}
    for duty in orders:
        if duty.is_overdue(scope.today):
            owed[duty.unit] = owed.get(duty.unit, 0) + 1
    found = [
        Lagging(unit, len(late.get(unit, ())), owed.get(unit, 0), max(late.get(unit, (0,))))
        for unit in late.keys() | owed.keys()
    ]
    return tuple(sorted(found, key=lambda one: (-(one.tasks + one.orders), -one.longest, one.unit)))


# ── one unit, and who heads it ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit on one day: its heads by name, its figure, the scorecard, what is overdue, its orders, its last months."""

    unit: Unit
    heads: tuple[str, ...]
    plan: Plan | None
    figure: PlanFigure
    scorecard: Scorecard
    late: tuple[Late, ...]
    owed_orders: int
    overdue_orders: int
    dossiers: tuple[Point, ...]
    target: Target | None
    has_sample: bool


async def unit_card(scope: Scope, actor: Actor, code: str) -> UnitCard:
    """A unit as the leader sees it. Raises Refused: NOT_YOURS, UNIT_UNKNOWN."""
    check_look(actor)
    units = await scope.uow.units.all()
    if code not in units:
        raise Refused(Code.UNIT_UNKNOWN, unit=code)
    overview = await plans.overview_of(scope)
    tasks = [task for task in overview.tasks if task.lead_unit == code] if overview else []
    heads = await papers.heads_of(scope, {code})
    book = await duties.duty_book(scope, {code})
    month = awaited_month(scope.today)
    targets = await scope.uow.dossiers.targets()
    return UnitCard(
        unit=units[code],
        heads=heads.get(code, ()),
        plan=overview.plan if overview else None,
        figure=plan_figure(tasks, scope.today),
        scorecard=scorecard(tasks, scope.today),
        late=tuple(await papers.overdue(scope, tasks)),
        owed_orders=sum(duty.is_pending for duty in book.duties),
        overdue_orders=sum(duty.is_overdue(scope.today) for duty in book.duties),
        dossiers=await dossiers.series(scope, month, unit=code),
        target=targets.of_unit(code, units, month),
        has_sample=bool(overview and overview.plan.is_sample),
    )
