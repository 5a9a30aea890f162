"""Units' periodic reports as they were sent, every version, and closed ones that were opened again."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Code, Refused
from domain.people import Role
from domain.reminders import Rung
from domain.unit_report import Counts, Figure, Figures, UnitReport
from services.unit_reports import Opening, ReportRung, SentReport
from storage.database import insert_for
from storage.unit_report_tables import report_openings, report_rungs, unit_reports

_KEY: Final = ("unit_code", "period", "version")


class UnitReportRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def latest(self, period: str, units: Collection[str] | None = None) -> dict[str, SentReport]:
        of = unit_reports.c
        held = (
            select(of.unit_code, func.max(of.version).label("version"))
            .where(of.period == period)
            .group_by(of.unit_code)
        )
        if units is not None:
            held = held.where(of.unit_code.in_(units))
        found = held.subquery()
        rows = await self._connection.execute(
            select(unit_reports)
            .join(found, (of.unit_code == found.c.unit_code) & (of.version == found.c.version))
            .where(of.period == period)
            .order_by(of.unit_code)
        )
        return {row.unit_code: _sent(row) for row in rows}

    async def versions(self, unit: str, period: str) -> list[SentReport]:
        of = unit_reports.c
        rows = await self._connection.execute(
            select(unit_reports).where(of.unit_code == unit, of.period == period).order_by(of.version.desc())
        )
        return [_sent(row) for row in rows]

    async def add(self, sent: SentReport) -> None:
        report = sent.report
        written = await self._connection.execute(
            insert_for(self._connection, unit_reports)
            .values(
                unit_code=report.unit,
                period=report.period,
                version=report.version,
                as_of=report.derived.as_of,
                derived=dict(report.derived.counts),
                target=report.derived.target,
                has_digital_plan=report.derived.has_digital_plan,
                counts=dict(report.counts),
                difficulties=report.difficulties,
                proposals=report.proposals,
                sent_at=sent.at,
                sent_by=sent.by,
                role=sent.role,
            )
            .on_conflict_do_nothing(index_elements=_KEY)
            .returning(unit_reports.c.version)
        )
        if written.first() is None:
            raise Refused(Code.STALE)

    # ── opened again ──────────────────────────────────────────────────────────────────────────────

    async def openings(self, period: str) -> dict[str, Opening]:
        of = report_openings.c
        rows = await self._connection.execute(
            select(report_openings).where(of.period == period).order_by(of.until, of.opened_at)
        )
        # The longest comes last, and holds.
        return {row.unit_code: _opening(row) for row in rows}

    async def open_from(self, day: date) -> list[Opening]:
        of = report_openings.c
        rows = await self._connection.execute(
            select(report_openings).where(of.until >= day).order_by(of.until, of.opened_at)
        )
        return list({(row.unit_code, row.period): _opening(row) for row in rows}.values())

    async def reopen(self, opening: Opening) -> None:
        await self._connection.execute(
            insert(report_openings).values(
                unit_code=opening.unit,
                period=opening.period,
                until=opening.until,
                opened_at=opening.at,
                opened_by=opening.by,
            )
        )

    # ── what is awaited ───────────────────────────────────────────────────────────────────────────

    async def rungs(self, period: str) -> dict[str, ReportRung]:
        rows = await self._connection.execute(select(report_rungs).where(report_rungs.c.period == period))
        return {row.unit_code: ReportRung(Rung(row.rung), row.climbed_on) for row in rows}

    async def climb(self, rungs: Sequence[tuple[str, str, Rung]], day: date) -> None:
        for unit, period, rung in rungs:
            values = {"rung": rung, "climbed_on": day}
            await self._connection.execute(
                insert_for(self._connection, report_rungs)
                .values(unit_code=unit, period=period, **values)
                .on_conflict_do_update(index_elements=["unit_code", "period"], set_=values)
            )


def _sent(row: Any) -> SentReport:
    derived = Figures(row.as_of, _counts(row.derived), row.target, row.has_digital_plan)
    report = UnitReport(
        row.unit_code,
        row.period,
        row.version,
        derived,
        _counts(row.counts),
        row.difficulties,
        row.proposals,
    )
    return SentReport(report, row.sent_at, row.sent_by, Role(row.role))


def _opening(row: Any) -> Opening:
    return Opening(row.unit_code, row.period, row.until, row.opened_at, row.opened_by)


def _counts(stored: dict[str, int]) -> Counts:
    # A figure that a later release tells was none when this report was sent.
    return {figure: stored.get(figure.value, 0) for figure in Figure}
