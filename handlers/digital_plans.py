"""The register of digital transformation plans: for each unit its plan of each year or period that is asked for."""

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.digital_plan import counts
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Role
from domain.unit import Units
from handlers.context import Presses, Screen, Turn
from handlers.duty_links import DispatchOrders, EnterPlan, OpenRegister, OpenUnitPlans, ShowPlan, Which
from handlers.duty_text import plan_cell
from handlers.paper_file import paper_file
from handlers.task_text import (
    COLUMNS,
    PER_PAGE,
    PRODUCT_ROOM,
    bold,
    clamped,
    literal,
    sample_label,
    spaced,
    staff_page,
    unit_of,
)
from handlers.way_home import OpenMenu
from services import digital_plans as service
from services.digital_plans import Register


async def register(turn: Turn) -> Page:
    """/plans: the units that lack a plan, or all. Raises Refused(NOT_YOURS)."""
    return await register_page(turn)


async def open_register(turn: Turn, press: OpenRegister) -> Page:
    """A page of the register."""
    return await register_page(turn, press.which, press.page)


async def register_page(
    turn: Turn, which: Which = Which.OPEN, page: int = 0, said: Markup | None = None
) -> Page:
    """The register: how many units have each plan, and the units, those that lack one or all of them."""
    tr = turn.tr
    found = await service.register(turn.scope, turn.actor)
    lacking = [unit for unit in found.units if _lacks(found, unit)]
    listed = lacking if which is Which.OPEN else list(found.units)
    page = clamped(page, len(listed), PER_PAGE)
    shown = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
    units = await turn.scope.uow.units.all()
    figures = [
        tr.t(
            "{term}: issued {n}/{of}",
            term=one.term.code,
            n=tr.number(one.issued),
            of=tr.number(one.total),
        )
        for one in counts(found.matrix, found.units)
    ]
    return staff_page(
        turn,
        lines(
            *((said, "") if said is not None else ()),
            tr.t("<b>Digital transformation plans</b>"),
            *(figures or [tr.t("No plan is asked for yet.")]),
            sample_label(tr) if found.is_sample else None,
            *spaced(
                [_unit_lines(tr, found, unit, units) for unit in shown] or [tr.t("No unit lacks a plan.")]
            ),
        ),
        rows(
            *grid([Button(unit, OpenUnitPlans(unit, which, page)) for unit in shown], COLUMNS),
            pager(
                tr,
                previous=OpenRegister(which, page - 1) if page else None,
                following=OpenRegister(which, page + 1) if len(listed) > (page + 1) * PER_PAGE else None,
            ),
            _other_and_back(turn, which),
        ),
    )


def _lacks(found: Register, unit: str) -> bool:
    return any(found.matrix.plan(unit, term) is None for term in found.matrix.terms)


def _unit_lines(tr: Translator, found: Register, unit: str, units: Units) -> Markup:
    cells = [plan_cell(tr, found.matrix, unit, term) for term in found.matrix.terms]
    return lines(Markup(" · ").join([bold(unit), literal(unit_of(tr, units, unit))]), *cells)


def _other_and_back(turn: Turn, which: Which) -> Row:
    tr = turn.tr
    other = (
        Button(tr.plain("All units"), OpenRegister(Which.ALL))
        if which is Which.OPEN
        else Button(tr.plain("Only those missing"), OpenRegister(Which.OPEN), Style.PRIMARY)
    )
    office = turn.actor.has_any(OFFICE_ROLES)
    back = (
        Button(tr.plain("‹ Dispatch"), DispatchOrders()) if office else Button(tr.plain("‹ Home"), OpenMenu())
    )
    return row(other, back)


async def unit_plans(turn: Turn, press: OpenUnitPlans) -> Page:
    """The plans of a unit. The coordinator enters one for a unit that told of it by other means."""
    tr = turn.tr
    found = await service.register(turn.scope, turn.actor)
    if press.unit not in found.units:
        raise Refused(Code.NOT_YOURS)
    units = await turn.scope.uow.units.all()
    plans = [(term, found.matrix.plan(press.unit, term)) for term in found.matrix.terms]
    opening = [
        Button(tr.plain("Open plan {term}", term=term.code), ShowPlan(press.unit, *term.years))
        for term, plan in plans
        if plan is not None and plan.file_id is not None
    ]
    entering = [
        Button(tr.plain("Enter the plan {term}", term=term.code), EnterPlan.of(press.unit, term))
        for term, plan in plans
        if plan is None and turn.actor.has(Role.COORDINATOR)
    ]
    return staff_page(
        turn,
        lines(
            tr.t("<b>{unit}</b>: digital transformation plans", unit=unit_of(tr, units, press.unit)),
            sample_label(tr) if found.is_sample else None,
            "",
            *[
                lines(
                    plan_cell(tr, found.matrix, press.unit, term),
                    literal(fit(plan.link, PRODUCT_ROOM)) if plan is not None and plan.link else None,
                )
                for term, plan in plans
            ],
        ),
        rows(
            *grid([*opening, *entering], 2),
            row(
                Button(tr.plain("‹ List"), OpenRegister(press.which, press.page)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


async def show_plan(turn: Turn, press: ShowPlan) -> Page:
    """Sends a plan's file to whoever may see the register, not to be passed on."""
    found = await service.register(turn.scope, turn.actor)
    term = found.matrix.term(press.first_year, press.last_year)
    plan = None if term is None else found.matrix.plan(press.unit, term)
    if plan is None or plan.file_id is None:
        raise Refused(Code.NOT_YOURS)
    return await paper_file(turn, plan.file_id, plan.number, f"KH-CDS-{plan.term.code}-{plan.unit}")


COMMANDS: dict[str, Screen] = {"plans": register}

PRESSES: Presses = {OpenRegister: open_register, OpenUnitPlans: unit_plans, ShowPlan: show_plan}
