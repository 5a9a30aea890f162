"""Which days Vietnam works.

Days off follow two calendars and a yearly decree: Tết and the Hùng Kings move with the moon, a day off that falls on
a weekend is made up on the next working day (Labour Code 45/2019, Art. 111.3 and 112), and the government may swap a
working day for a Saturday. The `holidays` package knows the first two and most of the third, some of it late; what
it lacks comes from a file, and what is decided after the release comes from the coordinator.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import holidays

from adapters.spreadsheets import Row, read_rows

SATURDAY, SUNDAY = 5, 6
WEEKEND = frozenset({SATURDAY, SUNDAY})
"""Weekly days off of state offices, as `date.weekday()` numbers."""

OVERRIDES: Final = Path(__file__).with_name("calendar_overrides.csv")
"""What the national calendar lacks as of this release."""

FIRST_YEAR, LAST_YEAR = 1995, 2099
"""The first Labour Code's days off, and the end of the lunar tables: outside of them an answer would be a guess."""


class CalendarFault(StrEnum):
    """Why a file of overrides was refused."""

    MISSING_COLUMN = "missing_column"
    IMPOSSIBLE_DATE = "impossible_date"
    UNKNOWN_KIND = "unknown_kind"
    DUPLICATE_DAY = "duplicate_day"


class BadOverrides(ValueError):
    """A file of overrides holds something that is no override; `line` counts from 1, the header being line 1."""

    def __init__(self, fault: CalendarFault, line: int, value: str) -> None:
        super().__init__(f"{fault}: line {line}: {value!r}")
        self.fault = fault
        self.line = line
        self.value = value


class YearOutOfRange(ValueError):
    """A day was asked about in a year whose days off nobody can know (before 1995 or after 2099)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")
        self.year = year


class ProvinceCalendar:
    """The province's working days: national days off, then the file's overrides, then the coordinator's days.

    Later ones win. Immutable: `with_days` gives another calendar. Days are the province's (Asia/Ho_Chi_Minh).
    """

    def __init__(self, overrides: Mapping[date, bool] = MappingProxyType({})) -> None:
        """`overrides` says of a day whether it is worked; where it is silent the national calendar holds."""
        self._overrides = {_plain_day(day): worked for day, worked in overrides.items()}

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`. Raises YearOutOfRange, and TypeError for a datetime, which has no one day."""
        stated = self._overrides.get(_plain_day(day))
        if stated is not None:
            return stated
        return day in _national_working_days(day.year)

    def with_days(self, extra: Mapping[date, bool]) -> ProvinceCalendar:
        """This calendar with the coordinator's days on top: True is worked, False is off."""
        return ProvinceCalendar({**self._overrides, **extra})


def province_calendar() -> ProvinceCalendar:
    """The working days as far as this release knows them; the coordinator's come on top, see ``with_days``."""
    return ProvinceCalendar(load_overrides(OVERRIDES))


def load_overrides(path: Path) -> dict[date, bool]:
    """Read days from a CSV or XLSX with the columns `date` (ISO) and `kind` (`off` or `work`); others are remarks.

    Raises BadOverrides for a wrong row, UnreadableSheet for a wrong file, OSError when it cannot be opened.
    """
    sheet = read_rows(path, path.name)
    for column in ("date", "kind"):
        if column not in sheet.header:
            raise BadOverrides(CalendarFault.MISSING_COLUMN, 1, column)
    days: dict[date, bool] = {}
    for row in sheet.rows:
        day = _day_of(row)
        if day in days:
            raise BadOverrides(CalendarFault.DUPLICATE_DAY, row.line, day.isoformat())
        days[day] = _is_worked(row)
    return days


def _day_of(row: Row) -> date:
    cell = row.cells["date"]
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise BadOverrides(CalendarFault.IMPOSSIBLE_DATE, row.line, cell) from error


def _is_worked(row: Row) -> bool:
    kind = str(row.cells["kind"])
    if kind not in ("off", "work"):
        raise BadOverrides(CalendarFault.UNKNOWN_KIND, row.line, kind)
    return kind == "work"


def _plain_day(day: date) -> date:
    # A datetime is a date to the type checker but equals none, so every lookup would quietly answer "off".
    if isinstance(day, datetime):
        raise TypeError("a day is wanted, not an instant")
    return day


@lru_cache(maxsize=LAST_YEAR - FIRST_YEAR + 1)
def _national_working_days(year: int) -> frozenset[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year)
    # The neighbours too: a swap announced for January can put its day off into December.
    off = holidays.country_holidays("VN", years=(year - 1, year, year + 1))
    made_up = off.weekend_workdays
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    days = (first + timedelta(days=n) for n in range(length))
    return frozenset(d for d in days if d in made_up or (d.weekday() not in WEEKEND and d not in off))
