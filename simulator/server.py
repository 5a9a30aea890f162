"""The simulator put together: one object to start in a test, in the demo, or alone."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from simulator.bot_api import MAX_BODY, BotApi
from simulator.calls import Calls
from simulator.control import Control
from simulator.faults import Faults
from simulator.pacing import Pacing
from simulator.people import People
from simulator.saving import Saver, load
from simulator.world import World

TOKEN = "42:SIMULATOR-TOKEN"  # opens nothing but this simulator: it may be known to all
USERNAME = "cchc_nghean_bot"
_PAGE = Path(__file__).parent / "page"
_FRONT = {  # the page takes nothing from outside, and speaks outside only to the demo's clock
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' http: https:; img-src 'self' data: blob:; "
        "media-src 'self' blob:; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}


class Simulator:
    """An offline Telegram: `async with Simulator() as simulator: … simulator.base_url`.

    `state` names a JSON file to go on from and to save to, with the files people send in a folder beside
    it; without it everything is forgotten at the end. `clock_url` is the address of the product's demo
    clock, which the page then shows and moves; it may be set later. `paced` makes Telegram's limits on
    sending felt.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        state: Path | None = None,
        clock_url: str = "",
        paced: bool = False,
    ) -> None:
        self._temporary = None if state else tempfile.TemporaryDirectory(prefix="simulator-")
        folder = Path(self._temporary.name) if self._temporary else (state or Path()).with_suffix(".files")
        self.token = token
        self.world = World(token=token, username=username, folder=folder)
        self.calls = Calls()
        self.bot = BotApi(self.world, Faults(), Pacing(on=paced), self.calls)
        self.people = People(self.world)
        self.control = Control(self.world, self.people, self.bot)
        self.control.clock_url = clock_url
        self._state = state
        self._saver: Saver | None = None
        self._runner: web.AppRunner | None = None
        self._address = ""

    @property
    def base_url(self) -> str:
        """Where it listens; a bot's base URL is this plus `/bot`, for files `/file/bot`."""
        return self._address

    @property
    def clock_url(self) -> str:
        """The address of the demo's clock, empty when there is none."""
        return self.control.clock_url

    @clock_url.setter
    def clock_url(self, url: str) -> None:
        self.control.clock_url = url
        self.world.events.tell("clock", self.control.clock_told())

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes any that is free."""
        webhook = load(self.world, self._state) if self._state else None
        if webhook and webhook["url"]:
            self.bot.webhook.set(
                webhook["url"], secret=webhook["secret"], max_connections=webhook["max_connections"]
            )
        if self._state:
            self._saver = Saver(self.world, self.bot.webhook, self._state)
            self._saver.start()
        application = web.Application(client_max_size=MAX_BODY)
        application.add_routes(self.bot.routes())
        application.add_routes(self.control.routes())
        application.router.add_get("/", _front)
        application.router.add_static("/page/", _PAGE)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2, keepalive_timeout=75)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        taken = self._runner.addresses[0][1]
        self._address = f"http://{f'[{host}]' if ':' in host else host}:{taken}"

    async def stop(self) -> None:
        """Stop listening, write the last state, let go of everything."""
        self.world.events.close()
        self.world.updates.end_poll()
        await self.bot.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self._saver is not None:
            await self._saver.stop()
        if self._temporary is not None:
            self._temporary.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


async def _front(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html", headers=_FRONT)
