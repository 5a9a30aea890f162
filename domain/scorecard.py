"""What the tasks of a year say of the head who led them: in time, late, overdue, extended, explained.

Nothing of it is kept: it is counted from the tasks each time, by the dates of ``domain.task``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.task import Task, TaskStatus, is_late, is_late_by_plan, is_overdue

HANDED_IN: Final = frozenset({TaskStatus.SUBMITTED, TaskStatus.COMPLETED})


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Counts of the tasks a unit leads. Cancelled ones count nowhere.

    ``in_time``, ``late``, ``overdue`` and ``ahead`` add up to ``total``. ``in_time_by_extension`` are those of
    ``in_time`` that missed the plan's own date. A task that was extended or explained is one of the others as well.
    """

    total: int
    in_time: int
    in_time_by_extension: int
    late: int
    overdue: int
    ahead: int
    extended: int
    explained: int


def scorecard(tasks: Iterable[Task], today: date) -> Scorecard:
    """The card of these tasks on a day. Timeliness is judged on the day a task was handed in, on the date in force."""
    counted = [task for task in tasks if task.status is not TaskStatus.CANCELLED]
    handed_in = [task for task in counted if task.status in HANDED_IN]
    late = sum(is_late(task) for task in handed_in)
    overdue = sum(is_overdue(task, today) for task in counted)
    return Scorecard(
        total=len(counted),
        in_time=len(handed_in) - late,
        in_time_by_extension=sum(is_late_by_plan(task) and not is_late(task) for task in handed_in),
        late=late,
        overdue=overdue,
        ahead=len(counted) - len(handed_in) - overdue,
        extended=sum(task.due_date != task.original_due_date for task in counted),
        explained=sum(task.explained_on is not None for task in counted),
    )
