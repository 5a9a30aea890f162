from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reminders import (
    Ladder,
    Reason,
    ReasonKind,
    ReminderPolicy,
    Rung,
    missed,
    present_rung,
    reason_to_hear,
    rungs_reached,
    to_hear,
)
from domain.task import PENDING, Task, TaskStatus
from tests.domain.world import CAL, Calendar2023, a_task

CCHC23_40 = a_task(status=TaskStatus.IN_PROGRESS)
DUE = date(2023, 10, 18)  # a Wednesday
TASK = a_task(due_date=DUE, original_due_date=DUE)


def days_heard(task: Task, first: date, last: date, policy: ReminderPolicy = ReminderPolicy()) -> list[date]:  # noqa: B008
    span = (last - first).days + 1
    return [
        day
        for day in (first + timedelta(days=n) for n in range(span))
        if reason_to_hear(task, day, CAL, policy) is not None
    ]


def test_cchc23_40_is_heard_of_on_monday_2_october_and_then_on_monday_9_october() -> None:
    assert days_heard(CCHC23_40, date(2023, 10, 2), date(2023, 10, 15)) == [
        date(2023, 10, 2),
        date(2023, 10, 9),
    ]


def test_on_2_october_it_is_said_to_be_64_working_days_overdue() -> None:
    assert reason_to_hear(CCHC23_40, date(2023, 10, 2), CAL) == Reason(
        ReasonKind.OVERDUE, 64, date(2023, 6, 30)
    )


def test_when_monday_is_a_day_off_the_weekly_word_comes_on_the_first_day_worked() -> None:
    assert days_heard(CCHC23_40, date(2023, 9, 4), date(2023, 9, 10)) == [date(2023, 9, 5)]


def test_a_task_is_heard_of_7_3_1_and_0_working_days_before_then_three_days_then_on_mondays() -> None:
    assert days_heard(TASK, date(2023, 10, 1), date(2023, 11, 6)) == [
        date(2023, 10, 9), date(2023, 10, 13), date(2023, 10, 17), DUE,
        date(2023, 10, 19), date(2023, 10, 20), date(2023, 10, 23),
        date(2023, 10, 30), date(2023, 11, 6),
    ]  # fmt: skip


def test_the_reasons_say_how_long_is_left_and_how_long_it_is_past() -> None:
    said = [
        reason_to_hear(TASK, day, CAL)
        for day in (date(2023, 10, 9), date(2023, 10, 17), DUE, date(2023, 10, 23))
    ]
    assert said == [
        Reason(ReasonKind.DUE_SOON, 7, DUE),
        Reason(ReasonKind.DUE_SOON, 1, DUE),
        Reason(ReasonKind.DUE_TODAY, 0, DUE),
        Reason(ReasonKind.OVERDUE, 3, DUE),
    ]


def test_an_acknowledged_task_is_heard_of_on_its_due_day_and_weekly() -> None:
    task = replace(TASK, acknowledged_on=date(2023, 10, 2))
    assert days_heard(task, date(2023, 10, 1), date(2023, 11, 6)) == [
        DUE,
        date(2023, 10, 30),
        date(2023, 11, 6),
    ]


def test_a_snoozed_task_is_silent_until_the_day_named() -> None:
    task = replace(TASK, snoozed_until=date(2023, 10, 17))
    assert days_heard(task, date(2023, 10, 1), DUE) == [date(2023, 10, 17), DUE]
    assert days_heard(replace(TASK, snoozed_until=DUE), date(2023, 10, 1), DUE) == [DUE]


def test_who_put_a_reminder_off_to_a_day_hears_on_that_day_whatever_day_it_is() -> None:
    # Neither day is one of those on which the task would have been spoken of by itself.
    for task in (
        replace(TASK, snoozed_until=date(2023, 10, 4)),
        replace(TASK, snoozed_until=date(2023, 10, 4), acknowledged_on=date(2023, 10, 2)),
    ):
        assert days_heard(task, date(2023, 10, 2), date(2023, 10, 6)) == [date(2023, 10, 4)]
    # A Saturday, which the calendar made a day off afterwards: the first worked day after it.
    task = replace(TASK, snoozed_until=date(2023, 10, 14))
    assert days_heard(task, date(2023, 10, 10), date(2023, 10, 16)) == [date(2023, 10, 16)]
    # What fell into an outage is said late.
    assert to_hear(
        replace(TASK, snoozed_until=date(2023, 10, 4)), date(2023, 10, 3), date(2023, 10, 5), CAL
    ) == (Reason(ReasonKind.DUE_SOON, 9, DUE, late=True))


def test_a_due_date_on_a_sunday_is_spoken_of_on_the_friday_before_and_cannot_be_silenced() -> None:
    sunday = date(2023, 10, 15)
    task = replace(TASK, due_date=sunday, acknowledged_on=date(2023, 10, 2))
    assert days_heard(task, date(2023, 10, 1), sunday) == [date(2023, 10, 13)]
    assert reason_to_hear(task, date(2023, 10, 13), CAL) == Reason(ReasonKind.DUE_SOON, 0, sunday)


@pytest.mark.parametrize("status", [status for status in TaskStatus if status not in PENDING])
def test_of_a_task_that_is_not_with_the_unit_nothing_is_heard(status: TaskStatus) -> None:
    assert days_heard(replace(TASK, status=status), date(2023, 9, 1), date(2023, 12, 31)) == []


def test_the_policy_is_a_setting() -> None:
    policy = ReminderPolicy(before=(2,), overdue_daily=1, weekly=False)
    assert days_heard(TASK, date(2023, 10, 1), date(2023, 11, 30), policy) == [
        date(2023, 10, 16), date(2023, 10, 19),
    ]  # fmt: skip


@given(st.dates(date(2023, 2, 1), date(2023, 12, 1)), st.dates(date(2023, 2, 1), date(2023, 12, 1)))
def test_nobody_is_spoken_to_on_a_day_off(due: date, today: date) -> None:
    task = a_task(due_date=due)
    if not CAL.is_working(today):
        assert to_hear(task, today - timedelta(days=30), today, CAL) is None


def test_after_an_outage_what_was_missed_is_said_once_as_it_stands_and_marked_late() -> None:
    # Down from Thursday 12 to Sunday 15 October: the reminder of Friday 13 was missed.
    assert missed(TASK, date(2023, 10, 12), date(2023, 10, 16), CAL) == Reason(
        ReasonKind.DUE_SOON, 2, DUE, late=True
    )
    assert to_hear(TASK, date(2023, 10, 16), date(2023, 10, 17), CAL) == Reason(ReasonKind.DUE_SOON, 1, DUE)


def test_what_is_said_today_anyway_is_not_said_twice() -> None:
    assert missed(TASK, date(2023, 10, 12), date(2023, 10, 17), CAL) is None
    assert to_hear(TASK, date(2023, 10, 12), date(2023, 10, 17), CAL) == Reason(ReasonKind.DUE_SOON, 1, DUE)


def test_a_reminder_missed_before_the_date_is_said_as_overdue_once_it_is() -> None:
    wednesday = date(2023, 10, 25)
    assert missed(TASK, date(2023, 10, 16), wednesday, CAL) == Reason(ReasonKind.OVERDUE, 5, DUE, late=True)


def test_on_a_day_off_what_was_missed_waits_for_the_next_working_day() -> None:
    assert missed(TASK, date(2023, 10, 12), date(2023, 10, 14), CAL) is None


def test_a_task_finished_meanwhile_was_not_missed() -> None:
    done = replace(TASK, status=TaskStatus.COMPLETED)
    assert missed(done, date(2023, 10, 12), date(2023, 10, 16), CAL) is None


def test_a_first_run_and_a_run_the_day_after_have_missed_nothing() -> None:
    assert to_hear(TASK, None, date(2023, 10, 16), CAL) is None
    assert missed(TASK, date(2023, 10, 13), date(2023, 10, 16), CAL) is None


@given(st.integers(0, 120), st.integers(0, 60))
def test_however_long_the_outage_a_task_is_heard_of_if_and_only_if_it_would_have_been(
    offset: int, length: int
) -> None:
    last_run = date(2023, 9, 1) + timedelta(days=offset)
    today = last_run + timedelta(days=length)
    while not CAL.is_working(today):
        today += timedelta(days=1)
    due_in_between = bool(days_heard(TASK, last_run + timedelta(days=1), today))
    if today > last_run:
        assert (to_hear(TASK, last_run, today, CAL) is not None) is due_in_between


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        (DUE, Rung.HEAD),
        (date(2023, 10, 19), Rung.COORDINATOR),
        (date(2023, 10, 20), Rung.COORDINATOR),
        (date(2023, 10, 22), Rung.COORDINATOR),
        (date(2023, 10, 23), Rung.LEADER),
        (date(2023, 10, 26), Rung.LEADER),
        (date(2023, 10, 27), Rung.OVERDUE_REPORT),
        (date(2023, 12, 27), Rung.OVERDUE_REPORT),
    ],
)
def test_a_task_climbs_at_one_three_and_seven_working_days_overdue(today: date, rung: Rung) -> None:
    assert present_rung(TASK, today, CAL) is rung


def test_acknowledging_and_snoozing_do_not_stop_the_ladder() -> None:
    quiet = replace(TASK, acknowledged_on=DUE, snoozed_until=DUE)
    assert rungs_reached(quiet, date(2023, 10, 19), CAL, Rung.HEAD) == (Rung.COORDINATOR,)


def test_each_rung_is_reached_once() -> None:
    last: Rung | None = Rung.HEAD
    reached: list[Rung] = []
    for n in range(30):
        new = rungs_reached(TASK, DUE + timedelta(days=n), CAL, last)
        reached += new
        last = new[-1] if new else last
    assert reached == [Rung.COORDINATOR, Rung.LEADER, Rung.OVERDUE_REPORT]


def test_rungs_passed_during_an_outage_are_all_told() -> None:
    assert rungs_reached(TASK, date(2023, 10, 27), CAL, Rung.HEAD) == (
        Rung.COORDINATOR, Rung.LEADER, Rung.OVERDUE_REPORT,
    )  # fmt: skip


def test_a_task_first_seen_late_starts_at_its_present_rung_only() -> None:
    assert rungs_reached(CCHC23_40, date(2023, 10, 2), CAL, None) == (Rung.OVERDUE_REPORT,)
    assert rungs_reached(TASK, date(2023, 10, 20), CAL, None) == (Rung.COORDINATOR,)
    assert rungs_reached(TASK, DUE, CAL, None) == (Rung.HEAD,)


def test_a_task_that_is_not_with_the_unit_stands_on_no_rung() -> None:
    handed_in = replace(CCHC23_40, status=TaskStatus.SUBMITTED)
    assert present_rung(handed_in, date(2023, 10, 2), CAL) is None
    assert rungs_reached(handed_in, date(2023, 10, 2), CAL, Rung.HEAD) == ()


def test_an_extended_task_reaches_no_rung_until_it_is_overdue_again() -> None:
    extended = replace(TASK, due_date=date(2023, 11, 30))
    assert rungs_reached(extended, date(2023, 10, 27), CAL, Rung.LEADER) == ()


def test_the_ladder_is_a_setting() -> None:
    assert present_rung(TASK, date(2023, 10, 19), CAL, Ladder(2, 4, 8)) is Rung.HEAD


def test_a_make_up_saturday_is_a_day_to_speak_on() -> None:
    cal = Calendar2023(worked=frozenset({date(2023, 10, 14)}))
    assert reason_to_hear(TASK, date(2023, 10, 14), cal) == Reason(ReasonKind.DUE_SOON, 3, DUE)
