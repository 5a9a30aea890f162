"""The town every conversation plays in, its inspectorate, and a citizen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.client import Person
from tests.support.inspection import Inspectorate, opened_inspectorate
from tests.support.reporting import citizen
from tests.support.town import Town, open_town


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(database_url, tmp_path) as town:
        yield town


@pytest.fixture
async def inspectorate(town: Town) -> Inspectorate:
    return await opened_inspectorate(town)


@pytest.fixture
async def hoa(town: Town) -> Person:
    return await citizen(town, "Hoa")
