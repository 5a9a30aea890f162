from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import Case, CaseStatus
from domain.case_clocks import (
    CaseRung,
    ClockKind,
    appeal_until,
    assignment_lapses_at,
    case_rungs_reached,
    conclusion_date,
    due,
    next_word_on,
    paused_days,
    question_lapses_at,
    question_reminders,
    referral_lapses_at,
    word_missed_on,
)
from tests.domain.cases_at_hand import REFERRAL
from tests.domain.world import CTX, RECEIVED_AT, a_case, at

S = CaseStatus


def ends(case: Case, now: datetime = RECEIVED_AT) -> tuple[ClockKind, datetime]:
    running = due(case, now, CTX)
    assert running is not None
    return running.kind, running.at


def test_screening_has_eight_office_hours() -> None:
    assert ends(a_case(S.RECEIVED)) == (ClockKind.SCREENING, at("2023-10-03", "08:30"))


def test_a_report_of_friday_night_is_screened_by_monday_evening() -> None:
    assert ends(a_case(S.RECEIVED, received_at=at("2023-10-06", "21:00")))[1] == at("2023-10-09", "17:30")


@pytest.mark.parametrize("status", [S.SCREENED, S.REOPENED])
def test_assignment_has_one_working_day(status: CaseStatus) -> None:
    case = a_case(status, screened_at=at("2023-10-06", "10:00"))
    assert ends(case) == (ClockKind.ASSIGNMENT, at("2023-10-09", "17:30"))


@pytest.mark.parametrize("status", [S.ASSIGNED, S.VERIFYING, S.REFERRED, S.UNDER_REVIEW])
def test_the_conclusion_has_thirty_calendar_days_from_receipt(status: CaseStatus) -> None:
    assert ends(a_case(status)) == (ClockKind.CONCLUSION, at("2023-11-01", "17:30"))


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    case = a_case(S.VERIFYING, clock_from=at("2023-10-05"))
    assert ends(case)[1] == at("2023-11-06", "17:30")


def test_an_extension_gives_thirty_days_more_from_the_same_start() -> None:
    assert ends(a_case(S.VERIFYING, extended=True))[1] == at("2023-12-01", "17:30")


@pytest.mark.parametrize(
    "status",
    [
        S.DRAFT,
        S.CONCLUDED,
        S.MEASURES,
        S.CLOSED,
        S.REJECTED,
        S.TRANSFERRED,
        S.MERGED,
        S.WITHDRAWN,
        S.APPEALED,
    ],
)
def test_no_clock_runs_in_the_other_states(status: CaseStatus) -> None:
    case = a_case(status)
    assert due(case, RECEIVED_AT, CTX) is None
    assert case_rungs_reached(case, at("2024-06-03"), CTX, None) == ()


def test_the_reporter_is_promised_the_same_day_from_receipt_on() -> None:
    assert conclusion_date(a_case(S.RECEIVED), RECEIVED_AT, CTX) == date(2023, 11, 1)
    assert conclusion_date(a_case(S.DRAFT), RECEIVED_AT, CTX) is None


def waiting(origin: CaseStatus, asked: str = "2023-10-02", **changes: object) -> Case:
    return a_case(S.NEEDS_INFO, returns_to=origin, asked_at=at(asked, "15:00"), **changes)


def test_while_the_reporter_is_asked_the_end_moves_a_working_day_with_each_working_day() -> None:
    case = waiting(S.VERIFYING)
    promised = [
        conclusion_date(case, at(day), CTX)
        for day in ("2023-10-02", "2023-10-06", "2023-10-08", "2023-12-29")
    ]
    assert promised == [date(2023, 11, 1), date(2023, 11, 7), date(2023, 11, 7), date(2023, 11, 15)]


def test_screening_stands_still_too() -> None:
    case = waiting(S.RECEIVED)
    assert ends(case, at("2023-10-04"))[1] == at("2023-10-05", "08:30")


def test_what_was_waited_before_screening_is_not_given_to_assignment_as_well() -> None:
    case = a_case(S.SCREENED, screened_at=at("2023-10-06", "10:00"), paused_days=4, paused_before=4)
    assert ends(case)[1] == at("2023-10-09", "17:30")
    again = replace(case, paused_days=6)
    assert ends(again)[1] == at("2023-10-11", "17:30")


@given(st.integers(0, 10), st.integers(0, 200))
def test_never_more_than_ten_working_days_are_waited_in_a_round(before: int, days: int) -> None:
    case = waiting(S.VERIFYING, paused_days=before)
    assert before <= paused_days(case, at("2023-10-02", "15:00") + timedelta(days=days), CTX) <= 10


def test_a_question_lapses_at_the_close_of_the_tenth_working_day_and_reminds_twice() -> None:
    case = waiting(S.VERIFYING)
    assert question_lapses_at(case, CTX) == at("2023-10-16", "17:30")
    assert question_reminders(case, CTX) == (date(2023, 10, 5), date(2023, 10, 11))
    assert question_reminders(a_case(S.VERIFYING), CTX) == ()
    assert question_lapses_at(a_case(S.VERIFYING), CTX) is None


def test_assignments_and_referrals_lapse_at_a_close() -> None:
    assert assignment_lapses_at(a_case(S.ASSIGNED), CTX) == at("2023-10-04", "17:30")
    assert assignment_lapses_at(a_case(S.RECEIVED), CTX) is None
    assert referral_lapses_at(a_case(S.REFERRED, referral=REFERRAL), CTX) == at("2023-10-20", "17:30")
    assert referral_lapses_at(a_case(S.VERIFYING), CTX) is None


def test_an_appeal_has_thirty_days_and_a_day_off_at_their_end_gives_the_next_working_day() -> None:
    assert appeal_until(a_case(S.CLOSED, ended_at=at("2023-10-02")), CTX) == date(2023, 11, 1)
    assert appeal_until(a_case(S.CLOSED, ended_at=at("2023-10-05")), CTX) == date(2023, 11, 6)
    assert appeal_until(a_case(S.VERIFYING), CTX) is None


def test_the_reporter_has_a_word_every_ten_working_days_while_the_case_is_open() -> None:
    early, late = at("2023-10-13", "23:00"), at("2023-10-31", "09:00")
    for heard in (RECEIVED_AT, None):
        case = a_case(S.VERIFYING, last_word_at=heard)
        assert word_missed_on(case, early, CTX) is None
        assert next_word_on(case, early, CTX) == date(2023, 10, 16)
        assert word_missed_on(case, at("2023-10-16", "07:30"), CTX) == date(2023, 10, 16)
        # Two came and went; the third is on Monday 13 November.
        assert word_missed_on(case, late, CTX) == date(2023, 10, 30)
        assert next_word_on(case, late, CTX) == date(2023, 11, 13)
    told = a_case(S.VERIFYING, last_word_at=at("2023-10-10"))
    assert next_word_on(told, late, CTX) == date(2023, 11, 7)


@pytest.mark.parametrize(
    "case",
    [
        a_case(S.CLOSED),
        a_case(S.VERIFYING, reporter_id=None),
        a_case(S.NEEDS_INFO, returns_to=S.VERIFYING, asked_at=RECEIVED_AT),
    ],
    ids=["closed", "without a reporter", "asked something"],
)
def test_nobody_waits_for_a_word_in(case: Case) -> None:
    assert word_missed_on(case, at("2023-11-30"), CTX) is None
    assert next_word_on(case, at("2023-11-30"), CTX) is None


@pytest.mark.parametrize(
    ("now", "percent"),
    [
        (at("2023-10-02", "08:30"), 0),
        (at("2023-10-02", "11:30"), 37),
        (at("2023-10-02", "12:30"), 37),
        (at("2023-10-02", "14:30"), 50),
        (at("2023-10-02", "16:30"), 75),
        (at("2023-10-03", "08:30"), 100),
        (at("2023-10-03", "10:30"), 125),
    ],
)
def test_screening_time_passes_in_office_hours_only(now: datetime, percent: int) -> None:
    running = due(a_case(S.RECEIVED), now, CTX)
    assert running is not None
    assert running.percent == percent
    assert running.is_overdue(now) is (percent > 100)


def test_what_was_waited_for_the_reporter_is_not_counted_as_time_passed() -> None:
    waited = a_case(S.VERIFYING, paused_days=10)
    running, unpaused = due(waited, at("2023-10-31"), CTX), due(a_case(S.VERIFYING), at("2023-10-17"), CTX)
    assert running is not None
    assert unpaused is not None
    assert running.at == at("2023-11-15", "17:30")
    assert running.percent == unpaused.percent


def test_escalation_climbs_at_50_75_100_and_125_percent_each_rung_once() -> None:
    case = a_case(S.RECEIVED)
    last: CaseRung | None = None
    seen: list[tuple[CaseRung, datetime]] = []
    for n in range(48):
        now = RECEIVED_AT + timedelta(hours=n)
        reached = case_rungs_reached(case, now, CTX, last)
        seen += [(rung, now) for rung in reached]
        last = reached[-1] if reached else last
    assert seen == [
        (CaseRung.OWNER, at("2023-10-02", "14:30")),
        (CaseRung.LEAD, at("2023-10-02", "16:30")),
        (CaseRung.CHIEF, at("2023-10-03", "08:30")),
        (CaseRung.HEAD_OF_INSPECTORATE, at("2023-10-03", "10:30")),
    ]


def test_rungs_passed_during_an_outage_are_all_told() -> None:
    assert case_rungs_reached(a_case(S.RECEIVED), at("2023-10-05"), CTX, CaseRung.OWNER) == (
        CaseRung.LEAD,
        CaseRung.CHIEF,
        CaseRung.HEAD_OF_INSPECTORATE,
    )


@given(
    st.sampled_from([S.RECEIVED, S.SCREENED, S.ASSIGNED, S.VERIFYING]),
    st.integers(0, 4000),
    st.integers(0, 4000),
    st.integers(0, 10),
)
def test_time_only_passes_and_reaches_a_hundred_percent_exactly_at_the_end(
    status: CaseStatus, one: int, other: int, paused: int
) -> None:
    case = a_case(status, paused_days=paused)
    sooner, later = sorted((one, other))
    first = due(case, RECEIVED_AT + timedelta(minutes=sooner * 15), CTX)
    second = due(case, RECEIVED_AT + timedelta(minutes=later * 15), CTX)
    assert first is not None
    assert second is not None
    assert first.at == second.at
    assert first.percent <= second.percent
    at_end = due(case, first.at, CTX)
    assert at_end is not None
    assert at_end.percent == 100
