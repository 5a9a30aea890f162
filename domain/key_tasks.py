"""The key tasks that the Steering Committee assigned, and whether a body has gone over its own.

The dispatch of October 2023, item 6: seven selected bodies urgently review theirs. Nobody is asked to say "reviewed". A
body has reviewed its key tasks once it has spoken of every one of them since the dispatch.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.task import Task, TaskStatus

_PUT_AWAY: Final = frozenset({TaskStatus.CANCELLED, TaskStatus.SUSPENDED})
"""Of these a unit can say nothing, so nothing is awaited."""
_HANDED_IN: Final = frozenset({TaskStatus.SUBMITTED, TaskStatus.COMPLETED})


@dataclass(frozen=True, slots=True)
class KeyTask:
    """A key task and the day (of the province) on which its lead unit last spoke of it: progress, or a result."""

    task: Task
    last_word: date | None = None

    @property
    def counts(self) -> bool:
        """Whether it is among those to be reviewed."""
        return self.task.status not in _PUT_AWAY

    def is_reviewed(self, since: date) -> bool:
        """Whether the unit has spoken of it since the day, or had handed it in before and has no more to say."""
        return self.task.status in _HANDED_IN or (self.last_word is not None and self.last_word >= since)


@dataclass(frozen=True, slots=True)
class Review:
    """So many of so many key tasks reviewed."""

    reviewed: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether every one is; a body of which no key task is known has reviewed none."""
        return 0 < self.of == self.reviewed


def review(key_tasks: Iterable[KeyTask], since: date) -> Review:
    """How far a body is with the review of its key tasks, ordered on the day ``since``."""
    counted = [one for one in key_tasks if one.counts]
    return Review(sum(one.is_reviewed(since) for one in counted), len(counted))
