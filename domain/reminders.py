"""Who is to hear of what is awaited of a unit, on which day, and why: a task of a plan, an order of a dispatch.

Reminders are questions asked of the present, not timers: each working day the rule is put to each of them, so an outage
loses nothing and what was finished meanwhile is not spoken of. One digest a person holds all the answers of that day.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final, Protocol

from domain.deadlines import (
    WorkingDays,
    is_first_working_day_of_week,
    next_working_day,
    working_days_left,
    working_days_overdue,
)


class Awaited(Protocol):
    """What is awaited of a unit. Days are the province's; without a due date it is awaited at once."""

    @property
    def due_date(self) -> date | None: ...

    @property
    def is_pending(self) -> bool:
        """Whether the unit still has something to do."""
        ...

    @property
    def acknowledged_on(self) -> date | None: ...

    @property
    def snoozed_until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """When a task is spoken of: so many working days before, at a local time, and how once overdue.

    Overdue: every working day for ``overdue_daily`` days, then on the first working day of each week if ``weekly``.
    """

    before: tuple[int, ...] = (7, 3, 1, 0)
    at: time = time(8, 0)
    overdue_daily: int = 3
    weekly: bool = True


class ReasonKind(StrEnum):
    """Why a task is in a digest."""

    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    AT_ONCE = "at_once"
    """It was ordered without a date, to be done urgently."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and by how many working days: left when due, past the date when overdue.

    ``late`` marks what should have been said on an earlier day and was not.
    """

    kind: ReasonKind
    working_days: int
    due_date: date | None
    late: bool = False


DEFAULT_POLICY: Final = ReminderPolicy()


def reason_to_hear(
    awaited: Awaited, today: date, cal: WorkingDays, policy: ReminderPolicy = DEFAULT_POLICY
) -> Reason | None:
    """Why the unit hears of it today, or None. On a day off nobody hears anything.

    "Đã nhận việc" stops the nagging, not what cannot be ignored: the due day and the weekly word stay.
    """
    if not awaited.is_pending or not cal.is_working(today):
        return None
    due = awaited.due_date
    if due is None:
        # Ordered to be done urgently, without a date: a word each week until it is done.
        hears = is_first_working_day_of_week(cal, today)
    elif today > due:
        hears = _hears_overdue(awaited, due, today, cal, policy)
    else:
        hears = _hears_before(awaited, due, today, cal, policy)
    return _now(awaited, today, cal) if hears else None


def missed(
    awaited: Awaited, last_run: date, today: date, cal: WorkingDays, policy: ReminderPolicy = DEFAULT_POLICY
) -> Reason | None:
    """What should have been heard after ``last_run`` and before today, said once, as it stands today, marked late.

    None when nothing was missed, when today has a reason of its own (it says the same), or on a day off: then it waits
    for the next working day.
    """
    if not cal.is_working(today) or reason_to_hear(awaited, today, cal, policy) is not None:
        return None
    between = range(1, (today - last_run).days)
    if not any(reason_to_hear(awaited, last_run + timedelta(days=n), cal, policy) for n in between):
        return None
    present = _now(awaited, today, cal)
    return Reason(present.kind, present.working_days, present.due_date, late=True)


def to_hear(
    awaited: Awaited,
    last_run: date | None,
    today: date,
    cal: WorkingDays,
    policy: ReminderPolicy = DEFAULT_POLICY,
) -> Reason | None:
    """Today's reason, or what was missed since the last run. A first run (None) has missed nothing."""
    reason = reason_to_hear(awaited, today, cal, policy)
    if reason is not None or last_run is None:
        return reason
    return missed(awaited, last_run, today, cal, policy)


def _now(awaited: Awaited, today: date, cal: WorkingDays) -> Reason:
    due = awaited.due_date
    if due is None:
        return Reason(ReasonKind.AT_ONCE, 0, None)
    if today > due:
        return Reason(ReasonKind.OVERDUE, working_days_overdue(cal, due, today), due)
    kind = ReasonKind.DUE_TODAY if today == due else ReasonKind.DUE_SOON
    return Reason(kind, working_days_left(cal, due, today), due)


def _hears_before(awaited: Awaited, due: date, today: date, cal: WorkingDays, policy: ReminderPolicy) -> bool:
    # Who put a reminder off to a day wants to hear on that day, or on the first that is worked after it.
    if awaited.snoozed_until is not None and next_working_day(cal, awaited.snoozed_until) == today:
        return True
    left = working_days_left(cal, due, today)
    if left not in policy.before:
        return False
    # No working day is left: a due date on a Sunday is spoken of on the Friday, and cannot be silenced.
    if left == 0:
        return True
    return awaited.acknowledged_on is None and not (
        awaited.snoozed_until is not None and today < awaited.snoozed_until
    )


def _hears_overdue(
    awaited: Awaited, due: date, today: date, cal: WorkingDays, policy: ReminderPolicy
) -> bool:
    if working_days_overdue(cal, due, today) <= policy.overdue_daily:
        return awaited.acknowledged_on is None
    return policy.weekly and is_first_working_day_of_week(cal, today)


class Rung(StrEnum):
    """Who hears of an overdue task: the ladder, lowest first."""

    HEAD = "head"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    OVERDUE_REPORT = "overdue_report"


_RUNGS: Final = tuple(Rung)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Working days overdue at which each rung above the head is reached."""

    coordinator: int = 1
    leader: int = 3
    overdue_report: int = 7


DEFAULT_LADDER: Final = Ladder()


def present_rung(
    awaited: Awaited, today: date, cal: WorkingDays, ladder: Ladder = DEFAULT_LADDER
) -> Rung | None:
    """The rung it stands on: HEAD until it is a working day overdue; None when nobody is to act on it."""
    if not awaited.is_pending:
        return None
    overdue = 0 if awaited.due_date is None else working_days_overdue(cal, awaited.due_date, today)
    if overdue >= ladder.overdue_report:
        return Rung.OVERDUE_REPORT
    if overdue >= ladder.leader:
        return Rung.LEADER
    return Rung.COORDINATOR if overdue >= ladder.coordinator else Rung.HEAD


def rungs_reached(
    awaited: Awaited, today: date, cal: WorkingDays, last_rung: Rung | None, ladder: Ladder = DEFAULT_LADDER
) -> tuple[Rung, ...]:
    """The rungs reached since ``last_rung``, lowest first; the last of them is to be remembered.

    A task never seen before (None) starts at its present rung only: an imported plan does not set off alarms that were
    due in summer. Acknowledging and snoozing do not stop the ladder; a later due date takes the task off its rungs, so
    whoever grants an extension forgets ``last_rung``.
    """
    present = present_rung(awaited, today, cal, ladder)
    if present is None:
        return ()
    if last_rung is None:
        return (present,)
    return _RUNGS[_RUNGS.index(last_rung) + 1 : _RUNGS.index(present) + 1]
