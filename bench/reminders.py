"""The morning's reminders at ten thousand and a hundred thousand open tasks, on both databases.

Telegram is the simulator in this process on one core; each morning is a process of its own on the other.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bench import machine
from bench.contestants import ROOT, NotStarted
from bench.morning import Seen, Told
from simulator.server import Simulator
from tests.support.databases import postgres_database, postgres_server

PEOPLE_OF_A_UNIT: Final = 2
"""Its head and a focal officer."""


@dataclass(frozen=True, slots=True)
class Morning:
    """One measurement: so many open tasks in so many units, on a database."""

    tasks: int
    units: int
    database: str
    seen: Seen


async def measure(sizes: Sequence[int], units: int) -> list[Morning]:
    """Each size on SQLite and on PostgreSQL."""
    own_core, other_core = machine.two_cores()
    machine.pin(own_core)
    found = []
    with ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="bench-pg-", ignore_cleanup_errors=True)
        )
        server = stack.enter_context(postgres_server(Path(folder)))
        for size in sizes:
            found.append(Morning(size, units, "SQLite", await _once(size, units, "", other_core)))
            with postgres_database(server) as address:
                found.append(
                    Morning(size, units, "PostgreSQL", await _once(size, units, address, other_core))
                )
    return found


async def _once(tasks: int, units: int, database: str, core: int) -> Seen:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        async with Simulator() as simulator:
            people = [simulator.world.add_person(f"Người {nth}") for nth in range(units * PEOPLE_OF_A_UNIT)]
            for person in people:
                # As if each had written to the bot before: it may write to them.
                person.started = True
            told = Told(
                tasks=tasks,
                units=units,
                chats=tuple(person.id for person in people),
                api=simulator.base_url,
                token=simulator.token,
                database=database,
                folder=folder,
            )
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bench.morning"),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            machine.pin(core, process.pid)
            said, _ = await process.communicate(json.dumps(asdict(told)).encode() + b"\n")
            if process.returncode != 0:
                raise NotStarted(f"a morning ended with {process.returncode}")
    return Seen(**json.loads(said))


def report(found: Sequence[Morning]) -> str:
    """A line for each."""
    lines = [
        f"{'tasks':>8} {'database':<11}{'digests':>8}{'found and written':>19}{'peak MB':>9}"
        f"{'again':>9}{'written':>9}{'delivered':>11}{'a second':>10}{'cores':>7}{'peak MB':>9}"
    ]
    lines += [
        f"{one.tasks:>8} {one.database:<11}{one.seen.digests:>8}{one.seen.posting_seconds:>17.2f} s"
        f"{one.seen.posting_megabytes:>9.0f}{one.seen.again_seconds * 1000:>6.0f} ms{one.seen.again_digests:>9}"
        f"{one.seen.delivered:>11}{one.seen.delivered / one.seen.delivery_seconds:>10.1f}"
        f"{one.seen.delivery_cpu_seconds / one.seen.delivery_seconds:>7.2f}{one.seen.megabytes:>9.0f}"
        for one in found
    ]
    return "\n".join(lines)
