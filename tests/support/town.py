"""A small town: the whole bot over the simulator's wire, with people who speak to it.

Everything is the product's own wiring but the outer world: Telegram is the simulator, the clock can be moved.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Product
from bot.clock import MovableClock
from bot.points import At, nobody
from bot.stage import BEGINNING as MORNING
from bot.stage import PROVINCE, Stage, settings_of
from domain.people import Role
from services.people import invite
from simulator.client import Person, SimulatorClient
from simulator.server import Simulator
from storage.sealing import KeyRing
from tests.support.databases import opened

__all__ = ["MORNING", "PROVINCE", "Town", "open_town"]


@dataclass
class Town(Stage):
    """The running product and its people."""

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

    async def after(self, step: timedelta) -> None:
        """Moves the clock on."""
        await self.moves_to(self.clock.now() + step)


@contextlib.asynccontextmanager
async def open_town(
    database_url: str,
    folder: Path,
    *,
    at: At = nobody,
    now: datetime = MORNING,
    **settings: Any,
) -> AsyncIterator[Town]:
    """A town on a database of its own."""
    KeyRing.new().save(folder / "keys.json")
    clock = MovableClock()
    clock.move_to(now)
    async with opened(database_url), Simulator() as simulator, SimulatorClient(simulator.base_url) as client:
        await client.move_clock(now.astimezone(UTC).isoformat())
        chosen = settings_of(
            folder,
            simulator,
            **{"database_url": database_url, "send_rate": 1000, "sends_in_flight": 8} | settings,
        )
        town = Town(
            Product(chosen, clock=clock, at=at, ticker_seconds=3600), simulator, client, clock, chosen
        )
        await town.product.start()
        try:
            yield town
        finally:
            await town.product.stop()
