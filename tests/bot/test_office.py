"""The office of a deployment: what it knows before anybody told it anything, and what it learns."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.clock import SystemClock
from bot.office import Office
from bot.settings import load
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import calendar_days

SWAPPED, MADE_UP = date(2026, 1, 2), date(2026, 1, 10)


@pytest.fixture
async def deployed(database: Database, database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    settings = load(_env_file=None, bot_token="42:token", database_url=database_url, data_dir=tmp_path)
    office = Office.of(settings, KeyRing.new(), SystemClock())
    yield office
    await office.database.close()


async def test_its_calendar_knows_the_swaps_of_the_release(deployed: Office) -> None:
    assert not deployed.calendar.is_working(SWAPPED)
    assert deployed.calendar.is_working(MADE_UP)


async def test_the_days_that_were_added_win_over_the_release_s(deployed: Office) -> None:
    async with deployed.database.write() as connection:
        await connection.execute(insert(calendar_days).values(day=SWAPPED, is_working=True))
    await deployed.refresh()
    assert deployed.calendar.is_working(SWAPPED)
    assert deployed.calendar.is_working(MADE_UP)
