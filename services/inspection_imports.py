"""How the calendars of units' own inspections come in from a file.

A file is the word of whoever keeps the calendars until somebody acts on an inspection here; from then on it says
nothing of that one any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.inspection import Finding, Inspection, InspectionKind
from services.imports import FindingRow, InspectionRow, RowFault, RowFaultCode
from services.plans import ImportChanges, ImportRefused, changes_of
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class _Said:
    """What a file can say of an inspection."""

    unit: str
    planned_on: date
    theme: str
    scope: str
    held_on: date | None
    findings: tuple[str, ...]


_FIELDS = ("unit", "planned_on", "theme", "scope", "held_on", "findings")


async def import_inspections(
    scope: Scope, rows: Sequence[InspectionRow], *, is_sample: bool = False, dry_run: bool = False
) -> ImportChanges:
    """Adds the inspections of a file and changes those nobody acted on here; with ``dry_run`` nothing is done.

    Raises ImportRefused for what is said to have been held or followed up after today, and for the code of an
    inspection by the province.
    """
    here = await scope.uow.inspections.of_units(kind=InspectionKind.OWN)
    known = {one.code: one for one in here}
    taken = await scope.uow.inspections.by_code([row.code for row in rows])
    faults = [fault for row in rows for fault in _faults(scope, row, taken.get(row.code))]
    if faults:
        raise ImportRefused(faults)
    wanted = {row.code: _inspection(scope, row, known.get(row.code), is_sample=is_sample) for row in rows}
    before = {code: _said(one) for code, one in known.items()}
    changes = changes_of(
        [(code, before.get(code), _said(one)) for code, one in wanted.items()], known, _FIELDS
    )
    if not dry_run:
        await scope.uow.inspections.add([wanted[code] for code in changes.added], None, scope.now)
        for change in changes.changed:
            await scope.uow.inspections.save(wanted[change.code], 0, None, scope.now)
    return changes


def _faults(scope: Scope, row: InspectionRow, taken: Inspection | None) -> list[RowFault]:
    days = [("held_on", row.held_on), *(("followed_up_on", one.followed_up_on) for one in row.findings)]
    faults = [
        RowFault(row.line, column, RowFaultCode.FUTURE_DATE, day.isoformat())
        for column, day in days
        if day is not None and day > scope.today
    ]
    if taken is not None and taken.kind is not InspectionKind.OWN:
        faults.append(RowFault(row.line, "code", RowFaultCode.DUPLICATE_CODE, row.code))
    return faults


def _inspection(scope: Scope, row: InspectionRow, known: Inspection | None, *, is_sample: bool) -> Inspection:
    """The inspection as the file wants it, on top of what is known of it."""
    if known is not None and known.revision > 0:
        return known
    before = known.findings if known is not None else ()
    findings = tuple(
        _finding(scope, one, before[place] if place < len(before) else None)
        for place, one in enumerate(row.findings)
    )
    if known is None:
        return Inspection(
            id=scope.new_id(),
            code=row.code,
            kind=InspectionKind.OWN,
            unit=row.unit,
            planned_on=row.planned_on,
            first_planned_on=row.planned_on,
            theme=row.theme,
            scope=row.scope,
            held_on=row.held_on,
            findings=findings,
            is_sample=is_sample,
        )
    return replace(
        known,
        unit=row.unit,
        planned_on=row.planned_on,
        theme=row.theme,
        scope=row.scope,
        held_on=row.held_on,
        findings=findings,
    )


def _finding(scope: Scope, row: FindingRow, known: Finding | None) -> Finding:
    return Finding(
        known.id if known is not None and _key(known) == _key(row) else scope.new_id(),
        row.kind,
        row.found,
        row.text,
        row.follow_up,
        row.followed_up_on,
    )


def _key(one: Finding | FindingRow) -> tuple[object, ...]:
    return (one.kind, one.found, one.text)


def _said(one: Inspection) -> _Said:
    told = tuple(
        " / ".join(
            (
                found.kind,
                str(found.found),
                found.text,
                found.follow_up,
                found.followed_up_on.isoformat() if found.followed_up_on else "",
            )
        )
        for found in one.findings
    )
    return _Said(one.unit, one.planned_on, one.theme, one.scope, one.held_on, told)
