"""Online dossiers over the wire: a head enters a month, the coordinator corrects and sees the province, one digest."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from domain.dossiers import Month, Target
from domain.people import Role
from domain.settings import SettingRow
from domain.unit import UnitKind
from simulator.client import Person
from tests.support.dossiers import SEPTEMBER, TARGET, ask_departments, tell
from tests.support.plans import count, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town

STALE = "Đã có người thao tác trước nên chưa có gì thay đổi."


def at(day: int, hour: int = 9, *, month: int = 10) -> datetime:
    return datetime(2023, month, day, hour, tzinfo=PROVINCE)


async def entries(town: Town, unit: str) -> list[tuple[int, int, int, str, str]]:
    """All that is stored of September, the latest first."""
    async with town.product.office.reading() as (uow, _):
        return [
            (
                record.entry.version,
                record.entry.received,
                record.entry.online,
                record.role.value if record.role else "",
                record.reason,
            )
            for record in await uow.dossiers.versions(unit, SEPTEMBER)
        ]


@pytest.fixture
async def minh(town: Town) -> Person:
    """The head of a department that is asked for its figures."""
    await ask_departments(town)
    return await town.staff("Minh", Role.UNIT_HEAD, "STTTT")


# ── a head enters ─────────────────────────────────────────────────────────────────────────────────


async def test_a_head_enters_both_numbers_in_one_message_and_reads_the_rate_cut_off(
    town: Town, minh: Person
) -> None:
    page = await says(town, minh, "/dossiers")
    for words in (
        "Sở Thông tin và Truyền thông: hồ sơ trực tuyến",
        "Chỉ tiêu: 70%, từ tháng 01/2023",
        "Tháng 09/2023: chưa nhập số liệu",
        "Chốt số liệu: Thứ Ba, 10/10/2023",
        "• 04/2023: chưa nhập",
    ):
        assert words in page.text
    asked = await presses(town, minh, "Nhập số liệu 09/2023")
    assert "Có thể gửi cả hai số trong một tin nhắn" in asked.text
    review = await says(town, minh, "1.201 899")
    for words in ("Tiếp nhận: 1.201", "Nộp trực tuyến: 899", "Tỷ lệ trực tuyến: 899/1.201 (74,8%)"):
        assert words in review.text
    assert await entries(town, "STTTT") == []
    done = await presses(town, minh, "Ghi nhận số liệu")
    assert "Đã ghi nhận tháng 09/2023: 899/1.201 (74,8%)." in done.text
    assert "Lịch sử nhập" in done.text
    assert await entries(town, "STTTT") == [(1, 1201, 899, "unit_head", "")]
    page = await presses(town, minh, "‹ Đơn vị")
    assert "• 09/2023: 899/1.201 (74,8%)" in page.text
    assert "Lũy kế năm 2023: 899/1.201 (74,8%)" in page.text
    assert "Sửa số liệu 09/2023" in page.labels


async def test_two_steps_and_every_wrong_number_is_answered_with_what_is_wrong(
    town: Town, minh: Person
) -> None:
    await says(town, minh, "/dossiers")
    await presses(town, minh, "Nhập số liệu 09/2023")
    for wrong, why in (
        ("nhiều lắm", "Xin viết số nguyên"),
        ("abc", "Xin viết số nguyên"),
        ("1,234", "không dùng dấu phẩy"),
        ("-5", "không thể là số âm"),
        ("99999999", "Số lớn hơn 9.999.999 không hợp lý"),
        ("900 1200", "Số nộp trực tuyến (1.200) lớn hơn số tiếp nhận (900)"),
        ("1 2 3", "Xin viết số nguyên"),
        ("-1 0", "không thể là số âm"),
    ):
        assert why in (await says(town, minh, wrong)).text
    asked = await says(town, minh, "1.234")
    assert "Trong 1.234 hồ sơ, bao nhiêu hồ sơ được nộp trực tuyến?" in asked.text
    assert "Số nộp trực tuyến (1.235) lớn hơn số tiếp nhận (1.234)" in (await says(town, minh, "1235")).text
    review = await says(town, minh, "0")
    assert "0/1.234 (0,0%)" in review.text
    # An answer is changed at the review; what no longer fits is caught before anything is stored.
    await presses(town, minh, "Sửa nội dung đã điền")
    await presses(town, minh, "Số nộp trực tuyến")
    review = await says(town, minh, "1.000")
    assert "1.000/1.234 (81,0%)" in review.text
    await presses(town, minh, "Ghi nhận số liệu")
    assert await entries(town, "STTTT") == [(1, 1234, 1000, "unit_head", "")]


async def test_two_numbers_replace_the_first_answer_as_well(town: Town, minh: Person) -> None:
    await says(town, minh, "/dossiers")
    await presses(town, minh, "Nhập số liệu 09/2023")
    await says(town, minh, "500")
    review = await says(town, minh, "600 300")
    assert "300/600 (50,0%)" in review.text
    assert "Chỉ tiêu: 70%" in review.text


async def test_a_number_far_from_the_month_before_is_asked_about(town: Town, minh: Person) -> None:
    await tell(town, "STTTT", Month(2023, 8), 1200, 900)
    await says(town, minh, "/dossiers")
    await presses(town, minh, "Nhập số liệu 09/2023")
    assert (
        "Tháng trước đơn vị tiếp nhận 1.200 hồ sơ. Xin kiểm tra lại"
        in (await says(town, minh, "12000 900")).text
    )


async def test_an_open_month_is_corrected_and_its_history_stays(town: Town, minh: Person) -> None:
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=UTC))
    for person, numbers in ((minh, "100 50"), (lan, "110 60")):
        await says(town, person, "/dossiers")
        view = await person.last()
        label = next(one for one in view.labels if one.endswith("số liệu 09/2023"))
        await presses(town, person, label)
        review = await says(town, person, numbers)
        if person is lan:
            assert "Số đã nhập trước: 50/100 (50,0%)" in review.text
        await presses(town, person, "Ghi nhận số liệu")
    assert await entries(town, "STTTT") == [
        (2, 110, 60, "focal_officer", ""),
        (1, 100, 50, "unit_head", ""),
    ]
    page = (await lan.last()).text
    assert "60/110 (54,5%) (công chức đầu mối" in page
    assert "50/100 (50,0%) (thủ trưởng đơn vị" in page
    assert "60/110 (54,5%), dưới chỉ tiêu 70%" in page


@pytest.mark.both_databases
async def test_of_two_who_enter_at_once_one_is_told_and_nothing_is_lost(town: Town) -> None:
    await ask_departments(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=UTC))
    for person, numbers in ((minh, "100 50"), (lan, "110 60")):
        await says(town, person, "/dossiers")
        await presses(town, person, "Nhập số liệu 09/2023")
        await says(town, person, numbers)
    await asyncio.gather(minh.presses("Ghi nhận số liệu"), lan.presses("Ghi nhận số liệu"))
    await town.settle()
    said = [(await person.last()).text for person in (minh, lan)]
    assert sorted("Đã ghi nhận" in text for text in said) == [False, True]
    assert sorted(STALE in text for text in said) == [False, True]
    stored = await entries(town, "STTTT")
    assert len(stored) == 1
    # Both read what holds.
    figure = f"{stored[0][2]}/{stored[0][1]}"
    assert all(figure in text for text in said)


async def test_the_same_figures_again_make_no_new_version(town: Town, minh: Person) -> None:
    for label in ("Nhập số liệu 09/2023", "Sửa số liệu 09/2023"):
        await says(town, minh, "/dossiers")
        await presses(town, minh, label)
        await says(town, minh, "100 50")
        await presses(town, minh, "Ghi nhận số liệu")
    assert len(await entries(town, "STTTT")) == 1


async def test_a_month_that_was_not_told_keeps_its_place_when_the_form_is_left(
    town: Town, minh: Person
) -> None:
    await says(town, minh, "/dossiers")
    await presses(town, minh, "Nhập số liệu 09/2023")
    left = await presses(town, minh, "Hủy")
    assert "Chưa ghi nhận gì." in left.text
    assert "Chưa nhập số liệu" in left.text


# ── a closed month ────────────────────────────────────────────────────────────────────────────────


async def test_a_closed_month_is_refused_with_the_way_on_and_the_coordinator_corrects_it_with_a_reason(
    town: Town, minh: Person
) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    await town.moves_to(at(10, 16))
    await says(town, minh, "/dossiers")
    page = await presses(town, minh, "Nhập số liệu 09/2023")
    await says(town, minh, "100 50")
    # Midnight passes while the form is open.
    await town.moves_to(at(11, 7))
    page = await presses(town, minh, "Ghi nhận số liệu")
    assert "Số liệu đã chốt ngày 10/10/2023. Xin gửi số liệu kèm lý do đến Sở Nội vụ" in page.text
    assert await entries(town, "STTTT") == []
    assert "Nhập số liệu" not in page.labels

    await says(town, thu, "/dossiers")
    listed = await presses(town, thu, "Chưa nhập (18)")
    while "STTTT" not in listed.labels:
        listed = await presses(town, thu, "Tiếp ›")
    await presses(town, thu, "STTTT", "Nhập số liệu 09/2023")
    await says(town, thu, "100 50")
    assert "Vì sao cán bộ điều phối nhập" in (await thu.last()).text
    assert "Tin nhắn trống" in (await says(town, thu, "\u200b")).text
    review = await says(town, thu, "Công văn 12/STTTT <b>ngày</b> 11/10")
    assert "Lý do: Công văn 12/STTTT <b>ngày</b> 11/10" in review.text
    done = await presses(town, thu, "Ghi nhận số liệu")
    assert "Đã ghi nhận tháng 09/2023: 50/100 (50,0%)." in done.text
    assert "Công văn 12/STTTT" in done.text
    assert await entries(town, "STTTT") == [
        (1, 100, 50, "coordinator", "Công văn 12/STTTT <b>ngày</b> 11/10")
    ]


async def test_the_cut_off_day_is_a_setting(town: Town, minh: Person) -> None:
    async with town.product.office.writing() as (uow, scope):
        await uow.settings.set_rule(
            SettingRow("dossier_cut_off_day", "1", date(2023, 10, 1)), None, scope.now
        )
    await town.restarts()
    page = await says(town, minh, "/dossiers")
    assert "Đã chốt số liệu: Chủ Nhật, 01/10/2023" in page.text
    assert "Nhập số liệu 09/2023" not in page.labels


# ── one digest ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_a_unit_that_has_not_entered_is_told_in_the_one_digest_beside_its_tasks(town: Town) -> None:
    await ask_departments(town)
    await give_tasks(town, task("A-1", "STTTT", "2023-10-05"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    ha = await town.staff("Hà", Role.UNIT_HEAD, "STC")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await tell(town, "STC", SEPTEMBER, 100, 90)
    heard: dict[str, list[tuple[int, str]]] = {"Minh": [], "Hà": [], "Thu": []}
    for day in (4, 5, 6, 9, 10, 11, 12):
        before = {person.name: await count(person) for person in (minh, ha, thu)}
        await town.moves_to(at(day, 8))
        for person in (minh, ha, thu):
            heard[person.name] += [(day, text) for text in await news(person, before[person.name])]
    # One message a morning, for the task and the figures alike.
    assert [day for day, _ in heard["Minh"]] == [4, 5, 6, 9, 10, 11, 12]
    fifth = heard["Minh"][1][1]
    assert "A-1 · đến hạn hôm nay" in fifth
    assert "HSTT-09/2023 · còn 3 ngày làm việc · thời hạn 10/10/2023" in fifth
    assert "Nhập số liệu hồ sơ trực tuyến tháng 09/2023" in fifth
    assert "HSTT-09/2023 · đến hạn hôm nay" in heard["Minh"][4][1]
    assert heard["Hà"] == []
    # Past the cut-off the coordinator hears who is missing, and opens the list from there.
    eleventh = [text for day, text in heard["Thu"] if day == 11]
    assert len(eleventh) == 1
    assert "HSTT-09/2023" in eleventh[0]
    assert "Dữ liệu mẫu" not in eleventh[0]
    listed = await presses(town, thu, "Đơn vị chưa nhập số liệu")
    assert "Đơn vị chưa nhập số liệu tháng 09/2023: 17" in listed.text


async def test_from_the_digest_to_the_figures_in_two_presses_and_the_next_digest_is_silent(
    town: Town, minh: Person
) -> None:
    before = await count(minh)
    await town.moves_to(at(5, 8))
    (digest,) = await news(minh, before)
    assert "HSTT-09/2023" in digest
    await presses(town, minh, "Mở HSTT-09/2023", "Nhập số liệu")
    await says(town, minh, "100 90")
    await presses(town, minh, "Ghi nhận số liệu")
    before = await count(minh)
    for day in (9, 10, 11):
        await town.moves_to(at(day, 8))
    assert await news(minh, before) == []


async def test_without_a_target_nobody_is_asked_and_figures_can_be_entered_all_the_same(town: Town) -> None:
    await give_tasks(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    before = await count(minh)
    for day in (5, 9, 10, 11):
        await town.moves_to(at(day, 8))
    assert await news(minh, before) == []
    assert "Chưa đặt chỉ tiêu cho loại đơn vị này." in (await says(town, minh, "/dossiers")).text
    assert "Chưa đặt chỉ tiêu nên chưa đơn vị nào phải nhập" in (await says(town, thu, "/dossiers")).text


# ── the province ──────────────────────────────────────────────────────────────────────────────────


async def test_the_coordinator_sees_the_rate_who_is_missing_and_who_is_below_by_kind(town: Town) -> None:
    await ask_departments(town, TARGET, Target(UnitKind.CITY, 60, Month(2023, 1)))
    thu = await town.staff("Thu", Role.COORDINATOR)
    await tell(town, "STTTT", Month(2023, 8), 100, 50)
    await tell(town, "STTTT", SEPTEMBER, 1000, 900)
    await tell(town, "SXD", SEPTEMBER, 500, 100)
    await tell(town, "TP-VINH", SEPTEMBER, 2000, 1000)
    page = await says(town, thu, "/dossiers")
    for words in (
        "Hồ sơ trực tuyến toàn tỉnh, tháng 09/2023",
        "Tỷ lệ trực tuyến: 2.000/3.500 (57,1%)",
        "Đơn vị đã nhập: 3/19",
        "Dưới chỉ tiêu: 2",
        "• 08/2023: 50/100 (50,0%), 1 đơn vị",
        "• 09/2023: 2.000/3.500 (57,1%) ↑, 3 đơn vị",
    ):
        assert words in page.text, words
    assert page.rows[0] == ["Chưa nhập (16)", "Dưới chỉ tiêu (2)"]
    below = await presses(town, thu, "Dưới chỉ tiêu (2)")
    assert "SXD · Sở Xây dựng\n100/500 (20,0%), dưới chỉ tiêu 70%" in below.text
    assert below.text.index("SXD") < below.text.index("TP-VINH")
    unit = await presses(town, thu, "SXD")
    assert "Sở Xây dựng: hồ sơ trực tuyến" in unit.text
    await presses(town, thu, "‹ Toàn tỉnh", "Chưa nhập (16)")
    listed = await presses(town, thu, "Tiếp ›")
    assert "Đơn vị chưa nhập số liệu tháng 09/2023: 16" in listed.text
    kinds = await presses(town, thu, "‹ Toàn tỉnh", "Theo loại đơn vị")
    assert "Thành phố: 1.000/2.000 (50,0%), chỉ tiêu 60%\nĐã nhập 1/1, dưới chỉ tiêu 1" in kinds.text
    cities = await presses(town, thu, "Thành phố")
    assert "TP-VINH" in cities.labels
    earlier = await presses(town, thu, "‹ Toàn tỉnh", "‹ 08/2023")
    assert "tháng 08/2023" in earlier.text
    assert "Đơn vị đã nhập: 1/19" in earlier.text
    assert "09/2023 ›" in earlier.labels


async def test_a_leader_reads_and_changes_nothing(town: Town) -> None:
    await ask_departments(town)
    ong = await town.staff("Ông Sơn", Role.LEADER)
    await tell(town, "STTTT", SEPTEMBER, 1000, 900)
    page = await says(town, ong, "/dossiers")
    assert "900/1.000 (90,0%)" in page.text
    assert "Hướng dẫn cho người dân" not in page.labels
    kinds = await presses(town, ong, "Theo loại đơn vị")
    assert "Đặt chỉ tiêu" not in kinds.labels
    listed = await presses(town, ong, "Sở")
    while "STTTT" not in listed.labels:
        listed = await presses(town, ong, "Tiếp ›")
    await presses(town, ong, "STTTT")
    month = await presses(town, ong, "09/2023")
    assert [label for label in month.labels if "hập" in label or "Sửa" in label] == []


async def test_the_coordinator_sets_a_target_from_a_month_on(town: Town) -> None:
    await give_tasks(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/dossiers")
    await presses(town, thu, "Theo loại đơn vị", "Đặt chỉ tiêu", "Sở")
    assert "số nguyên từ 1 đến 100" in (await says(town, thu, "120")).text
    assert "số nguyên từ 1 đến 100" in (await says(town, thu, "70,5")).text
    await says(town, thu, "70%")
    assert "Đây không phải là tháng hợp lệ" in (await says(town, thu, "tháng sau")).text
    review = await says(town, thu, "9/2023")
    assert "Chỉ tiêu: 70%, từ tháng 09/2023" in review.text
    done = await presses(town, thu, "Đặt chỉ tiêu")
    assert "Đã đặt cho sở" in done.text
    assert "Đơn vị đã nhập: 0/18" in (await presses(town, thu, "‹ Toàn tỉnh")).text


async def test_nobody_sees_the_figures_of_another_unit_nor_citizens_any(town: Town, minh: Person) -> None:
    ha = await town.staff("Hà", Role.UNIT_HEAD, "STC")
    await says(town, ha, "/dossiers")
    view = await ha.last()
    forged = next(
        one for row in view.wire["reply_markup"]["inline_keyboard"] for one in row if "09/2023" in one["text"]
    )
    hers = forged["callback_data"]
    for data in (hers, "op1:", "oi1:STC:", "pul1:STC:0", "puc1:fa85:0"):
        await says(town, minh, "/start")
        before = (await minh.last()).message_id
        await minh.forges(data, before)
        await town.settle()
        assert "Sở Tài chính" not in (await minh.last()).text
    hoa = await town.person("Hoa")
    await says(town, hoa, "/dossiers")
    assert "dành cho thủ trưởng" in (await hoa.last()).text
