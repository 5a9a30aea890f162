"""Everything a loop needs to open a transaction and act in it: the database, the keys, the clocks, the calendar."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.calendar import province_calendar
from bot.clock import Clock
from bot.settings import Settings
from domain.deadlines import WorkingDays
from domain.settings import DEFAULTS, Rules, rules_on
from services.identifiers import Chance
from services.scope import Scope
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork


class AddableCalendar(WorkingDays, Protocol):
    """A working calendar to which the coordinator's days can be added."""

    def with_days(self, extra: Mapping[date, bool]) -> WorkingDays: ...


@dataclass(slots=True)
class Office:
    """One deployment. ``rules`` and ``calendar`` are read again by :meth:`refresh`: at the start, and each round."""

    database: Database
    ring: KeyRing
    clock: Clock
    zone: ZoneInfo
    bot_id: int
    base_calendar: AddableCalendar
    calendar: WorkingDays
    rules: Rules
    chance: Chance = secrets.token_bytes

    @classmethod
    def of(cls, settings: Settings, ring: KeyRing, clock: Clock) -> "Office":
        """The office of a deployment; until it is refreshed it knows the days and the rules of the release only."""
        calendar = province_calendar()
        return cls(
            database=Database(settings.database),
            ring=ring,
            clock=clock,
            zone=settings.zone,
            bot_id=settings.bot_id,
            base_calendar=calendar,
            calendar=calendar,
            rules=DEFAULTS,
        )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[tuple[SqlUnitOfWork, Scope]]:
        """A writing transaction: committed at the end of the block, undone if it raises."""
        async with self.database.write() as connection:
            uow, scope = self._open(connection)
            yield uow, scope
            await uow.flush()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[tuple[SqlUnitOfWork, Scope]]:
        """A reading transaction on one snapshot."""
        async with self.database.read() as connection:
            yield self._open(connection)

    def _open(self, connection: AsyncConnection) -> tuple[SqlUnitOfWork, Scope]:
        uow = SqlUnitOfWork(connection, self.ring, self.bot_id, real_now())
        scope = Scope(uow, self.clock.now(), self.zone, self.calendar, self.rules, self.chance)
        return uow, scope

    async def refresh(self) -> None:
        """Reads the domain's settings and the added days again; a change by another process is seen within a minute."""
        async with self.reading() as (uow, scope):
            self.rules = rules_on(await uow.settings.rules(), scope.today)
            added = {one.day: one.is_working for one in await uow.added_days.all()}
            self.calendar = self.base_calendar.with_days(added)


def real_now() -> datetime:
    """Real time, for what is the machine's business: arrival, leases, retries, pacing."""
    return datetime.now(UTC)
