"""Tasks that come again: each month, quarter, half-year or year, by a rule that says on which day they are due.

A rule is not a timer. Which of its periods have begun by a day is worked out when it is asked, so an outage loses none
and two who ask at once get the same answer.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.ahead import check_ahead
from domain.errors import Code, Refused
from domain.text import is_blank


class Every(StrEnum):
    """How often."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


MONTHS: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
DAYS: Final = (1, 31)


@dataclass(frozen=True, slots=True)
class Span:
    """One period of a rule: its first and last day, and the day on which its task is due."""

    every: Every
    begins: date
    ends: date
    due: date

    @property
    def number(self) -> int:
        """Which of the year's periods it is, from 1."""
        return (self.begins.month - 1) // MONTHS[self.every] + 1


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule: who is to do what how often. ``assignee`` is a unit or a group of them.

    ``due_day`` is the day of the period's last month; in a shorter month its last day. The first period is the one
    whose due date is not before ``starts_on``; nothing falls due after ``ends_on``, and nothing is made once ended.
    """

    id: str
    assignee: str
    title: str
    every: Every
    due_day: int
    starts_on: date
    ends_on: date | None = None
    ended_on: date | None = None

    def runs(self, today: date) -> bool:
        """Whether it will still make a task."""
        return self.ended_on is None and self.next_due(today) is not None

    def next_due(self, today: date) -> date | None:
        """The first due date from today on, None when there is none any more."""
        due = next(span.due for span in _spans(self, today) if span.due >= max(today, self.starts_on))
        return due if self.ends_on is None or due <= self.ends_on else None

    def begun(self, today: date) -> tuple[Span, ...]:
        """Its periods that have begun by today, the first before."""
        if self.ended_on is not None:
            return ()
        found = []
        for span in _spans(self, self.starts_on):
            if span.begins > today or (self.ends_on is not None and span.due > self.ends_on):
                break
            if span.due >= self.starts_on:
                found.append(span)
        return tuple(found)


def span_of(every: Every, due_day: int, day: date) -> Span:
    """The period in which the day lies."""
    months = MONTHS[every]
    first = (day.month - 1) // months * months + 1
    begins, last = date(day.year, first, 1), first + months - 1
    length = monthrange(day.year, last)[1]
    return Span(every, begins, date(day.year, last, length), date(day.year, last, min(due_day, length)))


def check_recurrence(title: str, due_day: int, ends_on: date | None, today: date) -> None:
    """Whether a rule can be so. Raises Refused: TEXT_BLANK, DUE_DAY_INVALID, DAY_PASSED, DAY_TOO_FAR."""
    if is_blank(title):
        raise Refused(Code.TEXT_BLANK)
    if not DAYS[0] <= due_day <= DAYS[1]:
        raise Refused(Code.DUE_DAY_INVALID)
    if ends_on is not None:
        check_ahead(ends_on, today)


def _spans(rule: Recurrence, since: date) -> Iterator[Span]:
    span = span_of(rule.every, rule.due_day, since)
    while True:
        yield span
        span = span_of(rule.every, rule.due_day, span.ends + timedelta(days=1))
