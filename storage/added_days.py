"""The days that were added to the working calendar."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.workday import AddedDay
from storage.database import insert_for
from storage.tables import calendar_days


class AddedDayRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> list[AddedDay]:
        rows = await self._connection.execute(select(calendar_days).order_by(calendar_days.c.day))
        return [_added(row) for row in rows]

    async def get(self, day: date) -> AddedDay | None:
        query = select(calendar_days).where(calendar_days.c.day == day)
        row = (await self._connection.execute(query)).first()
        return None if row is None else _added(row)

    async def put(self, added: AddedDay) -> None:
        values = {
            "is_working": added.is_working,
            "reason": added.name,
            "source": added.source,
            "set_by": added.set_by,
            "set_at": added.set_at,
        }
        await self._connection.execute(
            insert_for(self._connection, calendar_days)
            .values(day=added.day, **values)
            .on_conflict_do_update(index_elements=["day"], set_=values)
        )

    async def remove(self, day: date) -> None:
        await self._connection.execute(delete(calendar_days).where(calendar_days.c.day == day))


def _added(row: Any) -> AddedDay:
    return AddedDay(row.day, row.is_working, row.reason, row.source, row.set_by, row.set_at)
