"""People, their roles, and invitations.

A person is found by a keyed hash of their chat; the chat's number and the person's name are sealed. A private chat
has the number of its person, so there is one of each.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.people import Grant, Invitation, Role
from services.notices import Recipient, ToPerson
from services.people import Person
from storage.database import in_batches, insert_for
from storage.sealing import KeyRing
from storage.tables import case_reporters, grants, invitations, people


def chat_ref(ring: KeyRing, chat_id: int) -> str:
    """The keyed reference under which everything of a chat is kept."""
    return ring.lookup("chat", chat_id)


def reporter_ref(ring: KeyRing, chat_id: int) -> str:
    """The pseudonym of whoever reports from this chat: another hash, so that it leads to no person's row."""
    return ring.lookup("reporter", chat_id)


_PEOPLE = select(
    people.c.id,
    people.c.chat_ref,
    people.c.chat_sealed,
    people.c.name_sealed,
    people.c.language,
    people.c.blocked_at,
    grants.c.id.label("grant_id"),
    grants.c.role,
    grants.c.unit_code,
    grants.c.since,
    grants.c.until,
    grants.c.ended_at,
    grants.c.granted_by,
)
_WITH_LIVE_GRANTS = _PEOPLE.select_from(
    people.outerjoin(grants, (grants.c.person_id == people.c.id) & grants.c.ended_at.is_(None))
)
_OF_CHATS = _WITH_LIVE_GRANTS.where(people.c.chat_ref.in_(bindparam("chats", expanding=True)))
_WITH_ALL_GRANTS = _PEOPLE.select_from(people.join(grants, grants.c.person_id == people.c.id))

_GRANTS = select(*grants.c, grants.c.id.label("grant_id"))


class PeopleRows:
    def __init__(self, connection: AsyncConnection, ring: KeyRing) -> None:
        self._connection = connection
        self._ring = ring
        self._ahead: dict[str, list[Any]] = {}

    async def read_ahead(self, chat_refs: Collection[str]) -> list[str]:
        """Reads the people of the chats in one statement and returns their ids; forgotten once anybody changes."""
        self._ahead = {}
        for row in await self._connection.execute(_OF_CHATS, {"chats": list(chat_refs)}):
            self._ahead.setdefault(row.chat_ref, []).append(row)
        return [rows[0].id for rows in self._ahead.values()]

    # ── people ────────────────────────────────────────────────────────────────────────────────────

    async def get(self, person_id: str) -> Person | None:
        return next(iter(await self._people(_WITH_LIVE_GRANTS.where(people.c.id == person_id))), None)

    async def of_chat(self, chat_ref: str) -> Person | None:
        if chat_ref in self._ahead:
            # Opened by itself: what is broken in one row is that person's misfortune alone.
            return self._person(self._ahead[chat_ref])
        return next(iter(await self._people(_OF_CHATS, {"chats": [chat_ref]})), None)

    async def meet(self, chat_id: int, name: str, now: datetime, new_id: str) -> Person:
        ref = chat_ref(self._ring, chat_id)
        known = await self.of_chat(ref)
        if known is not None:
            return known
        await self._connection.execute(
            insert_for(self._connection, people)
            .values(
                id=new_id,
                chat_ref=ref,
                chat_sealed=self._ring.seal(str(chat_id).encode(), "chat", ref),
                name_sealed=self._ring.seal(name.encode(), "name", ref),
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=["chat_ref"])
        )
        return (await self._people(_OF_CHATS, {"chats": [ref]}))[0]

    async def names(self, person_ids: Collection[str]) -> dict[str, str]:
        rows = await self._connection.execute(
            select(people.c.id, people.c.chat_ref, people.c.name_sealed).where(people.c.id.in_(person_ids))
        )
        return {
            row.id: self._ring.unseal(row.name_sealed, "name", row.chat_ref).decode()
            for row in rows
            if row.name_sealed
        }

    async def recipient(self, to: Recipient) -> tuple[Person, int] | None:
        if isinstance(to, ToPerson):
            condition = people.c.id == to.person_id
        else:
            sealed = (
                await self._connection.execute(
                    select(case_reporters.c.identity_sealed).where(case_reporters.c.case_id == to.case_id)
                )
            ).scalar_one_or_none()
            if sealed is None:
                return None
            ref = chat_ref(self._ring, int(self._ring.unseal(sealed, "reporter", to.case_id)))
            condition = people.c.chat_ref == ref
        rows = (await self._connection.execute(_WITH_LIVE_GRANTS.where(condition))).all()
        if not rows:
            return None
        return self._person(rows), int(self._ring.unseal(rows[0].chat_sealed, "chat", rows[0].chat_ref))

    async def holding(self, roles: Collection[Role], unit: str | None = None) -> list[Person]:
        holders = select(grants.c.person_id).where(grants.c.role.in_(roles), grants.c.ended_at.is_(None))
        if unit is not None:
            holders = holders.where(grants.c.unit_code == unit)
        return await self._people(_WITH_LIVE_GRANTS.where(people.c.id.in_(holders)).order_by(people.c.id))

    async def chats_of(self, person_ids: Collection[str]) -> dict[str, str]:
        """The reference of each person's chat, by the person's id."""
        found: dict[str, str] = {}
        for ids in in_batches(list(person_ids)):
            rows = await self._connection.execute(
                select(people.c.id, people.c.chat_ref).where(people.c.id.in_(ids))
            )
            found |= {row.id: row.chat_ref for row in rows}
        return found

    async def everybody(self) -> list[Person]:
        return await self._people(_WITH_ALL_GRANTS.order_by(people.c.id, grants.c.since))

    async def set_language(self, person_id: str, language: str) -> None:
        self._ahead.clear()
        await self._connection.execute(
            update(people).where(people.c.id == person_id).values(language=language)
        )

    async def _people(self, query: Select[Any], sought: Mapping[str, Any] | None = None) -> list[Person]:
        found: dict[str, list[Any]] = {}
        for row in await self._connection.execute(query, sought):
            found.setdefault(row.id, []).append(row)
        return [self._person(rows) for rows in found.values()]

    def _person(self, rows: Collection[Any]) -> Person:
        first = next(iter(rows))
        chat_id = int(self._ring.unseal(first.chat_sealed, "chat", first.chat_ref))
        name = (
            self._ring.unseal(first.name_sealed, "name", first.chat_ref).decode() if first.name_sealed else ""
        )
        return Person(
            id=first.id,
            chat_ref=first.chat_ref,
            reporter_id=reporter_ref(self._ring, chat_id),
            language=first.language,
            name=name,
            blocked_at=first.blocked_at,
            grants=tuple(_grant(row) for row in rows if row.grant_id is not None),
        )

    # ── roles and invitations ─────────────────────────────────────────────────────────────────────

    async def add_invitation(self, invitation: Invitation, token_hash: str) -> None:
        await self._connection.execute(
            insert(invitations).values(
                id=invitation.id,
                token_hash=token_hash,
                role=invitation.role,
                unit_code=invitation.unit,
                created_at=invitation.created_at,
                created_by=invitation.created_by,
                expires_at=invitation.expires_at,
                grant_until=invitation.grant_until,
            )
        )

    async def invitation(self, token_hash: str) -> Invitation | None:
        row = (
            await self._connection.execute(select(invitations).where(invitations.c.token_hash == token_hash))
        ).first()
        if row is None:
            return None
        return Invitation(
            id=row.id,
            role=Role(row.role),
            unit=row.unit_code,
            created_at=row.created_at,
            expires_at=row.expires_at,
            created_by=row.created_by,
            used_at=row.used_at,
            used_by=row.used_by,
            revoked_at=row.revoked_at,
            grant_until=row.grant_until,
        )

    async def use_invitation(self, invitation_id: str, person_id: str, now: datetime) -> bool:
        result = await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.id == invitation_id,
                invitations.c.used_at.is_(None),
                invitations.c.revoked_at.is_(None),
            )
            .values(used_at=now, used_by=person_id)
        )
        return result.rowcount == 1

    async def revoke_invitations(self, unit: str, roles: Collection[Role], now: datetime) -> None:
        await self._connection.execute(
            update(invitations)
            .where(
                invitations.c.unit_code == unit,
                invitations.c.role.in_(roles),
                invitations.c.used_at.is_(None),
                invitations.c.revoked_at.is_(None),
            )
            .values(revoked_at=now)
        )

    async def add_grant(self, grant: Grant) -> None:
        self._ahead.clear()
        await self._connection.execute(
            insert(grants).values(
                id=grant.id,
                person_id=grant.person_id,
                role=grant.role,
                unit_code=grant.unit,
                since=grant.since,
                until=grant.until,
                granted_by=grant.granted_by,
            )
        )

    async def grant(self, grant_id: str) -> Grant | None:
        row = (await self._connection.execute(_GRANTS.where(grants.c.id == grant_id))).first()
        return _grant(row, row.person_id) if row else None

    async def grants_of(self, role: Role, unit: str | None = None) -> list[Grant]:
        query = _GRANTS.where(grants.c.role == role).order_by(grants.c.since, grants.c.id)
        if unit is not None:
            query = query.where(grants.c.unit_code == unit)
        return [_grant(row, row.person_id) for row in await self._connection.execute(query)]

    async def lapsed_grants(self, now: datetime) -> list[Grant]:
        query = _GRANTS.where(grants.c.ended_at.is_(None), grants.c.until <= now).order_by(grants.c.until)
        return [_grant(row, row.person_id) for row in await self._connection.execute(query)]

    async def end_grant(self, grant_id: str, at: datetime) -> bool:
        self._ahead.clear()
        result = await self._connection.execute(
            update(grants).where(grants.c.id == grant_id, grants.c.ended_at.is_(None)).values(ended_at=at)
        )
        return result.rowcount == 1


def _grant(row: Any, person_id: str | None = None) -> Grant:
    return Grant(
        id=row.grant_id,
        person_id=person_id or row.id,
        role=Role(row.role),
        unit=row.unit_code,
        since=row.since,
        until=row.until,
        ended_at=row.ended_at,
        granted_by=row.granted_by,
    )
