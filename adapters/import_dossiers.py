"""Turns a table into the figures of dossiers, or into the targets they are held to.

The columns are those of `online_dossiers_2023.csv` and `dossier_targets.csv`.
"""

from collections.abc import Collection
from typing import Final

from adapters.row_reader import RowReader, column_faults
from adapters.sheet import Sheet
from domain.dossiers import MOST_DOSSIERS, MOST_PERCENT, Month
from domain.text import is_blank
from domain.unit import UnitKind
from services.imports import DossierRow, Parsed, RowFaultCode, TargetRow

DOSSIER_COLUMNS: Final = ("unit", "month", "received", "online")
TARGET_COLUMNS: Final = ("kind", "percent", "since")


def parse_dossiers(sheet: Sheet, known_units: Collection[str]) -> Parsed[DossierRow]:
    """Figures of a table: a row for each unit and month."""
    faults = column_faults(sheet, DOSSIER_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[tuple[str, Month]] = set()
    parsed = [_dossiers(RowReader(row, faults), seen, frozenset(known_units)) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _dossiers(row: RowReader, seen: set[tuple[str, Month]], known_units: frozenset[str]) -> DossierRow | None:
    unit = row.text("unit")
    if not is_blank(unit) and unit not in known_units:
        row.fault("unit", RowFaultCode.UNKNOWN_UNIT)
    month = row.month("month")
    received, online = row.count("received", MOST_DOSSIERS), row.count("online", MOST_DOSSIERS)
    if received is not None and online is not None and online > received:
        row.fault("online", RowFaultCode.ONLINE_EXCEEDS_RECEIVED)
    if month is not None:
        if (unit, month) in seen:
            row.fault("unit", RowFaultCode.DUPLICATE_MONTH)
        seen.add((unit, month))
    if month is None or received is None or online is None or not row.is_sound:
        return None
    return DossierRow(row.line, unit, month, received, online)


def parse_targets(sheet: Sheet) -> Parsed[TargetRow]:
    """Targets of a table: a row for each kind of unit and the month it begins in."""
    faults = column_faults(sheet, TARGET_COLUMNS)
    if faults:
        return Parsed((), tuple(faults))
    seen: set[tuple[UnitKind, Month]] = set()
    parsed = [_target(RowReader(row, faults), seen) for row in sheet.rows]
    return Parsed(tuple(row for row in parsed if row is not None), tuple(faults))


def _target(row: RowReader, seen: set[tuple[UnitKind, Month]]) -> TargetRow | None:
    kind = row.member("kind", UnitKind, RowFaultCode.UNKNOWN_KIND)
    percent, since = row.whole("percent", 1, MOST_PERCENT), row.month("since")
    if kind is None or percent is None or since is None:
        return None
    if (kind, since) in seen:
        row.fault("kind", RowFaultCode.DUPLICATE_MONTH)
    seen.add((kind, since))
    return TargetRow(row.line, kind, percent, since) if row.is_sound else None
