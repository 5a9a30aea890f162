"""The figures of a plan: how much of it is done.

A cancelled task is no longer part of the plan and counts nowhere. A suspended one still is: it counts in the total and
as left, or suspending would raise the rate. Submitted is not done until approved.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.rates import Rate
from domain.task import Area, Task, TaskStatus, is_explained, is_late, is_overdue

K = TypeVar("K", bound=str)


class PlanKind(StrEnum):
    """What a plan is made of."""

    REFORM = "reform"
    """The tasks of the province's reform plan of one year: its figure is the province's figure."""
    KEY_TASKS = "key_tasks"
    """What the Steering Committee assigned to selected bodies, beside that plan."""
    INSPECTIONS = "inspections"
    """What units have to put right after an inspection by the province."""
    MEETINGS = "meetings"
    """What meetings of the Steering Committee concluded."""
    RECURRING = "recurring"
    """What comes again each month, quarter, half-year or year."""


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """Counts of tasks on one day; ``rate`` is completed of all that are not cancelled."""

    rate: Rate
    submitted: int
    overdue: int
    explained: int
    """Of the overdue ones, those whose delay was explained."""
    completed_late: int
    suspended: int
    cancelled: int

    @property
    def done(self) -> int:
        """Tasks completed."""
        return self.rate.done

    @property
    def total(self) -> int:
        """Tasks of the plan, cancelled ones left out."""
        return self.rate.total

    @property
    def left(self) -> int:
        """Tasks not completed yet."""
        return self.rate.left


def plan_figure(tasks: Iterable[Task], today: date) -> PlanFigure:
    """The figure of these tasks."""
    tasks = tuple(tasks)
    completed = [task for task in tasks if task.status is TaskStatus.COMPLETED]
    cancelled = _count(tasks, TaskStatus.CANCELLED)
    return PlanFigure(
        rate=Rate(len(completed), len(tasks) - cancelled),
        submitted=_count(tasks, TaskStatus.SUBMITTED),
        overdue=sum(is_overdue(task, today) for task in tasks),
        explained=sum(is_overdue(task, today) and is_explained(task) for task in tasks),
        completed_late=sum(is_late(task) for task in completed),
        suspended=_count(tasks, TaskStatus.SUSPENDED),
        cancelled=cancelled,
    )


def by_area(tasks: Iterable[Task], today: date) -> Mapping[Area, PlanFigure]:
    """The figure of each area that has tasks, in the order of the areas."""
    found = _grouped(tasks, lambda task: task.area, today)
    return {area: found[area] for area in Area if area in found}


def by_unit(tasks: Iterable[Task], today: date) -> Mapping[str, PlanFigure]:
    """The figure of each lead unit, by code. A cooperating unit is not counted."""
    return _grouped(tasks, lambda task: task.lead_unit, today)


def _count(tasks: Iterable[Task], status: TaskStatus) -> int:
    return sum(task.status is status for task in tasks)


def _grouped(tasks: Iterable[Task], key: Callable[[Task], K], today: date) -> dict[K, PlanFigure]:
    groups: dict[K, list[Task]] = {}
    for task in tasks:
        groups.setdefault(key(task), []).append(task)
    return {name: plan_figure(group, today) for name, group in groups.items()}
