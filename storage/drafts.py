"""Forms in the making. A draft carries the turn it was saved at: whoever comes with an older turn pressed a button of a
screen that is gone, and must not undo what was answered since.

Sealed with its words is what it is about: in clear, a draft would be the one row that puts a person to a case.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Code, Refused
from services.ports import Draft
from storage.database import insert_for
from storage.sealing import KeyRing
from storage.tables import drafts

# Every step of a form comes by here, and to build a statement costs twice what running it does.
_OF_PEOPLE: Final = (
    select(drafts)
    .where(drafts.c.person_id.in_(bindparam("people", expanding=True)))
    .order_by(drafts.c.saved_at.desc(), drafts.c.form)
)
_GO_ON: Final = update(drafts).where(
    drafts.c.person_id == bindparam("person"),
    drafts.c.form == bindparam("of_form"),
    drafts.c.turn < bindparam("new_turn"),
    drafts.c.is_active,
)


class DraftRows:
    def __init__(self, connection: AsyncConnection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring
        self._ahead: dict[str, list[Any]] = {}

    async def read_ahead(self, person_ids: Collection[str]) -> None:
        """Reads everybody's drafts in one statement; those of whoever is written to meanwhile are read again."""
        self._ahead = {person_id: [] for person_id in person_ids}
        for row in await self._connection.execute(_OF_PEOPLE, {"people": list(person_ids)}):
            self._ahead[row.person_id].append(row)

    async def get(self, person_id: str, form: str) -> Draft | None:
        found = (row for row in await self._rows(person_id) if row.form == form)
        return next(map(self._draft, found), None)

    async def active(self, person_id: str) -> Draft | None:
        found = (row for row in await self._rows(person_id) if row.is_active)
        return next(map(self._draft, found), None)

    async def of_person(self, person_id: str) -> list[Draft]:
        return [self._draft(row) for row in await self._rows(person_id)]

    async def _rows(self, person_id: str) -> Sequence[Any]:
        # A person has a handful of drafts at most, so one question answers all.
        if person_id in self._ahead:
            return self._ahead[person_id]
        return (await self._connection.execute(_OF_PEOPLE, {"people": [person_id]})).all()

    async def save(self, draft: Draft, lapses_at: datetime, now: datetime) -> None:
        self._ahead.pop(draft.person_id, None)
        values = {
            "turn": draft.turn,
            "is_active": True,
            "body_sealed": self._sealed(draft),
            "saved_at": now,
            "lapses_at": lapses_at,
        }
        # A draft that goes on is the active one already, so the common case is one statement.
        sought = {"person": draft.person_id, "of_form": draft.form, "new_turn": draft.turn}
        result = await self._connection.execute(_GO_ON, {**sought, **values})
        if result.rowcount == 1:
            return
        await self.set_aside(draft.person_id)
        statement = insert_for(self._connection, drafts).values(
            person_id=draft.person_id, form=draft.form, **values
        )
        result = await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "form"], set_=values, where=drafts.c.turn < draft.turn
            ).returning(drafts.c.turn)
        )
        if result.first() is None:
            raise Refused(Code.STALE)

    async def set_aside(self, person_id: str) -> None:
        self._ahead.pop(person_id, None)
        await self._connection.execute(
            update(drafts).where(drafts.c.person_id == person_id, drafts.c.is_active).values(is_active=False)
        )

    async def delete(self, person_id: str, form: str) -> None:
        self._ahead.pop(person_id, None)
        await self._connection.execute(
            delete(drafts).where(drafts.c.person_id == person_id, drafts.c.form == form)
        )

    async def lapsed(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        rows = await self._connection.execute(
            select(drafts.c.person_id, drafts.c.form)
            .where(drafts.c.lapses_at <= now)
            .order_by(drafts.c.lapses_at)
            .limit(limit)
        )
        return [(row.person_id, row.form) for row in rows]

    async def take_lapsed(self, person_id: str, form: str, now: datetime) -> Draft | None:
        self._ahead.pop(person_id, None)
        # One statement: between a look and a deletion the person could go on, and lose what they wrote.
        result = await self._connection.execute(
            delete(drafts)
            .where(drafts.c.person_id == person_id, drafts.c.form == form, drafts.c.lapses_at <= now)
            .returning(*drafts.c)
        )
        row = result.first()
        return None if row is None else self._draft(row)

    def _sealed(self, draft: Draft) -> bytes:
        content = {"body": dict(draft.body), "subject": draft.subject, "case_id": draft.case_id}
        text = json.dumps(content, ensure_ascii=False)
        return self._ring.seal(text.encode(), "draft", draft.person_id, draft.form)

    def _draft(self, row: Any) -> Draft:
        content = json.loads(self._ring.unseal(row.body_sealed, "draft", row.person_id, row.form))
        return Draft(
            person_id=row.person_id,
            form=row.form,
            turn=row.turn,
            is_active=row.is_active,
            saved_at=row.saved_at,
            **content,
        )
