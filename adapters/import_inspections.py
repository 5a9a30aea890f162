"""Turns a table into the calendars of units' own inspections.

The columns are those of `inspections.csv`. A row is an inspection with its first finding, if it has one; further rows
of the same code hold further findings and leave the other cells empty, or say the same again.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from adapters.row_reader import RowReader, column_faults
from adapters.sheet import Row, Sheet
from domain.inspection import MOST_FOUND, FindingKind
from domain.text import is_blank
from services.imports import FindingRow, InspectionRow, Parsed, RowFaultCode

COLUMNS: Final = (
    "code", "unit", "planned_on", "theme", "scope", "held_on", "finding_kind", "found", "finding", "follow_up",
    "followed_up_on",
)  # fmt: skip
_OF_INSPECTION: Final = ("unit", "planned_on", "theme", "scope", "held_on")
_OF_FINDING: Final = ("finding_kind", "found", "finding", "follow_up", "followed_up_on")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_WORDS_ROOM: Final = 300
"""A theme, a scope, a finding: each is shown whole on a page with several."""


def parse_inspections(sheet: Sheet, known_units: Collection[str]) -> Parsed[InspectionRow]:
    """Inspections of a table, each once with all its findings. `known_units` are the codes of units."""
    faults = column_faults(sheet, COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    found: dict[str, InspectionRow] = {}
    first: dict[str, Row] = {}
    for row in sheet.rows:
        reader = RowReader(row, faults)
        code = reader.code("code", _CODE, set())
        if code in first:
            _check_same(reader, row, first[code])
            finding = _finding(reader, is_held=first[code].cells["held_on"] != "")
            if code in found and finding is not None:
                found[code] = replace(found[code], findings=(*found[code].findings, finding))
            continue
        first[code] = row
        one = _inspection(reader, code, frozenset(known_units))
        if one is not None:
            found[code] = one
    return Parsed(tuple(found.values()), tuple(faults))


def _check_same(reader: RowReader, row: Row, first: Row) -> None:
    for column in _OF_INSPECTION:
        if not reader.is_empty(column) and row.cells[column] != first.cells[column]:
            reader.fault(column, RowFaultCode.CODE_OTHERWISE)
    if all(reader.is_empty(column) for column in _OF_FINDING):
        reader.fault("code", RowFaultCode.DUPLICATE_CODE)


def _inspection(reader: RowReader, code: str, known_units: frozenset[str]) -> InspectionRow | None:
    unit = reader.text("unit")
    if not is_blank(unit) and unit not in known_units:
        reader.fault("unit", RowFaultCode.UNKNOWN_UNIT)
    planned_on = reader.day("planned_on")
    if reader.is_empty("planned_on"):
        reader.fault("planned_on", RowFaultCode.MISSING_CELL)
    theme, scope = _words(reader, "theme"), _words(reader, "scope")
    held_on = reader.day("held_on")
    finding = _finding(reader, is_held=not reader.is_empty("held_on"))
    if planned_on is None or not reader.is_sound:
        return None
    findings = () if finding is None else (finding,)
    return InspectionRow(reader.line, code, unit, planned_on, theme, scope, held_on, findings)


def _finding(reader: RowReader, *, is_held: bool) -> FindingRow | None:
    if all(reader.is_empty(column) for column in _OF_FINDING):
        return None
    if not is_held:
        reader.fault("finding", RowFaultCode.FINDING_NOT_HELD)
        return None
    if any(reader.is_empty(column) for column in ("finding_kind", "found", "finding")):
        reader.fault("finding", RowFaultCode.FINDING_INCOMPLETE)
        return None
    kind = reader.member("finding_kind", FindingKind, RowFaultCode.UNKNOWN_FINDING)
    number = reader.whole("found", 1, MOST_FOUND)
    text, follow_up = _words(reader, "finding"), reader.optional("follow_up")
    followed_up_on = reader.day("followed_up_on")
    if is_blank(follow_up) != reader.is_empty("followed_up_on"):
        reader.fault("follow_up" if is_blank(follow_up) else "followed_up_on", RowFaultCode.MISSING_CELL)
    if kind is None or number is None or not reader.is_sound:
        return None
    return FindingRow(kind, number, text, follow_up, followed_up_on)


def _words(reader: RowReader, column: str) -> str:
    text = reader.text(column)
    if len(text) > _WORDS_ROOM:
        reader.fault(column, RowFaultCode.TOO_LONG)
    return text
