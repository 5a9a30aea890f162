"""One door to two databases: SQLite, embedded, and PostgreSQL, when one machine is not enough."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy import URL, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.schema import Table

from storage.connection import Connection
from storage.embedded import EmbeddedDatabase


class Database:
    """The database at an address, and the two ways to open a transaction on it."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._opened = EmbeddedDatabase(parsed) if self.is_sqlite else ServedDatabase(parsed)

    def write(self) -> AbstractAsyncContextManager[Connection]:
        """A writing transaction: committed when the block ends, undone when it raises."""
        return self._opened.write()

    def read(self) -> AbstractAsyncContextManager[Connection]:
        """A reading transaction on one snapshot; it takes no write lock and is always rolled back."""
        return self._opened.read()

    async def is_alive(self) -> bool:
        """Whether a statement can be run now."""
        try:
            async with self.read() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # any failure means the same to the one who asks: not ready
            return False
        return True

    async def close(self) -> None:
        """Lets go of it."""
        await self._opened.close()


class ServedDatabase:
    """PostgreSQL: as many transactions at a time as there are connections."""

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_size=8,
            max_overflow=8,
            pool_pre_ping=True,
        )

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """See :meth:`Database.write`."""
        async with self._engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """See :meth:`Database.read`."""
        async with self._engine.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()


def insert_for(connection: Connection, table: Table) -> Any:
    """An INSERT that knows ``on_conflict_do_nothing`` and ``…_do_update`` on either database."""
    return (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table)
