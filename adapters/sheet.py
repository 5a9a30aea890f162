"""What a spreadsheet is once it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.sheets import SheetFault as SheetFault
from services.sheets import UnreadableSheet as UnreadableSheet

Cell = str | date
"""Text without outer spaces, in NFC; or the day of a date cell. Never a datetime, never None: an empty cell is ""."""

MAX_FILE_BYTES = 16 * 1024 * 1024
"""A plan of a whole country's units stays under 1 MB; more is a mistake or worse."""
MAX_ROWS = 20_000
MAX_COLUMNS = 64
"""With MAX_ROWS this bounds what a parser reserves for two cells far apart."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank. `line` is where a person finds it in the file: from 1, the header included."""

    line: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header of distinct, lower-case column names, and rows that hold a cell for each of them."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
