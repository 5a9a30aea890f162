"""Periodic reports over the wire: a head corrects and sends, the coordinator opens one again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from bot.ui.buttons import Press
from domain.deadlines import DueRule
from domain.dossiers import Month
from domain.inspection import InspectionKind
from domain.meeting import Meeting
from domain.people import Role
from domain.publicity import PublicityForm
from handlers.duty_links import OpenDuty
from handlers.periodic_links import (
    AskPeriodic,
    ChooseReopening,
    OpenUnitReport,
    PeriodUnits,
    ProvincePeriod,
    RemindMissing,
    ReopenReport,
    ReportWhich,
    WriteReport,
)
from services import publicity
from simulator.client import Person
from tests.support.dispatches import give_digital_plans, give_dispatch, order
from tests.support.dossiers import ask_departments, tell
from tests.support.periods import YEAR, at, inspection, sent, words_of
from tests.support.plans import count, done, give_tasks, news, presses, says, task
from tests.support.received import content
from tests.support.town import Town


@pytest.fixture
async def facts(town: Town) -> None:
    """A unit with something of each figure, on a day when the year's report is open."""
    await ask_departments(town)
    await give_tasks(
        town,
        done("A-1", "STTTT"),
        done("A-2", "STTTT", "2023-10-02"),
        task("A-3", "STTTT", "2023-11-30"),
        task("A-4", "STTTT", "2023-12-29"),
        task("A-5", "SXD", "2023-11-30"),
    )
    await town.moves_to(at(12))
    await tell(town, "STTTT", Month(2023, 10), 1000, 700)
    await tell(town, "STTTT", Month(2023, 11), 200, 190)
    await give_digital_plans(town, {"SXD"})


@pytest.fixture
async def minh(town: Town, facts: None) -> Person:
    return await town.staff("Minh", Role.UNIT_HEAD, "STTTT")


@pytest.fixture
async def thu(town: Town, facts: None) -> Person:
    return await town.staff("Thu", Role.COORDINATOR)


# ── a head writes ─────────────────────────────────────────────────────────────────────────────────


async def test_the_figures_stand_there_already(town: Town, minh: Person) -> None:
    page = await says(town, minh, "/periodic")
    for words in (
        "Sở Thông tin và Truyền thông",
        "Báo cáo định kỳ năm 2023 (từ 15/12/2022 đến 14/12/2023)",
        "Hạn đơn vị gửi: Thứ Tư, 13/12/2023. Kỳ báo cáo khóa sau ngày 20/12/2023.",
        "Chưa gửi báo cáo",
        "Số liệu tính đến 12/12/2023",
        "• Nhiệm vụ được giao: 4",
        "• Hoàn thành đúng hạn: 1",
        "• Hoàn thành quá hạn: 1",
        "• Quá hạn, chưa hoàn thành: 1",
        "• Quá hạn đã giải trình: 0",
        "• Được gia hạn: 0",
        "• Hồ sơ tiếp nhận: 1.200",
        "• Hồ sơ nộp trực tuyến: 890",
        "• Hoạt động tuyên truyền: 0",
        "• Cuộc tự kiểm tra đã tổ chức: 0",
        "• Tỷ lệ trực tuyến: 890/1.200 (74,1%), chỉ tiêu 70%",
        "• Kế hoạch chuyển đổi số: đã ban hành",
    ):
        assert words in page.text
    assert page.labels == ["Lập báo cáo", "‹ Kỳ trước", "‹ Trang đầu"]


async def test_two_questions_then_a_figure_is_corrected_and_the_report_is_sent(
    town: Town, minh: Person
) -> None:
    await says(town, minh, "/periodic")
    asked = await presses(town, minh, "Lập báo cáo")
    assert "Câu 1/2" in asked.text
    asked = await says(town, minh, "Thiếu máy quét.")
    assert "Câu 2/2" in asked.text
    review = await presses(town, minh, "Bỏ qua ›")
    assert "Thiếu máy quét." in review.text
    assert "Hoạt động tuyên truyền: 0" in review.text
    assert await sent(town, "STTTT") == []
    await presses(town, minh, "Sửa nội dung đã điền")
    asked = await presses(town, minh, "Hoạt động tuyên truyền")
    assert "Số của hệ thống là 0." in asked.text
    assert "Xin viết số nguyên" in (await says(town, minh, "nhiều")).text
    review = await says(town, minh, "3")
    assert "• Hoạt động tuyên truyền: 3, đã sửa (hệ thống: 0)" in review.text
    page = await presses(town, minh, "Gửi báo cáo")
    assert "Đã gửi báo cáo. Có thể gửi lại cho đến khi kỳ báo cáo khóa." in page.text
    assert "Đã gửi 09:00 12/12/2023 (thủ trưởng đơn vị)" in page.text
    assert "đã sửa (hệ thống: 0)" in page.text
    assert await sent(town, "STTTT") == [(1, {"publicity": 3}, "Thiếu máy quét.", "", "unit_head")]


async def test_figures_that_cannot_be_true_together_are_refused_where_they_are_written(
    town: Town, minh: Person
) -> None:
    await says(town, minh, "/periodic")
    await presses(town, minh, "Lập báo cáo", "Bỏ qua ›", "Bỏ qua ›", "Sửa nội dung đã điền")
    await presses(town, minh, "Hồ sơ nộp trực tuyến")
    for wrong, why in (
        ("1.201", "Số nộp trực tuyến (1.201) lớn hơn số tiếp nhận (1.200)"),
        ("-1", "không thể là số âm"),
        ("1,5", "không dùng dấu phẩy"),
        ("99999999", "không hợp lý"),
    ):
        assert why in (await says(town, minh, wrong)).text
    await says(town, minh, "900")
    await presses(town, minh, "Sửa nội dung đã điền", "Nhiệm vụ được giao")
    assert "3 trên 2" in (await says(town, minh, "2")).text
    await says(town, minh, "5")
    await presses(town, minh, "Gửi báo cáo")
    assert await sent(town, "STTTT") == [(1, {"assigned": 5, "online": 900}, "", "", "unit_head")]


async def test_it_may_be_sent_again_and_every_version_is_kept(town: Town, minh: Person) -> None:
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 2, 1, tzinfo=UTC))
    for person, label, words in ((minh, "Lập báo cáo", "Một"), (lan, "Lập lại báo cáo", "Hai")):
        await says(town, person, "/periodic")
        await presses(town, person, label)
        await says(town, person, words)
        page = await presses(town, person, "Bỏ qua ›", "Gửi báo cáo")
    assert "Đã gửi lại báo cáo." in page.text
    assert "lần 2" in page.text
    assert [(one[0], one[2], one[4]) for one in await sent(town, "STTTT")] == [
        (2, "Hai", "focal_officer"),
        (1, "Một", "unit_head"),
    ]


async def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost(
    town: Town, minh: Person
) -> None:
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 2, 1, tzinfo=UTC))
    for person in (minh, lan):
        await says(town, person, "/periodic")
        await presses(town, person, "Lập báo cáo", "Bỏ qua ›", "Bỏ qua ›")
    await presses(town, minh, "Gửi báo cáo")
    page = await presses(town, lan, "Gửi báo cáo")
    assert "Đã có người thao tác trước" in page.text
    assert "Đã gửi 09:00 12/12/2023" in page.text
    assert len(await sent(town, "STTTT")) == 1


async def test_a_second_press_of_send_sends_nothing_more(town: Town, minh: Person) -> None:
    await says(town, minh, "/periodic")
    review = await presses(town, minh, "Lập báo cáo", "Bỏ qua ›", "Bỏ qua ›")
    send = next(button for row in review.wire["reply_markup"]["inline_keyboard"] for button in row)
    await presses(town, minh, "Gửi báo cáo")
    await minh.forges(send["callback_data"], review.message_id)
    await town.settle()
    assert len(await sent(town, "STTTT")) == 1


async def test_a_report_left_in_the_middle_is_gone_on_with_or_thrown_away(town: Town, minh: Person) -> None:
    await says(town, minh, "/periodic")
    await presses(town, minh, "Lập báo cáo")
    await says(town, minh, "Thiếu máy quét.")
    page = await says(town, minh, "/periodic")
    assert page.labels[0] == "Tiếp tục báo cáo đang lập"
    await presses(town, minh, "Tiếp tục báo cáo đang lập")
    page = await presses(town, minh, "Hủy", "Bỏ nội dung")
    assert "Chưa gửi gì." in page.text
    assert page.labels[0] == "Lập báo cáo"
    assert await sent(town, "STTTT") == []


async def test_long_words_are_cut_by_their_writer(town: Town, minh: Person) -> None:
    await says(town, minh, "/periodic")
    await presses(town, minh, "Lập báo cáo")
    assert "dài hơn 1.000 ký tự" in (await says(town, minh, "a" * 1001)).text
    await says(town, minh, "a" * 1000)
    await says(town, minh, "b" * 1000)
    page = await presses(town, minh, "Gửi báo cáo")
    assert "b" * 900 in page.text


# ── closed and opened again ───────────────────────────────────────────────────────────────────────


async def test_a_closed_period_refuses_and_the_coordinator_opens_it_for_one_unit(
    town: Town, minh: Person, thu: Person
) -> None:
    page = await says(town, minh, "/periodic")
    await town.moves_to(at(21))
    await minh.presses("Lập báo cáo", message_id=page.message_id)
    await town.settle()
    said = next(view for view in await minh.messages() if view.message_id == page.message_id)
    assert "Kỳ báo cáo đã khóa sau ngày 20/12/2023. Xin liên hệ Sở Nội vụ" in said.text
    assert "Lập báo cáo" not in said.labels
    await says(town, thu, "/periodic")
    await presses(town, thu, "Chưa gửi (42)")
    page = await thu.last()
    while "STTTT" not in page.labels:
        page = await presses(town, thu, "Tiếp ›")
    await presses(town, thu, "STTTT")
    asked = await presses(town, thu, "Mở lại cho đơn vị")
    assert asked.labels == ["Thứ Sáu, 22/12/2023", "Thứ Ba, 26/12/2023", "Thứ Năm, 28/12/2023", "‹ Quay lại"]
    before = await count(minh)
    page = await presses(town, thu, "Thứ Ba, 26/12/2023")
    assert "Đã mở lại đến hết ngày 26/12/2023." in page.text
    (told,) = await news(minh, before)
    assert "Báo cáo định kỳ được mở lại để gửi, năm 2023" in told
    await presses(town, minh, "Mở báo cáo", "Lập báo cáo", "Bỏ qua ›", "Bỏ qua ›", "Gửi báo cáo")
    assert len(await sent(town, "STTTT")) == 1
    await town.moves_to(at(27))
    page = await says(town, minh, "/periodic")
    assert page.labels == ["‹ Kỳ trước", "‹ Trang đầu"]


async def test_periods_are_turned_back_to_the_first_that_had_a_plan(town: Town, minh: Person) -> None:
    await says(town, minh, "/periodic")
    page = await presses(town, minh, "‹ Kỳ trước", "‹ Kỳ trước", "‹ Kỳ trước")
    assert "Báo cáo định kỳ quý I năm 2023" in page.text
    assert page.labels == ["Kỳ sau ›", "‹ Trang đầu"]


async def test_before_it_opens_it_says_from_when(town: Town, minh: Person) -> None:
    page = await says(town, minh, "/periodic")
    await minh.forges(WriteReport("STTTT", "2024-q1").pack(), page.message_id)
    await town.settle()
    assert "Báo cáo kỳ này được gửi từ ngày 23/02/2024." in (await minh.last()).text


async def test_a_unit_that_does_not_report_and_a_period_that_is_none_are_named(
    town: Town, facts: None
) -> None:
    dung = await town.staff("Dung", Role.UNIT_HEAD, "TTHCC")
    page = await says(town, dung, "/periodic")
    assert "Đơn vị TTHCC không thuộc diện gửi báo cáo kỳ này." in page.text
    for press, words in (
        (WriteReport("TTHCC", YEAR), "Đơn vị TTHCC không thuộc diện gửi báo cáo kỳ này."),
        (OpenUnitReport("TTHCC", "2023-q2"), "Không có kỳ báo cáo này."),
    ):
        await dung.forges(press.pack(), page.message_id)
        await town.settle()
        assert words in (await dung.last()).text
    assert await sent(town, "TTHCC") == []


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.UNIT_HEAD, "SXD"),
        (Role.LEADER, None),
        (Role.INSPECTOR, "TTT"),
        (None, None),
    ],
)
async def test_a_forged_press_of_the_wrong_role_does_nothing(
    town: Town, minh: Person, role: Role | None, unit: str | None
) -> None:
    if role is None:
        other = await town.person("Hoa")
        await other.starts()
        await town.settle()
    else:
        other = await town.staff("Khach", role, unit)
    page = await other.last()
    wrong: Sequence[Press] = (
        WriteReport("STTTT", YEAR),
        RemindMissing(YEAR),
        ChooseReopening("STTTT", YEAR),
        ReopenReport("STTTT", YEAR, date(2023, 12, 26)),
        *(
            ()
            if role is Role.LEADER
            else (
                OpenUnitReport("STTTT", YEAR),
                ProvincePeriod(YEAR),
                PeriodUnits(YEAR, ReportWhich.SENT),
                AskPeriodic(YEAR),
            )
        ),
    )
    before = await count(minh)
    for press in wrong:
        await other.forges(press.pack(), page.message_id)
        await town.settle()
        assert "Nhiệm vụ được giao" not in (await other.last()).text
    assert await news(minh, before) == []
    async with town.product.office.reading() as (uow, _):
        assert await uow.unit_reports.openings(YEAR) == {}
    assert not [view for view in await other.messages() if view.media]


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────


async def test_the_report_is_spoken_of_in_the_one_digest_and_climbs_once_it_is_overdue(
    town: Town, minh: Person, thu: Person
) -> None:
    before = await count(minh)
    await town.moves_to(at(13, 8))
    (told,) = await news(minh, before)
    assert "BCDK-2023-YEAR · đến hạn hôm nay · thời hạn 13/12/2023" in told
    assert "Gửi báo cáo định kỳ năm 2023" in told
    page = await presses(town, minh, "Mở BCDK-2023-YEAR")
    assert "Báo cáo định kỳ năm 2023" in page.text
    await presses(town, minh, "Lập báo cáo", "Bỏ qua ›", "Bỏ qua ›", "Gửi báo cáo")
    before = await count(thu)
    await town.moves_to(at(14, 8))
    told = "\n".join(await news(thu, before))
    assert "BCDK-2023-YEAR" in told
    page = await presses(town, thu, "Đơn vị chưa gửi báo cáo")
    assert "Đơn vị chưa gửi báo cáo năm 2023: 41" in page.text


async def test_those_missing_are_reminded_once_a_day_and_not_who_sent_meanwhile(
    town: Town, minh: Person, thu: Person
) -> None:
    ha = await town.staff("Ha", Role.UNIT_HEAD, "SXD")
    await says(town, minh, "/periodic")
    await presses(town, minh, "Lập báo cáo", "Bỏ qua ›", "Bỏ qua ›", "Gửi báo cáo")
    before, to_minh = await count(ha), await count(minh)
    await says(town, thu, "/periodic")
    page = await presses(town, thu, "Nhắc đơn vị chưa gửi")
    assert "Đã nhắc 1 đơn vị." in page.text
    (told,) = await news(ha, before)
    assert "Đề nghị gửi báo cáo định kỳ, năm 2023" in told
    page = await presses(town, thu, "Nhắc đơn vị chưa gửi")
    assert "Không có đơn vị nào được nhắc thêm" in page.text
    assert len(await news(ha, before)) == 1
    assert await news(minh, to_minh) == []


async def test_who_is_reminded_in_the_evening_hears_it_in_the_morning(town: Town, thu: Person) -> None:
    ha = await town.staff("Ha", Role.UNIT_HEAD, "SXD")
    await town.moves_to(at(12, 21))
    before = await count(ha)
    await says(town, thu, "/periodic")
    await presses(town, thu, "Nhắc đơn vị chưa gửi")
    assert await news(ha, before) == []
    await town.moves_to(at(13, 9))
    assert any("Đề nghị gửi báo cáo định kỳ" in text for text in await news(ha, before))


# ── the province ──────────────────────────────────────────────────────────────────────────────────


async def test_the_coordinator_sees_who_sent_and_a_leader_reads_only(
    town: Town, minh: Person, thu: Person
) -> None:
    await says(town, minh, "/periodic")
    await presses(town, minh, "Lập báo cáo", "Bỏ qua ›", "Bỏ qua ›", "Gửi báo cáo")
    page = await says(town, thu, "/periodic")
    assert "Đơn vị đã gửi báo cáo: 1/42 (2,3%), còn 41" in page.text
    assert "Đơn vị có sửa số liệu: 0" in page.text
    assert len(page.rows) <= 4
    page = await presses(town, thu, "Đã gửi (1)")
    assert "STTTT · Sở Thông tin và Truyền thông\nđã gửi 09:00 12/12/2023" in page.text
    page = await presses(town, thu, "STTTT")
    assert page.labels == ["‹ Kỳ trước", "‹ Toàn tỉnh"]
    binh = await town.staff("Binh", Role.LEADER)
    page = await says(town, binh, "/periodic")
    assert "Nhắc đơn vị chưa gửi" not in page.labels
    assert "Báo cáo (Word)" in page.labels


async def test_the_provinces_report_is_made_from_every_service_and_the_units_words(
    town: Town, minh: Person, thu: Person
) -> None:
    async with town.product.office.writing() as (uow, scope):
        people = await uow.people.holding({Role.UNIT_HEAD})
        await publicity.log(
            scope, people[0].actor(scope.now), "STTTT", date(2023, 12, 1), PublicityForm.PRESS, "Báo", 500
        )
        await uow.meetings.add(
            Meeting("m", date(2023, 8, 24), "Phiên họp thứ hai", "15/TB-BCĐ"), people[0].id, scope.now
        )
        await uow.inspections.add(
            [
                inspection("own", InspectionKind.OWN, date(2023, 12, 1)),
                inspection("of-the-province", InspectionKind.PROVINCE, date(2023, 11, 1)),
                inspection("of-last-year", InspectionKind.OWN, date(2022, 12, 1)),
            ],
            None,
            scope.now,
        )
    await give_dispatch(town)
    await says(town, minh, "/periodic")
    await presses(town, minh, "Lập báo cáo")
    await says(town, minh, "Thiếu máy quét.\nThiếu người.")
    await says(town, minh, "Đề nghị bố trí kinh phí.")
    await presses(town, minh, "Gửi báo cáo")
    await says(town, thu, "/periodic")
    pressed = await thu.presses("Báo cáo (Word)")
    assert (await pressed.answer()).text == "Đang lập, sẽ gửi ngay."
    await town.settle()
    (file,) = [view for view in await thu.messages() if view.from_bot and view.media]
    assert file.wire["document"]["file_name"] == "bao-cao-dinh-ky-2023-year.docx"
    assert "Bản dự thảo" in file.text
    text = words_of(await content(town, file))
    for words in (
        "Kết quả công tác cải cách hành chính năm 2023",
        "Ngày 24/08/2023 họp Ban Chỉ đạo: Phiên họp thứ hai (15/TB-BCĐ).",
        "Ngày 02/10/2023 ban hành CV-1: Công văn chấn chỉnh.",
        "đã tổ chức tự kiểm tra: 1/42 (2,3%), còn 41; số tồn tại, sai phạm được phát hiện: 4.",
        "Đã tổ chức 1 cuộc kiểm tra",
        "Niêm yết thiếu",
        "a) Tổng số nhiệm vụ được giao: 5.",
        "b) Hoàn thành đúng hạn: 1; hoàn thành quá hạn: 1.",
        "c) Quá hạn, chưa hoàn thành: 2, trong đó đã có giải trình: 0.",
        "Toàn tỉnh tiếp nhận 1.200 hồ sơ, trong đó nộp trực tuyến 890 hồ sơ, đạt 74,1%",
        "1/42 cơ quan, đơn vị đã thực hiện 1 hoạt động tuyên truyền",
        "chưa gửi báo cáo (41)",
        "Sở Thông tin và Truyền thông: Thiếu máy quét. Thiếu người.",
        "Sở Thông tin và Truyền thông: Đề nghị bố trí kinh phí.",
        "41/42 (97,6%), còn 1",
    ):
        assert words in text
    assert "None" not in text


async def test_without_a_plan_of_the_year_it_says_so(town: Town, thu: Person) -> None:
    await says(town, thu, "/periodic")
    before = await count(thu)
    page = await thu.last()
    await thu.forges(AskPeriodic("2022-q3").pack(), page.message_id)
    await town.settle()
    assert "Chưa nhập kế hoạch của năm thuộc kỳ báo cáo này." in "\n".join(await news(thu, before))


async def test_an_order_that_is_answered_for_in_periodic_reports_leads_to_the_report(
    town: Town, minh: Person
) -> None:
    await give_dispatch(town, order("CV-7", "STTTT", rule=DueRule.PER_PERIOD, item=7))
    await says(town, minh, "/tasks")
    page = await minh.last()
    async with town.product.office.reading() as (uow, _):
        (held,) = await uow.duties.orders()
    await minh.forges(OpenDuty(held.id, "STTTT").pack(), page.message_id)
    await town.settle()
    page = await presses(town, minh, "Báo cáo định kỳ của đơn vị")
    assert "Báo cáo định kỳ năm 2023" in page.text


async def test_who_coordinates_and_heads_a_unit_finds_its_report_beside_the_provinces(
    town: Town, thu: Person
) -> None:
    await town.staff("Thu", Role.UNIT_HEAD, "SNV")
    await says(town, thu, "/periodic")
    page = await presses(town, thu, "Báo cáo của SNV")
    assert "Sở Nội vụ" in page.text
    assert page.labels == ["Lập báo cáo", "‹ Kỳ trước", "‹ Toàn tỉnh"]


async def test_the_whole_way_is_there_in_english(town: Town, facts: None) -> None:
    await town.person("Ann", language="en")
    ann = await town.staff("Ann", Role.UNIT_HEAD, "STTTT")
    page = await says(town, ann, "/periodic")
    assert "Periodic report, year 2023 (15/12/2022 to 14/12/2023)" in page.text
    assert "• Tasks done in time: 1" in page.text
    assert "• Online rate: 890/1,200 (74.1%), target 70%" in page.text
    await presses(town, ann, "Write the report", "Skip ›", "Skip ›", "Change an answer", "Acts of publicity")
    review = await says(town, ann, "2")
    assert "• Acts of publicity: 2, corrected (the bot has 0)" in review.text
    page = await presses(town, ann, "Send the periodic report")
    assert "The report is sent. It can be sent again until the period closes." in page.text
