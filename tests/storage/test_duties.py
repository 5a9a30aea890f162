"""Dispatches, duties and digital plans as they rest: what was done stays, and who acts on an older state has lost."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.deadlines import DueRule
from domain.digital_plan import DigitalPlan, PlanTerm
from domain.duty import Dispatch, Duty, DutyAct, Order, Paper, Receipt
from domain.errors import Code, Refused
from domain.people import Role
from domain.plan import PlanKind
from domain.reminders import Rung
from domain.task import Area, Task, TaskAct
from domain.unit import Unit, UnitKind
from services.duties import DutyEvent
from services.plans import Plan
from services.task_events import TaskEvent
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork
from tests.support.languages import HOSTILE

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
TODAY = date(2023, 10, 2)
RING = KeyRing.new()
DISPATCH = Dispatch("d1", "CV-1", TODAY, "Công văn", "Dispatch", is_sample=True)
ORDER = Order(
    "o1", "d1", "CV-4B", 4, "Giải trình", "Explain", ("@NO_DX_PLAN", "SDL"), DueRule.BEFORE_STRICT,
    date(2023, 10, 30), "Văn bản", ("SNV", "STTTT"),
)  # fmt: skip
UNTOUCHED = Duty(ORDER, "SDL", None)
PAPER = Paper(f"05/GT {HOSTILE}", TODAY, TODAY, None, link=HOSTILE)
SENT = replace(UNTOUCHED, paper=PAPER, revision=1)
YEAR = PlanTerm(2023, 2023)

pytestmark = pytest.mark.both_databases


def unit_of_work(connection: AsyncConnection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, RING, 42, NOW)


@pytest.fixture
async def town(database: Database) -> Database:
    """Three units, and a dispatch with an order to one of them."""
    async with database.write() as connection:
        uow = unit_of_work(connection)
        await uow.units.put([Unit(code, code, code, UnitKind.DEPARTMENT) for code in ("SDL", "SNV", "STTTT")])
        await uow.duties.put_dispatch(DISPATCH)
        await uow.duties.put_orders([ORDER])
    return database


async def stored(town: Database) -> Duty:
    async with town.read() as connection:
        (record,) = await unit_of_work(connection).duties.records({"o1": ORDER}, {"SDL"})
    return record.duty


async def test_a_dispatch_and_its_orders_come_back_as_they_were_and_are_replaced(town: Database) -> None:
    async with town.write() as connection:
        duties = unit_of_work(connection).duties
        assert await duties.dispatches() == [DISPATCH]
        assert await duties.orders() == await duties.orders("d1") == [ORDER]
        assert await duties.orders("d2") == []
        await duties.put_dispatch(replace(DISPATCH, title_vi="Công văn khác"))
        await duties.put_orders([replace(ORDER, due_rule=DueRule.URGENT, due_date=None)])
        assert [one.title_vi for one in await duties.dispatches()] == ["Công văn khác"]
        assert [one.due_date for one in await duties.orders()] == [None]


async def test_what_was_sent_and_received_comes_back_to_the_character(town: Database) -> None:
    received = replace(SENT, receipts={"SNV": Receipt(TODAY, None, f"12 {HOSTILE}")}, revision=2)
    async with town.write() as connection:
        duties = unit_of_work(connection).duties
        assert await duties.records({"o1": ORDER}) == []
        await duties.save(SENT, 0)
        await duties.save(received, 1)
    assert await stored(town) == received
    back = replace(UNTOUCHED, revision=3)
    async with town.write() as connection:
        await unit_of_work(connection).duties.save(back, 2)
    assert await stored(town) == back


async def test_who_acts_on_an_older_state_has_lost(town: Database) -> None:
    async with town.write() as connection:
        await unit_of_work(connection).duties.save(SENT, 0)
    async with town.write() as connection:
        with pytest.raises(Refused) as refused:
            await unit_of_work(connection).duties.save(replace(SENT, paper=None), 0)
    assert refused.value.code is Code.STALE


async def test_of_two_at_once_on_an_untouched_duty_one_wins(town: Database) -> None:
    async def send(number: str) -> bool:
        try:
            async with town.write() as connection:
                paper = replace(PAPER, number=number)
                await unit_of_work(connection).duties.save(replace(SENT, paper=paper), 0)
        except Refused:
            return False
        return True

    won = await asyncio.gather(*(send(f"{n}/GT") for n in range(5)))
    assert won.count(True) == 1
    found = (await stored(town)).paper
    assert found is not None
    assert found.number == f"{won.index(True)}/GT"


async def test_a_rung_is_remembered_on_a_duty_nobody_touched_and_stays_when_somebody_does(
    town: Database,
) -> None:
    async with town.write() as connection:
        duties = unit_of_work(connection).duties
        await duties.climb([("o1", "SDL", Rung.COORDINATOR)], TODAY)
        await duties.climb([("o1", "SDL", Rung.LEADER)], TODAY + timedelta(days=2))
        await duties.save(SENT, 0)
        (record,) = await duties.records({"o1": ORDER})
    assert (record.rung, record.climbed_on) == (Rung.LEADER, TODAY + timedelta(days=2))
    assert record.duty == SENT


async def test_what_was_done_is_told_latest_first_with_every_word(town: Database) -> None:
    async with town.write() as connection:
        uow = unit_of_work(connection)
        person = await uow.people.meet(7, "Minh", NOW, "p7")
        events = [
            DutyEvent("o1", "SDL", NOW, DutyAct.SEND, person.id, Role.UNIT_HEAD, note="05/GT"),
            DutyEvent("o1", "SDL", NOW, DutyAct.RETURN, person.id, Role.COORDINATOR, "SNV", HOSTILE),
        ]
        for event in events:
            await uow.duties.add_event(event)
        assert await uow.duties.events("o1", "SDL", 5) == events[::-1]
        assert await uow.duties.events("o1", "SDL", 1) == events[1:]
        assert await uow.duties.events("o1", "SNV", 5) == []


async def test_a_plan_of_a_unit_and_term_is_one_row_and_a_term_is_asked_for_once(town: Database) -> None:
    async with town.write() as connection:
        plans = unit_of_work(connection).digital_plans
        await plans.put_terms({YEAR, PlanTerm(2021, 2025)})
        await plans.put_terms({YEAR})
        await plans.put([DigitalPlan("SDL", YEAR, "1/KH", TODAY)], NOW, is_sample=True)
        assert await plans.is_sample()
        entered = DigitalPlan("SDL", YEAR, f"2/KH {HOSTILE}", TODAY, HOSTILE)
        await plans.put([entered], NOW)
        found = await plans.matrix()
        assert not await plans.is_sample()
    assert [term.code for term in found.terms] == ["2021-2025", "2023"]
    assert dict(found.plans) == {("SDL", YEAR): entered}


async def test_the_last_word_on_a_task_is_its_unit_s_own(town: Database) -> None:
    plan = Plan("p1", "NVTT-2023", 2023, "Nhiệm vụ", "Tasks", kind=PlanKind.KEY_TASKS)
    due = date(2023, 12, 15)
    tasks = [Task(f"t{n}", "p1", f"K-{n}", Area.STEERING, "", "", "SDL", (), "", due, due) for n in range(3)]

    def event(task: str, hours: int, act: TaskAct) -> TaskEvent:
        at = NOW + timedelta(hours=hours)
        return TaskEvent(task, at, act, None, Role.UNIT_HEAD, tasks[0].status, tasks[0].status)

    async with town.write() as connection:
        uow = unit_of_work(connection)
        await uow.tasks.put_plan(plan)
        await uow.tasks.add(tasks)
        await uow.tasks.add_events(
            [
                event("t0", 1, TaskAct.REPORT_PROGRESS),
                event("t0", 2, TaskAct.SUBMIT),
                event("t0", 3, TaskAct.RETURN),
                event("t1", 4, TaskAct.ACKNOWLEDGE),
            ]
        )
        assert await uow.tasks.plans() == [plan]
        assert await uow.tasks.last_words("p1") == {"t0": NOW + timedelta(hours=2)}
        assert await uow.tasks.last_words("p2") == {}
