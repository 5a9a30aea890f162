"""Inspections: a unit's own calendar, the province's inspections of units, and the picture read off both.

The domain's table says who may do what; here the inspection is read again, the act is kept with who did it, and what
the province finds becomes a task of the unit.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol

from domain import inspection as rules
from domain.errors import Code, Refused
from domain.inspection import (
    Finding,
    FindingKind,
    Inspection,
    InspectionAct,
    InspectionKind,
    acts,
    check_may,
    in_calendar_order,
    may_plan,
    may_see,
)
from domain.inspection_picture import UnitPicture, pictures
from domain.people import OFFICE_ROLES, UNIT_ROLES, Actor
from domain.plan import PlanKind
from domain.reminders import Rung
from domain.task import Area, Task
from domain.unit import expand
from services.given_tasks import give
from services.notices import Notice, NoticeKind, ToPerson
from services.scope import Scope
from services.tasks import served_units

_PREFIXES: Final = {InspectionKind.OWN: "TKT", InspectionKind.PROVINCE: "KT"}
_AREAS: Final = {
    FindingKind.DISCIPLINE: Area.CIVIL_SERVICE,
    FindingKind.CONDUCT: Area.CIVIL_SERVICE,
    FindingKind.LATE_DOSSIERS: Area.PROCEDURES,
    FindingKind.PROCEDURES: Area.PROCEDURES,
    FindingKind.ONLINE_SERVICES: Area.DIGITAL_GOVERNMENT,
    FindingKind.STEERING: Area.STEERING,
    FindingKind.OTHER: Area.STEERING,
}
"""The area of reform to which the task of a finding belongs."""
_PRODUCT: Final = "Báo cáo kết quả khắc phục"


@dataclass(frozen=True, slots=True)
class Standing:
    """A planned inspection, the rung it stands on as far as was told, and the day it came to it."""

    inspection: Inspection
    rung: Rung | None
    climbed_on: date | None


class Inspections(Protocol):
    """Inspections and what they found."""

    async def get(self, inspection_id: str) -> Inspection | None: ...

    async def by_code(self, codes: Collection[str]) -> dict[str, Inspection]:
        """Those of these codes, by code."""
        ...

    async def of_units(
        self, units: Collection[str] | None = None, kind: InspectionKind | None = None
    ) -> list[Inspection]:
        """Every inspection (of the units, of the kind, if named), the earliest planned first."""
        ...

    async def of_task(self, task_id: str) -> Inspection | None:
        """The inspection of whose findings the task is."""
        ...

    async def codes(self, prefix: str) -> list[str]:
        """The codes that begin so."""
        ...

    async def pending(
        self, due_by: date | None = None, units: Collection[str] | None = None
    ) -> list[Standing]:
        """The units' own inspections still to be held, planned up to a day."""
        ...

    async def climb(self, rungs: Sequence[tuple[str, Rung]], day: date) -> None:
        """Remembers the rung that each inspection, by id, stands on since the day."""
        ...

    async def add(self, inspections: Sequence[Inspection], entered_by: str | None, now: datetime) -> None:
        """Adds inspections with what they found; ``entered_by`` None is the command line."""
        ...

    async def save(
        self, inspection: Inspection, expected_revision: int, changed_by: str | None, now: datetime
    ) -> None:
        """Replaces an inspection; a later day takes it off its rung.

        Raises Refused(STALE) when its stored revision is another than expected.
        """
        ...


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


async def calendar(scope: Scope, actor: Actor, unit: str) -> list[Inspection]:
    """The unit's inspections, own and the province's, what is to be held first. Raises Refused(NOT_YOURS)."""
    if not actor.serves(unit) and not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    return sorted(await scope.uow.inspections.of_units({unit}), key=in_calendar_order)


async def of_province(scope: Scope, actor: Actor) -> list[Inspection]:
    """What the province inspects, what is to be held first. Raises Refused(NOT_YOURS)."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    found = await scope.uow.inspections.of_units(kind=InspectionKind.PROVINCE)
    return sorted(found, key=in_calendar_order)


async def picture(scope: Scope, actor: Actor) -> tuple[UnitPicture, ...]:
    """Every unit over the last twelve months. Raises Refused(NOT_YOURS) for whoever neither coordinates nor governs."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    of: dict[str, list[Inspection]] = {}
    for one in await scope.uow.inspections.of_units():
        of.setdefault(one.unit, []).append(one)
    return pictures(of, await scope.uow.units.all(), scope.today)


@dataclass(frozen=True, slots=True)
class InspectionView:
    """An inspection as one person may see it, with what they may do and the tasks that came of it, by id."""

    inspection: Inspection
    acts: frozenset[InspectionAct]
    tasks: dict[str, Task]


async def view(scope: Scope, actor: Actor, inspection_id: str) -> InspectionView:
    """The inspection. Raises Refused(INSPECTION_UNKNOWN) for one that is not theirs to see."""
    one = await _seen(scope, actor, inspection_id)
    tasks = {}
    for finding in one.findings:
        task = None if finding.task is None else await scope.uow.tasks.get(finding.task)
        if task is not None:
            tasks[task.id] = task
    return InspectionView(one, acts(one, actor, scope.today), tasks)


async def may_do(scope: Scope, actor: Actor, inspection_id: str, act: InspectionAct) -> Inspection:
    """The inspection, if the actor may do this now. Raises Refused: INSPECTION_UNKNOWN, or as the domain's table."""
    one = await _seen(scope, actor, inspection_id)
    check_may(one, act, actor, scope.today)
    return one


async def _seen(scope: Scope, actor: Actor, inspection_id: str) -> Inspection:
    one = await scope.uow.inspections.get(inspection_id)
    if one is None or not may_see(one, actor):
        raise Refused(Code.INSPECTION_UNKNOWN)
    return one


def usual_unit(actor: Actor) -> str | None:
    """The unit whose calendar the actor keeps, the first of several."""
    return next(iter(served_units(actor)), None)


# ── planning ──────────────────────────────────────────────────────────────────────────────────────


def check_may_plan(kind: InspectionKind, unit: str, actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) unless the actor keeps this calendar."""
    if not may_plan(kind, unit, actor):
        raise Refused(Code.NOT_YOURS)


async def plan(
    scope: Scope, actor: Actor, kind: InspectionKind, unit: str, day: date, theme: str, over: str
) -> Inspection:
    """Puts an inspection on the calendar; of one by the province the unit hears.

    Raises Refused: NOT_YOURS, UNIT_UNKNOWN, UNIT_NOT_IN_FORCE, DAY_PASSED, DAY_TOO_FAR, TEXT_BLANK.
    """
    check_may_plan(kind, unit, actor)
    expand([unit], await scope.uow.units.all(), scope.today)
    rules.check_plan(day, theme, over, scope.today)
    one = Inspection(
        id=scope.new_id(),
        code=await _next_code(scope, kind, day.year),
        kind=kind,
        unit=unit,
        planned_on=day,
        first_planned_on=day,
        theme=theme.strip(),
        scope=over.strip(),
    )
    await scope.uow.inspections.add([one], actor.person_id, scope.now)
    if kind is InspectionKind.PROVINCE:
        await _tell_unit(scope, actor, one)
    return one


async def _next_code(scope: Scope, kind: InspectionKind, year: int) -> str:
    prefix = f"{_PREFIXES[kind]}{year % 100:02}-"
    numbers = [code.removeprefix(prefix) for code in await scope.uow.inspections.codes(prefix)]
    return f"{prefix}{max((int(one) for one in numbers if one.isdecimal()), default=0) + 1:02}"


# ── acting ────────────────────────────────────────────────────────────────────────────────────────


async def move(scope: Scope, actor: Actor, inspection_id: str, day: date) -> Inspection:
    """Plans it for another day; of the province's the unit hears. Raises Refused as ``domain.inspection.moved``."""
    before = await _seen(scope, actor, inspection_id)
    after = await _save(scope, actor, before, rules.moved(before, day, actor, scope.today))
    if after.kind is InspectionKind.PROVINCE:
        await _tell_unit(scope, actor, after)
    return after


async def hold(scope: Scope, actor: Actor, inspection_id: str, day: date) -> Inspection:
    """Records that it was held. Raises Refused as ``domain.inspection.held``."""
    before = await _seen(scope, actor, inspection_id)
    return await _save(scope, actor, before, rules.held(before, day, actor, scope.today))


async def call_off(scope: Scope, actor: Actor, inspection_id: str, reason: str) -> Inspection:
    """It will not be held. Raises Refused as ``domain.inspection.called_off``."""
    before = await _seen(scope, actor, inspection_id)
    return await _save(scope, actor, before, rules.called_off(before, reason.strip(), actor, scope.today))


async def log_finding(
    scope: Scope,
    actor: Actor,
    inspection_id: str,
    kind: FindingKind,
    found: int,
    text: str,
    follow_up: str = "",
) -> Inspection:
    """A unit logs what its own inspection found, and what was done about it if that is known.

    Raises Refused as ``domain.inspection.with_finding``; NOT_NOW for an inspection by the province.
    """
    before = await _seen(scope, actor, inspection_id)
    if before.kind is not InspectionKind.OWN:
        raise Refused(Code.NOT_NOW)
    follow_up = follow_up.strip()
    finding = Finding(
        scope.new_id(), kind, found, text.strip(), follow_up, scope.today if follow_up else None
    )
    return await _save(scope, actor, before, rules.with_finding(before, finding, actor, scope.today))


async def order_remedy(
    scope: Scope, actor: Actor, inspection_id: str, kind: FindingKind, found: int, text: str, due: date
) -> tuple[Inspection, Task]:
    """What the province found becomes a task of the unit, due on a day; the unit hears of it.

    Raises Refused as ``domain.inspection.with_finding``, DAY_PASSED, DAY_TOO_FAR; NOT_NOW for a unit's own inspection.
    """
    before = await _seen(scope, actor, inspection_id)
    if before.kind is not InspectionKind.PROVINCE:
        raise Refused(Code.NOT_NOW)
    finding = Finding(scope.new_id(), kind, found, text.strip())
    # The guard speaks before anything is written.
    rules.with_finding(before, finding, actor, scope.today)
    task = await give(
        scope, actor, PlanKind.INSPECTIONS, before.unit, text, due, area=_AREAS[kind], product=_PRODUCT
    )
    finding = replace(finding, task=task.id)
    after = rules.with_finding(before, finding, actor, scope.today)
    return await _save(scope, actor, before, after), task


async def follow_up(scope: Scope, actor: Actor, inspection_id: str, finding_id: str, text: str) -> Inspection:
    """What the unit did about a finding of its own. Raises Refused as ``domain.inspection.followed_up``."""
    before = await _seen(scope, actor, inspection_id)
    after = rules.followed_up(before, finding_id, text.strip(), actor, scope.today)
    return await _save(scope, actor, before, after)


async def _save(scope: Scope, actor: Actor, before: Inspection, after: Inspection) -> Inspection:
    await scope.uow.inspections.save(after, before.revision, actor.person_id, scope.now)
    return after


async def _tell_unit(scope: Scope, actor: Actor, one: Inspection) -> None:
    for person in await scope.uow.people.holding(UNIT_ROLES, one.unit):
        if person.id != actor.person_id and person.actor(scope.now).serves(one.unit):
            await scope.uow.notices.post(
                Notice(
                    NoticeKind.INSPECTION_PLANNED,
                    ToPerson(person.id),
                    {"inspection": one.id, "revision": one.revision},
                ),
                key=f"{NoticeKind.INSPECTION_PLANNED}:{one.id}:{one.revision}:{person.id}",
                hold_until=scope.hours.next_opening(scope.calendar, scope.now),
            )
