"""The search for units, made anew only when the units have changed: making it reads every name."""

from adapters.unit_search import UnitSearch
from domain.unit import Units
from services import ports
from services.scope import Scope


class UnitFinder:
    """Hands out the search over the units of the day."""

    def __init__(self) -> None:
        self._units: Units = {}
        self._search = UnitSearch(())

    async def __call__(self, scope: Scope) -> ports.UnitSearch:
        units = {
            code: unit for code, unit in (await scope.uow.units.all()).items() if unit.in_force(scope.today)
        }
        if units != self._units:
            self._units, self._search = units, UnitSearch(units.values())
        return self._search
