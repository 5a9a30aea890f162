"""After the keys were rotated: what rests under an old key is sealed anew under the current one, batch by batch.

It runs beside the bot. A row somebody changed meanwhile is passed over: the change sealed it anew already, or the next
round finds it. Inbox and outbox are left out, their bodies are wiped when done. The contents of cases and of files lie
under keys of their own, and of those it is the keys that are sealed anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Table, and_, func, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.sealing import FORMAT, KEY_ID_BYTES, KeyRing
from storage.tables import case_keys, case_reporters, drafts, files, people

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column under the ring's keys; ``place`` gives the purpose and place a row's value was sealed for."""

    table: Table
    name: str
    place: Callable[[Any], tuple[str, ...]]
    condition: Any = None

    @property
    def column(self) -> Column[bytes]:
        return self.table.c[self.name]


SEALED: Final = (
    SealedColumn(people, "chat_sealed", lambda row: ("chat", row.chat_ref)),
    SealedColumn(people, "name_sealed", lambda row: ("name", row.chat_ref)),
    SealedColumn(case_keys, "key_wrapped", lambda row: ("data-key", row.case_id)),
    SealedColumn(case_reporters, "identity_sealed", lambda row: ("reporter", row.case_id)),
    SealedColumn(case_reporters, "contact_sealed", lambda row: ("contact", row.case_id)),
    SealedColumn(drafts, "body_sealed", lambda row: ("draft", row.person_id, row.form)),
    SealedColumn(
        files, "names_sealed", lambda row: ("file", row.id, "names"), condition=files.c.case_id.is_(None)
    ),
)


async def reseal(database: Database, ring: KeyRing, batch: int = BATCH) -> int:
    """Brings every column under the ring's current key; returns how many values were sealed anew.

    Raises SealBroken for a value that none of the ring's keys opens.
    """
    return sum([await _column(database, ring, sealed, batch) for sealed in SEALED])


async def _column(database: Database, ring: KeyRing, sealed: SealedColumn, batch: int) -> int:
    changed = 0
    last: tuple[Any, ...] | None = None
    while True:
        # Each batch is a transaction of its own, so that the bot waits for none of them long.
        async with database.write() as connection:
            rows = await _old(connection, ring, sealed, last, batch)
            for row in rows:
                changed += await _anew(connection, ring, sealed, row)
        if len(rows) < batch:
            return changed
        last = tuple(getattr(rows[-1], column.name) for column in sealed.table.primary_key)


async def _old(
    connection: AsyncConnection, ring: KeyRing, sealed: SealedColumn, last: tuple[Any, ...] | None, batch: int
) -> list[Any]:
    key = list(sealed.table.primary_key)
    current = FORMAT + bytes.fromhex(ring.current)
    query = (
        select(sealed.table)
        .where(
            sealed.column.is_not(None),
            func.substr(sealed.column, 1, len(FORMAT) + KEY_ID_BYTES) != literal(current),
        )
        .order_by(*key)
        .limit(batch)
    )
    if sealed.condition is not None:
        query = query.where(sealed.condition)
    if last is not None:
        query = query.where(tuple_(*key) > tuple_(*(literal(value) for value in last)))
    return list((await connection.execute(query)).all())


async def _anew(connection: AsyncConnection, ring: KeyRing, sealed: SealedColumn, row: Any) -> int:
    before = getattr(row, sealed.name)
    purpose, *where = sealed.place(row)
    after = ring.seal(ring.unseal(before, purpose, *where), purpose, *where)
    same = and_(
        *(column == getattr(row, column.name) for column in sealed.table.primary_key), sealed.column == before
    )
    result = await connection.execute(update(sealed.table).where(same).values({sealed.name: after}))
    return result.rowcount
