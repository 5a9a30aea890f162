"""Papers and pictures: who may have which, how one is asked for, and the facts each is made from.

A paper is made at the moment it is delivered, from what is true then, and is kept nowhere.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor, Role
from domain.task import Task, TaskAct, days_overdue, is_overdue
from services import dossiers, unit_reports
from services.notices import Notice, NoticeKind, ToPerson
from services.scope import Scope


class PaperName(StrEnum):
    """What can be asked for."""

    PERIODIC = "periodic"
    """The province's report of a reporting period (Word)."""
    OVERDUE = "overdue"
    """The overdue report (Word)."""
    SHEETS = "sheets"
    """Tasks, orders, online dossiers and the last ranking, a sheet each (Excel)."""
    AREAS = "areas"
    """Completion by area (picture)."""
    UNITS = "units"
    """Completion by unit (picture)."""
    AGES = "ages"
    """What is overdue, by how long (picture)."""
    BURN_DOWN = "burn_down"
    """What the plan leaves and what is left (picture)."""
    ONLINE = "online"
    """Online dossiers of the last month somebody told of, by unit, beside their targets (picture)."""
    TREND = "trend"
    """Online dossiers of the province, month by month (picture)."""
    UNIT_TREND = "unit_trend"
    """Online dossiers of a unit, month by month, beside its target (picture)."""
    OVERDUE_TEMPLATE = "overdue_t"
    """The product's own template of the overdue report (Word)."""
    PERIODIC_TEMPLATE = "periodic_t"
    """The product's own template of the periodic report (Word)."""
    AGENDA = "agenda"
    """A unit's due dates (calendar)."""
    POSTER = "poster"
    """The poster of a unit's one-stop counter (PDF)."""


OF_A_UNIT: Final = frozenset({PaperName.AGENDA, PaperName.POSTER, PaperName.UNIT_TREND})


def may_have(actor: Actor, paper: PaperName, of: str = "") -> bool:
    """Whether the paper is the actor's to have: the province's for whoever coordinates or governs, a unit's for those
    who serve it; its poster also for the coordinator, its figures also for whoever coordinates or governs.

    ``of`` is a unit's code, a period's key, or empty.
    """
    if paper not in OF_A_UNIT:
        return may_have_the_provinces(actor)
    if not of:
        return False
    if paper is PaperName.UNIT_TREND:
        return dossiers.may_look(actor, of)
    return actor.serves(of) or (paper is PaperName.POSTER and may_have_every_poster(actor))


def may_have_the_provinces(actor: Actor) -> bool:
    """Whether the papers and pictures of the whole province are the actor's to have."""
    return actor.has_any(OFFICE_ROLES)


def may_have_every_poster(actor: Actor) -> bool:
    """Whether the actor may have the poster of any unit: the coordinator, who has them hung."""
    return actor.has(Role.COORDINATOR)


def check_have_the_provinces(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever may not have them."""
    if not may_have_the_provinces(actor):
        raise Refused(Code.NOT_YOURS)


def check_have_every_poster(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever may not have them."""
    if not may_have_every_poster(actor):
        raise Refused(Code.NOT_YOURS)


async def ask(scope: Scope, actor: Actor, paper: PaperName, of: str = "") -> bool:
    """Has the paper made and sent to the actor; false when the same one is on its way already.

    Raises Refused: NOT_YOURS, UNIT_UNKNOWN, PERIOD_UNKNOWN.
    """
    if not may_have(actor, paper, of):
        raise Refused(Code.NOT_YOURS)
    if paper is PaperName.PERIODIC:
        unit_reports.period(scope, of)
    elif of and await scope.uow.units.get(of) is None:
        raise Refused(Code.UNIT_UNKNOWN, unit=of)
    return await scope.uow.notices.post(
        Notice(NoticeKind.PAPER, ToPerson(actor.person_id), {"paper": paper.value, "of": of}),
        # A second press within the minute is the same wish.
        key=f"{NoticeKind.PAPER}:{actor.person_id}:{paper}:{of}:{scope.now:%Y%m%d%H%M}",
    )


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue task: working days overdue, the names of its unit's heads, the last explanation given."""

    task: Task
    days: int
    heads: tuple[str, ...]
    explanation: str


async def overdue(scope: Scope, tasks: Iterable[Task]) -> list[Late]:
    """Those of the tasks that are overdue today, longest first."""
    late = [task for task in tasks if is_overdue(task, scope.today)]
    heads = await heads_of(scope, {task.lead_unit for task in late})
    said = await scope.uow.tasks.last_notes(TaskAct.EXPLAIN, [task.id for task in late])
    found = [
        Late(
            task,
            days_overdue(task, scope.today, scope.calendar),
            heads.get(task.lead_unit, ()),
            said.get(task.id, ""),
        )
        for task in late
    ]
    return sorted(found, key=lambda one: (-one.days, one.task.due_date, one.task.code))


async def heads_of(scope: Scope, units: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The names of those who head each unit today."""
    found: dict[str, list[str]] = {}
    for person in await scope.uow.people.holding({Role.UNIT_HEAD}):
        for unit in person.actor(scope.now).units(Role.UNIT_HEAD) & frozenset(units):
            found.setdefault(unit, []).append(person.name)
    return {unit: tuple(sorted(names)) for unit, names in found.items()}


async def tasks_of_unit(scope: Scope, unit: str) -> Sequence[Task]:
    """The open tasks the unit leads, of every plan."""
    return await scope.uow.tasks.of_leads([unit], None)
