"""Successors, moved tasks, ended roles, invitations taken back, as they rest: each is written once and comes back."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.access import excluded_units
from domain.errors import Code, Refused
from domain.people import UNIT_ROLES, Grant, Invitation, Role
from domain.task import Area, Task, TaskStatus, handed_to
from domain.unit import Unit, UnitKind
from services.plans import Plan
from services.task_events import MOVED, TaskEvent
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
DUE = date(2023, 12, 15)
RING = KeyRing.new()
SDL = Unit("SDL", "Sở Du lịch", "Tourism", UnitKind.DEPARTMENT)
TASK = Task(
    "t1", "p1", "A-1", Area.STEERING, "", "", "SDL", ("SVHTT", "SYT"), "", DUE, DUE, acknowledged_on=DUE
)

pytestmark = pytest.mark.both_databases


def unit_of_work(connection: AsyncConnection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, RING, 42, NOW)


@pytest.fixture
async def town(database: Database) -> Database:
    """Three units, a person, and a task of one of the units."""
    async with database.write() as connection:
        uow = unit_of_work(connection)
        await uow.units.put(
            [SDL, *(Unit(code, code, code, UnitKind.DEPARTMENT) for code in ("SVHTT", "SYT"))]
        )
        await uow.people.meet(7, "Lan", NOW, "p7")
        await uow.tasks.put_plan(Plan("p1", "KH-2023", 2023, "Kế hoạch", "Plan"))
        await uow.tasks.add([TASK])
    return database


async def test_successors_come_back_are_replaced_and_taken_away(town: Database) -> None:
    for successors in (("SVHTT", "SYT"), ("SVHTT",), ()):
        ended = replace(SDL, valid_to=date(2023, 10, 31), successors=successors)
        async with town.write() as connection:
            await unit_of_work(connection).units.put([ended])
        async with town.read() as connection:
            units = await unit_of_work(connection).units.all()
        assert units["SDL"] == ended
        assert units["SYT"].successors == ()
        # Whoever took over is kept out of a report about the unit as its own people are.
        assert excluded_units("SDL", units) == {"SDL", *successors}


async def test_a_unit_and_the_one_it_goes_over_to_are_added_together(town: Database) -> None:
    new = [
        Unit("A", "A", "A", UnitKind.BOARD, valid_to=DUE, successors=("B",)),
        Unit("B", "B", "B", UnitKind.BOARD, parent="SYT", valid_from=DUE + timedelta(days=1)),
    ]
    async with town.write() as connection:
        uow = unit_of_work(connection)
        await uow.units.put(new)
        assert [(await uow.units.all())[code] for code in ("A", "B")] == new


async def test_a_moved_task_comes_back_with_its_new_lead_and_without_it_among_those_who_cooperate(
    town: Database,
) -> None:
    moved = handed_to(TASK, "SVHTT")
    event = TaskEvent(
        "t1", NOW, MOVED, from_status=TASK.status, to_status=TASK.status, from_unit="SDL", to_unit="SVHTT"
    )
    async with town.write() as connection:
        tasks = unit_of_work(connection).tasks
        assert await tasks.open_by_lead() == {"SDL": 1}
        await tasks.move(moved, 0)
        await tasks.add_events([event])
        assert await tasks.get("t1") == moved
        assert moved.cooperating_units == ("SYT",)
        assert (await tasks.events("t1", 5))[0] == [event]
        assert await tasks.open_of({"SDL"}) == []
        assert [one.id for one in await tasks.open_of({"SVHTT", "SYT"})] == ["t1"]
        assert await tasks.open_by_lead() == {"SVHTT": 1}
        with pytest.raises(Refused) as refused:
            await tasks.move(moved, 0)
        assert refused.value.code is Code.STALE
        await tasks.save(replace(moved, status=TaskStatus.COMPLETED, revision=2), 1)
        assert await tasks.open_by_lead() == {}
        assert await tasks.open_of({"SVHTT"}) == []


async def test_a_role_is_ended_by_one_of_many_and_is_no_longer_among_those_that_lapsed(
    town: Database,
) -> None:
    grant = Grant("g1", "p7", Role.FOCAL_OFFICER, "SDL", NOW - timedelta(days=9), NOW)
    later = replace(grant, id="g2", unit="SYT", until=NOW + timedelta(seconds=1))
    async with town.write() as connection:
        people = unit_of_work(connection).people
        for one in (grant, later):
            await people.add_grant(one)
        assert await people.lapsed_grants(NOW) == [grant]
        assert await people.grants_of(Role.FOCAL_OFFICER) == [grant, later]
        assert await people.grants_of(Role.FOCAL_OFFICER, "SYT") == [later]
        assert await people.grants_of(Role.UNIT_HEAD) == []

    async def ends() -> bool:
        async with town.write() as connection:
            return await unit_of_work(connection).people.end_grant("g1", NOW)

    assert sorted(await asyncio.gather(*(ends() for _ in range(4)))) == [False, False, False, True]
    async with town.read() as connection:
        people = unit_of_work(connection).people
        assert await people.lapsed_grants(NOW) == []
        assert await people.grants_of(Role.FOCAL_OFFICER, "SDL") == [replace(grant, ended_at=NOW)]


async def test_invitations_of_a_unit_are_taken_back_and_a_used_one_stays_used(town: Database) -> None:
    def made(number: int, role: Role, unit: str) -> Invitation:
        return Invitation(f"i{number}", role, unit, NOW, NOW + timedelta(days=7))

    async with town.write() as connection:
        people = unit_of_work(connection).people
        await people.add_invitation(made(1, Role.UNIT_HEAD, "SDL"), "h1")
        await people.add_invitation(made(2, Role.FOCAL_OFFICER, "SDL"), "h2")
        await people.add_invitation(made(3, Role.UNIT_HEAD, "SYT"), "h3")
        await people.add_invitation(made(4, Role.UNIT_HEAD, "SDL"), "h4")
        assert await people.use_invitation("i4", "p7", NOW)
        await people.revoke_invitations("SDL", UNIT_ROLES, NOW)
        found = {name: await people.invitation(name) for name in ("h1", "h2", "h3", "h4")}
        assert {name: one.revoked_at for name, one in found.items() if one} == {
            "h1": NOW, "h2": NOW, "h3": None, "h4": None,
        }  # fmt: skip
        # Whoever looked before it was taken back comes too late.
        assert not await people.use_invitation("i1", "p7", NOW)
        assert await people.use_invitation("i3", "p7", NOW)
