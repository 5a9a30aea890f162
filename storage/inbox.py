"""What Telegram sent, kept before Telegram is told that it arrived.

In clear are the update's number, a keyed reference to its chat, its kind and its time; the body is
sealed and wiped when done. The number of a done row stays for 48 hours, which is what an update that is
delivered twice is recognised by.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import for_either, is_one_of
from storage.sealing import KeyRing
from storage.tables import chats, inbox

KEPT_FOR: Final = timedelta(hours=48)


class InboxState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as it came: nothing of it parsed but what is needed to keep it in order."""

    update_id: int
    chat_ref: str
    kind: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update taken for handling, in the transaction that will mark it done."""

    seq: int
    bot_id: int
    update_id: int
    chat_ref: str
    kind: str
    attempts: int
    body_sealed: bytes = field(repr=False)
    ring: KeyRing = field(repr=False)

    @property
    def body(self) -> bytes:
        """The update as it came. Raises SealBroken: of what was taken together, each is opened by itself."""
        return self.ring.unseal(self.body_sealed, "inbox", self.bot_id, self.update_id)


@dataclass(frozen=True, slots=True)
class SetAside:
    """An update that failed too often, as an operator sees it: never its body."""

    seq: int
    kind: str
    received_at: datetime
    attempts: int
    fault: str | None


# Every update runs these, and to build a statement costs twice what running it does: so they are made once.
_KEEP: Final = for_either(lambda insert: insert(inbox).on_conflict_do_nothing())
_KNOW: Final = for_either(lambda insert: insert(chats).on_conflict_do_nothing())
_waiting = and_(is_one_of(inbox.c.state, InboxState.WAITING), inbox.c.bot_id == bindparam("bot"))
_firsts = (
    select(inbox.c.chat_ref, func.min(inbox.c.seq).label("seq"))
    .where(_waiting)
    .group_by(inbox.c.chat_ref)
    .subquery()
)
_HOLD: Final = (
    select(chats.c.chat_ref)
    .join(_firsts, _firsts.c.chat_ref == chats.c.chat_ref)
    .where(or_(chats.c.not_before.is_(None), chats.c.not_before <= bindparam("now")))
    .order_by(_firsts.c.seq)
    .limit(bindparam("limit"))
    .with_for_update(of=chats, skip_locked=True)
)
"""The chats in which something waits that may be done now, the one that waits longest first."""
_OLDEST: Final = (
    select(
        inbox.c.seq,
        inbox.c.update_id,
        inbox.c.chat_ref,
        inbox.c.kind,
        inbox.c.attempts,
        inbox.c.body_sealed,
    )
    .where(
        inbox.c.seq.in_(
            select(func.min(inbox.c.seq))
            .where(_waiting, inbox.c.chat_ref.in_(bindparam("held", expanding=True)))
            .group_by(inbox.c.chat_ref)
        )
    )
    .order_by(inbox.c.seq)
)
_FINISH: Final = (
    update(inbox)
    .where(inbox.c.seq.in_(bindparam("seqs", expanding=True)))
    .values(state=InboxState.DONE, body_sealed=None)
)


class Inbox:
    def __init__(self, connection: AsyncConnection, ring: KeyRing, bot_id: int) -> None:
        self._connection = connection
        self._ring = ring
        self._bot_id = bot_id

    async def keep(self, arrivals: Sequence[Arrival], now: datetime) -> None:
        """Keeps the arrivals, in their order; what is here already is passed over."""
        if not arrivals:
            return
        await self._connection.execute(
            _KEEP[self._connection.dialect.name],
            [
                {
                    "bot_id": self._bot_id,
                    "update_id": arrival.update_id,
                    "chat_ref": arrival.chat_ref,
                    "kind": arrival.kind,
                    "received_at": now,
                    "body_sealed": self._ring.seal(arrival.body, "inbox", self._bot_id, arrival.update_id),
                    "state": InboxState.WAITING,
                }
                for arrival in arrivals
            ],
        )
        await self._connection.execute(
            _KNOW[self._connection.dialect.name],
            [{"chat_ref": ref} for ref in sorted({arrival.chat_ref for arrival in arrivals})],
        )

    async def claim(self, limit: int, now: datetime) -> list[Claimed]:
        """The oldest waiting update of up to ``limit`` chats, oldest first.

        A chat is held until the transaction ends: by its row's lock on PostgreSQL, by the only writer on
        SQLite. So one chat's updates are never handled side by side, nor out of order.
        """
        bot = {"bot": self._bot_id}
        held = (await self._connection.execute(_HOLD, {**bot, "now": now, "limit": limit})).scalars().all()
        if not held:
            return []
        # Read again after the lock: what was oldest before it may be done by now.
        rows = await self._connection.execute(_OLDEST, {**bot, "held": held})
        return [
            Claimed(
                row.seq,
                self._bot_id,
                row.update_id,
                row.chat_ref,
                row.kind,
                row.attempts,
                row.body_sealed,
                self._ring,
            )
            for row in rows
        ]

    async def finish(self, seqs: Sequence[int]) -> None:
        """Marks updates as done and wipes their bodies."""
        await self._connection.execute(_FINISH, {"seqs": seqs})

    async def fail(self, claimed: Claimed, fault: str, retry_at: datetime | None) -> bool:
        """Counts a failed attempt; the chat waits until ``retry_at``, or the update is set aside if that is None.

        False when another worker has dealt with the update meanwhile.
        """
        values: dict[str, object] = {"attempts": claimed.attempts + 1, "fault": fault}
        if retry_at is None:
            values["state"] = InboxState.SET_ASIDE
        result = await self._connection.execute(
            update(inbox)
            .where(inbox.c.seq == claimed.seq, inbox.c.state == InboxState.WAITING)
            .values(values)
        )
        if result.rowcount != 1:
            return False
        await self._connection.execute(
            update(chats).where(chats.c.chat_ref == claimed.chat_ref).values(not_before=retry_at)
        )
        return True

    async def set_aside(self) -> list[SetAside]:
        """What was set aside, oldest first."""
        rows = await self._connection.execute(
            select(inbox.c.seq, inbox.c.kind, inbox.c.received_at, inbox.c.attempts, inbox.c.fault)
            .where(inbox.c.state == InboxState.SET_ASIDE)
            .order_by(inbox.c.seq)
        )
        return [SetAside(*row) for row in rows]

    async def replay(self, seq: int) -> bool:
        """Puts an update that was set aside back in line; false when there is none such."""
        result = await self._connection.execute(
            update(inbox)
            .where(inbox.c.seq == bindparam("one"), inbox.c.state == InboxState.SET_ASIDE)
            .values(state=InboxState.WAITING, attempts=0, fault=None),
            {"one": seq},
        )
        return result.rowcount == 1

    async def forget(self, now: datetime) -> int:
        """Deletes done rows that no second delivery can match any more; returns how many."""
        result = await self._connection.execute(
            delete(inbox).where(and_(inbox.c.state == InboxState.DONE, inbox.c.received_at < now - KEPT_FOR))
        )
        return result.rowcount

    async def waiting(self) -> int:
        """How many updates wait to be handled."""
        return (
            await self._connection.execute(
                select(func.count()).select_from(inbox).where(is_one_of(inbox.c.state, InboxState.WAITING))
            )
        ).scalar_one()
