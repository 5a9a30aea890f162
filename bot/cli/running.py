"""Serving, showing, measuring, and checking whether it could."""

import asyncio
import importlib.util
import runpy
import signal
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import structlog
import typer

from bot import logs
from bot.cli import surroundings
from bot.cli.surroundings import CommandFailed, opened, ring, run, settings, stop, words
from bot.settings import unknown_names
from bot.ui import translation
from storage import revision

log = structlog.get_logger()

_PASSED_ON: Final = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""The measurements have options and a help of their own."""


def add_to(app: typer.Typer) -> None:
    """Adds the commands that stand at the top."""
    app.command("demo")(demo)
    app.command("tour")(tour)
    app.command("run")(serve)
    app.command("check")(check)
    app.command("bench", context_settings=_PASSED_ON)(bench)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo's database, keys and chats lie.")] = Path(
        "var/demo"
    ),
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where its page is served, on 127.0.0.1.")
    ] = 8800,
    reset: Annotated[bool, typer.Option("--reset", help="Only forgets what was played so far.")] = False,
) -> None:
    """Plays the bot in a browser, without Telegram."""
    run(lambda: _demo(folder, port, reset))


async def _demo(folder: Path, port: int, reset: bool) -> None:
    tr, part = words(), _part("bot.demo")

    def ready(address: str) -> None:
        # The address first, for whoever looks no further.
        told = tr.plain("Ctrl-C ends the demo; make demo goes on where it was.")
        typer.echo(f"\n  {address}/\n\n  {told}")

    try:
        if reset:
            part.forget(folder)
            typer.echo(tr.plain("The demo is forgotten; make demo starts afresh."))
        else:
            await part.run_demo(folder, port, ready)
    except part.CannotPlay as reason:
        raise CommandFailed(tr.plain(reason.words, **reason.data)) from None


def tour(
    database: Annotated[
        str, typer.Option(help="An empty database to play on; else one of its own, thrown away afterwards.")
    ] = "",
) -> None:
    """Plays the story and prints it; 1 if it does not hold."""
    tr = translation.Translator(surroundings.language.get() or translation.DEFAULT_LANGUAGE)
    if not run(lambda: _part("bot.tour").run_tour(tr, database)):
        raise typer.Exit(1)


def _part(name: str) -> Any:
    """A part that a deployment may do without: the simulator and what is played on it, the measurements."""
    logs.configure("WARNING")
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        raise _is_missing(str(missing.name)) from missing


def _is_missing(part: str) -> CommandFailed:
    return CommandFailed(words().plain("{part} is not part of this installation", part=part))


def serve() -> None:
    """Serves Telegram, by MODE, until it is stopped."""
    run(_serve)


async def _serve() -> None:
    from bot.app import CannotStart, Product, running

    chosen = settings(with_token=True)
    logs.configure(chosen.log_level)
    if unknown := unknown_names():
        log.warning("settings.unknown_in_env_file", names=unknown)
    async with opened(chosen):
        pass  # keys, database and migrations are in order, or it was refused before anything was touched
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    try:
        async with running(Product(chosen)) as product:
            ended, waiting = asyncio.create_task(product.wait()), asyncio.create_task(stopped.wait())
            await asyncio.wait({ended, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if ended.done():
                ended.result()
                raise CommandFailed(words(chosen).plain("A loop of the bot ended by itself."))
            ended.cancel()
    except CannotStart as cannot:
        why = words(chosen).plain(cannot.words, **cannot.data)
        raise CommandFailed(f"{cannot.setting}: {why}") from None


def check() -> None:
    """Says whether settings, keys and database are in order."""
    run(_check)


async def _check() -> None:
    chosen = settings(with_token=True)
    tr = words(chosen)
    typer.echo(tr.plain("settings: in order"))
    for name in unknown_names():
        typer.echo(tr.plain("settings: {name} in .env is no setting of this bot", name=name), err=True)
    ring(chosen)
    typer.echo(tr.plain("keys: readable"))
    state = await asyncio.to_thread(revision.check, chosen.database)
    typer.echo(tr.plain("database: reachable"))
    current, head = state.current, str(state.head)
    if current:
        typer.echo(tr.plain("tables: revision {current} of {head}", current=current, head=head))
    async with opened(chosen):
        typer.echo(tr.plain("keys: those of this database"))
    for language in translation.LANGUAGES:
        try:
            translation.load(language)
        except (OSError, ValueError) as error:
            why = tr.plain(
                "catalogue {language}: cannot be read ({error})",
                language=language,
                error=type(error).__name__,
            )
            raise CommandFailed(why) from error
    typer.echo(tr.plain("languages: {languages}", languages=", ".join(translation.LANGUAGES)))


def bench(context: typer.Context) -> None:
    """Measures against peers: bench spine."""
    # runpy would answer a missing module with a traceback of its own.
    run(lambda: _found("bench.__main__"))
    sys.argv = ["bench", *context.args]
    try:
        runpy.run_module("bench", run_name="__main__", alter_sys=True)
    except ModuleNotFoundError as missing:  # what only those who work on the bot have installed
        stop(str(_is_missing(str(missing.name))))


async def _found(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        raise _is_missing(name.partition(".")[0])
