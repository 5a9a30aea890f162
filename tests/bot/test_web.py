"""What the public may knock at, and what Telegram and the machine's watchers are told."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, text

from bot.intake import Intake
from bot.metrics import REGISTRY
from bot.office import Office
from bot.web import BODY_LIMIT, SECRET_HEADER, WEBHOOK_PATH, Listener, monitor, webhook
from storage.tables import inbox
from tests.bot.test_intake import kept, message

SECRET = "The-Secret_" * 4

pytestmark = pytest.mark.both_databases


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def address(office: Office) -> AsyncIterator[str]:
    listener = Listener(webhook(Intake(office, on_arrival=lambda: None), SECRET), "127.0.0.1:0")
    await listener.open()
    yield listener.url + WEBHOOK_PATH
    await listener.close()


async def posts(http: aiohttp.ClientSession, address: str, body: Any, secret: str | None = SECRET) -> int:
    data = BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with http.post(address, data=data, headers=headers) as answer:
        return answer.status


async def test_an_update_with_the_secret_is_kept_before_it_is_acknowledged(
    http: aiohttp.ClientSession, address: str, office: Office
) -> None:
    assert await posts(http, address, message(7)) == 200
    assert await kept(office) == [7]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.lower()])
async def test_without_the_secret_nothing_is_read(
    http: aiohttp.ClientSession, address: str, office: Office, secret: str | None
) -> None:
    assert await posts(http, address, message(7), secret) == 403
    assert await posts(http, address, b"{" * 100, secret) == 403
    assert await kept(office) == []


async def test_a_secret_that_is_no_text_is_a_wrong_one(address: str) -> None:
    host, port = address.removeprefix("http://").removesuffix(WEBHOOK_PATH).split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST {WEBHOOK_PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n".encode()
        + SECRET_HEADER.encode()
        + b": \xff\xfe\r\n\r\n{}"
    )
    await writer.drain()
    assert b" 403 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": null}',
        b'{"update_id": 1.5}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b"[" * 100_000,
    ],
    ids=range(14),
)
async def test_what_is_no_update_is_refused(
    http: aiohttp.ClientSession, address: str, office: Office, body: bytes
) -> None:
    assert await posts(http, address, body) == 400
    assert await kept(office) == []


async def test_a_body_beyond_the_limit_is_not_taken(
    http: aiohttp.ClientSession, address: str, office: Office
) -> None:
    assert await posts(http, address, b" " * (BODY_LIMIT + 1)) == 413
    assert await kept(office) == []


async def test_there_is_no_other_address_and_no_other_way_to_call(
    http: aiohttp.ClientSession, address: str
) -> None:
    async with http.get(address, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 405
    assert await posts(http, address + "/more", message(7)) == 404


async def test_without_a_database_it_is_503_and_telegram_calls_again(
    http: aiohttp.ClientSession, address: str, office: Office
) -> None:
    before = REGISTRY.get_sample_value("bot_loop_failures_total", {"loop": "webhook"}) or 0
    async with office.database.write() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    assert await posts(http, address, message(7)) == 503
    assert REGISTRY.get_sample_value("bot_loop_failures_total", {"loop": "webhook"}) == before + 1
    async with office.database.write() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO inbox"))
    assert await posts(http, address, message(7)) == 200
    assert await kept(office) == [7]


async def test_two_deliveries_of_one_update_are_both_acknowledged_and_kept_once(
    http: aiohttp.ClientSession, address: str, office: Office
) -> None:
    statuses = await asyncio.gather(*(posts(http, address, message(7)) for _ in range(6)))
    assert set(statuses) == {200}
    assert await kept(office) == [7]


async def test_a_body_does_not_lie_open_in_the_database(
    http: aiohttp.ClientSession, address: str, office: Office
) -> None:
    await posts(http, address, message(7, words="lời tố giác"))
    async with office.database.read() as connection:
        sealed = (await connection.execute(select(inbox.c.body_sealed))).scalar_one()
    assert "lời".encode() not in sealed


async def test_the_watchers_hear_whether_it_lives_and_whether_it_can_work(
    http: aiohttp.ClientSession,
) -> None:
    can_work = True

    async def is_ready() -> bool:
        return can_work

    listener = Listener(monitor(is_ready), "127.0.0.1:0")
    await listener.open()

    async def told(path: str) -> tuple[int, str]:
        async with http.get(listener.url + path) as answer:
            return answer.status, await answer.text()

    assert await told("/livez") == (200, "alive\n")
    assert await told("/readyz") == (200, "ready\n")
    can_work = False
    assert (await told("/readyz"))[0] == 503
    assert await told("/livez") == (200, "alive\n")
    status, metrics = await told("/metrics")
    assert status == 200
    assert "bot_inbox_waiting" in metrics
    assert "process_resident_memory_bytes" in metrics
    assert (await told(WEBHOOK_PATH))[0] == 404
    await listener.close()
