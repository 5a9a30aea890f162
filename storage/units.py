"""The units. History stays with the unit of its time, so a row is replaced but never deleted."""

from collections.abc import Iterable
from types import MappingProxyType

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.unit import Unit, UnitKind, Units, by_code
from storage.tables import unit_successors, units


class UnitRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._all: Units | None = None

    async def get(self, code: str) -> Unit | None:
        return (await self.all()).get(code)

    async def all(self) -> Units:
        # Some fifty rows, read whole once in a transaction: cheaper than each by itself.
        if self._all is None:
            successors: dict[str, list[str]] = {}
            for row in await self._connection.execute(
                select(unit_successors).order_by(unit_successors.c.successor)
            ):
                successors.setdefault(row.unit_code, []).append(row.successor)
            rows = await self._connection.execute(select(units).order_by(units.c.code))
            self._all = MappingProxyType(
                by_code(
                    Unit(
                        code=row.code,
                        name_vi=row.name_vi,
                        name_en=row.name_en,
                        kind=UnitKind(row.kind),
                        parent=row.parent,
                        selected_for_direction=row.selected_for_direction,
                        valid_from=row.valid_from,
                        valid_to=row.valid_to,
                        successors=tuple(successors.get(row.code, ())),
                    )
                    for row in rows
                )
            )
        return self._all

    async def put(self, new: Iterable[Unit]) -> None:
        known = await self.all()
        wanted = list(new)
        self._all = None
        # Parents and successors may come later in the order, so they are filled in when every row is there.
        for unit in wanted:
            values = {
                "name_vi": unit.name_vi,
                "name_en": unit.name_en,
                "kind": unit.kind,
                "selected_for_direction": unit.selected_for_direction,
                "valid_from": unit.valid_from,
                "valid_to": unit.valid_to,
            }
            if unit.code in known:
                statement = update(units).where(units.c.code == unit.code).values(values)
                await self._connection.execute(statement)
            else:
                await self._connection.execute(insert(units).values(code=unit.code, **values))
        for unit in wanted:
            if unit.code not in known or known[unit.code].parent != unit.parent:
                await self._connection.execute(
                    update(units).where(units.c.code == unit.code).values(parent=unit.parent)
                )
        for unit in wanted:
            before = known[unit.code].successors if unit.code in known else ()
            if set(before) == set(unit.successors):
                continue
            await self._connection.execute(
                delete(unit_successors).where(unit_successors.c.unit_code == unit.code)
            )
            if unit.successors:
                await self._connection.execute(
                    insert(unit_successors),
                    [{"unit_code": unit.code, "successor": successor} for successor in unit.successors],
                )
