from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.calendar import (
    OVERRIDES,
    BadOverrides,
    CalendarFault,
    ProvinceCalendar,
    YearOutOfRange,
    load_overrides,
    province_calendar,
)
from domain.deadlines import WorkingDays, working_days_overdue

NATIONAL = ProvinceCalendar()


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def off_weekdays(year: int) -> set[date]:
    return {
        day
        for day in days(date(year, 1, 1), date(year, 12, 31))
        if day.weekday() < 5 and not NATIONAL.is_working(day)
    }


def test_it_is_the_domain_s_working_calendar() -> None:
    calendar: WorkingDays = NATIONAL
    assert calendar.is_working(date(2023, 10, 2))


def test_the_second_of_september_2023_was_a_saturday_and_gave_the_friday_and_the_monday() -> None:
    assert [NATIONAL.is_working(date(2023, 9, d)) for d in (1, 2, 3, 4, 5)] == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_tet_of_2023_ran_from_friday_20_to_thursday_26_january() -> None:
    assert not any(NATIONAL.is_working(day) for day in days(date(2023, 1, 20), date(2023, 1, 26)))
    assert NATIONAL.is_working(date(2023, 1, 19))
    assert NATIONAL.is_working(date(2023, 1, 27))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (
            2023,
            {
                "01-02",
                "01-20",
                "01-23",
                "01-24",
                "01-25",
                "01-26",
                "05-01",
                "05-02",
                "05-03",
                "09-01",
                "09-04",
            },
        ),
        (
            2024,
            {
                *("01-01", "02-08", "02-09", "02-12", "02-13", "02-14", "04-18", "04-29", "04-30", "05-01"),
                *("09-02", "09-03"),
            },
        ),
        (
            2025,
            {
                *("01-01", "01-27", "01-28", "01-29", "01-30", "01-31", "04-07", "04-30", "05-01", "05-02"),
                *("09-01", "09-02"),
            },
        ),
    ],
)
def test_the_weekdays_off_of_a_year_are_those_the_government_announced(year: int, expected: set[str]) -> None:
    assert off_weekdays(year) == {date.fromisoformat(f"{year}-{day}") for day in expected}


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)])
def test_a_make_up_saturday_is_worked(day: date) -> None:
    assert day.weekday() == 5
    assert NATIONAL.is_working(day)


def test_the_release_s_overrides_add_what_the_package_lacks() -> None:
    assert load_overrides(OVERRIDES) == {date(2026, 1, 2): False, date(2026, 1, 10): True}
    calendar = province_calendar()
    assert not calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 1, 10))


def test_the_coordinator_s_days_win_and_leave_the_calendar_they_came_from_as_it_was() -> None:
    base = ProvinceCalendar({date(2026, 1, 2): False})
    added = base.with_days({date(2026, 1, 2): True, date(2027, 3, 5): False})
    assert added.is_working(date(2026, 1, 2))
    assert not added.is_working(date(2027, 3, 5))
    assert not base.is_working(date(2026, 1, 2))
    assert base.is_working(date(2027, 3, 5))


def test_task_40_is_overdue_by_64_working_days_on_2_october_2023() -> None:
    assert working_days_overdue(NATIONAL, date(2023, 6, 30), date(2023, 10, 2)) == 64


def test_an_instant_is_refused_for_it_would_silently_be_no_working_day() -> None:
    with pytest.raises(TypeError):
        NATIONAL.is_working(datetime(2023, 10, 2, tzinfo=UTC))


@pytest.mark.parametrize("year", [1994, 2100])
def test_a_year_nobody_can_know_is_refused(year: int) -> None:
    with pytest.raises(YearOutOfRange):
        NATIONAL.is_working(date(year, 6, 1))


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("date,kind\n2026-02-30,off\n", CalendarFault.IMPOSSIBLE_DATE, 2),
        ("date,kind\n2026-02-03,off\n2026-02-04,free\n", CalendarFault.UNKNOWN_KIND, 3),
        ("date,kind\n2026-02-03,off\n2026-02-03,work\n", CalendarFault.DUPLICATE_DAY, 3),
        ("date,reason\n2026-02-03,off\n", CalendarFault.MISSING_COLUMN, 1),
    ],
)
def test_a_wrong_override_is_named_by_its_line(
    tmp_path: Path, text: str, fault: CalendarFault, line: int
) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadOverrides) as caught:
        load_overrides(path)
    assert (caught.value.fault, caught.value.line) == (fault, line)
