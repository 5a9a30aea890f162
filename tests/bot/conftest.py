"""An office on a real database, without anything that runs in it."""

from zoneinfo import ZoneInfo

import pytest

from adapters.calendar import ProvinceCalendar
from bot.clock import SystemClock
from bot.office import Office
from domain.settings import DEFAULTS
from storage.database import Database
from storage.sealing import KeyRing


@pytest.fixture
def office(database: Database) -> Office:
    calendar = ProvinceCalendar()
    return Office(
        database=database,
        ring=KeyRing.new(),
        clock=SystemClock(),
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        bot_id=42,
        base_calendar=calendar,
        calendar=calendar,
        rules=DEFAULTS,
    )
