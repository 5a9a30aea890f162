"""The reporter's side of a case: who it was, sealed apart from what they said."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ports import Contact
from storage.database import insert_for
from storage.people import reporter_ref
from storage.sealing import KeyRing
from storage.tables import case_reporters, people, report_messages


class ReportRows:
    def __init__(self, connection: AsyncConnection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring

    async def bind(self, case_id: str, person_id: str, contact: Contact | None, now: datetime) -> None:
        row = (
            await self._connection.execute(
                select(people.c.chat_ref, people.c.chat_sealed).where(people.c.id == person_id)
            )
        ).one()
        chat = self._ring.unseal(row.chat_sealed, "chat", row.chat_ref)
        await self._connection.execute(
            insert(case_reporters).values(
                case_id=case_id,
                reporter_ref=reporter_ref(self._ring, int(chat)),
                identity_sealed=self._ring.seal(chat, "reporter", case_id),
                contact_sealed=None
                if contact is None
                else self._ring.seal(
                    json.dumps([contact.name, contact.contact], ensure_ascii=False).encode(),
                    "contact",
                    case_id,
                ),
                received_at=now,
            )
        )

    async def sent_since(self, reporter_id: str, since: datetime) -> int:
        count: int = (
            await self._connection.execute(
                select(func.count()).where(
                    case_reporters.c.reporter_ref == reporter_id, case_reporters.c.received_at >= since
                )
            )
        ).scalar_one()
        return count

    async def note_messages(self, case_id: str, person_id: str, fields: Mapping[int, str]) -> None:
        if not fields:
            return
        await self._connection.execute(
            insert_for(self._connection, report_messages).on_conflict_do_nothing(),
            [
                {"source_ref": self._source_ref(person_id, message), "case_id": case_id, "field": name}
                for message, name in fields.items()
            ],
        )

    async def of_message(self, person_id: str, message_id: int) -> tuple[str, str] | None:
        row = (
            await self._connection.execute(
                select(report_messages.c.case_id, report_messages.c.field).where(
                    report_messages.c.source_ref == self._source_ref(person_id, message_id)
                )
            )
        ).first()
        return None if row is None else (row.case_id, row.field)

    def _source_ref(self, person_id: str, message_id: int) -> str:
        return self._ring.lookup("message", person_id, message_id)
