"""Rules of tasks that come again, and which of their periods have their task."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.recurrence import Every, Recurrence
from storage.database import insert_for
from storage.tables import recurrence_tasks, recurrences


class RecurrenceRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, rule_id: str) -> Recurrence | None:
        row = (
            await self._connection.execute(select(recurrences).where(recurrences.c.id == rule_id))
        ).one_or_none()
        return None if row is None else _rule(row)

    async def all(self) -> list[Recurrence]:
        rows = await self._connection.execute(select(recurrences).order_by(recurrences.c.id))
        return [_rule(row) for row in rows]

    async def add(self, rule: Recurrence, entered_by: str, now: datetime) -> None:
        await self._connection.execute(
            insert(recurrences).values(
                id=rule.id,
                assignee=rule.assignee,
                title=rule.title,
                every=rule.every,
                due_day=rule.due_day,
                starts_on=rule.starts_on,
                ends_on=rule.ends_on,
                entered_by=entered_by,
                entered_at=now,
            )
        )

    async def end(self, rule_id: str, day: date, ended_by: str) -> bool:
        result = await self._connection.execute(
            update(recurrences)
            .where(recurrences.c.id == rule_id, recurrences.c.ended_on.is_(None))
            .values(ended_on=day, ended_by=ended_by)
        )
        return bool(result.rowcount)

    async def made(self, rules: Sequence[str]) -> set[tuple[str, str, date]]:
        rows = await self._connection.execute(
            select(
                recurrence_tasks.c.recurrence_id, recurrence_tasks.c.unit_code, recurrence_tasks.c.begins
            ).where(recurrence_tasks.c.recurrence_id.in_(rules))
        )
        return {(row.recurrence_id, row.unit_code, row.begins) for row in rows}

    async def claim(self, rule_id: str, unit: str, begins: date) -> bool:
        # Of two who claim at once the second waits for the first to commit, and then has lost.
        result = await self._connection.execute(
            insert_for(self._connection, recurrence_tasks)
            .values(recurrence_id=rule_id, unit_code=unit, begins=begins)
            .on_conflict_do_nothing()
            .returning(recurrence_tasks.c.recurrence_id)
        )
        return result.one_or_none() is not None

    async def bind(self, rule_id: str, unit: str, begins: date, task_id: str) -> None:
        await self._connection.execute(
            update(recurrence_tasks)
            .where(
                recurrence_tasks.c.recurrence_id == rule_id,
                recurrence_tasks.c.unit_code == unit,
                recurrence_tasks.c.begins == begins,
            )
            .values(task_id=task_id)
        )

    async def of_task(self, task_id: str) -> tuple[Recurrence, date] | None:
        row = (
            await self._connection.execute(
                select(recurrences, recurrence_tasks.c.begins)
                .join(recurrence_tasks, recurrence_tasks.c.recurrence_id == recurrences.c.id)
                .where(recurrence_tasks.c.task_id == task_id)
            )
        ).one_or_none()
        return None if row is None else (_rule(row), row.begins)


def _rule(row: Any) -> Recurrence:
    return Recurrence(
        row.id,
        row.assignee,
        row.title,
        Every(row.every),
        row.due_day,
        row.starts_on,
        row.ends_on,
        row.ended_on,
    )
