"""The inspection queue: whose move it is, in what order cases stand, and what of them somebody is shown.

Who may know is part of every question that is asked of the database, never of the screen: a case that was fetched and
then left out has already been counted, and a count is enough to know that it is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.access import Sight, sight
from domain.case import Case, CaseStatus, Priority
from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.report import Conduct
from services.identifiers import new_id
from services.scope import Scope

PAGE_SIZE: Final = 5


class Awaits(StrEnum):
    """Whose move it is. A second person is anybody of theirs but ``first_person``."""

    INTAKE = "intake"
    INTAKE_SECOND = "intake_second"
    """Rejection was proposed; another officer, or the lead, confirms or declines."""
    LEAD = "lead"
    LEAD_SECOND = "lead_second"
    """Merging was proposed; the lead confirms."""
    REVIEWER = "reviewer"
    """A conclusion lies before a second person."""
    OWNER = "owner"
    REPORTER = "reporter"
    UNIT = "unit"
    NOBODY = "nobody"


_AWAITS: Final[Mapping[CaseStatus, Awaits]] = {
    CaseStatus.RECEIVED: Awaits.INTAKE,
    CaseStatus.SCREENED: Awaits.LEAD,
    CaseStatus.REOPENED: Awaits.LEAD,
    CaseStatus.ASSIGNED: Awaits.OWNER,
    CaseStatus.VERIFYING: Awaits.OWNER,
    CaseStatus.NEEDS_INFO: Awaits.REPORTER,
    CaseStatus.REFERRED: Awaits.UNIT,
    CaseStatus.UNDER_REVIEW: Awaits.REVIEWER,
    CaseStatus.APPEALED: Awaits.LEAD,
}


def awaits(case: Case) -> Awaits:
    """Whose move it is in the case as it stands."""
    if not case.is_open:
        return Awaits.NOBODY
    if case.withdrawal_asked_at is not None:
        return Awaits.LEAD
    if case.proposal is not None:
        return Awaits.INTAKE_SECOND if case.proposal.rejection is not None else Awaits.LEAD_SECOND
    if case.status in (CaseStatus.CONCLUDED, CaseStatus.MEASURES):
        told = case.reporter_id is None or case.answered_at is not None
        return Awaits.LEAD if told or case.owner_id is None else Awaits.OWNER
    return _AWAITS[case.status]


def first_person(case: Case) -> str | None:
    """Who proposed or drafted what now waits for a second person, and so cannot be that one."""
    match awaits(case):
        case Awaits.INTAKE_SECOND | Awaits.LEAD_SECOND:
            return case.proposal.by if case.proposal is not None else None
        case Awaits.REVIEWER:
            return case.drafted_by
        case _:
            return None


_RANKS: Final[Mapping[Priority, str]] = {Priority.URGENT: "0", Priority.HIGH: "1", Priority.NORMAL: "2"}


def queue_key(case: Case) -> str:
    """Where the case stands in the queue, as a text that sorts: the urgent first, then the oldest.

    It is also the cursor of a page: a position, not a case's id, so that a forged one tells nothing of who is there.
    Raises ValueError for a draft, which is in no queue.
    """
    if case.received_at is None:
        raise ValueError("a draft stands in no queue")
    since = new_id(case.received_at, bytes)[:8]
    return f"{_RANKS[case.priority]}{since}{case.id[8:]}"


class QueueFilter(StrEnum):
    """Which part of the queue is looked at. The values are short because buttons carry them."""

    ALL = "a"
    NEW = "n"
    """Open and nobody's yet."""
    MINE = "m"
    NEEDS_ACTION = "t"
    """It is the looker's own move."""
    OVERDUE = "o"


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody can be waited for, by the roles they hold."""

    awaits: frozenset[Awaits]
    """Moves that anybody of the role can make."""
    seconds: frozenset[Awaits]
    """Moves that need a second person, which they are unless they were the first."""
    owns: bool
    """Whether cases of their own wait for them, and they may be second to others' conclusions."""


def desk(actor: Actor) -> Desk:
    """What the actor can be waited for as staff."""
    if actor.has(Role.OVERSIGHT):
        # In the cases that oversight sees it stands in for everybody.
        return Desk(
            frozenset({Awaits.INTAKE, Awaits.LEAD}),
            frozenset({Awaits.INTAKE_SECOND, Awaits.LEAD_SECOND}),
            owns=True,
        )
    alone: set[Awaits] = set()
    seconds: set[Awaits] = set()
    if actor.has(Role.INTAKE_OFFICER):
        alone.add(Awaits.INTAKE)
        seconds.add(Awaits.INTAKE_SECOND)
    if actor.has(Role.LEAD_INSPECTOR):
        alone.add(Awaits.LEAD)
        seconds |= {Awaits.INTAKE_SECOND, Awaits.LEAD_SECOND}
    owns = actor.has(Role.LEAD_INSPECTOR) or actor.has(Role.INSPECTOR)
    return Desk(frozenset(alone), frozenset(seconds), owns)


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """A part of the queue: the filter, and the unit and the conduct if they are narrowed down to."""

    which: QueueFilter = QueueFilter.ALL
    unit: str | None = None
    conduct: Conduct | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after a position of the queue, or, turning back, before it."""

    key: str = ""
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case in the list, with no word of what was written in it. Instants are UTC."""

    id: str
    code: str
    status: CaseStatus
    conduct: Conduct
    unit: str
    owner_id: str | None
    received_at: datetime
    due_at: datetime | None
    queue_key: str

    @property
    def priority(self) -> Priority:
        """How soon it is to be taken up, which is where its place in the queue begins."""
        return next(one for one, rank in _RANKS.items() if rank == self.queue_key[:1])


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a list and where the next and the previous begin, if there are any."""

    lines: Sequence[QueueLine]
    previous: Cursor | None
    following: Cursor | None


@dataclass(frozen=True, slots=True)
class QueueView:
    """What the screen of the queue shows; ``counts`` are within the unit and the conduct narrowed down to.

    ``owners`` are the names of whoever has one of the cases shown, by id.
    """

    page: QueuePage
    counts: Mapping[QueueFilter, int]
    owners: Mapping[str, str]


async def sight_of(scope: Scope, actor: Actor) -> Sight:
    """What of all cases the actor may know as staff at this instant."""
    ties = await scope.uow.cases.ties([actor.person_id])
    return sight(actor, await scope.uow.units.all(), ties)


async def look(scope: Scope, actor: Actor, query: QueueQuery, cursor: Cursor) -> QueueView:
    """A page of the queue and the counts of its parts. It is written down who looked.

    Raises Refused(NOT_YOURS) for whoever sees no case by any role.
    """
    seen = await _sight_of_staff(scope, actor)
    queue = scope.uow.case_queue
    counts = await queue.counts(seen, desk(actor), query, scope.now)
    page = await queue.page(seen, desk(actor), query, cursor, scope.now, PAGE_SIZE)
    await scope.uow.audit.write(scope.now, actor, "queue_seen", subject=query.which.name.lower())
    owners = await scope.uow.people.names({line.owner_id for line in page.lines if line.owner_id is not None})
    return QueueView(page, counts, owners)


async def units_in_queue(scope: Scope, actor: Actor, query: QueueQuery) -> Mapping[str, int]:
    """How many cases of the part there are by accused unit, of those the actor may know. Raises as ``look``."""
    seen = await _sight_of_staff(scope, actor)
    return await scope.uow.case_queue.by_unit(seen, desk(actor), query, scope.now)


async def conducts_in_queue(scope: Scope, actor: Actor, query: QueueQuery) -> Mapping[Conduct, int]:
    """How many cases of the part there are by conduct, of those the actor may know. Raises as ``look``."""
    seen = await _sight_of_staff(scope, actor)
    return await scope.uow.case_queue.by_conduct(seen, desk(actor), query, scope.now)


def has_queue(actor: Actor, seen: Sight) -> bool:
    """Whether there is a queue for them at all: oversight, or the inspectorate by a role in force."""
    return not seen.is_blind and (actor.is_inspectorate or actor.has(Role.OVERSIGHT))


async def _sight_of_staff(scope: Scope, actor: Actor) -> Sight:
    seen = await sight_of(scope, actor)
    if not has_queue(actor, seen):
        raise Refused(Code.NOT_YOURS)
    return seen
