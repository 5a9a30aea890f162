"""Dispatches, their orders, and what units did with them.

A duty is derived; a row is there once somebody acted on it or it climbed a rung.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.deadlines import DueRule
from domain.duty import Dispatch, Duty, DutyAct, Fulfilment, Order, Paper, Receipt
from domain.errors import Code, Refused
from domain.people import Role
from domain.reminders import Rung
from services.duties import DutyEvent, DutyRecord
from storage.database import insert_for
from storage.tables import dispatches, duties, duty_events, duty_receipts, orders

_KEY: Final = ("order_id", "unit_code")


class DutyRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # ── what is ordered ───────────────────────────────────────────────────────────────────────────

    async def dispatches(self) -> list[Dispatch]:
        rows = await self._connection.execute(
            select(dispatches).order_by(dispatches.c.issued_on.desc(), dispatches.c.code)
        )
        return [
            Dispatch(row.id, row.code, row.issued_on, row.title_vi, row.title_en, row.is_sample)
            for row in rows
        ]

    async def put_dispatch(self, dispatch: Dispatch) -> None:
        values = {
            "code": dispatch.code,
            "issued_on": dispatch.issued_on,
            "title_vi": dispatch.title_vi,
            "title_en": dispatch.title_en,
            "is_sample": dispatch.is_sample,
        }
        await self._connection.execute(
            insert_for(self._connection, dispatches)
            .values(id=dispatch.id, **values)
            .on_conflict_do_update(index_elements=["id"], set_=values)
        )

    async def orders(self, dispatch_id: str | None = None) -> list[Order]:
        query = select(orders).order_by(orders.c.item, orders.c.code)
        if dispatch_id is not None:
            query = query.where(orders.c.dispatch_id == dispatch_id)
        return [_order(row) for row in await self._connection.execute(query)]

    async def put_orders(self, new: Sequence[Order]) -> None:
        for order in new:
            values = {
                "code": order.code,
                "item": order.item,
                "title_vi": order.title_vi,
                "title_en": order.title_en,
                "assignees": list(order.assignees),
                "due_rule": order.due_rule,
                "due_date": order.due_date,
                "product_vi": order.product_vi,
                "submit_to": list(order.submit_to),
                "fulfilment": order.fulfilment,
            }
            await self._connection.execute(
                insert_for(self._connection, orders)
                .values(id=order.id, dispatch_id=order.dispatch, **values)
                .on_conflict_do_update(index_elements=["id"], set_=values)
            )

    # ── what was done ─────────────────────────────────────────────────────────────────────────────

    async def records(
        self, of: Mapping[str, Order], units: Collection[str] | None = None
    ) -> list[DutyRecord]:
        among = select(duties).where(duties.c.order_id.in_(of))
        given = select(duty_receipts).where(duty_receipts.c.order_id.in_(of))
        if units is not None:
            among = among.where(duties.c.unit_code.in_(units))
            given = given.where(duty_receipts.c.unit_code.in_(units))
        receipts: dict[tuple[str, str], dict[str, Receipt]] = {}
        for row in await self._connection.execute(given):
            of_duty = receipts.setdefault((row.order_id, row.unit_code), {})
            of_duty[row.receiver] = Receipt(row.received_on, row.received_by, row.number)
        return [
            DutyRecord(
                row.order_id,
                row.unit_code,
                _duty(row, of[row.order_id], receipts.get((row.order_id, row.unit_code), {})),
                Rung(row.escalated_rung) if row.escalated_rung else None,
                row.escalated_on,
            )
            for row in await self._connection.execute(among)
        ]

    async def save(self, duty: Duty, expected_revision: int) -> None:
        paper = duty.paper
        values: dict[str, Any] = {
            "acknowledged_on": duty.acknowledged_on,
            "paper_number": paper.number if paper else None,
            "paper_dated": paper.dated if paper else None,
            "sent_on": paper.sent_on if paper else None,
            "sent_by": paper.sent_by if paper else None,
            "link": paper.link if paper else "",
            "file_id": paper.file_id if paper else None,
            "revision": duty.revision,
        }
        here = (duties.c.order_id == duty.order.id, duties.c.unit_code == duty.unit)
        if expected_revision == 0:
            await self._make(duty)
        result = await self._connection.execute(
            update(duties).where(*here, duties.c.revision == expected_revision).values(values)
        )
        if result.rowcount != 1:
            raise Refused(Code.STALE, order=duty.order.code)
        await self._connection.execute(
            delete(duty_receipts).where(
                duty_receipts.c.order_id == duty.order.id, duty_receipts.c.unit_code == duty.unit
            )
        )
        if duty.receipts:
            await self._connection.execute(
                insert(duty_receipts),
                [
                    {
                        "order_id": duty.order.id,
                        "unit_code": duty.unit,
                        "receiver": receiver,
                        "received_on": receipt.on,
                        "received_by": receipt.by,
                        "number": receipt.number,
                    }
                    for receiver, receipt in duty.receipts.items()
                ],
            )

    async def _make(self, duty: Duty) -> None:
        # Two who act on an untouched duty at once both find the row; the revision decides between them.
        await self._connection.execute(
            insert_for(self._connection, duties)
            .values(order_id=duty.order.id, unit_code=duty.unit)
            .on_conflict_do_nothing(index_elements=_KEY)
        )

    async def climb(self, rungs: Sequence[tuple[str, str, Rung]], day: date) -> None:
        for order_id, unit, rung in rungs:
            values = {"escalated_rung": rung, "escalated_on": day}
            await self._connection.execute(
                insert_for(self._connection, duties)
                .values(order_id=order_id, unit_code=unit, **values)
                .on_conflict_do_update(index_elements=_KEY, set_=values)
            )

    async def add_event(self, event: DutyEvent) -> None:
        await self._connection.execute(
            insert(duty_events).values(
                order_id=event.order_id,
                unit_code=event.unit,
                at=event.at,
                act=event.act,
                person_id=event.person_id,
                role=event.role,
                receiver=event.receiver or None,
                note=event.note,
            )
        )

    async def events(self, order_id: str, unit: str, limit: int) -> list[DutyEvent]:
        rows = await self._connection.execute(
            select(duty_events)
            .where(duty_events.c.order_id == order_id, duty_events.c.unit_code == unit)
            .order_by(duty_events.c.id.desc())
            .limit(limit)
        )
        return [
            DutyEvent(
                row.order_id,
                row.unit_code,
                row.at,
                DutyAct(row.act),
                row.person_id,
                Role(row.role),
                row.receiver or "",
                row.note,
            )
            for row in rows
        ]


def _order(row: Any) -> Order:
    return Order(
        id=row.id,
        dispatch=row.dispatch_id,
        code=row.code,
        item=row.item,
        title_vi=row.title_vi,
        title_en=row.title_en,
        assignees=tuple(row.assignees),
        due_rule=DueRule(row.due_rule),
        due_date=row.due_date,
        product_vi=row.product_vi,
        submit_to=tuple(row.submit_to),
        fulfilment=Fulfilment(row.fulfilment),
    )


def _duty(row: Any, order: Order, receipts: Mapping[str, Receipt]) -> Duty:
    paper = None
    if row.sent_on is not None:
        paper = Paper(row.paper_number, row.paper_dated, row.sent_on, row.sent_by, row.link, row.file_id)
    # The last day that counts follows from the calendar and is put in by who asks.
    return Duty(order, row.unit_code, None, row.acknowledged_on, paper, receipts, row.revision)
