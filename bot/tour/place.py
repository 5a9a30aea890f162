"""Where the tour is played, and who has come so far."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.app import Product
from bot.clock import MovableClock
from bot.office import real_now
from bot.settings import Settings
from bot.stage import BEGINNING, PATIENCE_SECONDS, PROVINCE, Stage
from bot.tour.players import Administrator, Player
from bot.tour.story import Story
from services.evidence import nothing_to_do
from simulator.client import SimulatorClient
from simulator.server import Simulator


@dataclass
class Place:
    """An empty folder with an offline Telegram in it; the bot runs once it was started."""

    folder: Path
    settings: Settings = field(repr=False)
    clock: MovableClock
    simulator: Simulator
    client: SimulatorClient
    story: Story
    administrator: Administrator
    players: dict[str, Player] = field(default_factory=dict)
    code: str = ""
    """The code of the citizen's report."""
    _stage: Stage | None = None

    @property
    def stage(self) -> Stage:
        """What is played on; the bot is running."""
        assert self._stage is not None
        return self._stage

    async def starts(self) -> None:
        """Starts the bot."""
        product = Product(self.settings, clock=self.clock, ticker_seconds=3600, fetcher_seconds=3600)
        await product.start()
        self._stage = Stage(product, self.simulator, self.client, self.clock, self.settings)

    async def closes(self) -> None:
        """Ends the bot, if it was started."""
        if self._stage is not None:
            await self._stage.product.stop()

    async def fetches(self) -> None:
        """Waits until what was sent as evidence is fetched, examined and sealed."""
        end = time.monotonic() + PATIENCE_SECONDS
        while await self._is_fetching():
            if time.monotonic() > end:
                raise TimeoutError(f"after {PATIENCE_SECONDS:g} s evidence still waits to be fetched")
            await asyncio.sleep(0.05)

    async def _is_fetching(self) -> bool:
        async with self.stage.product.office.reading() as (_, scope):
            return not await nothing_to_do(scope, real_now())

    async def comes(self, name: str, title: str, language: str = "vi") -> Player:
        """Somebody with a telephone, who has not opened the bot yet."""
        person = await self.client.person(name, role=title, language=language)
        self.players[title] = Player(title, person, self.stage, self.story)
        return self.players[title]

    async def comes_to(self, month: int, day: int, hour: int, minute: int = 0) -> None:
        """Time goes on to this hour of 2023, and what is due then is done."""
        await self.stage.moves_to(datetime(BEGINNING.year, month, day, hour, minute, tzinfo=PROVINCE))


@dataclass(frozen=True, slots=True)
class Act:
    """A part of the story."""

    title: str
    play: Callable[[Place], Awaitable[None]]
