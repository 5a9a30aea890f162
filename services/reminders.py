"""Digests: what each person is to hear of tasks and orders, once a working day.

Nothing is timed in memory. A round asks whether today was spoken of; if not, the rules of ``domain.reminders`` are put
to all that is awaited of units, everybody with something to hear gets one notice, and the day is remembered. What
stands in the message is asked again when it is delivered, so a task that was finished meanwhile is not in it. A digest
that could not be delivered on its day is taken up by the next round's: it is one message a person, however long nobody
was reached.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.deadlines import add_working_days, working_days_overdue
from domain.people import UNIT_ROLES, Actor, Role
from domain.reminders import Awaited, Reason, Rung, missed, reason_to_hear, rungs_reached, to_hear
from services import matters
from services.dashboard import Dashboard, hears_weekly, whole
from services.matters import Matter
from services.notices import Notice, NoticeKind, ToPerson
from services.people import Person
from services.ports import Urgency
from services.scope import Scope
from services.tasks import served_units

LAST_DAY: Final = "digests.day"
"""Under this the settings remember the last day that was spoken of."""
HORIZON_DAYS: Final = 400
"""So far ahead a next reminder is looked for: a plan is of one year."""

_A_ROUND: Final = timedelta(minutes=1)
"""Within so much the clock's next round posts what is due."""
_HEARD_BY: Final = {
    Role.COORDINATOR: frozenset({Rung.COORDINATOR, Rung.LEADER, Rung.OVERDUE_REPORT}),
    Role.LEADER: frozenset({Rung.LEADER, Rung.OVERDUE_REPORT}),
}
"""Which rungs each role hears of: the coordinator of every one, or a task would climb past whoever urges it on."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is awaited of the reader's unit, and why it is spoken of."""

    matter: Matter
    reason: Reason


@dataclass(frozen=True, slots=True)
class Climbed:
    """What is not moving, and the rung it has come to; ``working_days`` overdue today."""

    matter: Matter
    rung: Rung
    working_days: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person hears on one day, most urgent first."""

    lines: tuple[Line, ...]
    climbed: tuple[Climbed, ...]
    weekly: Dashboard | None = None
    """The whole, for a leader at the beginning of a week."""

    @property
    def has_sample(self) -> bool:
        """Whether some of it is sample data."""
        return (
            any(line.matter.is_sample for line in self.lines)
            or any(one.matter.is_sample for one in self.climbed)
            or (self.weekly is not None and self.weekly.has_sample)
        )


async def post_digests(scope: Scope) -> None:
    """Posts today's digests, once, at the hour of the reminders or as soon after as the offices are open.

    After an outage that ends in the evening or on a day off it waits: the next working day's digest says late what was
    missed.
    """
    if not _is_time(scope):
        return
    since = await _last_day(scope)
    if since is not None and since >= scope.today:
        return
    ear = _Ear(scope, since)
    units: set[str] = set()
    rungs: list[tuple[Matter, Rung]] = []
    for matter, last_rung in await matters.pending(scope, _horizon(scope)):
        if ear.reason(matter.awaited) is not None:
            units.add(matter.unit)
        reached = ear.rungs(matter.awaited, last_rung)
        if reached:
            rungs.append((matter, reached[-1]))
    await matters.climb(scope, rungs, scope.today)
    climbed = {rung for _, rung in rungs}
    people = await scope.uow.people.holding(UNIT_ROLES | set(_HEARD_BY))
    concerned = {person.id for person in people if _concerns(scope, person.actor(scope.now), units, climbed)}
    unheard = await _take_up(scope, concerned)
    day, before = scope.today.isoformat(), since.isoformat() if since else ""
    notices = [
        (
            Notice(
                NoticeKind.DIGEST,
                ToPerson(person.id),
                {"day": day, "since": unheard.get(person.id, before)},
            ),
            f"{NoticeKind.DIGEST}:{day}:{person.id}",
        )
        for person in people
        if person.id in concerned or person.id in unheard
    ]
    await scope.uow.notices.post_all(notices, urgency=Urgency.DIGEST)
    await scope.uow.settings.remember(LAST_DAY, day)


async def _take_up(scope: Scope, concerned: Collection[str]) -> dict[str, str]:
    """Takes back the digests of earlier days that nobody has heard; the day each was to speak from, by person.

    What waits behind a block waits on, until there is something new to say: an attempt costs the coordinators a notice.
    """
    today = scope.today.isoformat()

    def is_taken(notice: Notice, is_blocked: bool) -> bool:
        return notice.subject["day"] != today and (not is_blocked or _hearer(notice) in concerned)

    taken = await scope.uow.notices.withdraw(NoticeKind.DIGEST, is_taken)
    unheard: dict[str, str] = {}
    for notice in taken:
        person_id, spoken = _hearer(notice), str(notice.subject["since"] or _day_before(notice))
        unheard[person_id] = min(spoken, unheard.get(person_id, spoken))
    return unheard


def _hearer(notice: Notice) -> str:
    assert isinstance(notice.to, ToPerson), "a digest goes to a person"
    return notice.to.person_id


def _day_before(notice: Notice) -> str:
    # A first digest has missed nothing, and what it was to say itself is missed all the same.
    return (date.fromisoformat(str(notice.subject["day"])) - timedelta(days=1)).isoformat()


async def digests_due(scope: Scope) -> datetime | None:
    """When today's digests are still to be posted; None when they were, or on a day that has none."""
    since = await _last_day(scope)
    if not scope.calendar.is_working(scope.today) or (since is not None and since >= scope.today):
        return None
    return max(_at(scope, scope.today), scope.now + _A_ROUND)


async def digest_for(scope: Scope, person: Person, day: date, since: date | None) -> Digest | None:
    """What the person hears now of the digest posted on ``day``, or None when nothing of it is left.

    ``since`` is the day spoken of before it. Delivered on a later day it tells, as late, what no later digest tells.
    """
    actor = person.actor(scope.now)
    ear = _Ear(scope, since)
    units = served_units(actor)
    lines = []
    for matter, _ in await matters.pending(scope, _horizon(scope), units) if units else ():
        awaited = matter.awaited
        reason = ear.reason(awaited) if day == scope.today else _told_late(scope, awaited, day, since)
        if reason is not None:
            lines.append(Line(matter, reason))
    said = {line.matter.key for line in lines}
    rungs = _rungs_heard_by(actor)
    climbed = [
        Climbed(matter, rung, _overdue(scope, matter))
        for matter, rung in (await matters.climbed_between(scope, since, day) if rungs else ())
        if rung in rungs and matter.key not in said
    ]
    # Delivered on a later day, the picture would be of that day; the next week brings its own.
    weekly = await whole(scope) if hears_weekly(scope, actor, day) and day == scope.today else None
    if not lines and not climbed and weekly is None:
        return None
    return Digest(tuple(sorted(lines, key=_most_urgent)), tuple(climbed), weekly)


def _most_urgent(line: Line) -> tuple[date, str]:
    # What was ordered without a date comes last: it has no day to be missed.
    return (line.reason.due_date or date.max, line.matter.code)


def _overdue(scope: Scope, matter: Matter) -> int:
    due = matter.awaited.due_date
    return 0 if due is None else working_days_overdue(scope.calendar, due, scope.today)


async def next_reminder_at(scope: Scope, person_id: str | None = None) -> datetime | None:
    """The next instant (UTC) at which a digest is due for some head or focal officer, or for the person named.

    None when nothing is to be heard within a year, as things stand.
    """
    if person_id is None:
        actors = [person.actor(scope.now) for person in await scope.uow.people.holding(UNIT_ROLES)]
        rungs: frozenset[Rung] = frozenset()
    else:
        person = await scope.uow.people.get(person_id)
        actors = [person.actor(scope.now)] if person else []
        rungs = frozenset().union(*map(_rungs_heard_by, actors))
    units = {unit for actor in actors for unit in served_units(actor)}
    found = await matters.pending(scope, units=None if rungs else units)
    since = await _last_day(scope)
    for ahead in range(HORIZON_DAYS):
        day = scope.today + timedelta(days=ahead)
        at = _instant(scope, day)
        if at is None or (since is not None and since >= day):
            continue
        if person_id is not None and any(hears_weekly(scope, actor, day) for actor in actors):
            return at
        ear = _Ear(scope, since, day)
        for matter, rung in found:
            if matter.unit in units and ear.reason(matter.awaited) is not None:
                return at
            if rungs.intersection(ear.rungs(matter.awaited, rung)[-1:]):
                return at
        # The days up to here would have been spoken of by then.
        since = day
    return None


class _Ear:
    """Puts the rules to many matters on one day. Those due alike and treated alike get one answer, worked out once."""

    def __init__(self, scope: Scope, since: date | None, day: date | None = None) -> None:
        self._scope = scope
        self._since = since
        self._day = day or scope.today
        self._reasons: dict[tuple[object, ...], Reason | None] = {}
        self._rungs: dict[tuple[object, ...], tuple[Rung, ...]] = {}

    def reason(self, awaited: Awaited) -> Reason | None:
        """Why the unit hears of it on this day."""
        key = (awaited.is_pending, awaited.due_date, awaited.acknowledged_on is None, awaited.snoozed_until)
        if key not in self._reasons:
            calendar, policy = self._scope.calendar, self._scope.rules.reminders
            self._reasons[key] = to_hear(awaited, self._since, self._day, calendar, policy)
        return self._reasons[key]

    def rungs(self, awaited: Awaited, last: Rung | None) -> tuple[Rung, ...]:
        """The rungs it has reached by this day and nobody was told of."""
        key = (awaited.is_pending, awaited.due_date, last)
        if key not in self._rungs:
            calendar, ladder = self._scope.calendar, self._scope.rules.ladder
            self._rungs[key] = rungs_reached(awaited, self._day, calendar, last, ladder)
        return self._rungs[key]


def _told_late(scope: Scope, awaited: Awaited, day: date, since: date | None) -> Reason | None:
    """Why a digest of an earlier day still speaks of it: no digest after it does."""
    calendar, policy = scope.calendar, scope.rules.reminders
    reason = missed(awaited, since or day - timedelta(days=1), scope.today, calendar, policy)
    later = range(1, (scope.today - day).days)
    if any(reason_to_hear(awaited, day + timedelta(days=n), calendar, policy) for n in later):
        return None
    return reason


def _is_time(scope: Scope) -> bool:
    at = _at(scope, scope.today)
    return scope.now >= at and scope.hours.is_open(scope.calendar, scope.now)


def _at(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, scope.rules.reminders.at, scope.zone)


def _instant(scope: Scope, day: date) -> datetime | None:
    """When the digests of a day are posted, from now on; None when they are not."""
    if not scope.calendar.is_working(day):
        return None
    at = scope.hours.next_opening(scope.calendar, max(scope.now, _at(scope, day)))
    return at if scope.hours.day_of(at) == day else None


def _horizon(scope: Scope) -> date:
    # The day on which one working day more than the longest notice is left; days off before it are within.
    return add_working_days(scope.calendar, scope.today, max(scope.rules.reminders.before, default=0) + 1)


async def _last_day(scope: Scope) -> date | None:
    said = await scope.uow.settings.recall(LAST_DAY)
    return date.fromisoformat(said) if said else None


def _rungs_heard_by(actor: Actor) -> frozenset[Rung]:
    return frozenset().union(*(rungs for role, rungs in _HEARD_BY.items() if actor.has(role)))


def _concerns(scope: Scope, actor: Actor, units: Collection[str], climbed: Collection[Rung]) -> bool:
    return (
        any(unit in units for unit in served_units(actor))
        or bool(_rungs_heard_by(actor).intersection(climbed))
        or hears_weekly(scope, actor, scope.today)
    )
