"""Reads a table out of what an office sends: CSV in UTF-8, or XLSX.

The kind is told by the content, for the name is whatever somebody typed. Files come from other people's machines, so
a file is limited before it is parsed, and one that would be read differently from how it looks is refused.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from adapters import workbooks
from adapters.encodings import guess_encoding, is_mojibake
from adapters.sheet import (
    MAX_COLUMNS,
    MAX_FILE_BYTES,
    MAX_ROWS,
    Cell,
    Row,
    Sheet,
    SheetFault,
    UnreadableSheet,
)

__all__ = ["MAX_FILE_BYTES", "MAX_ROWS", "Cell", "Row", "Sheet", "SheetFault", "UnreadableSheet", "read_rows"]

_MACRO_NAMES: Final = (".xlsm", ".xltm", ".xlam")
_OTHER_KINDS: Final = ((b"%PDF", "pdf"), (b"<", "markup"), (b"{\\rtf", "rtf"))
_XLSX_NAMES: Final = (".xlsx", ".xltx")

_RawCell = int | float | str | bool | time | date | datetime | timedelta
_Numbered = Iterable[tuple[int, list[Cell]]]


def read_rows(source: Path | bytes, name: str, *, max_rows: int = MAX_ROWS) -> Sheet:
    """Read the table: of an XLSX its first visible worksheet.

    `name` is the file's name, used to refuse macro workbooks and to tell a broken XLSX from a CSV. The first row that
    is not blank is the header; blank rows are skipped, and lines keep the numbers a person sees.
    Raises UnreadableSheet for a file that is not such a table, OSError when `source` cannot be opened.
    """
    data = _limited(source)
    if name.lower().endswith(_MACRO_NAMES):
        raise UnreadableSheet(SheetFault.MACROS)
    if data.startswith(b"PK"):
        return _table(_workbook_rows(data, max_rows), max_rows)
    if workbooks.is_ole(data):
        raise workbooks.refuse_ole(data)
    if not data.strip():
        raise UnreadableSheet(SheetFault.EMPTY)
    if name.lower().endswith(_XLSX_NAMES):
        raise UnreadableSheet(SheetFault.DAMAGED)
    for magic, kind in _OTHER_KINDS:
        if data.lstrip().startswith(magic):
            raise UnreadableSheet(SheetFault.UNKNOWN_KIND, kind=kind)
    return _table(_csv_rows(_decoded(data)), max_rows)


def _limited(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        with source.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableSheet(SheetFault.TOO_LARGE, limit=MAX_FILE_BYTES)
    return data


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSheet(SheetFault.ENCODING, guess=guess_encoding(data)) from error
    # Two NULs in the first hundred bytes are UTF-16 without its mark; one anywhere is a stray, named with its line.
    if data[:100].count(b"\x00") > 1:
        raise UnreadableSheet(SheetFault.ENCODING, guess="utf-16")
    if is_mojibake(text):
        raise UnreadableSheet(SheetFault.ENCODING, guess="mojibake")
    return text


def _csv_rows(text: str) -> Iterator[tuple[int, list[Cell]]]:
    # A fault on the header's own line would otherwise be told as one of a column.
    header = next(line for line in text.splitlines() if line.strip())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(header), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableSheet(SheetFault.DAMAGED, line=line) from error
        yield line, [_text(cell) for cell in cells]


def _delimiter(header: str) -> str:
    # Vietnamese Excel writes semicolons, for the comma is its decimal point. Cells hold either; names of columns none.
    counts = {mark: header.count(mark) for mark in ",;\t|"}
    best = max(counts, key=lambda mark: counts[mark])
    if counts[best] and best not in ",;":
        raise UnreadableSheet(SheetFault.DELIMITER)
    return best


def _workbook_rows(data: bytes, max_rows: int) -> Iterator[tuple[int, list[Cell]]]:
    safe = workbooks.make_safe(data, max_rows)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(safe.data)) as workbook:
            sheet = workbook.get_sheet_by_name(safe.sheet)
            first = sheet.start[0] if sheet.start is not None else 0
            raw_rows = sheet.to_python(skip_empty_area=True)
    except CalamineError as error:
        raise UnreadableSheet(SheetFault.DAMAGED) from error
    for number, raw in enumerate(raw_rows, start=first + 1):
        yield number, [_cell(value) for value in raw]


def _cell(value: _RawCell) -> Cell:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        # A day and an hour is not a day: it stays visible as text, and whoever wants a date refuses it.
        return value.date() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _text(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def _table(rows: _Numbered, max_rows: int) -> Sheet:
    filled = ((line, cells) for line, cells in rows if any(cell != "" for cell in cells))
    header: tuple[str, ...] | None = None
    table: list[Row] = []
    for line, cells in filled:
        if any(isinstance(cell, str) and "\x00" in cell for cell in cells):
            raise UnreadableSheet(SheetFault.CONTROL_CHARACTER, line=line)
        if header is None:
            header = _header(cells)
            continue
        if len(table) == max_rows:
            raise UnreadableSheet(SheetFault.TOO_MANY_ROWS, limit=max_rows)
        table.append(Row(line, _named(header, cells, line)))
    if header is None:
        raise UnreadableSheet(SheetFault.EMPTY)
    return Sheet(header, tuple(table))


def _header(cells: list[Cell]) -> tuple[str, ...]:
    names = [str(cell).lower() for cell in cells]
    while names[-1] == "":
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise UnreadableSheet(SheetFault.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
    for number, name in enumerate(names, start=1):
        if name == "":
            raise UnreadableSheet(SheetFault.UNNAMED_COLUMN, column=number)
        if name in names[: number - 1]:
            raise UnreadableSheet(SheetFault.DUPLICATE_COLUMN, column=name)
    return tuple(names)


def _named(header: tuple[str, ...], cells: list[Cell], line: int) -> dict[str, Cell]:
    if any(cell != "" for cell in cells[len(header) :]):
        raise UnreadableSheet(SheetFault.RAGGED_ROW, line=line)
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return dict(zip(header, padded, strict=False))
