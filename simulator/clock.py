"""The simulator's clock: real time plus an offset.

A case lives for weeks and a demonstration for ten minutes. The product's clock can be moved in its demo,
and the dates on messages must move with it; from where it was set, time goes on at its real pace.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970 in UTC, as Telegram counts them, shifted by `offset` seconds."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> int:
        """Whole seconds, as in a message's `date`."""
        return int(time.time() + self.offset)

    def at(self) -> datetime:
        """The same moment as an aware datetime in UTC."""
        return datetime.fromtimestamp(time.time() + self.offset, UTC)

    def move(self, to: datetime) -> None:
        """Make it `to` now. Raises ValueError on a time without a zone: which hour would be meant?"""
        if to.tzinfo is None:
            raise ValueError("the time needs a zone, such as 2023-10-02T07:55:00+07:00")
        self.offset = to.timestamp() - time.time()
