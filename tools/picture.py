"""The picture at the top of the README: the demo's page with its five people in the middle of the story.

    python tools/picture.py        plays the demo in a folder of its own, and writes docs/picture.png

To be made anew when the screens have changed. It needs a Chromium; name one in CHROMIUM if it is not found.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import async_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.demo import SEATS, Demo, open_demo  # noqa: E402
from bot.tour import reporting  # noqa: E402
from bot.tour.belongings import paper, photo  # noqa: E402
from simulator.client import Person  # noqa: E402

PICTURE = ROOT / "docs" / "picture.png"
WIDTH, HEIGHT = 1600, 1000
COLOURS = 256
SETTLED_MS = 2000


async def play(demo: Demo) -> None:
    """To where everybody has something before their eyes."""
    citizen, head, inspector, lead, coordinator = (demo.people[seat.name] for seat in SEATS)

    async def presses(who: Person, *labels: str) -> None:
        for label in labels:
            await who.presses(label)
            await demo.settle()

    async def says(who: Person, *texts: str) -> None:
        for text in texts:
            await who.sends(text)
            await demo.settle()

    await demo.settle()
    await demo.moves_to(demo.clock.now().replace(hour=1, minute=0, second=0, microsecond=0))  # 08:00 there
    await presses(head, "Mở CCHC23-40")
    await says(coordinator, "/plan")
    await says(citizen, "/report")
    await presses(citizen, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await says(citizen, "so tai nguyem moi truong")
    await presses(citizen, "Sở Tài nguyên và Môi trường")
    await says(citizen, reporting.SOMEBODY, "Sáng thứ Năm, 28/09/2023", reporting.WHERE, reporting.REFUSAL)
    await presses(citizen, "Xong, tiếp tục ›")
    await citizen.uploads_document("giay-hen.pdf", paper(), mime="application/pdf")
    await demo.settle()
    await citizen.sends_album([photo(number) for number in (3, 4)])
    await demo.settle()
    await presses(
        citizen, "Xong, tiếp tục ›", "Có", "Không rõ", "Có", "Chỉ qua kênh này", "Không", "Gửi phản ánh"
    )
    await says(lead, "/queue")
    await presses(
        lead, "1", "Sàng lọc", "Phản ánh", "Có", "Có", "Có", "Không", "Cao", "Đã kiểm tra: không có"
    )
    await presses(lead, "Ghi nhận sàng lọc")
    await says(inspector, "/queue")
    await presses(inspector, "Mới 1", "1", "Nhận xử lý", "Bắt đầu xác minh", "Minh chứng (3)", "2. ảnh")


async def photograph(address: str) -> bytes:
    """The page as it stands."""
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        await page.goto(address)
        await page.locator(".picture img").last.wait_for()
        await page.wait_for_timeout(SETTLED_MS)
        taken = await page.screenshot()
        await browser.close()
    return taken


async def main() -> None:
    """Plays, takes the picture, and writes it with as few colours as do it justice."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_demo(Path(folder), port=0) as demo:
            await play(demo)
            taken = await photograph(demo.simulator.base_url)
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture.save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} KB")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
