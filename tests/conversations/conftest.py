"""The town every conversation plays in, and its inspectorate."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.inspection import Inspectorate, opened_inspectorate
from tests.support.town import Town, open_town


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(database_url, tmp_path) as town:
        yield town


@pytest.fixture
async def inspectorate(town: Town) -> Inspectorate:
    return await opened_inspectorate(town)
