"""Every page of dossiers, publicity and the guide, in both languages, with the worst that stands on it."""

from datetime import UTC, date, datetime

import pytest

from bot.ui.buttons import Press
from bot.ui.translation import Translator
from domain.dossiers import Entry, Month, Target
from domain.guide import ROOM, GuideSection
from domain.people import Actor, Role
from domain.publicity import PublicityForm
from domain.rates import Rate
from domain.unit import Unit, UnitKind
from handlers.dossier_links import DossierKinds, DossierUnits, OpenMonth, ProvinceDossiers, PublicityCounts
from services import guide, publicity
from services.dossiers import EntryRecord
from tests.support.languages import HOSTILE
from tests.support.plans import presses, says
from tests.support.town import PROVINCE, Town
from tests.support.walking import walk

WRITTEN = HOSTILE.replace("\x00", "")
"""What a file may hold; no file is imported that holds a NUL."""
LONG = (WRITTEN * 60)[:1000]
CODE = "A" * 29
UNITS = tuple(f"{CODE}-{n:02}" for n in range(8))
SEPTEMBER = Month(2023, 9)
MOST = 9_999_999
LEFT_OUT = (
    "oi2",
    "f",
    "m",
    "oe1",
    "ot1",
    "oc1",
    "pua1",
    "ge1",
    "gr1",
    "pd1",
    *(f"o{kind}1:{unit}" for kind in "im" for unit in UNITS[2:7]),
)
"""Presses that change things, that are within a form, or to what is as long for one unit as for another."""


async def hostile_figures(town: Town) -> None:
    kinds = (
        UnitKind.DEPARTMENT,
        UnitKind.INSPECTORATE,
        UnitKind.BOARD,
        UnitKind.CITY,
        UnitKind.TOWN,
        UnitKind.DISTRICT,
    )
    async with town.product.office.writing() as (uow, scope):
        await uow.units.put(
            [
                Unit("T", LONG, LONG, UnitKind.PROVINCE),
                *(Unit(unit, LONG, LONG, kinds[n % 6], parent="T") for n, unit in enumerate(UNITS)),
            ]
        )
        await uow.dossiers.put_targets(
            [Target(kind, 100, Month(2023, 8), is_sample=True) for kind in kinds], None, scope.now
        )
        for month in Month(2023, 8).until(SEPTEMBER):
            for unit in UNITS[: 7 if month < SEPTEMBER else 2]:
                entry = Entry(unit, month, 1, Rate(MOST - 1, MOST), is_sample=True)
                await uow.dossiers.add([EntryRecord(entry, scope.now, None, None, HOSTILE * 40)])
        for version in range(2, 12):
            entry = Entry(UNITS[0], SEPTEMBER, version, Rate(MOST - version, MOST))
            await uow.dossiers.add([EntryRecord(entry, scope.now, None, Role.COORDINATOR, HOSTILE * 40)])


async def hostile_log(town: Town, actor: Actor) -> None:
    link = "https://nghean.gov.vn/" + "a" * 1900
    async with town.product.office.writing() as (_, scope):
        for n in range(14):
            await publicity.log(
                scope, actor, UNITS[0], date(2023, 1 + n % 9, 3), PublicityForm.DOOR_TO_DOOR, (HOSTILE * 60)[:600],
                MOST, link,
            )  # fmt: skip


@pytest.mark.drawing
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_page_holds_whatever_stands_on_it(town: Town, language: str) -> None:
    missing: list[tuple[str, str]] = []
    town.product.deployment.translators[language] = Translator(
        language, zone=PROVINCE, on_missing=lambda *lack: missing.append(lack)
    )
    await hostile_figures(town)
    head = await town.staff(WRITTEN, Role.UNIT_HEAD, UNITS[0])
    two = await town.staff("Hai đơn vị", Role.UNIT_HEAD, UNITS[1])
    await town.staff("Hai đơn vị", Role.FOCAL_OFFICER, UNITS[7], until=datetime(2024, 1, 1, tzinfo=UTC))
    thu, dao = await town.staff(WRITTEN + "Thu", Role.COORDINATOR), await town.staff("Đạo", Role.LEADER)
    hoa = await town.person("Hoa")
    for person in (head, two, thu, dao, hoa):
        await says(town, person, "/language")
        await presses(town, person, {"vi": "Tiếng Việt", "en": "English"}[language])
    async with town.product.office.reading() as (uow, scope):
        (found,) = await uow.people.holding({Role.UNIT_HEAD}, UNITS[0])
        (office,) = await uow.people.holding({Role.COORDINATOR})
        actor, coordinator = found.actor(scope.now), office.actor(scope.now)
    await hostile_log(town, actor)
    async with town.product.office.writing() as (_, scope):
        for section in (GuideSection.FEE, GuideSection.HELP):
            await guide.rewrite(scope, coordinator, section, language, (HOSTILE * 200)[:ROOM], 0)
    walked = {
        "head": await walk(town, head, LEFT_OUT, "/dossiers", "/dichvucong"),
        "two": await walk(town, two, LEFT_OUT, "/dossiers"),
        "coordinator": await walk(town, thu, LEFT_OUT, "/dossiers", "/dichvucong"),
        "leader": await walk(town, dao, LEFT_OUT, "/dossiers"),
        "citizen": await walk(town, hoa, LEFT_OUT, "/dichvucong"),
    }
    assert {name: len(pages) > 5 for name, pages in walked.items()} == dict.fromkeys(walked, True)
    for pages in walked.values():
        for view in pages:
            assert view.media or view.rows, view.text
            assert len(view.rows) <= 5
            # Nothing typed turns round what follows it.
            assert "\u202e" not in view.text
    for day in (5, 11):
        await town.moves_to(datetime(2023, 10, day, 8, 0, tzinfo=PROVINCE))
    for person in (two, thu):
        digest = await person.last()
        assert "HSTT-09/2023" in digest.text, person.name
        assert len(digest.rows) <= 4
    assert not missing
    async with town.product.office.reading() as (uow, _):
        assert await uow.outbox.undelivered() == []
        assert await uow.inbox.set_aside() == []


async def test_a_month_that_somebody_made_up_is_answered(town: Town) -> None:
    await hostile_figures(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    made_up: list[Press] = [
        kind(day)
        for day in (date.min, date.max)
        for kind in (ProvinceDossiers, DossierKinds, DossierUnits, PublicityCounts)
    ]
    made_up += [OpenMonth(UNITS[0], date.min), OpenMonth(UNITS[0], date.max), OpenMonth("KHONG-CO", date.min)]
    await says(town, thu, "/dossiers")
    for press in made_up:
        pressed = await thu.forges(press.pack(), (await thu.last()).message_id)
        assert (await pressed.answer()).answered
        await town.settle()
    async with town.product.office.reading() as (uow, _):
        assert await uow.inbox.set_aside() == []
