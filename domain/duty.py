"""What a dispatch orders, and how each order falls on a unit.

An order is one line of the dispatch; a duty is that order as one unit has to carry it out. Who owes is derived each
time: the groups from the units of the dispatch's day, ``@NO_DX_PLAN`` from the register of plans, so that a plan
entered late changes what is owed at once. Stored is only what somebody did: a document sent, a receipt given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.deadlines import DueRule, WorkingDays, last_day
from domain.digital_plan import DigitalPlan, Matrix, without_plan
from domain.errors import Code, Refused
from domain.key_tasks import Review
from domain.people import Actor, Role
from domain.text import is_blank
from domain.unit import NO_DX_PLAN, Units, expand


class Fulfilment(StrEnum):
    """What carries an order out."""

    DOCUMENT = "document"
    """A document sent to the receiving departments."""
    DIGITAL_PLAN = "digital_plan"
    """The digital transformation plan itself, once it is in the register."""
    KEY_TASKS = "key_tasks"
    """A word on each of the unit's key tasks since the dispatch, see ``domain.key_tasks``."""
    PERIODIC_REPORT = "periodic_report"
    """The unit's periodic report speaks of it; there is nothing to send by itself."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """An official dispatch that orders things of units. By ``issued_on``, a day of the province, groups are read."""

    id: str
    code: str
    issued_on: date
    title_vi: str
    title_en: str
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a dispatch, by its ``item`` there. ``assignees`` are codes and groups as the dispatch names them.

    ``due_date`` is the date the dispatch writes; what counts is :func:`due_on`. ``submit_to`` are the departments that
    receive, each with a receipt of its own.
    """

    id: str
    dispatch: str
    code: str
    item: int
    title_vi: str
    title_en: str
    assignees: tuple[str, ...]
    due_rule: DueRule
    due_date: date | None
    product_vi: str
    submit_to: tuple[str, ...]
    fulfilment: Fulfilment = Fulfilment.DOCUMENT

    @property
    def is_per_case(self) -> bool:
        """Due when a case says so. It stands in no list, count or report: it would tell that there is a case."""
        return self.due_rule in (DueRule.PER_CASE, DueRule.PER_CASE_IMMEDIATE)

    @property
    def is_standing(self) -> bool:
        """Goes on without an end and is answered for in the periodic reports."""
        return self.due_rule in (DueRule.CONTINUOUS, DueRule.PER_PERIOD)


@dataclass(frozen=True, slots=True)
class Paper:
    """The document a unit sent: its number, its date, and the day (of the province) and person that sent it here."""

    number: str
    dated: date
    sent_on: date
    sent_by: str | None = None
    link: str = ""
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A department's word that the document came in."""

    on: date
    by: str | None = None
    number: str = ""


class DutyStatus(StrEnum):
    """Where a duty stands. Overdue is no status: it follows from the day."""

    STANDING = "standing"
    OWED = "owed"
    SENT = "sent"
    """Sent, and not received by every department it goes to."""
    DONE = "done"


_NO_RECEIPTS: Final[Mapping[str, Receipt]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Duty:
    """An order as it falls on one unit. ``due_date`` is the last day that counts, see :func:`due_on`.

    ``revision`` grows with every act; who acts on an older one has lost. ``review`` is how far the unit is with its key
    tasks, where the order asks for that.
    """

    order: Order
    unit: str
    due_date: date | None
    acknowledged_on: date | None = None
    paper: Paper | None = None
    receipts: Mapping[str, Receipt] = field(default_factory=lambda: _NO_RECEIPTS)
    revision: int = 0
    review: Review | None = None

    @property
    def status(self) -> DutyStatus:
        """Where it stands."""
        if self.order.is_standing:
            return DutyStatus.STANDING
        if self.order.fulfilment is Fulfilment.KEY_TASKS:
            return DutyStatus.DONE if self.review is not None and self.review.is_whole else DutyStatus.OWED
        if self.paper is None:
            return DutyStatus.OWED
        return DutyStatus.SENT if self.unreceived else DutyStatus.DONE

    @property
    def unreceived(self) -> tuple[str, ...]:
        """The departments that have not said that it came in, in the order of the dispatch."""
        return tuple(unit for unit in self.order.submit_to if unit not in self.receipts)

    @property
    def is_pending(self) -> bool:
        """Whether the unit itself still has something to do, so that it is reminded."""
        return self.status is DutyStatus.OWED

    @property
    def is_answered(self) -> bool:
        """Whether the unit has done its part, received or not."""
        return self.status in (DutyStatus.SENT, DutyStatus.DONE)

    @property
    def snoozed_until(self) -> date | None:
        """An order of the province is not put off."""
        return None

    @property
    def is_late(self) -> bool:
        """Whether what was sent came after its day. Receiving may take its time: sending counts."""
        return self.paper is not None and self.due_date is not None and self.paper.sent_on > self.due_date

    def is_overdue(self, today: date) -> bool:
        """Nothing was sent and the day is past."""
        return self.is_pending and self.due_date is not None and today > self.due_date


def due_on(order: Order, cal: WorkingDays) -> date | None:
    """The last day that counts as in time; None where the order names no date.

    "Before 30/10/2023" (item 4) ends on Friday 27/10/2023.
    """
    return last_day(cal, order.due_date, order.due_rule)


def assigned(order: Order, dispatch: Dispatch, units: Units, plans: Matrix) -> tuple[str, ...]:
    """The units the order falls on, each once, in order. Raises Refused as ``domain.unit.expand``."""
    found: dict[str, None] = {}
    for name in order.assignees:
        if name == NO_DX_PLAN:
            lacking = without_plan(units, plans, dispatch.issued_on, dispatch.issued_on.year)
            found.update(dict.fromkeys(lacking))
        else:
            found.update(dict.fromkeys(expand([name], units, dispatch.issued_on)))
    return tuple(found)


def with_plan(duty: Duty, plans: Matrix, year: int) -> Duty:
    """A duty that a digital plan fulfils, with the plan as its document: the last one that was still missing."""
    if duty.order.fulfilment is not Fulfilment.DIGITAL_PLAN:
        return duty
    wanted = [term for term in plans.terms if term.covers(year)]
    issued = [plan for term in wanted if (plan := plans.plan(duty.unit, term)) is not None]
    if not issued or len(issued) < len(wanted):
        return replace(duty, paper=None)
    last = max(issued, key=lambda plan: plan.issued_on)
    return replace(duty, paper=_paper_of(last))


def _paper_of(plan: DigitalPlan) -> Paper:
    return Paper(
        plan.number, plan.issued_on, plan.issued_on, plan.entered_by, link=plan.link, file_id=plan.file_id
    )


# ── acts ──────────────────────────────────────────────────────────────────────────────────────────


class DutyAct(StrEnum):
    """What can be done with a duty."""

    ACKNOWLEDGE = "acknowledge"
    SEND = "send"
    RECEIVE = "receive"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What comes with an act: the document for SEND, a reason for RETURN; ``receiver`` is the department that acts."""

    paper: Paper | None = None
    receiver: str = ""
    reason: str = ""
    number: str = ""


NO_FACTS: Final = DutyFacts()


@dataclass(frozen=True, slots=True)
class _Moment:
    actor: Actor
    today: date
    facts: DutyFacts = NO_FACTS


_Test = Callable[[Duty, _Moment], bool]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table, as in ``domain.task_transitions``."""

    who: _Test
    conditions: tuple[tuple[Code, _Test], ...]
    needs: tuple[tuple[Code, _Test], ...]


def _by_unit(duty: Duty, at: _Moment) -> bool:
    return at.actor.serves(duty.unit)


def receiving(duty: Duty, actor: Actor) -> tuple[str, ...]:
    """The departments for which the actor may say that the document came in, or send it back.

    A department's own head or focal officer; for the standing agency also its coordinators. Nobody receives what their
    own unit sent to itself alone, and nobody what they themselves sent.
    """
    if duty.paper is not None and duty.paper.sent_by == actor.person_id:
        return ()
    coordinated = actor.units(Role.COORDINATOR)
    return tuple(unit for unit in duty.unreceived if actor.serves(unit) or unit in coordinated)


def _by_receiver(duty: Duty, at: _Moment) -> bool:
    if not at.facts.receiver:
        return bool(receiving(duty, at.actor))
    return at.facts.receiver in receiving(duty, at.actor)


def _owed(duty: Duty, at: _Moment) -> bool:
    return duty.status is DutyStatus.OWED


def _sent(duty: Duty, at: _Moment) -> bool:
    return duty.status is DutyStatus.SENT


def _not_acknowledged(duty: Duty, at: _Moment) -> bool:
    return duty.acknowledged_on is None


def _by_document(duty: Duty, at: _Moment) -> bool:
    return duty.order.fulfilment is Fulfilment.DOCUMENT


def _document(duty: Duty, at: _Moment) -> bool:
    return at.facts.paper is not None and not is_blank(at.facts.paper.number)


def _not_of_the_future(duty: Duty, at: _Moment) -> bool:
    return at.facts.paper is not None and at.facts.paper.dated <= at.today


def _reason(duty: Duty, at: _Moment) -> bool:
    return not is_blank(at.facts.reason)


_TABLE: Final[Mapping[DutyAct, _Row]] = {
    DutyAct.ACKNOWLEDGE: _Row(
        _by_unit, ((Code.NOT_NOW, _owed), (Code.ALREADY_ACKNOWLEDGED, _not_acknowledged)), ()
    ),
    DutyAct.SEND: _Row(
        _by_unit,
        ((Code.NOT_NOW, _owed), (Code.NOT_NOW, _by_document)),
        ((Code.DOCUMENT_MISSING, _document), (Code.DOCUMENT_FROM_FUTURE, _not_of_the_future)),
    ),
    DutyAct.RECEIVE: _Row(_by_receiver, ((Code.NOT_NOW, _sent),), ()),
    DutyAct.RETURN: _Row(
        _by_receiver, ((Code.NOT_NOW, _sent), (Code.NOT_NOW, _by_document)), ((Code.REASON_MISSING, _reason),)
    ),
}


def acts(duty: Duty, actor: Actor, today: date) -> frozenset[DutyAct]:
    """What the actor may do with the duty today: these are the buttons."""
    at = _Moment(actor, today)
    return frozenset(act for act in DutyAct if _refusal(_TABLE[act], duty, at) is None)


def check_may(duty: Duty, act: DutyAct, actor: Actor, today: date) -> None:
    """Whether the button for this act would be drawn. Raises Refused: NOT_YOURS, NOT_NOW, or a condition's code."""
    _raise(_refusal(_TABLE[act], duty, _Moment(actor, today)), duty)


def apply(duty: Duty, act: DutyAct, actor: Actor, today: date, facts: DutyFacts = NO_FACTS) -> Duty:
    """The duty after the act, one revision further.

    Raises Refused: NOT_YOURS, NOT_NOW, ALREADY_ACKNOWLEDGED, DOCUMENT_MISSING, DOCUMENT_FROM_FUTURE, REASON_MISSING.
    """
    row, at = _TABLE[act], _Moment(actor, today, facts)
    _raise(
        _refusal(row, duty, at) or next((code for code, holds in row.needs if not holds(duty, at)), None),
        duty,
    )
    return replace(_after(duty, act, at), revision=duty.revision + 1)


def _after(duty: Duty, act: DutyAct, at: _Moment) -> Duty:
    match act:
        case DutyAct.ACKNOWLEDGE:
            return replace(duty, acknowledged_on=at.today)
        case DutyAct.SEND:
            return replace(duty, paper=at.facts.paper, receipts=_NO_RECEIPTS)
        case DutyAct.RECEIVE:
            given = Receipt(at.today, at.actor.person_id, at.facts.number)
            return replace(duty, receipts=MappingProxyType({**duty.receipts, at.facts.receiver: given}))
        case DutyAct.RETURN:
            # What comes back is owed again, to every department: another document replaces it.
            return replace(duty, paper=None, receipts=_NO_RECEIPTS, acknowledged_on=None)


def _refusal(row: _Row, duty: Duty, at: _Moment) -> Code | None:
    if not row.who(duty, at):
        # To whom it is not addressed it is not there; whom it concerns is told why not now.
        return Code.NOT_YOURS
    return next((code for code, holds in row.conditions if not holds(duty, at)), None)


def _raise(code: Code | None, duty: Duty) -> None:
    if code is not None:
        raise Refused(code, order=duty.order.code, status=duty.status)


def urgency(duty: Duty) -> tuple[bool, date, str]:
    """Sort key of a list: with a date first, the nearest or longest past first, then by code."""
    return (duty.due_date is None, duty.due_date or date.max, duty.order.code)
