"""Tasks that come again: which periods a rule has by a day, and when each is due."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import Code, Refused
from domain.meeting import check_meeting
from domain.recurrence import Every, Recurrence, check_recurrence, span_of

TODAY = date(2023, 10, 2)
RULE = Recurrence("r1", "STC", "Báo cáo", Every.MONTH, 25, TODAY)


@pytest.mark.parametrize(
    ("every", "day", "begins", "ends", "due", "number"),
    [
        (Every.MONTH, "2023-02-10", "2023-02-01", "2023-02-28", "2023-02-28", 2),
        (Every.MONTH, "2024-02-10", "2024-02-01", "2024-02-29", "2024-02-29", 2),
        (Every.QUARTER, "2023-05-31", "2023-04-01", "2023-06-30", "2023-06-30", 2),
        (Every.HALF_YEAR, "2023-07-01", "2023-07-01", "2023-12-31", "2023-12-31", 2),
        (Every.YEAR, "2023-07-01", "2023-01-01", "2023-12-31", "2023-12-31", 1),
    ],
)
def test_a_period_is_due_on_the_day_of_its_last_month_or_that_months_last(
    every: Every, day: str, begins: str, ends: str, due: str, number: int
) -> None:
    span = span_of(every, 31, date.fromisoformat(day))
    assert (span.begins.isoformat(), span.ends.isoformat(), span.due.isoformat()) == (begins, ends, due)
    assert span.number == number


def test_the_first_period_is_the_one_whose_day_has_not_passed() -> None:
    assert [span.due.isoformat() for span in RULE.begun(TODAY)] == ["2023-10-25"]
    late = replace(RULE, due_day=1)
    assert late.begun(TODAY) == ()
    assert late.next_due(TODAY) == date(2023, 11, 1)
    assert [span.due.isoformat() for span in late.begun(date(2023, 11, 1))] == ["2023-11-01"]


def test_after_an_outage_no_period_is_left_out() -> None:
    found = RULE.begun(date(2024, 1, 15))
    assert [span.begins.month for span in found] == [10, 11, 12, 1]


def test_nothing_is_due_after_the_rule_ends() -> None:
    until = replace(RULE, ends_on=date(2023, 11, 25))
    assert [span.due.month for span in until.begun(date(2024, 3, 1))] == [10, 11]
    assert until.next_due(date(2023, 11, 25)) == date(2023, 11, 25)
    assert until.next_due(date(2023, 11, 26)) is None
    assert until.runs(date(2023, 11, 25))
    assert not until.runs(date(2023, 11, 26))
    ended = replace(RULE, ended_on=TODAY)
    assert ended.begun(date(2024, 3, 1)) == ()
    assert not ended.runs(TODAY)


def test_a_rule_says_what_and_on_which_day_of_a_month() -> None:
    for day in (0, 32, -1):
        with pytest.raises(Refused, match=Code.DUE_DAY_INVALID):
            check_recurrence("Báo cáo", day, None, TODAY)
    with pytest.raises(Refused, match=Code.TEXT_BLANK):
        check_recurrence("\u200b", 25, None, TODAY)
    with pytest.raises(Refused, match=Code.DAY_PASSED):
        check_recurrence("Báo cáo", 25, date(2023, 10, 1), TODAY)


def test_a_meeting_was_held_and_has_a_document() -> None:
    check_meeting(TODAY, "Phiên họp thứ ba", "120/TB-BCĐ", TODAY)
    for held_on, title, number, code in (
        (date(2023, 10, 3), "Phiên họp", "120/TB-BCĐ", Code.HELD_DAY_INVALID),
        (date(2013, 10, 2), "Phiên họp", "120/TB-BCĐ", Code.HELD_DAY_INVALID),
        (TODAY, " ", "120/TB-BCĐ", Code.TEXT_BLANK),
        (TODAY, "Phiên họp", "TB-BCĐ", Code.DOCUMENT_MISSING),
    ):
        with pytest.raises(Refused, match=code):
            check_meeting(held_on, title, number, TODAY)
