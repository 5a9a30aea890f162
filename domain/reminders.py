"""Who is to hear of a task, on which day, and why.

Reminders are questions asked of the present, not timers: each working day the rule is put to each task, so an outage
loses nothing and a task finished meanwhile is not spoken of. One digest a person holds all the answers of that day.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from domain.deadlines import (
    WorkingDays,
    is_first_working_day_of_week,
    next_working_day,
    working_days_left,
    working_days_overdue,
)
from domain.task import PENDING, Task, days_overdue


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


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and by how many working days: left when due, past the date when overdue.

    ``late`` marks what should have been said on an earlier day and was not.
    """

    kind: ReasonKind
    working_days: int
    due_date: date
    late: bool = False


DEFAULT_POLICY: Final = ReminderPolicy()


def reason_to_hear(
    task: Task, today: date, cal: WorkingDays, policy: ReminderPolicy = DEFAULT_POLICY
) -> Reason | None:
    """Why the lead unit hears of the task today, or None. On a day off nobody hears anything.

    "Đã nhận việc" stops the nagging, not what cannot be ignored: the due day and the weekly word stay.
    """
    if task.status not in PENDING or not cal.is_working(today):
        return None
    if today > task.due_date:
        return _now(task, today, cal) if _hears_overdue(task, today, cal, policy) else None
    return _now(task, today, cal) if _hears_before(task, today, cal, policy) else None


def missed(
    task: Task, last_run: date, today: date, cal: WorkingDays, policy: ReminderPolicy = DEFAULT_POLICY
) -> Reason | None:
    """What should have been heard after ``last_run`` and before today, said once, as it stands today, marked late.

    None when nothing was missed, when today has a reason of its own (it says the same), or on a day off: then it waits
    for the next working day.
    """
    if not cal.is_working(today) or reason_to_hear(task, today, cal, policy) is not None:
        return None
    between = range(1, (today - last_run).days)
    if not any(reason_to_hear(task, last_run + timedelta(days=n), cal, policy) for n in between):
        return None
    present = _now(task, today, cal)
    return Reason(present.kind, present.working_days, present.due_date, late=True)


def to_hear(
    task: Task, last_run: date | None, today: date, cal: WorkingDays, policy: ReminderPolicy = DEFAULT_POLICY
) -> Reason | None:
    """Today's reason, or what was missed since the last run. A first run (None) has missed nothing."""
    reason = reason_to_hear(task, today, cal, policy)
    if reason is not None or last_run is None:
        return reason
    return missed(task, last_run, today, cal, policy)


def _now(task: Task, today: date, cal: WorkingDays) -> Reason:
    if today > task.due_date:
        return Reason(ReasonKind.OVERDUE, working_days_overdue(cal, task.due_date, today), task.due_date)
    kind = ReasonKind.DUE_TODAY if today == task.due_date else ReasonKind.DUE_SOON
    return Reason(kind, working_days_left(cal, task.due_date, today), task.due_date)


def _hears_before(task: Task, today: date, cal: WorkingDays, policy: ReminderPolicy) -> bool:
    # Who put a reminder off to a day wants to hear on that day, or on the first that is worked after it.
    if task.snoozed_until is not None and next_working_day(cal, task.snoozed_until) == today:
        return True
    left = working_days_left(cal, task.due_date, today)
    if left not in policy.before:
        return False
    # No working day is left: a due date on a Sunday is spoken of on the Friday, and cannot be silenced.
    if left == 0:
        return True
    return task.acknowledged_on is None and not (
        task.snoozed_until is not None and today < task.snoozed_until
    )


def _hears_overdue(task: Task, today: date, cal: WorkingDays, policy: ReminderPolicy) -> bool:
    if working_days_overdue(cal, task.due_date, today) <= policy.overdue_daily:
        return task.acknowledged_on is None
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


def present_rung(task: Task, today: date, cal: WorkingDays, ladder: Ladder = DEFAULT_LADDER) -> Rung | None:
    """The rung the task stands on: HEAD until it is a working day overdue; None when nobody is to act on it."""
    if task.status not in PENDING:
        return None
    overdue = days_overdue(task, today, cal)
    if overdue >= ladder.overdue_report:
        return Rung.OVERDUE_REPORT
    if overdue >= ladder.leader:
        return Rung.LEADER
    return Rung.COORDINATOR if overdue >= ladder.coordinator else Rung.HEAD


def rungs_reached(
    task: Task, today: date, cal: WorkingDays, last_rung: Rung | None, ladder: Ladder = DEFAULT_LADDER
) -> tuple[Rung, ...]:
    """The rungs reached since ``last_rung``, lowest first; the last of them is to be remembered.

    A task never seen before (None) starts at its present rung only: an imported plan does not set off alarms that were
    due in summer. Acknowledging and snoozing do not stop the ladder; a later due date takes the task off its rungs, so
    whoever grants an extension forgets ``last_rung``.
    """
    present = present_rung(task, today, cal, ladder)
    if present is None:
        return ()
    if last_rung is None:
        return (present,)
    return _RUNGS[_RUNGS.index(last_rung) + 1 : _RUNGS.index(present) + 1]
