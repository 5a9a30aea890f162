"""The instants at which a process may be killed to the most harm.

Each loop tells its ``at`` when it comes to one. In a deployment nobody listens; the crash test kills the process at
every one of them, so a point that is added here is tested with the rest, and none can be passed that is not here.
"""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    """What has just been done, or is about to be."""

    POLLING_RECEIVED = "polling.received"
    """Updates came from Telegram and are nowhere else yet."""
    POLLING_KEPT = "polling.kept"
    """They are in the inbox; Telegram is not told so yet."""
    INTAKE_BEFORE_COMMIT = "intake.before_commit"
    INTAKE_COMMITTED = "intake.committed"
    WORKER_CLAIMED = "worker.claimed"
    WORKER_HANDLED = "worker.handled"
    """One update of a batch was handled; nothing of it is committed."""
    WORKER_BEFORE_COMMIT = "worker.before_commit"
    WORKER_AFTER_COMMIT = "worker.after_commit"
    DELIVERY_BEFORE_COMMIT = "delivery.before_commit"
    """What arrived is marked and what is next is leased, uncommitted."""
    DELIVERY_LEASED = "delivery.leased"
    DELIVERY_SENDING = "delivery.sending"
    DELIVERY_SENT = "delivery.sent"
    """Telegram has the message; the outbox does not know of it."""
    DELIVERY_MARKED = "delivery.marked"
    TICKER_BEFORE_COMMIT = "ticker.before_commit"
    TICKER_AFTER_COMMIT = "ticker.after_commit"
    FETCHER_CLAIMED = "fetcher.claimed"
    FETCHER_STORED = "fetcher.stored"
    """The file lies in the vault; its row does not say so yet."""
    FETCHER_SETTLED = "fetcher.settled"


At = Callable[[Point], None]


def nobody(_point: Point) -> None:
    """Who listens in a deployment."""
