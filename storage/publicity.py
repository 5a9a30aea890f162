"""The log of publicity."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.publicity import Publicity, PublicityForm
from services.publicity import UnitPublicity
from storage.dossier_tables import publicity


class PublicityRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, act: Publicity, now: datetime) -> None:
        await self._connection.execute(
            insert(publicity).values(
                id=act.id,
                unit_code=act.unit,
                held_on=act.held_on,
                form=act.form,
                audience=act.audience,
                reached=act.reached,
                link=act.link,
                file_id=act.file_id,
                logged_by=act.logged_by,
                logged_at=now,
            )
        )

    async def get(self, act_id: str) -> Publicity | None:
        row = (await self._connection.execute(select(publicity).where(publicity.c.id == act_id))).first()
        return None if row is None else _act(row)

    async def of_unit(self, unit: str, limit: int, offset: int) -> tuple[list[Publicity], int]:
        mine = publicity.c.unit_code == unit
        rows = await self._connection.execute(
            select(publicity)
            .where(mine)
            .order_by(publicity.c.held_on.desc(), publicity.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        found = [_act(row) for row in rows]
        count = await self._connection.execute(select(func.count()).select_from(publicity).where(mine))
        return found, count.scalar_one()

    async def earliest(self) -> date | None:
        earliest: date | None = await self._connection.scalar(select(func.min(publicity.c.held_on)))
        return earliest

    async def counts(
        self, first: date, last: date, units: Collection[str] | None = None
    ) -> list[UnitPublicity]:
        of = publicity.c
        query = (
            select(
                of.unit_code,
                func.count().label("acts"),
                func.coalesce(func.sum(of.reached), 0).label("reached"),
                func.max(of.held_on).label("last_on"),
            )
            .where(of.held_on.between(first, last))
            .group_by(of.unit_code)
        )
        if units is not None:
            query = query.where(of.unit_code.in_(units))
        return [
            UnitPublicity(row.unit_code, row.acts, row.reached, row.last_on)
            for row in await self._connection.execute(query)
        ]


def _act(row: Any) -> Publicity:
    return Publicity(
        row.id,
        row.unit_code,
        row.held_on,
        PublicityForm(row.form),
        row.audience,
        row.reached,
        row.link,
        row.file_id,
        row.logged_by,
    )
