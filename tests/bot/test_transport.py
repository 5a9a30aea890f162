"""Whatever goes wrong on the way to Telegram, the token is in no word about it."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.api import BotApi
from bot.transport import AiohttpRequest, NotConnected

TOKEN = "123456:THE-TOKEN-NOBODY-MAY-SEE"
WORDS = "chuyện riêng"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def api_at(address: str, proxy: str = "") -> AsyncIterator[BotApi]:
    request = AiohttpRequest(proxy)
    await request.initialize()
    try:
        yield BotApi(request, f"{address}/bot{TOKEN}")
    finally:
        await request.shutdown()


async def failure(address: str, proxy: str = "", **how: Any) -> Exception:
    async with api_at(address, proxy) as api:
        with pytest.raises(TelegramError) as caught:
            await api.call("sendMessage", {"chat_id": 1, "text": WORDS}, **how)
    assert_without_token(caught.value)
    return caught.value


def assert_without_token(error: BaseException) -> None:
    secret = TOKEN.partition(":")[2]
    shown = [str(error), repr(error), "".join(traceback.format_exception(error))]
    cause: BaseException | None = error
    while cause is not None:
        shown += [str(cause), repr(cause)]
        cause = cause.__cause__
    assert not [text for text in shown if secret in text or WORDS in text]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def test_a_server_that_is_not_there_is_not_connected() -> None:
    assert isinstance(await failure(f"http://127.0.0.1:{free_port()}"), NotConnected)


async def test_a_proxy_that_is_not_there_is_not_connected() -> None:
    error = await failure("http://telegram.invalid", f"http://127.0.0.1:{free_port()}")
    assert isinstance(error, NotConnected)


async def test_a_name_that_is_unknown_is_not_connected() -> None:
    assert isinstance(await failure("http://nowhere.invalid"), NotConnected)


async def test_an_address_that_is_none_is_a_network_error() -> None:
    assert type(await failure("http://127.0.0.1:99999")) is NetworkError


async def test_a_connection_that_is_cut_leaves_it_open_whether_it_arrived() -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with server(cut) as address:
        error = await failure(address)
    assert isinstance(error, NetworkError)
    assert not isinstance(error, NotConnected)


async def test_an_answer_that_does_not_come_is_timed_out() -> None:
    async def wait(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    async with server(wait) as address:
        assert isinstance(await failure(address, read_timeout=0.05), TimedOut)


@pytest.mark.parametrize("body", ["<html>nginx</html>", "[]", "null", '{"ok": true}', '"text"', ""])
async def test_rubbish_after_200_is_an_error_and_is_not_logged(
    body: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def rubbish(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=body)

    with caplog.at_level(logging.DEBUG):
        async with server(rubbish) as address:
            error = await failure(address)
    assert isinstance(error, TelegramError)
    assert "nginx" not in caplog.text


REFUSALS: list[tuple[int, dict[str, Any], type[Exception]]] = [
    (400, {"description": "Bad Request: chat not found"}, BadRequest),
    (401, {"description": "Unauthorized"}, InvalidToken),
    (404, {"description": "Not Found: method not found"}, InvalidToken),
    (429, {"description": "Too Many Requests", "parameters": {"retry_after": 7}}, RetryAfter),
    (500, {"description": "Internal Server Error"}, NetworkError),
    (502, {"description": "Bad Gateway"}, NetworkError),
]


@pytest.mark.parametrize(("status", "told", "kind"), REFUSALS, ids=lambda value: str(value)[:20])
async def test_a_refusal_comes_as_its_kind(status: int, told: dict[str, Any], kind: type[Exception]) -> None:
    async def refuse(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": False, "error_code": status, **told}, status=status)

    async with server(refuse) as address:
        assert type(await failure(address)) is kind


async def test_a_gateway_that_answers_in_html_is_a_network_error() -> None:
    async def gateway(_request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>502</html>", status=502, content_type="text/html")

    async with server(gateway) as address:
        assert isinstance(await failure(address), NetworkError)


async def test_letters_of_any_kind_arrive_as_they_were_sent() -> None:
    text = "Ngh\u1ec7 An \u202e<b>&amp; 👍"
    heard: list[object] = []

    async def listen(request: web.Request) -> web.StreamResponse:
        heard.append(await request.json())
        return web.json_response({"ok": True, "result": True})

    async with server(listen) as address, api_at(address) as api:
        assert await api.call("sendMessage", {"chat_id": 1, "text": text, "reply_markup": {"a": [1]}}) is True
    assert heard == [{"chat_id": 1, "text": text, "reply_markup": {"a": [1]}}]


async def test_a_file_goes_along_with_what_is_said_about_it() -> None:
    heard: dict[str, object] = {}

    async def listen(request: web.Request) -> web.StreamResponse:
        for name, part in (await request.post()).items():
            heard[name] = part.file.read() if isinstance(part, web.FileField) else part
        return web.json_response({"ok": True, "result": True})

    async with server(listen) as address, api_at(address) as api:
        photo = InputFile(b"pixels", filename="a.jpg")
        await api.call("sendPhoto", {"chat_id": 1, "photo": photo, "reply_markup": {"a": [1]}})
    assert heard == {"chat_id": "1", "photo": b"pixels", "reply_markup": '{"a": [1]}'}


async def test_what_holds_the_token_does_not_show_it() -> None:
    async with api_at("http://127.0.0.1:1", "http://user:password@127.0.0.1:1") as api:
        for shown in (repr(api), str(api), repr(api._request)):
            assert TOKEN not in shown
            assert "password" not in shown


async def test_a_transport_that_was_never_opened_says_so() -> None:
    error = await _unopened()
    assert "not initialised" in str(error)
    assert_without_token(error)


async def _unopened() -> Exception:
    with pytest.raises(NetworkError) as caught:
        await BotApi(AiohttpRequest(), f"http://127.0.0.1:1/bot{TOKEN}").call("getMe", {})
    return caught.value
