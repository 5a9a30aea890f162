"""Files that people sent: a job and its result in one row.

What names a file (where Telegram keeps it, what it is called, who sent it) is sealed: under its case's key, so that it
goes with the case, or under the ring where it belongs to a task. The content lies in the vault, sealed likewise.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.evidence import FileKind, FileRecord, FileState, Sealer
from storage.case_keys import CaseErased, CaseKeyRows
from storage.sealing import DataKey, KeyRing
from storage.tables import files


class CaseSealer:
    """Seals a file's parts under its case's key."""

    def __init__(self, key: DataKey, file_id: str) -> None:
        self._key = key
        self._file_id = file_id

    def seal(self, data: bytes, part: str) -> bytes:
        return self._key.seal(data, "file", self._file_id, part)

    def unseal(self, sealed: bytes, part: str) -> bytes:
        return self._key.unseal(sealed, "file", self._file_id, part)


class RingSealer:
    """Seals a file's parts under the ring: of a task, whose evidence is no citizen's."""

    def __init__(self, ring: KeyRing, file_id: str) -> None:
        self._ring = ring
        self._file_id = file_id

    def seal(self, data: bytes, part: str) -> bytes:
        return self._ring.seal(data, "file", self._file_id, part)

    def unseal(self, sealed: bytes, part: str) -> bytes:
        return self._ring.unseal(sealed, "file", self._file_id, part)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(files.c.not_before.is_(None), files.c.not_before <= now)


class FileRows:
    def __init__(self, connection: AsyncConnection, ring: KeyRing, keys: CaseKeyRows) -> None:
        self._connection = connection
        self._ring = ring
        self._keys = keys

    async def sealer(self, case_id: str | None, file_id: str) -> Sealer:
        """What seals the parts of a file. Raises CaseErased when its case's key is destroyed."""
        if case_id is None:
            return RingSealer(self._ring, file_id)
        return CaseSealer(await self._keys.of(case_id), file_id)

    async def add(self, file: FileRecord) -> None:
        await self._connection.execute(
            insert(files).values(
                id=file.id,
                case_id=file.case_id,
                task_id=file.task_id,
                kind=file.kind,
                names_sealed=await self._names(file),
                mime=file.mime,
                size=file.size,
                state=file.state,
                is_bound=file.is_bound,
                created_at=file.created_at,
            )
        )

    async def recaption(self, file: FileRecord) -> None:
        await self._connection.execute(
            update(files).where(files.c.id == file.id).values(names_sealed=await self._names(file))
        )

    async def _names(self, file: FileRecord) -> bytes:
        sealer = await self.sealer(file.case_id, file.id)
        names = {
            "source": file.source,
            "name": file.name,
            "caption": file.caption,
            "sender": file.sender,
            "place": file.place,
        }
        return sealer.seal(json.dumps(names, ensure_ascii=False).encode(), "names")

    async def get(self, file_id: str) -> FileRecord | None:
        rows = await self._records(select(files).where(files.c.id == file_id))
        return rows[0] if rows else None

    async def of_case(self, case_id: str) -> list[FileRecord]:
        return await self._records(select(files).where(files.c.case_id == case_id))

    async def of_task(self, task_id: str) -> list[FileRecord]:
        return await self._records(select(files).where(files.c.task_id == task_id))

    async def count_of_case(self, case_id: str) -> int:
        count: int = (
            await self._connection.execute(
                select(func.count()).where(files.c.case_id == case_id, files.c.state != FileState.DISCARDED)
            )
        ).scalar_one()
        return count

    async def bind(self, case_id: str, file_ids: Sequence[str]) -> None:
        await self._connection.execute(
            update(files)
            .where(files.c.case_id == case_id, files.c.id.in_(file_ids), ~files.c.is_bound)
            .values(is_bound=True)
        )

    async def discard_unbound(self, case_id: str) -> None:
        await self._connection.execute(
            update(files)
            .where(files.c.case_id == case_id, ~files.c.is_bound)
            .values(state=FileState.DISCARDED, not_before=None)
        )

    # ── the work of fetching ──────────────────────────────────────────────────────────────────────

    async def has_work(self, now: datetime) -> bool:
        query = select(files.c.id).where(
            files.c.state.in_((FileState.WAITING, FileState.DISCARDED)), _is_due(now)
        )
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def claim(self, now: datetime, leased_until: datetime, limit: int) -> list[FileRecord]:
        due = (
            select(files.c.id)
            .where(files.c.state == FileState.WAITING, _is_due(now))
            .order_by(files.c.created_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = (await self._connection.execute(due)).scalars().all()
        if not ids:
            return []
        await self._connection.execute(
            update(files)
            .where(files.c.id.in_(ids))
            # A job without a fault and with a time before which it is not to be done is under way.
            .values(not_before=leased_until, attempts=files.c.attempts + 1, fault=None)
        )
        return await self._records(select(files).where(files.c.id.in_(ids)))

    async def release(self) -> None:
        """Gives back every job that is under way: for the one process of an embedded database, just started."""
        await self._connection.execute(
            update(files)
            .where(files.c.state == FileState.WAITING, files.c.fault.is_(None))
            .values(not_before=None)
        )

    async def settle(self, file: FileRecord) -> bool:
        result = await self._connection.execute(
            update(files)
            .where(files.c.id == file.id, files.c.state == FileState.WAITING)
            .values(
                state=file.state,
                fault=file.fault,
                mime=file.mime,
                size=file.size,
                sha256=file.sha256,
                has_clean_copy=file.has_clean_copy,
            )
        )
        return result.rowcount == 1

    async def retry(self, file_id: str, fault: str, not_before: datetime) -> None:
        await self._connection.execute(
            update(files)
            .where(files.c.id == file_id, files.c.state == FileState.WAITING)
            .values(fault=fault, not_before=not_before)
        )

    async def discarded(self, limit: int) -> list[str]:
        rows = await self._connection.execute(
            select(files.c.id).where(files.c.state == FileState.DISCARDED).limit(limit)
        )
        return list(rows.scalars())

    async def ids(self) -> list[str]:
        return list((await self._connection.execute(select(files.c.id))).scalars())

    async def forget(self, file_ids: list[str]) -> None:
        await self._connection.execute(
            delete(files).where(files.c.id.in_(file_ids), files.c.state == FileState.DISCARDED)
        )

    async def _records(self, query: Any) -> list[FileRecord]:
        found = []
        rows = await self._connection.execute(query.order_by(files.c.created_at, files.c.id))
        for row in rows.all():
            record = FileRecord(
                id=row.id,
                kind=FileKind(row.kind),
                created_at=row.created_at,
                case_id=row.case_id,
                task_id=row.task_id,
                mime=row.mime or "",
                size=row.size,
                sha256=row.sha256 or "",
                state=FileState(row.state),
                fault=row.fault or "",
                has_clean_copy=row.has_clean_copy,
                attempts=row.attempts,
                is_bound=row.is_bound,
            )
            found.append(await self._named(record, row.names_sealed))
        return found

    async def _named(self, record: FileRecord, sealed: bytes) -> FileRecord:
        try:
            sealer = await self.sealer(record.case_id, record.id)
        except CaseErased:
            # Its case is erased: the row says that there was a file, and nothing of it.
            return replace(record, state=FileState.DISCARDED)
        names = json.loads(sealer.unseal(sealed, "names"))
        place = names["place"]
        return replace(
            record,
            source=names["source"],
            name=names["name"],
            caption=names["caption"],
            sender=names["sender"],
            place=None if place is None else (place[0], place[1]),
        )
