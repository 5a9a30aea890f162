"""A small town: the whole bot over the simulator's wire, with people who speak to it.

Everything is the product's own wiring but the outer world: Telegram is the simulator, the clock can be moved.
"""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import Product
from bot.clock import MovableClock
from bot.settings import Settings, load
from domain.people import Role
from services.people import invite
from simulator.client import Person, SimulatorClient
from simulator.server import Simulator
from storage.sealing import KeyRing
from tests.support.databases import opened

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2023, 10, 2, 7, 55, tzinfo=PROVINCE)
"""Monday 2 October 2023, five minutes before the digests."""


@dataclass
class Town:
    """The running product and its people."""

    product: Product
    simulator: Simulator
    client: SimulatorClient
    clock: MovableClock
    settings: Settings
    people: dict[str, Person] = field(default_factory=dict)

    async def person(self, name: str, *, language: str = "vi", role: str = "") -> Person:
        """Somebody with a telephone; the same one for the same name."""
        if name not in self.people:
            self.people[name] = await self.client.person(name, role=role, language=language)
        return self.people[name]

    async def staff(
        self, name: str, role: Role, unit: str | None = None, *, until: datetime | None = None
    ) -> Person:
        """Somebody bound to a role by an invitation's deep link, as in life."""
        person = await self.person(name, role=role.value)
        async with self.product.office.writing() as (_, scope):
            _, token = await invite(scope, None, role, unit, until)
        await person.starts(f"i_{token}")
        await self.settle()
        return person

    async def restarts(self) -> None:
        """Ends the bot as an operator does and starts another on the same database."""
        await self.product.stop()
        self.product = Product(self.settings, clock=self.clock, at=self.product.at, ticker_seconds=3600)
        await self.product.start()

    async def settle(self) -> None:
        """Waits until everything that was said is handled and everything to be said has arrived."""
        await self.client.idle(quiet=0.05)
        while True:
            async with self.product.office.reading() as (uow, scope):
                if not await uow.inbox.waiting() and not await uow.outbox.waiting(scope.now):
                    break
            await self.client.idle(quiet=0.05)
        await self.client.idle(quiet=0.05)

    async def moves_to(self, instant: datetime) -> None:
        """Moves the clock and does what is due then."""
        self.clock.move_to(instant)
        await self.client.move_clock(instant.isoformat())
        await self.product.ticker.round()
        await self.settle()

    async def after(self, step: timedelta) -> None:
        """Moves the clock on."""
        await self.moves_to(self.clock.now() + step)


@contextlib.asynccontextmanager
async def open_town(
    database_url: str,
    folder: Path,
    *,
    at: Callable[[str], None] = lambda point: None,
    now: datetime = MORNING,
    **settings: object,
) -> AsyncIterator[Town]:
    """A town on a database of its own."""
    keys = folder / "keys.json"
    KeyRing.new().save(keys)
    clock = MovableClock()
    clock.move_to(now)
    async with opened(database_url), Simulator() as simulator, SimulatorClient(simulator.base_url) as client:
        await client.move_clock(now.astimezone(UTC).isoformat())
        defaults = {
            "bot_token": simulator.token,
            "bot_api_url": simulator.base_url,
            "data_dir": folder,
            "database_url": database_url,
            "keys_file": keys,
            "monitor_listen": "127.0.0.1:0",
            "listen": "127.0.0.1:0",
            "send_rate": 1000,
            "sends_in_flight": 8,
        }
        chosen = load(_env_file=None, **defaults | settings)
        town = Town(
            Product(chosen, clock=clock, at=at, ticker_seconds=3600), simulator, client, clock, chosen
        )
        await town.product.start()
        try:
            yield town
        finally:
            await town.product.stop()
