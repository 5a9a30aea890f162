"""The demo in a browser: five people side by side, and what one does on the page is seen by the others."""

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from bot.demo import Demo, open_demo
from domain.people import Role
from services.people import invite
from tests.support.browser import needs_chromium, opened_page

ROLES = [
    "Người dân",
    "Thủ trưởng Sở TT&TT",
    "Thanh tra viên",
    "Thanh tra viên phụ trách, kiêm tiếp nhận",
    "Cán bộ điều phối, Sở Nội vụ",
]


def chat(page: Page, role: str) -> Locator:
    return page.locator("section.chat").filter(has=page.get_by_role("heading", name=role, exact=True))


@needs_chromium
async def test_five_people_side_by_side_and_the_clock_moved_on(tmp_path: Path) -> None:
    async with open_demo(tmp_path, port=0) as demo, opened_page(demo.simulator.base_url) as page:
        await expect(page.locator("section.chat h2")).to_have_text(ROLES)
        head, coordinator = chat(page, ROLES[1]), chat(page, ROLES[4])
        await expect(chat(page, ROLES[0]).locator(".empty")).to_contain_text("Bot này làm được gì?")

        before = await head.locator(".message").count()
        await head.get_by_role("button", name="Nhiệm vụ của đơn vị").click()
        await expect(head.locator(".in .text").last).to_contain_text("CCHC23-40")
        assert await head.locator(".message").count() == before

        await page.get_by_role("button", name="08:00 ngày làm việc kế tiếp").click()
        for reminded in (head, coordinator):
            digest = reminded.locator(".message").last
            await expect(digest.locator(".text")).to_contain_text("Nhắc việc, Thứ Hai, 02/10/2023")
            await expect(digest.locator(".meta time")).to_have_text("08:00")
        await expect(page.locator(".clock time")).to_have_text("Thứ Hai, 02/10/2023 08:00")

        await page.get_by_role("button", name="Các mốc").click()
        await page.get_by_role("menuitem", name="Lần nhắc kế tiếp cho Lê Văn Minh").click()
        await expect(head.locator(".message .text").last).to_contain_text(
            "HSTT-09/2023 · còn 3 ngày làm việc"
        )
        await expect(page.locator(".clock time")).to_have_text("Thứ Năm, 05/10/2023 08:00")

        await head.get_by_role("button", name="Menu").click()
        await expect(head.get_by_role("option").first).to_contain_text("/tasks")
        await head.get_by_role("option").first.click()
        await expect(head.locator(".out .text").last).to_have_text("/tasks")
        await page.get_by_role("button", name="Switch the page to English").click()
        await expect(page.locator("section.chat h2").nth(3)).to_have_text("Lead inspector, also screens")
        await expect(page.get_by_role("button", name="08:00 of the next working day")).to_be_visible()


@needs_chromium
async def test_one_more_person_comes_by_a_link_and_another_blocks_the_bot(tmp_path: Path) -> None:
    async with open_demo(tmp_path, port=0) as demo, opened_page(demo.simulator.base_url) as page:
        await page.get_by_role("button", name="Thêm người").click()
        await page.get_by_label("Họ và tên").fill("Võ Thanh Bình")
        await page.get_by_label("Vai trò").fill("Thủ trưởng Sở TN&MT")
        await page.get_by_role("button", name="Xong").click()
        added = chat(page, "Thủ trưởng Sở TN&MT")
        await opens_link(page, added, await _invitation(demo))
        await expect(added.locator(".in .text").last).to_contain_text("Sở Tài nguyên và Môi trường")
        # What a link carries is not shown in the app.
        await expect(added.locator(".out .text").last).to_have_text("/start")

        citizen = chat(page, ROLES[0])
        await opens_link(page, citizen, "u_STNMT")
        await expect(citizen.locator(".in .text").last).to_contain_text("Ngôn ngữ · Language")
        await citizen.get_by_role("button", name="Tùy chọn").click()
        await page.get_by_role("menuitem", name="Chặn bot").click()
        await expect(citizen.locator("header small")).to_contain_text("đã chặn bot")
        await citizen.get_by_role("button", name="Bỏ chặn và bắt đầu lại").click()
        await expect(citizen.locator(".in .text").last).to_contain_text("Nội dung đang điền dở vẫn được giữ")


async def opens_link(page: Page, who: Locator, link: str) -> None:
    await who.get_by_role("button", name="Tùy chọn").click()
    await page.get_by_role("menuitem", name="Mở liên kết…").click()
    await page.get_by_label("Liên kết hoặc mã").fill(link)
    await page.get_by_role("button", name="Xong").click()


async def _invitation(demo: Demo) -> str:
    async with demo.product.office.writing() as (_, scope):
        _, token = await invite(scope, None, Role.UNIT_HEAD, "STNMT")
    return f"https://t.me/{demo.product.deployment.bot_username}?start=i_{token}"


@needs_chromium
async def test_on_a_narrow_window_one_turns_from_person_to_person(tmp_path: Path) -> None:
    async with (
        open_demo(tmp_path, port=0) as demo,
        opened_page(demo.simulator.base_url, width=390, height=844) as page,
    ):
        tabs = page.get_by_role("tab")
        await expect(tabs).to_have_count(5)
        for tab in await tabs.all():
            await expect(tab).to_be_in_viewport(ratio=1)
        await expect(page.locator("section.chat:visible h2")).to_have_text(ROLES[0])
        await page.get_by_role("button", name="08:00 ngày làm việc kế tiếp").click()
        await expect(tabs.nth(1).locator(".unread")).to_have_text("1")
        await tabs.nth(1).click()
        await expect(page.locator("section.chat:visible h2")).to_have_text(ROLES[1])
        await expect(page.locator("section.chat:visible .message .text").last).to_contain_text("CCHC23-40")
        await expect(tabs.nth(1).locator(".unread")).to_have_count(0)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
