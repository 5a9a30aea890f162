"""The database's tables, brought to this release."""

import asyncio

import typer
from sqlalchemy import inspect

from bot.cli.surroundings import opened, ring, run, settings, words
from bot.settings import Settings, SettingsWrong
from storage import revision
from storage.identity import FINGERPRINT_KEY
from storage.sealing import KeyRing
from storage.tables import meta

app = typer.Typer(no_args_is_help=True, help="The database's tables: upgrade, status.")


@app.command("upgrade")
def upgrade() -> None:
    """Brings the tables to this release; a new database remembers the keys it is sealed with."""
    run(_upgrade)


async def _upgrade() -> None:
    from storage import migrate  # and with it Alembic, which no other command needs

    chosen = settings()
    keys = ring(chosen)
    await asyncio.to_thread(_refuse_stranger, chosen, keys)
    state = await asyncio.to_thread(migrate.upgrade, chosen.database)
    async with opened(chosen):
        typer.echo(words(chosen).plain("The database is at revision {revision}.", revision=str(state.head)))


def _refuse_stranger(chosen: Settings, keys: KeyRing) -> None:
    """Before tables are changed: are these the keys the database was sealed with?"""
    with revision.transaction(chosen.database) as connection:
        if not inspect(connection).has_table(meta.name):
            return
        query = meta.select().where(meta.c.key == FINGERPRINT_KEY)
        known = connection.execute(query).first()
        if known is not None and known.value != keys.fingerprint():
            raise SettingsWrong(["KEYS_FILE: the key file is not the one this database was sealed with"])


@app.command("status")
def status() -> None:
    """Says which revision the tables are at; exits 1 when an upgrade waits."""
    if not run(_status):
        raise typer.Exit(1)


async def _status() -> bool:
    chosen = settings()
    state = await asyncio.to_thread(revision.check, chosen.database)
    tr = words(chosen)
    if state.is_at_head:
        typer.echo(tr.plain("The database is at revision {revision}.", revision=str(state.head)))
    else:
        told = (
            tr.plain(
                "The database is at revision {current}, this release needs {head}: python -m bot db upgrade",
                current=state.current,
                head=str(state.head),
            )
            if state.current
            else tr.plain("The database has no tables yet: python -m bot db upgrade")
        )
        typer.echo(told)
    return state.is_at_head
