"""Writes workbooks as XLSX.

Every cell has a type: a date sorts as a date, a share counts as a number, and a text stays a text whatever it begins
with. A clerk filters, sorts and sums; a formula that somebody typed into a title runs nowhere.
"""

import io
import math
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from reports.sheet import Cell, Kind, Sheet, Workbook
from reports.text import CELL_ROOM, ELLIPSIS, one_line, printable

NAME_ROOM: Final = 31
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_RESERVED: Final = "history"
_LIKE_A_FORMULA: Final = ("=", "+", "-", "@", "\t")
_TITLE, _NOTE, _HEAD = 0, 1, 2
_LINE, _MOST_LINES = 16.0, 6
_LETTER: Final = 1.15
"""Of a column's unit of width, with the room that whole words waste at the ends of lines."""
_NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FORMATS: Final = {Kind.TEXT: "@", Kind.DATE: "dd/mm/yyyy", Kind.NUMBER: "#,##0", Kind.SCORE: "#,##0.00"}


def write_workbook(workbook: Workbook) -> bytes:
    """The workbook as an .xlsx. Raises ValueError for one without sheets."""
    if not workbook.sheets:
        raise ValueError("a workbook has a sheet")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": one_line(workbook.title)[:255], "created": _NO_TIME})
    formats = _Formats(book, workbook.decimals)
    taken: set[str] = set()
    for sheet in workbook.sheets:
        _write(book.add_worksheet(sheet_name(sheet.name, taken)), sheet, formats)
    book.close()
    return buffer.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, without its signs, and not one of ``taken``, which it joins.

    Names differ by more than their capitals, do not begin or end with an apostrophe, and are not "History".
    """
    plain = _NOT_IN_A_NAME.sub(" ", one_line(name))
    base = " ".join(plain.split())[:NAME_ROOM].strip(" '") or "-"
    if base.lower() == _RESERVED:
        base += " -"
    chosen, nth = base, 1
    while chosen.lower() in taken:
        nth += 1
        tail = f" ({nth})"
        chosen = base[: NAME_ROOM - len(tail)].rstrip() + tail
    taken.add(chosen.lower())
    return chosen


class _Formats:
    """The formats of one workbook, made once."""

    def __init__(self, book: Any, decimals: int) -> None:
        percent = "0" + ("." + "0" * decimals if decimals else "") + "%"
        common = {"valign": "top", "font_name": "Times New Roman", "font_size": 12}
        self.title = book.add_format({**common, "bold": True, "font_size": 14})
        self.note = book.add_format({**common, "italic": True})
        self.head = book.add_format(
            {**common, "bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDE7EF", "align": "center"}
        )
        self.of = {
            kind: book.add_format(
                {**common, "border": 1, "num_format": form}
                | ({"text_wrap": True, "align": "left", "indent": 1} if kind is Kind.TEXT else {})
            )
            for kind, form in (*_FORMATS.items(), (Kind.PERCENT, percent))
        }
        # Marked as typed after an apostrophe: else a text that looks like a formula becomes one when it is edited.
        self.quoted = book.add_format(
            {
                **common,
                "border": 1,
                "num_format": "@",
                "text_wrap": True,
                "align": "left",
                "indent": 1,
                "quote_prefix": True,
            }
        )


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    _write_text(page, _TITLE, 0, sheet.title, formats.title)
    _write_text(page, _NOTE, 0, sheet.note, formats.note)
    page.set_row(_HEAD, _height(sheet, tuple(column.title for column in sheet.columns)))
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        _write_text(page, _HEAD, place, column.title, formats.head)
    for line, row in enumerate(sheet.rows, _HEAD + 1):
        page.set_row(line, _height(sheet, row))
        for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, line, place, cell, column.kind, formats)
    page.freeze_panes(_HEAD + 1, 1)
    page.autofilter(_HEAD, 0, _HEAD + max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD)


def _height(sheet: Sheet, row: tuple[Cell, ...]) -> float:
    """Points for the row's longest text in its column. Excel finds out by itself, LibreOffice does not."""
    lines = (
        sum(max(1, math.ceil(len(line) * _LETTER / column.width)) for line in cell.split("\n"))
        for column, cell in zip(sheet.columns, row, strict=True)
        if isinstance(cell, str)
    )
    return _LINE * min(max(lines, default=1), _MOST_LINES)


def _write_cell(page: Any, line: int, place: int, cell: Cell, kind: Kind, formats: _Formats) -> None:
    form = formats.of[kind]
    match cell:
        case None | "":
            page.write_blank(line, place, None, form)
        case str():
            _write_text(page, line, place, cell, formats.quoted if cell.startswith(_LIKE_A_FORMULA) else form)
        case date():
            page.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), form)  # noqa: DTZ001
        case int() | Decimal():
            page.write_number(line, place, float(cell / Decimal(100) if kind is Kind.PERCENT else cell), form)


def _write_text(page: Any, line: int, place: int, text: str, form: Any) -> None:
    shown = printable(text)
    page.write_string(
        line, place, shown if len(shown) <= CELL_ROOM else shown[: CELL_ROOM - 1] + ELLIPSIS, form
    )
