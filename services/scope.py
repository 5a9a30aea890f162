"""What every use case is given: one transaction, one instant, the calendar, the rules in force, and chance."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from domain.deadlines import OfficeHours, WorkingDays
from domain.settings import Rules
from services.identifiers import Chance, new_id
from services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Scope:
    """The surroundings of one act. ``now`` is UTC and stands still while the act lasts."""

    uow: UnitOfWork
    now: datetime
    zone: tzinfo
    calendar: WorkingDays
    rules: Rules
    chance: Chance

    @property
    def today(self) -> date:
        """The province's day."""
        return self.now.astimezone(self.zone).date()

    @property
    def hours(self) -> OfficeHours:
        """The office hours of the province."""
        return self.rules.hours(self.zone)

    def new_id(self) -> str:
        """An id for something that begins now."""
        return new_id(self.now, self.chance)
