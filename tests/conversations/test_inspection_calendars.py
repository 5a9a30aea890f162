"""Every page of inspections, meetings and recurring tasks, in both languages, with the worst that stands on it."""

from datetime import date, datetime, timedelta

import pytest

from bot.ui.translation import Translator
from domain.inspection import Finding, FindingKind, Inspection, InspectionKind
from domain.people import Role
from domain.recurrence import Every
from domain.unit import DEPTS, Unit, UnitKind
from services import inspections, meetings, recurrences
from services.scope import Scope
from tests.support.languages import HOSTILE
from tests.support.plans import presses, says
from tests.support.town import PROVINCE, Town
from tests.support.walking import walk

LONG = (HOSTILE * 60)[:300]
"""As long as anything written here may be."""
NAME = (HOSTILE.replace("\x00", "") * 60)[:1000]
LEFT_OUT = (
    "f", "m1", "m2", "m3", "p", "us1", "ba1", "ta1", "tb1", "tc1", "te1", "tf1", "tg", "th1", "tl1", "tn1", "ts1",
    "td1", "tu2",
)  # fmt: skip
"""Presses within a form, and those of tasks: played elsewhere."""
UNITS = 7
TODAY = date(2023, 10, 2)


def inspection(unit: int, n: int) -> Inspection:
    """Of each unit's: overdue, ahead, called off, and held with as many findings as there are kinds."""
    day = TODAY + timedelta(days=(n - 4) * 5)
    held = TODAY - timedelta(days=n) if n > 4 else None
    found = tuple(
        Finding(f"{unit}-{n}-{m}", kind, 999, LONG, LONG if m % 2 else "", TODAY if m % 2 else None)
        for m, kind in enumerate(FindingKind)
    )
    return Inspection(
        id=f"{unit}-{n}",
        code=f"TKT23-{unit}{n}",
        kind=InspectionKind.OWN,
        unit=f"U{unit}",
        planned_on=day,
        first_planned_on=day - timedelta(days=1),
        theme=LONG,
        scope=LONG,
        held_on=held,
        called_off_on=TODAY if n == 0 else None,
        reason=LONG if n == 0 else "",
        findings=found if held else (),
        is_sample=True,
    )


async def hostile(scope: Scope, coordinator: str) -> None:
    """Everything that can be entered, at its longest."""
    person = await scope.uow.people.get(coordinator)
    assert person is not None
    actor = person.actor(scope.now)
    await scope.uow.inspections.add(
        [inspection(unit, n) for unit in range(2) for n in (0, 3, 4, 5, 6, 7, 8)], None, scope.now
    )
    for n in (0, 2, 4, 5):
        one = await inspections.plan(scope, actor, InspectionKind.PROVINCE, "U0", TODAY, LONG, LONG)
        if n < 5:
            one = await inspections.hold(scope, actor, one.id, TODAY)
        for kind in list(FindingKind)[: n if n < 5 else 0]:
            await inspections.order_remedy(scope, actor, one.id, kind, 999, LONG, TODAY + timedelta(days=10))
    for _ in range(5):
        meeting = await meetings.enter(scope, actor, TODAY, LONG, f"1{LONG}"[:120])
    for n in range(7):
        await meetings.conclude(scope, actor, meeting.id, f"U{n}", LONG, TODAY + timedelta(days=30))
    for every in (*Every, *Every)[:7]:
        await recurrences.add(scope, actor, DEPTS, LONG, every, 31, None)


@pytest.mark.drawing
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_page_holds_whatever_stands_on_it(town: Town, language: str) -> None:
    missing: list[tuple[str, str]] = []
    town.product.deployment.translators[language] = Translator(
        language, zone=PROVINCE, on_missing=lambda *lack: missing.append(lack)
    )
    async with town.product.office.writing() as (uow, _):
        await uow.units.put(
            [
                Unit("T", NAME, NAME, UnitKind.PROVINCE),
                *(Unit(f"U{n}", NAME, NAME, UnitKind.DEPARTMENT, parent="T") for n in range(UNITS)),
            ]
        )
    head = await town.staff("Minh", Role.UNIT_HEAD, "U0")
    await town.staff("Minh", Role.UNIT_HEAD, "U1")
    thu, dao = await town.staff("Thu", Role.COORDINATOR, "U0"), await town.staff("Đạo", Role.LEADER)
    for person in (head, thu, dao):
        await says(town, person, "/language")
        await presses(town, person, {"vi": "Tiếng Việt", "en": "English"}[language])
    async with town.product.office.writing() as (uow, scope):
        (coordinator,) = await uow.people.holding({Role.COORDINATOR})
        await hostile(scope, coordinator.id)
    walked = {
        "head": await walk(town, head, LEFT_OUT, "/inspections"),
        "coordinator": await walk(town, thu, LEFT_OUT, "/inspections", "/meetings"),
        "leader": await walk(town, dao, LEFT_OUT, "/inspections", "/meetings"),
    }
    assert {name: len(pages) > 20 for name, pages in walked.items()} == dict.fromkeys(walked, True)
    for pages in walked.values():
        for view in pages:
            assert view.rows, view.text
            # A kind of finding has a row of its own: its name takes one.
            assert len(view.rows) <= 5 or len(view.rows) == len(FindingKind) + 1
            # Nothing typed turns round what follows it.
            assert "\u202e" not in view.text
    for day in (3, 4):
        await town.moves_to(datetime(2023, 10, day, 8, 0, tzinfo=PROVINCE))
    for person in (head, thu, dao):
        assert "TKT23-" in (await person.last()).text, person.name
    assert not missing
    async with town.product.office.reading() as (uow, _):
        assert await uow.outbox.undelivered() == []
        assert await uow.inbox.set_aside() == []
