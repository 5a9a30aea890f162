"""Faults on order: the server misbehaves for a method, for a chat, or both, so many times.

The ambiguous ones are the point. A connection dropped *after* acting, a 502, or rubbish after 200 leave the
bot unable to tell whether its message went out, and each must end without a loss and with at most a
duplicate.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from simulator.refusals import Refusal, flood, forbidden
from simulator.wire import Json


class Kind(StrEnum):
    """What goes wrong."""

    FLOOD = "flood"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    REFUSE = "refuse"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    DELAY = "delay"
    GARBAGE = "garbage"


ACTS_FIRST = frozenset({Kind.ERROR_AFTER, Kind.DROP_AFTER, Kind.GARBAGE})


@dataclass(slots=True)
class Fault:
    """One order. `count` None means until cleared; `skip` lets so many calls pass first.

    `code` and `description` serve REFUSE and the errors (500, 502, 503…), `retry_after` FLOOD, `seconds`
    DELAY.
    """

    kind: Kind
    method: str = "*"
    chat: int | None = None
    count: int | None = 1
    skip: int = 0
    retry_after: int = 1
    seconds: float = 1.0
    code: int = 502
    description: str = ""
    id: int = 0

    def told(self) -> Json:
        """As JSON."""
        return asdict(self)

    def refusal(self) -> Refusal:
        """The answer for the kinds that refuse."""
        match self.kind:
            case Kind.FLOOD:
                return flood(self.retry_after)
            case Kind.BLOCKED:
                return forbidden("bot was blocked by the user")
            case Kind.DEACTIVATED:
                return forbidden("user is deactivated")
            case _:
                code = 400 if self.kind is Kind.REFUSE and self.code == 502 else self.code
                return Refusal(code, self.description or _WORDS.get(code, "Bad Request"))


_WORDS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Faults:
    """The orders in force, tried in the order they were given."""

    def __init__(self) -> None:
        self._orders: dict[int, Fault] = {}
        self._number = 0

    def order(self, told: dict[str, Any]) -> Fault:
        """Take an order given as JSON. Raises ValueError on an unknown kind or field."""
        known = {field.name for field in fields(Fault)} - {"id"}
        if unknown := told.keys() - known:
            raise ValueError(
                f"a fault has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(known))}"
            )
        fault = Fault(**{**told, "kind": Kind(told.get("kind", ""))})
        fault.method = fault.method.lower()
        self._number += 1
        fault.id = self._number
        self._orders[fault.id] = fault
        return fault

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The first order that applies to this call, counted down."""
        if not self._orders:
            return None
        for fault in self._orders.values():
            if fault.method not in ("*", method) or fault.chat not in (None, chat):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.count is not None:
                fault.count -= 1
                if fault.count <= 0:
                    del self._orders[fault.id]
            return fault
        return None

    def list(self) -> list[Json]:
        """All in force."""
        return [fault.told() for fault in self._orders.values()]

    def clear(self, number: int | None = None) -> None:
        """Withdraw one, or all."""
        if number is None:
            self._orders.clear()
        else:
            self._orders.pop(number, None)
