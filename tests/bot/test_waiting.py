"""A loop that is to end does, whatever else happens at that instant."""

import asyncio

from bot.waiting import rest


async def test_work_ends_a_rest_and_so_does_time() -> None:
    work = asyncio.Event()
    await rest(work, 0.001)
    work.set()
    await rest(work, 3600)


async def test_a_loop_that_is_woken_and_ended_at_once_ends() -> None:
    work = asyncio.Event()

    async def loop() -> None:
        while True:
            work.clear()
            await rest(work, 3600)

    runs = asyncio.create_task(loop())
    await asyncio.sleep(0)
    work.set()
    runs.cancel()
    await asyncio.wait({runs}, timeout=5)
    assert runs.cancelled()
