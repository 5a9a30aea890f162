"""Telegram's limits on sending: 30 a second, 1 a second to a person, 20 a minute to a group.

Off by default, since tests and measurements want the bare server. Switched on, it answers 429 with the
seconds to wait, after a short burst such as Telegram tolerates.
"""

from __future__ import annotations

import math
import time

from simulator.refusals import flood

_PACED = ("send", "forward", "copy", "edit")
_UNPACED = frozenset({"sendchataction"})
_BURST_TO_PERSON = 5


class Pacing:
    """Leaky buckets: one for the bot and one for each chat written to lately."""

    def __init__(self, *, on: bool = False) -> None:
        self.on = on
        self._full_until: dict[int, float] = {}

    def check(self, method: str, chat: int | None) -> None:
        """Count one call; raises the 429 `Refusal` when the chat, or everybody, has had enough."""
        if not self.on or chat is None or not method.startswith(_PACED) or method in _UNPACED:
            return
        now = time.monotonic()
        if len(self._full_until) > 10_000:
            self._full_until = {key: until for key, until in self._full_until.items() if until > now}
        to_chat = (3.0, 20) if chat < 0 else (1.0, _BURST_TO_PERSON)
        buckets = {0: (1 / 30, 30), chat: to_chat}
        for key, (each, burst) in buckets.items():
            over = self._full_until.get(key, now) - now - each * (burst - 1)
            if over > 0:
                raise flood(math.ceil(over))
        for key, (each, _burst) in buckets.items():
            self._full_until[key] = max(self._full_until.get(key, now), now) + each
