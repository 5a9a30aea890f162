"""A coordinator puts another template in the place of the bot's own: looked through first, used from then on."""

from io import BytesIO
from typing import NoReturn

import docx
import pytest

from bot.samples import import_samples
from domain.people import Role
from handlers.attachments import FETCH_LIMIT
from handlers.templates import RestoreTemplate, TakeTemplate, UseTemplate
from reports.press import NotPrinted, Press
from services.papers import PaperName
from simulator.client import Person, View
from tests.support.plans import presses, says
from tests.support.received import content
from tests.support.town import Town

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OVERDUE = "Báo cáo nhiệm vụ quá hạn"


async def brought(town: Town, person: Person) -> bytes:
    (*_, last) = [view for view in await person.messages() if view.from_bot and view.media]
    return await content(town, last)


async def own_template(town: Town, person: Person) -> bytes:
    page = await says(town, person, "/templates")
    await presses(town, person, f"Tải mẫu: {OVERDUE}")
    # It comes below; the screen with its other templates stays.
    screen = next(view for view in await person.messages() if view.message_id == page.message_id)
    assert screen.text == page.text
    return await brought(town, person)


def changed(template: bytes, words: str) -> bytes:
    """The template with a paragraph of the coordinator's at its end."""
    document = docx.Document(BytesIO(template))
    document.add_paragraph(words)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


async def sends(town: Town, person: Person, name: str, data: bytes, mime: str = WORD) -> View:
    await person.uploads_document(name, data, mime=mime)
    await town.settle()
    town.product.fetcher.wake()
    await town.settle()
    return await person.last()


async def report(town: Town, person: Person) -> str:
    await says(town, person, "/papers")
    await presses(town, person, f"{OVERDUE} (Word)")
    document = docx.Document(BytesIO(await brought(town, person)))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


async def test_another_template_is_taken_used_and_given_up_again(town: Town) -> None:
    await import_samples(town.product.office)
    thu = await town.staff("Thu", Role.COORDINATOR)
    page = await says(town, thu, "/templates")
    assert page.text.count("mẫu gốc của bot") == 2
    mine = changed(await own_template(town, thu), "Kính đề nghị các đơn vị khẩn trương thực hiện.")
    asked = await sends(town, thu, "mau-moi.docx", mine)
    assert "Tệp này là mẫu của văn bản nào?" in asked.text
    taken = await presses(town, thu, OVERDUE)
    assert "Đã nhận mẫu. Từ nay dùng cho: Báo cáo nhiệm vụ quá hạn." in taken.text
    assert "mau-moi.docx, từ 07:5" in taken.text
    assert "Kính đề nghị các đơn vị khẩn trương thực hiện." in await report(town, thu)
    await town.moves_to(town.clock.now().replace(minute=58))
    await says(town, thu, "/templates")
    restored = await presses(town, thu, f"Dùng lại mẫu gốc: {OVERDUE}")
    assert restored.text.count("mẫu gốc của bot") == 2
    assert "Kính đề nghị" not in await report(town, thu)


async def test_a_template_with_faults_is_refused_with_each_of_them_and_nothing_changes(town: Town) -> None:
    await import_samples(town.product.office)
    thu = await town.staff("Thu", Role.COORDINATOR)
    empty = BytesIO()
    docx.Document().save(empty)
    await sends(town, thu, "trong.docx", empty.getvalue())
    refused = await presses(town, thu, OVERDUE)
    assert "Tệp này không dùng được cho văn bản đã chọn" in refused.text
    assert "nhiem_vu_qua_han" in refused.text
    thrown = await presses(town, thu, "Bỏ tệp")
    assert thrown.text.count("mẫu gốc của bot") == 2


async def test_what_is_no_word_file_is_named(town: Town) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR)
    await sends(town, thu, "mau.docx", b"PK\x03\x04 no word at all")
    refused = await presses(town, thu, OVERDUE)
    assert "Tệp này không dùng được cho văn bản đã chọn" in refused.text
    large = await sends(town, thu, "to.docx", b"x" * (FETCH_LIMIT // 3))
    assert "MB" in large.text


async def test_a_file_that_cannot_be_looked_through_is_told_at_once_and_holds_nobody_up(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ended(*_arguments: object) -> NoReturn:
        raise NotPrinted("not done within 5 seconds")

    thu = await town.staff("Thu", Role.COORDINATOR)
    await sends(town, thu, "mau.docx", b"PK\x03\x04")
    monkeypatch.setattr(Press, "checked", ended)
    refused = await presses(town, thu, OVERDUE)
    assert "Tệp này không dùng được cho văn bản đã chọn" in refused.text
    async with town.product.office.reading() as (uow, _):
        assert await uow.inbox.set_aside() == []
        assert await uow.templates.current(PaperName.OVERDUE) is None


async def test_it_is_the_coordinators_alone(town: Town) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR)
    asked = await sends(town, thu, "mau.docx", b"PK\x03\x04")
    minh = await town.staff("Minh", Role.LEADER)
    hoa = await town.person("Hoa")
    await hoa.starts()
    data = asked.button(OVERDUE)["callback_data"]
    for person in (minh, hoa):
        page = await says(town, person, "/templates")
        assert "mẫu gốc của bot" not in page.text
        for forged in (
            data,
            RestoreTemplate(PaperName.OVERDUE).pack(),
            UseTemplate("x", PaperName.AGES).pack(),
            TakeTemplate(PaperName.OVERDUE).pack(),
        ):
            await person.forges(forged, page.message_id)
            await town.settle()
    async with town.product.office.reading() as (uow, _):
        assert await uow.templates.current(PaperName.OVERDUE) is None
        assert await uow.inbox.set_aside() == []
