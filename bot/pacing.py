"""Telegram's speed limits: about 30 messages a second for a bot, one a second to one chat, a few at once forgiven."""

import asyncio
from collections import OrderedDict
from typing import Final

CHAT_BURST: Final = 6
CHATS_REMEMBERED: Final = 10_000


class Bucket:
    """Lets ``rate`` pass a second, ``burst`` at once. Time is the event loop's."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._at = 0.0

    def take(self, now: float) -> float:
        """Takes a place and returns the seconds to wait for it."""
        self._level = (
            min(self._burst, self._level + (now - self._at) * self._rate) if self._at else self._burst
        )
        self._at = now
        self._level -= 1
        return max(0.0, -self._level / self._rate)


class Pace:
    """One bucket for all and one for each chat, and a hold on everything when Telegram says to wait."""

    def __init__(self, rate: float) -> None:
        self._all = Bucket(rate, rate)
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._held_until = 0.0

    async def wait(self, chat_ref: str) -> None:
        """Waits for a message's turn."""
        loop = asyncio.get_running_loop()
        chat = self._chats.get(chat_ref)
        if chat is None:
            chat = self._chats[chat_ref] = Bucket(1.0, CHAT_BURST)
            if len(self._chats) > CHATS_REMEMBERED:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_ref)
        now = loop.time()
        delay = max(chat.take(now), self._all.take(now), self._held_until - now)
        if delay > 0:
            await asyncio.sleep(delay)

    def hold(self, seconds: float) -> None:
        """Nobody sends for so long."""
        self._held_until = max(self._held_until, asyncio.get_running_loop().time() + seconds)

    @property
    def is_held(self) -> bool:
        return self._held_until > asyncio.get_running_loop().time()
