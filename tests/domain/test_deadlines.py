from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import (
    DayKind,
    DueRule,
    OfficeHours,
    Period,
    add_working_days,
    end_of_term,
    is_first_working_day_of_week,
    last_day,
    next_working_day,
    previous_working_day,
    working_days_between,
    working_days_left,
    working_days_overdue,
)
from tests.domain.world import CAL, HOURS, PROVINCE, Calendar2023, at

days_of_2023 = st.dates(date(2023, 1, 1), date(2023, 12, 31))
instants = st.datetimes(datetime(2023, 2, 1), datetime(2023, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001


class NeverWorked:
    def is_working(self, day: date) -> bool:
        return False


def test_cchc23_40_is_64_working_days_overdue_on_2_october_2023() -> None:
    assert working_days_overdue(CAL, date(2023, 6, 30), date(2023, 10, 2)) == 64


@pytest.mark.parametrize(
    ("today", "overdue"),
    [
        (date(2023, 8, 30), 0),
        (date(2023, 8, 31), 0),
        (date(2023, 9, 1), 0),  # National Day
        (date(2023, 9, 3), 0),
        (date(2023, 9, 4), 0),  # National Day, observed
        (date(2023, 9, 5), 1),
        (date(2023, 9, 6), 2),
    ],
)
def test_days_off_after_the_due_date_are_not_counted(today: date, overdue: int) -> None:
    assert working_days_overdue(CAL, date(2023, 8, 31), today) == overdue


def test_a_day_worked_is_its_own_next_working_day() -> None:
    assert next_working_day(CAL, date(2023, 10, 2)) == date(2023, 10, 2)
    assert next_working_day(CAL, date(2023, 9, 1)) == date(2023, 9, 5)
    assert previous_working_day(CAL, date(2023, 9, 4)) == date(2023, 8, 31)


def test_a_make_up_saturday_is_a_working_day() -> None:
    cal = Calendar2023(worked=frozenset({date(2023, 9, 9)}))
    assert add_working_days(cal, date(2023, 9, 8), 1) == date(2023, 9, 9)


def test_tet_is_skipped() -> None:
    assert add_working_days(CAL, date(2023, 1, 19), 1) == date(2023, 1, 27)


def test_no_working_days_added_is_the_start_itself() -> None:
    assert add_working_days(CAL, date(2023, 9, 2), 0) == date(2023, 9, 2)


def test_a_negative_term_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(CAL, date(2023, 9, 2), -1)
    with pytest.raises(ValueError, match="negative"):
        HOURS.add_working_hours(CAL, at("2023-10-02"), -1)


def test_a_calendar_without_working_days_is_an_error_and_no_endless_search() -> None:
    with pytest.raises(ValueError, match="no working day"):
        next_working_day(NeverWorked(), date(2023, 1, 1))
    with pytest.raises(ValueError, match="no working day"):
        HOURS.next_opening(NeverWorked(), at("2023-10-02"))


@given(days_of_2023, st.integers(1, 120))
def test_the_day_so_many_working_days_on_is_worked_and_so_many_away(start: date, n: int) -> None:
    end = add_working_days(CAL, start, n)
    assert CAL.is_working(end)
    assert working_days_between(CAL, start, end) == n


@given(days_of_2023, days_of_2023, days_of_2023)
def test_working_days_between_add_up(one: date, two: date, three: date) -> None:
    a, b, c = sorted((one, two, three))
    assert working_days_between(CAL, a, b) + working_days_between(CAL, b, c) == working_days_between(
        CAL, a, c
    )


@given(days_of_2023, days_of_2023)
def test_what_is_left_and_what_is_overdue_are_two_sides_of_one_number(due: date, today: date) -> None:
    left = working_days_left(CAL, due, today)
    if today > due:
        assert left == -working_days_overdue(CAL, due, today)
    else:
        assert left >= 0
        assert working_days_overdue(CAL, due, today) == 0


@given(days_of_2023)
def test_each_week_has_at_most_one_first_working_day(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    firsts = [d for d in week if is_first_working_day_of_week(CAL, d)]
    assert firsts == [d for d in week if CAL.is_working(d)][:1]


def test_before_30_october_2023_ends_on_friday_27_october() -> None:
    assert last_day(CAL, date(2023, 10, 30), DueRule.BEFORE_STRICT) == date(2023, 10, 27)


def test_before_a_day_in_midweek_ends_the_day_before() -> None:
    assert last_day(CAL, date(2023, 11, 2), DueRule.BEFORE_STRICT) == date(2023, 11, 1)


def test_by_a_date_includes_the_date_even_on_a_day_off() -> None:
    assert last_day(CAL, date(2023, 11, 30), DueRule.BY_DATE) == date(2023, 11, 30)
    assert last_day(CAL, date(2023, 9, 2), DueRule.BY_DATE) == date(2023, 9, 2)


@pytest.mark.parametrize("rule", [rule for rule in DueRule if not rule.has_date])
def test_the_other_rules_have_no_date(rule: DueRule) -> None:
    assert last_day(CAL, None, rule) is None


@pytest.mark.parametrize("rule", [rule for rule in DueRule if rule.has_date])
def test_a_rule_with_a_date_needs_one(rule: DueRule) -> None:
    with pytest.raises(ValueError, match="needs a date"):
        last_day(CAL, None, rule)


def test_a_calendar_term_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert end_of_term(CAL, date(2023, 8, 3), 30, DayKind.CALENDAR) == date(2023, 9, 5)
    assert end_of_term(CAL, date(2023, 8, 1), 30, DayKind.CALENDAR) == date(2023, 8, 31)


DENUNCIATION = Period(
    "tc.resolve", "Tố cáo: giải quyết", "Denunciation: resolution", "acceptance", 30, DayKind.CALENDAR,
    "Luật Tố cáo Đ30", extension_days=30, extension_times=2,
)  # fmt: skip


def test_a_legal_term_is_extended_as_often_as_the_law_allows() -> None:
    start = date(2023, 10, 2)
    assert [DENUNCIATION.end(CAL, start, n) for n in (0, 1, 2)] == [
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
    ]
    with pytest.raises(ValueError, match="may be extended 2 times, not 3"):
        DENUNCIATION.end(CAL, start, 3)
    with pytest.raises(ValueError, match="not -1"):
        DENUNCIATION.end(CAL, start, -1)


def test_a_legal_term_is_in_force_on_both_its_first_and_its_last_day() -> None:
    term = Period(
        "kl", "", "", "", 90, DayKind.CALENDAR, "", valid_from=date(2025, 7, 1), valid_to=date(2026, 6, 30)
    )
    assert [term.in_force(date(*d)) for d in ((2025, 6, 30), (2025, 7, 1), (2026, 6, 30), (2026, 7, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert DENUNCIATION.in_force(date(1990, 1, 1))


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        ("07:29", False),
        ("07:30", True),
        ("11:29", True),
        ("11:30", False),
        ("13:29", False),
        ("13:30", True),
        ("17:29", True),
        ("17:30", False),
    ],
)
def test_the_offices_are_open_from_the_opening_to_just_before_the_closing(clock: str, is_open: bool) -> None:
    assert HOURS.is_open(CAL, at("2023-10-02", clock)) is is_open
    assert not HOURS.is_open(CAL, at("2023-10-01", clock))


def test_eight_working_hours_from_a_friday_afternoon_end_on_monday_afternoon() -> None:
    assert HOURS.add_working_hours(CAL, at("2023-10-06", "15:30"), 8) == at("2023-10-09", "15:30")


def test_working_hours_from_a_night_or_a_holiday_start_at_the_next_opening() -> None:
    assert HOURS.add_working_hours(CAL, at("2023-10-02", "22:00"), 8) == at("2023-10-03", "17:30")
    assert HOURS.add_working_hours(CAL, at("2023-09-02", "10:00"), 1) == at("2023-09-05", "08:30")


def test_the_next_opening_is_now_or_after_lunch_or_on_the_next_working_day() -> None:
    assert HOURS.next_opening(CAL, at("2023-10-02", "08:00")) == at("2023-10-02", "08:00")
    assert HOURS.next_opening(CAL, at("2023-10-02", "12:00")) == at("2023-10-02", "13:30")
    assert HOURS.next_opening(CAL, at("2023-10-06", "17:30")) == at("2023-10-09", "07:30")


@given(instants, st.floats(0.01, 100))
def test_the_office_time_until_so_many_hours_on_is_so_many_hours(start: datetime, hours: float) -> None:
    end = HOURS.add_working_hours(CAL, start, hours)
    assert abs(HOURS.working_time_between(CAL, start, end) - timedelta(hours=hours)) < timedelta(seconds=1)


@given(instants)
def test_the_next_opening_is_open_and_given_in_utc(instant: datetime) -> None:
    opening = HOURS.next_opening(CAL, instant)
    assert opening >= instant
    assert HOURS.is_open(CAL, opening)
    assert opening.tzinfo is UTC


def test_an_instant_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="zone"):
        HOURS.is_open(CAL, datetime(2023, 10, 2, 8))  # noqa: DTZ001


def test_the_day_of_an_instant_is_the_provinces() -> None:
    assert HOURS.day_of(datetime(2023, 10, 1, 17, 30, tzinfo=UTC)) == date(2023, 10, 2)


def test_a_working_day_has_eight_office_hours_between_opening_and_closing() -> None:
    assert HOURS.working_time_a_day == timedelta(hours=8)
    day = date(2023, 10, 2)
    assert HOURS.working_time_between(CAL, HOURS.opening(day), HOURS.closing(day)) == timedelta(hours=8)
    assert HOURS.working_time_between(CAL, HOURS.closing(day), HOURS.opening(day)) == timedelta(0)


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(8), time(8)),),
        ((time(13), time(17)), (time(7), time(11))),
        ((time(7), time(12)), (time(11), time(17))),
    ],
)
def test_office_hours_out_of_order_are_an_error(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="in order"):
        OfficeHours(PROVINCE, spans)
