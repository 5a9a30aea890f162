"""Telegram says to wait, or is not there: everybody waits, nobody is forgotten, and a restart changes nothing of it."""

import time

import aiohttp
import pytest

from bot.intake import FORGIVEN_SECONDS
from simulator.client import Person
from simulator.wire import Json
from tests.support.inspection import again, says
from tests.support.luck import calls_to, last_call, outbound
from tests.support.reporting import citizen, count, heard
from tests.support.town import Town
from tests.support.waiting import until

SAYING = ("sendMessage", "editMessageText", "editMessageReplyMarkup")


@pytest.fixture
async def minh(town: Town) -> Person:
    return await citizen(town, "Minh")


async def _refused(town: Town, method: str, status: int, after: int) -> Json:
    """The call that was refused so, once it was."""

    async def seen() -> list[Json]:
        return [call for call in await town.client.calls(method, after=after) if call["status"] == status]

    return (await until(seen, f"{method} is answered with {status}"))[0]


@pytest.mark.both_databases
@pytest.mark.parametrize("restarted", [False, True], ids=["in one life", "across a restart"])
async def test_a_flood_is_waited_out_by_everybody(
    town: Town, hoa: Person, minh: Person, restarted: bool
) -> None:
    called, seen = await last_call(town), [await count(person) for person in (hoa, minh)]
    start = await minh.last()
    await town.client.fault(kind="flood", method="sendMessage", chat=hoa, retry_after=2)
    await hoa.sends("/help")
    refused = await _refused(town, "sendMessage", 429, called)
    if restarted:
        await town.restarts()
    await minh.presses("Trợ giúp")
    for person in (minh, hoa):
        await person.sends("/language")
    await town.settle()
    said = [call for call in await town.client.calls(after=refused["number"]) if call["method"] in SAYING]
    assert min(call["at"] for call in said) - refused["at"] >= 2.0
    assert [call["status"] for call in said] == [200] * len(said)
    # Each in the order in which they spoke, and nothing twice.
    assert [view.text.split()[0] for view in await heard(hoa, seen[0])] == ["Có", "Ngôn"]
    assert [view.text.split()[0] for view in await heard(minh, seen[1])] == ["Ngôn"]
    assert (await again(minh, start)).text.startswith("Có")
    assert await outbound(town) == []


async def test_a_button_is_answered_though_nobody_may_be_written_to(town: Town, hoa: Person) -> None:
    town.product.delivery._pace.hold(3)
    pressed = await hoa.presses("Trợ giúp")
    assert (await pressed.answer(1.0)).answered


@pytest.mark.parametrize("code", [401, 404], ids=["token refused", "not known"])
async def test_a_server_that_does_not_know_the_bot_is_asked_again_and_uses_up_no_try(
    town: Town, hoa: Person, code: int
) -> None:
    since, called = await count(hoa), await last_call(town)
    words = {401: "Unauthorized", 404: "Not Found"}[code]
    await town.client.fault(kind="refuse", method="sendMessage", code=code, description=words)
    await says(town, hoa, "/help")
    assert [call["status"] for call in await calls_to(town, hoa, "sendMessage", after=called)] == [code, 200]
    assert len(await heard(hoa, since)) == 1
    assert await outbound(town) == []


@pytest.mark.parametrize(("code", "words"), [(401, "Unauthorized"), (502, "Bad Gateway")])
async def test_no_answer_to_the_asking_ends_it(town: Town, hoa: Person, code: int, words: str) -> None:
    since = await count(hoa)
    await town.client.fault(kind="refuse", method="getUpdates", code=code, description=words)
    await says(town, hoa, "/help")
    assert town.product.polling.failing_since is not None or await heard(hoa, since)
    await says(town, hoa, "/language")
    assert [view.text.split()[0] for view in await heard(hoa, since)] == ["Có", "Ngôn"]


async def test_who_watches_is_told_that_nothing_comes_in_for_minutes(town: Town, hoa: Person) -> None:
    async def ready() -> int:
        async with aiohttp.request("GET", f"{town.product.monitor.url}/readyz") as answer:
            return answer.status

    since, polling = await count(hoa), town.product.polling
    await town.client.fault(kind="refuse", method="getUpdates", code=409, description="Conflict", count=None)

    async def failing() -> bool:
        return polling.failing_since is not None

    await hoa.sends("/help")
    await until(failing, "another poller is in the way")
    assert await ready() == 200
    polling._clock = lambda: time.monotonic() + FORGIVEN_SECONDS
    assert await ready() == 503
    await town.client.clear_faults()
    await town.restarts()
    await town.settle()
    assert len(await heard(hoa, since)) == 1
    assert await ready() == 200
