"""How often the bot is killed, and by which chance."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.crash.scene import Scene, open_scene, tell
from tests.support.lives import mortal


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What chance is made from. It is printed, so that a failure can be played again."""
    given = request.config.getoption("--seed")
    seed = secrets.randbelow(1_000_000) if given is None else int(given)
    tell(f"To play this again: python -m pytest '{request.node.nodeid}' --seed {seed}")
    return seed


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How often chance kills."""
    return int(request.config.getoption("--kills"))


@pytest.fixture
async def scene(database_url: str, tmp_path: Path, seed: int) -> AsyncIterator[Scene]:
    async with mortal() as parent, open_scene(database_url, tmp_path, parent, seed) as scene:
        yield scene
