"""What is to be sent, written in the transaction that gives reason to send it.

A *reply* holds its rendered page; a *notice* holds its kind, subject and recipient, and is checked again and
rendered when it is delivered. A row is delivered at least once: it is leased, sent, and marked, and a
process that dies between the last two leaves the row to be sent again. Edits are repeatable, so nothing
is seen of that; a new message may then come twice.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notices import NoticeKind
from services.ports import Urgency
from storage.database import for_either, in_batches, is_one_of
from storage.parcels import OutboxKind, OutboxState, Parcel, Receipt, Undelivered, row_key
from storage.sealing import KeyRing
from storage.tables import outbox, people, screens

LEASE: Final = timedelta(seconds=60)
SENT_KEPT_FOR: Final = timedelta(days=90)


def _is_open(rows: Any) -> ColumnElement[bool]:
    return is_one_of(rows.c.state, OutboxState.WAITING, OutboxState.LEASED)


def _is_undelivered(rows: Any) -> ColumnElement[bool]:
    return is_one_of(rows.c.state, OutboxState.SET_ASIDE, OutboxState.BLOCKED)


# Every update runs these, and to build a statement costs twice what running it does: so they are made once.
_PUT: Final = for_either(lambda insert: insert(outbox).on_conflict_do_nothing(index_elements=["key"]))
_PUT_ONE: Final = {name: statement.returning(outbox.c.id) for name, statement in _PUT.items()}
_REDRAW: Final = update(outbox).where(
    outbox.c.screen_id == bindparam("screen"), _is_open(outbox), outbox.c.state == OutboxState.WAITING
)
_STILL_WAITING: Final = select(outbox.c.screen_id).where(
    outbox.c.screen_id.in_(bindparam("screens", expanding=True)),
    _is_open(outbox),
    outbox.c.state == OutboxState.WAITING,
)
_earlier = outbox.alias("earlier")
_NEXT: Final = (
    select(
        outbox.c.id,
        outbox.c.chat_ref,
        outbox.c.kind,
        outbox.c.screen_id,
        outbox.c.repeatable,
        outbox.c.attempts,
        outbox.c.sensitivity,
        outbox.c.body_sealed,
        screens.c.message_id.label("shown_in"),
    )
    .select_from(outbox.outerjoin(screens, screens.c.id == outbox.c.screen_id))
    .where(
        or_(
            and_(
                outbox.c.state == OutboxState.WAITING,
                or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
                or_(outbox.c.hold_until.is_(None), outbox.c.hold_until <= bindparam("province_now")),
            ),
            and_(outbox.c.state == OutboxState.LEASED, outbox.c.leased_until < bindparam("now")),
        ),
        _is_open(outbox),
        ~(
            select(_earlier.c.id)
            .where(
                _earlier.c.chat_ref == outbox.c.chat_ref,
                _earlier.c.id < outbox.c.id,
                _is_open(_earlier),
                # What is held for the morning does not hold up the answer to a press tonight.
                or_(_earlier.c.hold_until.is_(None), _earlier.c.hold_until <= bindparam("province_now")),
            )
            .exists()
        ),
        outbox.c.chat_ref.not_in(bindparam("resting", expanding=True)),
        or_(outbox.c.repeatable, bindparam("with_sends", type_=Boolean)),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=outbox)
)
"""The first open row of each chat that is not resting, the most urgent first, with the message its screen stands in."""
_TAKE: Final = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("rows", expanding=True)))
    .values(state=OutboxState.LEASED, attempts=outbox.c.attempts + 1)
)
_SENT: Final = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state=OutboxState.SENT, body_sealed=None, leased_until=None, not_before=None, hold_until=None)
)
_SHOWN: Final = update(screens).where(screens.c.id == bindparam("screen"))


@dataclass(slots=True)
class _Answer:
    """A row to be, and whether it takes the place of one that still waits for the same screen."""

    row: dict[str, Any]
    redraws: bool


class Outbox:
    def __init__(self, connection: AsyncConnection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring
        self._answers: list[_Answer] = []

    def _seal(self, chat_ref: str, body: dict[str, Any]) -> bytes:
        return self._ring.seal(json.dumps(body, ensure_ascii=False).encode(), "outbox", chat_ref)

    async def put(
        self,
        *,
        chat_ref: str,
        kind: OutboxKind,
        body: dict[str, Any],
        now: datetime,
        urgency: Urgency,
        sensitivity: str,
        repeatable: bool = False,
        key: str | None = None,
        hold_until: datetime | None = None,
    ) -> bool:
        """Puts a row in; false when its key is there already, so that a thing is said once.

        ``hold_until`` is by the province's clock: until office hours begin, say. All else here is real time.
        """
        result = await self._connection.execute(
            _PUT_ONE[self._connection.dialect.name],
            {
                "key": None if key is None else row_key(self._ring, key),
                "chat_ref": chat_ref,
                "kind": kind,
                "priority": urgency,
                "repeatable": repeatable,
                "body_sealed": self._seal(chat_ref, body),
                "state": OutboxState.WAITING,
                "created_at": now,
                "hold_until": hold_until,
                "sensitivity": sensitivity,
            },
        )
        return result.first() is not None

    async def put_notices(
        self,
        notices: Sequence[tuple[str, str, dict[str, Any]]],
        *,
        now: datetime,
        urgency: Urgency,
        hold_until: datetime | None,
    ) -> None:
        """Puts in many notices to staff as (chat, key, body); those whose key is there already are passed over."""
        if not notices:
            return
        await self._connection.execute(
            _PUT[self._connection.dialect.name],
            [
                {
                    "key": row_key(self._ring, key),
                    "chat_ref": chat_ref,
                    "kind": OutboxKind.NOTICE,
                    "priority": urgency,
                    "repeatable": False,
                    "body_sealed": self._seal(chat_ref, body),
                    "state": OutboxState.WAITING,
                    "created_at": now,
                    "hold_until": hold_until,
                    "sensitivity": "staff",
                }
                for chat_ref, key, body in notices
            ],
        )

    async def unsent(self, key_prefix: str) -> list[tuple[int, dict[str, Any], bool]]:
        """The rows with such a key that wait to be sent: number, body, and whether they wait behind a block."""
        rows = await self._connection.execute(
            select(outbox.c.id, outbox.c.chat_ref, outbox.c.body_sealed, outbox.c.state)
            .where(
                outbox.c.state.in_((OutboxState.WAITING, OutboxState.BLOCKED)),
                outbox.c.key.startswith(key_prefix, autoescape=True),
            )
            .order_by(outbox.c.id)
            .with_for_update()
        )
        return [
            (
                row.id,
                json.loads(self._ring.unseal(row.body_sealed, "outbox", row.chat_ref)),
                row.state == OutboxState.BLOCKED,
            )
            for row in rows
        ]

    async def drop(self, row_ids: Sequence[int], fault: str) -> None:
        """Rows that wait and have lost their point."""
        for ids in in_batches(row_ids):
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id.in_(ids))
                .values(state=OutboxState.DROPPED, body_sealed=None, fault=fault)
            )

    def answer(
        self,
        *,
        chat_ref: str,
        body: dict[str, Any],
        now: datetime,
        sensitivity: str,
        screen_id: int | None = None,
        repeatable: bool = False,
        redraws: bool = False,
    ) -> None:
        """A page for whoever acted; :meth:`flush` puts it in with those of the transaction's other chats.

        One that ``redraws`` its screen takes the place of a page that still waits for the same screen.
        """
        sealed = self._seal(chat_ref, body)
        before = next((one for one in self._answers if redraws and one.row["screen_id"] == screen_id), None)
        if before is not None:
            before.row |= {"body_sealed": sealed, "sensitivity": sensitivity}
            return
        row = {
            # Without a key: the update is marked done in this transaction, so it is answered once.
            "key": None,
            "chat_ref": chat_ref,
            "kind": OutboxKind.REPLY,
            "priority": Urgency.REPLY,
            "screen_id": screen_id,
            "repeatable": repeatable,
            "body_sealed": sealed,
            "state": OutboxState.WAITING,
            "created_at": now,
            "hold_until": None,
            "sensitivity": sensitivity,
        }
        self._answers.append(_Answer(row, redraws))

    async def flush(self) -> None:
        """Puts in every answer there is yet; the transaction does it before it is committed."""
        answers, self._answers = self._answers, []
        screens = [one.row["screen_id"] for one in answers if one.redraws]
        waiting: set[int] = set()
        if screens:
            rows = await self._connection.execute(_STILL_WAITING, {"screens": screens})
            waiting = set(rows.scalars())
        new = [
            one.row
            for one in answers
            if not (one.redraws and one.row["screen_id"] in waiting and await self._redraw(one.row))
        ]
        if new:
            await self._connection.execute(_PUT[self._connection.dialect.name], new)

    async def _redraw(self, row: dict[str, Any]) -> bool:
        newer = {name: row[name] for name in ("body_sealed", "sensitivity")}
        result = await self._connection.execute(_REDRAW, {"screen": row["screen_id"], **newer})
        # False when it was taken for delivery meanwhile: then the newer page follows it.
        return result.rowcount > 0

    async def lease(
        self,
        limit: int,
        now: datetime,
        *,
        province_now: datetime,
        unrepeatable: int,
        resting: Collection[str] = (),
        lasting: timedelta = LEASE,
    ) -> list[Parcel]:
        """Takes up to ``limit`` rows, the first open one of each chat, the most urgent first.

        At most ``unrepeatable`` of them are sends that cannot be repeated without being seen twice; the chats that
        are ``resting`` get nothing this time.
        """
        sought = {"now": now, "province_now": province_now, "resting": list(resting), "limit": limit}
        rows = await self._next(sought, with_sends=unrepeatable > 0)
        sends = [row for row in rows if not row.repeatable]
        if len(rows) == limit and len(sends) > unrepeatable:
            # What must wait for its turn to be sent is not to hide the edits behind it.
            rows = sends[:unrepeatable] + await self._next(sought, with_sends=False)
        hidden = {row.id for row in sends[unrepeatable:]}
        taken = [row for row in rows if row.id not in hidden][:limit]
        if not taken:
            return []
        await self._connection.execute(
            _TAKE, {"rows": [row.id for row in taken], "leased_until": now + lasting}
        )
        return [
            Parcel(
                id=row.id,
                chat_ref=row.chat_ref,
                kind=OutboxKind(row.kind),
                screen_id=row.screen_id,
                message_id=row.shown_in,
                repeatable=row.repeatable,
                attempts=row.attempts + 1,
                sensitivity=row.sensitivity,
                body_sealed=row.body_sealed,
                ring=self._ring,
            )
            for row in taken
        ]

    async def _next(self, sought: dict[str, Any], *, with_sends: bool) -> list[Any]:
        return list(await self._connection.execute(_NEXT, {**sought, "with_sends": with_sends}))

    async def settle(self, receipts: Sequence[Receipt], now: datetime) -> None:
        """Writes down what became of the parcels.

        What was sent was sent. All else is decided by whoever holds the row: a lease may have lapsed meanwhile and the
        row be another's, or a block may have dropped it.
        """
        sent = [receipt for receipt in receipts if receipt.state is OutboxState.SENT]
        if sent:
            await self._connection.execute(
                _SENT,
                [
                    {
                        "row": receipt.parcel.id,
                        "fault": receipt.fault,
                        "sent_at": now,
                        "message_id": receipt.message_id,
                    }
                    for receipt in sent
                ],
            )
        shown = [
            {"screen": one.parcel.screen_id, "message_id": one.message_id, "has_media": one.has_media}
            for one in sent
            if one.parcel.screen_id is not None and one.message_id not in (None, one.parcel.message_id)
        ]
        if shown:
            await self._connection.execute(_SHOWN, shown)
        for receipt in receipts:
            if receipt.state is not OutboxState.SENT:
                await self._settle_unsent(receipt)

    async def _settle_unsent(self, receipt: Receipt) -> None:
        held = and_(outbox.c.state == OutboxState.LEASED, outbox.c.attempts == receipt.parcel.attempts)
        values: dict[str, Any] = {
            "state": receipt.state,
            "leased_until": None,
            "fault": receipt.fault,
            "not_before": receipt.not_before,
            "hold_until": receipt.hold_until,
        }
        if receipt.state is OutboxState.DROPPED:
            values["body_sealed"] = None
        if not receipt.counts:
            values["attempts"] = outbox.c.attempts - 1
        await self._connection.execute(
            update(outbox).where(outbox.c.id == receipt.parcel.id, held).values(values)
        )

    async def release(self) -> None:
        """Gives back every lease: for the one process of an embedded database, which has just started."""
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.state == OutboxState.LEASED)
            .values(state=OutboxState.WAITING, leased_until=None)
        )

    async def block(self, chat_ref: str, now: datetime, *, refused: int | None = None) -> bool:
        """The person blocked the bot: notices wait for them to come back, replies have lost their point.

        Where a refusal tells it, ``refused`` is its row: what was put in after it may answer somebody who is back, and
        is tried by itself. False when they are back already, so that the refusal says nothing any more.
        """
        if refused is not None:
            query = select(outbox.c.state).where(outbox.c.id == refused)
            state = (await self._connection.execute(query)).scalar_one()
            if state not in (OutboxState.BLOCKED, OutboxState.DROPPED):
                return False
        await self._connection.execute(
            update(people).where(people.c.chat_ref == chat_ref).values(blocked_at=now)
        )
        open_rows = and_(
            outbox.c.chat_ref == chat_ref,
            _is_open(outbox),
            true() if refused is None else outbox.c.id < refused,
        )
        await self._connection.execute(
            update(outbox)
            .where(open_rows, outbox.c.kind == OutboxKind.NOTICE)
            .values(state=OutboxState.BLOCKED, leased_until=None)
        )
        await self._connection.execute(
            update(outbox)
            .where(open_rows, outbox.c.kind != OutboxKind.NOTICE)
            .values(state=OutboxState.DROPPED, leased_until=None, body_sealed=None, fault="blocked")
        )
        return True

    async def unblock(self, chat_ref: str) -> None:
        """The person is back: the notices that waited go out, each checked again as any notice is.

        So does what is under way: if it is refused still, that was before they came back.
        """
        await self._connection.execute(
            update(people).where(people.c.chat_ref == chat_ref).values(blocked_at=None)
        )
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.chat_ref == chat_ref,
                outbox.c.state.in_((OutboxState.BLOCKED, OutboxState.LEASED)),
            )
            .values(state=OutboxState.WAITING, attempts=0, fault=None, not_before=None, leased_until=None)
        )

    async def undelivered(self) -> list[Undelivered]:
        """What was set aside or waits behind a block, oldest first."""
        rows = await self._connection.execute(
            select(
                outbox.c.id,
                outbox.c.kind,
                outbox.c.state,
                outbox.c.created_at,
                outbox.c.attempts,
                outbox.c.fault,
            )
            .where(_is_undelivered(outbox))
            .order_by(outbox.c.id)
        )
        return [Undelivered(*row) for row in rows]

    async def replay(self, row_id: int) -> bool:
        """Puts a row that was set aside back in line; false when there is none such."""
        result = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row_id, outbox.c.state == OutboxState.SET_ASIDE)
            .values(state=OutboxState.WAITING, attempts=0, fault=None, not_before=None)
        )
        return result.rowcount == 1

    async def forget(self, now: datetime) -> int:
        """Deletes rows that were settled long ago and told once; returns how many.

        Those of a broadcast stay: its ledger is read from them. Of what they said they hold nothing.
        """
        result = await self._connection.execute(
            delete(outbox).where(
                outbox.c.state.in_((OutboxState.SENT, OutboxState.DROPPED)),
                outbox.c.created_at < now - SENT_KEPT_FOR,
                or_(outbox.c.key.is_(None), ~outbox.c.key.startswith(f"{NoticeKind.BROADCAST}:")),
            )
        )
        return result.rowcount

    async def waiting(self, province_now: datetime) -> int:
        """How many rows wait to be sent, without those that are held for a later hour."""
        return (
            await self._connection.execute(
                select(func.count())
                .select_from(outbox)
                .where(
                    _is_open(outbox),
                    or_(outbox.c.hold_until.is_(None), outbox.c.hold_until <= province_now),
                )
            )
        ).scalar_one()

    async def held_until(self) -> datetime | None:
        """Until when Telegram said to wait, should it have; every row waits for it, not the refused one alone."""
        until: datetime | None = (
            await self._connection.execute(
                select(func.max(outbox.c.not_before)).where(
                    outbox.c.state == OutboxState.WAITING, outbox.c.fault == "flood"
                )
            )
        ).scalar_one()
        return until
