"""The history of a task: what was done with it, kept act by act."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.people import Role
from domain.task import Evidence, TaskStatus

IMPORTED: Final = "imported"
"""The act of an event by which a plan's file brought or changed a task; every other is a ``TaskAct``."""


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """Something that was done with a task: when (UTC), by whom, in what capacity, with which words and evidence.

    ``person_id`` is None for the command line. ``until`` is the day an act names: asked for, granted, or put off to.
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
    evidence: tuple[Evidence, ...] = ()
