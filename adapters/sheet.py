"""What a spreadsheet is once it has been read, and why one could not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

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


class SheetFault(StrEnum):
    """Why a file was refused as a whole."""

    EMPTY = "empty"
    """No header."""
    TOO_LARGE = "too_large"
    """`size`, `limit` in bytes."""
    TOO_MANY_ROWS = "too_many_rows"
    """`limit`."""
    TOO_MANY_COLUMNS = "too_many_columns"
    """`limit`."""
    UNKNOWN_KIND = "unknown_kind"
    """Neither CSV nor XLSX by content; `kind` is what it looks like, if known."""
    OLD_EXCEL = "old_excel"
    """The binary .xls: to be saved as .xlsx."""
    ENCRYPTED = "encrypted"
    """Opens with a password only."""
    MACROS = "macros"
    """Holds or announces a program."""
    DAMAGED = "damaged"
    """Starts as the kind it claims, and cannot be read to the end; `line` for CSV."""
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    """`limit` in bytes."""
    RATIO = "ratio"
    """Packed beyond what any spreadsheet reaches; `limit`."""
    TOO_MANY_MEMBERS = "too_many_members"
    """`limit`."""
    ENCODING = "encoding"
    """Not UTF-8; `guess` names what it looks like (`windows-1258`, `tcvn3`, `vni`, `utf-16`, `mojibake`, `unknown`)."""
    DELIMITER = "delimiter"
    """The header is parted by something else than a comma or a semicolon."""
    UNNAMED_COLUMN = "unnamed_column"
    """A column holds something and has no name; `column` counts from 1."""
    DUPLICATE_COLUMN = "duplicate_column"
    """`column` is the name."""
    RAGGED_ROW = "ragged_row"
    """More cells than the header has; `line`."""
    CONTROL_CHARACTER = "control_character"
    """A NUL, which no database keeps; `line`."""
    MERGED_CELLS = "merged_cells"
    """`cells`, such as A3:B3: all but the first of them would read as empty."""
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    """`cell`: written by a program that did not calculate it; to be opened and saved in Excel."""
    ERROR_VALUE = "error_value"
    """`cell` shows #REF! or the like."""
    NO_SHEET = "no_sheet"
    """A workbook without a visible worksheet."""


class UnreadableSheet(Exception):
    """A file could not be taken as a table. `code` chooses the words, `data` fills their placeholders."""

    def __init__(self, code: SheetFault, **data: str | int) -> None:
        super().__init__(code.value)
        self.code = code
        self.data: Mapping[str, str | int] = MappingProxyType(data)
