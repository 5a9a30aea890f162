"""SQLite, called where we stand and not through a thread.

It is a library and no server: a statement on a file that lies in the page cache takes some tens of microseconds, and to
hand it to a thread and back takes ten times that. What waits is handed over all the same: the beginning of a writing
transaction, which may wait for another process, and the commit, which waits for the disk.

Its deferred transactions lose concurrent read-modify-writes without an error, so every writing transaction here begins
IMMEDIATE. Its write-ahead log loses commits in releases before 3.44.6, 3.50.7 and 3.51.3 (sqlite.org, "WAL-reset bug"),
so it is used only where the library is fixed.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import sqlalchemy
from sqlalchemy import URL, Dialect, create_engine, event

from storage.connection import Parameters

BUSY_TIMEOUT_MS: Final = 10_000


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite release keeps every commit in WAL mode with several connections."""
    if version < (3, 7, 0):
        return False
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


class EmbeddedConnection:
    """A connection whose statements are run at once; nothing else happens in the process meanwhile."""

    def __init__(self, connection: sqlalchemy.Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        return self._connection.dialect

    async def execute(self, statement: Any, parameters: Parameters | None = None) -> Any:
        return self._connection.execute(statement, parameters)


class EmbeddedDatabase:
    """One file, and one transaction at a time in this process.

    SQLite has one writer, whose commit waits for every reader. To wait in line here is fair and quiet; to wait for the
    file's lock is neither, and would hold up the loop.
    """

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(
            url.set(drivername="sqlite"), hide_parameters=True, pool_size=1, max_overflow=0
        )
        event.listen(self._engine, "connect", _prepare)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[EmbeddedConnection]:
        """A writing transaction: committed when the block ends, undone when it raises."""
        async with self._turn:
            with self._engine.connect() as connection:
                await _in_thread(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
                yield EmbeddedConnection(connection)
                await _in_thread(connection.commit)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[EmbeddedConnection]:
        """A reading transaction on one snapshot; it takes no write lock and is always rolled back."""
        async with self._turn:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                yield EmbeddedConnection(connection)

    async def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()


async def _in_thread(work: Callable[[], object]) -> None:
    # Whoever is cancelled still waits for it: nobody may use the connection before the thread has let go of it.
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait({working})
        raise


def _prepare(dbapi_connection: Any, _record: object) -> None:
    # The driver's own transaction control is switched off: it begins late and deferred.
    dbapi_connection.isolation_level = None
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")
