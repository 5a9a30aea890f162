"""`python -m simulator`: the simulator alone, for a bot that is started elsewhere."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from simulator.server import TOKEN, USERNAME, Simulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="keep it on this machine: there is no password")
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free port")
    parser.add_argument("--token", default=TOKEN, help=f"what the bot must show; {TOKEN} unless told")
    parser.add_argument("--username", default=USERNAME, help="the bot's name in links")
    parser.add_argument("--state", type=Path, help="a JSON file to go on from and to save to")
    parser.add_argument("--clock-url", default="", help="the address of the demo's clock")
    parser.add_argument("--paced", action="store_true", help="answer 429 beyond Telegram's limits")
    parser.add_argument("--person", action="append", default=[], metavar="NAME[:ROLE[:LANGUAGE]]")
    return parser.parse_args()


async def _run(told: argparse.Namespace) -> None:
    simulator = Simulator(
        token=told.token, username=told.username, state=told.state, clock_url=told.clock_url, paced=told.paced
    )
    await simulator.start(told.host, told.port)
    known = {person.name for person in simulator.world.state.people.values()}
    for line in told.person:
        name, role, language = (*line.split(":"), "", "")[:3]
        if name not in known:
            simulator.world.add_person(name, role=role, language=language or "vi")
    sys.stdout.write(f"{simulator.base_url}  token {told.token} (no secret: it opens nothing else)\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    await simulator.stop()


def main() -> None:
    """Run until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(_arguments()))


if __name__ == "__main__":
    main()
