"""Turns a table into units or tasks, and names every cell that cannot be one.

The columns are those of `units.csv` and `par_plan_2023.csv`. A column too many is a fault as well: it is a name
misspelt more often than a remark, and what nobody reads should not look as if it had been taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from adapters.sheet import Cell, Row, Sheet
from domain.task import ENDED, Area, TaskStatus
from domain.text import is_blank
from domain.unit import GROUPS, UnitKind
from services.imports import Parsed, RowFault, RowFaultCode, TaskRow, UnitRow

UNIT_COLUMNS: Final = ("code", "name_vi", "name_en", "kind", "parent", "selected_for_direction")
PLAN_COLUMNS: Final = (
    "code", "area", "title_vi", "title_en", "lead_unit", "cooperating_units", "due_date", "product_vi", "status",
    "submitted_on", "completed_on",
)  # fmt: skip

MAX_TEXT_CHARS: Final = 1_000
"""A title with everything else on its page has to stay under Telegram's 4,096."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Two digits of a year mistyped give a real date in the wrong century; the working calendar ends there as well."""

_UNIT_CODE: Final = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_TASK_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_MAX_CODE_CHARS: Final = 32
_YES_OR_NO: Final = {"true": True, "false": False}
_NO_PARENTS: Final[Mapping[str, str | None]] = MappingProxyType({})

E = TypeVar("E", bound=StrEnum)


def parse_units(sheet: Sheet, known_parents: Mapping[str, str | None] = _NO_PARENTS) -> Parsed[UnitRow]:
    """Units of a table. `known_parents` has the parent of every unit that is there already, by code."""
    faults = _column_faults(sheet, UNIT_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    parents = {**known_parents, **{_said(row, "code"): _said(row, "parent") or None for row in sheet.rows}}
    seen: set[str] = set()
    parsed = [_unit(_Reader(row, faults), seen, parents) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def parse_plan(sheet: Sheet, known_units: Collection[str]) -> Parsed[TaskRow]:
    """Tasks of a table. `known_units` are the codes a task may name besides the groups `@DEPTS` and `@DISTRICTS`."""
    faults = _column_faults(sheet, PLAN_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[str] = set()
    parsed = [_task(_Reader(row, faults), seen, frozenset(known_units)) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _column_faults(sheet: Sheet, wanted: tuple[str, ...]) -> list[RowFault]:
    missing = [
        RowFault(1, name, RowFaultCode.MISSING_COLUMN, "") for name in wanted if name not in sheet.header
    ]
    unknown = [
        RowFault(1, name, RowFaultCode.UNKNOWN_COLUMN, name) for name in sheet.header if name not in wanted
    ]
    return missing + unknown


def _said(row: Row, column: str) -> str:
    cell = row.cells[column]
    return cell if isinstance(cell, str) else cell.isoformat()


class _Reader:
    """Reads one row, column by column, and writes down what is wrong with it."""

    def __init__(self, row: Row, faults: list[RowFault]) -> None:
        self._row = row
        self._faults = faults
        self._before = len(faults)

    @property
    def line(self) -> int:
        return self._row.line

    @property
    def is_sound(self) -> bool:
        return len(self._faults) == self._before

    def fault(self, column: str, code: RowFaultCode, value: str | None = None) -> None:
        """``value`` where what is wrong is not all of the cell."""
        said = _said(self._row, column) if value is None else value
        self._faults.append(RowFault(self._row.line, column, code, said))

    def optional(self, column: str) -> str:
        text = _said(self._row, column)
        if len(text) > MAX_TEXT_CHARS:
            self.fault(column, RowFaultCode.TOO_LONG)
        return text

    def text(self, column: str) -> str:
        text = self.optional(column)
        if is_blank(text):
            self.fault(column, RowFaultCode.MISSING_CELL)
        return text

    def code(self, column: str, form: re.Pattern[str], seen: set[str]) -> str:
        code = self.text(column)
        if is_blank(code):
            return code
        if len(code) > _MAX_CODE_CHARS or not form.fullmatch(code):
            self.fault(column, RowFaultCode.BAD_CODE)
        # Two codes that differ in capitals only are one to every reader.
        elif code.casefold() in seen:
            self.fault(column, RowFaultCode.DUPLICATE_CODE)
        seen.add(code.casefold())
        return code

    def member(self, column: str, of: type[E], otherwise: RowFaultCode) -> E | None:
        text = self.text(column)
        if is_blank(text):
            return None
        try:
            return of(text.lower())
        except ValueError:
            self.fault(column, otherwise)
            return None

    def yes_or_no(self, column: str) -> bool:
        answer = _YES_OR_NO.get(self.text(column).lower())
        if answer is None and self._row.cells[column] != "":
            self.fault(column, RowFaultCode.NOT_YES_OR_NO)
        return bool(answer)

    def day(self, column: str) -> date | None:
        """The day in a cell, None for an empty cell or an impossible date, which is written down."""
        cell = self._row.cells[column]
        if cell == "":
            return None
        day = _day(cell)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            self.fault(column, RowFaultCode.IMPOSSIBLE_DATE)
            return None
        return day

    def is_empty(self, column: str) -> bool:
        return self._row.cells[column] == ""


def _day(cell: Cell) -> date | None:
    if isinstance(cell, date):
        return cell
    # Day first, as Vietnam writes; 1/6/2023 is the first of June.
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day of the province has no zone
        except ValueError:
            continue
    return None


def _unit(row: _Reader, seen: set[str], parents: Mapping[str, str | None]) -> UnitRow | None:
    code = row.code("code", _UNIT_CODE, seen)
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


def _task(row: _Reader, seen: set[str], known_units: frozenset[str]) -> TaskRow | None:
    code = row.code("code", _TASK_CODE, seen)
    area = row.member("area", Area, RowFaultCode.UNKNOWN_AREA)
    title_vi, title_en = row.text("title_vi"), row.optional("title_en")
    lead_unit = row.text("lead_unit")
    if not is_blank(lead_unit) and lead_unit not in known_units:
        row.fault("lead_unit", RowFaultCode.UNKNOWN_UNIT)
    cooperating = _cooperating(row, known_units)
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


def _cooperating(row: _Reader, known_units: frozenset[str]) -> tuple[str, ...]:
    names = [name.strip() for name in row.optional("cooperating_units").split(";") if name.strip()]
    each_once = tuple(dict.fromkeys(names))
    for name in each_once:
        if name.startswith("@") and name not in GROUPS:
            row.fault("cooperating_units", RowFaultCode.UNKNOWN_GROUP, name)
        elif not name.startswith("@") and name not in known_units:
            row.fault("cooperating_units", RowFaultCode.UNKNOWN_UNIT, name)
    return each_once


def _check_dates(
    row: _Reader, status: TaskStatus, submitted_on: date | None, completed_on: date | None
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
