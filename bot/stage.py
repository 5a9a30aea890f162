"""What the demo and the tour are played on: the product before an offline Telegram, with a clock that can be moved.

Everything on it is the product itself. Only the outer world is made up: who sends, who receives, and what time it is.
"""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.app import Product
from bot.clock import MovableClock
from bot.settings import Settings, load
from simulator.client import SimulatorClient
from simulator.server import Simulator

PROVINCE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
BEGINNING: Final = datetime(2023, 10, 2, 7, 55, tzinfo=PROVINCE)
"""Monday 2 October 2023, five minutes before the morning's digests."""
QUIET_SECONDS: Final = 0.03
"""What waits is seen in the database; this is for what is on its way between there and the simulator."""
PATIENCE_SECONDS: Final = 60.0


def settings_of(folder: Path, simulator: Simulator, **chosen: object) -> Settings:
    """The settings of a product before this simulator, with all its data in the folder and no ``.env`` read."""
    return load(
        _env_file=None,
        **{
            "bot_token": simulator.token,
            "bot_api_url": simulator.base_url,
            "data_dir": folder,
            "database_url": "",
            "keys_file": folder / "keys.json",
            "proxy_url": "",
            "mode": "polling",
            "monitor_listen": "127.0.0.1:0",
            "listen": "127.0.0.1:0",
            "timezone": str(PROVINCE),
            "default_language": "vi",
            "log_level": "WARNING",
            **chosen,
        },
    )


@dataclass
class Stage:
    """The running product, the simulator before it, and the clock of both."""

    product: Product
    simulator: Simulator
    client: SimulatorClient
    clock: MovableClock
    settings: Settings = field(repr=False)

    async def restarts(self) -> None:
        """Ends the bot as an operator does and starts another on the same database."""
        await self.product.stop()
        self.product = replace(self.product)
        await self.product.start()

    async def settle(self) -> None:
        """Waits until everything that was said is handled and everything to be said has arrived.

        Raises TimeoutError when it does not come to that.
        """
        await self._until_idle(to_be_said=True)
        await self.product.worker.drain()
        await self.client.idle(QUIET_SECONDS)

    async def listens(self) -> None:
        """Waits until everything that was said is handled; the answers may be on their way. Raises TimeoutError."""
        await self._until_idle(to_be_said=False)

    async def _until_idle(self, *, to_be_said: bool) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        await self.client.idle(QUIET_SECONDS)
        while await self._is_busy(to_be_said):
            if time.monotonic() > end:
                raise TimeoutError(
                    f"after {PATIENCE_SECONDS:g} s something still waits to be handled or sent"
                )
            await self.client.idle(QUIET_SECONDS)

    async def _is_busy(self, to_be_said: bool) -> bool:
        async with self.product.office.reading() as (uow, scope):
            if await uow.inbox.waiting():
                return True
            return to_be_said and bool(await uow.outbox.waiting(scope.now))

    async def moves_to(self, instant: datetime) -> None:
        """Moves the clock and does what is due then."""
        self.clock.move_to(instant)
        await self.client.move_clock(instant.isoformat())
        await self.product.ticker.round()
        await self.settle()
