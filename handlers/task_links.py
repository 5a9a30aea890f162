"""The buttons that lead to tasks, of lists, of digests, of the plan and its approvals, and where "back" leads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.ui.buttons import Press
from domain.task import Task


class Origin(StrEnum):
    """From where a task was opened, and so where "back" leads."""

    UNIT = "u"
    COOPERATING = "c"
    APPROVALS = "p"
    PLAN_UNIT = "v"
    PLAN_AREA = "a"
    PLAN_OVERDUE = "o"
    PLAN_WAITING = "w"


@dataclass(frozen=True)
class TaskList(Press, prefix="tl1"):
    """A page of a unit's tasks; without a unit, the choice between several."""

    unit: str | None = None
    page: int = 0


@dataclass(frozen=True)
class CooperatingList(Press, prefix="tc1"):
    """A page of the tasks in which the reader's units cooperate."""

    page: int = 0


@dataclass(frozen=True)
class OpenTask(Press, prefix="t2"):
    """A task's page. Without an origin it opens below the digest or the notice: what was said stays said."""

    task: str
    origin: Origin | None = None
    page: int = 0


@dataclass(frozen=True)
class Acknowledge(Press, prefix="ta1"):
    """ "Đã nhận việc"."""

    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class TaskHistory(Press, prefix="th1"):
    """All that was done with the task; ``at`` is the page of that."""

    task: str
    origin: Origin
    page: int = 0
    at: int = 0


@dataclass(frozen=True)
class TaskUnits(Press, prefix="tu2"):
    """Every unit that cooperates; ``at`` is the page of them."""

    task: str
    origin: Origin
    page: int = 0
    at: int = 0


@dataclass(frozen=True)
class TaskEvidence(Press, prefix="te1"):
    """What was submitted last."""

    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class ShowFile(Press, prefix="tf1"):
    """Sends a piece of evidence to be looked at."""

    task: str
    file: str


@dataclass(frozen=True)
class ReportProgress(Press, prefix="tg1"):
    """Begins a word on how far the task is."""

    task: str


@dataclass(frozen=True)
class Submit(Press, prefix="ts1"):
    """Begins to hand the task in."""

    task: str


@dataclass(frozen=True)
class Approve(Press, prefix="tp1"):
    """Approves what was submitted; ``revision`` is what the coordinator has before their eyes."""

    task: str
    revision: int


@dataclass(frozen=True)
class SendBack(Press, prefix="tb1"):
    """Begins the reason for which it goes back; ``revision`` as with approval."""

    task: str
    revision: int


@dataclass(frozen=True)
class OtherSteps(Press, prefix="tm1"):
    """What else may be done with the task, where its page has no room for it."""

    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class Explain(Press, prefix="ty1"):
    """Begins a word on why the task is late; ``below`` the digest that asks for it."""

    task: str
    below: bool = False


@dataclass(frozen=True)
class SnoozeDays(Press, prefix="tz1"):
    """The days a reminder of the task can be put off to."""

    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class Snooze(Press, prefix="tz2"):
    """ "Nhắc lại sau", on this day."""

    task: str
    until: date
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class Wake(Press, prefix="tz3"):
    """Takes it back: the task is spoken of as if nothing had been put off."""

    task: str
    origin: Origin
    page: int = 0


@dataclass(frozen=True)
class AskExtension(Press, prefix="tx1"):
    """Begins to ask for more time."""

    task: str


@dataclass(frozen=True)
class OpenRequest(Press, prefix="tx2"):
    """An extension that is asked for, to be decided; ``page`` is that of the list of what waits.

    Without a page it opens below the notice: what was said stays said.
    """

    task: str
    page: int | None = None


@dataclass(frozen=True)
class GrantExtension(Press, prefix="tx3"):
    """Grants what is asked for; ``revision`` as with approval."""

    task: str
    revision: int


@dataclass(frozen=True)
class GrantOther(Press, prefix="tx4"):
    """Begins to grant another date; ``revision`` as with approval."""

    task: str
    revision: int


@dataclass(frozen=True)
class RefuseExtension(Press, prefix="tx5"):
    """Begins the reason for which no time is granted; ``revision`` as with approval."""

    task: str
    revision: int


@dataclass(frozen=True)
class Suspend(Press, prefix="tj1"):
    """Begins the reason for which the task rests; ``revision`` as with approval."""

    task: str
    revision: int


@dataclass(frozen=True)
class ResumeTask(Press, prefix="tj2"):
    """The task goes on; ``revision`` as with approval."""

    task: str
    revision: int


@dataclass(frozen=True)
class CancelTask(Press, prefix="tj3"):
    """Begins the reason for which the task leaves the plan; ``revision`` as with approval."""

    task: str
    revision: int


@dataclass(frozen=True)
class OpenApprovals(Press, prefix="pp1"):
    """A page of what waits for approval."""

    page: int = 0


class Group(StrEnum):
    """What a list of the plan's tasks is narrowed down to."""

    UNIT = "u"
    AREA = "a"
    OVERDUE = "o"
    WAITING = "w"
    """What awaits approval, for whoever is not the one to decide."""


@dataclass(frozen=True)
class OpenPlan(Press, prefix="pl1"):
    """The figures of a plan; of the current one if none is named."""

    plan: str | None = None


@dataclass(frozen=True)
class PlanUnits(Press, prefix="pu1"):
    """A page of the units that lead the plan's tasks."""

    plan: str
    page: int = 0


@dataclass(frozen=True)
class PlanAreas(Press, prefix="pa1"):
    """The plan by area."""

    plan: str


@dataclass(frozen=True)
class PlanTasks(Press, prefix="pt1"):
    """The tasks of a unit or an area, the overdue or the submitted ones; ``key`` is the unit's code or the area."""

    plan: str
    group: Group
    key: str
    page: int = 0


def back(origin: Origin, task: Task, page: int) -> Press:
    """Where "back" leads from a task: to the page of the list it was opened from."""
    match origin:
        case Origin.UNIT:
            return TaskList(task.lead_unit, page)
        case Origin.COOPERATING:
            return CooperatingList(page)
        case Origin.APPROVALS:
            return OpenApprovals(page)
        case Origin.PLAN_UNIT:
            return PlanTasks(task.plan, Group.UNIT, task.lead_unit, page)
        case Origin.PLAN_AREA:
            return PlanTasks(task.plan, Group.AREA, task.area.value, page)
        case Origin.PLAN_OVERDUE:
            return PlanTasks(task.plan, Group.OVERDUE, "", page)
        case Origin.PLAN_WAITING:
            return PlanTasks(task.plan, Group.WAITING, "", page)
