"""Days that count.

Vietnamese law mixes two kinds of days. A term in days starts the day after the event (Civil Code 2015, art. 147(2))
and, ending on a day off, runs to the end of the next working day (art. 148(5)). A date named in a dispatch is that date
and moves nowhere. Which days are worked is decided each year (Tết, swaps), so the calendar is always an argument.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import Final, Protocol

# Tết is the longest run of days off, about ten; a calendar with none worked in this many is broken, not festive.
_LONGEST_REST: Final = 60
_DAY: Final = timedelta(days=1)


class WorkingDays(Protocol):
    """The working calendar of the province: weekends, days off, make-up Saturdays, the coordinator's own days."""

    def is_working(self, day: date) -> bool:
        """Whether the offices work on this day of the province."""
        ...


def next_working_day(cal: WorkingDays, day: date) -> date:
    """The day itself if worked, else the first worked day after it. Raises ValueError on a calendar without any."""
    return _seek(cal, day, _DAY)


def previous_working_day(cal: WorkingDays, day: date) -> date:
    """The day itself if worked, else the last worked day before it. Raises ValueError on a calendar without any."""
    return _seek(cal, day, -_DAY)


def _seek(cal: WorkingDays, day: date, step: timedelta) -> date:
    for _ in range(_LONGEST_REST):
        if cal.is_working(day):
            return day
        day += step
    raise ValueError(f"no working day within {_LONGEST_REST} days of {day.isoformat()}")


def add_working_days(cal: WorkingDays, start: date, n: int) -> date:
    """The n-th working day after ``start``, which itself is not counted; ``start`` itself when n is 0.

    Raises ValueError if n is negative.
    """
    if n < 0:
        raise ValueError("a term cannot be negative")
    day = start
    for _ in range(n):
        day = next_working_day(cal, day + _DAY)
    return day


def working_days_between(cal: WorkingDays, after: date, until: date) -> int:
    """Working days after ``after`` up to and including ``until``; 0 when ``until`` is not later."""
    span = (until - after).days
    return sum(cal.is_working(after + timedelta(days=n)) for n in range(1, span + 1))


def working_days_overdue(cal: WorkingDays, due: date, today: date) -> int:
    """Working days past the due date, today included; 0 up to the due date.

    On a day off after the due date it is what it was on the last working day, so it may be 0 though the date has
    passed.
    """
    return working_days_between(cal, due, today)


def working_days_left(cal: WorkingDays, due: date, today: date) -> int:
    """Working days after today up to the due date: 0 on the due date, negative by the days overdue after it."""
    if today > due:
        return -working_days_overdue(cal, due, today)
    return working_days_between(cal, today, due)


def is_first_working_day_of_week(cal: WorkingDays, day: date) -> bool:
    """Whether ``day`` is worked and no earlier day of its week (Monday to Sunday) is."""
    if not cal.is_working(day):
        return False
    return not any(cal.is_working(day - timedelta(days=n)) for n in range(1, day.weekday() + 1))


class DueRule(StrEnum):
    """How an order names its deadline (``due_rule`` in dispatch_obligations.csv)."""

    BY_DATE = "by_date"
    BEFORE_STRICT = "before_strict"
    CONTINUOUS = "continuous"
    URGENT = "urgent"
    PER_CASE = "per_case"
    PER_CASE_IMMEDIATE = "per_case_immediate"
    PER_PERIOD = "per_period"

    @property
    def has_date(self) -> bool:
        """Whether an order under this rule carries a date of its own."""
        return self in (DueRule.BY_DATE, DueRule.BEFORE_STRICT)


def last_day(cal: WorkingDays, due: date | None, rule: DueRule) -> date | None:
    """The last day that counts as in time, or None for a rule without a date.

    By a date includes it. Before a date ends with the last working day strictly earlier: the dispatch's "before
    30/10/2023" is Friday 27/10/2023 (item 4). Raises ValueError when a rule with a date has none.
    """
    if not rule.has_date:
        return None
    if due is None:
        raise ValueError(f"the rule {rule} needs a date")
    if rule is DueRule.BEFORE_STRICT:
        return previous_working_day(cal, due - _DAY)
    return due


class DayKind(StrEnum):
    """What a legal term is counted in (``day_kind`` in legal_deadlines.csv)."""

    WORKING = "working"
    CALENDAR = "calendar"


def end_of_term(cal: WorkingDays, start: date, days: int, kind: DayKind) -> date:
    """The last day of a term of ``days`` that starts from ``start``, not counted itself.

    Civil Code 2015, art. 147(2) and 148(5): a term in calendar days that ends on a day off ends on the next working
    day.
    """
    if kind is DayKind.WORKING:
        return add_working_days(cal, start, days)
    return next_working_day(cal, start + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Period:
    """A legal term: data with a validity, for laws change. ``valid_from`` and ``valid_to`` are both included."""

    key: str
    name_vi: str
    name_en: str
    starts_from: str
    days: int
    day_kind: DayKind
    source: str
    extension_days: int = 0
    extension_times: int = 0
    extension_when: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the law gives this term on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def end(self, cal: WorkingDays, start: date, extended: int = 0) -> date:
        """The last day of the term from the day of the event, extended so many times.

        Raises ValueError when extended more often than the law allows.
        """
        if not 0 <= extended <= self.extension_times:
            raise ValueError(f"{self.key} may be extended {self.extension_times} times, not {extended}")
        return end_of_term(cal, start, self.days + extended * self.extension_days, self.day_kind)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the offices are open on a working day, in the province's zone.

    Takes and gives UTC-aware instants; ``spans`` are local times, in order and apart from one another.
    Raises ValueError when they are not, and for an instant without a zone.
    """

    zone: tzinfo
    spans: tuple[tuple[time, time], ...] = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))

    def __post_init__(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("office hours must be in order and apart")

    @property
    def working_time_a_day(self) -> timedelta:
        """Office time of one working day."""
        return sum(
            (datetime.combine(date.min, b) - datetime.combine(date.min, a) for a, b in self.spans),
            timedelta(),
        )

    def day_of(self, at: datetime) -> date:
        """The province's day of an instant."""
        return self._local(at).date()

    def is_open(self, cal: WorkingDays, at: datetime) -> bool:
        """Whether the offices are open at this instant; the closing minute itself is closed."""
        local = self._local(at)
        return cal.is_working(local.date()) and any(a <= local.time() < b for a, b in self.spans)

    def opening(self, day: date) -> datetime:
        """The instant the offices open on a day, worked or not."""
        return self._instant(day, self.spans[0][0])

    def closing(self, day: date) -> datetime:
        """The instant the offices close for the day, worked or not: the end of a deadline that is a date."""
        return self._instant(day, self.spans[-1][1])

    def next_opening(self, cal: WorkingDays, at: datetime) -> datetime:
        """The instant itself when open, else the next opening after it (after lunch counts as an opening)."""
        return next(start for start, _ in self._open_spans(cal, at))

    def add_working_hours(self, cal: WorkingDays, start: datetime, hours: float) -> datetime:
        """The instant by which so many office hours have passed since ``start``. Raises ValueError if negative."""
        if hours < 0:
            raise ValueError("a term cannot be negative")
        left = timedelta(hours=hours)
        for opened, closed in self._open_spans(cal, start):
            if left <= closed - opened:
                return opened + left
            left -= closed - opened
        raise AssertionError("the spans of a calendar do not end")

    def working_time_between(self, cal: WorkingDays, start: datetime, end: datetime) -> timedelta:
        """Office time between two instants; zero when ``end`` is not later."""
        total = timedelta()
        if end <= start:
            return total
        for opened, closed in self._open_spans(cal, start):
            if opened >= end:
                break
            total += min(closed, end) - opened
        return total

    def _open_spans(self, cal: WorkingDays, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = self.day_of(since)
        while True:
            day = next_working_day(cal, day)
            for start, end in self.spans:
                opened, closed = self._instant(day, start), self._instant(day, end)
                if closed > since:
                    yield max(opened, since.astimezone(UTC)), closed
            day += _DAY

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return at.astimezone(self.zone)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
