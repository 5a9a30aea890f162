"""/dichvucong over the wire: what a citizen reads, and how the coordinator puts it in other words."""

import asyncio

import pytest

from bot.ui.translation import LANGUAGES, Translator
from domain.guide import GuideSection
from domain.people import Role
from handlers.guide_text import TEXTS, TITLES, TO_CHECK
from simulator.client import Person
from tests.support.plans import presses, says
from tests.support.town import Town

VI = Translator("vi")


def title(section: GuideSection) -> str:
    return VI.plain(TITLES[section])


async def test_a_citizen_reads_every_section_on_one_short_screen_and_finds_the_way_back(
    town: Town, hoa: Person
) -> None:
    home = await says(town, hoa, "/start")
    assert "Nộp hồ sơ trực tuyến" in home.labels
    guide = await presses(town, hoa, "Nộp hồ sơ trực tuyến")
    assert set(map(title, GuideSection)) <= set(guide.labels)
    assert {"Cổng quốc gia", "Cổng của tỉnh"} <= set(guide.labels)
    page = await presses(town, hoa, title(GuideSection.ACCOUNT))
    for section in GuideSection:
        assert page.text == f"{title(section)}\n\n{VI.plain(TEXTS[section])}"
        assert "Sửa nội dung" not in page.labels
        assert {"‹ Mục lục", "‹ Trang đầu"} <= set(page.labels)
        assert len(page.rows) <= 4
        if "Tiếp ›" in page.labels:
            page = await presses(town, hoa, "Tiếp ›")
    assert section is GuideSection.HELP
    assert "18001096" in page.text
    back = await presses(town, hoa, "‹ Mục lục")
    assert back.text == guide.text
    # What is asked beyond the fee can be reported from there.
    await presses(town, hoa, title(GuideSection.FEE), "Gửi phản ánh")
    assert "Câu 1" in (await hoa.last()).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_text_fits_and_names_no_number_but_the_national_one(language: str) -> None:
    tr = Translator(language)
    assert set(TEXTS) == set(TITLES) == set(TO_CHECK) == set(GuideSection)
    for section in GuideSection:
        text = tr.plain(TEXTS[section])
        assert 200 < len(text) < 1300
        digits = "".join(char if char.isdigit() else " " for char in text).split()
        assert [number for number in digits if len(number) > 4] in ([], ["18001096"])


async def test_the_coordinator_puts_a_section_in_other_words_after_reading_what_citizens_will_read(
    town: Town, hoa: Person
) -> None:
    thu = await town.staff("Hoàng Thị Thu", Role.COORDINATOR)
    assert "Nộp hồ sơ trực tuyến" not in (await says(town, thu, "/start")).labels
    await says(town, thu, "/dichvucong")
    page = await presses(town, thu, title(GuideSection.HELP))
    assert "Nội dung tỉnh cần rà soát" in page.text
    asked = await presses(town, thu, "Sửa nội dung", "Tiếng Việt")
    assert VI.plain(TEXTS[GuideSection.HELP]) in asked.text
    assert "Nội dung dài hơn 2.000 ký tự" in (await says(town, thu, "a" * 2001)).text
    review = await says(town, thu, "Gọi <b>Trung tâm</b> & hỏi")
    assert "Người dân sẽ đọc nội dung này (Tiếng Việt)" in review.text
    assert "Gọi <b>Trung tâm</b> & hỏi" in review.text
    await says(town, hoa, "/dichvucong")
    assert "Trung tâm" not in (await presses(town, hoa, title(GuideSection.HELP))).text
    changed = await presses(town, thu, "Đăng nội dung này")
    assert "Đã thay nội dung (Tiếng Việt)." in changed.text
    await says(town, hoa, "/dichvucong")
    read = await presses(town, hoa, title(GuideSection.HELP))
    assert read.text == f"{title(GuideSection.HELP)}\n\nGọi <b>Trung tâm</b> & hỏi"
    # The other language keeps its own text.
    bob = await town.person("Bob", language="en")
    await says(town, bob, "/dichvucong")
    assert "18001096" in (await presses(town, bob, "Whom to ask")).text

    versions = await presses(town, thu, "Các lần sửa")
    assert "Hoàng Thị Thu: thay nội dung" in versions.text
    restored = await presses(town, thu, "Khôi phục nội dung gốc")
    assert "Đã khôi phục nội dung gốc." in restored.text
    await says(town, hoa, "/dichvucong")
    assert "18001096" in (await presses(town, hoa, title(GuideSection.HELP))).text
    versions = await presses(town, thu, "Các lần sửa")
    assert "Hoàng Thị Thu: khôi phục nội dung gốc" in versions.text
    assert "Khôi phục nội dung gốc" not in versions.labels


@pytest.mark.both_databases
async def test_of_two_coordinators_at_once_one_is_told(town: Town) -> None:
    people = [await town.staff(name, Role.COORDINATOR) for name in ("Thu", "Tâm")]
    for person in people:
        await says(town, person, "/dichvucong")
        await presses(town, person, title(GuideSection.FEE), "Sửa nội dung", "Tiếng Việt")
        await says(town, person, f"Lời của {person.name}")
    await asyncio.gather(*(person.presses("Đăng nội dung này") for person in people))
    await town.settle()
    said = [(await person.last()).text for person in people]
    assert sorted("Đã thay nội dung" in text for text in said) == [False, True]
    assert sorted("Đã có người thao tác trước" in text for text in said) == [False, True]
    async with town.product.office.reading() as (uow, _):
        assert len(await uow.guide.versions(GuideSection.FEE, "vi")) == 1


async def test_nobody_else_edits_whatever_they_press(town: Town, hoa: Person) -> None:
    head = await town.staff("Minh", Role.LEADER)
    for person in (hoa, head):
        await says(town, person, "/dichvucong")
        for data in ("ge1:help", "gh1:help:vi", "gr1:help:vi:0"):
            await person.forges(data, (await person.last()).message_id)
            await town.settle()
            assert "Chức năng này không dành cho tài khoản của ông/bà" in (await person.last()).text
            await says(town, person, "/dichvucong")
    async with town.product.office.reading() as (uow, _):
        assert await uow.guide.versions(GuideSection.HELP, "vi") == []
