"""The queue of updates: its order, its promise, its pollers and its webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiohttp import web

from simulator import Person, Simulator, SimulatorClient
from tests.simulator.wirebot import Bot, Refused


async def test_an_update_stays_until_a_later_offset(bot: Bot, hoa: Person) -> None:
    for text in ("một", "hai", "ba"):
        await hoa.sends(text)
    first = await bot.updates()
    assert [u["message"]["text"] for u in first] == ["một", "hai", "ba"]
    assert first == await bot.updates()
    ids = [u["update_id"] for u in first]
    assert ids == sorted(ids)
    assert [u["update_id"] for u in await bot.updates(offset=ids[1])] == ids[1:]
    assert [u["update_id"] for u in await bot.updates(limit=1)] == ids[1:2]
    assert await bot.updates(offset=ids[2] + 1) == []


async def test_a_negative_offset_keeps_the_last(bot: Bot, hoa: Person) -> None:
    for text in ("một", "hai", "ba"):
        await hoa.sends(text)
    assert [u["message"]["text"] for u in await bot.updates(offset=-2)] == ["hai", "ba"]
    assert len(await bot.updates()) == 2


async def test_a_long_poll_waits_and_wakes(bot: Bot, hoa: Person) -> None:
    waiting = asyncio.create_task(bot.updates(timeout=30))
    await until_polled(bot)
    await hoa.sends("tin")
    assert [u["message"]["text"] for u in await asyncio.wait_for(waiting, 5)] == ["tin"]


async def test_a_long_poll_ends_empty_after_its_time(bot: Bot, hoa: Person) -> None:
    loop = asyncio.get_running_loop()
    before = loop.time()
    assert await bot.updates(timeout=1) == []
    assert loop.time() - before > 0.9


async def test_a_second_poller_ends_the_first(bot: Bot, hoa: Person) -> None:
    first = asyncio.create_task(bot.updates(timeout=30))
    await until_polled(bot)
    second = asyncio.create_task(bot.updates(timeout=30))
    with pytest.raises(Refused, match="409 Conflict: terminated by other getUpdates request"):
        await asyncio.wait_for(first, 5)
    await hoa.sends("tin")
    assert len(await asyncio.wait_for(second, 5)) == 1


async def test_allowed_updates_are_remembered(bot: Bot, hoa: Person) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    await hoa.sends("không nghe")
    await bot.send(hoa, "x", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    await hoa.presses("A")
    assert [list(u)[1] for u in await bot.updates()] == ["callback_query"]
    await bot.updates(allowed_updates=[])
    await hoa.sends("nghe")
    assert len(await bot.updates()) == 2


async def test_every_kind_of_update(bot: Bot, hoa: Person) -> None:
    sent = await hoa.sends("/baocao@cchc_nghean_bot nhanh")
    await hoa.edits(sent, "sửa rồi")
    await hoa.blocks()
    await hoa.unblocks()
    message, edited, blocked, unblocked = await bot.updates()
    assert message["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 23}]
    assert edited["edited_message"]["text"] == "sửa rồi"
    assert edited["edited_message"]["message_id"] == sent
    assert edited["edited_message"]["edit_date"]
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["old_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_deep_links(bot: Bot, client: SimulatorClient) -> None:
    person = await client.person("Nam", language="en")
    for link in (
        "https://t.me/cchc_nghean_bot?start=u_so1",
        "tg://resolve?domain=cchc_nghean_bot&start=a-B_9",
        "k7",
    ):
        await person.opens(link)
    await person.opens("x" * 65)
    await person.opens("chữ")
    texts = [u["message"]["text"] for u in await bot.updates()]
    assert texts == ["/start u_so1", "/start a-B_9", "/start k7", "/start", "/start"]
    with pytest.raises(Exception, match="does not lead to @cchc_nghean_bot"):
        await person.opens("https://t.me/another_bot?start=x")


async def test_groups(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    group = await client.group("Tổ công tác", [hoa])
    await hoa.sends("chuyện riêng", chat=group)
    await hoa.sends("/lich", chat=group)
    await hoa.sends("nhờ @cchc_nghean_bot xem", chat=group)
    said = await bot.send(group, "Xin chào")
    await hoa.sends("trả lời", chat=group, reply_to=said["message_id"])
    added, *rest = await bot.updates()
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert [u["message"]["text"] for u in rest] == ["/lich", "nhờ @cchc_nghean_bot xem", "trả lời"]
    assert rest[0]["message"]["chat"]["type"] == "group"
    assert await bot.call("getChatMemberCount", chat_id=group) == 2
    assert (await bot.call("getChatMember", chat_id=group, user_id=hoa.id))["status"] == "creator"

    upgraded = (await client.post(f"/sim/groups/{group}/upgrade"))["id"]
    with pytest.raises(Refused, match="group chat was upgraded to a supergroup chat") as refused:
        await bot.send(group, "x")
    assert refused.value.parameters == {"migrate_to_chat_id": upgraded}
    await bot.send(upgraded, "x")
    await client.post(f"/sim/groups/{upgraded}/remove")
    with pytest.raises(Refused, match="403 Forbidden: bot was kicked from the supergroup chat"):
        await bot.send(upgraded, "x")


async def test_a_reset_empties_and_numbers_go_on(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    await hoa.sends("trước")
    (before,) = await bot.updates()
    await client.reset(people=True)
    assert await bot.updates() == []
    (again,) = await client.people()
    assert again.id == hoa.id
    with pytest.raises(Refused, match="chat not found"):
        await bot.send(hoa, "x")
    await again.starts()
    (after,) = await bot.updates()
    assert after["update_id"] > before["update_id"]
    assert after["message"]["message_id"] > before["message"]["message_id"]
    await client.reset()
    assert await client.people() == []


async def test_idle(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    await client.idle(quiet=0.01, timeout=1)
    await hoa.sends("chờ")
    with pytest.raises(TimeoutError, match="1 updates unconfirmed"):
        await client.idle(quiet=0.01, timeout=0.05)
    waiting = asyncio.create_task(client.idle(quiet=0.01, timeout=5))
    await bot.confirm_all()
    await waiting


class Hook:
    """A webhook that answers as it is told and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, object]]] = []
        self.answers: list[Callable[[], web.Response]] = []
        self.came = asyncio.Event()
        self.hold: asyncio.Event | None = None
        self.at_once = 0
        self.most_at_once = 0
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        told = json.loads(await request.read())
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), told))
        self.came.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.hold is not None:
            await self.hold.wait()
        self.at_once -= 1
        return self.answers.pop(0)() if self.answers else web.Response()

    async def until(self, count: int) -> None:
        while len(self.got) < count:
            self.came.clear()
            await asyncio.wait_for(self.came.wait(), 5)

    def texts(self) -> list[str]:
        return [told["message"]["text"] for _secret, told in self.got]  # type: ignore[index]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    application = web.Application()
    application.router.add_post("/hook", made.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_a_webhook_is_given_what_waits_and_what_comes(
    bot: Bot, hoa: Person, hook: Hook, client: SimulatorClient
) -> None:
    await hoa.sends("trước")
    await bot.call("setWebhook", url=hook.url, secret_token="s3cret-_", allowed_updates=["message"])
    await hoa.sends("sau")
    await hook.until(2)
    assert hook.texts() == ["trước", "sau"]
    assert {secret for secret, _told in hook.got} == {"s3cret-_"}
    await client.idle(quiet=0.01)
    info = await bot.call("getWebhookInfo")
    assert info["url"] == hook.url
    assert info["pending_update_count"] == 0
    assert info["allowed_updates"] == ["message"]
    with pytest.raises(Refused, match="409 Conflict: can't use getUpdates method while webhook is active"):
        await bot.updates()
    await bot.call("deleteWebhook")
    assert await bot.updates() == []


async def test_what_is_not_taken_comes_again_and_the_rest_waits(
    bot: Bot, hoa: Person, hook: Hook, simulator: Simulator
) -> None:
    simulator.bot.webhook.first_pause = 0.01
    hook.answers = [lambda: web.Response(status=503), lambda: web.Response(status=500)]
    await bot.call("setWebhook", url=hook.url)
    await hoa.sends("một")
    await hoa.sends("hai")
    await hook.until(4)
    assert hook.texts() == ["một", "một", "một", "hai"]
    assert "500" in (await bot.call("getWebhookInfo"))["last_error_message"]


async def test_one_call_in_flight_for_each_chat(
    bot: Bot, hoa: Person, hook: Hook, client: SimulatorClient
) -> None:
    nam = await client.person("Nam")
    hook.hold = asyncio.Event()
    await bot.call("setWebhook", url=hook.url)
    await hoa.sends("một")
    await hoa.sends("hai")
    await nam.sends("ba")
    await hook.until(2)
    assert sorted(hook.texts()) == ["ba", "một"]
    hook.hold.set()
    await hook.until(3)
    assert hook.texts()[2] == "hai"
    assert hook.most_at_once == 2


async def test_410_takes_the_webhook_away(bot: Bot, hoa: Person, hook: Hook) -> None:
    hook.answers = [lambda: web.Response(status=410)]
    await bot.call("setWebhook", url=hook.url)
    await hoa.sends("một")
    await hook.until(1)
    while (await bot.call("getWebhookInfo"))["url"]:
        pass
    assert len(await bot.updates()) == 1


async def test_an_answer_may_carry_a_call(bot: Bot, hoa: Person, hook: Hook, client: SimulatorClient) -> None:
    call = {"method": "sendMessage", "chat_id": hoa.id, "text": "qua câu trả lời"}
    hook.answers = [lambda: web.json_response(call)]
    await bot.call("setWebhook", url=hook.url)
    await hoa.sends("một")
    await hook.until(1)
    await client.idle(quiet=0.01)
    assert (await hoa.last()).text == "qua câu trả lời"


async def test_refused_webhooks(bot: Bot) -> None:
    for told, why in [
        ({"url": "http://nghean.gov.vn/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://nghean.gov.vn/hook", "secret_token": "ệ"},
            "secret token contains unallowed characters",
        ),
        ({"url": "https://nghean.gov.vn/hook", "secret_token": "a" * 257}, "secret token is too long"),
    ]:
        with pytest.raises(Refused) as refused:
            await bot.call("setWebhook", **told)
        assert refused.value.description == f"Bad Request: {why}"


async def test_setting_a_webhook_ends_the_poll(bot: Bot, hook: Hook) -> None:
    waiting = asyncio.create_task(bot.updates(timeout=30))
    await until_polled(bot)
    await bot.call("setWebhook", url=hook.url)
    with pytest.raises(Refused, match="409 Conflict: terminated by setWebhook request"):
        await asyncio.wait_for(waiting, 5)


async def test_pending_updates_are_dropped_on_demand(bot: Bot, hoa: Person) -> None:
    await hoa.sends("x")
    await bot.call("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []


async def until_polled(bot: Bot) -> None:
    """Until the server has a poll waiting: its own word for it, not a guess at the time it takes."""
    async with aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{bot.base_url}/sim/idle?quiet=0&timeout=0") as answer:
                if (await answer.json())["polling"]:
                    return
