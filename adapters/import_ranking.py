"""Turns a table into the criteria of a ranking, or into scores that were given on paper.

The columns are those of `ranking_criteria.csv` and `ranking_scores.csv`.
"""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Final

from adapters.row_reader import RowReader, column_faults
from adapters.sheet import Sheet
from domain.errors import Refused
from domain.ranking import MOST_POINTS, UnitGroup, points
from domain.task import Area
from domain.text import is_blank
from services.imports import BOTH_GROUPS, CriterionRow, Parsed, RowFaultCode, ScoreRow

CRITERION_COLUMNS: Final = ("code", "area", "name_vi", "name_en", "max_score", "group")
SCORE_COLUMNS: Final = ("unit", "criterion", "self_score", "evidence", "appraised_score", "reason")

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def parse_criteria(sheet: Sheet) -> Parsed[CriterionRow]:
    """The criteria of a table, in its order."""
    faults = column_faults(sheet, CRITERION_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[str] = set()
    parsed = [_criterion(RowReader(row, faults), seen) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _criterion(row: RowReader, seen: set[str]) -> CriterionRow | None:
    code = row.code("code", _CODE, seen)
    area = row.member("area", Area, RowFaultCode.UNKNOWN_AREA)
    name_vi, name_en = row.text("name_vi"), row.optional("name_en")
    most = _points(row, "max_score")
    if most is not None and most == 0:
        row.fault("max_score", RowFaultCode.BAD_POINTS)
    groups = _groups(row)
    if area is None or most is None or not row.is_sound:
        return None
    return CriterionRow(row.line, code, area, name_vi, name_en, most, groups)


def _groups(row: RowReader) -> tuple[UnitGroup, ...]:
    if not row.is_empty("group") and row.text("group").lower() == BOTH_GROUPS:
        return tuple(UnitGroup)
    one = row.member("group", UnitGroup, RowFaultCode.UNKNOWN_UNIT_GROUP)
    return () if one is None else (one,)


def _points(row: RowReader, column: str) -> Decimal | None:
    text = row.text(column)
    if is_blank(text):
        return None
    try:
        return points(text, MOST_POINTS)
    except Refused:
        row.fault(column, RowFaultCode.BAD_POINTS)
        return None


def parse_scores(sheet: Sheet, known_units: Collection[str]) -> Parsed[ScoreRow]:
    """Scores of a table: a row for each unit and criterion."""
    faults = column_faults(sheet, SCORE_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[tuple[str, str]] = set()
    known = frozenset(known_units)
    parsed = [_score(RowReader(row, faults), seen, known) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _score(row: RowReader, seen: set[tuple[str, str]], known_units: frozenset[str]) -> ScoreRow | None:
    unit, criterion = row.text("unit"), row.text("criterion")
    if not is_blank(unit) and unit not in known_units:
        row.fault("unit", RowFaultCode.UNKNOWN_UNIT)
    if (unit, criterion) in seen:
        row.fault("criterion", RowFaultCode.DUPLICATE_CODE)
    seen.add((unit, criterion))
    own, evidence = _points(row, "self_score"), row.optional("evidence")
    appraised = None if row.is_empty("appraised_score") else _points(row, "appraised_score")
    reason = row.optional("reason")
    if appraised is not None and appraised != own and is_blank(reason):
        row.fault("reason", RowFaultCode.MISSING_CELL)
    if own is None or not row.is_sound:
        return None
    return ScoreRow(row.line, unit, criterion, own, evidence, appraised, reason)
