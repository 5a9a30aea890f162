"""A task of a plan, and what follows from its dates.

Overdue is never a state. It is derived from the date each time, so no job that did not run can make it wrong.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.deadlines import (
    WorkingDays,
    add_working_days,
    next_working_day,
    working_days_left,
    working_days_overdue,
)

STANDING_AGENCY: Final = "SNV"
"""Home Affairs, standing agency of the Steering Committee: it approves, and leads sixteen of the tasks it approves."""


class Area(StrEnum):
    """The seven areas of public administrative reform (``area`` in par_plan_2023.csv)."""

    STEERING = "steering"
    INSTITUTIONS = "institutions"
    PROCEDURES = "procedures"
    APPARATUS = "apparatus"
    CIVIL_SERVICE = "civil_service"
    PUBLIC_FINANCE = "public_finance"
    DIGITAL_GOVERNMENT = "digital_government"


class TaskStatus(StrEnum):
    """Where a task stands (``status`` in par_plan_2023.csv)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


PENDING: Final = frozenset({TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS})
"""With the lead unit: it is reminded, and can be overdue."""
ENDED: Final = frozenset({TaskStatus.COMPLETED, TaskStatus.CANCELLED})
SNOOZES: Final = (1, 3)
"""Working days by which a reminder is commonly put off."""
EXTENSIONS: Final = (7, 14, 30)
"""Days by which a due date is commonly moved."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension asked for and not decided yet."""

    until: date
    asked_on: date
    asked_by: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a plan. Days are the province's. ``cooperating_units`` are written out, without the lead.

    ``due_date`` is the date in force, ``original_due_date`` the plan's own, kept for statistics. ``revision`` grows by
    one with every act; who acts on an older one has lost.
    """

    id: str
    plan: str
    code: str
    area: Area
    title_vi: str
    title_en: str
    lead_unit: str
    cooperating_units: tuple[str, ...]
    product_vi: str
    due_date: date
    original_due_date: date
    status: TaskStatus = TaskStatus.NOT_STARTED
    submitted_on: date | None = None
    completed_on: date | None = None
    submitted_by: str | None = None
    progress_percent: int = 0
    acknowledged_on: date | None = None
    snoozed_until: date | None = None
    extension: Extension | None = None
    explained_on: date | None = None
    revision: int = 0

    @property
    def is_pending(self) -> bool:
        """Whether the lead unit still has something to do, so that it is reminded."""
        return self.status in PENDING


class EvidenceKind(StrEnum):
    """What may show that a task was done."""

    FILE = "file"
    PHOTO = "photo"
    LINK = "link"
    DOCUMENT_NUMBER = "document_number"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence. ``value`` is a stored file's id, an http(s) address, or a document's number."""

    kind: EvidenceKind
    value: str


class TaskAct(StrEnum):
    """What can be done with a task."""

    ACKNOWLEDGE = "acknowledge"
    REPORT_PROGRESS = "report_progress"
    SUBMIT = "submit"
    SNOOZE = "snooze"
    WAKE = "wake"
    REQUEST_EXTENSION = "request_extension"
    EXPLAIN = "explain"
    APPROVE = "approve"
    RETURN = "return"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What comes with an act: a reason or explanation, a percentage, evidence, a date. Each act says what it needs."""

    reason: str = ""
    percent: int | None = None
    evidence: tuple[Evidence, ...] = ()
    until: date | None = None


NO_FACTS: Final = TaskFacts()


def is_overdue(task: Task, today: date) -> bool:
    """Not completed, not submitted, and past its date. A suspended or cancelled task has no date to be past."""
    return task.status in PENDING and today > task.due_date


def days_overdue(task: Task, today: date, cal: WorkingDays) -> int:
    """Working days overdue, today included; 0 for a task that is not overdue."""
    return working_days_overdue(cal, task.due_date, today) if is_overdue(task, today) else 0


def is_explained(task: Task) -> bool:
    """Whether the delay past the date in force was explained; what explained one before an extension does not."""
    return task.explained_on is not None and task.explained_on > task.due_date


def is_snoozed(task: Task, today: date) -> bool:
    """Whether the reminders of the task are put off to a later day."""
    return task.snoozed_until is not None and today < task.snoozed_until


def may_be_put_off_to(task: Task, until: date, today: date) -> bool:
    """Whether a reminder can be put off to the day: a later one, at most the due date."""
    return today < until <= task.due_date


def may_be_extended_to(task: Task, until: date) -> bool:
    """Whether an extension to the day gives more time."""
    return until > task.due_date


def likely_extensions(task: Task, cal: WorkingDays) -> tuple[date, ...]:
    """The days worth offering as a later due date, soonest first; each is worked."""
    days = (next_working_day(cal, task.due_date + timedelta(days=n)) for n in EXTENSIONS)
    return tuple(dict.fromkeys(days))


def snooze_days(task: Task, today: date, cal: WorkingDays) -> tuple[date, ...]:
    """The days worth offering to put a reminder off to, soonest first: some working days on, and the due date."""
    days = {*(add_working_days(cal, today, n) for n in SNOOZES), task.due_date}
    return tuple(sorted(day for day in days if may_be_put_off_to(task, day, today)))


def handed_to(task: Task, unit: str) -> Task:
    """The task led by another unit, which has acknowledged and put off nothing of it yet; one revision further."""
    return replace(
        task,
        lead_unit=unit,
        cooperating_units=tuple(code for code in task.cooperating_units if code != unit),
        acknowledged_on=None,
        snoozed_until=None,
        revision=task.revision + 1,
    )


def is_late(task: Task) -> bool:
    """Whether what was submitted came after the date in force. Approval may take its time: submission counts."""
    handed_in = task.submitted_on or task.completed_on
    return handed_in is not None and handed_in > task.due_date


def is_late_by_plan(task: Task) -> bool:
    """Whether it came after the plan's own date, extensions left aside: for statistics."""
    handed_in = task.submitted_on or task.completed_on
    return handed_in is not None and handed_in > task.original_due_date


def urgency(task: Task, today: date, cal: WorkingDays) -> tuple[bool, int, date, str]:
    """Sort key of a head's list: overdue first, then by working days left, due date and code."""
    return (
        not is_overdue(task, today),
        working_days_left(cal, task.due_date, today),
        task.due_date,
        task.code,
    )
