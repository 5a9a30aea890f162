"""Two processes on one database: a chat's messages in their order, each handled by one of them, once."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Product, running
from bot.points import Point
from bot.ui import forms
from bot.ui.forms import Json
from domain.report import Conduct, Field
from handlers.report_form import AGREE, FORM, NAME
from services import reports
from services.ports import Draft
from simulator.client import Person
from tests.support.databases import postgres_database
from tests.support.ports import webhook_settings
from tests.support.town import Town, open_town

PEOPLE = 24
MESSAGES = 12


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    with postgres_database(postgres) as address:
        yield address


def _counting(passed: Counter[Point], both: list[Product]) -> Callable[[Point], None]:
    """Counts what one of the two does, and has both look at once: by themselves others look each second."""

    def at(point: Point) -> None:
        passed[point] += 1
        for product in both:
            if point is Point.INTAKE_COMMITTED:
                product.worker.wake()
            if point is Point.WORKER_AFTER_COMMIT:
                product.delivery.wake()

    return at


@pytest.fixture
def passed() -> tuple[Counter[Point], Counter[Point]]:
    """What each of the two did."""
    return Counter(), Counter()


@pytest.fixture
async def town(
    database_url: str, tmp_path: Path, passed: tuple[Counter[Point], Counter[Point]]
) -> AsyncIterator[Town]:
    one, other = passed
    both: list[Product] = []
    async with open_town(
        database_url, tmp_path, at=_counting(one, both), mode="webhook", **webhook_settings()
    ) as town:
        listening = webhook_settings()
        secret = SecretStr(listening.pop("webhook_secret"))
        settings = town.settings.model_copy(update={**listening, "webhook_secret": secret})
        second: Product = replace(town.product, settings=settings, at=_counting(other, both))
        async with running(second):
            both += [town.product, second]
            yield town


async def _comes_to_tell(town: Town, person: Person) -> None:
    """The person's report is begun and stands at the question of what happened."""
    async with town.product.office.writing() as (uow, scope):
        met = await uow.people.meet(person.id, person.name, scope.now, scope.new_id())
        state = forms.start(FORM)
        answers: list[Json] = ["vi", AGREE, Conduct.EXTORTION, {"code": "STNMT", "commune": ""}]
        for answer in answers:
            state = forms.answer(FORM, state, answer)
        for _ in range(3):
            state = forms.skip(FORM, state)
        assert state.step == Field.WHAT
        draft = Draft(met.id, NAME, state.turn, state.to_json(), case_id=await reports.begin(scope, met))
        await uow.drafts.save(draft, scope.now + timedelta(hours=1), scope.now)


async def _told(town: Town, person: Person) -> list[Json]:
    async with town.product.office.reading() as (uow, scope):
        met = await uow.people.meet(person.id, person.name, scope.now, scope.new_id())
        draft = await uow.drafts.get(met.id, NAME)
    assert draft is not None
    return forms.items_of(forms.restore(FORM, draft.body), Field.WHAT)


async def test_many_who_write_at_once_are_each_heard_in_order_and_once(
    town: Town, passed: tuple[Counter[Point], Counter[Point]]
) -> None:
    people = [await town.person(f"Người {number}") for number in range(PEOPLE)]
    for person in people:
        await _comes_to_tell(town, person)
    texts = [f"tin thứ {number}" for number in range(MESSAGES)]
    for text in texts:
        for person in people:
            await person.sends(text)
    await town.settle()
    for person in people:
        assert await _told(town, person) == texts
        assert [view.text for view in await person.messages() if not view.from_bot] == texts
        said = [view.text for view in await person.messages() if view.from_bot]
        counts = [int(number) for text in said for number in re.findall(r"Đã lưu (\d+) tin nhắn", text)]
        assert counts == list(range(1, MESSAGES + 1))
    for what in passed:
        assert what[Point.WORKER_HANDLED] > PEOPLE
        assert what[Point.DELIVERY_SENT] > PEOPLE


async def test_what_leaves_no_draft_is_answered_once_and_in_order_too(
    town: Town, passed: tuple[Counter[Point], Counter[Point]]
) -> None:
    people = [await town.person(f"Người {number}") for number in range(PEOPLE)]
    commands = ("/help", "/language", "/cancel") * 3
    for command in commands:
        for person in people:
            await person.sends(command)
    await town.settle()
    for person in people:
        said = [view.text.split()[0] for view in await person.messages() if view.from_bot]
        assert said == ["Có", "Ngôn", "Không"] * 3
    for what in passed:
        assert what[Point.WORKER_HANDLED] > PEOPLE
