"""Many want one case at the same moment: one has it, and the others are told who."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.worker import Worker
from domain.case import Case, CaseStatus
from domain.case_acts import CaseAct
from domain.errors import Refused
from services import cases
from services.people import Person
from simulator.client import Person as Telegrammer
from storage.tables import audit, inbox
from tests.support.inspection import Inspectorate
from tests.support.town import Town

WORKERS = 4
"""Beside the town's own: as on several machines, each with a batch and a transaction of its own."""
INSPECTORS = 50


@contextlib.asynccontextmanager
async def more_workers(town: Town) -> AsyncIterator[None]:
    product = town.product
    tasks = [
        asyncio.create_task(
            Worker(
                product.office,
                product.application,
                product.api,
                product.deployment,
                on_replies=product.delivery.wake,
            ).run()
        )
        for _ in range(WORKERS)
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def screened(inspectorate: Inspectorate) -> Case:
    case = await inspectorate.receives()
    return await inspectorate.does(await inspectorate.intake(), case, CaseAct.SCREEN)


async def claims_written_down(town: Town, case: Case) -> int:
    async with town.product.office.reading() as (uow, _):
        rows = await uow.connection.execute(
            select(audit.c.id).where(audit.c.case_id == case.id, audit.c.act == "case_claim")
        )
    return len(rows.all())


@pytest.mark.both_databases
async def test_of_fifty_inspectors_who_press_at_once_one_has_it_and_the_rest_are_told_who(
    town: Town, inspectorate: Inspectorate
) -> None:
    case = await screened(inspectorate)
    people = await inspectorate.inspectors(INSPECTORS)
    await asyncio.gather(*(person.sends(f"/case {case.code}") for person in people))
    await town.settle()
    async with more_workers(town):
        pressed = await asyncio.gather(*(person.presses("Nhận xử lý") for person in people))
        answers = [await one.answer(wait=20) for one in pressed]
        await town.settle()
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.ASSIGNED
    assert stored.revision == case.revision + 1
    screens = {person.name: (await person.last()).text for person in people}
    won = [name for name, text in screens.items() if text.startswith("Ông/bà đã nhận xử lý hồ sơ.")]
    assert len(won) == 1
    said = f"{won[0]} đã nhận xử lý hồ sơ này."
    for name, text in screens.items():
        assert f"Người xử lý: {won[0]}" in text
        assert name in won or text.startswith(said)
    assert Counter(answer.text for answer in answers) == {
        "Ông/bà đã nhận xử lý hồ sơ.": 1,
        said: INSPECTORS - 1,
    }
    claims = [one for one in await inspectorate.entries(case) if one.act is CaseAct.CLAIM]
    assert len(claims) == 1
    assert await claims_written_down(town, case) == 1
    # To be refused is no failure: nothing was tried twice.
    async with town.product.office.reading() as (uow, _):
        assert (await uow.connection.execute(select(func.max(inbox.c.attempts)))).scalar_one() == 0


@pytest.mark.both_databases
async def test_transactions_that_all_read_the_case_as_free_end_with_one_owner(
    town: Town, inspectorate: Inspectorate
) -> None:
    case = await screened(inspectorate)
    people = await inspectorate.inspectors(6)
    office = town.product.office
    # Where there is one writer they stand in line; else each waits until all have read the case.
    together = asyncio.Barrier(1 if office.database.is_sqlite else len(people))

    async def claim(who: Telegrammer) -> str:
        async with office.writing() as (uow, scope):
            person: Person = await uow.people.meet(who.id, who.name, scope.now, scope.new_id())
            actor = person.actor(scope.now)
            assert (await cases.seen(scope, actor, case.id)).owner_id is None or together.parties == 1
            await together.wait()
            try:
                owned = await cases.claim(scope, actor, case.id)
            except Refused as refusal:
                return str(refusal.data["owner"])
            assert owned.owner_id == person.id
            return person.name

    told = await asyncio.gather(*(claim(person) for person in people))
    assert len(set(told)) == 1
    assert len([one for one in await inspectorate.entries(case) if one.act is CaseAct.CLAIM]) == 1
