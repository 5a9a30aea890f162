"""Periods, who reports until when, and the figures of a unit (dispatch, item 7; the ministry's cut-offs)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.dossiers import Month
from domain.errors import Code, Refused
from domain.people import Role
from domain.settings import DEFAULTS, ReportingKind
from domain.task import Task, TaskStatus
from domain.unit import Unit, UnitKind, by_code
from domain.unit_report import (
    Figure,
    Figures,
    ReportStage,
    TaskCounts,
    awaited_period,
    beside,
    check_counts,
    check_remind,
    check_reopen,
    check_send,
    period,
    period_at_hand,
    period_of_key,
    report,
    reporting_units,
    stage,
    task_counts,
)
from tests.domain.world import CAL, a_task, person

YEAR = period(DEFAULTS, CAL, ReportingKind.YEAR, 2023)
COUNTS = dict.fromkeys(Figure, 0)


HEAD, HEAD_ELSEWHERE = person("head", (Role.UNIT_HEAD, "SYT")), person("else", (Role.UNIT_HEAD, "SXD"))
COORDINATOR, LEADER = person("coordinator", (Role.COORDINATOR, None)), person("leader", (Role.LEADER, None))


def code_of(call: object, *args: object) -> Code | None:
    assert callable(call)
    try:
        call(*args)
    except Refused as refusal:
        return refusal.code
    return None


# ── periods ───────────────────────────────────────────────────────────────────────────────────────


def test_units_report_five_working_days_before_the_province() -> None:
    assert (YEAR.first, YEAR.last) == (date(2022, 12, 15), date(2023, 12, 14))
    assert YEAR.closes_on == date(2023, 12, 20)
    assert YEAR.unit_due == date(2023, 12, 13)
    assert YEAR.opens_on == date(2023, 11, 24)
    on_the_day = replace(DEFAULTS, unit_report_days_earlier=0)
    assert period(on_the_day, CAL, ReportingKind.YEAR, 2023).unit_due == date(2023, 12, 20)


def test_a_month_belongs_to_the_period_in_which_it_ends() -> None:
    quarter = period(DEFAULTS, CAL, ReportingKind.Q3, 2023)
    assert quarter.months == (Month(2023, 6), Month(2023, 7), Month(2023, 8))
    assert (YEAR.months[0], YEAR.months[-1], len(YEAR.months)) == (Month(2022, 12), Month(2023, 11), 12)


@pytest.mark.parametrize(
    ("today", "at_hand", "awaited"),
    [
        (date(2023, 10, 2), "2023-q3", "2023-year"),
        (date(2023, 11, 23), "2023-q3", "2023-year"),
        (date(2023, 11, 24), "2023-year", "2023-year"),
        (date(2023, 12, 20), "2023-year", "2023-year"),
        (date(2023, 12, 21), "2023-year", "2024-q1"),
        (date(2024, 3, 1), "2024-q1", "2024-q1"),
        (date(2024, 6, 20), "2024-half_year", "2024-half_year"),
        (date(2024, 6, 21), "2024-half_year", "2024-q3"),
    ],
)
def test_the_period_at_hand_is_the_open_one_or_the_last(today: date, at_hand: str, awaited: str) -> None:
    assert period_at_hand(DEFAULTS, CAL, today).key == at_hand
    assert awaited_period(DEFAULTS, CAL, today).key == awaited


def test_periods_stand_beside_one_another_across_the_year() -> None:
    before, after = beside(DEFAULTS, CAL, YEAR)
    assert (before.key, after.key) == ("2023-q3", "2024-q1")


@pytest.mark.parametrize("key", ["", "2023", "2023-", "2023-q2", "1999-year", "9999-q1", "²023-q1", "x-year"])
def test_what_names_no_period_is_refused(key: str) -> None:
    assert code_of(period_of_key, DEFAULTS, CAL, key) is Code.PERIOD_UNKNOWN


def test_a_key_names_its_period() -> None:
    assert period_of_key(DEFAULTS, CAL, YEAR.key) == YEAR


def test_departments_and_districts_in_force_on_the_last_day_report() -> None:
    units = by_code(
        [
            Unit("SNV", "a", "a", UnitKind.DEPARTMENT),
            Unit("H-X", "b", "b", UnitKind.DISTRICT),
            Unit("X-1", "c", "c", UnitKind.COMMUNE),
            Unit("UB", "d", "d", UnitKind.PROVINCE),
            Unit("OLD", "e", "e", UnitKind.DEPARTMENT, valid_to=date(2023, 12, 1)),
        ]
    )
    assert reporting_units(units, YEAR) == ("SNV", "H-X")


# ── who may what ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("today", "until", "expected"),
    [
        (date(2023, 11, 23), None, ReportStage.AHEAD),
        (date(2023, 11, 24), None, ReportStage.OPEN),
        (date(2023, 12, 20), None, ReportStage.OPEN),
        (date(2023, 12, 21), None, ReportStage.CLOSED),
        (date(2023, 12, 21), date(2023, 12, 22), ReportStage.REOPENED),
        (date(2023, 12, 22), date(2023, 12, 22), ReportStage.REOPENED),
        (date(2023, 12, 23), date(2023, 12, 22), ReportStage.CLOSED),
    ],
)
def test_a_report_is_open_from_before_the_last_day_to_the_provinces_own(
    today: date, until: date | None, expected: ReportStage
) -> None:
    assert stage(YEAR, today, until) is expected


def test_only_those_of_the_unit_send_and_only_while_it_is_open() -> None:
    open_day, bound = date(2023, 12, 12), ("SYT", "SXD")
    assert code_of(check_send, HEAD, "SYT", YEAR, open_day, bound) is None
    for other in (COORDINATOR, LEADER, HEAD_ELSEWHERE, person("citizen")):
        assert code_of(check_send, other, "SYT", YEAR, open_day, bound) is Code.NOT_YOURS
    assert code_of(check_send, HEAD, "SYT", YEAR, open_day, ("SXD",)) is Code.UNIT_DOES_NOT_REPORT
    assert code_of(check_send, HEAD, "SYT", YEAR, date(2023, 11, 1), bound) is Code.PERIOD_AHEAD
    late = date(2023, 12, 21)
    assert code_of(check_send, HEAD, "SYT", YEAR, late, bound) is Code.PERIOD_CLOSED
    assert code_of(check_send, HEAD, "SYT", YEAR, late, bound, late) is None


def test_the_coordinator_opens_a_closed_report_again_for_a_month_at_most() -> None:
    today, bound = date(2023, 12, 21), ("SYT",)
    assert code_of(check_reopen, COORDINATOR, "SYT", YEAR, date(2024, 1, 21), today, bound) is None
    for actor_, unit, until, on, expected in (
        (HEAD, "SYT", today, today, Code.NOT_YOURS),
        (LEADER, "SYT", today, today, Code.NOT_YOURS),
        (COORDINATOR, "SXD", today, today, Code.UNIT_DOES_NOT_REPORT),
        (COORDINATOR, "SYT", date(2023, 12, 20), date(2023, 12, 20), Code.NOT_NOW),
        (COORDINATOR, "SYT", date(2023, 12, 20), today, Code.REOPENING_DATE_INVALID),
        (COORDINATOR, "SYT", date(2024, 1, 22), today, Code.REOPENING_DATE_INVALID),
    ):
        assert code_of(check_reopen, actor_, unit, YEAR, until, on, bound) is expected


def test_the_coordinator_reminds_while_the_report_can_be_sent() -> None:
    assert code_of(check_remind, COORDINATOR, YEAR, date(2023, 12, 12)) is None
    assert code_of(check_remind, LEADER, YEAR, date(2023, 12, 12)) is Code.NOT_YOURS
    assert code_of(check_remind, COORDINATOR, YEAR, date(2023, 12, 21)) is Code.NOT_NOW


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


def task(due: date, status: TaskStatus, handed_in: date | None = None, **more: object) -> Task:
    told = {"submitted_on": handed_in, "completed_on": handed_in}
    return a_task(**{"due_date": due, "original_due_date": due, "status": status} | told | more)


def test_each_task_is_counted_once_by_how_it_meets_its_date() -> None:
    due, as_of = date(2023, 11, 30), date(2023, 12, 12)
    tasks = [
        task(due, TaskStatus.COMPLETED, due),
        task(due, TaskStatus.COMPLETED, date(2023, 12, 1)),
        task(due, TaskStatus.IN_PROGRESS),
        task(due, TaskStatus.IN_PROGRESS, explained_on=date(2023, 12, 2)),
        task(due, TaskStatus.SUBMITTED, due),
        task(due, TaskStatus.SUSPENDED),
        task(due, TaskStatus.CANCELLED),
        task(as_of, TaskStatus.NOT_STARTED, original_due_date=due),
    ]
    assert task_counts(tasks, as_of) == TaskCounts(7, in_time=1, late=1, overdue=2, explained=1, extended=1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({Figure.RECEIVED: 5, Figure.ONLINE: 5}, None),
        ({Figure.ONLINE: 1}, Code.ONLINE_EXCEEDS_RECEIVED),
        ({Figure.PUBLICITY: -1}, Code.COUNT_NEGATIVE),
        ({Figure.PUBLICITY: 10_000_000}, Code.COUNT_TOO_LARGE),
        ({Figure.ASSIGNED: 2, Figure.IN_TIME: 1, Figure.LATE: 1, Figure.OVERDUE: 1}, Code.FIGURE_IMPOSSIBLE),
        ({Figure.ASSIGNED: 1, Figure.OVERDUE: 1, Figure.EXPLAINED: 2}, Code.FIGURE_IMPOSSIBLE),
        ({Figure.EXTENDED: 1}, Code.FIGURE_IMPOSSIBLE),
    ],
)
def test_figures_that_cannot_be_true_together_are_refused(
    changes: dict[Figure, int], code: Code | None
) -> None:
    assert code_of(check_counts, COUNTS | changes) is code


def test_a_report_knows_what_was_corrected_and_a_text_that_cannot_be_seen_is_none() -> None:
    derived = Figures(date(2023, 12, 12), COUNTS)
    told = report("SYT", YEAR, 1, derived, COUNTS | {Figure.PUBLICITY: 3}, " \u200b ", " Thêm người ")
    assert told.corrected == (Figure.PUBLICITY,)
    assert (told.difficulties, told.proposals) == ("", "Thêm người")
