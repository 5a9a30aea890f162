"""What is to be sent, written in the transaction that gives reason to send it.

A *reply* holds its rendered page; a *notice* holds its kind, subject and recipient, and is checked again and
rendered when it is delivered. A row is delivered at least once: it is leased, sent, and marked, and a
process that dies between the last two leaves the row to be sent again. Edits are repeatable, so nothing
is seen of that; a new message may then come twice.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Final

from sqlalchemy import and_, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert_for
from storage.sealing import KeyRing
from storage.tables import outbox, people, screens

LEASE: Final = timedelta(seconds=60)
SENT_KEPT_FOR: Final = timedelta(days=90)
_AT_ONCE: Final = 500
"""Ids in one statement: SQLite takes some thousands of parameters."""


class OutboxState(StrEnum):
    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    DROPPED = "dropped"
    """A notice that was no longer true, or no longer its recipient's to know."""
    BLOCKED = "blocked"
    """The person blocked the bot; a notice waits for them to come back."""
    SET_ASIDE = "set_aside"
    """Refused for good; an operator sees it."""


class OutboxKind(StrEnum):
    REPLY = "reply"
    NOTICE = "notice"
    MENU = "menu"
    """The commands a person's chat is to offer."""


class Urgency(IntEnum):
    """Which goes first when there is a queue."""

    REPLY = 0
    EVENT = 1
    DIGEST = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row taken for delivery."""

    id: int
    chat_ref: str
    kind: OutboxKind
    screen_id: int | None
    message_id: int | None
    """The message the row's screen stands in, if it was delivered before."""
    repeatable: bool
    attempts: int
    sensitivity: str
    body_sealed: bytes = field(repr=False)
    ring: KeyRing = field(repr=False)

    @property
    def body(self) -> dict[str, Any]:
        """What is to be sent. Raises SealBroken: of what was taken together, each is opened by itself."""
        opened: dict[str, Any] = json.loads(self.ring.unseal(self.body_sealed, "outbox", self.chat_ref))
        return opened


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A row that could not be delivered, as an operator sees it: never its body."""

    id: int
    kind: str
    state: str
    created_at: datetime
    attempts: int
    fault: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a parcel."""

    parcel: Parcel
    state: OutboxState
    message_id: int | None = None
    fault: str | None = None
    not_before: datetime | None = None
    hold_until: datetime | None = None
    """By the province's clock, as with :meth:`Outbox.put`."""
    has_media: bool = False
    counts: bool = True
    """Whether it was a try, of which a message has so many."""


class Outbox:
    def __init__(self, connection: AsyncConnection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring

    def _seal(self, chat_ref: str, body: dict[str, Any]) -> bytes:
        return self._ring.seal(json.dumps(body, ensure_ascii=False).encode(), "outbox", chat_ref)

    def _key(self, key: str) -> str:
        # Behind its kind a key names people and cases; in clear beside the chat it would put a reporter to a case.
        kind, _, rest = key.partition(":")
        return f"{kind}:{self._ring.lookup('outbox-key', rest)}"

    async def put(
        self,
        *,
        chat_ref: str,
        kind: OutboxKind,
        body: dict[str, Any],
        now: datetime,
        urgency: Urgency,
        sensitivity: str,
        screen_id: int | None = None,
        repeatable: bool = False,
        key: str | None = None,
        hold_until: datetime | None = None,
    ) -> bool:
        """Puts a row in; false when its key is there already, so that a thing is said once.

        ``hold_until`` is by the province's clock: until office hours begin, say. All else here is real time.
        """
        result = await self._connection.execute(
            insert_for(self._connection, outbox)
            .values(
                key=None if key is None else self._key(key),
                chat_ref=chat_ref,
                kind=kind,
                priority=urgency,
                screen_id=screen_id,
                repeatable=repeatable,
                body_sealed=self._seal(chat_ref, body),
                state=OutboxState.WAITING,
                created_at=now,
                hold_until=hold_until,
                sensitivity=sensitivity,
            )
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(outbox.c.id)
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
            insert_for(self._connection, outbox).on_conflict_do_nothing(index_elements=["key"]),
            [
                {
                    "key": self._key(key),
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
        for start in range(0, len(row_ids), _AT_ONCE):
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id.in_(row_ids[start : start + _AT_ONCE]))
                .values(state=OutboxState.DROPPED, body_sealed=None, fault=fault)
            )

    async def redraw(self, chat_ref: str, screen_id: int, body: dict[str, Any], sensitivity: str) -> bool:
        """Puts a newer page in place of one that still waits for the same screen; false when none does."""
        result = await self._connection.execute(
            update(outbox)
            .where(outbox.c.screen_id == screen_id, outbox.c.state == OutboxState.WAITING)
            .values(body_sealed=self._seal(chat_ref, body), sensitivity=sensitivity)
        )
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
        earlier = outbox.alias("earlier")
        due = and_(
            or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now),
            or_(outbox.c.hold_until.is_(None), outbox.c.hold_until <= province_now),
        )
        lapsed = and_(outbox.c.state == OutboxState.LEASED, outbox.c.leased_until < now)
        first = ~(
            select(earlier.c.id)
            .where(
                earlier.c.chat_ref == outbox.c.chat_ref,
                earlier.c.id < outbox.c.id,
                earlier.c.state.in_((OutboxState.WAITING, OutboxState.LEASED)),
                # What is held for the morning does not hold up the answer to a press tonight.
                or_(earlier.c.hold_until.is_(None), earlier.c.hold_until <= province_now),
            )
            .exists()
        )
        rows = (
            await self._connection.execute(
                select(
                    outbox.c.id,
                    outbox.c.chat_ref,
                    outbox.c.kind,
                    outbox.c.screen_id,
                    outbox.c.repeatable,
                    outbox.c.attempts,
                    outbox.c.sensitivity,
                    outbox.c.body_sealed,
                )
                .where(
                    or_(and_(outbox.c.state == OutboxState.WAITING, due), lapsed),
                    outbox.c.state.in_((OutboxState.WAITING, OutboxState.LEASED)),
                    first,
                    outbox.c.chat_ref.not_in(resting),
                )
                .order_by(outbox.c.priority, outbox.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True, of=outbox)
            )
        ).all()
        taken = []
        for row in rows:
            if not row.repeatable:
                if unrepeatable <= 0:
                    continue
                unrepeatable -= 1
            taken.append(row)
        if not taken:
            return []
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in taken]))
            .values(state=OutboxState.LEASED, leased_until=now + lasting, attempts=outbox.c.attempts + 1)
        )
        messages = await self._messages([row.screen_id for row in taken if row.screen_id is not None])
        return [
            Parcel(
                id=row.id,
                chat_ref=row.chat_ref,
                kind=OutboxKind(row.kind),
                screen_id=row.screen_id,
                message_id=messages.get(row.screen_id),
                repeatable=row.repeatable,
                attempts=row.attempts + 1,
                sensitivity=row.sensitivity,
                body_sealed=row.body_sealed,
                ring=self._ring,
            )
            for row in taken
        ]

    async def _messages(self, screen_ids: list[int]) -> dict[int | None, int | None]:
        if not screen_ids:
            return {}
        rows = await self._connection.execute(
            select(screens.c.id, screens.c.message_id).where(screens.c.id.in_(screen_ids))
        )
        return {row.id: row.message_id for row in rows}

    async def settle(self, receipts: Sequence[Receipt], now: datetime) -> None:
        """Writes down what became of the parcels.

        What was sent was sent. All else is decided by whoever holds the row: a lease may have lapsed meanwhile and the
        row be another's, or a block may have dropped it.
        """
        for receipt in receipts:
            parcel = receipt.parcel
            held = and_(outbox.c.state == OutboxState.LEASED, outbox.c.attempts == parcel.attempts)
            final = receipt.state in (OutboxState.SENT, OutboxState.DROPPED)
            values: dict[str, Any] = {
                "state": receipt.state,
                "leased_until": None,
                "fault": receipt.fault,
                "not_before": receipt.not_before,
                "hold_until": receipt.hold_until,
            }
            if final:
                values["body_sealed"] = None
            if not receipt.counts:
                values["attempts"] = outbox.c.attempts - 1
            if receipt.state is OutboxState.SENT:
                values |= {"sent_at": now, "message_id": receipt.message_id}
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id == parcel.id, *(() if receipt.state is OutboxState.SENT else (held,)))
                .values(values)
            )
            screen_id = parcel.screen_id
            if screen_id is not None and receipt.message_id not in (None, parcel.message_id):
                await self._connection.execute(
                    update(screens)
                    .where(screens.c.id == screen_id)
                    .values(message_id=receipt.message_id, has_media=receipt.has_media)
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
            outbox.c.state.in_((OutboxState.WAITING, OutboxState.LEASED)),
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
            .where(outbox.c.state.in_((OutboxState.SET_ASIDE, OutboxState.BLOCKED)))
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
        """Deletes rows that were settled long ago and told once; returns how many."""
        result = await self._connection.execute(
            delete(outbox).where(
                outbox.c.state.in_((OutboxState.SENT, OutboxState.DROPPED)),
                outbox.c.created_at < now - SENT_KEPT_FOR,
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
                    outbox.c.state.in_((OutboxState.WAITING, OutboxState.LEASED)),
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
