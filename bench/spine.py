"""The whole way of an update, side by side with peers: what each does in a second and what an update costs it.

Telegram is the simulator, in this process on one core; each contestant is a process on another. They take turns, round
after round, so that whatever else the machine does meanwhile falls on all of them; of the rounds the median counts.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from bench import machine
from bench.contestants import CONTESTANTS, Contestant, Place
from bench.crowd import Crowd
from simulator.server import Simulator
from tests.support.databases import postgres_database, postgres_server

WARM_SHARE: Final = 0.15


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: updates of each contestant a round, people at a time, seconds each of them reads."""

    updates: int = 4000
    people: int = 100
    rounds: int = 3
    pause: float = 0.05
    sends_in_flight: int = 16
    contestants: str = "abcd"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one contestant came to, in one round or as the median of several."""

    updates_per_second: float
    bot_microseconds: float
    """Processor time of the bot for one update."""
    telegram_microseconds: float
    """Of the simulator: were it near the time between updates, it would be what is measured."""
    database_microseconds: float
    """Of the database's own processes; SQLite has none, it is in the bot."""
    median_ms: float
    p95_ms: float
    start_seconds: float
    resident_megabytes: float


async def measure(plan: Plan) -> dict[Contestant, Figures]:
    """The median figures of each contestant."""
    own_core, bot_core = machine.two_cores()
    machine.pin(own_core)
    found: dict[Contestant, list[Figures]] = {}
    wanted = [one for one in CONTESTANTS if one.letter in plan.contestants]
    with _database_server(wanted) as (address, pid):
        for _ in range(plan.rounds):
            for contestant in wanted:
                found.setdefault(contestant, []).append(await _once(contestant, plan, bot_core, address, pid))
    return {contestant: _middle(rounds) for contestant, rounds in found.items()}


@contextlib.contextmanager
def _database_server(wanted: Sequence[Contestant]) -> Iterator[tuple[str, int]]:
    if not any(one.needs_postgres for one in wanted):
        yield "", 0
        return
    with (
        tempfile.TemporaryDirectory(prefix="bench-pg-", ignore_cleanup_errors=True) as folder,
        postgres_server(Path(folder)) as address,
    ):
        # The first line of this file is the number of the server's first process.
        yield address, int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0])


async def _once(contestant: Contestant, plan: Plan, core: int, server: str, server_pid: int) -> Figures:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        address = stack.enter_context(postgres_database(server)) if contestant.needs_postgres else ""
        async with Simulator() as simulator:
            place = Place(simulator, core, Path(folder), address, plan.sends_in_flight)
            async with contestant.start(place) as running:
                crowd = Crowd(simulator, contestant.walk, size=plan.people, pause=plan.pause)
                crowd.begin()
                await crowd.watch(int(plan.updates * WARM_SHARE))
                meter = machine.Meter(bot=running.pid, database=server_pid if address else None)
                seen = await crowd.watch(plan.updates)
                spent = meter.spent()
                resident = machine.resident_megabytes(running.pid)
                await crowd.leave()
    waits = sorted(seen.waits)
    return Figures(
        updates_per_second=plan.updates / seen.seconds,
        bot_microseconds=spent.bot / plan.updates * 1e6,
        telegram_microseconds=spent.telegram / plan.updates * 1e6,
        database_microseconds=spent.database / plan.updates * 1e6,
        median_ms=median(waits) * 1000,
        p95_ms=quantiles(waits, n=20)[-1] * 1000,
        start_seconds=running.start_seconds,
        resident_megabytes=resident,
    )


def _middle(rounds: Sequence[Figures]) -> Figures:
    names = Figures.__slots__
    return Figures(**{name: median(getattr(one, name) for one in rounds) for name in names})
