"""Inspections of units and what they found."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Code, Refused
from domain.inspection import Finding, FindingKind, Inspection, InspectionKind
from domain.reminders import Rung
from services.inspections import Standing
from storage.tables import findings, inspections

_AT_ONCE: Final = 500
"""Ids in one statement: SQLite takes some thousands of parameters."""


class InspectionRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, inspection_id: str) -> Inspection | None:
        found = await self._whole(select(inspections).where(inspections.c.id == inspection_id))
        return found[0] if found else None

    async def by_code(self, codes: Collection[str]) -> dict[str, Inspection]:
        found: dict[str, Inspection] = {}
        ordered = sorted(codes)
        for start in range(0, len(ordered), _AT_ONCE):
            among = inspections.c.code.in_(ordered[start : start + _AT_ONCE])
            found.update((one.code, one) for one in await self._whole(select(inspections).where(among)))
        return found

    async def of_units(
        self, units: Collection[str] | None = None, kind: InspectionKind | None = None
    ) -> list[Inspection]:
        query = select(inspections).order_by(inspections.c.planned_on, inspections.c.code)
        if units is not None:
            query = query.where(inspections.c.unit_code.in_(units))
        if kind is not None:
            query = query.where(inspections.c.kind == kind)
        return await self._whole(query)

    async def of_task(self, task_id: str) -> Inspection | None:
        among = select(findings.c.inspection_id).where(findings.c.task_id == task_id)
        found = await self._whole(select(inspections).where(inspections.c.id.in_(among)))
        return found[0] if found else None

    async def codes(self, prefix: str) -> list[str]:
        rows = await self._connection.execute(
            select(inspections.c.code).where(inspections.c.code.startswith(prefix, autoescape=True))
        )
        return list(rows.scalars())

    async def _whole(self, query: Select[Any]) -> list[Inspection]:
        rows = (await self._connection.execute(query)).all()
        ids = [row.id for row in rows]
        of: dict[str, list[Finding]] = {}
        for start in range(0, len(ids), _AT_ONCE):
            found = await self._connection.execute(
                select(findings)
                .where(findings.c.inspection_id.in_(ids[start : start + _AT_ONCE]))
                .order_by(findings.c.inspection_id, findings.c.place)
            )
            for row in found:
                of.setdefault(row.inspection_id, []).append(_finding(row))
        return [_inspection(row, of.get(row.id, ())) for row in rows]

    # ── reminders ─────────────────────────────────────────────────────────────────────────────────

    async def pending(
        self, due_by: date | None = None, units: Collection[str] | None = None
    ) -> list[Standing]:
        query = (
            select(inspections)
            .where(
                inspections.c.kind == InspectionKind.OWN,
                inspections.c.held_on.is_(None),
                inspections.c.called_off_on.is_(None),
            )
            .order_by(inspections.c.planned_on, inspections.c.code)
        )
        if due_by is not None:
            query = query.where(inspections.c.planned_on <= due_by)
        if units is not None:
            query = query.where(inspections.c.unit_code.in_(units))
        # What is only planned has found nothing yet.
        return [
            Standing(
                _inspection(row, ()),
                Rung(row.escalated_rung) if row.escalated_rung else None,
                row.escalated_on,
            )
            for row in await self._connection.execute(query)
        ]

    async def climb(self, rungs: Sequence[tuple[str, Rung]], day: date) -> None:
        by_rung: dict[Rung, list[str]] = {}
        for inspection_id, rung in rungs:
            by_rung.setdefault(rung, []).append(inspection_id)
        for rung, ids in by_rung.items():
            for start in range(0, len(ids), _AT_ONCE):
                await self._connection.execute(
                    update(inspections)
                    .where(inspections.c.id.in_(ids[start : start + _AT_ONCE]))
                    .values(escalated_rung=rung, escalated_on=day)
                )

    # ── acts ──────────────────────────────────────────────────────────────────────────────────────

    async def add(self, new: Sequence[Inspection], entered_by: str | None, now: datetime) -> None:
        if not new:
            return
        await self._connection.execute(
            insert(inspections),
            [
                {
                    "id": one.id,
                    "code": one.code,
                    "kind": one.kind,
                    "first_planned_on": one.first_planned_on,
                    "is_sample": one.is_sample,
                    "entered_by": entered_by,
                    "entered_at": now,
                    **_changing(one),
                }
                for one in new
            ],
        )
        await self._add_findings(
            [(one, place) for one in new for place in range(len(one.findings))], entered_by, now
        )

    async def save(
        self, inspection: Inspection, expected_revision: int, changed_by: str | None, now: datetime
    ) -> None:
        values: dict[str, Any] = {**_changing(inspection), "changed_by": changed_by, "changed_at": now}
        before = await self._rung_of(inspection.id)
        if before is not None and inspection.planned_on > before:
            # Another day takes it off the ladder, as an extension does a task.
            values |= {"escalated_rung": None, "escalated_on": None}
        result = await self._connection.execute(
            update(inspections)
            .where(inspections.c.id == inspection.id, inspections.c.revision == expected_revision)
            .values(values)
        )
        if result.rowcount != 1:
            raise Refused(Code.STALE, inspection=inspection.code)
        mine = findings.c.inspection_id == inspection.id
        kept = [one.id for one in inspection.findings]
        # A file that says otherwise of an inspection nobody acted on here takes findings away; nobody else does.
        await self._connection.execute(delete(findings).where(mine, findings.c.id.not_in(kept)))
        here = set((await self._connection.execute(select(findings.c.id).where(mine))).scalars())
        await self._add_findings(
            [(inspection, place) for place, one in enumerate(inspection.findings) if one.id not in here],
            changed_by,
            now,
        )
        for place, one in enumerate(inspection.findings):
            if one.id in here:
                await self._connection.execute(
                    update(findings)
                    .where(findings.c.id == one.id)
                    .values(place=place, follow_up=one.follow_up, followed_up_on=one.followed_up_on)
                )

    async def _rung_of(self, inspection_id: str) -> date | None:
        rows = await self._connection.execute(
            select(inspections.c.planned_on).where(inspections.c.id == inspection_id)
        )
        return rows.scalar_one_or_none()

    async def _add_findings(
        self, new: Sequence[tuple[Inspection, int]], entered_by: str | None, now: datetime
    ) -> None:
        if not new:
            return
        await self._connection.execute(
            insert(findings),
            [
                {
                    "id": (finding := inspection.findings[place]).id,
                    "inspection_id": inspection.id,
                    "place": place,
                    "kind": finding.kind,
                    "found": finding.found,
                    "words": finding.text,
                    "follow_up": finding.follow_up,
                    "followed_up_on": finding.followed_up_on,
                    "task_id": finding.task,
                    "entered_by": entered_by,
                    "entered_at": now,
                }
                for inspection, place in new
            ],
        )


def _changing(one: Inspection) -> Mapping[str, Any]:
    return {
        "unit_code": one.unit,
        "planned_on": one.planned_on,
        "theme": one.theme,
        "scope": one.scope,
        "held_on": one.held_on,
        "called_off_on": one.called_off_on,
        "reason": one.reason,
        "revision": one.revision,
    }


def _inspection(row: Any, found: Sequence[Finding]) -> Inspection:
    return Inspection(
        id=row.id,
        code=row.code,
        kind=InspectionKind(row.kind),
        unit=row.unit_code,
        planned_on=row.planned_on,
        first_planned_on=row.first_planned_on,
        theme=row.theme,
        scope=row.scope,
        held_on=row.held_on,
        called_off_on=row.called_off_on,
        reason=row.reason,
        findings=tuple(found),
        revision=row.revision,
        is_sample=row.is_sample,
    )


def _finding(row: Any) -> Finding:
    return Finding(
        row.id, FindingKind(row.kind), row.found, row.words, row.follow_up, row.followed_up_on, row.task_id
    )
