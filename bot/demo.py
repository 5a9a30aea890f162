"""The demo: the whole bot against the offline Bot API, on the sample data of 2023, with five people in a browser.

Everything is the product itself; only Telegram is a simulator and the clock can be moved on. It goes on where it
was: database, keys, chats and clock lie in one folder, and ``make demo-reset`` empties that folder.
"""

import asyncio
import contextlib
import errno
import fcntl
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.app import Product, running
from bot.clock import MovableClock
from bot.demo_clock import DemoClock
from bot.samples import import_dossier_samples, import_ranking_samples, import_samples
from bot.stage import BEGINNING, Stage, settings_of
from bot.ui.translation import N_
from bot.web import Listener
from domain.people import Role
from services.people import invite
from simulator.client import Person, SimulatorClient
from simulator.server import Simulator
from storage.migrate import upgrade
from storage.sealing import KeyRing

FOLDER: Final = Path("var/demo")
PORT: Final = 8800
LAST_PORT: Final = 65535
SEATED_KEY: Final = "demo.seated"
FALLBACK_CONTACT: Final = "Thanh tra tỉnh, số 11 đường mẫu, TP Vinh; điện thoại mẫu 0238 000 000"
SEND_RATE: Final = 1000
"""The server here is one's own: it sets no limits, and nobody who plays is to wait for them."""
_LOCK: Final = "lock"
_KEPT: Final = ("bot.sqlite3", "bot.sqlite3-journal", "bot.sqlite3-wal", "bot.sqlite3-shm", "keys.json",
                "telegram.json", "telegram.json.new", "telegram.files", "files")  # fmt: skip


class CannotPlay(Exception):
    """The demo cannot be played here now; ``words`` say why, with ``data`` in the places they name."""

    def __init__(self, words: str, **data: str) -> None:
        super().__init__(words.format(**data))
        self.words = words
        self.data = data


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the five people of the demo, what they are called on the page, and the roles they are bound to."""

    name: str
    title: str
    titles: Mapping[str, str]
    roles: tuple[tuple[Role, str | None], ...] = ()


SEATS: Final = (
    Seat("Trần Thị Hoa", "Người dân", {"en": "Citizen"}),
    Seat("Lê Văn Minh", "Thủ trưởng Sở TT&TT", {"en": "Head of STTTT"}, ((Role.UNIT_HEAD, "STTTT"),)),
    Seat("Nguyễn Thị Lan", "Thanh tra viên", {"en": "Inspector"}, ((Role.INSPECTOR, None),)),
    Seat(
        "Phạm Quốc Dũng",
        "Thanh tra viên phụ trách, kiêm tiếp nhận",
        {"en": "Lead inspector, also screens"},
        ((Role.LEAD_INSPECTOR, None), (Role.INTAKE_OFFICER, None)),
    ),
    Seat(
        "Hoàng Thị Thu",
        "Cán bộ điều phối, Sở Nội vụ",
        {"en": "Coordinator, Home Affairs"},
        ((Role.COORDINATOR, "SNV"),),
    ),
)


@dataclass
class Demo(Stage):
    """A running demo and its people, by name."""

    people: dict[str, Person] = field(default_factory=dict)


@contextlib.asynccontextmanager
async def open_demo(folder: Path = FOLDER, *, port: int = PORT) -> AsyncIterator[Demo]:
    """The demo in a folder, begun if it was not there, ready to be played. Raises CannotPlay."""
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(_alone_in(folder))
        keys = folder / "keys.json"
        if not keys.exists():
            KeyRing.new().save(keys)
        simulator = Simulator(state=folder / "telegram.json")
        stack.push_async_callback(simulator.stop)
        await _listen(simulator, port)
        client = await stack.enter_async_context(SimulatorClient(simulator.base_url))
        settings = settings_of(folder, simulator, fallback_contact=FALLBACK_CONTACT, send_rate=SEND_RATE)
        await asyncio.to_thread(upgrade, settings.database)
        clock = MovableClock()
        product = Product(settings, clock=clock, ticker_seconds=1.0)
        watch = DemoClock(product, clock, client.move_clock)
        await watch.resume(BEGINNING)
        await import_samples(product.office)
        await import_dossier_samples(product.office)
        await import_ranking_samples(product.office)
        listener = Listener(watch.application(), "127.0.0.1:0")
        await listener.open()
        stack.push_async_callback(listener.close)
        await stack.enter_async_context(running(product))
        await stack.enter_async_context(watch.kept())
        simulator.clock_url = f"{listener.url}{watch.path}"
        demo = Demo(product, simulator, client, clock, settings)
        await _take_seats(demo)
        yield demo


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two demos in one folder would write over each other's chats."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotPlay(
                N_("{folder}: a demo is being played there; end it first with Ctrl-C"), folder=str(folder)
            ) from None
        yield


async def _listen(simulator: Simulator, port: int) -> None:
    try:
        await simulator.start(port=port)
    except OSError as error:
        another = str(port + 1 if port < LAST_PORT else PORT)
        if error.errno == errno.EADDRINUSE:
            raise CannotPlay(
                N_("port {port} is taken; choose another with --port (make demo PORT={another})"),
                port=str(port),
                another=another,
            ) from None
        raise CannotPlay(
            N_("port {port} cannot be used ({why}); choose another with --port (make demo PORT={another})"),
            port=str(port),
            why=str(error.strerror),
            another=another,
        ) from None


async def _take_seats(demo: Demo) -> None:
    """Everyone opens the bot and is bound by an invitation of their own, as in life; once."""
    known = {person.name: person for person in await demo.client.people()}
    for seat in SEATS:
        demo.people[seat.name] = known.get(seat.name) or await demo.client.person(
            seat.name, role=seat.title, roles=seat.titles, language="vi"
        )
    async with demo.product.office.writing() as (uow, scope):
        if await uow.settings.recall(SEATED_KEY) is not None:
            return
        links = [
            (seat.name, (await invite(scope, None, role, unit))[1])
            for seat in SEATS
            for role, unit in seat.roles
        ]
    for name, token in links:
        await demo.people[name].starts(f"i_{token}")
    await demo.listens()
    async with demo.product.office.writing() as (uow, scope):
        await uow.settings.remember(SEATED_KEY, scope.now.isoformat())


def forget(folder: Path = FOLDER) -> None:
    """Takes away all that a demo left in the folder, and nothing else. Raises CannotPlay while it is being played."""
    if not folder.exists():
        return
    with _alone_in(folder):
        for name in _KEPT:
            path = folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        (folder / _LOCK).unlink()
    with contextlib.suppress(OSError):  # something else lies there, which is not the demo's to take away
        folder.rmdir()


async def run_demo(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Runs the demo until interrupted; ``ready`` is told its address. Raises CannotPlay."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with open_demo(folder, port=port) as demo:
        ready(demo.simulator.base_url)
        ended = asyncio.create_task(demo.product.wait())
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({ended, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if ended.done():
            ended.result()
        ended.cancel()
