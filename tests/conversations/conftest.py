"""The town every conversation plays in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.town import Town, open_town


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(database_url, tmp_path) as town:
        yield town
