"""The database's tables, brought to this release."""

import asyncio

import typer

from bot.cli.surroundings import opened, ring, run, settings, words
from bot.settings import SettingsWrong
from storage import revision
from storage.identity import refuse_other_ring
from storage.sealing import KeysUnusable

app = typer.Typer(no_args_is_help=True, help="The database's tables: upgrade, status.")


@app.command("upgrade")
def upgrade() -> None:
    """Brings the tables to this release; a new database remembers the keys it is sealed with."""
    run(_upgrade)


async def _upgrade() -> None:
    from storage import migrate  # and with it Alembic, which no other command needs

    chosen = settings()
    keys = ring(chosen)
    try:
        # Before tables are changed: are these the keys the database was sealed with?
        await asyncio.to_thread(refuse_other_ring, chosen.database, keys)
    except KeysUnusable as unusable:
        raise SettingsWrong([f"KEYS_FILE: {unusable}"]) from None
    state = await asyncio.to_thread(migrate.upgrade, chosen.database)
    async with opened(chosen):
        typer.echo(words(chosen).plain("The database is at revision {revision}.", revision=str(state.head)))


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
