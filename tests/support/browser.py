"""The system's Chromium, for tests that look at the simulator's page as a person does."""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
# Other tests run beside this one, and a page that is drawn late is drawn right.
expect.set_options(timeout=20_000)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; name one in CHROMIUM")


@contextlib.asynccontextmanager
async def opened_browser() -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            await browser.close()


@contextlib.asynccontextmanager
async def opened_page(address: str, *, width: int = 1600, height: int = 1000) -> AsyncIterator[Page]:
    """The page at the address. Whatever it complains of in its console fails the test."""
    wrong: list[str] = []
    async with opened_browser() as browser:
        page = await browser.new_page(viewport={"width": width, "height": height})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        await page.goto(address)
        yield page
    assert wrong == []
