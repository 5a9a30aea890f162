"""What is to be said is said at least once, in order for each chat, the urgent first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.ports import Urgency
from storage.database import Database
from storage.outbox import LEASE, SENT_KEPT_FOR, Outbox
from storage.parcels import OutboxKind, OutboxState, Parcel, Receipt
from storage.screens import Screens
from storage.sealing import KeyRing, SealBroken
from storage.tables import outbox, screens
from tests.support.statements import plan_of

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
RING = KeyRing.new()

pytestmark = pytest.mark.both_databases


async def put(database: Database, chat: str, text: str, **more: Any) -> bool:
    defaults: dict[str, Any] = {
        "kind": OutboxKind.REPLY,
        "urgency": Urgency.REPLY,
        "sensitivity": "public",
        "now": NOW,
    }
    async with database.write() as connection:
        return await Outbox(connection, RING).put(chat_ref=chat, body={"text": text}, **{**defaults, **more})


async def answer(database: Database, chat: str, *texts: str, **more: Any) -> None:
    async with database.write() as connection:
        rows = Outbox(connection, RING)
        for text in texts:
            rows.answer(chat_ref=chat, body={"text": text}, now=NOW, sensitivity="public", **more)
        await rows.flush()


async def lease(
    database: Database, *, now: datetime = NOW, unrepeatable: int = 100, limit: int = 100
) -> list[Parcel]:
    async with database.write() as connection:
        return await Outbox(connection, RING).lease(limit, now, province_now=now, unrepeatable=unrepeatable)


async def settle(database: Database, *receipts: Receipt) -> None:
    async with database.write() as connection:
        await Outbox(connection, RING).settle(receipts, NOW)


def texts(parcels: list[Parcel]) -> list[str]:
    return [parcel.body["text"] for parcel in parcels]


async def test_a_chat_gets_one_message_at_a_time_in_order(database: Database) -> None:
    for text in ("one", "two"):
        await put(database, "a", text)
    await put(database, "b", "other")
    first = await lease(database)
    assert texts(first) == ["one", "other"]
    assert texts(await lease(database)) == []
    await settle(database, Receipt(first[0], OutboxState.SENT, message_id=7))
    assert texts(await lease(database)) == ["two"]


async def test_the_urgent_goes_first(database: Database) -> None:
    await put(database, "a", "broadcast", urgency=Urgency.BROADCAST)
    await put(database, "b", "reply")
    assert texts(await lease(database, limit=1)) == ["reply"]


async def test_a_key_is_said_once(database: Database) -> None:
    assert await put(database, "a", "digest", key="digest:1")
    assert not await put(database, "a", "digest", key="digest:1")
    assert len(await lease(database)) == 1


async def test_a_lease_that_lapsed_is_given_out_again(database: Database) -> None:
    await put(database, "a", "one")
    await lease(database)
    assert await lease(database, now=NOW + LEASE - timedelta(seconds=1)) == []
    (again,) = await lease(database, now=NOW + LEASE + timedelta(seconds=1))
    assert again.attempts == 2


async def test_new_messages_in_flight_are_limited_and_edits_are_not(database: Database) -> None:
    for chat in "abc":
        await put(database, chat, f"send {chat}")
    for chat in "de":
        await put(database, chat, f"edit {chat}", repeatable=True)
    assert texts(await lease(database, unrepeatable=1)) == ["send a", "edit d", "edit e"]


async def test_messages_that_wait_their_turn_do_not_hold_up_edits(database: Database) -> None:
    for chat in "abcde":
        await put(database, chat, f"send {chat}")
    for chat in "fgh":
        await put(database, chat, f"edit {chat}", repeatable=True)
    assert texts(await lease(database, unrepeatable=2, limit=4)) == ["send a", "send b", "edit f", "edit g"]
    assert texts(await lease(database, unrepeatable=0, limit=4)) == ["edit h"]


async def test_edits_waiting_for_a_screen_collapse_into_the_last(database: Database) -> None:
    async with database.write() as connection:
        screen = await Screens(connection).add(
            "a", is_current=True, has_media=False, has_buttons=True, is_protected=False
        )
    await answer(database, "a", "old", screen_id=screen)
    await answer(database, "a", "newer", "new", screen_id=screen, repeatable=True, redraws=True)
    (parcel,) = await lease(database)
    assert parcel.body == {"text": "new"}
    # What is under way is not changed any more: the page that comes too late for it follows.
    await answer(database, "a", "late", screen_id=screen, repeatable=True, redraws=True)
    assert parcel.body == {"text": "new"}
    await settle(database, Receipt(parcel, OutboxState.SENT, message_id=7))
    assert texts(await lease(database)) == ["late"]


async def test_what_is_answered_in_one_transaction_keeps_its_order(database: Database) -> None:
    async with database.write() as connection:
        rows = Outbox(connection, RING)
        for chat, text in (("a", "one"), ("b", "other"), ("a", "two")):
            rows.answer(chat_ref=chat, body={"text": text}, now=NOW, sensitivity="public")
        await rows.flush()
    first = await lease(database)
    assert texts(first) == ["one", "other"]
    await settle(database, *(Receipt(parcel, OutboxState.SENT, message_id=7) for parcel in first))
    assert texts(await lease(database)) == ["two"]


async def test_a_screen_learns_its_message_at_delivery(database: Database) -> None:
    async with database.write() as connection:
        screen = await Screens(connection).add(
            "a", is_current=True, has_media=False, has_buttons=True, is_protected=False
        )
    await answer(database, "a", "first", screen_id=screen)
    (parcel,) = await lease(database)
    assert parcel.message_id is None
    await settle(database, Receipt(parcel, OutboxState.SENT, message_id=77))
    await answer(database, "a", "second", screen_id=screen, repeatable=True)
    (parcel,) = await lease(database)
    assert parcel.message_id == 77
    async with database.read() as connection:
        assert (await connection.execute(select(screens.c.message_id))).scalar_one() == 77


async def test_a_body_is_wiped_when_sent_and_the_id_is_kept(database: Database) -> None:
    await put(database, "a", "secret", sensitivity="case")
    (parcel,) = await lease(database)
    await settle(database, Receipt(parcel, OutboxState.SENT, message_id=9))
    async with database.read() as connection:
        row = (await connection.execute(select(outbox))).one()
    assert (row.body_sealed, row.message_id, row.sensitivity) == (None, 9, "case")


async def test_what_is_held_for_the_morning_does_not_hold_up_a_reply_tonight(database: Database) -> None:
    await put(database, "a", "morning", kind=OutboxKind.NOTICE, hold_until=NOW + timedelta(hours=10))
    await put(database, "a", "tonight")
    assert texts(await lease(database)) == ["tonight"]
    assert texts(await lease(database, now=NOW + timedelta(hours=11))) == ["morning"]


async def test_notices_wait_behind_a_block_and_replies_do_not(database: Database) -> None:
    await put(database, "a", "reply")
    await put(database, "a", "notice", kind=OutboxKind.NOTICE)
    async with database.write() as connection:
        await Outbox(connection, RING).block("a", NOW)
    assert await lease(database) == []
    async with database.write() as connection:
        (stuck,) = await Outbox(connection, RING).undelivered()
        assert stuck.state == OutboxState.BLOCKED
        await Outbox(connection, RING).unblock("a")
    assert texts(await lease(database)) == ["notice"]


async def test_a_retry_waits_its_time_also_for_what_comes_after_it(database: Database) -> None:
    await put(database, "a", "one")
    await put(database, "a", "two")
    (parcel,) = await lease(database)
    later = NOW + timedelta(seconds=30)
    await settle(database, Receipt(parcel, OutboxState.WAITING, fault="flood", not_before=later))
    assert await lease(database) == []
    async with database.read() as connection:
        assert await Outbox(connection, RING).held_until() == later
    assert texts(await lease(database, now=later)) == ["one"]


async def test_what_a_block_dropped_is_not_put_back_by_the_sending_that_was_under_way(
    database: Database,
) -> None:
    await put(database, "a", "reply")
    await put(database, "b", "notice", kind=OutboxKind.NOTICE)
    under_way = await lease(database)
    for chat in "ab":
        async with database.write() as connection:
            await Outbox(connection, RING).block(chat, NOW)
    await settle(database, *(Receipt(one, OutboxState.WAITING, fault="timed_out") for one in under_way))
    assert await lease(database) == []
    async with database.write() as connection:
        await Outbox(connection, RING).unblock("b")
    assert texts(await lease(database)) == ["notice"]


async def test_whose_lease_lapsed_decides_no_more_what_becomes_of_a_row(database: Database) -> None:
    await put(database, "a", "one")
    (slow,) = await lease(database)
    later = NOW + LEASE + timedelta(seconds=1)
    (quick,) = await lease(database, now=later)
    await settle(database, Receipt(slow, OutboxState.WAITING, fault="timed_out"))
    assert await lease(database, now=later) == []
    await settle(database, Receipt(quick, OutboxState.SENT, message_id=7))
    # What was sent was sent, whoever says so, and nobody's failure undoes it.
    await settle(database, Receipt(slow, OutboxState.SET_ASIDE, fault="timed_out"))
    async with database.read() as connection:
        assert await Outbox(connection, RING).undelivered() == []
        assert await Outbox(connection, RING).waiting(later) == 0


async def test_what_was_sent_by_whom_nobody_waited_for_any_more_is_sent(database: Database) -> None:
    await put(database, "a", "one")
    (slow,) = await lease(database)
    later = NOW + LEASE + timedelta(seconds=1)
    (quick,) = await lease(database, now=later)
    await settle(database, Receipt(slow, OutboxState.SENT, message_id=7))
    await settle(database, Receipt(quick, OutboxState.WAITING, fault="timed_out"))
    assert await lease(database, now=later + LEASE * 2) == []


async def test_a_refusal_does_not_drop_the_answer_to_what_came_after_it(database: Database) -> None:
    await put(database, "a", "to whoever is away", kind=OutboxKind.NOTICE)
    (refused,) = await lease(database)
    await put(database, "a", "to whoever is back")
    await settle(database, Receipt(refused, OutboxState.BLOCKED, fault="blocked"))
    async with database.write() as connection:
        assert await Outbox(connection, RING).block("a", NOW, refused=refused.id)
    assert texts(await lease(database)) == ["to whoever is back"]


async def test_a_refusal_says_nothing_of_somebody_who_came_back_meanwhile(database: Database) -> None:
    await put(database, "a", "notice", kind=OutboxKind.NOTICE)
    (refused,) = await lease(database)
    async with database.write() as connection:
        await Outbox(connection, RING).unblock("a")
    await settle(database, Receipt(refused, OutboxState.BLOCKED, fault="blocked"))
    async with database.write() as connection:
        assert not await Outbox(connection, RING).block("a", NOW, refused=refused.id)
    assert texts(await lease(database)) == ["notice"]


async def test_a_row_that_cannot_be_opened_stops_no_other(database: Database) -> None:
    await put(database, "a", "one")
    await put(database, "b", "two")
    async with database.write() as connection:
        await connection.execute(update(outbox).where(outbox.c.chat_ref == "a").values(body_sealed=b"?"))
    damaged, whole = await lease(database)
    assert whole.body == {"text": "two"}
    with pytest.raises(SealBroken):
        _ = damaged.body


async def test_what_goes_next_is_found_by_the_indexes_of_open_rows_however_many_there_are(
    database: Database,
) -> None:
    for nth in range(3):
        await put(database, f"chat {nth}", "digest", urgency=Urgency.DIGEST)
    plan = await plan_of(
        database, lambda connection: Outbox(connection, RING).lease(1, NOW, province_now=NOW, unrepeatable=1)
    )
    assert "ix_outbox_open" in plan
    if database.is_sqlite:
        # PostgreSQL weighs what it finds: three rows it may as well sort.
        assert "ix_outbox_next" in plan


async def test_what_was_settled_long_ago_is_forgotten_and_what_waits_never_is(database: Database) -> None:
    for chat in ("sent", "dropped", "waiting", "blocked", "set aside"):
        await put(database, chat, chat, key=f"thing:{chat}")
    taken = {parcel.chat_ref: parcel for parcel in await lease(database)}
    await settle(
        database,
        Receipt(taken["sent"], OutboxState.SENT, message_id=7),
        Receipt(taken["dropped"], OutboxState.DROPPED, fault="no_longer_true"),
        Receipt(taken["waiting"], OutboxState.WAITING),
        Receipt(taken["blocked"], OutboxState.BLOCKED, fault="blocked"),
        Receipt(taken["set aside"], OutboxState.SET_ASIDE, fault="too_long"),
    )
    async with database.write() as connection:
        rows = Outbox(connection, RING)
        assert await rows.forget(NOW + SENT_KEPT_FOR) == 0
        assert await rows.forget(NOW + SENT_KEPT_FOR + timedelta(seconds=1)) == 2
        left = (await connection.execute(select(outbox.c.chat_ref))).scalars()
        assert set(left) == {"waiting", "blocked", "set aside"}
    # As long as it is remembered, a thing is said once.
    assert not await put(database, "waiting", "again", key="thing:waiting")
    assert await put(database, "sent", "again", key="thing:sent")
