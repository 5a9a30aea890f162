"""A bot that can be killed: a loaded parent forks it, so that a life costs a fraction of a second.

Run as a program it reads a line of JSON for each life, as :class:`tests.support.lives.Mortal` writes it, and forks. The
child serves until somebody kills it, or until it comes to the point it was told to die at: there it kills itself with
the signal that nothing can be done about. The parent tells what happens, a line of JSON for each event.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.app import Product, running
from bot.clock import MovableClock
from bot.logs import configure
from bot.points import Point
from bot.settings import load


def main() -> None:
    """Forks a life for each line, one after the other."""
    gc.freeze()
    for line in sys.stdin:
        life: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            threading.Thread(target=_end_with_the_test, daemon=True).start()
            _live(life)
            os._exit(0)
        _say({"born": child})
        _, status = os.waitpid(child, 0)
        _say({"dead": child, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0})


def _end_with_the_test() -> None:
    """Nothing more is to be read until this life is over; so what is read here is the end of the test."""
    os.read(0, 1)
    os._exit(1)


def _live(life: dict[str, Any]) -> None:
    async def serve() -> None:
        clock = MovableClock()
        clock.move_to(datetime.fromisoformat(life["now"]))
        lease = timedelta(seconds=life["lease"])
        product = Product(
            load(_env_file=None, **life["settings"]),
            clock=clock,
            at=_executioner(life["die_at"], life["passes"]),
            ticker_seconds=0.5,
            fetcher_seconds=0.5,
            lease=lease,
            fetch_lease=lease,
        )
        async with running(product):
            _say({"serving": os.getpid()})
            await product.wait()

    configure("ERROR")
    asyncio.run(serve())


def _executioner(die_at: list[str], passes: int) -> Callable[[Point], None]:
    """Kills the process when it passes one of the points for the so manieth time."""
    left = passes

    def at(point: Point) -> None:
        nonlocal left
        if point in die_at:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return at


def _say(told: dict[str, Any]) -> None:
    os.write(1, (json.dumps(told) + "\n").encode())


if __name__ == "__main__":
    main()
