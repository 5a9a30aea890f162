"""aiosqlite under SQLAlchemy, with one visit to its thread for each statement.

SQLite is a library and no server: a statement on a file that lies in the page cache takes some ten microseconds, and a
visit to the thread it is kept in, thirty. SQLAlchemy's own adapter pays for four: to make a cursor, to execute, to
fetch, to close. Here the thread does all of it while it is there. What may take long still holds up nobody's loop.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import aiosqlite
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import await_only

DRIVER: Final = "sqlite+one_hop"


class OneHopCursor:
    """What SQLAlchemy asks of a cursor; what a statement gave is here when it has run."""

    arraysize = 1

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, operation: str, parameters: Any = ()) -> None:
        self._run(lambda cursor: cursor.execute(operation, parameters))

    def executemany(self, operation: str, parameters: Any) -> None:
        self._run(lambda cursor: cursor.executemany(operation, parameters))

    def _run(self, statement: Callable[[sqlite3.Cursor], object]) -> None:
        driver = self._connection.driver_connection

        def visit() -> None:
            cursor = driver._conn.cursor()
            try:
                statement(cursor)
                self.description = cursor.description
                if cursor.description is not None:
                    self._rows = deque(cursor.fetchall())
                self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        try:
            await_only(driver._execute(visit))
        except Exception as error:  # the adapter knows which of them mean that the connection is gone
            self._connection._handle_exception(error)

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> Sequence[Any]:
        rows, self._rows = self._rows, deque()
        return rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Everything was closed in the thread."""


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's adapter with that cursor."""

    __slots__ = ()

    def cursor(self, server_side: bool = False) -> Any:
        return OneHopCursor(self)


class OneHopDriver(AsyncAdapt_aiosqlite_dbapi):
    """SQLAlchemy's adapter with that connection."""

    def connect(self, *arguments: Any, **options: Any) -> OneHopConnection:
        connected = super().connect(*arguments, **options)
        return OneHopConnection(self, connected.driver_connection)


class OneHopSQLite(SQLiteDialect_aiosqlite):
    """SQLAlchemy's dialect with that driver."""

    driver = "one_hop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneHopDriver:
        return OneHopDriver(aiosqlite, sqlite3)


registry.register("sqlite.one_hop", __name__, OneHopSQLite.__name__)
