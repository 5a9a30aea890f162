"""Messages to many heads, and how far each came."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.broadcast import Audience, Broadcast, Reached
from domain.task import Area
from services.broadcasts import Addressee
from storage.coordination_tables import broadcast_addressees, broadcasts
from storage.database import in_batches, insert_for
from storage.parcels import OutboxState, row_key
from storage.sealing import KeyRing
from storage.tables import outbox

_REACHED: Final = {
    OutboxState.WAITING: Reached.WAITING,
    OutboxState.LEASED: Reached.WAITING,
    OutboxState.SENT: Reached.DELIVERED,
    OutboxState.DROPPED: Reached.PAST,
    OutboxState.BLOCKED: Reached.BLOCKED,
    OutboxState.SET_ASIDE: Reached.FAILED,
}


class BroadcastRows:
    def __init__(self, connection: AsyncConnection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring

    async def add(self, broadcast: Broadcast, addressees: Sequence[Addressee]) -> bool:
        written = await self._connection.execute(
            insert_for(self._connection, broadcasts)
            .values(
                id=broadcast.id,
                audience=broadcast.audience,
                area=broadcast.area,
                words=broadcast.text,
                sent_by=broadcast.sent_by,
                sent_at=broadcast.sent_at,
                day=broadcast.day,
            )
            .on_conflict_do_nothing()
            .returning(broadcasts.c.id)
        )
        if written.first() is None:
            return False
        if addressees:
            await self._connection.execute(
                insert(broadcast_addressees),
                [
                    {
                        "broadcast_id": broadcast.id,
                        "position": position,
                        "unit_code": one.unit,
                        "person_id": one.person,
                    }
                    for position, one in enumerate(addressees)
                ],
            )
        return True

    async def get(self, broadcast_id: str) -> Broadcast | None:
        row = (
            await self._connection.execute(select(broadcasts).where(broadcasts.c.id == broadcast_id))
        ).first()
        return None if row is None else _broadcast(row)

    async def past(self, limit: int, offset: int) -> tuple[list[Broadcast], int]:
        rows = await self._connection.execute(
            select(broadcasts)
            .order_by(broadcasts.c.sent_at.desc(), broadcasts.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        found = [_broadcast(row) for row in rows]
        count = await self._connection.execute(select(func.count()).select_from(broadcasts))
        return found, count.scalar_one()

    async def addressees(self, broadcast_id: str) -> list[Addressee]:
        of = broadcast_addressees.c
        rows = await self._connection.execute(
            select(of.unit_code, of.person_id).where(of.broadcast_id == broadcast_id).order_by(of.position)
        )
        return [Addressee(row.unit_code, row.person_id) for row in rows]

    async def reached(self, keys: Sequence[str]) -> dict[str, Reached]:
        kept = {row_key(self._ring, key): key for key in keys}
        found: dict[str, Reached] = {}
        for some in in_batches(list(kept)):
            rows = await self._connection.execute(
                select(outbox.c.key, outbox.c.state).where(outbox.c.key.in_(some))
            )
            found |= {kept[row.key]: _REACHED[OutboxState(row.state)] for row in rows}
        return found


def _broadcast(row: Any) -> Broadcast:
    return Broadcast(
        row.id,
        Audience(row.audience),
        None if row.area is None else Area(row.area),
        row.words,
        row.sent_by,
        row.sent_at,
        row.day,
    )
