"""Migrations: the database brought to the tables of this release.

Everything an upgrade does happens in one transaction, on SQLite too, so one that fails leaves the database as it
was. Alembic is configured here; there is no ini file that could name another database than the settings do.
"""

from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.revision import MIGRATIONS, MigrationState, state, transaction

# Any number, the same in every replica: two that start at once must not both create a table.
_LOCK: Final = 20_231_002


def upgrade(url: str) -> MigrationState:
    """Brings the database to this release's tables; does nothing when it is there. Raises what the database raises."""
    with transaction(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(config(connection), "head")
        return state(connection)


def config(connection: Connection) -> Config:
    """Alembic's configuration, on an open connection."""
    configured = Config()
    configured.set_main_option("script_location", str(MIGRATIONS))
    configured.set_main_option("path_separator", "os")
    configured.attributes["connection"] = connection
    return configured
