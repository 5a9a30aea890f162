"""Who is measured, and how each is started: as a process of its own, as a person would start it."""

import asyncio
import contextlib
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import machine, walks
from bench.walks import Walk
from bot.cli.surroundings import opened
from bot.samples import import_samples
from bot.settings import Settings, load
from simulator.server import Simulator
from storage.migrate import upgrade
from storage.sealing import KeyRing

ROOT: Final = Path(__file__).resolve().parent.parent
START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 10.0
SAID_LAST: Final = 2000
LOOK_AGAIN_SECONDS: Final = 0.01


class NotStarted(Exception):
    """A contestant ended, or did not serve in time; what it said last is in the message."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contestant is started: the Telegram it speaks to, its core, a folder of its own, a PostgreSQL."""

    simulator: Simulator
    core: int
    folder: Path
    postgres: str
    """The address of an empty database; empty for who needs none."""
    sends_in_flight: int


@dataclass(frozen=True, slots=True)
class Running:
    """A contestant that serves."""

    pid: int
    start_seconds: float


@dataclass(frozen=True, slots=True)
class Contestant:
    """``letter`` and ``name`` are for the table; ``walk`` is what people do with it."""

    letter: str
    name: str
    walk: Walk
    start: Callable[[Place], AbstractAsyncContextManager[Running]]
    needs_postgres: bool = False


@contextlib.asynccontextmanager
async def _process(place: Place, *arguments: str, **environment: str) -> AsyncIterator[Process]:
    """Python with these arguments on the contestant's core, ended as an operator ends it."""
    with (place.folder / "said.txt").open("w+b") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=place.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
            stdout=said,
            stderr=said,
        )
        machine.pin(place.core, process.pid)
        try:
            yield process
        except Exception as error:
            said.seek(0)
            error.add_note(said.read().decode(errors="replace")[-SAID_LAST:])
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()


async def _until(process: Process, serves: Callable[[], object]) -> float:
    """Seconds until it serves."""
    began = time.perf_counter()
    while not serves():
        if process.returncode is not None:
            raise NotStarted(f"it ended with {process.returncode}")
        if time.perf_counter() - began > START_SECONDS:
            raise NotStarted("it did not serve in time")
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
    return time.perf_counter() - began


def peer(module: str) -> Callable[[Place], AbstractAsyncContextManager[Running]]:
    """How a peer is started."""

    @contextlib.asynccontextmanager
    async def start(place: Place) -> AsyncIterator[Running]:
        simulator = place.simulator
        async with _process(place, "-m", module, simulator.base_url, simulator.token) as process:
            seconds = await _until(process, lambda: simulator.world.updates.polled)
            yield Running(process.pid, seconds)

    return start


@contextlib.asynccontextmanager
async def product(place: Place) -> AsyncIterator[Running]:
    """The bot: ``python -m bot run`` with keys, a database at this release's tables, and the sample units."""
    settings = {
        "bot_token": place.simulator.token,
        "bot_api_url": place.simulator.base_url,
        "data_dir": str(place.folder),
        "database_url": place.postgres,
        "keys_file": str(place.folder / "keys.json"),
        "monitor_listen": "127.0.0.1:0",
        "send_rate": "1000",
        "sends_in_flight": str(place.sends_in_flight),
        "log_level": "WARNING",
    }
    await _prepare(load(_env_file=None, **settings))
    environment = {name.upper(): value for name, value in settings.items()}
    async with _process(place, "-m", "bot", "run", **environment) as process:
        seconds = await _until(process, lambda: place.simulator.world.updates.polled)
        yield Running(process.pid, seconds)


async def _prepare(settings: Settings) -> None:
    KeyRing.new().save(settings.keys_file)
    await asyncio.to_thread(upgrade, settings.database)
    async with opened(settings) as office:
        await import_samples(office)


CONTESTANTS: Final = (
    Contestant("a", "echo, python-telegram-bot's defaults", walks.ECHO, peer("bench.peers.echo")),
    Contestant(
        "b", "the form, ConversationHandler, memory", walks.report(), peer("bench.peers.conversation")
    ),
    Contestant("c", "the form, this bot on SQLite", walks.report(), product),
    Contestant("d", "the form, this bot on PostgreSQL", walks.report(), product, needs_postgres=True),
)
