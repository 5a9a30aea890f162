"""The database is away for a while: what people do meanwhile waits, and nothing of it is lost or held against them."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from bot.points import Point
from simulator.client import Person
from storage.tables import inbox, outbox
from tests.support.databases import postgres_database
from tests.support.inspection import says
from tests.support.reporting import count, heard
from tests.support.town import Town, open_town
from tests.support.waiting import until

BREAKING = {
    Point.INTAKE_BEFORE_COMMIT,
    Point.WORKER_CLAIMED,
    Point.WORKER_HANDLED,
    Point.WORKER_BEFORE_COMMIT,
    Point.DELIVERY_BEFORE_COMMIT,
    Point.DELIVERY_SENT,
}
COMMANDS = ("/help", "/language", "/cancel", "/help", "/language")


@contextlib.asynccontextmanager
async def away(town: Town, *tables: str) -> AsyncIterator[None]:
    """Statements on these tables fail."""

    async def rename(old: str, new: str) -> None:
        async with town.product.office.database.write() as connection:
            await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    for table in tables:
        await rename(table, f"{table}_away")
    try:
        yield
    finally:
        for table in tables:
            await rename(f"{table}_away", table)


async def firsts(person: Person, since: int) -> list[str]:
    return [view.text.split()[0] for view in await heard(person, since)]


@pytest.mark.both_databases
async def test_what_is_sent_while_nothing_can_be_kept_is_kept_afterwards(town: Town, hoa: Person) -> None:
    since = await count(hoa)
    async with away(town, "inbox"):
        for command in COMMANDS:
            await hoa.sends(command)

        async def refused() -> bool:
            return town.product.polling.failing_since is not None

        await until(refused, "it was tried to keep them")
        assert len(await town.client.updates()) == len(COMMANDS)
    await town.settle()
    assert await firsts(hoa, since) == ["Có", "Ngôn", "Không", "Có", "Ngôn"]


@pytest.mark.both_databases
async def test_what_cannot_be_marked_is_not_sent_again_when_it_can(town: Town, hoa: Person) -> None:
    since = await count(hoa)
    await town.client.fault(kind="delay", method="sendMessage", chat=hoa, seconds=0.5)
    await hoa.sends("/help")

    async def under_way() -> bool:
        return town.simulator.bot.calls.in_flight > 0

    await until(under_way, "the answer is on its way")
    async with away(town, "outbox"):
        await town.client.idle(0.3)
    await says(town, hoa, "/language")
    assert await firsts(hoa, since) == ["Có", "Ngôn"]


async def test_a_loop_that_ended_by_itself_keeps_no_other_from_finishing(town: Town, hoa: Person) -> None:
    since = await count(hoa)

    async def ends() -> None:
        raise RuntimeError

    town.product._tasks.insert(0, asyncio.create_task(ends()))
    await town.client.fault(kind="delay", method="sendMessage", chat=hoa, seconds=0.5)
    await hoa.sends("/help")

    async def under_way() -> bool:
        return town.simulator.bot.calls.in_flight > 0

    await until(under_way, "the answer is on its way")
    await town.restarts()
    await town.settle()
    assert await firsts(hoa, since) == ["Có"]


@pytest.fixture
def address(postgres: str) -> Iterator[str]:
    with postgres_database(postgres) as address:
        yield address


async def test_connections_that_break_at_any_moment_lose_nothing_and_cost_no_update_a_try(
    address: str, tmp_path: Path
) -> None:
    broken: Counter[Point] = Counter()
    with psycopg.connect(address, autocommit=True) as own:

        def breaks(point: Point) -> None:
            broken[point] += 1
            if point in BREAKING and broken[point] == 2:
                own.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        async with open_town(address, tmp_path, at=breaks) as town:
            people = [await town.person(f"Người {number}") for number in range(4)]
            for command in COMMANDS:
                for person in people:
                    await person.sends(command)
            await _settles(town)
            for person in people:
                assert await firsts(person, 0) == ["Có", "Ngôn", "Không", "Có", "Ngôn"]
            async with town.product.office.database.read() as connection:
                tries = await connection.execute(select(func.max(inbox.c.attempts)))
                assert tries.scalar_one() == 0
                odd = await connection.execute(select(outbox.c.fault).where(outbox.c.state != "sent"))
                assert odd.all() == []
    assert set(broken) >= BREAKING


async def _settles(town: Town) -> None:
    """Waits for it as often as it takes: who looks is cut off too."""
    while True:
        with contextlib.suppress(OperationalError):
            return await town.settle()
