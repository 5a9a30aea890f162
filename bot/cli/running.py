"""Serving, showing, measuring, and checking whether it could."""

import asyncio
import importlib.util
import runpy
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer

from bot import logs
from bot.cli import surroundings
from bot.cli.surroundings import CommandFailed, opened, ring, run, settings
from bot.settings import unknown_names
from bot.ui import translation
from storage import revision

log = structlog.get_logger()


def add_to(app: typer.Typer) -> None:
    """Adds the commands that stand at the top."""
    app.command("demo")(demo)
    app.command("tour")(tour)
    app.command("run")(serve)
    app.command("check")(check)
    app.command("bench", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(bench)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo's database, keys and chats lie.")] = Path(
        "var/demo"
    ),
    port: Annotated[int, typer.Option(help="Where its page is served, on 127.0.0.1.")] = 8800,
    reset: Annotated[bool, typer.Option("--reset", help="Only forgets what was played so far.")] = False,
) -> None:
    """Plays the bot in a browser, without Telegram."""
    run(lambda: _demo(folder, port, reset))


async def _demo(folder: Path, port: int, reset: bool) -> None:
    part = _part("bot.demo")
    try:
        if reset:
            part.forget(folder)
        else:
            await part.run_demo(folder, port)
    except part.CannotPlay as reason:
        raise CommandFailed(str(reason)) from None


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
        raise CommandFailed(f"{missing.name} is not part of this installation") from missing


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
                raise CommandFailed("a loop ended by itself")
            ended.cancel()
    except CannotStart as cannot:
        raise CommandFailed(str(cannot)) from None


def check() -> None:
    """Says whether settings, keys and database are in order."""
    run(_check)


async def _check() -> None:
    chosen = settings(with_token=True)
    typer.echo("settings: in order")
    for name in unknown_names():
        typer.echo(f"settings: {name} in .env is none", err=True)
    ring(chosen)
    typer.echo("keys: readable")
    state = await asyncio.to_thread(revision.check, chosen.database)
    typer.echo("database: reachable")
    typer.echo(f"migrations: {state.current or 'none'} of {state.head}")
    async with opened(chosen):
        typer.echo("keys: those of this database")
    for language in translation.LANGUAGES:
        try:
            translation.load(language)
        except (OSError, ValueError) as error:
            raise CommandFailed(f"catalogue {language}: cannot be read ({type(error).__name__})") from error
    typer.echo(f"catalogues: {', '.join(translation.LANGUAGES)}")


def bench(context: typer.Context) -> None:
    """Measures against peers: bench spine."""
    # runpy would answer a missing module with a traceback of its own.
    run(lambda: _found("bench.__main__"))
    sys.argv = ["bench", *context.args]
    runpy.run_module("bench", run_name="__main__", alter_sys=True)


async def _found(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        raise CommandFailed(f"{name.partition('.')[0]} is not part of this installation")
