"""The demo: the whole bot against the offline Bot API, on the sample data of 2023, with five people in a browser.

Everything is the product itself; only Telegram is a simulator and the clock can be moved on. It goes on where it
was: database, keys, chats and clock lie in one folder, and ``make demo-reset`` removes that folder.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.app import Product, running
from bot.clock import MovableClock
from bot.demo_clock import DemoClock
from bot.samples import import_samples
from bot.settings import Settings, load
from bot.web import Listener
from domain.people import Role
from services.people import invite
from simulator.client import Person, SimulatorClient
from simulator.server import TOKEN, Simulator
from storage.migrate import upgrade
from storage.sealing import KeyRing

FOLDER: Final = Path("var/demo")
PORT: Final = 8800
BEGINNING: Final = datetime(2023, 10, 2, 7, 55, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""Monday 2 October 2023, five minutes before the morning's digests."""
SEATED_KEY: Final = "demo.seated"


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the five people of the demo and the roles they are bound to."""

    name: str
    label: str
    roles: tuple[tuple[Role, str | None], ...] = ()


SEATS: Final = (
    Seat("Trần Thị Hoa", "Người dân"),
    Seat("Lê Văn Minh", "Thủ trưởng Sở TT&TT", ((Role.UNIT_HEAD, "STTTT"),)),
    Seat("Nguyễn Thị Lan", "Thanh tra viên", ((Role.INSPECTOR, None),)),
    Seat(
        "Phạm Quốc Dũng",
        "Trưởng bộ phận thanh tra, kiêm sàng lọc",
        ((Role.LEAD_INSPECTOR, None), (Role.INTAKE_OFFICER, None)),
    ),
    Seat("Hoàng Thị Thu", "Điều phối, Sở Nội vụ", ((Role.COORDINATOR, "SNV"),)),
)


@dataclass
class Demo:
    """A running demo."""

    product: Product
    simulator: Simulator
    client: SimulatorClient
    clock: MovableClock
    people: dict[str, Person]

    async def settle(self) -> None:
        """Waits until everything said is handled and everything to be said has arrived."""
        while True:
            await self.client.idle(quiet=0.1, timeout=30)
            async with self.product.office.reading() as (uow, scope):
                if not await uow.inbox.waiting() and not await uow.outbox.waiting(scope.now):
                    break
        await self.client.idle(quiet=0.1, timeout=30)


@contextlib.asynccontextmanager
async def open_demo(
    folder: Path = FOLDER, *, port: int = PORT, database_url: str = "", keep_chats: bool = True
) -> AsyncIterator[Demo]:
    """The demo in a folder, begun if it was not there, ready to be played."""
    keys = _prepare(folder)
    simulator = Simulator(state=folder / "telegram.json" if keep_chats else None)
    await simulator.start(port=port)
    try:
        settings = _settings(folder, keys, simulator, database_url)
        await asyncio.to_thread(upgrade, settings.database)
        clock = MovableClock()
        product = Product(settings, clock=clock, ticker_seconds=1.0)
        watch = DemoClock(product, clock)
        await watch.resume(BEGINNING)
        await import_samples(product.office)
        listener = Listener(watch.application(), "127.0.0.1:0")
        await listener.open()
        try:
            async with SimulatorClient(simulator.base_url) as client, running(product):
                await client.move_clock(clock.now().isoformat())
                simulator.clock_url = f"{listener.url}{watch.path}"
                demo = Demo(product, simulator, client, clock, {})
                await _take_seats(demo)
                yield demo
        finally:
            await listener.close()
    finally:
        await simulator.stop()


def _prepare(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    keys = folder / "keys.json"
    if not keys.exists():
        KeyRing.new().save(keys)
    return keys


def _settings(folder: Path, keys: Path, simulator: Simulator, database_url: str) -> Settings:
    return load(
        _env_file=None,
        bot_token=TOKEN,
        bot_api_url=simulator.base_url,
        data_dir=folder,
        database_url=database_url,
        keys_file=keys,
        monitor_listen="127.0.0.1:0",
        listen="127.0.0.1:0",
        fallback_contact="Thanh tra tỉnh, số 11 đường mẫu, TP Vinh; điện thoại mẫu 0238 000 000",
        log_level="WARNING",
    )


async def _take_seats(demo: Demo) -> None:
    """Everyone opens the bot and is bound by an invitation of their own, as in life; once."""
    known = {person.name: person for person in await demo.client.people()}
    async with demo.product.office.reading() as (uow, _):
        seated = await uow.settings.recall(SEATED_KEY) is not None
    for seat in SEATS:
        person = known.get(seat.name) or await demo.client.person(seat.name, role=seat.label, language="vi")
        demo.people[seat.name] = person
        if seated:
            continue
        for role, unit in seat.roles:
            async with demo.product.office.writing() as (_, scope):
                _, token = await invite(scope, None, role, unit)
            await person.starts(f"i_{token}")
            await demo.settle()
    if not seated:
        async with demo.product.office.writing() as (uow, scope):
            await uow.settings.remember(SEATED_KEY, scope.now.isoformat())


async def run_demo(folder: Path = FOLDER, port: int = PORT) -> None:
    """Runs the demo until interrupted."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with open_demo(folder, port=port) as demo:
        print(f"\n  {demo.simulator.base_url}/\n")  # noqa: T201 - the one address the person is waiting for
        print("  Ctrl-C ends the demo; make demo goes on where it was.")  # noqa: T201
        ended = asyncio.create_task(demo.product.wait())
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({ended, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if ended.done():
            ended.result()
        ended.cancel()
