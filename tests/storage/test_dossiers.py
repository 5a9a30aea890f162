"""Dossiers, publicity and the guide as they rest: every version stays, and of two who write one the second has lost."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.dossiers import Entry, Month, Target, Targets
from domain.errors import Code, Refused
from domain.guide import GuideSection, GuideVersion
from domain.people import Role
from domain.publicity import Publicity, PublicityForm
from domain.rates import Rate
from domain.reminders import Rung
from domain.unit import Unit, UnitKind
from services.dossiers import DossierRung, EntryRecord
from services.publicity import UnitPublicity
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork
from tests.support.languages import HOSTILE

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
TODAY = date(2023, 10, 2)
RING = KeyRing.new()
AUGUST, SEPTEMBER = Month(2023, 8), Month(2023, 9)

pytestmark = pytest.mark.both_databases


def unit_of_work(connection: AsyncConnection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, RING, 42, NOW)


def entered(unit: str, month: Month, version: int, online: int, received: int = 100) -> EntryRecord:
    entry = Entry(unit, month, version, Rate(online, received), is_sample=version == 1)
    return EntryRecord(entry, NOW, None, Role.COORDINATOR if version > 1 else None, HOSTILE)


@pytest.fixture
async def town(database: Database) -> Database:
    """Two units with figures of two months, one of them corrected."""
    async with database.write() as connection:
        uow = unit_of_work(connection)
        await uow.units.put([Unit(code, code, code, UnitKind.DEPARTMENT) for code in ("SNV", "STTTT")])
        await uow.dossiers.add(
            [
                entered("STTTT", SEPTEMBER, 1, 50),
                entered("STTTT", SEPTEMBER, 2, 60),
                entered("STTTT", AUGUST, 1, 40),
                entered("SNV", SEPTEMBER, 1, 0, 0),
            ]
        )
    return database


async def test_the_latest_version_holds_and_every_one_is_kept_to_the_character(town: Database) -> None:
    async with town.read() as connection:
        dossiers = unit_of_work(connection).dossiers
        assert await dossiers.entries(AUGUST, SEPTEMBER) == [
            Entry("STTTT", AUGUST, 1, Rate(40, 100), is_sample=True),
            Entry("SNV", SEPTEMBER, 1, Rate(0, 0), is_sample=True),
            Entry("STTTT", SEPTEMBER, 2, Rate(60, 100)),
        ]
        assert [entry.unit for entry in await dossiers.entries(SEPTEMBER, SEPTEMBER, {"SNV"})] == ["SNV"]
        assert await dossiers.entries(SEPTEMBER, SEPTEMBER, set()) == []
        versions = await dossiers.versions("STTTT", SEPTEMBER)
        assert versions == [entered("STTTT", SEPTEMBER, 2, 60), entered("STTTT", SEPTEMBER, 1, 50)]
        assert versions[0].reason == HOSTILE


async def test_of_two_who_write_the_same_version_one_has_lost(town: Database) -> None:
    async def write(online: int) -> bool:
        async with town.write() as connection:
            try:
                await unit_of_work(connection).dossiers.add([entered("STTTT", SEPTEMBER, 3, online)])
            except Refused:
                return False
            return True

    won = await asyncio.gather(*(write(online) for online in (61, 62, 63, 64)))
    assert sorted(won) == [False, False, False, True]
    async with town.read() as connection:
        (held,) = await unit_of_work(connection).dossiers.entries(SEPTEMBER, SEPTEMBER, {"STTTT"})
    assert held.online == 61 + won.index(True)


async def test_a_second_target_of_the_same_month_replaces_the_first(town: Database) -> None:
    first = Target(UnitKind.DEPARTMENT, 60, AUGUST, is_sample=True)
    second, later = Target(UnitKind.DEPARTMENT, 65, AUGUST), Target(UnitKind.DEPARTMENT, 70, SEPTEMBER)
    async with town.write() as connection:
        dossiers = unit_of_work(connection).dossiers
        assert await dossiers.targets() == Targets(())
        await dossiers.put_targets([first, later], None, NOW)
        assert await dossiers.targets() == Targets((first, later))
        await dossiers.put_targets([second], None, NOW)
    async with town.read() as connection:
        assert await unit_of_work(connection).dossiers.targets() == Targets((second, later))


async def test_a_rung_is_remembered_and_climbed(town: Database) -> None:
    async with town.write() as connection:
        dossiers = unit_of_work(connection).dossiers
        await dossiers.climb([("SNV", SEPTEMBER, Rung.HEAD), ("STTTT", SEPTEMBER, Rung.HEAD)], TODAY)
        await dossiers.climb([("SNV", SEPTEMBER, Rung.COORDINATOR)], date(2023, 10, 11))
        assert set(await dossiers.rungs(SEPTEMBER)) == {
            DossierRung("SNV", Rung.COORDINATOR, date(2023, 10, 11)),
            DossierRung("STTTT", Rung.HEAD, TODAY),
        }
        assert await dossiers.rungs(AUGUST) == []


async def test_publicity_is_listed_latest_first_and_counted_by_unit_within_a_span(town: Database) -> None:
    acts = [
        Publicity("a1", "STTTT", date(2023, 7, 31), PublicityForm.LEAFLET, HOSTILE, 5),
        Publicity("a2", "STTTT", date(2023, 9, 1), PublicityForm.PRESS, "b", None, "https://a.vn"),
        Publicity("a3", "STTTT", date(2023, 9, 30), PublicityForm.OTHER, "c", 7),
        Publicity("a4", "SNV", date(2023, 8, 1), PublicityForm.CONFERENCE, "d", None),
    ]
    async with town.write() as connection:
        log = unit_of_work(connection).publicity
        assert await log.earliest() is None
        for act in acts:
            await log.add(act, NOW)
    async with town.read() as connection:
        log = unit_of_work(connection).publicity
        assert await log.get("a1") == acts[0]
        assert await log.get("a9") is None
        assert await log.of_unit("STTTT", 2, 0) == ([acts[2], acts[1]], 3)
        assert await log.of_unit("STTTT", 2, 2) == ([acts[0]], 3)
        assert await log.earliest() == date(2023, 7, 31)
        span = date(2023, 8, 1), date(2023, 9, 30)
        assert sorted(await log.counts(*span), key=lambda one: one.unit) == [
            UnitPublicity("SNV", 1, 0, date(2023, 8, 1)),
            UnitPublicity("STTTT", 2, 7, date(2023, 9, 30)),
        ]
        assert [one.unit for one in await log.counts(*span, {"SNV"})] == ["SNV"]


async def test_the_words_of_the_guide_are_kept_version_after_version(town: Database) -> None:
    async with town.write() as connection:
        person = await unit_of_work(connection).people.meet(7, "Thu", NOW, "p7")
    async with town.write() as connection:
        guide = unit_of_work(connection).guide
        first = GuideVersion(GuideSection.FEE, "vi", 1, HOSTILE, person.id, NOW)
        second = GuideVersion(GuideSection.FEE, "vi", 2, None, person.id, NOW)
        await guide.add(first)
        assert await guide.latest("vi") == {GuideSection.FEE: first}
        await guide.add(second)
        with pytest.raises(Refused) as refused:
            await guide.add(second)
        assert refused.value.code is Code.STALE
        assert await guide.latest("vi") == {GuideSection.FEE: second}
        assert await guide.latest("en") == {}
        assert await guide.versions(GuideSection.FEE, "vi") == [second, first]
