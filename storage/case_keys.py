"""The keys of cases, wrapped by the ring. A case is erased by destroying its row here: backups of its words stay sealed
for ever, and a ledger of erasures is enough to repeat it after a restore."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sealing import DataKey, KeyRing
from storage.tables import case_keys


class CaseErased(LookupError):
    """The case has no key, or no longer: what was sealed under it cannot be opened by anybody."""


class CaseKeyRows:
    def __init__(self, connection: AsyncConnection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring
        # Opening a case takes its key several times within one transaction.
        self._opened: dict[str, DataKey] = {}

    async def make(self, case_id: str, now: datetime) -> None:
        key = DataKey.new(case_id)
        await self._connection.execute(
            insert(case_keys).values(case_id=case_id, key_wrapped=self._ring.wrap(key), created_at=now)
        )
        self._opened[case_id] = key

    async def of(self, case_id: str) -> DataKey:
        """The case's key. Raises CaseErased when there is none."""
        key = self._opened.get(case_id)
        if key is None:
            wrapped = (
                await self._connection.execute(
                    select(case_keys.c.key_wrapped).where(case_keys.c.case_id == case_id)
                )
            ).scalar_one_or_none()
            if wrapped is None:
                raise CaseErased(case_id)
            key = self._opened[case_id] = self._ring.unwrap(wrapped, case_id)
        return key

    def opened(self, case_id: str, wrapped: bytes) -> DataKey:
        """The case's key from its column, where a query brought it along with the case."""
        key = self._opened.get(case_id)
        if key is None:
            key = self._opened[case_id] = self._ring.unwrap(wrapped, case_id)
        return key

    async def destroy(self, case_id: str) -> None:
        self._opened.pop(case_id, None)
        await self._connection.execute(delete(case_keys).where(case_keys.c.case_id == case_id))
