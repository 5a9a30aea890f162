"""Alembic's way in: the connection comes from ``storage.migrate``, which has begun its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.columns import Instant, Words
from storage.tables import metadata


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration stands alone: what it was made with stays as it was when the models have moved on."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Words):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite alters little: a table is built anew and its rows are moved.
    render_as_batch=True,
    transactional_ddl=True,
    render_item=render_item,
)
context.run_migrations()
