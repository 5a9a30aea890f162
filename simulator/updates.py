"""The queue of updates, and the long poll on it.

An update stays until a later call names an offset beyond it: that is the whole of Telegram's promise of
delivery, and what a bot's intake has to be built on. One poller at a time; the older one is told so.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.refusals import OTHER_POLLER, POLL_ENDED_BY_WEBHOOK, Refusal
from simulator.wire import Json

KEPT_SECONDS = 24 * 3600
LONGEST_POLL = 50
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Update:
    """One update as it goes out. `lane` is the chat: a webhook has one call in flight for each."""

    wire: Json
    kind: str
    lane: int
    made: float = field(default_factory=time.time)

    @property
    def id(self) -> int:
        """Its `update_id`."""
        number: int = self.wire["update_id"]
        return number


class UpdateQueue:
    """Updates not yet confirmed, oldest first."""

    def __init__(self) -> None:
        self.waiting: OrderedDict[int, Update] = OrderedDict()
        self.allowed: frozenset[str] | None = None
        self.on_new: Callable[[Update], None] | None = None
        self._poll: asyncio.Future[str] | None = None

    @property
    def polled(self) -> bool:
        """Whether somebody is waiting in a long poll now."""
        return self._poll is not None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind; asked for nothing, it gets all but three."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: object) -> None:
        """`allowed_updates`: remembered until changed; absent changes nothing, empty means the default."""
        if isinstance(kinds, list):
            self.allowed = frozenset(str(kind) for kind in kinds) or None

    def add(self, update: Update) -> None:
        """Put at the end, and wake whoever waits."""
        self.waiting[update.id] = update
        self._wake("")
        if self.on_new is not None:
            self.on_new(update)

    def confirm(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps only so many from the end."""
        waiting = self.waiting
        if offset < 0:
            while len(waiting) > -offset:
                waiting.popitem(last=False)
            return
        while waiting and next(iter(waiting)) < offset:
            waiting.popitem(last=False)

    def drop(self, update_id: int) -> None:
        """Delivered by webhook."""
        self.waiting.pop(update_id, None)

    def clear(self) -> None:
        """Forget all."""
        self.waiting.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """`getUpdates`: at once if there is something, else as soon as there is, or empty after `seconds`."""
        self._wake(OTHER_POLLER)
        self.confirm(offset)
        self._expire()
        if not self.waiting and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        batch: list[Json] = []
        for update in self.waiting.values():
            if len(batch) == limit:
                break
            batch.append(update.wire)
        return batch

    def end_poll(self) -> None:
        """A webhook was set while somebody was polling."""
        self._wake(POLL_ENDED_BY_WEBHOOK)

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                if conflict := await poll:
                    raise Refusal(409, conflict)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self, conflict: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(conflict)
            self._poll = None

    def _expire(self) -> None:
        oldest = time.time() - KEPT_SECONDS
        while self.waiting and next(iter(self.waiting.values())).made < oldest:
            self.waiting.popitem(last=False)
