"""A simulator on a free port, its client, and a bot that speaks bare HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from simulator import Person, Simulator, SimulatorClient
from tests.simulator.wirebot import Bot


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[SimulatorClient]:
    async with SimulatorClient(simulator.base_url) as speaking:
        yield speaking


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    made = Bot(simulator.base_url, simulator.token)
    yield made
    await made.session.close()


@pytest.fixture
async def hoa(client: SimulatorClient, bot: Bot) -> Person:
    """A citizen who has pressed Start; nothing of it waits any more."""
    person = await client.person("Nguyễn Thị Hoa", role="Người dân")
    await person.starts()
    await bot.confirm_all()
    return person


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    """A real photograph's shape: a JPEG of 40×30 with a GPS block in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of a witness"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (40, 30), (180, 40, 30)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "demo.json"
