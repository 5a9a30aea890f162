"""Papers and pictures asked for in the chat: made from what is true, sent as files, and only to whom they belong."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from icalendar import Calendar
from PIL import Image

from bot.samples import import_dossier_samples, import_ranking_samples, import_samples
from bot.stage import BEGINNING
from domain.people import Role
from handlers.dossier_links import ShowTrend
from handlers.papers import AskPaper, OpenPictures, OpenPosters
from simulator.client import Person, View
from tests.support.plans import count, give_tasks, presses, says, task
from tests.support.received import content
from tests.support.town import Town, open_town


@pytest.fixture
def contact() -> str:
    """A way to report without Telegram."""
    return "Thanh tra tỉnh, 0238 000 0000"


@pytest.fixture
async def town(database_url: str, tmp_path: Path, contact: str) -> AsyncIterator[Town]:
    async with open_town(database_url, tmp_path, fallback_contact=contact) as town:
        yield town


async def files(person: Person) -> list[View]:
    return [view for view in await person.messages() if view.from_bot and view.media]


@pytest.fixture
async def thu(town: Town) -> Person:
    await import_samples(town.product.office)
    await import_dossier_samples(town.product.office)
    await import_ranking_samples(town.product.office)
    return await town.staff("Thu", Role.COORDINATOR)


async def test_the_coordinator_gets_the_overdue_report_as_a_word_file(town: Town, thu: Person) -> None:
    page = await says(town, thu, "/papers")
    assert "Báo cáo, biểu đồ" in page.text
    assert len(page.rows) <= 4
    await presses(town, thu, "Báo cáo nhiệm vụ quá hạn (Word)")
    (sent,) = await files(thu)
    assert sent.wire["document"]["file_name"] == "bao-cao-qua-han-2023-10-02.docx"
    assert "Bản dự thảo: đọc lại trước khi lấy số và trình ký." in sent.text
    text = "\n".join(p.text for p in docx.Document(BytesIO(await content(town, sent))).paragraphs)
    assert "33/41 (80,4%), còn 8" in text
    # The screen the button stands on is as it was, for the next paper.
    await presses(town, thu, "Biểu đồ ›")
    screen = next(view for view in await thu.messages() if view.message_id == page.message_id)
    assert screen.labels[-1] == "‹ Quay lại"


async def test_one_workbook_holds_a_sheet_of_tasks_and_one_of_orders(town: Town, thu: Person) -> None:
    await says(town, thu, "/papers")
    await presses(town, thu, "Bảng nhiệm vụ, công văn, hồ sơ, xếp hạng (Excel)")
    (sent,) = await files(thu)
    book = openpyxl.load_workbook(BytesIO(await content(town, sent)))
    names = [sheet.title for sheet in book.worksheets]
    assert names[:3] == ["Nhiệm vụ", "Việc theo công văn", "Hồ sơ trực tuyến"]
    assert [name.partition(",")[0] for name in names[3:]] == ["Xếp hạng", "Xếp hạng"]
    assert all(sheet.max_row >= 21 for sheet in book.worksheets)
    assert "Dữ liệu mẫu" in sent.text


@pytest.mark.parametrize(
    "label",
    [
        "Hoàn thành theo lĩnh vực",
        "Hoàn thành theo đơn vị",
        "Quá hạn theo thời gian",
        "Tiến độ trong năm",
        "Hồ sơ trực tuyến theo đơn vị",
        "Hồ sơ trực tuyến theo tháng",
    ],
)
async def test_each_picture_is_a_photo_to_be_read_on_a_telephone(town: Town, thu: Person, label: str) -> None:
    await says(town, thu, "/papers")
    await presses(town, thu, "Biểu đồ ›", label)
    (sent,) = await files(thu)
    assert sent.media == "photo"
    assert label in sent.text
    assert Image.open(BytesIO(await content(town, sent))).width == 1080


async def test_a_second_press_in_the_same_minute_is_the_same_wish(town: Town, thu: Person) -> None:
    page = await says(town, thu, "/papers")
    label = "Báo cáo nhiệm vụ quá hạn (Word)"
    answers = []
    for _ in range(2):
        pressed = await thu.presses(label, message_id=page.message_id)
        answers.append((await pressed.answer()).text)
        await town.settle()
    assert answers == [
        "Đang lập, sẽ gửi ngay.",
        "Văn bản này đang được gửi. Vui lòng chờ một lát.",
    ]
    assert len(await files(thu)) == 1


async def test_a_head_gets_the_units_due_dates_and_its_poster(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"), task("A-2", "SXD", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/papers")
    assert page.labels == ["Lịch thời hạn (.ics)", "Áp phích (mã QR)", "‹ Trang đầu"]
    await presses(town, minh, "Lịch thời hạn (.ics)")
    await presses(town, minh, "Áp phích (mã QR)")
    agenda, poster = await files(minh)
    entries = Calendar.from_ical(await content(town, agenda)).walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries] == ["Hạn: A-1 Nhiệm vụ A-1"]
    assert (await content(town, poster)).startswith(b"%PDF")


@pytest.mark.parametrize("contact", [""])
async def test_a_poster_without_another_way_to_report_is_not_made_and_says_why(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/papers")
    said = await presses(town, minh, "Áp phích (mã QR)")
    assert "FALLBACK_CONTACT" in said.text
    assert await files(minh) == []


async def test_whoever_does_not_work_with_tasks_is_shown_the_way_home(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    hoa = await town.person("Hoa")
    await hoa.starts()
    page = await says(town, hoa, "/papers")
    assert "Mục này dành cho người làm công tác cải cách hành chính." in page.text


async def test_a_forged_wish_for_what_is_the_provinces_or_anothers_gets_nothing(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/papers")
    for forged in (
        AskPaper("overdue"),
        AskPaper("areas", "STTTT"),
        AskPaper("agenda", "SXD"),
        AskPaper("poster", "SXD"),
        AskPaper("poster"),
        AskPaper("nonsense"),
    ):
        await minh.forges(forged.pack(), page.message_id)
        await town.settle()
    assert await files(minh) == []


async def test_the_lists_of_pictures_and_posters_are_theirs_alone_who_may_have_them(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    dao = await town.staff("Đạo", Role.LEADER)
    hoa = await town.person("Hoa")
    await hoa.starts()
    await town.settle()
    for person, forged in (
        (minh, OpenPictures()),
        (minh, OpenPosters()),
        (hoa, OpenPictures()),
        (hoa, OpenPosters()),
        (dao, OpenPosters()),
    ):
        await person.forges(forged.pack(), (await person.last()).message_id)
        await town.settle()
        shown = "\n".join(view.text for view in await person.messages() if view.from_bot)
        assert "Áp phích đặt tại bộ phận một cửa" not in shown
        assert "Vẽ để xem trên điện thoại" not in shown


async def test_a_role_that_ended_before_the_paper_was_made_gets_no_paper(town: Town, thu: Person) -> None:
    await says(town, thu, "/papers")
    async with town.product.office.reading() as (uow, scope):
        (person,) = await uow.people.holding({Role.COORDINATOR})
    town.product.delivery._pace.hold(0.5)
    await thu.presses("Báo cáo nhiệm vụ quá hạn (Word)")
    await town.listens()
    async with town.product.office.writing() as (uow, scope):
        for grant in person.grants:
            await uow.people.end_grant(grant.id, scope.now)
    await town.settle()
    assert await files(thu) == []


async def test_without_a_plan_it_says_so(town: Town) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/papers")
    before = await count(thu)
    await presses(town, thu, "Báo cáo nhiệm vụ quá hạn (Word)")
    assert [view.text for view in (await thu.messages())[before:]] == ["Chưa nhập kế hoạch nào."]


async def test_nobody_is_kept_waiting_for_the_morning(town: Town) -> None:
    """Who asks at night asked at night: the paper comes at once."""
    await import_samples(town.product.office)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await town.moves_to(BEGINNING.replace(hour=22))
    await says(town, thu, "/papers")
    await presses(town, thu, "Báo cáo nhiệm vụ quá hạn (Word)")
    (sent,) = await files(thu)
    assert ZipFile(BytesIO(await content(town, sent))).namelist()


async def test_a_unit_sees_its_own_months_drawn_and_nobody_elses(town: Town, thu: Person) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/dossiers")
    await presses(town, minh, "Biểu đồ")
    (sent,) = await files(minh)
    assert "Hồ sơ trực tuyến của đơn vị theo tháng" in sent.text
    with Image.open(BytesIO(await content(town, sent))) as image:
        assert image.width == 1080
    for forged in (ShowTrend("SXD"), AskPaper("unit_trend", "SXD"), AskPaper("unit_trend")):
        await minh.forges(forged.pack(), page.message_id)
        await town.settle()
    assert len(await files(minh)) == 1
