"""A unit's own inspections: planned, reminded in the one digest, held, their findings logged and remedied."""

from datetime import UTC, datetime

import pytest

from bot.samples import import_samples
from bot.ui.buttons import Press
from domain.inspection import InspectionAct, InspectionKind
from domain.people import Role
from handlers.inspection_links import (
    BeginInspectionAct,
    InspectionPicture,
    OpenInspection,
    PlanInspection,
    ProvinceInspections,
    UnitCalendar,
)
from simulator.client import Person, View
from tests.support.plans import count, give_tasks, give_units, news, presses, says, task
from tests.support.town import PROVINCE, Town

NOT_THEIRS = "Chức năng này không dành cho tài khoản của ông/bà"


async def plans(
    town: Town, person: Person, day: str, theme: str = "Kỷ luật, kỷ cương", scope: str = "Toàn Sở"
) -> View:
    """Somebody of the unit puts an inspection on its calendar."""
    await says(town, person, "/inspections")
    await presses(town, person, "Lên lịch kiểm tra")
    for text in (day, theme, scope):
        await says(town, person, text)
    return await presses(town, person, "Đưa vào lịch")


async def comes_to(town: Town, month: int, day: int, hour: int = 8) -> None:
    await town.moves_to(datetime(2023, month, day, hour, tzinfo=PROVINCE))


async def forged(town: Town, person: Person, press: Press) -> View:
    """Somebody presses what no screen of theirs offers."""
    await person.forges(press.pack(), (await person.last()).message_id)
    await town.settle()
    return await person.last()


async def test_a_unit_plans_holds_and_logs_what_it_found(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    empty = await says(town, minh, "/inspections")
    assert "Sở Thông tin và Truyền thông: lịch kiểm tra" in empty.text
    assert "Chưa có cuộc kiểm tra nào trong lịch." in empty.text
    planned = await plans(town, minh, "02/10/2023")
    assert "Đã đưa vào lịch: TKT23-01, Thứ Hai, 02/10/2023." in planned.text
    assert "Phạm vi: Toàn Sở" in planned.text
    await presses(town, minh, "Đã tiến hành")
    held = await presses(town, minh, "Hôm nay, 02/10/2023")
    assert "đã kiểm tra ngày 02/10/2023, 0 tồn tại" in held.text
    assert "Đã tiến hành" not in held.labels
    asked = await presses(town, minh, "Ghi tồn tại", "Hồ sơ giải quyết quá hạn")
    assert "Có bao nhiêu trường hợp?" in asked.text
    assert "từ 1 đến 999" in (await says(town, minh, "0")).text
    assert "Không ghi tên người dân" in (await says(town, minh, "4")).text
    await says(town, minh, "4 hồ sơ <b>đất đai</b> quá hạn")
    review = await presses(town, minh, "Bỏ qua ›")
    assert "Số trường hợp: 4" in review.text
    page = await presses(town, minh, "Ghi tồn tại")
    assert "1. Hồ sơ giải quyết quá hạn (4 trường hợp)" in page.text
    assert "4 hồ sơ <b>đất đai</b> quá hạn" in page.text
    assert "Chưa khắc phục" in page.text
    await presses(town, minh, "Đã khắc phục 1")
    done = await says(town, minh, "Đã trả kết quả và xin lỗi")
    assert "Khắc phục ngày 02/10/2023: Đã trả kết quả và xin lỗi" in done.text
    assert "Đã khắc phục 1" not in done.labels
    listed = await presses(town, minh, "‹ Danh sách")
    assert "đã tự kiểm tra 1 cuộc, quá hạn 0, tồn tại chưa khắc phục 0" in listed.text


async def test_days_that_cannot_be_meant_are_refused_where_they_are_typed(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/inspections")
    await presses(town, minh, "Lên lịch kiểm tra")
    assert "Ngày 01/10/2023 đã qua" in (await says(town, minh, "01/10/2023")).text
    assert "không phải là ngày hợp lệ" in (await says(town, minh, "31/02/2024")).text
    assert "quá xa" in (await says(town, minh, "02/10/2099")).text
    await says(town, minh, "16/10/2023")
    assert "trống" in (await says(town, minh, "\u200b")).text
    assert "dài quá 300 ký tự" in (await says(town, minh, "a" * 301)).text
    await says(town, minh, "Một cửa")
    await says(town, minh, "Bộ phận Một cửa")
    page = await presses(town, minh, "Đưa vào lịch")
    # What is planned for a day ahead cannot have been held.
    assert "Đã tiến hành" not in page.labels
    code = page.button("Dời ngày")["callback_data"]
    early = code.replace(InspectionAct.MOVE.value, InspectionAct.HOLD.value)
    await minh.forges(early, page.message_id)
    await town.settle()
    assert "Lịch là ngày 16/10/2023, chưa đến" in (await minh.last()).text
    await presses(town, minh, "Dời ngày")
    assert "Lịch hiện đã là ngày đó" in (await says(town, minh, "16/10/2023")).text
    await presses(town, minh, "Dời ngày")
    moved = await says(town, minh, "02/10")
    assert "Lịch ban đầu: Thứ Hai, 16/10/2023" in moved.text
    await presses(town, minh, "Đã tiến hành")
    assert "từ 01/10/2022 đến hôm nay" in (await says(town, minh, "03/10/2023")).text
    assert "từ 01/10/2022 đến hôm nay" in (await says(town, minh, "02/10/2013")).text
    assert "đã kiểm tra ngày 01/10/2023" in (await says(town, minh, "01/10/2023")).text


async def test_an_overdue_inspection_stands_in_the_one_digest_beside_tasks_and_climbs_the_ladder(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-04"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await plans(town, minh, "04/10/2023")
    await comes_to(town, 10, 4)
    before, heard = await count(minh), await count(thu)
    await comes_to(town, 10, 5)
    (digest,) = await news(minh, before)
    assert "A-1" in digest
    assert "TKT23-01 · quá hạn 1 ngày làm việc" in digest
    (urged,) = await news(thu, heard)
    assert "Nhiệm vụ quá hạn cần đôn đốc: 2" in urged
    assert "TKT23-01" in urged
    page = await presses(town, minh, "TKT23-01")
    assert "quá hạn 1 ngày làm việc, lịch ngày 04/10/2023" in page.text
    seen = await presses(town, thu, "Kiểm tra quá hạn")
    assert "Có cuộc kiểm tra quá hạn: 1" in seen.text
    await presses(town, minh, "Đã tiến hành", "Hôm nay, 05/10/2023")
    before = await count(minh)
    await comes_to(town, 10, 6)
    assert all("TKT23-01" not in said for said in await news(minh, before))


async def test_two_of_a_unit_at_once_one_holds_it_and_the_other_is_told(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=UTC))
    await plans(town, minh, "02/10/2023")
    await says(town, lan, "/inspections")
    stale = await presses(town, lan, "TKT23-01")
    await presses(town, lan, "Hủy lịch")
    await presses(town, minh, "Đã tiến hành", "Hôm nay, 02/10/2023")
    told = await says(town, lan, "Trùng lịch")
    assert "Tình hình đã thay đổi nên chưa thực hiện" in told.text
    assert "đã kiểm tra ngày 02/10/2023" in told.text
    # The old screen says so too.
    await lan.forges(stale.button("Đã tiến hành")["callback_data"], stale.message_id)
    await town.settle()
    assert "Tình hình đã thay đổi" in "\n".join(view.text for view in await lan.messages())


async def test_calling_off_says_why_to_whoever_coordinates(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await plans(town, minh, "20/10/2023")
    await presses(town, minh, "Hủy lịch")
    assert "trống" in (await says(town, minh, " \u200b")).text
    page = await says(town, minh, "Ghép với đoàn của tỉnh")
    assert "hủy lịch ngày 02/10/2023" in page.text
    await forged(town, thu, UnitCalendar("STTTT"))
    assert "Lý do: Ghép với đoàn của tỉnh" in (await presses(town, thu, "TKT23-01")).text


async def test_a_form_about_another_inspection_is_not_thrown_away_unasked(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    for _ in range(2):
        await plans(town, minh, "02/10/2023")
        await presses(town, minh, "Đã tiến hành", "Hôm nay, 02/10/2023")
    await presses(town, minh, "Ghi tồn tại", "Nội dung khác")
    await says(town, minh, "/inspections")
    page = await presses(town, minh, "TKT23-01", "Ghi tồn tại")
    assert "chưa hoàn tất" in page.text
    asked = await presses(town, minh, "Bỏ nội dung dở, nhập mới")
    assert "TKT23-01" in asked.text
    assert "Tồn tại thuộc loại nào?" in asked.text


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.UNIT_HEAD, "STC"),
        (Role.LEADER, None),
        (Role.INSPECTOR, None),
        (Role.LEAD_INSPECTOR, None),
        (Role.ADMINISTRATOR, None),
        (Role.CUSTODIAN, None),
        (Role.COORDINATOR, None),
    ],
)
async def test_nobody_else_acts_on_a_units_calendar_whatever_they_press(
    town: Town, role: Role, unit: str | None
) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await plans(town, minh, "02/10/2023")
    ours = page.button("Đã tiến hành")["callback_data"]
    other = await town.staff("Khác", role, unit)
    await says(town, other, "/start")
    last = (await other.last()).message_id
    await other.forges(ours, last)
    await town.settle()
    refused = (await other.last()).text
    assert NOT_THEIRS in refused or "không thuộc phạm vi" in refused
    assert NOT_THEIRS in (await forged(town, other, PlanInspection(InspectionKind.OWN, "STTTT"))).text
    looks = await forged(town, other, UnitCalendar("STTTT"))
    assert ("TKT23-01" in looks.text) == (role in (Role.LEADER, Role.COORDINATOR))
    province = await forged(town, other, PlanInspection(InspectionKind.PROVINCE))
    assert (NOT_THEIRS in province.text) == (role is not Role.COORDINATOR)


async def test_a_citizen_and_made_up_things_get_nowhere(town: Town) -> None:
    await give_units(town)
    hoa = await town.person("Hoa")
    await says(town, hoa, "/start")
    for press in (
        UnitCalendar("STTTT"),
        UnitCalendar("KHONG-CO"),
        InspectionPicture(),
        ProvinceInspections(),
    ):
        assert NOT_THEIRS in (await forged(town, hoa, press)).text, press
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/inspections")
    for made_up in (OpenInspection("nothing"), BeginInspectionAct("nothing", InspectionAct.HOLD)):
        assert "không thuộc phạm vi ông/bà được xem" in (await forged(town, minh, made_up)).text
    assert NOT_THEIRS in (await forged(town, minh, PlanInspection(InspectionKind.OWN, "KHONG-CO"))).text


async def test_the_provinces_picture_by_unit_from_the_samples(town: Town) -> None:
    await import_samples(town.product.office)
    thu = await town.staff("Thu", Role.COORDINATOR)
    picture = await says(town, thu, "/inspections")
    assert "Công tác tự kiểm tra của các đơn vị, 12 tháng đến 02/10/2023" in picture.text
    assert "Dữ liệu mẫu" in picture.text
    assert "Đã kiểm tra 29 cuộc tại 24/42 đơn vị; tồn tại: 22, chưa khắc phục 6" in picture.text
    repeated = await presses(town, thu, "Lặp lại (2)")
    assert "Có tồn tại lặp lại: 2" in repeated.text
    assert "Lặp lại: hồ sơ giải quyết quá hạn (2 cuộc)" in repeated.text
    assert "Lặp lại: chưa niêm yết thủ tục, yêu cầu thêm giấy tờ (3 cuộc)" in repeated.text
    overdue = await presses(town, thu, "Quá hạn (4)")
    assert "SGTVT" in overdue.text
    none = await presses(town, thu, "Chưa kiểm tra (18)")
    assert "Chưa tự kiểm tra: 18" in none.text
    assert "Tiếp ›" in none.labels
    calendar = await presses(town, thu, "Lặp lại (2)", "STNMT")
    assert "Sở Tài nguyên và Môi trường: lịch kiểm tra" in calendar.text
    page = await presses(town, thu, "TKT23-16")
    assert "22 hồ sơ cấp giấy chứng nhận quá hạn" in page.text
    assert "Ghi tồn tại" not in page.labels
    leader = await town.staff("Phúc", Role.LEADER)
    assert "Công tác tự kiểm tra" in (await says(town, leader, "/inspections")).text
