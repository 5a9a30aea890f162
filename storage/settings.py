"""How this deployment works: domain settings by date, and its own small memory."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.settings import SettingRow
from storage.database import insert_for
from storage.tables import meta, rules


class SettingRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def rules(self) -> list[SettingRow]:
        """Every setting that was ever made, with the day it is in force from."""
        rows = await self._connection.execute(select(rules.c.key, rules.c.value, rules.c.valid_from))
        return [SettingRow(row.key, row.value, row.valid_from) for row in rows]

    async def set_rule(self, row: SettingRow, set_by: str | None, now: datetime) -> None:
        """A setting from a day on; a second one for the same day replaces the first."""
        values = {"value": row.value, "set_by": set_by, "set_at": now}
        await self._connection.execute(
            insert_for(self._connection, rules)
            .values(key=row.key, valid_from=row.valid_from, **values)
            .on_conflict_do_update(index_elements=["key", "valid_from"], set_=values)
        )

    async def recall(self, key: str) -> str | None:
        """What was remembered under the key."""
        return (
            await self._connection.execute(select(meta.c.value).where(meta.c.key == key))
        ).scalar_one_or_none()

    async def remember(self, key: str, value: str) -> None:
        """Remembers one value under the key."""
        await self._connection.execute(
            insert_for(self._connection, meta)
            .values(key=key, value=value)
            .on_conflict_do_update(index_elements=["key"], set_={"value": value})
        )
