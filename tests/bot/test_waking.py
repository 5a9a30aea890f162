"""Who rests is woken, rests no longer than long enough, and is stopped whatever else happens at that moment."""

import asyncio

import pytest

from bot.waking import woken


async def test_the_event_ends_the_rest() -> None:
    event = asyncio.Event()
    resting = asyncio.create_task(woken(event, 60))
    await asyncio.sleep(0)
    event.set()
    await asyncio.wait_for(resting, 5)


async def test_it_rests_no_longer_than_long_enough() -> None:
    await woken(asyncio.Event(), 0)


@pytest.mark.parametrize("turns", range(4))
async def test_who_is_stopped_while_it_is_woken_stops(turns: int) -> None:
    event = asyncio.Event()
    resting = asyncio.create_task(woken(event, 60))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    event.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    if resting.done():
        return
    resting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await resting
