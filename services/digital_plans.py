"""The register of digital transformation plans: seen as a matrix, and entered by the units or for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.digital_plan import DigitalPlan, Matrix, PlanTerm, bound
from domain.duty import DutyStatus, Fulfilment
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor, Role
from services.duties import duty_book, paper_proof, tell_receivers
from services.evidence import Incoming
from services.heirs import acting
from services.scope import Scope


class DigitalPlans(Protocol):
    """The register of digital transformation plans."""

    async def matrix(self) -> Matrix: ...

    async def is_sample(self) -> bool:
        """Whether some of it is sample data."""
        ...

    async def put_terms(self, terms: Collection[PlanTerm]) -> None: ...

    async def put(self, plans: Sequence[DigitalPlan], now: datetime, *, is_sample: bool = False) -> None:
        """Enters plans, or replaces those of the same unit and term."""
        ...


@dataclass(frozen=True, slots=True)
class Register:
    """The matrix, for the units that are bound to have a plan."""

    units: tuple[str, ...]
    matrix: Matrix
    is_sample: bool


async def register(scope: Scope, actor: Actor) -> Register:
    """The register today, for whoever coordinates, governs or receives the plans. Raises Refused(NOT_YOURS)."""
    if not await may_see_register(scope, actor):
        raise Refused(Code.NOT_YOURS)
    units = bound(await scope.uow.units.all(), scope.today)
    return Register(units, await scope.uow.digital_plans.matrix(), await scope.uow.digital_plans.is_sample())


async def may_see_register(scope: Scope, actor: Actor) -> bool:
    """Whoever coordinates or governs, and the departments the plans go to: Information and Communications, in 2023."""
    if actor.has_any(OFFICE_ROLES):
        return True
    orders = await scope.uow.duties.orders()
    actor = await acting(scope, actor)
    return any(
        actor.serves(unit)
        for order in orders
        if order.fulfilment is Fulfilment.DIGITAL_PLAN
        for unit in order.submit_to
    )


async def missing_terms(scope: Scope, unit: str) -> tuple[PlanTerm, ...]:
    """The terms covering this year, or the year of a dispatch that asks, for which the unit has entered nothing."""
    matrix = await scope.uow.digital_plans.matrix()
    years = {scope.today.year} | {one.issued_on.year for one in await scope.uow.duties.dispatches()}
    return tuple(
        term
        for term in matrix.terms
        if any(term.covers(year) for year in years) and matrix.plan(unit, term) is None
    )


async def check_may_enter(scope: Scope, actor: Actor, unit: str) -> None:
    """Raises Refused(NOT_YOURS) unless the actor may enter the unit's plan: the unit itself, or the coordinator."""
    if not actor.has(Role.COORDINATOR) and not (await acting(scope, actor)).serves(unit):
        raise Refused(Code.NOT_YOURS)


async def enter_plan(
    scope: Scope,
    actor: Actor,
    unit: str,
    term: PlanTerm,
    number: str,
    issued_on: date,
    proof: Incoming | str = "",
) -> DigitalPlan:
    """A unit enters the plan it issued, or the coordinator does for it.

    Whoever receives for the departments hears of it, once no plan is missing. Raises Refused: NOT_YOURS,
    DOCUMENT_MISSING, DOCUMENT_FROM_FUTURE, or PLAN_TERM_UNKNOWN for a term nobody asked for.
    """
    await check_may_enter(scope, actor, unit)
    if not number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    if issued_on > scope.today:
        raise Refused(Code.DOCUMENT_FROM_FUTURE)
    matrix = await scope.uow.digital_plans.matrix()
    if term not in matrix.terms:
        raise Refused(Code.PLAN_TERM_UNKNOWN, term=term.code)
    file, link = paper_proof(scope, actor, proof)
    if file is not None:
        await scope.uow.files.add(file)
    file_id = None if file is None else file.id
    plan = DigitalPlan(unit, term, number.strip(), issued_on, link, file_id, actor.person_id)
    await scope.uow.digital_plans.put([plan], scope.now)
    for duty in (await duty_book(scope, {unit})).duties:
        if duty.order.fulfilment is Fulfilment.DIGITAL_PLAN and duty.status is DutyStatus.SENT:
            await tell_receivers(scope, duty)
    return plan
