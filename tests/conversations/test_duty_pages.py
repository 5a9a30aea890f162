"""Every page of orders, plans and selected bodies, in both languages, with the worst that stands on it."""

from datetime import date, datetime

import pytest

from bot.ui.translation import Translator
from domain.deadlines import DueRule
from domain.digital_plan import PlanTerm
from domain.duty import Fulfilment
from domain.people import Role
from domain.plan import PlanKind
from domain.task import Area, TaskStatus
from domain.unit import DEPTS, NO_DX_PLAN, Unit, UnitKind
from services.dispatch_imports import DispatchHeader, import_digital_plans, import_dispatch
from services.imports import DigitalPlanRow, TaskRow
from services.plans import PlanHeader, import_plan
from simulator.client import Person
from tests.support.dispatches import order
from tests.support.languages import HOSTILE
from tests.support.plans import presses, says
from tests.support.town import PROVINCE, Town
from tests.support.walking import walk

WRITTEN = HOSTILE.replace("\x00", "")
"""What a file may hold; no file is imported that holds a NUL."""
LONG = (WRITTEN * 60)[:1000]
CODE = "A" * 24
UNITS = 12
LEFT_OUT = ("f", "m", "da1", "dc1", "db1", "ds1", "de1", "dn1", "t")
"""Presses that change things, that are within a form, or that lead to tasks: played elsewhere."""
EVERYBODY = tuple(f"U{n}" for n in range(UNITS))


async def hostile_dispatch(town: Town) -> None:
    both = ("U0", "U1")
    standing = Fulfilment.PERIODIC_REPORT
    orders = [
        order(f"{CODE}-1", DEPTS, rule=DueRule.CONTINUOUS, to=both, item=1, fulfilment=standing, title=LONG),
        order(f"{CODE}-2", NO_DX_PLAN, rule=DueRule.URGENT, to=both, fulfilment=Fulfilment.DIGITAL_PLAN, title=LONG),
        order(f"{CODE}-3", NO_DX_PLAN, rule=DueRule.BEFORE_STRICT, due="2023-10-30", to=both, title=LONG),
        order(
            f"{CODE}-4", *EVERYBODY[:7], rule=DueRule.URGENT, to=both, item=6, title=LONG,
            fulfilment=Fulfilment.KEY_TASKS,
        ),
        order(f"{CODE}-5", *EVERYBODY[:7], due="2023-10-03", to=both, item=6, title=LONG),
        order(f"{CODE}-6", DEPTS, rule=DueRule.PER_PERIOD, to=both, item=7, fulfilment=standing, title=LONG),
        order(f"{CODE}-7", DEPTS, rule=DueRule.PER_CASE, to=both, item=5, title=LONG),
    ]  # fmt: skip
    terms = (PlanTerm(2021, 2025), PlanTerm(2023, 2023))
    async with town.product.office.writing() as (uow, scope):
        await uow.units.put(
            [
                Unit("T", LONG, LONG, UnitKind.PROVINCE),
                *(Unit(unit, LONG, LONG, UnitKind.DEPARTMENT, parent="T") for unit in EVERYBODY),
            ]
        )
        await import_dispatch(
            scope, DispatchHeader("P" * 60, date(2023, 10, 2), LONG, LONG, is_sample=True), orders
        )
        await import_digital_plans(
            scope,
            [
                DigitalPlanRow(2, unit, term, LONG, date(2023, 1, 2), "https://a.vn/" + "b" * 900)
                if unit in EVERYBODY[6:] or term == terms[0]
                else DigitalPlanRow(2, unit, term, "", None, "")
                for unit in EVERYBODY
                for term in terms
            ],
            is_sample=True,
        )
        header = PlanHeader("K" * 60, 2023, LONG, LONG, is_sample=True, kind=PlanKind.KEY_TASKS)
        await import_plan(scope, header, [key_task(n) for n in range(24)])


def key_task(n: int) -> TaskRow:
    return TaskRow(
        line=2, code=f"{CODE}-K{n:02}", area=Area.STEERING, title_vi=LONG, title_en=LONG, lead_unit=f"U{n % 2}",
        cooperating_units=(), due_date=date(2023, 11, 15), product_vi=LONG, status=TaskStatus.IN_PROGRESS,
        submitted_on=None, completed_on=None,
    )  # fmt: skip


async def sends_hostile_document(town: Town, person: Person, labels: dict[str, str]) -> None:
    tasks = await says(town, person, "/tasks")
    await presses(town, person, next(one for one in tasks.labels if one.startswith(labels["orders"])))
    await presses(town, person, f"{CODE}-3", labels["send"])
    await says(town, person, f"1{HOSTILE}"[:110])
    await says(town, person, "2/10/2023")
    await person.uploads_document(f"{WRITTEN * 4}.pdf", b"%PDF-1.7\n%%EOF\n")
    await town.settle()
    await presses(town, person, labels["record"])


@pytest.mark.drawing
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_page_holds_whatever_stands_on_it(town: Town, language: str) -> None:
    missing: list[tuple[str, str]] = []
    town.product.deployment.translators[language] = Translator(
        language, zone=PROVINCE, on_missing=lambda *lack: missing.append(lack)
    )
    labels = {
        "vi": {"orders": "Theo công văn", "send": "Đã gửi văn bản", "record": "Ghi nhận", "open": "Mở",
               "back": "Trả lại, nêu lý do"},
        "en": {"orders": "By dispatch", "send": "Document sent", "record": "Record it", "open": "Open",
               "back": "Return with a reason"},
    }[language]  # fmt: skip
    await hostile_dispatch(town)
    head = await town.staff(WRITTEN, Role.UNIT_HEAD, "U0")
    son, minh = await town.staff("Sơn", Role.UNIT_HEAD, "U2"), await town.staff("Minh", Role.UNIT_HEAD, "U1")
    thu, dao = await town.staff("Thu", Role.COORDINATOR, "U0"), await town.staff("Đạo", Role.LEADER)
    for person in (head, son, minh, thu, dao):
        await says(town, person, "/language")
        await presses(town, person, {"vi": "Tiếng Việt", "en": "English"}[language])
    await sends_hostile_document(town, son, labels)
    # It comes back with the longest reason, and is sent once more.
    await presses(town, minh, f"{labels['open']} {CODE}-3", labels["back"])
    await says(town, minh, (HOSTILE * 60)[:590])
    assert f"{CODE}-3" in (await son.last()).text
    await sends_hostile_document(town, son, labels)
    walked = {
        "head": await walk(town, head, LEFT_OUT, "/tasks", "/receipts"),
        "sender": await walk(town, son, LEFT_OUT, "/tasks"),
        "receiver": await walk(town, minh, LEFT_OUT, "/receipts"),
        "coordinator": await walk(town, thu, LEFT_OUT, "/dispatch", "/plans", "/selected", "/receipts"),
        "leader": await walk(town, dao, LEFT_OUT, "/dispatch"),
    }
    assert {name: len(pages) > 5 for name, pages in walked.items()} == dict.fromkeys(walked, True)
    for pages in walked.values():
        for view in pages:
            assert view.media or view.rows, view.text
            assert len(view.rows) <= 6
            assert f"{CODE}-7" not in view.text
            # Nothing typed turns round what follows it.
            assert "\u202e" not in view.text
    for day in (2, 9, 16):
        await town.moves_to(datetime(2023, 10, day, 8, 0, tzinfo=PROVINCE))
    for person in (head, son, minh, thu):
        digest = await person.last()
        assert CODE in digest.text, person.name
        assert len(digest.rows) <= 4
    assert not missing
    async with town.product.office.reading() as (uow, _):
        assert await uow.outbox.undelivered() == []
        assert await uow.inbox.set_aside() == []
