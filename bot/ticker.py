"""Clock to outbox: what is due because time has passed. No timers in memory: each round asks the database what is due.

Every job may run twice, or on two machines at once: what it writes has a key of its own, so it is written once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Generic, TypeVar

import structlog

from bot import metrics
from bot.office import Office, real_now
from bot.points import At, Point, nobody
from services.scope import Scope

log = structlog.get_logger()

ROUND_SECONDS: Final = 20.0
HOUSEKEEPING_EVERY: Final = 30

ThingT = TypeVar("ThingT")


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done when its time has come. ``run`` is given a transaction of its own."""

    name: str
    run: Callable[[Scope], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class JobOnEach(Generic[ThingT]):
    """Something to be done to each of several things, every one in a transaction of its own.

    What is broken in one case must not stop the clocks of all others. ``find`` only looks; ``run`` looks again, for
    between the two somebody may have been faster.
    """

    name: str
    find: Callable[[Scope], Awaitable[Sequence[ThingT]]]
    run: Callable[[Scope, ThingT], Awaitable[None]]


AnyJob = Job | JobOnEach[Any]


class Ticker:
    """Runs the jobs, round after round."""

    def __init__(
        self,
        office: Office,
        jobs: Sequence[AnyJob],
        *,
        on_work: Callable[[], None],
        round_seconds: float = ROUND_SECONDS,
        at: At = nobody,
    ) -> None:
        self._office = office
        self._jobs = jobs
        self._on_work = on_work
        self._round_seconds = round_seconds
        self._at = at

    async def run(self) -> None:
        """Runs until cancelled."""
        rounds = 0
        while True:
            await self.round()
            if rounds % HOUSEKEEPING_EVERY == 0:
                await self._safely("housekeeping", self._housekeep)
            rounds += 1
            await asyncio.sleep(self._round_seconds)

    async def round(self) -> None:
        """Every job once, each in its own transaction; one that fails stops no other."""
        await self._safely("refresh", self._office.refresh)
        for job in self._jobs:
            if isinstance(job, Job):
                await self._safely(job.name, partial(self._run, job.run))
            else:
                await self._safely(job.name, partial(self._run_on_each, job))
        await self._safely("gauges", self._count)
        self._on_work()

    async def _run_on_each(self, job: JobOnEach[Any]) -> None:
        async with self._office.reading() as (_, scope):
            found = await job.find(scope)
        for thing in found:
            await self._safely(job.name, partial(self._run, job.run, thing))

    async def _run(self, act: Callable[..., Awaitable[None]], *to: Any) -> None:
        async with self._office.writing() as (_, scope):
            await act(scope, *to)
            self._at(Point.TICKER_BEFORE_COMMIT)
        self._at(Point.TICKER_AFTER_COMMIT)

    async def _safely(self, name: str, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except Exception as error:  # the next round tries again; nothing was half done
            log.error("ticker.job_failed", job=name, error=type(error).__name__)
            metrics.LOOP_FAILURES.labels(f"ticker.{name}").inc()

    async def _housekeep(self) -> None:
        async with self._office.writing() as (uow, _):
            await uow.inbox.forget(real_now())
            await uow.outbox.forget(real_now())

    async def _count(self) -> None:
        async with self._office.reading() as (uow, scope):
            metrics.INBOX_WAITING.set(await uow.inbox.waiting())
            metrics.OUTBOX_WAITING.set(await uow.outbox.waiting(scope.now))
