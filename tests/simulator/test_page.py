"""The page in the browser: what it is made of, and what a person can do there."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import expect

from simulator import Person, Simulator, SimulatorClient
from tests.simulator.wirebot import Bot
from tests.support.browser import CHROMIUM, needs_chromium, opened_page

PAGE = Path(__file__).parents[2] / "simulator" / "page"


async def test_the_page_and_all_its_parts_are_served(simulator: Simulator) -> None:
    async with aiohttp.ClientSession(simulator.base_url) as session:
        async with session.get("/") as answer:
            assert answer.status == 200
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            front = await answer.text()
        for part in sorted(PAGE.iterdir()):
            async with session.get(f"/page/{part.name}") as answer:
                assert answer.status == 200
    named = set(re.findall(r'"/page/([\w.]+)"', front))
    imported = {
        name for part in PAGE.glob("*.js") for name in re.findall(r'from "\./([\w.]+)"', part.read_text())
    }
    drawn = {
        name for part in PAGE.glob("*.css") for name in re.findall(r'"/page/([\w.]+)"', part.read_text())
    }
    assert named | imported | drawn == {part.name for part in PAGE.iterdir()} - {"index.html"}


def test_nothing_is_inserted_as_html_and_nothing_comes_from_outside() -> None:
    for part in PAGE.iterdir():
        text = part.read_text()
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text.split("\n", 1)[1]
        ), part
        outside = set(re.findall(r"https?://[\w.-]+", text)) - {"http://www.w3.org", "https://t.me"}
        assert not outside, part


def test_both_languages_have_every_word() -> None:
    text = (PAGE / "words.js").read_text()
    vietnamese, english = re.findall(r"^  (?:vi|en): \{(.*?)^  \},", text, re.S | re.M)
    keys = [set(re.findall(r"(?:^|[{,]\s*|\s)(\w+): [\"\[]", block)) for block in (vietnamese, english)]
    assert keys[0] == keys[1]
    used = {name for part in PAGE.glob("*.js") for name in re.findall(r"\bwords\.(\w+)", part.read_text())}
    assert used <= keys[0] | {"js"}


class DemoClock:
    """The product's demo clock, as far as the page knows it."""

    def __init__(self) -> None:
        self.now = "2023-10-02T07:55:00+07:00"
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "content-type"}
        if request.method == "POST":
            told = json.loads(await request.read())
            self.now = told.get("to", "2023-10-27T17:00:00+07:00")
        choices = [{"id": "due", "label": "Đến hạn", "at": "2023-10-27T17:00:00+07:00"}]
        return web.json_response({"now": self.now, "choices": choices}, headers=headers)


@pytest.fixture
async def demo_clock() -> AsyncIterator[DemoClock]:
    made = DemoClock()
    application = web.Application()
    application.router.add_route("*", "/clock", made.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/clock"
    yield made
    await runner.cleanup()


async def echo(bot: Bot) -> None:
    """A tiny bot: greets, repeats, answers presses."""
    offset = 0
    while True:
        for update in await bot.updates(offset=offset, timeout=20):
            offset = update["update_id"] + 1
            if query := update.get("callback_query"):
                await bot.call(
                    "answerCallbackQuery", callback_query_id=query["id"], text=f"Đã nhận {query['data']}"
                )
                where = {
                    "chat_id": query["message"]["chat"]["id"],
                    "message_id": query["message"]["message_id"],
                }
                await bot.call("editMessageText", **where, text="Đã chọn")
            elif message := update.get("message"):
                said = message.get("text") or message.get("caption") or "tệp"
                markup = {
                    "inline_keyboard": [[{"text": "Đồng ý", "callback_data": "ok", "style": "success"}]]
                }
                await bot.send(
                    message["chat"]["id"], f"<b>{said}</b>", parse_mode="HTML", reply_markup=markup
                )


@pytest.fixture
async def echoing(bot: Bot, hoa: Person) -> AsyncIterator[None]:
    answering = asyncio.create_task(echo(bot))
    yield
    answering.cancel()
    await asyncio.wait((answering,))


def test_where_a_browser_is_required_there_is_one() -> None:
    assert CHROMIUM is not None or not os.environ.get("REQUIRE_BROWSER"), (
        "REQUIRE_BROWSER is set and there is no Chromium"
    )


@pytest.mark.usefixtures("echoing")
@needs_chromium
async def test_a_person_at_the_page(
    simulator: Simulator,
    client: SimulatorClient,
    bot: Bot,
    hoa: Person,
    demo_clock: DemoClock,
    jpeg: bytes,
    tmp_path: Path,
) -> None:
    simulator.clock_url = demo_clock.url
    john = await client.person("John <img src=x onerror=alert(1)>", role="Investor", language="en")
    async with opened_page(simulator.base_url) as page:
        first, second = page.locator("section.chat").nth(0), page.locator("section.chat").nth(1)

        await expect(second.locator("h2")).to_have_text("Investor")
        await expect(second.locator("header small")).to_have_text(john.name)
        await second.get_by_role("button", name="Bắt đầu").click()
        await expect(second.locator(".in .text b")).to_have_text("/start")

        await first.get_by_label("Tin nhắn").fill("Xin <i>chào</i> & hỏi")
        await first.get_by_label("Tin nhắn").press("Enter")
        await expect(first.locator(".out .text").last).to_have_text("Xin <i>chào</i> & hỏi")
        await first.get_by_label("Tin nhắn").fill("Chào lại 😀")
        await first.get_by_label("Tin nhắn").press("Enter")
        await expect(first.locator(".in .text b").last).to_have_text("Chào lại 😀")
        await first.get_by_role("button", name="Đồng ý").last.click()
        await expect(first.locator(".toast")).to_have_text("Đã nhận ok")
        await expect(first.locator(".in .text").last).to_have_text("Đã chọn")

        picture = tmp_path / "ảnh.jpg"
        picture.write_bytes(jpeg)
        await first.get_by_role("button", name="Đính kèm").click()
        async with page.expect_file_chooser() as chooser:
            await page.get_by_role("menuitem", name="Ảnh").click()
        await (await chooser.value).set_files([picture, picture])
        await expect(first.locator(".album img")).to_have_count(2)

        await first.get_by_role("button", name="Tùy chọn").click()
        await page.get_by_role("menuitem", name="Chặn bot").click()
        await first.get_by_role("button", name="Bỏ chặn và bắt đầu lại").click()
        await expect(first.locator(".out .text").last).to_have_text("/start")

        await expect(page.locator(".clock time")).to_have_text("Thứ Hai, 02/10/2023 07:55")
        await page.get_by_role("button", name="+1 ngày").click()
        await expect(page.locator(".clock time")).to_have_text("Thứ Ba, 03/10/2023 07:55")
        await page.get_by_role("button", name="Các mốc").click()
        await page.get_by_role("menuitem", name="Đến hạn").click()
        await expect(page.locator(".clock time")).to_have_text("Thứ Sáu, 27/10/2023 17:00")

        await page.get_by_role("button", name="Switch the page to English").click()
        await expect(page.locator(".clock time")).to_have_text("Friday, 27/10/2023 17:00")
        await page.get_by_role("button", name="Add a person").click()
        await page.get_by_label("Full name").fill("Thu")
        await page.get_by_role("button", name="Done").click()
        await expect(page.locator("section.chat")).to_have_count(3)

        await page.set_viewport_size({"width": 420, "height": 800})
        await expect(page.locator("section.chat:visible")).to_have_count(1)
        await bot.send(john.id, "Một tin cho người không mở")
        await expect(page.get_by_role("tab").nth(1).locator(".unread")).to_have_text("1")
        await page.get_by_role("tab").nth(1).click()
        await expect(page.locator("section.chat:visible header small")).to_have_text(john.name)
        await expect(page.locator(".unread")).to_have_count(0)
    assert datetime.fromisoformat((await client.get("/sim/clock"))["now"]).date().isoformat() == "2023-10-27"


@needs_chromium
async def test_what_a_bot_sends_is_looked_at_as_in_the_app(
    simulator: Simulator, bot: Bot, hoa: Person, jpeg: bytes
) -> None:
    await hoa.starts("i_secret")
    for name, data, mime in (
        ("giay.pdf", b"%PDF-1.4", "application/pdf"),
        ("thu.docx", b"PK\x03\x04", "application/zip"),
    ):
        file = aiohttp.FormData({"chat_id": str(hoa.id), "protect_content": "true"})
        file.add_field("document", data, filename=name, content_type=mime)
        await bot.raw("sendDocument", data=file)
    voice = aiohttp.FormData({"chat_id": str(hoa.id), "duration": "14"})
    voice.add_field("voice", b"OggS", filename="voice.ogg", content_type="audio/ogg")
    await bot.raw("sendVoice", data=voice)
    async with opened_page(simulator.base_url) as page:
        chat = page.locator("section.chat")
        await expect(chat.locator(".out .text").last).to_have_text("/start")
        # What is protected may be looked at and not kept.
        kept = chat.locator(".file").filter(has_text="giay.pdf")
        await expect(kept).to_have_attribute("href", re.compile("^/sim/files/"))
        assert await kept.get_attribute("download") is None
        assert await chat.locator(".file").filter(has_text="thu.docx").get_attribute("href") is None
        await expect(chat.locator(".voice small")).to_have_text("0:14")
        await chat.get_by_role("button", name="Nghe", exact=True).click()
        await expect(chat.locator(".toast")).to_have_text("Không nghe được tệp này")


@needs_chromium
async def test_nothing_hides_what_is_read_and_nothing_is_laid_out_askew(
    simulator: Simulator, bot: Bot, hoa: Person, jpeg: bytes
) -> None:
    await hoa.sends_album([jpeg, jpeg, jpeg])
    for text in ("Một dòng", "\n".join(f"dòng {number}" for number in range(9))):
        await bot.send(hoa, f"<blockquote expandable>{text}</blockquote>", parse_mode="HTML")
    row = [
        {"text": f"{label} 10", "callback_data": label} for label in ("Mới", "Của tôi", "Cần làm", "Quá hạn")
    ]
    for number in range(6):
        await bot.send(hoa, f"{number}\n" * 8, reply_markup={"inline_keyboard": [row]})
    async with opened_page(simulator.base_url, width=390, height=844) as page:
        log, day = page.locator(".log"), page.locator(".day")
        await expect(page.locator(".keyboard")).to_have_count(6)
        # The buttons under a short message take the room their labels need.
        heights = await page.locator(".keyboard button").evaluate_all(
            "all => all.map(one => one.offsetHeight)"
        )
        assert set(heights) == {36}
        # The day stands over the messages while one scrolls, and then gives way to them.
        await log.hover()
        await page.mouse.wheel(0, -100)
        await expect(day).to_have_css("opacity", "1")
        await expect(day).to_have_css("opacity", "0")
        # Only what is longer than its fold can be unfolded.
        short, long = page.locator("blockquote").nth(0), page.locator("blockquote").nth(1)
        await expect(long.get_by_role("button", name="Mở rộng")).to_be_visible()
        await expect(short.get_by_role("button", name="Mở rộng")).to_be_hidden()
        # Who has just written is at the end, however long it was, and sees the answer.
        await page.get_by_label("Tin nhắn").fill("\n".join(f"dòng {number}" for number in range(60)))
        await page.get_by_label("Tin nhắn").press("Enter")
        await expect(page.locator(".out .text").last).to_contain_text("dòng 59")
        await bot.send(hoa, "Đã nhận")
        await expect(page.locator(".in .text").last).to_be_in_viewport()
        await expect(page.get_by_role("button", name="Xuống cuối")).to_be_hidden()
        await page.locator(".album").scroll_into_view_if_needed()
        (first, second, third) = await page.locator(".album img").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().toJSON())"
        )
        assert first["width"] > 1.9 * second["width"]
        assert second["y"] == third["y"] > first["y"]
