"""Waiting for what is to come true, without guessing how long it takes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.01


async def until(
    look: Callable[[], Awaitable[Found]], what: str, *, patience: float = PATIENCE_SECONDS
) -> Found:
    """Looks until it sees something true, and returns it. Raises AssertionError when patience is at its end."""
    end = time.monotonic() + patience
    while True:
        if found := await look():
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:g} s in vain: {what}")
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
