"""What a dispatch orders of units: seen beside the tasks, answered with a document, received, and counted.

Who owes is derived from the units of the dispatch's day and the register of digital plans each time it is asked, so
nothing has to be brought up to date when a plan is entered: the next question has another answer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from domain.duty import (
    Dispatch,
    Duty,
    DutyAct,
    DutyFacts,
    DutyStatus,
    Fulfilment,
    Order,
    Paper,
    acts,
    apply,
    assigned,
    check_may,
    due_on,
    receiving,
    urgency,
    with_plan,
)
from domain.errors import Code, Refused
from domain.key_tasks import KeyTask, review
from domain.people import OFFICE_ROLES, UNIT_ROLES, Actor, Role
from domain.reminders import Rung
from services.evidence import FileRecord, Incoming, file_of_paper
from services.heirs import acting, heir_of, inherited
from services.key_tasks import key_tasks
from services.notices import Notice, NoticeKind, ToPerson
from services.people import Person
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """What is stored of one duty: what was done with it, and the rung it was last seen on."""

    order_id: str
    unit: str
    duty: Duty
    rung: Rung | None = None
    climbed_on: date | None = None


@dataclass(frozen=True, slots=True)
class DutyEvent:
    """Something that was done with a duty: when (UTC), by whom, in what capacity, with which words."""

    order_id: str
    unit: str
    at: datetime
    act: DutyAct
    person_id: str
    role: Role
    receiver: str = ""
    note: str = ""


class Duties(Protocol):
    """Dispatches, their orders, and what units did with them."""

    async def dispatches(self) -> list[Dispatch]:
        """Every dispatch, the latest first."""
        ...

    async def put_dispatch(self, dispatch: Dispatch) -> None: ...

    async def orders(self, dispatch_id: str | None = None) -> list[Order]:
        """The orders of a dispatch, or of all, by item and code."""
        ...

    async def put_orders(self, orders: Sequence[Order]) -> None:
        """Adds orders, or replaces those of the same id."""
        ...

    async def records(
        self, orders: Mapping[str, Order], units: Collection[str] | None = None
    ) -> list[DutyRecord]:
        """What was done with these orders (by the units, if named)."""
        ...

    async def save(self, duty: Duty, expected_revision: int) -> None:
        """Writes a duty down. Raises Refused(STALE) when its stored revision is another."""
        ...

    async def climb(self, rungs: Sequence[tuple[str, str, Rung]], day: date) -> None:
        """Remembers the rung each duty, by order and unit, stands on since the day."""
        ...

    async def add_event(self, event: DutyEvent) -> None: ...

    async def events(self, order_id: str, unit: str, limit: int) -> list[DutyEvent]:
        """What was done with a duty, latest first."""
        ...


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DutyBook:
    """All that is owed under one or more dispatches, as things stand now."""

    dispatches: Mapping[str, Dispatch]
    duties: tuple[Duty, ...]
    records: Mapping[tuple[str, str], DutyRecord]

    def dispatch_of(self, duty: Duty) -> Dispatch:
        """The dispatch that ordered it."""
        return self.dispatches[duty.order.dispatch]

    def rung_of(self, duty: Duty) -> Rung | None:
        """The rung it stands on as far as was told."""
        record = self.records.get((duty.order.id, duty.unit))
        return None if record is None else record.rung

    def climbed_on(self, duty: Duty) -> date | None:
        """The day on which it came to that rung."""
        record = self.records.get((duty.order.id, duty.unit))
        return None if record is None else record.climbed_on


async def duty_book(scope: Scope, units: Collection[str] | None = None) -> DutyBook:
    """Every duty (of the units, if named), per-case orders left out wherever things are listed or counted."""
    issued = [one for one in await scope.uow.duties.dispatches() if one.issued_on <= scope.today]
    dispatches = {one.id: one for one in issued}
    orders = {
        one.id: one
        for one in await scope.uow.duties.orders()
        if one.dispatch in dispatches and not one.is_per_case
    }
    if not orders:
        return DutyBook(dispatches, (), {})
    known = await scope.uow.units.all()
    plans = await scope.uow.digital_plans.matrix()
    stored = {
        (record.order_id, record.unit): record for record in await scope.uow.duties.records(orders, units)
    }
    asked = {dispatches[one.dispatch] for one in orders.values() if one.fulfilment is Fulfilment.KEY_TASKS}
    assigned_keys = {
        dispatch.id: await key_tasks(scope, dispatch.issued_on.year, units)
        for dispatch in sorted(asked, key=lambda one: one.id)
    }
    found = []
    for order in orders.values():
        dispatch, due_date = dispatches[order.dispatch], due_on(order, scope.calendar)
        for unit in assigned(order, dispatch, known, plans):
            if units is not None and unit not in units:
                continue
            record = stored.get((order.id, unit))
            duty = Duty(order, unit, None) if record is None else record.duty
            duty = with_plan(replace(duty, due_date=due_date), plans, dispatch.issued_on.year)
            if order.fulfilment is Fulfilment.KEY_TASKS:
                keys = assigned_keys[dispatch.id].get(unit, ())
                duty = replace(duty, review=review(keys, dispatch.issued_on))
            found.append(duty)
    return DutyBook(dispatches, tuple(sorted(found, key=urgency)), stored)


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty as one person may see it."""

    duty: Duty
    dispatch: Dispatch
    acts: frozenset[DutyAct]
    receivers: tuple[str, ...]
    """The departments this person receives for."""
    events: tuple[DutyEvent, ...]
    key_tasks: tuple[KeyTask, ...]
    """The unit's key tasks, for an order to review them."""


async def view(scope: Scope, actor: Actor, order_id: str, unit: str, *, events: int) -> DutyView:
    """The duty with the latest of what was done. Raises Refused(DUTY_UNKNOWN) for one that is not theirs to see."""
    actor = await acting(scope, actor)
    duty, dispatch = await _seen(scope, actor, order_id, unit)
    return DutyView(
        duty,
        dispatch,
        acts(duty, actor, scope.today),
        receiving(duty, actor) if duty.status is DutyStatus.SENT else (),
        tuple(await scope.uow.duties.events(order_id, unit, events)),
        tuple(await _to_review(scope, duty, dispatch)),
    )


async def _to_review(scope: Scope, duty: Duty, dispatch: Dispatch) -> Sequence[KeyTask]:
    if duty.order.fulfilment is not Fulfilment.KEY_TASKS:
        return ()
    found = await key_tasks(scope, dispatch.issued_on.year, {duty.unit})
    return [one for one in found.get(duty.unit, ()) if one.counts]


async def _seen(scope: Scope, actor: Actor, order_id: str, unit: str) -> tuple[Duty, Dispatch]:
    book = await duty_book(scope, {unit})
    duty = next((one for one in book.duties if one.order.id == order_id and one.unit == unit), None)
    if duty is None or not _may_see(duty, actor):
        raise Refused(Code.DUTY_UNKNOWN)
    return duty, book.dispatch_of(duty)


def _may_see(duty: Duty, actor: Actor) -> bool:
    if actor.has_any(OFFICE_ROLES) or actor.serves(duty.unit):
        return True
    # A receiving department sees what was sent to it, not what others have yet to send.
    return duty.paper is not None and any(actor.serves(unit) for unit in duty.order.submit_to)


async def of_units(scope: Scope, units: Collection[str]) -> DutyBook:
    """What the units owe and have done, for their own list, with what came down to them from units that ended."""
    return await duty_book(scope, frozenset(units) | await inherited(scope, units))


async def owed_by(scope: Scope, unit: str) -> int | None:
    """How many orders the unit has still to answer; None when no dispatch orders it anything."""
    book = await of_units(scope, {unit})
    return sum(duty.is_pending for duty in book.duties) if book.duties else None


async def to_receive(scope: Scope, actor: Actor) -> list[Duty]:
    """What was sent to a department the actor receives for and waits for a receipt, the oldest first."""
    book = await duty_book(scope)
    actor = await acting(scope, actor)
    waiting = [duty for duty in book.duties if duty.status is DutyStatus.SENT and receiving(duty, actor)]
    return sorted(waiting, key=lambda duty: (duty.paper.sent_on if duty.paper else date.max, duty.unit))


async def of_order(scope: Scope, actor: Actor, order_id: str) -> DutyBook:
    """The order as it falls on each unit. Raises Refused: NOT_YOURS, DUTY_UNKNOWN."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    book = await duty_book(scope)
    duties = tuple(duty for duty in book.duties if duty.order.id == order_id)
    if not duties:
        raise Refused(Code.DUTY_UNKNOWN)
    return replace(book, duties=duties)


@dataclass(frozen=True, slots=True)
class OrderFigure:
    """How far an order is: of the units it falls on, so many sent, so many received by all, so many overdue."""

    order: Order
    total: int
    sent: int
    done: int
    overdue: int
    late: int


async def figures(scope: Scope, actor: Actor) -> tuple[DutyBook, list[OrderFigure]]:
    """The orders of every dispatch with how far they are. Raises Refused(NOT_YOURS)."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    book = await duty_book(scope)
    orders = {duty.order.id: duty.order for duty in book.duties}
    return book, [
        order_figure(order, [one for one in book.duties if one.order.id == order.id], scope.today)
        for order in sorted(orders.values(), key=lambda order: (order.dispatch, order.item, order.code))
    ]


def order_figure(order: Order, duties: Sequence[Duty], today: date) -> OrderFigure:
    """The figure of one order."""
    return OrderFigure(
        order,
        total=len(duties),
        sent=sum(duty.is_answered for duty in duties),
        done=sum(duty.status is DutyStatus.DONE for duty in duties),
        overdue=sum(duty.is_overdue(today) for duty in duties),
        late=sum(duty.is_late for duty in duties),
    )


# ── acting ────────────────────────────────────────────────────────────────────────────────────────


async def acknowledge(scope: Scope, actor: Actor, order_id: str, unit: str) -> Duty:
    """The unit has taken notice. Raises Refused: DUTY_UNKNOWN, or as the table of duties."""
    return await _perform(scope, actor, order_id, unit, DutyAct.ACKNOWLEDGE)


async def may_do(scope: Scope, actor: Actor, order_id: str, unit: str, act: DutyAct) -> Duty:
    """The duty, if the actor may do this now, whatever comes with it. Raises Refused as ``acknowledge``."""
    actor = await acting(scope, actor)
    duty, _ = await _seen(scope, actor, order_id, unit)
    check_may(duty, act, actor, scope.today)
    return duty


async def send(
    scope: Scope, actor: Actor, order_id: str, unit: str, number: str, dated: date, proof: Incoming | str = ""
) -> Duty:
    """The unit sent its document: its number, its date, and a file or a link to it.

    Whoever receives for the departments hears of it. Raises Refused: DUTY_UNKNOWN, or as the table of duties.
    """
    await may_do(scope, actor, order_id, unit, DutyAct.SEND)
    file, link = paper_proof(scope, actor, proof)
    file_id = None if file is None else file.id
    paper = Paper(number.strip(), dated, scope.today, actor.person_id, link=link, file_id=file_id)
    duty = await _perform(
        scope, actor, order_id, unit, DutyAct.SEND, DutyFacts(paper=paper), note=paper.number
    )
    if file is not None:
        # Only now: whoever lost to somebody faster leaves no file behind.
        await scope.uow.files.add(file)
    await tell_receivers(scope, duty)
    return duty


def paper_proof(scope: Scope, actor: Actor, proof: Incoming | str) -> tuple[FileRecord | None, str]:
    """The file, still to be added, or the link of what was sent along with a document."""
    if isinstance(proof, str):
        return None, proof
    return file_of_paper(scope, actor.person_id, proof), ""


async def receive(scope: Scope, actor: Actor, order_id: str, unit: str, receiver: str, seen: int) -> Duty:
    """A department's receipt. ``seen`` is the revision the actor had before their eyes.

    Raises Refused: DUTY_UNKNOWN, STALE, or as the table of duties.
    """
    facts = DutyFacts(receiver=receiver)
    duty = await _perform(scope, actor, order_id, unit, DutyAct.RECEIVE, facts, seen=seen)
    if duty.status is DutyStatus.DONE:
        await _tell_unit(scope, NoticeKind.DUTY_RECEIVED, actor, duty)
    return duty


async def send_back(
    scope: Scope, actor: Actor, order_id: str, unit: str, receiver: str, reason: str, seen: int
) -> Duty:
    """The document goes back with a reason, and is owed again; the unit hears of it. Raises Refused as ``receive``."""
    facts = DutyFacts(receiver=receiver, reason=reason)
    duty = await _perform(scope, actor, order_id, unit, DutyAct.RETURN, facts, note=reason, seen=seen)
    await _tell_unit(scope, NoticeKind.DUTY_RETURNED, actor, duty)
    return duty


async def _perform(
    scope: Scope,
    actor: Actor,
    order_id: str,
    unit: str,
    act: DutyAct,
    facts: DutyFacts | None = None,
    *,
    note: str = "",
    seen: int | None = None,
) -> Duty:
    actor = await acting(scope, actor)
    before, _ = await _seen(scope, actor, order_id, unit)
    if seen is not None and seen != before.revision:
        raise Refused(Code.STALE, order=before.order.code)
    facts = facts or DutyFacts()
    after = apply(before, act, actor, scope.today, facts)
    await scope.uow.duties.save(after, before.revision)
    await scope.uow.duties.add_event(
        DutyEvent(
            order_id,
            unit,
            scope.now,
            act,
            actor.person_id,
            _capacity(actor, act, before, facts.receiver),
            facts.receiver,
            note,
        )
    )
    return after


def _capacity(actor: Actor, act: DutyAct, duty: Duty, receiver: str) -> Role:
    unit = receiver if act in (DutyAct.RECEIVE, DutyAct.RETURN) else duty.unit
    if actor.leads(unit):
        return Role.UNIT_HEAD
    return Role.FOCAL_OFFICER if actor.serves(unit) else Role.COORDINATOR


# ── who is told ───────────────────────────────────────────────────────────────────────────────────


async def tell_receivers(scope: Scope, duty: Duty) -> None:
    """Whoever may say for a department that the document came in hears of it."""
    for person in await scope.uow.people.holding(UNIT_ROLES | {Role.COORDINATOR}):
        if receiving(duty, await acting(scope, person.actor(scope.now))):
            await _tell(scope, NoticeKind.DUTY_SENT, person, duty)


async def _tell_unit(scope: Scope, kind: NoticeKind, actor: Actor, duty: Duty) -> None:
    unit = await heir_of(scope, duty.unit)
    for person in await scope.uow.people.holding(UNIT_ROLES, unit):
        if person.id != actor.person_id and person.actor(scope.now).serves(unit):
            await _tell(scope, kind, person, duty)


async def _tell(scope: Scope, kind: NoticeKind, person: Person, duty: Duty) -> None:
    await scope.uow.notices.post(
        Notice(
            kind,
            ToPerson(person.id),
            {"order": duty.order.id, "unit": duty.unit, "revision": duty.revision},
        ),
        key=f"{kind}:{duty.order.id}:{duty.unit}:{duty.revision}:{person.id}",
        hold_until=scope.hours.next_opening(scope.calendar, scope.now),
    )
