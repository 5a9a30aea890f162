"""The list of calls the bot made: what a test asks when it wants to know what truly went over the wire."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from simulator.wire import Json

KEPT_CALLS = 10_000


@dataclass(slots=True)
class Call:
    """One call. `status` is the HTTP status, 0 when the connection was dropped; the token is nowhere in it.

    `at` is real time in seconds, `fault` the kind of fault it met, `params` the values as they came.
    """

    number: int
    method: str
    params: Json
    at: float
    status: int
    description: str
    fault: str
    result: Any

    def told(self) -> Json:
        """As JSON."""
        return asdict(self)


class Calls:
    """The last calls (a bounded ring), and how quiet it has been since; `on_note` is told of each."""

    def __init__(self) -> None:
        self.ring: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.number = 0
        self.in_flight = 0
        self.last_activity = time.monotonic()
        self.on_note: Callable[[Call], None] | None = None

    def touch(self) -> None:
        """Something happened: whoever waits for quiet starts counting anew."""
        self.last_activity = time.monotonic()

    def note(self, method: str, params: Json, status: int, description: str, fault: str, result: Any) -> None:
        """Write one down. Of a result only the message id is kept, so the ring stays small."""
        self.number += 1
        kept = result.get("message_id") if isinstance(result, dict) else result if result is True else None
        call = Call(self.number, method, params, time.time(), status, description, fault, kept)
        self.ring.append(call)
        if self.on_note is not None:
            self.on_note(call)

    def list(
        self, *, method: str = "", chat: str = "", after: int = 0, limit: int = KEPT_CALLS
    ) -> list[Json]:
        """Those of one method and one chat, after a number, oldest first, the last `limit`."""
        wanted = method.lower()
        found = [
            call
            for call in self.ring
            if call.number > after
            and (not wanted or call.method.lower() == wanted)
            and (not chat or str(call.params.get("chat_id", "")) == chat)
        ]
        return [call.told() for call in found[-limit:]]
