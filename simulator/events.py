"""What the page is told as it happens, over server-sent events.

Nothing is kept for those who are away: a page that lost the connection reads the whole state again. With
nobody listening an event costs one look at an empty set.
"""

from __future__ import annotations

import asyncio
import json

from simulator.wire import Json

BACKLOG = 1_000


class Events:
    """A hub with a bounded queue for each listener; one who does not keep up is sent away, and comes back."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[bytes | None]] = set()

    @property
    def heard(self) -> bool:
        """Whether anybody listens; ask before composing an event that costs something."""
        return bool(self._listeners)

    def listen(self) -> asyncio.Queue[bytes | None]:
        """A new listener's queue; None in it means goodbye."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(BACKLOG)
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[bytes | None]) -> None:
        """No longer listening."""
        self._listeners.discard(queue)

    def tell(self, kind: str, about: Json) -> None:
        """Tell everybody."""
        if not self._listeners:
            return
        line = f"event: {kind}\ndata: {json.dumps(about)}\n\n".encode()
        for queue in list(self._listeners):
            try:
                queue.put_nowait(line)
            except asyncio.QueueFull:
                self._listeners.discard(queue)
                queue.get_nowait()
                queue.put_nowait(None)

    def close(self) -> None:
        """Send everybody away."""
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
        self._listeners.clear()
