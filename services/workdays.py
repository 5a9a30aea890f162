"""The coordinator's days on top of the working calendar: added and taken back, never in the past."""

from datetime import date
from typing import Protocol

from domain.errors import Code, Refused
from domain.people import Actor
from domain.workday import AddedDay, check_calendar, check_day, check_words
from services.scope import Scope


class AddedDays(Protocol):
    """The days that were added to the calendar."""

    async def all(self) -> list[AddedDay]:
        """Every one, soonest first."""
        ...

    async def get(self, day: date) -> AddedDay | None: ...

    async def put(self, added: AddedDay) -> None:
        """Adds a day, or replaces the one there is."""
        ...

    async def remove(self, day: date) -> None: ...


async def added_days(scope: Scope, actor: Actor) -> list[AddedDay]:
    """Those of today and later, soonest first, then the past ones, latest first. Raises Refused(NOT_YOURS)."""
    check_calendar(actor)
    days = await scope.uow.added_days.all()
    coming = [one for one in days if one.day >= scope.today]
    past = [one for one in days if one.day < scope.today]
    return [*coming, *reversed(past)]


async def check_new(scope: Scope, actor: Actor, day: date, *, is_working: bool) -> None:
    """Whether the day may be set so. Raises Refused: NOT_YOURS, DAY_PASSED, DAY_TOO_FAR, DAY_AS_IT_IS."""
    check_calendar(actor)
    check_day(day, scope.today)
    if await is_worked(scope, day) == is_working:
        raise Refused(Code.DAY_AS_IT_IS, day=day)


async def is_worked(scope: Scope, day: date) -> bool:
    """Whether the day is worked as things stand: the calendar of the scope may be a minute old."""
    held = await scope.uow.added_days.get(day)
    return scope.calendar.is_working(day) if held is None else held.is_working


async def add_day(
    scope: Scope, actor: Actor, day: date, name: str, source: str = "", *, is_working: bool
) -> AddedDay:
    """Sets the day. Raises Refused: as ``check_new`` and ``check_words``."""
    await check_new(scope, actor, day, is_working=is_working)
    said = check_words(source) if source else ""
    added = AddedDay(day, is_working, check_words(name), said, actor.person_id, scope.now)
    await scope.uow.added_days.put(added)
    return added


async def take_back(scope: Scope, actor: Actor, day: date) -> AddedDay:
    """The day is again as the calendar of the release has it.

    Raises Refused: NOT_YOURS, DAY_PASSED, or STALE when it is so already.
    """
    check_calendar(actor)
    check_day(day, scope.today)
    held = await scope.uow.added_days.get(day)
    if held is None:
        raise Refused(Code.STALE)
    await scope.uow.added_days.remove(day)
    return held
