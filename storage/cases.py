"""Cases, their entries, and who is kept out of them.

A case is found in three ways. ``get`` is for whoever acts for the case itself; ``reported`` is for its reporter and
``seen`` for staff, and both ask the database for the case only if it is theirs to know: a hidden case and none at all
are one answer of one query.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    insert,
    not_,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy import (
    case as if_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.access import Sight, Tie
from domain.case import Case, CaseStatus, Tier
from domain.case_acts import CaseAct
from domain.case_clocks import CaseRung
from domain.errors import Code, Refused
from services.case_entries import Audience, Entry, EntryKind
from services.case_times import CaseTimes
from storage.case_keys import CaseKeyRows
from storage.case_state import case_of, values_of
from storage.database import insert_for
from storage.tables import case_entries, case_keys, case_reporters, case_ties, cases, unit_ties

_CASES: Final = select(
    *(column for column in cases.c),
    case_keys.c.key_wrapped,
    case_reporters.c.reporter_ref,
).select_from(
    cases.join(case_keys, case_keys.c.case_id == cases.c.id).outerjoin(
        case_reporters, case_reporters.c.case_id == cases.c.id
    )
)

_NO_UNIT: Final = null().label("unit_code")
_NO_CASE: Final = null().label("case_id")


def in_sight(sight: Sight) -> ColumnElement[bool]:
    """The rule of ``Sight`` as a condition on ``cases`` outer joined with ``case_reporters``."""
    tier: ColumnElement[bool] = cases.c.tier.in_(sorted(sight.tiers))
    if sight.own_restricted:
        own = and_(cases.c.tier == Tier.RESTRICTED, cases.c.owner_id == sight.person_id)
        tier = or_(tier, own)
    kept_out = exists().where(case_ties.c.case_id == cases.c.id, case_ties.c.person_id == sight.person_id)
    conditions = [tier, cases.c.status != CaseStatus.DRAFT, not_(kept_out)]
    if sight.hidden_units:
        conditions.append(cases.c.unit_code.not_in(sorted(sight.hidden_units)))
    if sight.hidden_cases:
        conditions.append(cases.c.id.not_in(sorted(sight.hidden_cases)))
    if sight.reporter_id is not None:
        conditions.append(
            or_(
                case_reporters.c.reporter_ref.is_(None),
                case_reporters.c.reporter_ref != sight.reporter_id,
            )
        )
    return and_(*conditions)


class CaseRows:
    def __init__(self, connection: AsyncConnection, keys: CaseKeyRows) -> None:
        self._connection = connection
        self._keys = keys

    # ── cases ─────────────────────────────────────────────────────────────────────────────────────

    async def create(self, case: Case, times: CaseTimes) -> None:
        key = await self._keys.of(case.id)
        await self._connection.execute(insert(cases).values(id=case.id, **values_of(case, times, key)))
        await self._keep_out(case)

    async def get(self, case_id: str) -> Case | None:
        return await self._one(_CASES.where(cases.c.id == case_id))

    async def by_code(self, code: str) -> Case | None:
        return await self._one(_CASES.where(cases.c.code == code))

    async def of_reporter(
        self, reporter_id: str, *, statuses: Collection[CaseStatus] | None = None, limit: int | None = None
    ) -> list[Case]:
        query = _CASES.where(case_reporters.c.reporter_ref == reporter_id)
        if statuses is not None:
            query = query.where(cases.c.status.in_(sorted(statuses)))
        return await self._all(query.order_by(cases.c.received_at.desc(), cases.c.id.desc()).limit(limit))

    async def reported(self, reporter_id: str, case_id: str) -> Case | None:
        return await self._one(
            _CASES.where(cases.c.id == case_id, case_reporters.c.reporter_ref == reporter_id)
        )

    async def reported_by_code(self, reporter_id: str, code: str) -> Case | None:
        return await self._one(
            _CASES.where(cases.c.code == code, case_reporters.c.reporter_ref == reporter_id)
        )

    async def seen(self, sight: Sight, case_id: str) -> Case | None:
        if sight.is_blind:
            return None
        return await self._one(_CASES.where(cases.c.id == case_id, in_sight(sight)))

    async def seen_by_code(self, sight: Sight, code: str) -> Case | None:
        if sight.is_blind:
            return None
        return await self._one(_CASES.where(cases.c.code == code, in_sight(sight)))

    async def save(self, case: Case, expected_revision: int, times: CaseTimes) -> None:
        key = await self._keys.of(case.id)
        values = values_of(case, times, key)
        # Another clock is another ladder, to be climbed from its foot.
        same_clock = cases.c.clock == times.clock if times.clock is not None else cases.c.clock.is_(None)
        values["rung"] = if_((same_clock, cases.c.rung), else_=None)
        result = await self._connection.execute(
            update(cases).where(cases.c.id == case.id, cases.c.revision == expected_revision).values(values)
        )
        if result.rowcount != 1:
            raise Refused(Code.STALE)
        await self._keep_out(case)

    async def waking(self, now: datetime, limit: int) -> list[str]:
        query = select(cases.c.id).where(cases.c.wake_at <= now).order_by(cases.c.wake_at).limit(limit)
        return list((await self._connection.execute(query)).scalars())

    async def wake(self, case_id: str, now: datetime) -> tuple[Case, CaseRung | None] | None:
        query = _CASES.where(cases.c.id == case_id, cases.c.wake_at <= now)
        row = (await self._connection.execute(query.with_for_update(skip_locked=True, of=cases))).first()
        return None if row is None else (self._case(row), CaseRung(row.rung) if row.rung else None)

    async def sleep(self, case_id: str, times: CaseTimes, told: CaseRung | None) -> None:
        await self._connection.execute(
            update(cases)
            .where(cases.c.id == case_id)
            .values(due_at=times.due_at, wake_at=times.wake_at, clock=times.clock, rung=told)
        )

    async def _keep_out(self, case: Case) -> None:
        for person_id in sorted(case.recused):
            await self.add_tie(Tie(person_id, case.received_at or case.created_at, case_id=case.id))

    async def _one(self, query: Select[Any]) -> Case | None:
        row = (await self._connection.execute(query)).first()
        return self._case(row) if row else None

    async def _all(self, query: Select[Any]) -> list[Case]:
        return [self._case(row) for row in await self._connection.execute(query)]

    def _case(self, row: Any) -> Case:
        return case_of(row, self._keys.opened(row.id, row.key_wrapped))

    # ── ties ──────────────────────────────────────────────────────────────────────────────────────

    async def ties(self, person_ids: Collection[str]) -> list[Tie]:
        rows = await self._connection.execute(
            union_all(
                select(case_ties.c.person_id, case_ties.c.at, case_ties.c.case_id, _NO_UNIT).where(
                    case_ties.c.person_id.in_(person_ids)
                ),
                select(unit_ties.c.person_id, unit_ties.c.at, _NO_CASE, unit_ties.c.unit_code).where(
                    unit_ties.c.person_id.in_(person_ids)
                ),
            )
        )
        return [Tie(row.person_id, row.at, unit=row.unit_code, case_id=row.case_id) for row in rows]

    async def add_tie(self, tie: Tie) -> None:
        table, where = (
            (case_ties, {"case_id": tie.case_id})
            if tie.case_id is not None
            else (unit_ties, {"unit_code": tie.unit})
        )
        await self._connection.execute(
            insert_for(self._connection, table)
            .values(person_id=tie.person_id, at=tie.declared_at, **where)
            .on_conflict_do_nothing()
        )

    # ── entries ───────────────────────────────────────────────────────────────────────────────────

    async def add_entry(self, entry: Entry) -> int:
        key = await self._keys.of(entry.case_id)
        body = json.dumps(dict(entry.body), ensure_ascii=False).encode() if entry.body else None
        result = await self._connection.execute(
            insert(case_entries)
            .values(
                case_id=entry.case_id,
                at=entry.at,
                kind=entry.kind,
                audience=entry.audience,
                person_id=entry.author_id,
                role=entry.author_role,
                act=entry.act,
                from_status=entry.source,
                to_status=entry.to,
                facts=dict(entry.facts),
                body_sealed=key.seal(body, *_place(entry.kind, entry.at)) if body is not None else None,
            )
            .returning(case_entries.c.id)
        )
        entry_id: int = result.scalar_one()
        return entry_id

    async def entries(
        self,
        case_id: str,
        *,
        audiences: Collection[Audience] | None = None,
        reader_id: str | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> list[Entry]:
        key = await self._keys.of(case_id)
        # Nobody reads another's personal notes, whatever audiences are asked for.
        readable = or_(case_entries.c.audience != Audience.PERSONAL, case_entries.c.person_id == reader_id)
        query = select(case_entries).where(
            case_entries.c.case_id == case_id, case_entries.c.id > after, readable
        )
        if audiences is not None:
            query = query.where(case_entries.c.audience.in_(list(audiences)))
        rows = await self._connection.execute(query.order_by(case_entries.c.id).limit(limit))
        return [
            Entry(
                case_id=case_id,
                at=row.at,
                kind=EntryKind(row.kind),
                audience=Audience(row.audience),
                author_role=row.role,
                author_id=row.person_id,
                body=json.loads(key.unseal(row.body_sealed, *_place(row.kind, row.at)))
                if row.body_sealed is not None
                else {},
                facts=row.facts,
                act=CaseAct(row.act) if row.act else None,
                source=CaseStatus(row.from_status) if row.from_status else None,
                to=CaseStatus(row.to_status) if row.to_status else None,
                id=row.id,
            )
            for row in rows
        ]


def _place(kind: str, at: datetime) -> tuple[str, str, str]:
    """Where an entry's body belongs: its number is known only after it was sealed."""
    return "entry", kind, at.isoformat()
