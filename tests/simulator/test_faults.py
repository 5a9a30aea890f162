"""Faults on order, Telegram's limits, and the list of calls."""

from __future__ import annotations

import aiohttp
import pytest

from simulator import Person, Simulator, SimulatorClient
from tests.simulator.wirebot import Bot, Refused


async def test_a_flood_lasts_its_count(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    await client.fault(method="sendMessage", kind="flood", retry_after=7, count=2)
    await bot.call("getMe")
    for _ in range(2):
        with pytest.raises(Refused, match="429 Too Many Requests: retry after 7") as refused:
            await bot.send(hoa, "x")
        assert refused.value.parameters == {"retry_after": 7}
    await bot.send(hoa, "x")
    assert [c["status"] for c in await client.calls("sendMessage")] == [429, 429, 200]
    assert [c["fault"] for c in await client.calls("sendMessage")] == ["flood", "flood", ""]


async def test_a_fault_is_for_one_chat(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    nam = await client.person("Nam")
    await nam.starts()
    await client.fault(kind="blocked", chat=nam, count=None, skip=1)
    await bot.send(nam, "lần đầu qua")
    await bot.send(hoa, "x")
    for _ in range(3):
        with pytest.raises(Refused, match="403 Forbidden: bot was blocked by the user"):
            await bot.send(nam, "x")
    await client.clear_faults()
    await bot.send(nam, "x")


@pytest.mark.parametrize(
    ("kind", "acted"),
    [("error_before", 0), ("error_after", 1), ("drop_before", 0), ("drop_after", 1), ("garbage", 1)],
)
async def test_the_ambiguous_ones(
    bot: Bot, hoa: Person, client: SimulatorClient, kind: str, acted: int
) -> None:
    await client.fault(kind=kind, method="sendMessage")
    with pytest.raises((Refused, aiohttp.ClientError, ValueError)):
        await bot.send(hoa, "đã đi chưa?")
    assert [view.text for view in await hoa.messages()].count("đã đi chưa?") == acted
    await bot.send(hoa, "tiếp")


async def test_any_refusal_and_a_delay(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    await client.fault(kind="refuse", code=400, description="Bad Request: TOPIC_CLOSED")
    with pytest.raises(Refused, match="400 Bad Request: TOPIC_CLOSED"):
        await bot.send(hoa, "x")
    await client.fault(kind="error_before", code=500)
    with pytest.raises(Refused, match="500 Internal Server Error"):
        await bot.send(hoa, "x")
    await client.fault(kind="delay", seconds=0.01)
    await bot.send(hoa, "x")


async def test_faults_are_listed_and_wrong_ones_refused(client: SimulatorClient) -> None:
    number = await client.fault(kind="flood", method="sendPhoto")
    assert [fault["id"] for fault in await client.get("/sim/faults")] == [number]
    await client.send("DELETE", f"/sim/faults/{number}")
    assert await client.get("/sim/faults") == []
    with pytest.raises(ValueError, match="'earthquake' is not a valid Kind"):
        await client.fault(kind="earthquake")
    with pytest.raises(ValueError, match="a fault has no colour"):
        await client.fault(kind="flood", colour="red")


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "garbage", "error_before"])
async def test_a_download_can_fail(bot: Bot, hoa: Person, client: SimulatorClient, kind: str) -> None:
    await hoa.uploads_document("a.txt", b"x")
    (update,) = await bot.updates()
    link = await bot.call("getFile", file_id=update["message"]["document"]["file_id"])
    address = f"{bot.base_url}/file/bot{bot.token}/{link['file_path']}"
    asked = 1 if kind == "error_before" else 2  # aiohttp's client asks again by itself when a GET is cut off
    await client.fault(kind=kind, method="download", count=asked)
    with pytest.raises(aiohttp.ClientError):
        await bot.session.get(address, raise_for_status=True)
    async with bot.session.get(address) as answer:
        assert await answer.read() == b"x"
    cut = [502] if asked == 1 else [0, 0]
    assert [call["status"] for call in await client.calls("download")] == [*cut, 200]


async def test_getting_updates_can_fail(bot: Bot, client: SimulatorClient) -> None:
    await client.fault(kind="refuse", method="getUpdates", code=401, description="Unauthorized")
    with pytest.raises(Refused, match="401 Unauthorized"):
        await bot.updates()
    assert await bot.updates() == []


async def test_the_limits_when_they_are_felt(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    await client.post("/sim/pacing", on=True)
    for _ in range(5):
        await bot.send(hoa, "x")
    with pytest.raises(Refused, match="429 Too Many Requests: retry after 1"):
        await bot.send(hoa, "x")
    await client.post("/sim/pacing", on=False)
    await bot.send(hoa, "x")


async def test_calls_hold_everything_but_the_token(
    bot: Bot, hoa: Person, client: SimulatorClient, simulator: Simulator
) -> None:
    sent = await bot.send(hoa, "x", disable_notification=True)
    call = (await client.calls("sendmessage", chat=hoa.id))[-1]
    assert call["params"]["disable_notification"] == "true"
    assert call["result"] == sent["message_id"]
    assert simulator.token not in str(await client.calls())
    assert await client.calls(after=call["number"]) == []


async def test_a_page_of_another_site_may_not_speak(bot: Bot, simulator: Simulator) -> None:
    for origin, status in (("https://evil.example", 403), (simulator.base_url, 200)):
        async with bot.session.get(f"{simulator.base_url}/sim/people", headers={"Origin": origin}) as answer:
            assert answer.status == status
