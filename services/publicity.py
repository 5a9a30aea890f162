"""The log of publicity: what a unit did to make online services known, and the coordinator's count of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.errors import Code, Refused
from domain.people import Actor
from domain.publicity import MOST_REACHED, Publicity, PublicityForm, check_log
from services.dossiers import check_look_at_province, may_look
from services.duties import paper_proof
from services.evidence import FileRecord, Incoming
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class UnitPublicity:
    """How much a unit logged within a span: acts, and people reached where they were counted."""

    unit: str
    acts: int
    reached: int
    last_on: date


class PublicityLog(Protocol):
    """The rows of the log."""

    async def add(self, act: Publicity, now: datetime) -> None: ...

    async def get(self, act_id: str) -> Publicity | None: ...

    async def of_unit(self, unit: str, limit: int, offset: int) -> tuple[list[Publicity], int]:
        """The acts of a unit, the latest first; and how many there are."""
        ...

    async def earliest(self) -> date | None:
        """The day of the earliest act that was logged."""
        ...

    async def counts(
        self, first: date, last: date, units: Collection[str] | None = None
    ) -> list[UnitPublicity]:
        """What each unit (of those named) logged for the days of a span, both included; none where nothing was."""
        ...


async def log(
    scope: Scope,
    actor: Actor,
    unit: str,
    held_on: date,
    form: PublicityForm,
    audience: str,
    reached: int | None = None,
    proof: Incoming | str = "",
) -> Publicity:
    """Logs an act of publicity of the unit. Raises Refused: as ``check_log``, COUNT_TOO_LARGE."""
    check_log(actor, unit, held_on, audience, scope.today)
    if reached is not None and not 0 <= reached <= MOST_REACHED:
        raise Refused(Code.COUNT_TOO_LARGE, limit=MOST_REACHED)
    file, link = paper_proof(scope, actor, proof)
    if file is not None:
        await scope.uow.files.add(file)
    file_id = None if file is None else file.id
    act = Publicity(
        scope.new_id(), unit, held_on, form, audience.strip(), reached, link, file_id, actor.person_id
    )
    await scope.uow.publicity.add(act, scope.now)
    return act


async def of_unit(
    scope: Scope, actor: Actor, unit: str, limit: int, offset: int
) -> tuple[list[Publicity], int]:
    """The log of a unit. Raises Refused(NOT_YOURS) for whoever it is no business of."""
    if not may_look(actor, unit):
        raise Refused(Code.NOT_YOURS)
    return await scope.uow.publicity.of_unit(unit, limit, offset)


async def act_of(scope: Scope, actor: Actor, act_id: str) -> tuple[Publicity, FileRecord | None]:
    """An act with the file that shows it. Raises Refused(NOT_YOURS), also for one that is not there."""
    act = await scope.uow.publicity.get(act_id)
    if act is None or not may_look(actor, act.unit):
        raise Refused(Code.NOT_YOURS)
    return act, None if act.file_id is None else await scope.uow.files.get(act.file_id)


async def counts(scope: Scope, actor: Actor, first: date, last: date) -> list[UnitPublicity]:
    """What units logged for the days of a span, those that did most first. Raises Refused(NOT_YOURS)."""
    check_look_at_province(actor)
    found = await scope.uow.publicity.counts(first, last)
    return sorted(found, key=lambda one: (-one.acts, -one.reached, one.unit))
