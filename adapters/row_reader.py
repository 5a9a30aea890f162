"""Reads the rows of a table one by one, and names every cell that is not what its column asks for.

What is particular to units, plans or orders is in the modules that use this.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from adapters.sheet import Cell, Row, Sheet
from domain.dossiers import Month
from domain.text import is_blank
from services.imports import RowFault, RowFaultCode

MAX_TEXT_CHARS: Final = 1_000
"""A title with everything else on its page has to stay under Telegram's 4,096."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Two digits of a year mistyped give a real date in the wrong century; the working calendar ends there as well."""

_MAX_CODE_CHARS: Final = 32
_COUNT: Final = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){1,2}")
_MONTH: Final = re.compile(r"(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})|(?P<z>[0-9]{4})-(?P<n>[0-9]{1,2})")
_YES_OR_NO: Final = {"true": True, "false": False}

E = TypeVar("E", bound=StrEnum)


def column_faults(sheet: Sheet, wanted: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[RowFault]:
    """Columns that are missing, and columns that nobody reads: a name misspelt more often than a remark."""
    missing = [
        RowFault(1, name, RowFaultCode.MISSING_COLUMN, "") for name in wanted if name not in sheet.header
    ]
    unknown = [
        RowFault(1, name, RowFaultCode.UNKNOWN_COLUMN, name)
        for name in sheet.header
        if name not in (*wanted, *optional)
    ]
    return missing + unknown


def said(row: Row, column: str) -> str:
    cell = row.cells[column]
    return cell if isinstance(cell, str) else cell.isoformat()


class RowReader:
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
        wrong = said(self._row, column) if value is None else value
        self._faults.append(RowFault(self._row.line, column, code, wrong))

    def optional(self, column: str) -> str:
        text = said(self._row, column)
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
        """Whether the cell is empty, or the table lacks this column that it need not have."""
        return self._row.cells.get(column, "") == ""

    def count(self, column: str, most: int = 999_999_999) -> int | None:
        """A count, thousands parted by dots or by nothing; None for an empty cell or anything else, written down."""
        # A workbook parts thousands by a space that does not break, when it shows a number as text.
        text = self.text(column).replace("\u00a0", "").replace(" ", "")
        if text == "":
            return None
        if not _COUNT.fullmatch(text) or int(text.replace(".", "")) > most:
            self.fault(column, RowFaultCode.BAD_NUMBER)
            return None
        return int(text.replace(".", ""))

    def whole(self, column: str, least: int, most: int) -> int | None:
        """A whole number within bounds, None for an empty cell or anything else, which is written down."""
        number = self.count(column, most)
        if number is not None and number < least:
            self.fault(column, RowFaultCode.BAD_NUMBER)
            return None
        return number

    def month(self, column: str) -> Month | None:
        """A month: 09/2023, 2023-09, or any day of it as a workbook stores it; None for anything else, written down."""
        if self.is_empty(column):
            self.fault(column, RowFaultCode.MISSING_CELL)
            return None
        cell = self._row.cells[column]
        found = _MONTH.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found is not None:
            first = f"01/{found['m'] or found['n']}/{found['y'] or found['z']}"
            day = _day(first)
        else:
            day = _day(cell)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            self.fault(column, RowFaultCode.BAD_MONTH)
            return None
        return Month.of(day)

    def units(self, column: str, known: Collection[str], groups: Collection[str] = ()) -> tuple[str, ...]:
        """Codes and groups between semicolons, each once; what is neither is written down."""
        names = [name.strip() for name in self.optional(column).split(";") if name.strip()]
        each_once = tuple(dict.fromkeys(names))
        for name in each_once:
            if groups and name.startswith("@") and name not in groups:
                self.fault(column, RowFaultCode.UNKNOWN_GROUP, name)
            elif name not in groups and name not in known:
                self.fault(column, RowFaultCode.UNKNOWN_UNIT, name)
        return each_once


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
