"""Notices on their way into the outbox: found by the recipient, sealed like everything else there."""

from collections.abc import Callable, Sequence
from datetime import datetime

from services.notices import Notice, NoticeKind, Recipient, ToPerson, ToReporter
from services.ports import Urgency
from storage.outbox import Outbox
from storage.parcels import OutboxKind
from storage.people import PeopleRows


class NoticeRows:
    def __init__(self, rows: Outbox, people: PeopleRows, now: datetime) -> None:
        self._outbox = rows
        self._people = people
        self._now = now

    async def post(
        self,
        notice: Notice,
        *,
        key: str,
        urgency: Urgency = Urgency.EVENT,
        hold_until: datetime | None = None,
    ) -> bool:
        found = await self._people.recipient(notice.to)
        if found is None:
            return False
        person, _ = found
        return await self._outbox.put(
            chat_ref=person.chat_ref,
            kind=OutboxKind.NOTICE,
            body=to_body(notice),
            now=self._now,
            urgency=urgency,
            sensitivity="case" if isinstance(notice.to, ToReporter) else "staff",
            key=key,
            hold_until=hold_until,
        )

    async def post_all(
        self, notices: Sequence[tuple[Notice, str]], *, urgency: Urgency, hold_until: datetime | None = None
    ) -> None:
        chats = await self._people.chats_of(
            {notice.to.person_id for notice, _ in notices if isinstance(notice.to, ToPerson)}
        )
        await self._outbox.put_notices(
            [
                (chats[notice.to.person_id], key, to_body(notice))
                for notice, key in notices
                if isinstance(notice.to, ToPerson) and notice.to.person_id in chats
            ],
            now=self._now,
            urgency=urgency,
            hold_until=hold_until,
        )

    async def withdraw(self, kind: NoticeKind, which: Callable[[Notice, bool], bool]) -> list[Notice]:
        taken = {
            row_id: notice
            for row_id, body, is_blocked in await self._outbox.unsent(f"{kind}:")
            if which(notice := from_body(body), is_blocked)
        }
        await self._outbox.drop(list(taken), "taken_up")
        return list(taken.values())


def to_body(notice: Notice) -> dict[str, object]:
    """The notice as the outbox keeps it."""
    to = notice.to
    return {
        "kind": notice.kind,
        "person": to.person_id if isinstance(to, ToPerson) else None,
        "reporter_of": to.case_id if isinstance(to, ToReporter) else None,
        "subject": dict(notice.subject),
    }


def from_body(body: dict[str, object]) -> Notice:
    """The notice that :func:`to_body` wrote down."""
    person, case = body["person"], body["reporter_of"]
    to: Recipient = ToPerson(str(person)) if person is not None else ToReporter(str(case))
    subject = body["subject"]
    assert isinstance(subject, dict)
    return Notice(NoticeKind(str(body["kind"])), to, subject)
