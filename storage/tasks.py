"""Plans, tasks, and what was done with them.

A head's list is read at every press, a plan's figures at every look; the units that cooperate are fifty to a task and
are wanted on its own page only. So they lie in a table of their own and are read where they are asked for.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, and_, case, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Code, Refused
from domain.people import Role
from domain.plan import PlanKind
from domain.reminders import Rung
from domain.task import ENDED, PENDING, Area, Evidence, EvidenceKind, Extension, Task, TaskAct, TaskStatus
from services.plans import Plan
from services.task_events import TaskEvent
from storage.database import in_batches, insert_for
from storage.tables import plans, task_cooperators, task_events, tasks

_WORDS: Final = (TaskAct.REPORT_PROGRESS, TaskAct.SUBMIT)
"""With these a lead unit speaks of its task."""
_URGENT_FIRST: Final = (tasks.c.due_date, tasks.c.code)
"""The order of ``domain.task.urgency``: working days left never grow as the due date comes nearer."""


class TaskRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # ── plans ─────────────────────────────────────────────────────────────────────────────────────

    async def plans(self) -> list[Plan]:
        rows = await self._connection.execute(select(plans).order_by(plans.c.year.desc(), plans.c.code))
        return [
            Plan(row.id, row.code, row.year, row.title_vi, row.title_en, row.is_sample, PlanKind(row.kind))
            for row in rows
        ]

    async def put_plan(self, plan: Plan) -> None:
        values = {
            "code": plan.code,
            "year": plan.year,
            "title_vi": plan.title_vi,
            "title_en": plan.title_en,
            "is_sample": plan.is_sample,
            "kind": plan.kind,
        }
        await self._connection.execute(
            insert_for(self._connection, plans)
            .values(id=plan.id, **values)
            .on_conflict_do_update(index_elements=["id"], set_=values)
        )

    async def add(self, new: Sequence[Task]) -> None:
        if not new:
            return
        await self._connection.execute(
            insert(tasks),
            [
                {
                    "id": task.id,
                    "plan_id": task.plan,
                    "revision": task.revision,
                    **_planned(task),
                    **_state(task),
                }
                for task in new
            ],
        )
        await self._add_cooperators(new)

    async def amend(self, task: Task, *, state: bool, forget_rung: bool) -> None:
        values = _planned(task)
        if state:
            values |= _state(task)
        if forget_rung:
            values |= _NO_RUNG
        await self._update(task, task.revision, values)
        await self._connection.execute(delete(task_cooperators).where(task_cooperators.c.task_id == task.id))
        await self._add_cooperators([task])

    async def _add_cooperators(self, of: Sequence[Task]) -> None:
        rows = [
            {"task_id": task.id, "unit_code": unit, "place": place}
            for task in of
            for place, unit in enumerate(task.cooperating_units)
        ]
        if rows:
            await self._connection.execute(insert(task_cooperators), rows)

    # ── reading ───────────────────────────────────────────────────────────────────────────────────

    async def get(self, task_id: str) -> Task | None:
        row = (await self._connection.execute(select(tasks).where(tasks.c.id == task_id))).first()
        if row is None:
            return None
        units = await self._connection.execute(
            select(task_cooperators.c.unit_code)
            .where(task_cooperators.c.task_id == task_id)
            .order_by(task_cooperators.c.place)
        )
        return _task(row, tuple(units.scalars()))

    async def of_plan(self, plan_id: str, *, with_cooperators: bool = False) -> list[Task]:
        query = select(tasks).where(tasks.c.plan_id == plan_id).order_by(tasks.c.code)
        rows = (await self._connection.execute(query)).all()
        units: dict[str, list[str]] = {}
        if with_cooperators:
            found = await self._connection.execute(
                select(task_cooperators.c.task_id, task_cooperators.c.unit_code)
                .join(tasks, tasks.c.id == task_cooperators.c.task_id)
                .where(tasks.c.plan_id == plan_id)
                .order_by(task_cooperators.c.task_id, task_cooperators.c.place)
            )
            for row in found:
                units.setdefault(row.task_id, []).append(row.unit_code)
        return [_task(row, tuple(units.get(row.id, ()))) for row in rows]

    async def of_period(self, first: date, last: date, units: Collection[str] | None = None) -> list[Task]:
        handed_in = func.coalesce(tasks.c.submitted_on, tasks.c.completed_on)
        query = (
            select(tasks)
            .join(plans, plans.c.id == tasks.c.plan_id)
            .where(
                tasks.c.status != TaskStatus.CANCELLED,
                plans.c.year <= last.year,
                or_(tasks.c.due_date.between(first, last), handed_in.is_(None), handed_in >= first),
            )
            .order_by(*_URGENT_FIRST)
        )
        return await self._tasks(query if units is None else query.where(tasks.c.lead_unit.in_(units)))

    async def of_leads(self, units: Collection[str], plan_id: str | None) -> list[Task]:
        return await self._tasks(
            select(tasks)
            .where(
                tasks.c.lead_unit.in_(units),
                or_(tasks.c.plan_id == plan_id, tasks.c.status.not_in(ENDED)),
            )
            .order_by(*_URGENT_FIRST)
        )

    async def of_cooperators(self, units: Collection[str], limit: int, offset: int) -> tuple[list[Task], int]:
        among = select(task_cooperators.c.task_id).where(task_cooperators.c.unit_code.in_(units))
        wanted = and_(tasks.c.id.in_(among), tasks.c.lead_unit.not_in(units), tasks.c.status.not_in(ENDED))
        found = await self._tasks(
            select(tasks).where(wanted).order_by(*_URGENT_FIRST).limit(limit).offset(offset)
        )
        return found, await self._count(select(func.count()).select_from(tasks).where(wanted))

    async def to_decide(self, limit: int, offset: int, lead: str | None = None) -> tuple[list[Task], int]:
        asked = tasks.c.extension_until.is_not(None)
        wanted = or_(tasks.c.status == TaskStatus.SUBMITTED, and_(tasks.c.status.in_(PENDING), asked))
        if lead is not None:
            wanted = and_(wanted, tasks.c.lead_unit == lead)
        since = case((asked, tasks.c.extension_asked_on), else_=tasks.c.submitted_on)
        oldest_first = select(tasks).where(wanted).order_by(since, tasks.c.code)
        found = await self._tasks(oldest_first.limit(limit).offset(offset))
        return found, await self._count(select(func.count()).select_from(tasks).where(wanted))

    async def _tasks(self, query: Select[Any]) -> list[Task]:
        return [_task(row) for row in await self._connection.execute(query)]

    async def _count(self, query: Select[Any]) -> int:
        found: int = (await self._connection.execute(query)).scalar_one()
        return found

    # ── reminders ─────────────────────────────────────────────────────────────────────────────────

    async def pending(
        self, due_by: date | None = None, units: Collection[str] | None = None
    ) -> list[tuple[Task, Rung | None]]:
        query = select(tasks).where(tasks.c.status.in_(PENDING))
        if due_by is not None:
            query = query.where(or_(tasks.c.due_date <= due_by, tasks.c.snoozed_until <= due_by))
        if units is not None:
            query = query.where(tasks.c.lead_unit.in_(units))
        rows = await self._connection.execute(query.order_by(*_URGENT_FIRST))
        return [(_task(row), Rung(row.escalated_rung) if row.escalated_rung else None) for row in rows]

    async def escalated(self, after: date | None, until: date) -> list[tuple[Task, Rung]]:
        query = select(tasks).where(
            tasks.c.status.in_(PENDING), tasks.c.escalated_rung != Rung.HEAD, tasks.c.escalated_on <= until
        )
        if after is not None:
            query = query.where(tasks.c.escalated_on > after)
        rows = await self._connection.execute(query.order_by(*_URGENT_FIRST))
        return [(_task(row), Rung(row.escalated_rung)) for row in rows]

    async def climb(self, rungs: Sequence[tuple[str, Rung]], day: date) -> None:
        by_rung: dict[Rung, list[str]] = {}
        for task_id, rung in rungs:
            by_rung.setdefault(rung, []).append(task_id)
        for rung, ids in by_rung.items():
            for batch in in_batches(ids):
                await self._connection.execute(
                    update(tasks).where(tasks.c.id.in_(batch)).values(escalated_rung=rung, escalated_on=day)
                )

    # ── acts ──────────────────────────────────────────────────────────────────────────────────────

    async def save(self, task: Task, expected_revision: int, *, forget_rung: bool = False) -> None:
        values = {"revision": task.revision, "due_date": task.due_date, **_state(task)}
        if forget_rung:
            values |= _NO_RUNG
        await self._update(task, expected_revision, values)

    async def move(self, task: Task, expected_revision: int) -> None:
        values = {"revision": task.revision, "lead_unit": task.lead_unit, **_state(task)}
        await self._update(task, expected_revision, values)
        await self._connection.execute(delete(task_cooperators).where(task_cooperators.c.task_id == task.id))
        await self._add_cooperators([task])

    async def open_of(self, units: Collection[str]) -> list[Task]:
        return await self._tasks(
            select(tasks)
            .where(tasks.c.lead_unit.in_(units), tasks.c.status.not_in(ENDED))
            .order_by(*_URGENT_FIRST)
        )

    async def open_by_lead(self) -> dict[str, int]:
        rows = await self._connection.execute(
            select(tasks.c.lead_unit, func.count().label("n"))
            .where(tasks.c.status.not_in(ENDED))
            .group_by(tasks.c.lead_unit)
            .order_by(tasks.c.lead_unit)
        )
        return {row.lead_unit: row.n for row in rows}

    async def _update(self, task: Task, expected_revision: int, values: dict[str, Any]) -> None:
        result = await self._connection.execute(
            update(tasks).where(tasks.c.id == task.id, tasks.c.revision == expected_revision).values(values)
        )
        if result.rowcount != 1:
            raise Refused(Code.STALE, task=task.code)

    async def add_events(self, events: Sequence[TaskEvent]) -> None:
        if not events:
            return
        await self._connection.execute(
            insert(task_events),
            [
                {
                    "task_id": event.task_id,
                    "at": event.at,
                    "act": event.act,
                    "person_id": event.person_id,
                    "role": event.role,
                    "from_status": event.from_status,
                    "to_status": event.to_status,
                    "percent": event.percent,
                    "until": event.until,
                    "note": event.note,
                    "from_unit": event.from_unit,
                    "to_unit": event.to_unit,
                    "evidence": [{"kind": piece.kind, "value": piece.value} for piece in event.evidence],
                }
                for event in events
            ],
        )

    async def events(
        self, task_id: str, limit: int, offset: int = 0, *, act: TaskAct | None = None
    ) -> tuple[list[TaskEvent], int]:
        mine = task_events.c.task_id == task_id
        if act is not None:
            mine = and_(mine, task_events.c.act == act)
        rows = await self._connection.execute(
            select(task_events).where(mine).order_by(task_events.c.id.desc()).limit(limit).offset(offset)
        )
        found = [_event(row) for row in rows]
        if offset == 0 and len(found) < limit:
            return found, len(found)
        return found, await self._count(select(func.count()).select_from(task_events).where(mine))

    async def last_words(self, plan_id: str) -> dict[str, datetime]:
        rows = await self._connection.execute(
            select(task_events.c.task_id, func.max(task_events.c.at).label("at"))
            .join(tasks, tasks.c.id == task_events.c.task_id)
            .where(tasks.c.plan_id == plan_id, task_events.c.act.in_(_WORDS))
            .group_by(task_events.c.task_id)
        )
        return {row.task_id: row.at for row in rows}

    async def last_notes(self, act: TaskAct, task_ids: Collection[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for ids in in_batches(sorted(task_ids)):
            last = (
                select(func.max(task_events.c.id))
                .where(task_events.c.act == act, task_events.c.task_id.in_(ids))
                .group_by(task_events.c.task_id)
            )
            rows = await self._connection.execute(
                select(task_events.c.task_id, task_events.c.note).where(task_events.c.id.in_(last))
            )
            found |= {row.task_id: row.note for row in rows}
        return found


_NO_RUNG: Final[dict[str, Any]] = {"escalated_rung": None, "escalated_on": None}


def _planned(task: Task) -> dict[str, Any]:
    return {
        "code": task.code,
        "area": task.area,
        "title_vi": task.title_vi,
        "title_en": task.title_en,
        "lead_unit": task.lead_unit,
        "product_vi": task.product_vi,
        "due_date": task.due_date,
        "original_due_date": task.original_due_date,
    }


def _state(task: Task) -> dict[str, Any]:
    asked = task.extension
    return {
        "status": task.status,
        "submitted_on": task.submitted_on,
        "submitted_by": task.submitted_by,
        "completed_on": task.completed_on,
        "progress_percent": task.progress_percent,
        "acknowledged_on": task.acknowledged_on,
        "snoozed_until": task.snoozed_until,
        "extension_until": asked.until if asked else None,
        "extension_asked_on": asked.asked_on if asked else None,
        "extension_asked_by": asked.asked_by if asked else None,
        "explained_on": task.explained_on,
    }


def _task(row: Any, cooperating_units: tuple[str, ...] = ()) -> Task:
    asked = None
    if row.extension_until is not None:
        asked = Extension(row.extension_until, row.extension_asked_on, row.extension_asked_by)
    return Task(
        id=row.id,
        plan=row.plan_id,
        code=row.code,
        area=Area(row.area),
        title_vi=row.title_vi,
        title_en=row.title_en,
        lead_unit=row.lead_unit,
        cooperating_units=cooperating_units,
        product_vi=row.product_vi,
        due_date=row.due_date,
        original_due_date=row.original_due_date,
        status=TaskStatus(row.status),
        submitted_on=row.submitted_on,
        completed_on=row.completed_on,
        submitted_by=row.submitted_by,
        progress_percent=row.progress_percent,
        acknowledged_on=row.acknowledged_on,
        snoozed_until=row.snoozed_until,
        extension=asked,
        explained_on=row.explained_on,
        revision=row.revision,
    )


def _event(row: Any) -> TaskEvent:
    return TaskEvent(
        task_id=row.task_id,
        at=row.at,
        act=row.act,
        person_id=row.person_id,
        role=Role(row.role) if row.role else None,
        from_status=TaskStatus(row.from_status) if row.from_status else None,
        to_status=TaskStatus(row.to_status) if row.to_status else None,
        percent=row.percent,
        until=row.until,
        note=row.note,
        from_unit=row.from_unit,
        to_unit=row.to_unit,
        evidence=tuple(Evidence(EvidenceKind(piece["kind"]), piece["value"]) for piece in row.evidence),
    )
