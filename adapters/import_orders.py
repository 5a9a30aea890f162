"""Turns a table into the orders of a dispatch, or into the register of digital plans.

The columns are those of `dispatch_obligations.csv` and `digital_plans_2023.csv`.
"""

import re
from collections.abc import Collection
from typing import Final

from adapters.row_reader import RowReader, column_faults
from adapters.sheet import Sheet
from domain.deadlines import DueRule
from domain.digital_plan import PlanTerm
from domain.duty import Fulfilment
from domain.text import is_blank
from domain.unit import GROUPS, NO_DX_PLAN
from services.imports import DigitalPlanRow, OrderRow, Parsed, RowFaultCode

ORDER_COLUMNS: Final = (
    "code", "dispatch_item", "title_vi", "title_en", "assignees", "due_rule", "due_date", "product_vi", "submit_to",
)  # fmt: skip
ORDER_COLUMNS_ALLOWED: Final = ("note", "fulfilment")
PLAN_COLUMNS: Final = ("unit", "term", "number", "issued_on")
PLAN_COLUMNS_ALLOWED: Final = ("link",)
ITEMS: Final = (1, 7)
"""The dispatch of October 2023 orders seven things."""

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_TERM: Final = re.compile(r"(20[0-9]{2})(?:\s*[-–]\s*(20[0-9]{2}))?")
_ASSIGNEES: Final = frozenset({*GROUPS, NO_DX_PLAN})


def parse_orders(sheet: Sheet, known_units: Collection[str]) -> Parsed[OrderRow]:
    """Orders of a table. `known_units` are the codes an order may name besides the groups."""
    faults = column_faults(sheet, ORDER_COLUMNS, ORDER_COLUMNS_ALLOWED)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[str] = set()
    parsed = [_order(RowReader(row, faults), seen, frozenset(known_units)) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _order(row: RowReader, seen: set[str], known_units: frozenset[str]) -> OrderRow | None:
    code = row.code("code", _CODE, seen)
    item = row.whole("dispatch_item", *ITEMS)
    title_vi, title_en = row.text("title_vi"), row.optional("title_en")
    row.text("assignees")
    assignees = row.units("assignees", known_units, _ASSIGNEES)
    rule = row.member("due_rule", DueRule, RowFaultCode.UNKNOWN_RULE)
    due_date = row.day("due_date")
    if rule is not None and rule.has_date and row.is_empty("due_date"):
        row.fault("due_date", RowFaultCode.RULE_NEEDS_DATE)
    if rule is not None and not rule.has_date and not row.is_empty("due_date"):
        row.fault("due_date", RowFaultCode.RULE_HAS_NO_DATE)
    product_vi = row.text("product_vi")
    row.text("submit_to")
    submit_to = row.units("submit_to", known_units)
    fulfilment = None
    if not row.is_empty("fulfilment"):
        fulfilment = row.member("fulfilment", Fulfilment, RowFaultCode.UNKNOWN_FULFILMENT)
    if item is None or rule is None or not row.is_sound:
        return None
    return OrderRow(
        row.line, code, item, title_vi, title_en, assignees, rule, due_date, product_vi, submit_to,
        fulfilment or _usual(rule, assignees),
    )  # fmt: skip


def _usual(rule: DueRule, assignees: tuple[str, ...]) -> Fulfilment:
    """What carries out an order of which the file does not say it."""
    if rule in (DueRule.CONTINUOUS, DueRule.PER_PERIOD):
        return Fulfilment.PERIODIC_REPORT
    # To those without a plan an order that names no date asks for the plan itself (item 4).
    if assignees == (NO_DX_PLAN,) and not rule.has_date:
        return Fulfilment.DIGITAL_PLAN
    return Fulfilment.DOCUMENT


def parse_digital_plans(sheet: Sheet, known_units: Collection[str]) -> Parsed[DigitalPlanRow]:
    """Plans of a table: a row for each unit and term; number and day are both there or both empty."""
    faults = column_faults(sheet, PLAN_COLUMNS, PLAN_COLUMNS_ALLOWED)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[tuple[str, PlanTerm]] = set()
    parsed = [_plan(RowReader(row, faults), seen, frozenset(known_units)) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _plan(
    row: RowReader, seen: set[tuple[str, PlanTerm]], known_units: frozenset[str]
) -> DigitalPlanRow | None:
    unit = row.text("unit")
    if not is_blank(unit) and unit not in known_units:
        row.fault("unit", RowFaultCode.UNKNOWN_UNIT)
    term = _term(row)
    number, issued_on = row.optional("number"), row.day("issued_on")
    if is_blank(number) != row.is_empty("issued_on"):
        row.fault("number" if is_blank(number) else "issued_on", RowFaultCode.MISSING_CELL)
    link = "" if row.is_empty("link") else row.optional("link")
    if term is None:
        return None
    if (unit, term) in seen:
        row.fault("unit", RowFaultCode.DUPLICATE_ROW)
    seen.add((unit, term))
    return DigitalPlanRow(row.line, unit, term, number, issued_on, link) if row.is_sound else None


def _term(row: RowReader) -> PlanTerm | None:
    text = row.text("term")
    if is_blank(text):
        return None
    found = _TERM.fullmatch(text)
    if found is None or (found[2] is not None and int(found[2]) < int(found[1])):
        row.fault("term", RowFaultCode.BAD_TERM)
        return None
    return PlanTerm(int(found[1]), int(found[2] or found[1]))
