"""A row of the outbox from the hand that takes it to what became of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.sealing import KeyRing


class OutboxState(StrEnum):
    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    DROPPED = "dropped"
    """A notice that was no longer true, or no longer its recipient's to know."""
    BLOCKED = "blocked"
    """The person blocked the bot; a notice waits for them to come back."""
    SET_ASIDE = "set_aside"
    """Refused for good; an operator sees it."""


class OutboxKind(StrEnum):
    REPLY = "reply"
    NOTICE = "notice"
    MENU = "menu"
    """The commands a person's chat is to offer."""


def row_key(ring: KeyRing, key: str) -> str:
    """The key of a notice as its row has it: behind its kind it is hashed.

    There it names people and cases; in clear beside the chat it would put a reporter to a case.
    """
    kind, _, rest = key.partition(":")
    return f"{kind}:{ring.lookup('outbox-key', rest)}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row taken for delivery."""

    id: int
    chat_ref: str
    kind: OutboxKind
    screen_id: int | None
    message_id: int | None
    """The message the row's screen stands in, if it was delivered before."""
    repeatable: bool
    attempts: int
    sensitivity: str
    body_sealed: bytes = field(repr=False)
    ring: KeyRing = field(repr=False)

    @property
    def body(self) -> dict[str, Any]:
        """What is to be sent. Raises SealBroken: of what was taken together, each is opened by itself."""
        opened: dict[str, Any] = json.loads(self.ring.unseal(self.body_sealed, "outbox", self.chat_ref))
        return opened


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A row that could not be delivered, as an operator sees it: never its body."""

    id: int
    kind: str
    state: str
    created_at: datetime
    attempts: int
    fault: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a parcel."""

    parcel: Parcel
    state: OutboxState
    message_id: int | None = None
    fault: str | None = None
    not_before: datetime | None = None
    hold_until: datetime | None = None
    """By the province's clock, as with :meth:`Outbox.put`."""
    has_media: bool = False
    counts: bool = True
    """Whether it was a try, of which a message has so many."""
