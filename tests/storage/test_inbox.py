"""Nothing that arrived is lost, and nobody's messages overtake each other."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage.database import Database
from storage.inbox import Arrival, Claimed, Inbox
from storage.sealing import KeyRing, SealBroken
from storage.tables import inbox
from tests.support.statements import plan_of

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
RING = KeyRing.new()

pytestmark = pytest.mark.both_databases


def arrival(number: int, chat: str) -> Arrival:
    return Arrival(number, chat, "message", json.dumps({"update_id": number}).encode())


async def keep(database: Database, *arrivals: Arrival) -> None:
    async with database.write() as connection:
        await Inbox(connection, RING, 42).keep(arrivals, NOW)


async def take(database: Database, limit: int = 10, now: datetime = NOW) -> list[Claimed]:
    async with database.write() as connection:
        box = Inbox(connection, RING, 42)
        claimed = await box.claim(limit, now)
        if claimed:
            await box.finish([one.seq for one in claimed])
        return claimed


async def test_an_update_that_comes_twice_is_kept_once(database: Database) -> None:
    await keep(database, arrival(1, "a"), arrival(1, "a"))
    await keep(database, arrival(1, "a"))
    assert [json.loads(one.body)["update_id"] for one in await take(database)] == [1]
    await keep(database, arrival(1, "a"))
    assert await take(database) == []


async def test_each_chat_gives_its_oldest_update_first(database: Database) -> None:
    await keep(database, arrival(5, "a"), arrival(6, "b"), arrival(7, "a"), arrival(3, "b"))
    first = [json.loads(one.body)["update_id"] for one in await take(database)]
    second = [json.loads(one.body)["update_id"] for one in await take(database)]
    # By arrival: Telegram's numbers may start anew after a week of silence.
    assert first == [5, 6]
    assert second == [7, 3]


async def test_a_body_is_sealed_while_it_waits_and_wiped_when_done(database: Database) -> None:
    await keep(database, Arrival(1, "a", "message", "tố giác".encode()))
    async with database.read() as connection:
        sealed = (await connection.execute(select(inbox.c.body_sealed))).scalar_one()
    assert "tố giác".encode() not in sealed
    await take(database)
    async with database.read() as connection:
        assert (await connection.execute(select(inbox.c.body_sealed))).scalar_one() is None


async def test_what_fails_holds_back_its_own_chat_only(database: Database) -> None:
    await keep(database, arrival(1, "a"), arrival(2, "a"), arrival(3, "b"))
    async with database.write() as connection:
        box = Inbox(connection, RING, 42)
        poisonous = (await box.claim(1, NOW))[0]
        await box.fail(poisonous, "ValueError", NOW + timedelta(seconds=5))
    assert [one.chat_ref for one in await take(database)] == ["b"]
    later = await take(database, now=NOW + timedelta(seconds=6))
    assert [json.loads(one.body)["update_id"] for one in later] == [1]
    assert later[0].attempts == 1


async def test_what_is_set_aside_can_be_seen_and_replayed(database: Database) -> None:
    await keep(database, arrival(1, "a"))
    async with database.write() as connection:
        box = Inbox(connection, RING, 42)
        await box.fail((await box.claim(1, NOW))[0], "ValueError", None)
    assert await take(database) == []
    async with database.write() as connection:
        box = Inbox(connection, RING, 42)
        (seen,) = await box.set_aside()
        assert (seen.fault, seen.attempts) == ("ValueError", 1)
        assert await box.replay(seen.seq)
        assert not await box.replay(seen.seq)
    assert len(await take(database)) == 1


async def test_numbers_of_done_updates_are_forgotten_after_two_days(database: Database) -> None:
    await keep(database, arrival(1, "a"))
    await take(database)
    async with database.write() as connection:
        assert await Inbox(connection, RING, 42).forget(NOW + timedelta(hours=47)) == 0
        assert await Inbox(connection, RING, 42).forget(NOW + timedelta(hours=49)) == 1


async def test_what_waits_of_an_earlier_bot_holds_up_no_chat_of_this_one(database: Database) -> None:
    async with database.write() as connection:
        await Inbox(connection, RING, 41).keep([arrival(1, "a")], NOW)
    await keep(database, arrival(2, "a"))
    assert [json.loads(one.body)["update_id"] for one in await take(database)] == [2]


async def test_a_body_that_cannot_be_opened_stops_no_other(database: Database) -> None:
    await keep(database, arrival(1, "a"), arrival(2, "b"))
    async with database.write() as connection:
        await connection.execute(update(inbox).where(inbox.c.chat_ref == "a").values(body_sealed=b"?"))
    damaged, whole = await take(database)
    assert json.loads(whole.body) == {"update_id": 2}
    with pytest.raises(SealBroken):
        _ = damaged.body


async def test_several_workers_keep_the_order_within_a_chat(database: Database) -> None:
    chats, each = 12, 15
    await keep(
        database,
        *(arrival(turn * chats + chat, f"chat-{chat}") for turn in range(each) for chat in range(chats)),
    )
    handled: list[tuple[str, int]] = []

    async def work() -> None:
        while True:
            async with database.write() as connection:
                box = Inbox(connection, RING, 42)
                claimed = await box.claim(3, NOW)
                if not claimed:
                    if await box.waiting() == 0:
                        return
                    continue
                await asyncio.sleep(0)
                await box.finish([one.seq for one in claimed])
                handled.extend((one.chat_ref, json.loads(one.body)["update_id"]) for one in claimed)

    await asyncio.gather(*(work() for _ in range(4)))
    assert len(handled) == chats * each
    for chat in range(chats):
        numbers = [number for ref, number in handled if ref == f"chat-{chat}"]
        assert numbers == sorted(numbers)


async def test_what_waits_is_found_by_its_own_index_however_much_was_done(database: Database) -> None:
    await keep(database, *(arrival(number, f"chat {number}") for number in range(3)))
    plan = await plan_of(database, lambda connection: Inbox(connection, RING, 42).claim(1, NOW))
    assert "ix_inbox_waiting" in plan
