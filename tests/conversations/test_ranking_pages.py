"""Every page of the ranking, in both languages, with the worst that a file or a person can put on it."""

from decimal import Decimal

import pytest

from bot.samples import import_ranking_samples
from bot.ui.translation import Translator
from domain.people import Role
from domain.task import Area
from domain.unit import Unit, UnitKind
from services.imports import ScoreRow
from services.ranking_imports import import_criteria, import_scores
from simulator.client import Person
from tests.support.languages import HOSTILE
from tests.support.plans import give_units, presses, says
from tests.support.rankings import YEAR, criterion
from tests.support.town import PROVINCE, Town
from tests.support.walking import walk

WRITTEN = HOSTILE.replace("\x00", "")
"""What a file may hold; no file is imported that holds a NUL."""
LONG = (WRITTEN * 60)[:1000]
CODE = "A" * 28
UNITS = tuple(f"{'U' * 30}{n:02}" for n in range(7))
"""As long as codes of units may be."""
LEFT_OUT = ("f", "m", "yw1", "yx1", "yv1", "ya1", "yo1", "ye1", "yq1", "yn1")
"""Presses that change things, that are within a form, or that lead out of the ranking: played elsewhere."""


async def hostile_ranking(town: Town) -> None:
    criteria = [criterion(f"{CODE}-{n:02}", "999", list(Area)[n // 7], name=LONG) for n in range(8)]
    scores = [
        ScoreRow(
            2, unit, one.code, Decimal("998.99"), LONG, Decimal("0.01") if unit != UNITS[1] else None, LONG
        )
        for unit in UNITS[:3]
        for one in criteria
    ]
    async with town.product.office.writing() as (uow, scope):
        await uow.units.put(
            [
                Unit("T", LONG, LONG, UnitKind.PROVINCE),
                *(Unit(unit, LONG, LONG, UnitKind.DEPARTMENT, parent="T") for unit in UNITS),
            ]
        )
        await import_criteria(scope, YEAR, criteria, is_sample=True)
        await import_criteria(scope, YEAR - 1, criteria[:1], is_sample=True)
        await import_scores(scope, YEAR, scores)


async def speaks(town: Town, person: Person, language: str) -> None:
    await says(town, person, "/language")
    await presses(town, person, {"vi": "Tiếng Việt", "en": "English"}[language])


@pytest.mark.drawing
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_page_holds_whatever_stands_on_it(town: Town, language: str) -> None:
    missing: list[tuple[str, str]] = []
    town.product.deployment.translators[language] = Translator(
        language, zone=PROVINCE, on_missing=lambda *lack: missing.append(lack)
    )
    other = {"vi": "Cho điểm khác", "en": "Another score"}[language]
    await hostile_ranking(town)
    head = await town.staff("Minh", Role.UNIT_HEAD, UNITS[0])
    await town.staff("Minh", Role.UNIT_HEAD, UNITS[3])
    son = await town.staff("Sơn", Role.UNIT_HEAD, UNITS[1])
    thu = await town.staff("Thu", Role.COORDINATOR)
    await town.staff("Thu", Role.UNIT_HEAD, UNITS[4])
    for person in (head, son, thu):
        await speaks(town, person, language)
    # A reason as long as can be, three times over.
    await says(town, thu, "/ranking")
    group = (await thu.last()).labels[0]
    await presses(town, thu, group, UNITS[0], "1", f"{CODE}-00")
    for n in range(3):
        await presses(town, thu, other)
        await says(town, thu, str(n))
        await says(town, thu, (HOSTILE * 60)[:590])
        await says(town, thu, "/ranking")
        await presses(town, thu, group, UNITS[0], "1", f"{CODE}-00")
    walked = {
        "head": await walk(town, head, LEFT_OUT, "/ranking"),
        "sender": await walk(town, son, LEFT_OUT, "/ranking"),
        "coordinator": await walk(town, thu, LEFT_OUT, "/ranking"),
    }
    assert {name: len(pages) > 10 for name, pages in walked.items()} == dict.fromkeys(walked, True)
    for pages in walked.values():
        for view in pages:
            assert view.rows, view.text
            assert len(view.rows) <= 4
            assert "\u202e" not in view.text
    assert not missing
    async with town.product.office.reading() as (uow, _):
        assert await uow.outbox.undelivered() == []
        assert await uow.inbox.set_aside() == []


async def test_the_sample_shows_something_on_every_screen_and_says_what_it_is(town: Town) -> None:
    await give_units(town)
    await import_ranking_samples(town.product.office)
    await import_ranking_samples(town.product.office)
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    text = (await says(town, thu, "/ranking")).text
    assert "Đã gửi bảng điểm: 17/21\nThẩm định xong: 14/21\nĐứng đầu: SXD (92,25/100)" in text
    assert "Đã gửi bảng điểm: 19/21\nThẩm định xong: 17/21\nĐứng đầu: H-NGHILOC (94,25/100)" in text
    page = await presses(town, thu, "Sở, thanh tra, ban cấp tỉnh", "Chưa gửi")
    assert set(page.labels[:4]) == {"SDL", "SKHCN", "SNGV", "BDT"}
    assert "SDL · Sở Du lịch\nđang tự chấm, 30/31 tiêu chí" in page.text
    page = await presses(town, thu, "Chờ thẩm định")
    assert "đang thẩm định, 29/31 tiêu chí" in page.text
    page = await presses(town, thu, "STNMT")
    assert "Dữ liệu mẫu: tiêu chí và điểm dùng để minh họa." in page.text
    page = await presses(town, thu, "Phiếu người đứng đầu")
    assert "Nhiệm vụ chủ trì: 0" in page.text
