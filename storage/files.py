"""Files that people sent: a job and its result in one row.

What names a file (where Telegram keeps it, what it is called, who sent it) is sealed: under its case's key, so that it
goes with the case, or under the ring where it belongs to a task. The content lies in the vault, sealed under the case's
key, or a task's under a key of its own that is kept among the names: so a rotation of the ring reaches every file, and
rewrites none.
"""

import base64
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

_TASK_FILE = "task-file"


class FileSealer:
    """Seals a file's parts under the key of its case, or its own."""

    def __init__(self, key: DataKey, file_id: str) -> None:
        self._key = key
        self._file_id = file_id

    def seal(self, data: bytes, part: str) -> bytes:
        return self._key.seal(data, "file", self._file_id, part)

    def unseal(self, sealed: bytes, part: str) -> bytes:
        return self._key.unseal(sealed, "file", self._file_id, part)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(files.c.not_before.is_(None), files.c.not_before <= now)


class FileRows:
    def __init__(self, connection: AsyncConnection, ring: KeyRing, keys: CaseKeyRows) -> None:
        self._connection = connection
        self._ring = ring
        self._keys = keys
        self.has_new_work = False
        """Whether by these very rows something came to be fetched or removed."""

    async def sealer(self, file: FileRecord) -> Sealer:
        """What seals the content of a file. Raises CaseErased when its case's key is destroyed."""
        if file.case_id is not None:
            return FileSealer(await self._keys.of(file.case_id), file.id)
        names = await self._names_of(file)
        return FileSealer(DataKey(file.id, base64.b64decode(names["key"]), _TASK_FILE), file.id)

    async def add(self, file: FileRecord) -> None:
        self.has_new_work |= file.state is FileState.WAITING
        names = _named(file)
        if file.case_id is None:
            names["key"] = base64.b64encode(DataKey.new(file.id, _TASK_FILE).key).decode()
        await self._connection.execute(
            insert(files).values(
                id=file.id,
                case_id=file.case_id,
                task_id=file.task_id,
                kind=file.kind,
                names_sealed=await self._seal(file, names),
                mime=file.mime,
                size=file.size,
                state=file.state,
                is_bound=file.is_bound,
                created_at=file.created_at,
            )
        )

    async def recaption(self, file: FileRecord) -> None:
        names = await self._names_of(file) | {"caption": file.caption}
        await self._connection.execute(
            update(files).where(files.c.id == file.id).values(names_sealed=await self._seal(file, names))
        )

    async def _seal(self, file: FileRecord, names: dict[str, Any]) -> bytes:
        told = json.dumps(names, ensure_ascii=False).encode()
        if file.case_id is None:
            return self._ring.seal(told, "file", file.id, "names")
        return FileSealer(await self._keys.of(file.case_id), file.id).seal(told, "names")

    async def _open(self, file: FileRecord, sealed: bytes) -> dict[str, Any]:
        if file.case_id is None:
            told = self._ring.unseal(sealed, "file", file.id, "names")
        else:
            told = FileSealer(await self._keys.of(file.case_id), file.id).unseal(sealed, "names")
        names: dict[str, Any] = json.loads(told)
        return names

    async def _names_of(self, file: FileRecord) -> dict[str, Any]:
        sealed = await self._connection.execute(select(files.c.names_sealed).where(files.c.id == file.id))
        return await self._open(file, sealed.scalar_one())

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
        self.has_new_work = True
        await self._connection.execute(
            update(files)
            .where(files.c.case_id == case_id, ~files.c.is_bound)
            .values(state=FileState.DISCARDED, not_before=None)
        )

    async def discard_import(self, file_id: str) -> None:
        await self._discard_imports(files.c.id == file_id)

    async def discard_imports(self, before: datetime) -> None:
        await self._discard_imports(files.c.created_at < before)

    async def _discard_imports(self, which: ColumnElement[bool]) -> None:
        self.has_new_work = True
        await self._connection.execute(
            update(files)
            .where(
                which,
                files.c.case_id.is_(None),
                files.c.task_id.is_(None),
                ~files.c.is_bound,
                files.c.state != FileState.DISCARDED,
            )
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
            found.append(await self._with_names(record, row.names_sealed))
        return found

    async def _with_names(self, record: FileRecord, sealed: bytes) -> FileRecord:
        try:
            names = await self._open(record, sealed)
        except CaseErased:
            # Its case is erased: the row says that there was a file, and nothing of it.
            return replace(record, state=FileState.DISCARDED)
        place = names["place"]
        return replace(
            record,
            source=names["source"],
            name=names["name"],
            caption=names["caption"],
            sender=names["sender"],
            place=None if place is None else (place[0], place[1]),
        )


def _named(file: FileRecord) -> dict[str, Any]:
    return {
        "source": file.source,
        "name": file.name,
        "caption": file.caption,
        "sender": file.sender,
        "place": file.place,
    }
