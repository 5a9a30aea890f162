"""A head's due dates as a calendar: one whole day for each, with a reminder on a working morning.

The file is imported anew each time it is asked for. A task keeps its identifier through every change of date, so an
entry moves and is never doubled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.deadlines import WorkingDays, previous_working_day
from domain.task import PENDING, Task
from domain.unit import Units
from reports.figures import Obligation
from reports.text import one_line, printable
from reports.voice import Voice

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A due date. ``alarms`` are counted from the midnight the day begins with; ``changes`` grows with every change."""

    uid: str
    day: date
    title: str
    description: str
    alarms: tuple[timedelta, ...]
    changes: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """A calendar to be written. ``made_at`` is UTC."""

    name: str
    zone: str
    language: str
    made_at: datetime
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Reminding:
    """When a calendar reminds: at a time of the province, so many working days ahead; the due date itself is 0."""

    days_before: tuple[int, ...] = (3, 0)
    at: time = time(8, 0)


def due_dates(
    voice: Voice,
    name: str,
    tasks: Iterable[Task],
    obligations: Iterable[Obligation],
    units: Units,
    calendar: WorkingDays,
    *,
    made_at: datetime,
    zone: str,
    issuer: str,
    reminding: Reminding = Reminding(),
) -> Agenda:
    """The due dates of tasks that are pending and of obligations with a last day that are not done, but in no case.

    ``issuer`` is a name of this installation that no other has: it makes identifiers unique (RFC 5545, 3.8.4.7).
    """
    entries = [
        Entry(
            uid=f"task-{task.id}@{issuer}",
            day=task.due_date,
            title=voice.tr.plain("Due: {code} {title}", code=task.code, title=one_line(voice.title(task))),
            description=_of_task(voice, task, units),
            alarms=_alarms(task.due_date, calendar, reminding),
            changes=task.revision,
        )
        for task in tasks
        if task.status in PENDING
    ]
    entries += [
        Entry(
            uid=f"obligation-{one.code}-{one.unit.code}@{issuer}",
            day=one.last_day,
            title=voice.tr.plain(
                "Due: {code} {title}",
                code=one.code,
                title=one_line(one.title_vi if voice.is_vietnamese else one.title_en),
            ),
            description=_lines(
                voice.unit(one.unit),
                voice.tr.plain("Deliverable: {product}", product=one.product_vi),
                voice.tr.plain("Item {n} of the dispatch", n=voice.tr.number(one.item)),
            ),
            alarms=_alarms(one.last_day, calendar, reminding),
            changes=0,
        )
        for one in obligations
        if one.last_day is not None and one.done_on is None and not one.is_of_a_case
    ]
    entries.sort(key=lambda entry: (entry.day, entry.uid))
    return Agenda(one_line(name), zone, voice.tr.language, made_at, tuple(entries))


def _of_task(voice: Voice, task: Task, units: Units) -> str:
    t = voice.tr.plain
    lead = units.get(task.lead_unit)
    lines = [
        voice.unit(lead) if lead is not None else task.lead_unit,
        t("Deliverable: {product}", product=task.product_vi),
    ]
    if task.due_date != task.original_due_date:
        lines.append(t("Extended; due by plan on {day}", day=voice.tr.date(task.original_due_date)))
    return _lines(*lines)


def _lines(*lines: str) -> str:
    return "\n".join(printable(line) for line in lines)


def _alarms(day: date, calendar: WorkingDays, reminding: Reminding) -> tuple[timedelta, ...]:
    found: dict[timedelta, None] = {}
    for before in sorted(reminding.days_before, reverse=True):
        morning = _working_day_before(day, before, calendar)
        at = timedelta(hours=reminding.at.hour, minutes=reminding.at.minute)
        found[(morning - day) + at] = None
    return tuple(found)


def _working_day_before(day: date, count: int, calendar: WorkingDays) -> date:
    found = previous_working_day(calendar, day)
    for _ in range(count):
        found = previous_working_day(calendar, found - _DAY)
    return found
