"""Meetings of the Steering Committee and the tasks that are their conclusions."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.meeting import Meeting
from storage.tables import conclusions, meetings


class MeetingRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, meeting_id: str) -> Meeting | None:
        row = (
            await self._connection.execute(select(meetings).where(meetings.c.id == meeting_id))
        ).one_or_none()
        return None if row is None else _meeting(row)

    async def page(self, limit: int, offset: int) -> tuple[list[Meeting], int]:
        rows = await self._connection.execute(
            select(meetings)
            .order_by(meetings.c.held_on.desc(), meetings.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        found = [_meeting(row) for row in rows]
        counted = await self._connection.execute(select(func.count()).select_from(meetings))
        return found, int(counted.scalar_one())

    async def add(self, meeting: Meeting, entered_by: str, now: datetime) -> None:
        await self._connection.execute(
            insert(meetings).values(
                id=meeting.id,
                held_on=meeting.held_on,
                title=meeting.title,
                number=meeting.number,
                entered_by=entered_by,
                entered_at=now,
            )
        )

    async def conclude(self, meeting_id: str, task_id: str, entered_by: str, now: datetime) -> None:
        await self._connection.execute(
            insert(conclusions).values(
                task_id=task_id, meeting_id=meeting_id, entered_by=entered_by, entered_at=now
            )
        )

    async def tasks_of(self, meeting_id: str) -> list[str]:
        rows = await self._connection.execute(
            select(conclusions.c.task_id)
            .where(conclusions.c.meeting_id == meeting_id)
            .order_by(conclusions.c.entered_at, conclusions.c.task_id)
        )
        return list(rows.scalars())

    async def of_task(self, task_id: str) -> Meeting | None:
        row = (
            await self._connection.execute(
                select(meetings)
                .join(conclusions, conclusions.c.meeting_id == meetings.c.id)
                .where(conclusions.c.task_id == task_id)
            )
        ).one_or_none()
        return None if row is None else _meeting(row)


def _meeting(row: Any) -> Meeting:
    return Meeting(row.id, row.held_on, row.title, row.number)
