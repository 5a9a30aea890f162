"""Rankings as they rest: scores to the hundredth, what was done, and nothing that changes once it is closed."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Code, Refused
from domain.people import Role
from domain.ranking import Criterion, Exercise, RankingAct, Score, Sheet, UnitGroup
from domain.task import Area
from domain.unit import Unit, UnitKind
from services.ranking import RankingEvent, SheetRecord
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork
from tests.support.languages import HOSTILE

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
TODAY = date(2023, 10, 2)
RING = KeyRing.new()
BOTH = tuple(UnitGroup)
OPEN = Exercise(2023, opened_at=NOW, is_sample=True)
FIRST = Criterion("c1", "1.1", Area.STEERING, "Kế hoạch", "Plan", Decimal(3), BOTH)
SECOND = Criterion("c2", "2.1", Area.INSTITUTIONS, "Văn bản", "Laws", Decimal("1.25"), BOTH[:1])
SHEET = Sheet(OPEN, "SDL", UnitGroup.DEPARTMENTS, (FIRST, SECOND), {}, revision=1)
SCORE = Score(Decimal("2.25"), None, f"45/BC {HOSTILE}", appraised=Decimal(0), reason=HOSTILE)

pytestmark = pytest.mark.both_databases


def unit_of_work(connection: AsyncConnection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, RING, 42, NOW)


@pytest.fixture
async def town(database: Database) -> Database:
    """Two units and a ranking of two criteria."""
    async with database.write() as connection:
        uow = unit_of_work(connection)
        await uow.units.put([Unit(code, code, code, UnitKind.DEPARTMENT) for code in ("SDL", "SNV")])
        await uow.rankings.add_exercise(OPEN)
        await uow.rankings.put_criteria(2023, [FIRST, SECOND])
    return database


async def test_rankings_and_criteria_come_back_as_they_were_in_their_own_order(town: Database) -> None:
    async with town.write() as connection:
        rankings = unit_of_work(connection).rankings
        await rankings.add_exercise(Exercise(2024))
        assert await rankings.exercises() == [Exercise(2024), OPEN]
        assert await rankings.criteria(2023) == [FIRST, SECOND]
        await rankings.put_criteria(2023, [replace(SECOND, name_vi="Khác"), FIRST])
        assert [one.name_vi for one in await rankings.criteria(2023)] == ["Khác", "Kế hoạch"]
        assert await rankings.year_of("c1") == 2023
        assert await rankings.year_of("c9") is None
        await rankings.remove_criteria(["c1"])
        assert [one.id for one in await rankings.criteria(2023)] == ["c2"]
        assert await rankings.hold(2025) is None


async def test_scores_come_back_to_the_hundredth_and_the_character(town: Database) -> None:
    async with town.write() as connection:
        rankings = unit_of_work(connection).rankings
        assert await rankings.records(2023) == []
        await rankings.save(SHEET, 0)
        await rankings.put_scores("SDL", {"c1": SCORE, "c2": Score(Decimal("1.25"))})
        await rankings.put_scores("SDL", {"c2": Score(Decimal("0.05"))})
        await rankings.put_scores("SDL", {})
    async with town.read() as connection:
        rankings = unit_of_work(connection).rankings
        found = SheetRecord("SDL", revision=1, scores={"c1": SCORE, "c2": Score(Decimal("0.05"))})
        assert await rankings.records(2023) == await rankings.records(2023, ["SDL"]) == [found]
        assert await rankings.records(2023, ["SNV"]) == await rankings.records(2024) == []


async def test_more_than_two_decimals_are_never_stored(town: Database) -> None:
    async with town.write() as connection:
        with pytest.raises(Exception, match="two decimals"):
            await unit_of_work(connection).rankings.put_scores("SDL", {"c1": Score(Decimal("1.255"))})


async def test_of_two_at_once_on_a_sheet_one_wins(town: Database) -> None:
    async def submit() -> bool:
        try:
            async with town.write() as connection:
                await unit_of_work(connection).rankings.save(replace(SHEET, submitted_on=TODAY), 0)
        except Refused as refused:
            if refused.code is Code.STALE:
                return False
            raise
        return True

    won = await asyncio.gather(*(submit() for _ in range(5)))
    assert won.count(True) == 1


async def test_who_closes_a_ranking_waits_for_whoever_is_scoring_and_later_ones_find_it_closed(
    town: Database,
) -> None:
    scoring, order = asyncio.Event(), []

    async def score() -> None:
        async with town.write() as connection:
            rankings = unit_of_work(connection).rankings
            held = await rankings.hold(2023)
            assert held is not None
            assert held.closed_at is None
            scoring.set()
            for _ in range(20):  # time for the other to overtake, if it could
                await rankings.put_scores("SDL", {"c1": SCORE})
            order.append("scored")

    async def close() -> None:
        await scoring.wait()
        async with town.write() as connection:
            rankings = unit_of_work(connection).rankings
            held = await rankings.hold(2023, alone=True)
            assert held is not None
            order.append("closed")
            await rankings.save_exercise(replace(held, closed_at=NOW, revision=1), 0)

    await asyncio.gather(score(), close())
    assert order == ["scored", "closed"]
    async with town.write() as connection:
        rankings = unit_of_work(connection).rankings
        held = await rankings.hold(2023)
        assert held is not None
        assert held.closed_at == NOW
        with pytest.raises(Refused):
            await rankings.save_exercise(OPEN, 0)


async def test_what_was_done_with_a_score_is_told_latest_first(town: Database) -> None:
    async with town.write() as connection:
        uow = unit_of_work(connection)
        who = (await uow.people.meet(7, "Minh", NOW, "p7")).id
        events = [
            RankingEvent(
                2023, NOW, RankingAct.SCORE, who, Role.UNIT_HEAD, "SDL", "c1", Decimal("2.25"), HOSTILE
            ),
            RankingEvent(
                2023, NOW, RankingAct.APPRAISE, who, Role.COORDINATOR, "SDL", "c1", Decimal(2), "Chậm"
            ),
        ]
        for event in (*events, RankingEvent(2023, NOW, RankingAct.CLOSE, who, Role.COORDINATOR)):
            await uow.rankings.add_event(event)
        assert await uow.rankings.events("SDL", "c1", 5) == events[::-1]
        assert await uow.rankings.events("SDL", "c1", 1) == events[1:]
        assert await uow.rankings.events("SNV", "c1", 5) == []
