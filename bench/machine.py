"""The machine a measurement was made on, and what a process of it took. Linux tells both under /proc."""

import os
import platform
import sqlite3
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
MEGABYTE: Final = 1024 * 1024


def facts() -> str:
    """What a reader needs to compare figures with their own."""
    load = os.getloadavg()[0]
    return (
        f"{_processor()}, {os.cpu_count()} cores, load {load:.1f} at the start; {platform.system()} "
        f"{platform.release()}; Python {platform.python_version()}, python-telegram-bot "
        f"{version('python-telegram-bot')}, SQLAlchemy {version('sqlalchemy')}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def two_cores() -> tuple[int, int]:
    """One for Telegram and one for the bot; the same one where there is no other."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


def pin(core: int, pid: int = 0) -> None:
    """Holds a process, by default this one, and what it will start to one core."""
    os.sched_setaffinity(pid, {core})


def cpu_seconds(pid: int) -> float:
    """Processor time a process and its children, living or waited for, have had."""
    try:
        # The name in brackets may hold anything; what follows it is numbers.
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    own = sum(map(int, stat[11:15])) / TICKS
    return own + sum(cpu_seconds(int(child)) for child in children)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time by whose they were; Telegram is this process."""

    bot: float
    telegram: float
    database: float


class Meter:
    """Processor time since it was made."""

    def __init__(self, *, bot: int, database: int | None) -> None:
        self._bot = bot
        self._database = database
        self._before = self._now()

    def spent(self) -> Spent:
        """What each has had since then."""
        now = self._now()
        return Spent(*(after - before for after, before in zip(now, self._before, strict=True)))

    def _now(self) -> tuple[float, float, float]:
        database = 0.0 if self._database is None else cpu_seconds(self._database)
        return cpu_seconds(self._bot), time.process_time(), database


def resident_megabytes(pid: int) -> float:
    """Memory a process holds, its own and what it shares."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
