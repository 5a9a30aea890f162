"""Units' reports as they rest: every version, with the bot's figures beside the unit's; of two who send one loses."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Refused
from domain.people import Role
from domain.reminders import Rung
from domain.task import Area, Task, TaskStatus
from domain.unit import Unit, UnitKind
from domain.unit_report import Figure, Figures, UnitReport
from services.plans import Plan
from services.unit_reports import Opening, ReportRung, SentReport
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork
from tests.support.languages import HOSTILE

NOW = datetime(2023, 12, 12, 1, 0, tzinfo=UTC)
RING = KeyRing.new()
YEAR = "2023-year"
BOTS = Figures(date(2023, 12, 12), dict.fromkeys(Figure, 7), 70, has_digital_plan=True)

pytestmark = pytest.mark.both_databases


def unit_of_work(connection: AsyncConnection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, RING, 42, NOW)


def sent(unit: str, version: int, *, period: str = YEAR) -> SentReport:
    counts = {**BOTS.counts, Figure.LATE: version}
    return SentReport(UnitReport(unit, period, version, BOTS, counts, HOSTILE, ""), NOW, "p7", Role.UNIT_HEAD)


@pytest.fixture
async def town(database: Database) -> Database:
    """Two units and somebody who serves them."""
    async with database.write() as connection:
        uow = unit_of_work(connection)
        await uow.units.put([Unit(code, code, code, UnitKind.DEPARTMENT) for code in ("SNV", "STTTT")])
        await uow.people.meet(7, "Thu", NOW, "p7")
    return database


async def test_the_latest_version_holds_and_every_one_is_kept_to_the_character(town: Database) -> None:
    told = [sent("STTTT", 1), sent("STTTT", 2), sent("SNV", 1), sent("SNV", 1, period="2023-q3")]
    async with town.write() as connection:
        for one in told:
            await unit_of_work(connection).unit_reports.add(one)
    async with town.read() as connection:
        reports = unit_of_work(connection).unit_reports
        assert await reports.latest(YEAR) == {"SNV": told[2], "STTTT": told[1]}
        assert await reports.latest(YEAR, {"SNV"}) == {"SNV": told[2]}
        assert await reports.latest(YEAR, set()) == {}
        assert await reports.versions("STTTT", YEAR) == [told[1], told[0]]
        assert (await reports.versions("STTTT", YEAR))[0].report.corrected == tuple(Figure)[2:3]


async def test_of_two_who_send_the_same_version_one_has_lost(town: Database) -> None:
    async def write() -> bool:
        async with town.write() as connection:
            try:
                await unit_of_work(connection).unit_reports.add(sent("SNV", 1))
            except Refused:
                return False
            return True

    assert sorted(await asyncio.gather(*(write() for _ in range(4)))) == [False, False, False, True]


async def test_the_opening_that_lasts_longest_holds(town: Database) -> None:
    short = Opening("SNV", YEAR, date(2023, 12, 22), NOW, "p7")
    long = Opening("SNV", YEAR, date(2023, 12, 26), NOW + timedelta(minutes=1), "p7")
    shorter = Opening("SNV", YEAR, date(2023, 12, 21), NOW + timedelta(minutes=2), "p7")
    async with town.write() as connection:
        for one in (short, long, shorter):
            await unit_of_work(connection).unit_reports.reopen(one)
    async with town.read() as connection:
        reports = unit_of_work(connection).unit_reports
        assert await reports.openings(YEAR) == {"SNV": long}
        assert await reports.openings("2023-q3") == {}
        assert await reports.open_from(date(2023, 12, 22)) == [long]
        assert await reports.open_from(date(2023, 12, 27)) == []


async def test_a_rung_is_remembered_and_climbed(town: Database) -> None:
    async with town.write() as connection:
        reports = unit_of_work(connection).unit_reports
        await reports.climb([("SNV", YEAR, Rung.HEAD)], date(2023, 12, 14))
        await reports.climb([("SNV", YEAR, Rung.COORDINATOR)], date(2023, 12, 15))
        assert await reports.rungs(YEAR) == {"SNV": ReportRung(Rung.COORDINATOR, date(2023, 12, 15))}
        assert await reports.rungs("2023-q3") == {}


async def test_a_task_belongs_to_the_period_in_which_it_is_due_or_open(town: Database) -> None:
    first, last = date(2023, 6, 15), date(2023, 9, 14)

    def task(code: str, plan: str, due: date, status: TaskStatus, on: date | None = None) -> Task:
        return Task(
            code, plan, code, Area.STEERING, "", "", "SNV", (), "", due, due, status, on, None
        )  # fmt: skip

    before, within = date(2023, 5, 31), date(2023, 8, 31)
    done, doing = TaskStatus.COMPLETED, TaskStatus.IN_PROGRESS
    async with town.write() as connection:
        tasks = unit_of_work(connection).tasks
        for year in (2023, 2024):
            await tasks.put_plan(Plan(f"p{year}", f"KH-{year}", year, "a", "a"))
        await tasks.add(
            [
                task("done-before", "p2023", before, done, before),
                task("done-early", "p2023", within, done, before),
                task("done-late", "p2023", before, done, first),
                task("open", "p2023", before, doing),
                task("ahead", "p2023", date(2023, 12, 31), doing),
                task("cancelled", "p2023", within, TaskStatus.CANCELLED),
                task("next-year", "p2024", date(2024, 1, 31), doing),
            ]
        )
        found = await tasks.of_period(first, last)
        assert {one.code for one in found} == {"done-early", "done-late", "open", "ahead"}
        assert await tasks.of_period(first, last, {"STTTT"}) == []
