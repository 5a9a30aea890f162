"""By when something has to happen to a case, and who hears of it on the way there.

Screening and assignment run in office time, the conclusion in calendar days. Waiting for the reporter stops the clock,
for at most ten working days in a round of work, so that asking cannot become a way of not answering.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.access import Tie
from domain.case import Case, CaseStatus
from domain.deadlines import (
    DayKind,
    OfficeHours,
    WorkingDays,
    add_working_days,
    end_of_term,
    working_days_between,
)
from domain.settings import Rules
from domain.unit import Units


@dataclass(frozen=True, slots=True)
class CaseContext:
    """What the rules of cases need to know of the world: units, declared ties, the calendar and the settings."""

    units: Units
    cal: WorkingDays
    hours: OfficeHours
    rules: Rules
    ties: Collection[Tie] = ()


class ClockKind(StrEnum):
    """What is running."""

    SCREENING = "screening"
    ASSIGNMENT = "assignment"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class Due:
    """A running clock: since when, until when (UTC), and how much of the time has passed, in percent.

    ``percent`` leaves out what was waited for the reporter; it passes 100 when overdue.
    """

    kind: ClockKind
    since: datetime
    at: datetime
    percent: int

    def is_overdue(self, now: datetime) -> bool:
        """Whether the instant has passed."""
        return now > self.at


class CaseRung(StrEnum):
    """Who hears when a share of the time has passed, lowest first."""

    OWNER = "owner"
    LEAD = "lead"
    CHIEF = "chief"
    HEAD_OF_INSPECTORATE = "head_of_inspectorate"


_CASE_RUNGS: Final = tuple(CaseRung)
_CONCLUDING: Final = frozenset(
    {CaseStatus.ASSIGNED, CaseStatus.VERIFYING, CaseStatus.REFERRED, CaseStatus.UNDER_REVIEW}
)


def due(case: Case, now: datetime, ctx: CaseContext) -> Due | None:
    """The clock that runs for the case now, or None when none does.

    While information is asked for, the clock of the status it came from stands, and its end moves a day a working day.
    """
    status = case.returns_to if case.status is CaseStatus.NEEDS_INFO else case.status
    if status is CaseStatus.RECEIVED and case.received_at is not None:
        return _screening(case, case.received_at, now, ctx)
    if status in (CaseStatus.SCREENED, CaseStatus.REOPENED) and case.screened_at is not None:
        return _assignment(case, case.screened_at, now, ctx)
    if status in _CONCLUDING and case.clock_from is not None:
        return _conclusion(case, case.clock_from, now, ctx)
    return None


def conclusion_date(case: Case, now: datetime, ctx: CaseContext) -> date | None:
    """The province's day by which a conclusion is promised: what the reporter is told at receipt and ever after."""
    if case.clock_from is None:
        return None
    return add_working_days(ctx.cal, _term_end(case, case.clock_from, ctx), paused_days(case, now, ctx))


def paused_days(case: Case, now: datetime, ctx: CaseContext) -> int:
    """Working days the clock has stood in this round of work, the present question included; at most the setting."""
    waiting = 0
    if case.status is CaseStatus.NEEDS_INFO and case.asked_at is not None:
        waiting = working_days_between(ctx.cal, ctx.hours.day_of(case.asked_at), ctx.hours.day_of(now))
    return min(case.paused_days + waiting, ctx.rules.question_days)


def question_lapses_at(case: Case, ctx: CaseContext) -> datetime | None:
    """When an unanswered question lapses: the close of the tenth working day after it was asked. UTC."""
    if case.asked_at is None:
        return None
    asked = ctx.hours.day_of(case.asked_at)
    return ctx.hours.closing(add_working_days(ctx.cal, asked, ctx.rules.question_days))


def question_reminders(case: Case, ctx: CaseContext) -> tuple[date, ...]:
    """The days on which the reporter is reminded of an open question."""
    if case.status is not CaseStatus.NEEDS_INFO or case.asked_at is None:
        return ()
    asked = ctx.hours.day_of(case.asked_at)
    return tuple(add_working_days(ctx.cal, asked, n) for n in ctx.rules.question_reminder_days)


def assignment_lapses_at(case: Case, ctx: CaseContext) -> datetime | None:
    """When an assignment that was not begun falls back. UTC."""
    if case.assigned_at is None:
        return None
    assigned = ctx.hours.day_of(case.assigned_at)
    return ctx.hours.closing(add_working_days(ctx.cal, assigned, ctx.rules.begin_days))


def referral_lapses_at(case: Case, ctx: CaseContext) -> datetime | None:
    """When a referral without findings comes back: the close of its due day. UTC."""
    return None if case.referral is None else ctx.hours.closing(case.referral.due)


def appeal_until(case: Case, ctx: CaseContext) -> date | None:
    """The last day on which the reporter may appeal, in calendar days from the end of the case."""
    if case.ended_at is None:
        return None
    return end_of_term(ctx.cal, ctx.hours.day_of(case.ended_at), ctx.rules.appeal_days, DayKind.CALENDAR)


def word_missed_on(case: Case, now: datetime, ctx: CaseContext) -> date | None:
    """The latest day by which the reporter was to have a word, and had none; None while none is due.

    Who is asked something has a word, and reminders of it.
    """
    heard = _last_heard(case, ctx)
    missed = 0 if heard is None else working_days_between(ctx.cal, heard, ctx.hours.day_of(now))
    missed -= missed % ctx.rules.word_days
    return None if heard is None or not missed else add_working_days(ctx.cal, heard, missed)


def next_word_on(case: Case, now: datetime, ctx: CaseContext) -> date | None:
    """The next day, after today, by which the reporter of an open case must have a word; None without a reporter."""
    heard = _last_heard(case, ctx)
    if heard is None:
        return None
    return add_working_days(ctx.cal, word_missed_on(case, now, ctx) or heard, ctx.rules.word_days)


def _last_heard(case: Case, ctx: CaseContext) -> date | None:
    heard = case.last_word_at or case.received_at
    if not case.is_open or case.status is CaseStatus.NEEDS_INFO or case.reporter_id is None or heard is None:
        return None
    return ctx.hours.day_of(heard)


def case_rungs_reached(
    case: Case, now: datetime, ctx: CaseContext, last: CaseRung | None
) -> tuple[CaseRung, ...]:
    """The rungs reached since ``last`` on the running clock, lowest first. ``last`` is None when a clock begins."""
    running = due(case, now, ctx)
    if running is None:
        return ()
    reached = sum(running.percent >= share for share in ctx.rules.escalation_percent)
    known = 0 if last is None else _CASE_RUNGS.index(last) + 1
    return _CASE_RUNGS[known:reached]


def _screening(case: Case, since: datetime, now: datetime, ctx: CaseContext) -> Due:
    end = ctx.hours.add_working_hours(ctx.cal, since, ctx.rules.screening_hours)
    return _in_office_time(ClockKind.SCREENING, case, since, end, now, ctx)


def _assignment(case: Case, since: datetime, now: datetime, ctx: CaseContext) -> Due:
    last = add_working_days(ctx.cal, ctx.hours.day_of(since), ctx.rules.assignment_days)
    return _in_office_time(ClockKind.ASSIGNMENT, case, since, ctx.hours.closing(last), now, ctx)


def _in_office_time(
    kind: ClockKind, case: Case, since: datetime, end: datetime, now: datetime, ctx: CaseContext
) -> Due:
    whole = ctx.hours.working_time_between(ctx.cal, since, end)
    passed = ctx.hours.working_time_between(ctx.cal, since, now)
    day_long = ctx.hours.working_time_a_day
    waited = day_long * max(0, paused_days(case, now, ctx) - case.paused_before)
    at = ctx.hours.add_working_hours(ctx.cal, end, waited / timedelta(hours=1)) if waited else end
    return Due(kind, since, at, _percent(passed - waited, whole))


def _conclusion(case: Case, since: datetime, now: datetime, ctx: CaseContext) -> Due:
    unpaused = _term_end(case, since, ctx)
    promised = add_working_days(ctx.cal, unpaused, paused_days(case, now, ctx))
    waited = promised - unpaused
    at = ctx.hours.closing(promised)
    return Due(ClockKind.CONCLUSION, since, at, _percent(now - since - waited, at - since - waited))


def _term_end(case: Case, since: datetime, ctx: CaseContext) -> date:
    days = ctx.rules.conclusion_days + (ctx.rules.conclusion_extension_days if case.extended else 0)
    return end_of_term(ctx.cal, ctx.hours.day_of(since), days, DayKind.CALENDAR)


def _percent(passed: timedelta, whole: timedelta) -> int:
    return max(0, int(100 * (passed / whole))) if whole else 100
