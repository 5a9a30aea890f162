"""Every page of the coordinator's own screens, in both languages, with the worst that stands on it."""

from datetime import date, timedelta

import pytest

from adapters.imports import PLAN_COLUMNS
from bot.ui.translation import Translator
from domain.broadcast import MOST_CHARS, Audience
from domain.people import Role
from domain.settings import SettingRow
from domain.task import Area
from domain.unit import Unit, UnitKind
from domain.workday import MOST_CHARS as DAY_CHARS
from domain.workday import AddedDay
from services.broadcasts import remind, send
from services.plans import import_plan
from simulator.client import Person
from tests.support.languages import HOSTILE
from tests.support.plans import PLAN, presses, says, task
from tests.support.town import PROVINCE, Town
from tests.support.walking import walk

WRITTEN = HOSTILE.replace("\x00", "")
LONG = (WRITTEN * 90)[:1000]
UNITS = tuple(f"U{n}" for n in range(40))
LEFT_OUT = ("f", "m", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "t", "vb2", "vc2", "vr3")
"""Presses that are within a form or lead to other screens: played elsewhere."""


async def hostile_province(town: Town) -> None:
    async with town.product.office.writing() as (uow, scope):
        await uow.units.put(
            [
                Unit("T", LONG, LONG, UnitKind.PROVINCE),
                *(Unit(unit, LONG, LONG, UnitKind.DEPARTMENT, parent="T") for unit in UNITS),
                Unit("SNV", LONG, LONG, UnitKind.DEPARTMENT, parent="T"),
            ]
        )
        tasks = [
            task(f"{'A' * 20}-{n}", unit, "2023-09-01", title=LONG, area=area)
            for n, (unit, area) in enumerate((unit, area) for unit in UNITS[:9] for area in Area)
        ]
        await import_plan(scope, PLAN, tasks)


async def hostile_past(town: Town, person: Person) -> None:
    async with town.product.office.writing() as (uow, scope):
        (thu,) = await uow.people.holding([Role.COORDINATOR])
        actor = thu.actor(scope.now)
        for _ in range(7):
            await send(scope, actor, Audience.EVERYBODY, None, (WRITTEN * 200)[:MOST_CHARS])
        for area in Area:
            await remind(scope, actor, area)
        words = (WRITTEN * 20)[:DAY_CHARS]
        for n in range(9):
            day = date(2023, 10, 3) + timedelta(days=n)
            await uow.added_days.put(AddedDay(day, False, words, words, thu.id, scope.now))
        for n in range(9):
            row = SettingRow("province_signer", (WRITTEN * 50)[:500], date(2023, 10, 1) + timedelta(days=n))
            await uow.settings.set_rule(row, thu.id, scope.now)
    await town.settle()


@pytest.mark.drawing
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_page_holds_whatever_stands_on_it(town: Town, language: str) -> None:
    missing: list[tuple[str, str]] = []
    town.product.deployment.translators[language] = Translator(
        language, zone=PROVINCE, on_missing=lambda *lack: missing.append(lack)
    )
    await hostile_province(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    heads = [await town.staff(WRITTEN + str(n), Role.UNIT_HEAD, unit) for n, unit in enumerate(UNITS[:2])]
    for person in (thu, *heads):
        await says(town, person, "/language")
        await presses(town, person, {"vi": "Tiếng Việt", "en": "English"}[language])
    await hostile_past(town, thu)
    pages = await walk(town, thu, LEFT_OUT, "/coordination", "/broadcasts", "/workdays", "/rules", "/imports")
    assert len(pages) > 60
    for view in pages:
        assert view.rows, view.text
        assert len(view.rows) <= 8
        assert "\u202e" not in view.text
    for head in heads:
        told = [view for view in await head.messages() if view.from_bot]
        assert sum("<b>&{x}" in view.text for view in told) >= 7 + len(Area)
        assert all("\u202e" not in view.text for view in told)
    assert missing == []


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_a_table_with_the_worst_in_it_is_shown(town: Town, language: str) -> None:
    await hostile_province(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/language")
    await presses(town, thu, {"vi": "Tiếng Việt", "en": "English"}[language])
    header = ",".join(PLAN_COLUMNS)
    good = [f"{'A' * 20}-{n},digital_government,{LONG},,U1,,2023-12-01,x,in_progress,," for n in range(60)]
    bad = [f"{LONG},{LONG},{LONG},,{LONG},,{LONG},x,{LONG},," for _ in range(12)]
    for rows, names in ((good, "p"), (bad, "p"), ([f"{LONG},{LONG}"], "d"), ([",".join([LONG] * 30)], "p")):
        await thu.uploads_document(f"{WRITTEN * 3}.csv", "\n".join([header, *rows]).encode())
        await town.settle()
        await town.product.fetcher.step()
        screen = await thu.last()
        buttons = [b["callback_data"] for row in screen.wire["reply_markup"]["inline_keyboard"] for b in row]
        (data,) = [one for one in buttons if one.startswith("vi1") and one.endswith(f":{names}")]
        await thu.forges(data, screen.message_id)
        await town.settle()
        shown = await thu.last()
        assert shown.text != screen.text
        assert shown.rows
        assert "\u202e" not in shown.text
    # A name of a column that fills the message.
    await thu.uploads_document("a.csv", (LONG * 8 + "," + LONG * 8).encode())
    await town.settle()
    await town.product.fetcher.step()
    before = await thu.last()
    await presses(town, thu, before.labels[0])
    assert (await thu.last()).text != before.text
