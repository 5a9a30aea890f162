"""What came down to a unit from those it took over from: their orders, which stay theirs by name.

Who owes an order of a dispatch is read off the units of its day, so an order is not moved as a task is. Where one unit
took over, its people see and answer what was ordered of the former; where nobody or several did, the order stays with
the unit of its time.
"""

from collections.abc import Collection
from dataclasses import replace

from domain.people import UNIT_ROLES, Actor
from domain.unit import has_ended, heir
from services.scope import Scope


async def inherited(scope: Scope, units: Collection[str]) -> frozenset[str]:
    """The units that have ended and whose one heir is among these."""
    known = await scope.uow.units.all()
    return frozenset(
        unit.code
        for unit in known.values()
        if has_ended(unit, scope.today) and heir(unit.code, known, scope.today) in units
    )


async def heir_of(scope: Scope, unit: str) -> str:
    """Who answers for the unit today: itself, or the one that took over from it."""
    return heir(unit, await scope.uow.units.all(), scope.today) or unit


async def acting(scope: Scope, actor: Actor) -> Actor:
    """The actor with what they may do for their unit, for the units it took over from as well."""
    more = [
        replace(grant, unit=former)
        for grant in actor.grants
        if grant.role in UNIT_ROLES and grant.unit is not None
        for former in sorted(await inherited(scope, {grant.unit}))
    ]
    return replace(actor, grants=(*actor.grants, *more)) if more else actor
