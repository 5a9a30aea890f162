"""What units entered of their dossiers, version after version, and the targets they are held to."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.dossiers import Entry, Month, Target, Targets
from domain.errors import Code, Refused
from domain.people import Role
from domain.rates import Rate
from domain.reminders import Rung
from domain.unit import UnitKind
from services.dossiers import DossierRung, EntryRecord
from storage.database import insert_for
from storage.dossier_tables import dossier_entries, dossier_rungs, dossier_targets

_KEY: Final = ("unit_code", "month", "version")


class DossierRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._targets: Targets | None = None

    # ── what was entered ──────────────────────────────────────────────────────────────────────────

    async def entries(self, first: Month, last: Month, units: Collection[str] | None = None) -> list[Entry]:
        of = dossier_entries.c
        latest = (
            select(of.unit_code, of.month, func.max(of.version).label("version"))
            .where(of.month.between(first.first, last.first))
            .group_by(of.unit_code, of.month)
        )
        if units is not None:
            latest = latest.where(of.unit_code.in_(units))
        held = latest.subquery()
        rows = await self._connection.execute(
            select(dossier_entries)
            .join(
                held,
                (of.unit_code == held.c.unit_code)
                & (of.month == held.c.month)
                & (of.version == held.c.version),
            )
            .order_by(of.month, of.unit_code)
        )
        return [_entry(row) for row in rows]

    async def versions(self, unit: str, month: Month) -> list[EntryRecord]:
        rows = await self._connection.execute(
            select(dossier_entries)
            .where(dossier_entries.c.unit_code == unit, dossier_entries.c.month == month.first)
            .order_by(dossier_entries.c.version.desc())
        )
        return [
            EntryRecord(
                _entry(row),
                row.entered_at,
                row.entered_by,
                Role(row.role) if row.role else None,
                row.reason,
            )
            for row in rows
        ]

    async def add(self, records: Sequence[EntryRecord]) -> None:
        for record in records:
            entry = record.entry
            written = await self._connection.execute(
                insert_for(self._connection, dossier_entries)
                .values(
                    unit_code=entry.unit,
                    month=entry.month.first,
                    version=entry.version,
                    received=entry.received,
                    online=entry.online,
                    entered_at=record.at,
                    entered_by=record.by,
                    role=record.role,
                    reason=record.reason,
                    is_sample=entry.is_sample,
                )
                .on_conflict_do_nothing(index_elements=_KEY)
                .returning(dossier_entries.c.version)
            )
            if written.first() is None:
                raise Refused(Code.STALE)

    # ── targets ───────────────────────────────────────────────────────────────────────────────────

    async def targets(self) -> Targets:
        if self._targets is None:
            rows = await self._connection.execute(
                select(dossier_targets).order_by(dossier_targets.c.kind, dossier_targets.c.since)
            )
            self._targets = Targets(
                tuple(
                    Target(UnitKind(row.kind), row.percent, Month.of(row.since), row.is_sample)
                    for row in rows
                )
            )
        return self._targets

    async def put_targets(self, targets: Sequence[Target], by: str | None, now: datetime) -> None:
        self._targets = None
        for target in targets:
            values = {
                "percent": target.percent,
                "set_by": by,
                "set_at": now,
                "is_sample": target.is_sample,
            }
            await self._connection.execute(
                insert_for(self._connection, dossier_targets)
                .values(kind=target.kind, since=target.since.first, **values)
                .on_conflict_do_update(index_elements=["kind", "since"], set_=values)
            )

    # ── what is awaited ───────────────────────────────────────────────────────────────────────────

    async def rungs(self, month: Month) -> list[DossierRung]:
        rows = await self._connection.execute(
            select(dossier_rungs).where(dossier_rungs.c.month == month.first)
        )
        return [DossierRung(row.unit_code, Rung(row.rung), row.climbed_on) for row in rows]

    async def climb(self, rungs: Sequence[tuple[str, Month, Rung]], day: date) -> None:
        for unit, month, rung in rungs:
            values = {"rung": rung, "climbed_on": day}
            await self._connection.execute(
                insert_for(self._connection, dossier_rungs)
                .values(unit_code=unit, month=month.first, **values)
                .on_conflict_do_update(index_elements=["unit_code", "month"], set_=values)
            )


def _entry(row: Any) -> Entry:
    return Entry(
        row.unit_code, Month.of(row.month), row.version, Rate(row.online, row.received), row.is_sample
    )
