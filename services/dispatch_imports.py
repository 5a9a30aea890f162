"""How a dispatch and the register of digital plans come in from files."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

from domain.digital_plan import DigitalPlan
from domain.duty import Dispatch, Order
from domain.errors import Refused
from domain.unit import NO_DX_PLAN, expand
from services.imports import DigitalPlanRow, OrderRow, RowFault, RowFaultCode
from services.plans import ImportChanges, ImportRefused, RowChange, changes_of, differences
from services.scope import Scope

_ORDER_FIELDS: Final = tuple(entry.name for entry in fields(Order) if entry.name not in ("id", "dispatch"))
_DISPATCH_FIELDS: Final = ("issued_on", "title_vi", "title_en", "is_sample")
_PLAN_FIELDS: Final = ("number", "issued_on", "link")


@dataclass(frozen=True, slots=True)
class DispatchHeader:
    """What a file of orders does not say of its dispatch; ``code`` names it for ever, ``issued_on`` is a local day.

    What is left out (None) is as it was, or for a new dispatch what its day suggests.
    """

    code: str
    issued_on: date
    title_vi: str | None = None
    title_en: str | None = None
    is_sample: bool | None = None


async def import_dispatch(
    scope: Scope, header: DispatchHeader, rows: Sequence[OrderRow], *, dry_run: bool = False
) -> ImportChanges:
    """Adds the orders of a file to the dispatch and changes those it says otherwise of; says what it did.

    With ``dry_run`` nothing is done. Raises ImportRefused for units that are not in force on the dispatch's day.
    """
    units = await scope.uow.units.all()
    existing = next((one for one in await scope.uow.duties.dispatches() if one.code == header.code), None)
    dispatch = _dispatch(scope, header, existing)
    here = await scope.uow.duties.orders(dispatch.id) if existing else []
    known = {order.code: order for order in here}
    faults: list[RowFault] = []
    for row in rows:
        for column, names in (("assignees", row.assignees), ("submit_to", row.submit_to)):
            try:
                expand([name for name in names if name != NO_DX_PLAN], units, header.issued_on)
            except Refused as refusal:
                value = str(refusal.data.get("unit") or refusal.data.get("group"))
                faults.append(RowFault(row.line, column, RowFaultCode.UNKNOWN_UNIT, value))
    if faults:
        raise ImportRefused(faults)
    wanted = [_order(scope, row, dispatch, known.get(row.code)) for row in rows]
    changes = changes_of(
        [(order.code, known.get(order.code), order) for order in wanted], known, _ORDER_FIELDS
    )
    if existing is not None:
        told = differences(existing, dispatch, _DISPATCH_FIELDS)
        changes = replace(changes, plan=RowChange(dispatch.code, told) if told else None)
    if not dry_run:
        if dispatch != existing:
            await scope.uow.duties.put_dispatch(dispatch)
        touched = {*changes.added, *(change.code for change in changes.changed)}
        await scope.uow.duties.put_orders([order for order in wanted if order.code in touched])
    return changes


def _dispatch(scope: Scope, header: DispatchHeader, known: Dispatch | None) -> Dispatch:
    day = header.issued_on
    before = known or Dispatch(
        scope.new_id(),
        header.code,
        day,
        f"Công văn ngày {day:%d/%m/%Y}",
        f"Official dispatch of {day:%d/%m/%Y}",
    )
    return replace(
        before,
        issued_on=day,
        title_vi=header.title_vi or before.title_vi,
        title_en=header.title_en or before.title_en,
        is_sample=before.is_sample if header.is_sample is None else header.is_sample,
    )


def _order(scope: Scope, row: OrderRow, dispatch: Dispatch, known: Order | None) -> Order:
    return Order(
        id=known.id if known else scope.new_id(),
        dispatch=dispatch.id,
        code=row.code,
        item=row.item,
        title_vi=row.title_vi,
        title_en=row.title_en or row.title_vi,
        assignees=row.assignees,
        due_rule=row.due_rule,
        due_date=row.due_date,
        product_vi=row.product_vi,
        submit_to=row.submit_to,
        fulfilment=row.fulfilment,
    )


async def import_digital_plans(
    scope: Scope, rows: Sequence[DigitalPlanRow], *, is_sample: bool = False, dry_run: bool = False
) -> ImportChanges:
    """Enters the plans of a file in the register, and the terms it asks for; a row without a number only names a term.

    Raises ImportRefused for a plan that is said to have been issued after today.
    """
    faults = [
        RowFault(row.line, "issued_on", RowFaultCode.FUTURE_DATE, row.issued_on.isoformat())
        for row in rows
        if row.issued_on is not None and row.issued_on > scope.today
    ]
    if faults:
        raise ImportRefused(faults)
    matrix = await scope.uow.digital_plans.matrix()
    known = {f"{unit} {term.code}": plan for (unit, term), plan in matrix.plans.items()}
    wanted = {
        (key := f"{row.unit} {row.term.code}"): _plan(row, row.issued_on, known.get(key))
        for row in rows
        if row.issued_on is not None
    }
    changes = changes_of([(key, known.get(key), plan) for key, plan in wanted.items()], known, _PLAN_FIELDS)
    if not dry_run:
        await scope.uow.digital_plans.put_terms({row.term for row in rows} - set(matrix.terms))
        touched = {*changes.added, *(change.code for change in changes.changed)}
        await scope.uow.digital_plans.put(
            [plan for key, plan in wanted.items() if key in touched], scope.now, is_sample=is_sample
        )
    return changes


def _plan(row: DigitalPlanRow, issued_on: date, known: DigitalPlan | None) -> DigitalPlan:
    """The plan as the file has it; of the same paper, what was entered here with it is kept."""
    said = DigitalPlan(row.unit, row.term, row.number, issued_on, row.link)
    if known is None or (known.number, known.issued_on) != (said.number, said.issued_on):
        return said
    return replace(known, link=said.link or known.link)
