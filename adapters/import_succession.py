"""Turns a table into the successions of units.

The columns are those of `unit_succession.csv`: a row for each unit that ends and each unit that takes over from it.
"""

from collections.abc import Collection
from typing import Final

from adapters.imports import UNIT_CODE
from adapters.row_reader import RowReader, column_faults
from adapters.sheet import Sheet
from domain.text import is_blank
from services.imports import Parsed, RowFaultCode, SuccessionRow

COLUMNS: Final = ("old_code", "new_code", "new_name_vi", "new_name_en", "effective_on")
REMARK: Final = "note"


def parse_succession(sheet: Sheet, known_units: Collection[str]) -> Parsed[SuccessionRow]:
    """The successions of a table. A successor that is not known yet has to be named."""
    faults = column_faults(sheet, COLUMNS, (REMARK,))
    if faults:
        return Parsed((), tuple(faults))
    known = frozenset(known_units)
    parsed = [_row(RowReader(row, faults), known) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _row(row: RowReader, known: frozenset[str]) -> SuccessionRow | None:
    old, new = row.text("old_code"), row.optional("new_code").strip()
    if not is_blank(old) and old not in known:
        row.fault("old_code", RowFaultCode.UNKNOWN_UNIT)
    name_vi, name_en = row.optional("new_name_vi").strip(), row.optional("new_name_en").strip()
    if new and new not in known:
        row.code("new_code", UNIT_CODE, set())
        if not name_vi:
            row.fault("new_code", RowFaultCode.SUCCESSOR_UNKNOWN)
    day = row.day("effective_on")
    if day is None and row.is_empty("effective_on"):
        row.fault("effective_on", RowFaultCode.MISSING_CELL)
    if day is None or not row.is_sound:
        return None
    return SuccessionRow(row.line, old, new or None, name_vi, name_en, day)
