"""Migrations: the database brought to the tables of this release, and asked whether it is there.

Everything an upgrade does happens in one transaction, on SQLite too, so one that fails leaves the database as it
was. Alembic is configured here; there is no ini file that could name another database than the settings do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url

from storage.database import BUSY_TIMEOUT_MS

MIGRATIONS: Final = Path(__file__).parent / "migrations"
# Any number, the same in every replica: two that start at once must not both create a table.
_LOCK: Final = 20_231_002


@dataclass(frozen=True, slots=True)
class MigrationState:
    """Where a database stands: its revision (None when it was never migrated) and this release's."""

    current: str | None
    head: str | None

    @property
    def is_at_head(self) -> bool:
        """Whether the database has the tables this release works with."""
        return self.current == self.head


def upgrade(url: str) -> MigrationState:
    """Brings the database to this release's tables; does nothing when it is there. Raises what the database raises."""
    with transaction(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(config(connection), "head")
        return _state(connection)


def check(url: str) -> MigrationState:
    """Where the database stands. Raises what the database raises when it cannot be reached."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database).exists():
        # To look is not to make: opening it would leave an empty file behind.
        return MigrationState(None, ScriptDirectory(str(MIGRATIONS)).get_current_head())
    with transaction(url) as connection:
        return _state(connection)


def config(connection: Connection) -> Config:
    """Alembic's configuration, on an open connection."""
    configured = Config()
    configured.set_main_option("script_location", str(MIGRATIONS))
    configured.set_main_option("path_separator", "os")
    configured.attributes["connection"] = connection
    return configured


def _state(connection: Connection) -> MigrationState:
    head = ScriptDirectory.from_config(config(connection)).get_current_head()
    return MigrationState(MigrationContext.configure(connection).get_current_revision(), head)


@contextmanager
def transaction(url: str) -> Iterator[Connection]:
    """A transaction for changing tables: committed at the end of the block, undone if it raises."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            # What is not sealed is still nobody else's on the machine.
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = create_engine(parsed.set(drivername="sqlite"), hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), hide_parameters=True)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # The driver would commit before each change of a table; and a table that is rebuilt is dropped in between, which
    # must not reach the rows that refer to it.
    dbapi_connection.isolation_level = None
    dbapi_connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    dbapi_connection.execute("PRAGMA foreign_keys = OFF")
