"""Turns a table into units or tasks, and names every cell that cannot be one.

The columns are those of `units.csv` and `par_plan_2023.csv`. A column too many is a fault as well: it is a name
misspelt more often than a remark, and what nobody reads should not look as if it had been taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from adapters.row_reader import RowReader, column_faults, said
from adapters.sheet import Sheet
from domain.task import ENDED, Area, TaskStatus
from domain.text import is_blank
from domain.unit import GROUPS, UnitKind
from services.imports import Parsed, RowFaultCode, TaskRow, UnitRow

UNIT_COLUMNS: Final = ("code", "name_vi", "name_en", "kind", "parent", "selected_for_direction")
PLAN_COLUMNS: Final = (
    "code", "area", "title_vi", "title_en", "lead_unit", "cooperating_units", "due_date", "product_vi", "status",
    "submitted_on", "completed_on",
)  # fmt: skip

UNIT_CODE: Final = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_TASK_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_NO_PARENTS: Final[Mapping[str, str | None]] = MappingProxyType({})


def parse_units(sheet: Sheet, known_parents: Mapping[str, str | None] = _NO_PARENTS) -> Parsed[UnitRow]:
    """Units of a table. `known_parents` has the parent of every unit that is there already, by code."""
    faults = column_faults(sheet, UNIT_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    parents = {**known_parents, **{said(row, "code"): said(row, "parent") or None for row in sheet.rows}}
    seen: set[str] = set()
    parsed = [_unit(RowReader(row, faults), seen, parents) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def parse_plan(sheet: Sheet, known_units: Collection[str]) -> Parsed[TaskRow]:
    """Tasks of a table. `known_units` are the codes a task may name besides the groups `@DEPTS` and `@DISTRICTS`."""
    faults = column_faults(sheet, PLAN_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[str] = set()
    parsed = [_task(RowReader(row, faults), seen, frozenset(known_units)) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _unit(row: RowReader, seen: set[str], parents: Mapping[str, str | None]) -> UnitRow | None:
    code = row.code("code", UNIT_CODE, seen)
    name_vi, name_en = row.text("name_vi"), row.optional("name_en")
    kind = row.member("kind", UnitKind, RowFaultCode.UNKNOWN_KIND)
    parent = row.optional("parent") or None
    selected = row.yes_or_no("selected_for_direction")
    if parent is None:
        if kind is not UnitKind.PROVINCE:
            row.fault("parent", RowFaultCode.MISSING_CELL)
    elif parent == code:
        row.fault("parent", RowFaultCode.OWN_PARENT)
    elif parent not in parents:
        row.fault("parent", RowFaultCode.UNKNOWN_UNIT)
    elif _is_under_itself(code, parents):
        row.fault("parent", RowFaultCode.PARENT_CYCLE)
    if kind is None or not row.is_sound:
        return None
    return UnitRow(row.line, code, name_vi, name_en, kind, parent, selected)


def _is_under_itself(code: str, parents: Mapping[str, str | None]) -> bool:
    passed: set[str] = set()
    above = parents.get(code)
    while above is not None and above not in passed:
        if above == code:
            return True
        passed.add(above)
        above = parents.get(above)
    return False


def _task(row: RowReader, seen: set[str], known_units: frozenset[str]) -> TaskRow | None:
    code = row.code("code", _TASK_CODE, seen)
    area = row.member("area", Area, RowFaultCode.UNKNOWN_AREA)
    title_vi, title_en = row.text("title_vi"), row.optional("title_en")
    lead_unit = row.text("lead_unit")
    if not is_blank(lead_unit) and lead_unit not in known_units:
        row.fault("lead_unit", RowFaultCode.UNKNOWN_UNIT)
    cooperating = row.units("cooperating_units", known_units, GROUPS)
    due_date = row.day("due_date")
    if row.is_empty("due_date"):
        row.fault("due_date", RowFaultCode.MISSING_CELL)
    product_vi = row.text("product_vi")
    status = row.member("status", TaskStatus, RowFaultCode.UNKNOWN_STATUS)
    submitted_on, completed_on = row.day("submitted_on"), row.day("completed_on")
    if status is not None:
        _check_dates(row, status, submitted_on, completed_on)
    if area is None or due_date is None or status is None or not row.is_sound:
        return None
    return TaskRow(
        row.line, code, area, title_vi, title_en, lead_unit, cooperating, due_date, product_vi, status,
        submitted_on, completed_on,
    )  # fmt: skip


def _check_dates(
    row: RowReader, status: TaskStatus, submitted_on: date | None, completed_on: date | None
) -> None:
    """Timeliness is judged on the day of submission, so a status without its days would be counted wrongly."""
    is_handed_in = status in (TaskStatus.SUBMITTED, TaskStatus.COMPLETED)
    # A task cancelled after it was handed in keeps the day; one suspended was never handed in.
    may_be_handed_in = is_handed_in or status in ENDED
    for column, is_wanted, is_allowed in (
        ("submitted_on", is_handed_in, may_be_handed_in),
        ("completed_on", status is TaskStatus.COMPLETED, status is TaskStatus.COMPLETED),
    ):
        if is_wanted and row.is_empty(column):
            row.fault(column, RowFaultCode.DATE_MISSING_FOR_STATUS)
        if not is_allowed and not row.is_empty(column):
            row.fault(column, RowFaultCode.DATE_AGAINST_STATUS)
    if submitted_on is not None and completed_on is not None and completed_on < submitted_on:
        row.fault("completed_on", RowFaultCode.COMPLETED_BEFORE_SUBMITTED)
