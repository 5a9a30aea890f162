"""Recurring tasks are made once for each period, however many look and however often: on both databases."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from adapters.calendar import province_calendar
from domain.people import Actor, Grant, Role
from domain.recurrence import Every
from domain.settings import DEFAULTS
from domain.unit import DEPTS, Unit, UnitKind
from services import recurrences
from services.scope import Scope
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import plans, tasks
from storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
RING = KeyRing.new()
CALENDAR = province_calendar()

pytestmark = pytest.mark.both_databases


@asynccontextmanager
async def scope_at(database: Database, now: datetime = NOW) -> AsyncIterator[Scope]:
    """A writing transaction at this instant."""
    async with database.write() as connection:
        uow = SqlUnitOfWork(connection, RING, 42, now)
        yield Scope(uow, now, ZoneInfo("Asia/Ho_Chi_Minh"), CALENDAR, DEFAULTS, secrets.token_bytes)
        await uow.flush()


@pytest.fixture
async def coordinator(database: Database) -> Actor:
    """Some units, and who coordinates them."""
    async with scope_at(database) as scope:
        await scope.uow.units.put(
            [
                Unit("UBND", "Tỉnh", "Province", UnitKind.PROVINCE),
                Unit("STC", "Sở Tài chính", "Finance", UnitKind.DEPARTMENT, "UBND"),
                Unit(
                    "SKHDT",
                    "Sở Kế hoạch",
                    "Planning",
                    UnitKind.DEPARTMENT,
                    "UBND",
                    valid_to=date(2023, 10, 31),
                ),
            ]
        )
        person = await scope.uow.people.meet(7, "Thu", NOW, "p7")
    grant = Grant("g1", person.id, Role.COORDINATOR, None, NOW - timedelta(days=1))
    return Actor(person.id, (grant,))


async def made(database: Database) -> list[tuple[str, str, str, str]]:
    async with database.read() as connection:
        rows = await connection.execute(
            select(tasks.c.code, tasks.c.lead_unit, tasks.c.due_date, plans.c.code.label("plan"))
            .join(plans, plans.c.id == tasks.c.plan_id)
            .order_by(plans.c.code, tasks.c.code)
        )
        return [(row.code, row.lead_unit, row.due_date.isoformat(), row.plan) for row in rows]


async def test_two_processes_at_once_make_a_periods_task_once(database: Database, coordinator: Actor) -> None:
    async with scope_at(database) as scope:
        await recurrences.add(scope, coordinator, DEPTS, "Báo cáo", Every.MONTH, 25, None)
    november = NOW + timedelta(days=31)

    async def looks() -> None:
        async with scope_at(database, november) as scope:
            await recurrences.make_recurring(scope)

    await asyncio.gather(*(looks() for _ in range(4)))
    await looks()
    # In November the second department is no more.
    assert await made(database) == [
        ("DK23-01", "SKHDT", "2023-10-25", "DK-2023"),
        ("DK23-02", "STC", "2023-10-25", "DK-2023"),
        ("DK23-03", "STC", "2023-11-25", "DK-2023"),
    ]


async def test_after_an_outage_every_period_has_its_task_in_the_plan_of_its_year(
    database: Database, coordinator: Actor
) -> None:
    async with scope_at(database) as scope:
        rule = await recurrences.add(
            scope, coordinator, "STC", "Báo cáo", Every.QUARTER, 31, date(2024, 3, 31)
        )
    async with scope_at(database, NOW + timedelta(days=400)) as scope:
        await recurrences.make_recurring(scope)
        task = (await scope.uow.tasks.of_leads({"STC"}, None))[-1]
        found = await scope.uow.recurrences.of_task(task.id)
    assert await made(database) == [
        ("DK23-01", "STC", "2023-12-31", "DK-2023"),
        ("DK24-01", "STC", "2024-03-31", "DK-2024"),
    ]
    assert found == (rule, date(2024, 1, 1))
    assert task.title_vi == "Báo cáo (quý I/2024)"


async def test_an_ended_rule_makes_nothing_more_and_is_ended_once(
    database: Database, coordinator: Actor
) -> None:
    async with scope_at(database) as scope:
        rule = await recurrences.add(scope, coordinator, "STC", "Báo cáo", Every.MONTH, 1, None)
        assert (await recurrences.end(scope, coordinator, rule.id)).ended_on == date(2023, 10, 2)
        assert not await scope.uow.recurrences.end(rule.id, date(2023, 10, 3), coordinator.person_id)
    async with scope_at(database, NOW + timedelta(days=60)) as scope:
        await recurrences.make_recurring(scope)
    assert await made(database) == []


async def test_a_rule_for_a_unit_that_is_no_more_stops_by_itself(
    database: Database, coordinator: Actor
) -> None:
    async with scope_at(database) as scope:
        await recurrences.add(scope, coordinator, "SKHDT", "Báo cáo\x00 tuần", Every.MONTH, 31, None)
    async with scope_at(database, NOW + timedelta(days=90)) as scope:
        await recurrences.make_recurring(scope)
        (task,) = await scope.uow.tasks.of_leads({"SKHDT"}, None)
    assert task.title_vi == "Báo cáo tuần (tháng 10/2023)"
