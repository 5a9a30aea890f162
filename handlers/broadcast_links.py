"""The buttons of messages to heads."""

from dataclasses import dataclass

from bot.ui.buttons import Press
from domain.broadcast import Reached
from domain.task import Area


@dataclass(frozen=True)
class PastBroadcasts(Press, prefix="vb1"):
    """What was sent, the latest first."""

    page: int = 0


@dataclass(frozen=True)
class WriteBroadcast(Press, prefix="vb2"):
    """Begins a message to heads."""


@dataclass(frozen=True)
class OverdueAreas(Press, prefix="vb3"):
    """The areas with overdue tasks, to choose one to remind of."""


@dataclass(frozen=True)
class RemindArea(Press, prefix="vb4"):
    """Who would be reminded of an area; ``sure`` reminds them."""

    area: Area
    sure: bool = False


@dataclass(frozen=True)
class OpenLedger(Press, prefix="vb5"):
    """How far a message came; with ``reached``, by name whom it came so far with."""

    broadcast: str
    reached: Reached | None = None
    page: int = 0
