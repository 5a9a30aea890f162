"""The publicity log over the wire: a unit logs what it did, the coordinator counts who did how much."""

from datetime import UTC, datetime

import pytest

from domain.people import Role
from tests.support.dossiers import ask_departments
from tests.support.pictures import photograph
from tests.support.plans import presses, says
from tests.support.town import Town
from tests.support.waiting import until


async def test_a_unit_logs_an_act_with_day_form_audience_number_and_a_link(town: Town) -> None:
    await ask_departments(town)
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=UTC))
    await says(town, lan, "/dossiers")
    log = await presses(town, lan, "Tuyên truyền")
    assert "Đã ghi 0 hoạt động" in log.text
    await presses(town, lan, "Ghi một hoạt động tuyên truyền", "Loa truyền thanh")
    assert "Ngày này chưa đến" in (await says(town, lan, "03/10/2023")).text
    assert "Đây không phải là ngày hợp lệ" in (await says(town, lan, "hôm kia")).text
    await says(town, lan, "30/09")
    assert "Tin nhắn trống" in (await says(town, lan, "\u200b")).text
    await says(town, lan, "Cách nộp hồ sơ <b>trực tuyến</b>, toàn phường")
    assert "Xin viết số nguyên" in (await says(town, lan, "nhiều")).text
    await says(town, lan, "1.500")
    review = await says(town, lan, "https://sttt.nghean.gov.vn/tin-1")
    for words in (
        "Loa truyền thanh",
        "Thứ Bảy, 30/09/2023",
        "Cách nộp hồ sơ <b>trực tuyến</b>, toàn phường",
        "khoảng 1.500 người",
        "https://sttt.nghean.gov.vn/tin-1",
    ):
        assert words in review.text
    done = await presses(town, lan, "Ghi vào nhật ký")
    assert "Đã ghi: Loa truyền thanh, 30/09/2023." in done.text
    assert "Đã ghi 1 hoạt động" in done.text
    assert "30/09/2023 · Loa truyền thanh · khoảng 1.500 người" in done.text


async def test_a_photo_shows_an_act_to_whoever_may_see_the_unit_and_to_nobody_else(town: Town) -> None:
    await ask_departments(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, minh, "/dossiers")
    await presses(
        town, minh, "Tuyên truyền", "Ghi một hoạt động tuyên truyền", "Hội nghị, cuộc họp",
        "Hôm nay, 02/10/2023",
    )  # fmt: skip
    await says(town, minh, "Tập huấn cho tổ công nghệ số")
    await presses(town, minh, "Bỏ qua ›")
    await minh.uploads_photo(photograph())
    await town.settle()
    done = await presses(town, minh, "Ghi vào nhật ký")
    assert "02/10/2023 · Hội nghị, cuộc họp\nTập huấn" in done.text

    async def kept() -> bool:
        async with town.product.office.reading() as (uow, _):
            acts, _count = await uow.publicity.of_unit("STTTT", 1, 0)
            record = await uow.files.get(acts[0].file_id or "")
            return record is not None and record.reference is not None

    await until(kept, "the photo to be kept")
    await says(town, thu, "/dossiers")
    counts = await presses(town, thu, "Tuyên truyền")
    assert "từ 08/2023 đến 10/2023" in counts.text
    assert "Số hoạt động: 1. Số đơn vị chưa ghi hoạt động nào: 17." in counts.text
    log = await presses(town, thu, "STTTT")
    assert "Ghi một hoạt động tuyên truyền" not in log.labels
    shown = await presses(town, thu, "Tệp ngày 02/10/2023")
    assert shown.media == "photo"
    button = next(
        one for row in log.wire["reply_markup"]["inline_keyboard"] for one in row if "Tệp" in one["text"]
    )
    ha = await town.staff("Hà", Role.UNIT_HEAD, "STC")
    await ha.forges(button["callback_data"], (await ha.last()).message_id)
    await town.settle()
    assert (await ha.last()).media != "photo"


@pytest.mark.both_databases
async def test_the_coordinator_counts_by_unit_who_did_most_first_and_who_did_nothing_last(town: Town) -> None:
    await ask_departments(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    for unit, days in (
        ("STTTT", ("30/09/2023", "01/10/2023")),
        ("SYT", ("02/05/2023",)),
        ("SXD", ("02/10/2023",)),
    ):
        head = await town.staff(f"Thủ trưởng {unit}", Role.UNIT_HEAD, unit)
        for day in days:
            await says(town, head, "/dossiers")
            await presses(town, head, "Tuyên truyền", "Ghi một hoạt động tuyên truyền", "Mạng xã hội")
            await says(town, head, day)
            await says(town, head, "Trang Zalo của đơn vị")
            await says(town, head, "200")
            await presses(town, head, "Bỏ qua ›", "Ghi vào nhật ký")
    await says(town, thu, "/dossiers")
    counts = await presses(town, thu, "Tuyên truyền")
    assert "Số hoạt động: 3. Số đơn vị chưa ghi hoạt động nào: 16." in counts.text
    assert "2 hoạt động, khoảng 400 người, gần nhất 01/10/2023" in counts.text
    assert counts.text.index("STTTT") < counts.text.index("SXD")
    assert "chưa ghi hoạt động nào" in counts.text
    earlier = await presses(town, thu, "‹ Ba tháng trước")
    assert "Số hoạt động: 1." in earlier.text
    assert "SYT" in earlier.labels
    assert "Ba tháng sau ›" in earlier.labels
