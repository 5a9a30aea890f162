"""Telegram's speed limits: about 30 messages a second for a bot, one a second to one chat, a few at once forgiven.

A server of one's own allows more; what one chat may have then grows with what all may.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

TELEGRAM_RATE: Final = 30.0
CHAT_BURST: Final = 4.0
"""One fewer than Telegram bears, for messages do not arrive as evenly as they are sent."""
CHATS_REMEMBERED: Final = 10_000


class Bucket:
    """Lets ``rate`` pass a second, ``burst`` at once. Times are seconds on any clock that runs on."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._at = now

    def take(self, now: float) -> float:
        """Takes a place and returns the seconds to wait for it."""
        self._level = min(self._burst, self._level + (now - self._at) * self._rate) - 1
        self._at = now
        return max(0.0, -self._level / self._rate)

    def free_in(self) -> float:
        """Seconds from the last taking until a place is free again."""
        return max(0.0, (1 - self._level) / self._rate)


class Pace:
    """One bucket for all and one for each chat, and a hold on everything when Telegram says to wait."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = Bucket(rate, max(1.0, rate / 2), clock())
        self._chat_rate = max(1.0, rate / TELEGRAM_RATE)
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._resting: dict[str, float] = {}
        self._held_until = clock()

    def take(self, chat_ref: str) -> float:
        """Takes a place for a message to the chat and returns the seconds to wait for it."""
        now = self._clock()
        chat = self._chats.get(chat_ref)
        if chat is None:
            chat = self._chats[chat_ref] = Bucket(self._chat_rate, CHAT_BURST, now)
            if len(self._chats) > CHATS_REMEMBERED:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_ref)
        delay = max(chat.take(now), self._all.take(now))
        if free_in := chat.free_in():
            self._resting[chat_ref] = now + free_in
        return delay

    async def wait(self, chat_ref: str) -> bool:
        """Waits for a message's turn; false when nobody may send now, so that it is not its turn."""
        if not self.held_for and (delay := self.take(chat_ref)):
            await asyncio.sleep(delay)
        # A hold may have begun meanwhile, and it is for everybody.
        return not self.held_for

    def resting(self) -> list[str]:
        """The chats that have had their share for now; the others need not wait behind them."""
        now = self._clock()
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        return list(self._resting)

    def hold(self, seconds: float) -> None:
        """Nobody sends for so long."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    @property
    def held_for(self) -> float:
        """Seconds until anybody may send again; 0 when they may."""
        return max(0.0, self._held_until - self._clock())

    @property
    def pause(self) -> float | None:
        """Seconds until somebody may be written to who may not now; None when nobody waits for that."""
        if held := self.held_for:
            return held
        now = self._clock()
        return min((max(0.0, until - now) for until in self._resting.values()), default=None)
