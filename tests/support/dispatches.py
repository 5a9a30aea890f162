"""Dispatches and digital plans for tests, made of a few lines, in units of the sample data."""

from datetime import date

from domain.deadlines import DueRule
from domain.digital_plan import PlanTerm, bound
from domain.duty import Fulfilment, Order
from domain.unit import NO_DX_PLAN
from services.dispatch_imports import DispatchHeader, import_digital_plans, import_dispatch
from services.imports import DigitalPlanRow, OrderRow
from tests.support.plans import give_units
from tests.support.town import Town

ISSUED = date(2023, 10, 2)
DISPATCH = DispatchHeader("CV-1", ISSUED, "Công văn chấn chỉnh", "A dispatch")
YEAR = PlanTerm(2023, 2023)


def order(
    code: str,
    *assignees: str,
    rule: DueRule = DueRule.BY_DATE,
    due: str = "",
    to: tuple[str, ...] = ("SNV",),
    item: int = 4,
    fulfilment: Fulfilment = Fulfilment.DOCUMENT,
    title: str = "",
) -> OrderRow:
    """An order of a dispatch; its day as yyyy-mm-dd."""
    return OrderRow(
        line=2,
        code=code,
        item=item,
        title_vi=title or f"Việc {code}",
        title_en=title or f"Order {code}",
        assignees=assignees,
        due_rule=rule,
        due_date=date.fromisoformat(due) if due else None,
        product_vi="Văn bản của đơn vị",
        submit_to=to,
        fulfilment=fulfilment,
    )


BOTH = ("SNV", "STTTT")
THE_PLAN = order(
    "CV-4A", NO_DX_PLAN, rule=DueRule.URGENT, to=BOTH, fulfilment=Fulfilment.DIGITAL_PLAN,
    title="Ban hành Kế hoạch chuyển đổi số",
)  # fmt: skip
EXPLANATION = order(
    "CV-4B", NO_DX_PLAN, rule=DueRule.BEFORE_STRICT, due="2023-10-30", to=BOTH,
    title="Báo cáo giải trình",
)  # fmt: skip


async def give_dispatch(town: Town, *orders: OrderRow, header: DispatchHeader = DISPATCH) -> None:
    """A dispatch of these orders, as if imported from a file."""
    await give_units(town)
    async with town.product.office.writing() as (_, scope):
        await import_dispatch(scope, header, orders)


async def give_digital_plans(town: Town, lacking: set[str], *, term: PlanTerm = YEAR) -> None:
    """Every unit that is bound has its plan of the term since March, but these have none."""
    await give_units(town)
    async with town.product.office.writing() as (uow, scope):
        rows = [
            DigitalPlanRow(2, unit, term, "", None, "")
            if unit in lacking
            else DigitalPlanRow(2, unit, term, "1/KH", date(2023, 3, 1), "")
            for unit in bound(await uow.units.all(), ISSUED)
        ]
        await import_digital_plans(scope, rows)


async def order_of(town: Town, code: str) -> Order:
    """The order of this code, as it is stored."""
    async with town.product.office.reading() as (uow, _):
        return next(one for one in await uow.duties.orders() if one.code == code)
