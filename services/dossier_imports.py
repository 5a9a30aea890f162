"""How figures of dossiers and their targets come in from files."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.dossiers import Entry, Month, MonthStage, Target, dossier_rate, stage
from domain.people import Actor, Role
from services.dossiers import EntryRecord
from services.imports import DossierRow, RowFault, RowFaultCode, TargetRow
from services.plans import ImportChanges, ImportRefused, changes_of
from services.scope import Scope

_FIGURE_FIELDS: Final = ("received", "online", "is_sample")
_TARGET_FIELDS: Final = ("percent", "is_sample")


async def import_dossiers(
    scope: Scope,
    rows: Sequence[DossierRow],
    *,
    reason: str = "",
    by: Actor | None = None,
    is_sample: bool | None = None,
    dry_run: bool = False,
) -> ImportChanges:
    """Enters the figures of a file, in closed months too; what stood there before stays among the versions.

    ``reason`` is kept with each, as with any correction, and the coordinator it came ``by``; None is the command line.
    ``is_sample`` None takes new figures for real and leaves what
    does not change as it is. With ``dry_run`` nothing is done. Raises ImportRefused for
    months that are not over, and for units that were not in force in theirs.
    """
    units = await scope.uow.units.all()
    faults = []
    for row in rows:
        if stage(row.month, scope.today, scope.rules.dossier_cut_off_day) is MonthStage.AHEAD:
            faults.append(RowFault(row.line, "month", RowFaultCode.MONTH_AHEAD, _name(row.month)))
        unit = units[row.unit]
        if not unit.in_force(row.month.first) and not unit.in_force(row.month.last):
            faults.append(RowFault(row.line, "unit", RowFaultCode.UNKNOWN_UNIT, row.unit))
    if faults:
        raise ImportRefused(faults)
    held = await _held(scope, rows)
    wanted = {(row.unit, row.month): _entry(row, held, is_sample=is_sample) for row in rows}
    changes = changes_of(
        [(_key(*key), held.get(key), entry) for key, entry in wanted.items()],
        [_key(*key) for key in held],
        _FIGURE_FIELDS,
    )
    if not dry_run:
        touched = {*changes.added, *(change.code for change in changes.changed)}
        person, role = (None, None) if by is None else (by.person_id, Role.COORDINATOR)
        await scope.uow.dossiers.add(
            [
                EntryRecord(entry, scope.now, person, role, reason)
                for key, entry in wanted.items()
                if _key(*key) in touched
            ]
        )
    return changes


async def _held(scope: Scope, rows: Sequence[DossierRow]) -> dict[tuple[str, Month], Entry]:
    """What is there of the months of the file."""
    if not rows:
        return {}
    months = {row.month for row in rows}
    entries = await scope.uow.dossiers.entries(min(months), max(months))
    return {(entry.unit, entry.month): entry for entry in entries if entry.month in months}


def _entry(row: DossierRow, held: Mapping[tuple[str, Month], Entry], *, is_sample: bool | None) -> Entry:
    before, rate = held.get((row.unit, row.month)), dossier_rate(row.received, row.online)
    if before is None:
        return Entry(row.unit, row.month, 1, rate, bool(is_sample))
    if is_sample is None:
        is_sample = before.is_sample and before.rate == rate
    return Entry(row.unit, row.month, before.version + 1, rate, is_sample)


def _key(unit: str, month: Month) -> str:
    return f"{unit} {_name(month)}"


def _name(month: Month) -> str:
    return f"{month.month:02}/{month.year}"


async def import_targets(
    scope: Scope, rows: Sequence[TargetRow], *, is_sample: bool | None = None, dry_run: bool = False
) -> ImportChanges:
    """Sets the targets of a file; those of other kinds and months stay. With ``dry_run`` nothing is done."""
    known = {_target_key(target): target for target in (await scope.uow.dossiers.targets()).rows}
    wanted = [_target(row, known, is_sample=is_sample) for row in rows]
    changes = changes_of(
        [(_target_key(target), known.get(_target_key(target)), target) for target in wanted],
        known,
        _TARGET_FIELDS,
    )
    if not dry_run:
        touched = {*changes.added, *(change.code for change in changes.changed)}
        await scope.uow.dossiers.put_targets(
            [target for target in wanted if _target_key(target) in touched], None, scope.now
        )
    return changes


def _target(row: TargetRow, known: Mapping[str, Target], *, is_sample: bool | None) -> Target:
    target = Target(row.kind, row.percent, row.since, bool(is_sample))
    before = known.get(_target_key(target))
    is_the_same = before is not None and before.percent == target.percent
    return before if before is not None and is_the_same and is_sample is None else target


def _target_key(target: Target) -> str:
    return f"{target.kind.value} {_name(target.since)}"
