"""One door to two databases: SQLite, embedded, and PostgreSQL, when one machine is not enough.

SQLite's deferred transactions lose concurrent read-modify-writes without an error, so every writing
transaction here begins IMMEDIATE. Its write-ahead log loses commits in releases before 3.44.6, 3.50.7
and 3.51.3 (sqlite.org, "WAL-reset bug"), so it is used only where the library is fixed.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, event, literal_column, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.schema import Table

from storage import one_hop

BUSY_TIMEOUT_MS = 10_000
_IN_A_BATCH = 500
_IN_THE_WAY = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialisation that failed and for a deadlock."""

ValueT = TypeVar("ValueT")


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite release keeps every commit in WAL mode with several connections."""
    if version < (3, 7, 0):
        return False
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


class Database:
    """An engine and the two ways to open a transaction on it."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            parsed = parsed.set(drivername=one_hop.DRIVER)
            self.engine = create_async_engine(parsed, hide_parameters=True, pool_size=4, max_overflow=4)
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        else:
            parsed = parsed.set(drivername="postgresql+psycopg")
            self.engine = create_async_engine(
                parsed, hide_parameters=True, pool_size=8, max_overflow=8, pool_pre_ping=True
            )
        # SQLite has one writer: waiting in line here is fair and quiet, the file's lock is neither.
        self._writing: asyncio.Lock | nullcontext[None] = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A writing transaction: committed when the block ends, undone when it raises."""
        async with self._writing, self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A reading transaction on one snapshot; it takes no write lock and is always rolled back."""
        # PostgreSQL looks anew at each statement unless it is asked not to.
        wanted = {"deferred": True} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        async with self.engine.connect() as connection:
            yield await connection.execution_options(**wanted)

    async def is_alive(self) -> bool:
        """Whether a statement can be run now."""
        try:
            async with self.read() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # any failure means the same to the one who asks: not ready
            return False
        return True

    async def close(self) -> None:
        await self.engine.dispose()


def failed_by_itself(error: Exception) -> bool:
    """Whether the database failed and not what was asked of it, so that the same will do another time.

    Then the connection is gone, or two transactions were in each other's way.
    """
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _IN_THE_WAY


def insert_for(connection: AsyncConnection | Connection, table: Table) -> Any:
    """An INSERT that knows ``on_conflict_do_nothing`` and ``…_do_update`` on either database."""
    return (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table)


def is_one_of(column: Any, *states: str) -> ColumnElement[bool]:
    """Whether the column holds one of the states, written out in the statement.

    An index over the rows of some states alone is not used where the states are parameters.
    """
    literals: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    # To SQLite "IN" of one is not "=", and the index over one state says "=".
    found: ColumnElement[bool] = column == literals[0] if len(literals) == 1 else column.in_(literals)
    return found


def for_either(make: Callable[[Any], Any]) -> Mapping[str, Any]:
    """A statement made once in the words of each database, by the dialect's name. ``make`` is given its INSERT."""
    return {"sqlite": make(sqlite.insert), "postgresql": make(postgresql.insert)}


def in_batches(values: Sequence[ValueT]) -> Iterator[Sequence[ValueT]]:
    """The values, as many at a time as one statement takes: SQLite some thousands of parameters."""
    return (values[start : start + _IN_A_BATCH] for start in range(0, len(values), _IN_A_BATCH))


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # The driver's own transaction control is switched off: it begins late and deferred.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    deferred = connection.get_execution_options().get("deferred", False)
    connection.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")
