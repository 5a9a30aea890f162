"""The one clock. Real time; in the demo real time plus an offset, which a person may move on."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the domain's time."""

    def now(self) -> datetime:
        """This instant, UTC."""
        ...


class SystemClock:
    """Real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """Real time plus an offset. Leases, retries and pacing do not use it: they are the machine's business."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move_to(self, instant: datetime) -> None:
        """Makes it that instant now."""
        self.offset = instant - datetime.now(UTC)
