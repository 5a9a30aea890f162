"""How a loop waits for its next work."""

import asyncio
import contextlib


async def rest(work: asyncio.Event, seconds: float) -> None:
    """Returns when there is work, and after so long at the latest.

    Not by ``asyncio.wait_for``: before Python 3.12 it loses a cancellation that comes at the same instant as the event,
    and a loop that was to end goes on, with the process waiting for it.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await work.wait()
