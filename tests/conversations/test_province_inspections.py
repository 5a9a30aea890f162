"""The province inspects a unit: the coordinator plans and holds it, and what it finds becomes tasks of the unit."""

from datetime import datetime

import pytest

from domain.inspection import InspectionAct
from domain.people import Role
from handlers.inspection_links import BeginInspectionAct, OpenInspection, ProvinceInspections
from simulator.client import Person, View
from tests.support.plans import count, give_units, news, presses, says
from tests.support.town import PROVINCE, Town

NOT_THEIRS = "Chức năng này không dành cho tài khoản của ông/bà"


async def plans(town: Town, thu: Person, unit: str = "STTTT", day: str = "02/10/2023") -> View:
    """The coordinator plans an inspection of a unit."""
    await says(town, thu, "/inspections")
    await presses(town, thu, "Tỉnh kiểm tra", "Lên lịch kiểm tra")
    for text in (unit, day, "Kiểm tra công vụ", "Toàn đơn vị"):
        await says(town, thu, text)
    return await presses(town, thu, "Lên lịch, báo đơn vị")


async def finds(town: Town, thu: Person, due: str = "20/10/2023", text: str = "4 hồ sơ quá hạn") -> View:
    """A finding becomes a task, from the page of an inspection that was held."""
    await presses(town, thu, "Tồn tại → nhiệm vụ", "Hồ sơ giải quyết quá hạn")
    for said in ("4", text, due):
        await says(town, thu, said)
    return await presses(town, thu, "Giao nhiệm vụ cho đơn vị")


async def test_what_the_province_finds_is_a_task_of_the_unit_whose_page_says_where_it_comes_from(
    town: Town,
) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    before = await count(minh)
    page = await plans(town, thu)
    assert "KT23-01 · Tỉnh kiểm tra" in page.text
    (told,) = await news(minh, before)
    assert "Tỉnh sẽ kiểm tra Sở Thông tin và Truyền thông" in told
    assert "KT23-01: Thứ Hai, 02/10/2023" in told
    await presses(town, thu, "Đã tiến hành", "Hôm nay, 02/10/2023")
    before = await count(minh)
    found = await finds(town, thu, text="4 hồ sơ <i>quá hạn</i>\ntại Bộ phận Một cửa")
    assert "Tồn tại được giao thành nhiệm vụ KTCV23-01, thời hạn 20/10/2023." in found.text
    (told,) = await news(minh, before)
    assert "Nhiệm vụ mới của Sở Thông tin và Truyền thông" in told
    assert "KTCV23-01 4 hồ sơ <i>quá hạn</i> tại Bộ phận Một cửa" in told
    assert "Nguồn: cuộc kiểm tra KT23-01 của tỉnh, ngày 02/10/2023 (Kiểm tra công vụ)" in told
    task = await presses(town, minh, "Mở KTCV23-01")
    assert "Khắc phục tồn tại, hạn chế sau kiểm tra năm 2023" in task.text
    assert "Nguồn: cuộc kiểm tra KT23-01" in task.text
    assert "Sản phẩm: Báo cáo kết quả khắc phục" in task.text
    # It is handed in like any other, and the inspection shows how it stands.
    await presses(town, minh, "Trình kết quả")
    await says(town, minh, "46/BC-STTTT")
    await presses(town, minh, "Xong, tiếp tục ›", "Trình duyệt")
    await says(town, thu, "/inspections")
    page = await presses(town, thu, "Tỉnh kiểm tra", "KT23-01")
    assert "Nhiệm vụ KTCV23-01: đã trình ngày 02/10/2023, chờ duyệt" in page.text
    # The province's figure stays that of its plan.
    assert "KTCV23-01" not in (await says(town, thu, "/plan")).text


async def test_the_unit_sees_it_on_its_calendar_and_does_nothing_with_it(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    ha = await town.staff("Hà", Role.UNIT_HEAD, "STC")
    thu = await town.staff("Thu", Role.COORDINATOR)
    leader = await town.staff("Phúc", Role.LEADER)
    ours = (await plans(town, thu)).button("Đã tiến hành")["callback_data"]
    await says(town, minh, "/inspections")
    seen = await presses(town, minh, "KT23-01")
    assert set(seen.labels) == {"‹ Danh sách", "‹ Trang đầu"}
    for person in (minh, ha, leader):
        await says(town, person, "/start")
        await person.forges(ours, (await person.last()).message_id)
        await town.settle()
        refused = (await person.last()).text
        assert NOT_THEIRS in refused or "không thuộc phạm vi" in refused, person.name
    for person in (minh, ha):
        await person.forges(ProvinceInspections().pack(), (await person.last()).message_id)
        await town.settle()
        assert NOT_THEIRS in (await person.last()).text
    assert "KT23-01" not in (await says(town, ha, "/inspections")).text
    # The digest does not urge a unit to hold what is not its own.
    before = await count(minh)
    await town.moves_to(datetime(2023, 10, 4, 8, tzinfo=PROVINCE))
    assert all("KT23-01" not in said for said in await news(minh, before))


async def test_a_unit_is_named_by_code_or_found_by_name_and_a_wrong_one_is_asked_for_again(
    town: Town,
) -> None:
    await give_units(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/inspections")
    await presses(town, thu, "Tỉnh kiểm tra", "Lên lịch kiểm tra")
    assert "Không tìm thấy" in (await says(town, thu, "xyzzyq")).text
    await says(town, thu, "so tai nguyen moi truong")
    asked = await presses(town, thu, "Sở Tài nguyên và Môi trường")
    assert "Dự kiến kiểm tra ngày nào?" in asked.text
    assert "đã qua" in (await says(town, thu, "01/09/2023")).text
    for text in ("03/10/2023", "Một cửa", "Văn phòng Đăng ký đất đai"):
        await says(town, thu, text)
    review = await thu.last()
    assert "Đơn vị: Sở Tài nguyên và Môi trường" in review.text
    # A second press of the same button plans nothing more.
    await thu.presses("Lên lịch, báo đơn vị")
    await thu.presses("Lên lịch, báo đơn vị", message_id=review.message_id)
    await town.settle()
    await says(town, thu, "/inspections")
    assert "Các cuộc kiểm tra của tỉnh: 1" in (await presses(town, thu, "Tỉnh kiểm tra")).text


async def test_moved_meanwhile_only_the_last_day_is_told_and_called_off_nothing_is(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await town.moves_to(datetime(2023, 10, 2, 19, tzinfo=PROVINCE))
    before = await count(minh)
    await plans(town, thu, day="10/10/2023")
    await presses(town, thu, "Dời ngày")
    await says(town, thu, "12/10/2023")
    assert await news(minh, before) == []
    await town.moves_to(datetime(2023, 10, 3, 9, tzinfo=PROVINCE))
    (told,) = await news(minh, before)
    assert "Thứ Năm, 12/10/2023" in told
    assert "Lịch ban đầu: Thứ Ba, 10/10/2023" in told


@pytest.mark.both_databases
async def test_two_coordinators_number_their_findings_one_after_the_other(town: Town) -> None:
    await give_units(town)
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    for person, unit in ((thu, "STTTT"), (tam, "STC")):
        await plans(town, person, unit)
        await presses(town, person, "Đã tiến hành", "Hôm nay, 02/10/2023")
        await presses(town, person, "Tồn tại → nhiệm vụ", "Nội dung khác")
        for said in ("1", "Chưa niêm yết", "20/10/2023"):
            await says(town, person, said)
    await thu.presses("Giao nhiệm vụ cho đơn vị")
    await tam.presses("Giao nhiệm vụ cho đơn vị")
    await town.settle()
    screens = [await person.last() for person in (thu, tam)]
    codes = sorted(label for view in screens for label in view.labels if label.startswith("KTCV"))
    assert codes == ["KTCV23-01", "KTCV23-02"]


async def test_a_task_cannot_be_due_in_the_past_and_a_unit_logs_nothing_here(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await plans(town, thu)
    held = await presses(town, thu, "Đã tiến hành", "Hôm nay, 02/10/2023")
    await presses(town, thu, "Tồn tại → nhiệm vụ", "Nội dung khác")
    for said in ("1", "Chưa niêm yết"):
        await says(town, thu, said)
    assert "đã qua" in (await says(town, thu, "01/10/2023")).text
    act = held.button("Tồn tại → nhiệm vụ")["callback_data"]
    await says(town, minh, "/start")
    await minh.forges(act, (await minh.last()).message_id)
    await town.settle()
    assert NOT_THEIRS in (await minh.last()).text
    made_up = BeginInspectionAct("nothing", InspectionAct.FOLLOW_UP, "nothing").pack()
    for press in (made_up, OpenInspection("nothing").pack()):
        await minh.forges(press, (await minh.last()).message_id)
        await town.settle()
        assert "không thuộc phạm vi" in (await minh.last()).text
