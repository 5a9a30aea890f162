"""No token and no person's words reach a log, whoever writes it."""

import asyncio
import gc
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot import logs

TOKEN = "123456789:AAExampleTokenOfThirtyFiveLettersXX"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    stream = io.StringIO()
    logs.configure("DEBUG", stream=stream, as_json=True)
    yield stream
    root.handlers, level = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_token_is_struck_out_wherever_it_stands(written: io.StringIO, as_json: bool) -> None:
    logs.configure("DEBUG", stream=written, as_json=as_json)
    log = structlog.get_logger()
    log.info("bot.started", address=f"https://api.telegram.org/bot{TOKEN}/getMe")
    log.info(f"event of {TOKEN}", nested={"list": [TOKEN, TOKEN.replace(":", "%3A")]}, bot=repr(Bot(TOKEN)))
    logging.getLogger("library").warning("GET %s", f"/file/bot{TOKEN.replace(':', '%3a')}/photo.jpg")
    text = written.getvalue()
    assert text.count("[token]") >= 5
    assert TOKEN.split(":")[1] not in text


def test_libraries_that_print_addresses_are_silent_and_what_they_still_say_is_clean(
    written: io.StringIO,
) -> None:
    logging.getLogger("httpx").info('HTTP Request: POST https://api.telegram.org/bot%s/getMe "200 OK"', TOKEN)
    logging.getLogger("telegram.Bot").debug("Set Bot API URL: https://api.telegram.org/bot%s", TOKEN)
    logging.getLogger("aiohttp.access").info("POST /telegram")
    assert written.getvalue() == ""
    logging.getLogger("telegram.ext").error("failed at https://api.telegram.org/bot%s", TOKEN)
    assert "[token]" in written.getvalue()


async def test_a_whole_call_of_the_telegram_library_leaves_no_token(written: io.StringIO) -> None:
    with pytest.raises(TelegramError):
        async with Bot(TOKEN, base_url="http://127.0.0.1:9/bot"):
            pass
    assert TOKEN.split(":")[1] not in written.getvalue()


def test_an_exception_keeps_its_type_and_place_and_loses_its_words(written: io.StringIO) -> None:
    try:
        raise ValueError("Ông A đòi 5 triệu")
    except ValueError as error:
        structlog.get_logger().error("job.failed", exc_info=True)
        structlog.get_logger().error("job.failed", exc_info=error)
        logging.getLogger("library").exception("it broke")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["error"] for line in lines] == ["ValueError"] * 3
    assert all("bot/test_logs.py:" in line["at"] for line in lines)
    assert "triệu" not in written.getvalue()


async def test_a_task_nobody_waited_for_leaves_no_words(written: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError("Ông A đòi 5 triệu")

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert "never retrieved" in written.getvalue()
    assert "triệu" not in written.getvalue()


def test_a_line_is_json_with_its_level_and_time(written: io.StringIO) -> None:
    structlog.get_logger().warning("delivery.held", seconds=3)
    line = json.loads(written.getvalue())
    assert (line["event"], line["level"], line["seconds"]) == ("delivery.held", "warning", 3)
    assert line["timestamp"].endswith("Z")
