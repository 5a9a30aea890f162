"""Resting until there is something to do, or long enough.

``asyncio.wait_for`` takes a cancellation that comes with the event for the event alone (until Python 3.12): a loop that
rests by it is sometimes not stopped by being stopped.
"""

import asyncio
import contextlib


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Returns when the event is set, or after so many seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
