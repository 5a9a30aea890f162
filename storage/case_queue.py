"""The lists and counts of the inspection queue. Who may know is a condition of every query here.

A page is read in the order of an index and from a position in it, so that the hundredth page costs what the first does,
and a case that came or went meanwhile moves nobody.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy import case as if_
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.access import Sight
from domain.case import CaseStatus
from domain.report import Conduct
from services.case_queue import (
    Awaits,
    Cursor,
    Desk,
    QueueFilter,
    QueueLine,
    QueuePage,
    QueueQuery,
)
from storage.cases import in_sight
from storage.tables import case_reporters, cases

_FROM: Final = cases.outerjoin(case_reporters, case_reporters.c.case_id == cases.c.id)
_LINE: Final = (
    cases.c.id,
    cases.c.code,
    cases.c.status,
    cases.c.conduct,
    cases.c.unit_code,
    cases.c.owner_id,
    cases.c.received_at,
    cases.c.due_at,
    cases.c.queue_key,
)


class CaseQueueRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(
        self, sight: Sight, desk: Desk, query: QueueQuery, cursor: Cursor, now: datetime, size: int
    ) -> QueuePage:
        statement = page_statement(sight, desk, query, cursor, now, size)
        rows = (await self._connection.execute(statement)).all()
        # One more than a page was asked for, to know whether there is more in that direction.
        more = len(rows) > size
        lines = [_line(row) for row in rows[:size]]
        if cursor.backwards:
            lines.reverse()
        if not lines:
            return QueuePage((), None, None)
        came_from_before = cursor.key != "" and not cursor.backwards
        before = Cursor(lines[0].queue_key, backwards=True)
        after = Cursor(lines[-1].queue_key)
        return QueuePage(
            lines,
            previous=before if came_from_before or (cursor.backwards and more) else None,
            following=after if cursor.backwards or more else None,
        )

    async def counts(
        self, sight: Sight, desk: Desk, query: QueueQuery, now: datetime
    ) -> Mapping[QueueFilter, int]:
        parts = {which: _part(which, sight.person_id, desk, now) for which in QueueFilter}
        statement = (
            select(
                *(func.coalesce(func.sum(if_((condition, 1), else_=0)), 0) for condition in parts.values())
            )
            .select_from(_FROM)
            .where(cases.c.is_open, in_sight(sight), *_narrowed(query))
        )
        row = (await self._connection.execute(statement)).one()
        return {which: int(count) for which, count in zip(parts, row, strict=True)}

    async def by_unit(self, sight: Sight, desk: Desk, query: QueueQuery, now: datetime) -> Mapping[str, int]:
        rows = await self._connection.execute(_grouped(cases.c.unit_code, sight, desk, query, now))
        return {row[0]: row[1] for row in rows}

    async def by_conduct(
        self, sight: Sight, desk: Desk, query: QueueQuery, now: datetime
    ) -> Mapping[Conduct, int]:
        rows = await self._connection.execute(_grouped(cases.c.conduct, sight, desk, query, now))
        return {Conduct(row[0]): row[1] for row in rows}


def page_statement(
    sight: Sight, desk: Desk, query: QueueQuery, cursor: Cursor, now: datetime, size: int
) -> Select[Any]:
    """The query of one page."""
    key = cases.c.queue_key
    statement = (
        select(*_LINE)
        .select_from(_FROM)
        .where(
            cases.c.is_open,
            in_sight(sight),
            _part(query.which, sight.person_id, desk, now),
            *_narrowed(query),
        )
        .limit(size + 1)
    )
    if cursor.backwards:
        return statement.where(key < cursor.key).order_by(key.desc())
    return statement.where(key > cursor.key).order_by(key)


def _grouped(
    column: ColumnElement[Any], sight: Sight, desk: Desk, query: QueueQuery, now: datetime
) -> Select[Any]:
    return (
        select(column, func.count())
        .select_from(_FROM)
        .where(cases.c.is_open, in_sight(sight), _part(query.which, sight.person_id, desk, now))
        .where(*_narrowed(query))
        .group_by(column)
        .order_by(column)
    )


def _narrowed(query: QueueQuery) -> list[ColumnElement[bool]]:
    narrowed = []
    if query.unit is not None:
        narrowed.append(cases.c.unit_code == query.unit)
    if query.conduct is not None:
        narrowed.append(cases.c.conduct == query.conduct)
    return narrowed


def _part(which: QueueFilter, person_id: str, desk: Desk, now: datetime) -> ColumnElement[bool]:
    match which:
        case QueueFilter.ALL:
            return true()
        case QueueFilter.NEW:
            return cases.c.owner_id.is_(None)
        case QueueFilter.MINE:
            return cases.c.owner_id == person_id
        case QueueFilter.OVERDUE:
            return cases.c.due_at < now
        case QueueFilter.NEEDS_ACTION:
            return _needs_action(person_id, desk)


def _needs_action(person_id: str, desk: Desk) -> ColumnElement[bool]:
    not_the_first = or_(cases.c.first_person_id.is_(None), cases.c.first_person_id != person_id)
    mine = cases.c.owner_id == person_id
    # Without an owner the comparison is unknown, which is not the same as not mine.
    not_mine = or_(cases.c.owner_id.is_(None), cases.c.owner_id != person_id)
    ways = [
        cases.c.awaits.in_(sorted(desk.awaits)),
        and_(cases.c.awaits.in_(sorted(desk.seconds)), not_the_first),
    ]
    if desk.owns:
        ways.append(and_(cases.c.awaits == Awaits.OWNER, mine))
        ways.append(and_(cases.c.awaits == Awaits.REVIEWER, not_the_first, not_mine))
    return or_(false(), *ways)


def _line(row: Any) -> QueueLine:
    return QueueLine(
        id=row.id,
        code=row.code,
        status=CaseStatus(row.status),
        conduct=Conduct(row.conduct),
        unit=row.unit_code,
        owner_id=row.owner_id,
        received_at=row.received_at,
        due_at=row.due_at,
        queue_key=row.queue_key,
    )
