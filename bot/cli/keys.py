"""The key ring's file: made once, kept off the data's disk, with a backup of its own."""

import typer

from bot.cli.surroundings import FAILED, CommandFailed, keys_refused, opened, ring, run, settings, words
from storage.resealing import reseal
from storage.sealing import KeyRing, KeysUnusable

app = typer.Typer(no_args_is_help=True, help="The key ring: new, rotate, reseal.")


@app.command("new")
def new() -> None:
    """Makes the key file of a new deployment; never overwrites one."""
    run(_new)


async def _new() -> None:
    chosen = settings()
    tr = words(chosen)
    try:
        KeyRing.new().save(chosen.keys_file)
    except KeysUnusable as unusable:
        raise keys_refused(unusable, tr, code=FAILED) from None
    except OSError as error:
        raise CommandFailed(f"KEYS_FILE: {chosen.keys_file}: {error.strerror}") from None
    typer.echo(
        tr.plain(
            "New keys are in {path}. Keep a backup apart from the database: without them nothing sealed opens.",
            path=str(chosen.keys_file),
        )
    )


@app.command("rotate")
def rotate() -> None:
    """Adds a fresh key and seals what rests anew with it; the bot may run on meanwhile."""
    run(_rotate)


async def _rotate() -> None:
    chosen = settings()
    rotated = ring(chosen).rotated()
    async with opened(chosen) as office:
        # The file first: a running bot looks there when it meets the new key.
        rotated.save(chosen.keys_file, replace=True)
        count = await reseal(office.database, rotated)
    typer.echo(
        words(chosen).n(
            "{n} value is sealed with the new key.", "{n} values are sealed with the new key.", count
        )
    )


@app.command("reseal")
def reseal_rest() -> None:
    """Goes on where a rotation was interrupted: seals with the current key what still rests under older ones."""
    run(_reseal)


async def _reseal() -> None:
    chosen = settings()
    async with opened(chosen) as office:
        count = await reseal(office.database, office.ring)
    typer.echo(
        words(chosen).n(
            "{n} value is sealed with the new key.", "{n} values are sealed with the new key.", count
        )
    )
