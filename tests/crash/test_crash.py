"""Killed at any instant, the bot loses nothing, does nothing twice, and answers everybody.

The process is a real one and the signal SIGKILL. People go on writing, pressing and sending files all the while. In the
end the bot is left alive until nothing waits any more, and only then is what people see and what is stored compared
with what they did. What may come of a death is one message that arrives a second time, and no more.
"""

import asyncio

import pytest

from bot.points import Point
from bot.settings import Mode
from tests.crash.crowd import Crowd
from tests.crash.scene import Scene

pytestmark = pytest.mark.both_databases

LONGEST_LIFE_SECONDS = 0.8
MOST_PASSES = 60


async def test_killed_at_every_point_that_has_a_name(scene: Scene) -> None:
    crowd = Crowd(scene)
    await crowd.moves_in()
    points = list(Point)
    scene.chance.shuffle(points)
    # The first round of the day's ticker is the one that posts digests; later ones find nothing to do.
    points.sort(key=lambda point: not point.startswith("ticker"))
    async with crowd.acting():
        for point in points:
            life = await scene.life(die_at=[point], passes=3 if point.startswith("ticker") else 1)
            await scene.dies(life)
    await crowd.finds_all_as_it_should_be()


async def test_killed_by_chance(scene: Scene, kills: int) -> None:
    crowd = Crowd(scene)
    await crowd.moves_in()
    async with crowd.acting():
        for _ in range(kills):
            await _by_chance(scene)
    await crowd.finds_all_as_it_should_be()


async def _by_chance(scene: Scene) -> None:
    """One life: it ends after some time, or after some steps of its own; updates come either way."""
    mode = scene.chance.choice(list(Mode))
    if scene.chance.random() < 0.5:
        life = await scene.life(mode, die_at=list(Point), passes=scene.chance.randint(1, MOST_PASSES))
    else:
        life = await scene.life(mode)
        await asyncio.sleep(scene.chance.uniform(0, LONGEST_LIFE_SECONDS))
        life.kill()
    await scene.dies(life)
