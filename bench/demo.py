"""From a press to the page's edit in the demo, with one person who takes their time. Run as a process of its own.

The whole demo is one process on one core, Telegram and the bot together, with the settings it is shown with.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from bench import walks
from bench.crowd import Crowd
from bot.demo import open_demo
from bot.logs import configure

READING_SECONDS = 1.1
"""Who presses faster is held to Telegram's one message a second to a chat, and that would be what is measured."""


async def measure(updates: int) -> list[float]:
    """Seconds from each press to its edit."""
    with tempfile.TemporaryDirectory(prefix="bench-demo-") as folder:
        async with open_demo(Path(folder), port=0) as demo:
            crowd = Crowd(demo.simulator, walks.report(), size=1, pause=READING_SECONDS)
            crowd.begin()
            await crowd.watch(len(walks.report()))  # whatever is read or compiled once is by then
            seen = await crowd.watch(updates)
            await crowd.leave()
            return seen.presses


if __name__ == "__main__":
    configure("ERROR")
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
