"""At which revision a database is, and at which this release is: what every start asks.

It is asked without Alembic, which is there for upgrades and takes some eight megabytes for as long as the bot runs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import make_url

from storage.database import BUSY_TIMEOUT_MS

MIGRATIONS: Final = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class MigrationState:
    """Where a database stands: its revision (None when it was never migrated) and this release's."""

    current: str | None
    head: str | None

    @property
    def is_at_head(self) -> bool:
        """Whether the database has the tables this release works with."""
        return self.current == self.head


def head() -> str:
    """The revision of this release: the files of the migrations begin with their numbers."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def check(url: str) -> MigrationState:
    """Where the database stands. Raises what the database raises when it cannot be reached."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database).exists():
        # To look is not to make: opening it would leave an empty file behind.
        return MigrationState(None, head())
    with transaction(url) as connection:
        return state(connection)


def state(connection: Connection) -> MigrationState:
    """Where the database at the other end stands."""
    if not inspect(connection).has_table("alembic_version"):
        return MigrationState(None, head())
    current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return MigrationState(current, head())


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
