"""An update is kept before it is acknowledged, and not acknowledged when it was not kept."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import func, select, text
from telegram.error import Conflict, NetworkError, RetryAfter

from bot.intake import LONGEST_PAUSE, Intake, Polling, _chat_of, _pause_for
from bot.office import Office, real_now
from storage.tables import inbox
from tests.support.waiting import until

pytestmark = pytest.mark.both_databases


def message(number: int, chat: int = 7, words: str = "xin chào") -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Hoa"},
            "text": words,
        },
    }


async def kept(office: Office) -> list[int]:
    async with office.database.read() as connection:
        return list((await connection.execute(select(inbox.c.update_id).order_by(inbox.c.seq))).scalars())


class Asked:
    """Telegram's side of polling: gives out what it has from the offset on, and remembers the offsets."""

    def __init__(self, *updates: dict[str, Any]) -> None:
        self.waiting = {update["update_id"]: update for update in updates}
        self.offsets: list[int | None] = []
        self.failures: list[Exception] = []
        self.arrived = asyncio.Event()

    async def call(self, method: str, params: dict[str, Any], *, read_timeout: float | None = None) -> Any:
        if method != "getUpdates":
            return True
        if self.failures:
            raise self.failures.pop()
        offset = params.get("offset")
        self.offsets.append(offset)
        if offset is not None:
            self.waiting = {number: one for number, one in self.waiting.items() if number >= offset}
        if not self.waiting and offset is None:
            self.arrived.clear()
            await self.arrived.wait()
        await asyncio.sleep(0)
        return list(self.waiting.values())

    def sends(self, update: dict[str, Any]) -> None:
        self.waiting[update["update_id"]] = update
        self.arrived.set()


async def test_what_was_kept_is_acknowledged_and_the_offset_let_go(office: Office) -> None:
    telegram = Asked(message(5), message(6))
    polling = Polling(telegram, Intake(office, on_arrival=lambda: None))  # type: ignore[arg-type]
    task = asyncio.create_task(polling.run())

    async def quiet() -> bool:
        return telegram.offsets == [None, 7, None]

    await until(quiet, "both are confirmed")
    # After a week of silence the numbers start anywhere, below the last one too.
    telegram.sends(message(2))

    async def all_kept() -> bool:
        return await kept(office) == [5, 6, 2]

    await until(all_kept, "the one with the lower number is kept")
    task.cancel()


async def test_nothing_is_acknowledged_while_it_cannot_be_kept(office: Office) -> None:
    telegram = Asked(message(5))
    async with office.database.write() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    polling = Polling(telegram, Intake(office, on_arrival=lambda: None))  # type: ignore[arg-type]
    task = asyncio.create_task(polling.run())

    async def asked() -> bool:
        return bool(telegram.offsets) and polling.failing_since is not None

    await until(asked, "it was given out")
    assert telegram.offsets[-1] is None
    async with office.database.write() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO inbox"))

    async def is_kept() -> bool:
        return await kept(office) == [5]

    await until(is_kept, "it is kept when the database is back")
    task.cancel()


async def test_no_failure_ends_the_asking(office: Office) -> None:
    telegram = Asked(message(5))
    telegram.failures = [RetryAfter(0), RetryAfter(0), RetryAfter(0)]
    polling = Polling(telegram, Intake(office, on_arrival=lambda: None))  # type: ignore[arg-type]
    task = asyncio.create_task(polling.run())

    async def is_kept() -> bool:
        return await kept(office) == [5]

    await until(is_kept, "it asks on")
    assert not task.done()
    task.cancel()


def test_a_pause_is_what_telegram_says_or_grows_by_itself() -> None:
    assert _pause_for(RetryAfter(7), 2.0) == 7.0
    assert _pause_for(NetworkError("Bad Gateway"), 2.0) == 2.0
    assert _pause_for(Conflict("another poller"), 2.0) == LONGEST_PAUSE


async def test_what_arrives_at_once_shares_a_commit(office: Office) -> None:
    commits: list[str] = []
    intake = Intake(office, on_arrival=lambda: None, at=commits.append)
    await asyncio.gather(*(intake.keep_one(message(number, chat=number)) for number in range(1, 31)))
    assert sorted(await kept(office)) == list(range(1, 31))
    assert commits.count("intake.committed") <= 2


async def test_an_update_that_comes_twice_at_once_is_kept_once(office: Office) -> None:
    intake = Intake(office, on_arrival=lambda: None)
    await asyncio.gather(*(intake.keep_one(message(9)) for _ in range(5)))
    assert await kept(office) == [9]


async def test_who_goes_away_while_it_is_kept_loses_nothing(office: Office) -> None:
    intake = Intake(office, on_arrival=lambda: None)
    impatient = asyncio.create_task(intake.keep_one(message(1)))
    await asyncio.sleep(0)
    impatient.cancel()
    await intake.keep_one(message(2))

    async def both() -> bool:
        return sorted(await kept(office)) == [1, 2]

    await until(both, "both are kept")


async def test_words_that_are_no_utf8_are_kept_as_they_came(office: Office) -> None:
    words = "a\ud800\x00\u202e<b>&"
    await Intake(office, on_arrival=lambda: None).keep([message(1, words=words)])
    async with office.writing() as (uow, _):
        (claimed,) = await uow.inbox.claim(5, real_now())
    assert json.loads(claimed.body)["message"]["text"] == words


async def test_what_is_of_no_known_kind_is_kept_too(office: Office) -> None:
    await Intake(office, on_arrival=lambda: None).keep([{"update_id": 1, "something_new": {"id": 5}}])
    assert await kept(office) == [1]


CONTENTS: list[tuple[Any, int]] = [
    ({"chat": {"id": 5}}, 5),
    ({"chat": {"id": -100}}, -100),
    ({"from": {"id": 6}, "message": {"chat": {"id": 5}}}, 5),
    ({"from": {"id": 6}}, 6),
    ({"chat": "5", "message": [], "from": None}, 0),
    ({"chat": {"id": "5"}}, 0),
    ([], 0),
    ("text", 0),
    (None, 0),
]


@pytest.mark.parametrize(("content", "chat"), CONTENTS, ids=str)
def test_the_chat_is_found_in_whatever_comes(content: Any, chat: int) -> None:
    assert _chat_of(content) == chat


async def test_numbers_of_an_earlier_bot_do_not_hide_an_update(office: Office) -> None:
    await Intake(office, on_arrival=lambda: None).keep([message(1)])
    office.bot_id = 43
    await Intake(office, on_arrival=lambda: None).keep([message(1)])
    async with office.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(inbox))).scalar_one() == 2
