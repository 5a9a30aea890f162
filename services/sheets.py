"""Why a file that was to be imported could not be taken as a table; each reason has its words in every catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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
