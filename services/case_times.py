"""When time itself has something to do with a case, worked out at each change so that nobody has to look at all cases.

A queue of thousands cannot be opened and unsealed every twenty seconds to see what has lapsed: each case is stored with
the instant from which it is overdue, and the next instant at which a clock has something to say.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.case import Case, CaseStatus
from domain.case_clocks import (
    CaseContext,
    CaseRung,
    ClockKind,
    assignment_lapses_at,
    case_rungs_reached,
    due,
    next_word_on,
    question_lapses_at,
    question_reminders,
    referral_lapses_at,
)

_MINUTE: Final = timedelta(minutes=1)
_LOOK_AHEAD: Final = timedelta(days=14)
"""Past its end a clock is looked at for two weeks more: longer than any row of days off with its last quarter."""


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """What time will do to a case if nobody does anything. Instants are UTC, None is never.

    ``due_at`` is when it is overdue, ``wake_at`` when a clock has something to do or to say, ``clock`` which runs.
    """

    due_at: datetime | None = None
    wake_at: datetime | None = None
    clock: ClockKind | None = None


def case_times(case: Case, now: datetime, ctx: CaseContext, told: CaseRung | None = None) -> CaseTimes:
    """The times of the case as it is now; ``told`` is the highest rung that heard of the running clock."""
    running = due(case, now, ctx)
    by_itself = [*_lapses(case, now, ctx), *_next_word(case, now, ctx)]
    if running is None:
        return CaseTimes(wake_at=min(by_itself, default=None))
    due_at = running.at
    if case.status is CaseStatus.NEEDS_INFO and not running.is_overdue(now):
        # While the reporter is waited for the end moves on, at most until the question lapses.
        lapses_at = question_lapses_at(case, ctx)
        still = due(case, lapses_at, ctx) if lapses_at is not None else None
        due_at = still.at if still is not None else due_at
    wakes = [*by_itself, *_next_rung(case, now, ctx, told, running.at)]
    return CaseTimes(due_at, min(wakes, default=None), running.kind)


def _lapses(case: Case, now: datetime, ctx: CaseContext) -> Iterator[datetime]:
    """When the present status ends by itself, and the reminders before that which are still to come."""
    lapses_at: datetime | None = None
    match case.status:
        case CaseStatus.NEEDS_INFO:
            lapses_at = question_lapses_at(case, ctx)
            for day in question_reminders(case, ctx):
                if ctx.hours.opening(day) > now:
                    yield ctx.hours.opening(day)
        case CaseStatus.ASSIGNED:
            lapses_at = assignment_lapses_at(case, ctx)
        case CaseStatus.REFERRED:
            lapses_at = referral_lapses_at(case, ctx)
        case _:
            pass
    if lapses_at is not None:
        yield lapses_at


def _next_word(case: Case, now: datetime, ctx: CaseContext) -> Iterator[datetime]:
    """When the offices open on the next day by which the reporter is to have a word."""
    day = next_word_on(case, now, ctx)
    if day is not None:
        yield ctx.hours.opening(day)


def _next_rung(
    case: Case, now: datetime, ctx: CaseContext, told: CaseRung | None, end: datetime
) -> Iterator[datetime]:
    """The minute at which the next rung is reached; none while the clock stands, or when everybody was told."""
    if case.status is CaseStatus.NEEDS_INFO or told is CaseRung.HEAD_OF_INSPECTORATE:
        return

    def reached(minutes: int) -> bool:
        return bool(case_rungs_reached(case, now + minutes * _MINUTE, ctx, told))

    ahead = (max(end, now) - now + _LOOK_AHEAD) // _MINUTE
    yield now + bisect_left(range(ahead), True, key=reached) * _MINUTE
