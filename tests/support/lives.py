"""The lives of a bot that is killed again and again: see :mod:`tests.support.mortal`, which is the program."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.points import Point

ROOT: Final = Path(__file__).parents[2]
PATIENCE_SECONDS: Final = 30.0


class Mortal:
    """A loaded parent and at most one life at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def born(
        self,
        settings: Mapping[str, str],
        now: datetime,
        *,
        lease: float,
        die_at: Collection[Point] = (),
        passes: int = 1,
    ) -> "Life":
        """Begins a life, which may be over any moment. ``passes`` of any of the points in ``die_at`` end it."""
        told = {
            "settings": dict(settings),
            "now": now.isoformat(),
            "lease": lease,
            "die_at": list(die_at),
            "passes": passes,
        }
        assert self._process.stdin is not None
        self._process.stdin.write((json.dumps(told) + "\n").encode())
        await self._process.stdin.drain()
        return Life(self, (await self.hears("born"))["born"])

    async def hears(self, *events: str) -> dict[str, Any]:
        """The next of these events; others are passed over."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told: dict[str, Any] = json.loads(line)
            if told.keys() & set(events):
                return told
        raise AssertionError("the parent of all lives is dead")


@dataclass(frozen=True, slots=True)
class Life:
    """One process that serves."""

    mortal: Mortal
    pid: int

    async def serves(self) -> bool:
        """Waits until it serves; false when it died before."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            return "serving" in await self.mortal.hears("serving", "dead")

    def kill(self) -> None:
        """SIGKILL, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    async def dies(self, *, patience: float = PATIENCE_SECONDS) -> None:
        """Waits for its end. Raises AssertionError when it does not come by the signal, or not at all."""
        try:
            async with asyncio.timeout(patience):
                told = await self.mortal.hears("dead")
        except TimeoutError:
            raise AssertionError(f"it did not die within {patience:g} s") from None
        assert told["signal"] == signal.SIGKILL, "it ended by itself"


@contextlib.asynccontextmanager
async def mortal() -> AsyncIterator[Mortal]:
    """The parent of all lives, loaded once."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.mortal",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Mortal(process)
    finally:
        # At the end of its input the parent ends, and so does a life that is left.
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
