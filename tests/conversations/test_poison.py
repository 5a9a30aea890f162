"""An update that cannot be handled stops nobody else. It is tried again, set aside, told of, and can be replayed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.office import real_now
from bot.worker import TRIES
from domain.errors import Code, Refused
from domain.people import Role
from handlers.context import Context
from simulator.client import Person
from storage.inbox import InboxState, SetAside
from storage.people import chat_ref
from storage.tables import chats, inbox
from tests.support.luck import grows_impatient
from tests.support.reporting import citizen, count, heard
from tests.support.town import Town
from tests.support.waiting import until

POISON = "độc"
FIRST = -1
"""The group of handlers that is asked before all others."""


@pytest.fixture
async def minh(town: Town) -> Person:
    return await citizen(town, "Minh")


@pytest.fixture
async def son(town: Town) -> Person:
    return await town.staff("Sơn", Role.ADMINISTRATOR)


@pytest.fixture
async def mends(town: Town) -> Callable[[], None]:
    """The bot has a fault until this is called: it cannot bear a certain word."""

    async def breaks(_update: Update, _context: Context) -> None:
        raise RuntimeError(f"it said {POISON}")

    handler = MessageHandler(filters.Regex(POISON), breaks)
    town.product.application.add_handler(handler, FIRST)
    return lambda: town.product.application.remove_handler(handler, FIRST)


async def set_aside(town: Town) -> list[SetAside]:
    async with town.product.office.reading() as (uow, _):
        return await uow.inbox.set_aside()


async def is_given_up(town: Town) -> SetAside:
    """Lets the waits between the tries pass until one update is set aside."""

    async def given_up() -> list[SetAside]:
        await grows_impatient(town)
        return await set_aside(town)

    return (await until(given_up, "the update is set aside"))[0]


@pytest.mark.both_databases
async def test_a_handler_that_breaks_holds_up_one_chat_and_that_not_for_ever(
    town: Town, hoa: Person, minh: Person, son: Person, mends: Callable[[], None]
) -> None:
    seen = {person.id: await count(person) for person in (hoa, minh, son)}
    await hoa.sends(f"Có {POISON} trong câu này")
    await hoa.sends("/language")
    for command in ("/help", "/language"):
        await minh.sends(command)

    async def minh_is_answered() -> bool:
        return len(await heard(minh, seen[minh.id])) == 2

    await until(minh_is_answered, "who has nothing to do with it is answered")
    assert not await heard(hoa, seen[hoa.id])

    given_up = await is_given_up(town)
    await town.settle()
    assert (given_up.kind, given_up.attempts, given_up.fault) == ("message", TRIES, "RuntimeError")
    # Their words stand nowhere; the order of what came after is kept.
    apology, after = await heard(hoa, seen[hoa.id])
    assert "Hệ thống gặp trục trặc" in apology.text
    assert after.text.startswith("Ngôn")
    (alarm,) = await heard(son, seen[son.id])
    assert f"dead replay in:{given_up.seq}" in alarm.text
    assert POISON not in alarm.text

    mends()
    async with town.product.office.writing() as (uow, _):
        assert await uow.inbox.replay(given_up.seq)
    town.product.worker.wake()
    await town.settle()
    assert len(await heard(hoa, seen[hoa.id])) == 3
    assert await set_aside(town) == []


SHAPES: list[dict[str, Any]] = [
    {"message": "text"},
    {"message": {"chat": {}}},
    {"message": {"message_id": "one", "date": "today", "chat": 5, "from": []}},
    {"callback_query": {"id": 1}},
    {"edited_message": [1, 2]},
    {"my_chat_member": {"chat": {"id": "x"}}},
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
async def test_a_shape_that_is_none_is_set_aside_and_told(
    town: Town, hoa: Person, son: Person, shape: dict[str, Any]
) -> None:
    seen, alarmed = await count(hoa), await count(son)
    await town.product.intake.keep([{"update_id": 1, **shape}])
    await hoa.sends("/help")
    given_up = await is_given_up(town)
    await town.settle()
    assert len(await heard(hoa, seen)) == 1
    (alarm,) = await heard(son, alarmed)
    assert f"in:{given_up.seq}" in alarm.text


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"message": None},
        {"something_new": {"chat": {"id": 5}}},
        {"poll_answer": {"poll_id": 5}},
        {"message_reaction": {"chat": {"id": 5, "type": "private"}, "message_id": 1, "date": 1}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel", "title": "T"}}},
    ],
    ids=str,
)
async def test_what_nobody_asked_for_is_done_with(town: Town, hoa: Person, shape: dict[str, Any]) -> None:
    seen = await count(hoa)
    await town.product.intake.keep([{"update_id": 1, **shape}])
    await hoa.sends("/help")
    await town.settle()
    assert len(await heard(hoa, seen)) == 1
    assert await set_aside(town) == []


async def test_words_that_are_no_characters_are_taken_as_such_by_forms_and_in_names(
    town: Town, hoa: Person
) -> None:
    await hoa.sends("/report")
    await town.settle()
    for label in ("Tiếng Việt", "Tôi đã đọc và đồng ý", "Sách nhiễu, vòi vĩnh"):
        await hoa.presses(label)
        await town.settle()
    said = {"message_id": 900, "date": 1696208100, "text": "so tai \ud800nguyen moi truong"}
    for number, person in enumerate((hoa.id, 555)):
        chat = {"id": person, "type": "private"}
        sender = {"id": person, "is_bot": False, "first_name": "A\udfff"}
        await town.product.intake.keep(
            [{"update_id": number, "message": {**said, "chat": chat, "from": sender}}]
        )
        await town.settle()
    assert "so tai \ufffdnguyen moi truong" in (await hoa.last()).text
    assert await set_aside(town) == []


@pytest.mark.both_databases
async def test_an_update_that_cannot_be_opened_is_set_aside_and_told(
    town: Town, hoa: Person, son: Person
) -> None:
    seen, alarmed = await count(hoa), await count(son)
    office = town.product.office
    stranger = chat_ref(office.ring, 1)
    async with office.database.write() as connection:
        await connection.execute(insert(chats).values(chat_ref=stranger))
        await connection.execute(
            insert(inbox).values(
                bot_id=office.bot_id,
                update_id=1,
                chat_ref=stranger,
                kind="message",
                received_at=real_now(),
                body_sealed=b"not what was sealed",
                state=InboxState.WAITING,
            )
        )
    await hoa.sends("/help")
    given_up = await is_given_up(town)
    await town.settle()
    assert given_up.fault == "SealBroken"
    assert len(await heard(hoa, seen)) == 1
    assert len(await heard(son, alarmed)) == 1


async def test_a_refusal_undoes_its_own_act_and_no_other_of_the_batch(
    town: Town, hoa: Person, minh: Person
) -> None:
    seen = await count(minh)
    for _ in range(3):
        await hoa.sends("/start i_made-up")
        await minh.sends("/help")
    await town.settle()
    assert "/start" not in (await hoa.last()).text
    assert len(await heard(minh, seen)) == 3
    assert await set_aside(town) == []


async def test_a_refusal_that_another_process_has_told_is_not_remembered_for_ever(
    town: Town, hoa: Person
) -> None:
    # It was to be told by this process; another one took the update meanwhile.
    town.product.worker._refused[10**9] = Refused(Code.NOT_YOURS)
    await hoa.sends("/help")
    await town.settle()
    assert town.product.worker._refused == {}
