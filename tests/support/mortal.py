"""A bot that can be killed: a loaded parent forks it, so that a life costs a fraction of a second.

Run as a program it reads one JSON line for each life: ``{"settings": {…}, "die_at": point, "after": n, "now": iso}``.
It forks, the child serves until it is killed or comes to ``point`` for the ``n``-th time, and the parent answers with a
line when it is serving and another when it is dead.
"""

import asyncio
import gc
import json
import os
import signal
import sys
from datetime import datetime
from typing import Any

from bot.app import Product, running
from bot.clock import MovableClock
from bot.logs import configure
from bot.settings import load


def main() -> None:
    gc.freeze()
    for line in sys.stdin:
        life: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            _live(life)
            os._exit(0)
        _say({"born": child})
        _, status = os.waitpid(child, 0)
        _say({"died": child, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0})


def _live(life: dict[str, Any]) -> None:
    left = {"count": life.get("after", 1)}

    def at(point: str) -> None:
        if point == life.get("die_at"):
            left["count"] -= 1
            if left["count"] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    async def serve() -> None:
        clock = MovableClock()
        clock.move_to(datetime.fromisoformat(life["now"]))
        product = Product(load(_env_file=None, **life["settings"]), clock=clock, at=at, ticker_seconds=0.5)
        async with running(product):
            _say({"serving": os.getpid()})
            await product.wait()

    configure("ERROR")
    asyncio.run(serve())


def _say(told: dict[str, Any]) -> None:
    os.write(1, (json.dumps(told) + "\n").encode())


if __name__ == "__main__":
    main()
