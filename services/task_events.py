"""The history of a task: what was done with it, kept act by act."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.people import Role
from domain.task import Evidence, TaskStatus

IMPORTED: Final = "imported"
"""The act of an event by which a plan's file brought or changed a task; what no act here names is a ``TaskAct``."""
MOVED: Final = "moved"
"""The task went over to the one unit that took over from its lead."""
ASSIGNED: Final = "assigned"
"""A coordinator gave the task, whose lead had ended, to another unit."""
HEAD_CHANGED: Final = "head_changed"
"""The lead unit has another head, who has acknowledged nothing yet."""


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """Something that was done with a task: when (UTC), by whom, in what capacity, with which words and evidence.

    ``person_id`` is None for the command line and for the clock. ``from_unit`` and ``to_unit`` are the lead units
    before and after, where the act changed them. ``until`` is the day an act names: asked for, granted, or put off to.
    """

    task_id: str
    at: datetime
    act: str
    person_id: str | None = None
    role: Role | None = None
    from_status: TaskStatus | None = None
    to_status: TaskStatus | None = None
    percent: int | None = None
    until: date | None = None
    note: str = ""
    from_unit: str | None = None
    to_unit: str | None = None
    evidence: tuple[Evidence, ...] = ()
