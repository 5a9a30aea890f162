"""A town whose bot lives and dies in another process; what it leaves behind is looked at from here."""

import contextlib
import json
import random
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from bot.app import Product
from bot.office import Office
from bot.samples import import_samples
from bot.settings import Mode, load
from domain.people import Role
from services.people import invite
from simulator.client import Person, SimulatorClient
from simulator.server import Simulator
from storage.parcels import OutboxKind, OutboxState
from storage.sealing import KeyRing
from storage.tables import files, outbox
from tests.support.databases import opened
from tests.support.lives import Life, Mortal
from tests.support.ports import webhook_settings
from tests.support.stories import Patient
from tests.support.town import MORNING
from tests.support.waiting import until

LEASE_SECONDS: Final = 0.5


@dataclass
class Scene:
    """The outer world, the database, and the parent of all lives. Times are the province's from 07:55 on."""

    simulator: Simulator
    client: SimulatorClient
    mortal: Mortal
    folder: Path
    settings: dict[str, str]
    chance: random.Random
    office: Office = field(init=False)
    deaths: int = 0
    duplicates: int = 0
    copies: set[int] = field(default_factory=set)
    """Messages that are word for word and button for button what was sent to their chat before."""
    _said: set[str] = field(default_factory=set)
    _began: float = field(default_factory=time.monotonic)
    _ahead: timedelta = timedelta()
    _calls: int = 0
    _sent: int = 0

    def now(self) -> datetime:
        """The province's time, which is real but for a start of its own."""
        passed = timedelta(seconds=time.monotonic() - self._began)
        return (MORNING + self._ahead + passed).astimezone(UTC)

    async def moves_on(self, step: timedelta) -> None:
        """For the lives to come it is later."""
        self._ahead += step
        await self.client.move_clock(self.now().isoformat())

    # ── lives ─────────────────────────────────────────────────────────────────────────────────────

    async def life(self, mode: Mode = Mode.POLLING, **how: object) -> Life:
        """A life of the bot, as :meth:`Mortal.born`."""
        return await self.mortal.born(
            self.settings | {"mode": mode},
            self.now(),
            lease=LEASE_SECONDS,
            **how,  # type: ignore[arg-type]
        )

    async def dies(self, life: Life) -> None:
        """Waits for a life's end, and holds what came of it to the promise: one message twice for one death."""
        await life.dies()
        self.deaths += 1
        before, self.duplicates = self.duplicates, await self.too_many()
        assert self.duplicates <= before + 1, f"death {self.deaths} was followed by several messages twice"

    async def too_many(self) -> int:
        """How many messages more arrived than the outbox knows of: sent twice, or sent and not yet marked."""
        calls = self.simulator.calls.list(after=self._calls)
        if calls:
            self._calls = calls[-1]["number"]
        arrived = [call for call in calls if call["method"].startswith("send") and call["result"] is not None]
        self._sent += len(arrived)
        for call in arrived:
            said = json.dumps(call["params"], sort_keys=True)
            if said in self._said:
                self.copies.add(call["result"])
            self._said.add(said)
        async with self.office.database.read() as connection:
            marked = await connection.execute(
                select(func.count()).where(
                    outbox.c.state == OutboxState.SENT,
                    outbox.c.kind != OutboxKind.MENU,
                    ~outbox.c.repeatable,
                )
            )
        return self._sent - int(marked.scalar_one())

    async def drains(self) -> None:
        """Waits until nothing is left to be done: everything handled, sent, fetched."""

        async def done() -> bool:
            async with self.office.reading() as (uow, _):
                waiting = await uow.inbox.waiting() + await uow.outbox.waiting(self.now())
                fetching = await uow.connection.execute(select(files.c.id).where(files.c.state == "waiting"))
                return not waiting and fetching.first() is None

        await until(done, "all is done")

    # ── people ────────────────────────────────────────────────────────────────────────────────────

    async def staff(self, name: str, role: Role, unit: str | None = None) -> Person:
        """Somebody bound to a role, while the bot lives."""
        async with self.office.writing() as (_, scope):
            _, token = await invite(scope, None, role, unit)
        person = await self.client.person(name, language="en")
        await person.starts(f"i_{token}")
        await Patient(person).sees("The invitation is accepted")
        return person


@contextlib.asynccontextmanager
async def open_scene(database_url: str, folder: Path, mortal: Mortal, seed: int) -> AsyncIterator[Scene]:
    """A scene on a database of its own, with the sample units and tasks."""
    keys = folder / "keys.json"
    KeyRing.new().save(keys)
    async with opened(database_url), Simulator() as simulator, SimulatorClient(simulator.base_url) as client:
        settings = {
            "bot_token": simulator.token,
            "bot_api_url": simulator.base_url,
            "data_dir": str(folder),
            "database_url": database_url,
            "keys_file": str(keys),
            "monitor_listen": "127.0.0.1:0",
            "send_rate": "1000",
            **webhook_settings(),
        }
        scene = Scene(simulator, client, mortal, folder, settings, random.Random(seed))
        # Not started: its wiring is what is wanted, to look at what the lives leave behind.
        scene.office = Product(load(_env_file=None, **settings), clock=scene).office
        try:
            await import_samples(scene.office)
            await scene.moves_on(timedelta())
            yield scene
        finally:
            await scene.office.database.close()


def tell(line: str) -> None:
    """Shown with a failure, and by ``make crash`` as it comes."""
    sys.stdout.write(f"{line}\n")
