"""Meetings of the Steering Committee: entered by the coordinator, their conclusions given to units as tasks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from domain.errors import Code, Refused
from domain.meeting import Meeting, check_meeting
from domain.people import OFFICE_ROLES, Actor, Role
from domain.plan import PlanKind
from domain.task import Task
from services.given_tasks import give
from services.scope import Scope

_PRODUCT: Final = "Báo cáo kết quả thực hiện kết luận"


class Meetings(Protocol):
    """Meetings and which tasks they concluded."""

    async def get(self, meeting_id: str) -> Meeting | None: ...

    async def page(self, limit: int, offset: int) -> tuple[list[Meeting], int]:
        """Meetings, the latest first, and how many there are."""
        ...

    async def add(self, meeting: Meeting, entered_by: str, now: datetime) -> None: ...

    async def conclude(self, meeting_id: str, task_id: str, entered_by: str, now: datetime) -> None:
        """The task is a conclusion of the meeting."""
        ...

    async def tasks_of(self, meeting_id: str) -> list[str]:
        """The ids of the tasks that the meeting concluded, in the order they were entered."""
        ...

    async def of_task(self, task_id: str) -> Meeting | None:
        """The meeting that concluded the task."""
        ...


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting with its conclusions."""

    meeting: Meeting
    conclusions: tuple[Task, ...]


def check_may_enter(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) unless the actor coordinates."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


async def meetings(scope: Scope, actor: Actor, limit: int, offset: int) -> tuple[list[Meeting], int]:
    """A page of the meetings, the latest first. Raises Refused(NOT_YOURS)."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    return await scope.uow.meetings.page(limit, offset)


async def view(scope: Scope, actor: Actor, meeting_id: str) -> MeetingView:
    """The meeting. Raises Refused(MEETING_UNKNOWN) for one that is not theirs to see."""
    meeting = await _seen(scope, actor, meeting_id)
    tasks = [await scope.uow.tasks.get(one) for one in await scope.uow.meetings.tasks_of(meeting.id)]
    return MeetingView(meeting, tuple(task for task in tasks if task is not None))


async def enter(scope: Scope, actor: Actor, held_on: date, title: str, number: str) -> Meeting:
    """Enters a meeting that was held. Raises Refused: NOT_YOURS, HELD_DAY_INVALID, TEXT_BLANK, DOCUMENT_MISSING."""
    check_may_enter(actor)
    check_meeting(held_on, title, number, scope.today)
    meeting = Meeting(scope.new_id(), held_on, title.strip(), number.strip())
    await scope.uow.meetings.add(meeting, actor.person_id, scope.now)
    return meeting


async def conclude(scope: Scope, actor: Actor, meeting_id: str, unit: str, title: str, due: date) -> Task:
    """A conclusion of the meeting becomes a task of the unit, which hears of it.

    Raises Refused: MEETING_UNKNOWN, NOT_YOURS, or as ``services.given_tasks.give``.
    """
    meeting = await may_conclude(scope, actor, meeting_id)
    task = await give(scope, actor, PlanKind.MEETINGS, unit, title, due, product=_PRODUCT)
    await scope.uow.meetings.conclude(meeting.id, task.id, actor.person_id, scope.now)
    return task


async def may_conclude(scope: Scope, actor: Actor, meeting_id: str) -> Meeting:
    """The meeting, if the actor may add to it. Raises Refused: MEETING_UNKNOWN, NOT_YOURS."""
    meeting = await _seen(scope, actor, meeting_id)
    check_may_enter(actor)
    return meeting


async def _seen(scope: Scope, actor: Actor, meeting_id: str) -> Meeting:
    meeting = await scope.uow.meetings.get(meeting_id) if actor.has_any(OFFICE_ROLES) else None
    if meeting is None:
        raise Refused(Code.MEETING_UNKNOWN)
    return meeting
