"""What a dispatch orders, over the wire: beside the tasks, answered with a document, received twice, in one digest."""

from datetime import datetime

import pytest

from bot.office import real_now
from domain.deadlines import DueRule
from domain.duty import Fulfilment
from domain.people import Role
from domain.unit import DEPTS, DISTRICTS
from handlers.duty_links import OpenDuty, ReceiveDocument
from services.evidence import nothing_to_do
from simulator.client import Person
from tests.support.dispatches import (
    BOTH,
    EXPLANATION,
    THE_PLAN,
    give_digital_plans,
    give_dispatch,
    order,
    order_of,
)
from tests.support.plans import count, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town
from tests.support.waiting import until

STRICTLY = "trước ngày 30/10/2023, ngày làm việc cuối cùng là Thứ Sáu, 27/10/2023"
EVERYBODY = (DEPTS, DISTRICTS)
STANDING = order("CV-1", *EVERYBODY, rule=DueRule.CONTINUOUS, item=1, fulfilment=Fulfilment.PERIODIC_REPORT)
PER_CASE = (
    order("CV-5A", *EVERYBODY, rule=DueRule.PER_CASE, item=5),
    order("CV-5B", *EVERYBODY, rule=DueRule.PER_CASE_IMMEDIATE, item=5),
)


def at(day: int, hour: int = 8, *, month: int = 10) -> datetime:
    return datetime(2023, month, day, hour, tzinfo=PROVINCE)


async def morning(town: Town, person: Person, day: int, *, month: int = 10) -> list[str]:
    """What the person hears on this morning."""
    before = await count(person)
    await town.moves_to(at(day, month=month))
    return await news(person, before)


async def nothing_waits(town: Town) -> bool:
    async with town.product.office.reading() as (_, scope):
        return await nothing_to_do(scope, real_now())


async def sends(town: Town, head: Person, number: str = "05/GT-SDL", *, code: str = "CV-4B") -> None:
    """The head tells of the document: its number, today's date, nothing attached."""
    await says(town, head, "/tasks")
    listed = next(label for label in (await head.last()).labels if label.startswith("Theo công văn"))
    await presses(town, head, listed, code, "Đã gửi văn bản")
    await says(town, head, number)
    today = (await head.last()).labels[0]
    await presses(town, head, today, "Bỏ qua ›", "Ghi nhận")


@pytest.fixture
async def sdl(town: Town) -> Person:
    """The head of a unit that has no digital plan, before a dispatch that asks for it."""
    await give_digital_plans(town, {"SDL", "BDT"})
    await give_dispatch(town, THE_PLAN, EXPLANATION, STANDING, *PER_CASE)
    return await town.staff("Sơn", Role.UNIT_HEAD, "SDL")


# ── the head ──────────────────────────────────────────────────────────────────────────────────────


async def test_orders_stand_beside_the_tasks_and_say_where_they_come_from(town: Town, sdl: Person) -> None:
    await give_tasks(town, task("A-1", "SDL", "2023-12-01"))
    tasks = await says(town, sdl, "/tasks")
    assert "A-1" in tasks.text
    assert "Theo công văn (2)" in tasks.labels
    listed = await presses(town, sdl, "Theo công văn (2)")
    assert "Sở Du lịch: việc theo công văn" in listed.text
    assert "Còn 2 việc phải thực hiện" in listed.text
    # What has a date comes first, what goes on without an end last.
    assert [label for label in listed.labels if label.startswith("CV")] == ["CV-4B", "CV-4A", "CV-1"]
    page = await presses(town, sdl, "CV-4B")
    for words in (
        "CV-4B · Sở Du lịch",
        "Báo cáo giải trình",
        "Mục 4, Công văn chấn chỉnh",
        f"Thời hạn: {STRICTLY} (còn 19 ngày làm việc)",
        "Trạng thái: chưa gửi",
        "• Nơi nhận: Sở Nội vụ",
        "• Nơi nhận: Sở Thông tin và Truyền thông",
    ):
        assert words in page.text
    assert page.labels == ["Nhận việc", "Đã gửi văn bản", "‹ Danh sách", "‹ Trang đầu"]
    assert (await presses(town, sdl, "‹ Danh sách")).text == listed.text
    assert (await presses(town, sdl, "‹ Nhiệm vụ của đơn vị")).text == tasks.text


async def test_a_continuous_order_has_no_date_and_nothing_to_send(town: Town, sdl: Person) -> None:
    await says(town, sdl, "/tasks")
    page = await presses(town, sdl, "Theo công văn (2)", "CV-1")
    assert "Thời hạn: thường xuyên; kết quả nêu trong báo cáo định kỳ" in page.text
    assert "Trạng thái" not in page.text
    assert page.labels == ["Báo cáo định kỳ của đơn vị", "‹ Danh sách", "‹ Trang đầu"]


async def test_acknowledging_is_kept_and_asked_once(town: Town, sdl: Person) -> None:
    await says(town, sdl, "/tasks")
    page = await presses(town, sdl, "Theo công văn (2)", "CV-4B", "Nhận việc")
    assert "Đã nhận việc CV-4B. Hệ thống sẽ nhắc vào ngày đến hạn." in page.text
    assert "Đã nhận việc ngày 02/10/2023" in page.text
    assert "Nhận việc" not in page.labels
    page = await presses(town, sdl, "‹ Danh sách", "CV-4A", "Nhận việc")
    assert "Hệ thống nhắc mỗi tuần một lần cho đến khi hoàn thành." in page.text


async def test_a_unit_that_nothing_is_ordered_of_sees_no_button(town: Town, sdl: Person) -> None:
    hai = await town.staff("Hải", Role.UNIT_HEAD, "CAT")
    page = await says(town, hai, "/tasks")
    assert not [label for label in page.labels if "công văn" in label]


async def test_a_dispatch_that_is_still_to_come_is_not_spoken_of(town: Town) -> None:
    await give_dispatch(town, order("CV-9", "SDL", due="2023-11-30"))
    son = await town.staff("Sơn", Role.UNIT_HEAD, "SDL")
    await town.moves_to(at(29, month=9))
    assert "Theo công văn" not in "".join((await says(town, son, "/tasks")).labels)
    await town.moves_to(at(2))
    assert "Theo công văn (1)" in (await says(town, son, "/tasks")).labels


# ── the document ──────────────────────────────────────────────────────────────────────────────────


async def test_the_document_s_number_and_date_are_asked_for_until_they_are_some(
    town: Town, sdl: Person
) -> None:
    await says(town, sdl, "/tasks")
    await presses(town, sdl, "Theo công văn (2)", "CV-4B", "Đã gửi văn bản")
    for wrong in ("giải trình", "số " * 80):
        assert "Văn bản phải có số, ký hiệu" in (await says(town, sdl, wrong)).text
    assert "Văn bản ghi ngày nào?" in (await says(town, sdl, "05/GT-SDL")).text
    for wrong, why in (
        ("32/10/2023", "Đây không phải là ngày hợp lệ"),
        ("29/02/2023", "Đây không phải là ngày hợp lệ"),
        ("hôm nay", "Đây không phải là ngày hợp lệ"),
        ("01/01/1023", "Đây không phải là ngày hợp lệ"),
        ("03/10/2023", "Ngày ghi trên văn bản sau ngày hôm nay"),
    ):
        assert why in (await says(town, sdl, wrong)).text
    assert "Gửi kèm văn bản" in (await says(town, sdl, "2/10")).text
    await sdl.sends_voice(b"OggS" + bytes(60), duration=3)
    await town.settle()
    assert "cần gửi tệp, ảnh hoặc đường dẫn" in (await sdl.last()).text
    assert "quá dài" in (await says(town, sdl, f"https://a.vn/{'b' * 2000}")).text
    review = await says(town, sdl, "đây ạ: https://sdl.nghean.gov.vn/gt.pdf.")
    for words in ("Số: 05/GT-SDL", "Ngày: Thứ Hai, 02/10/2023", "Đính kèm: https://sdl.nghean.gov.vn/gt.pdf"):
        assert words in review.text
    assert "gt.pdf." not in review.text
    page = await presses(town, sdl, "Ghi nhận")
    assert "Văn bản: số 05/GT-SDL, ngày 02/10/2023; gửi ngày 02/10/2023" in page.text
    assert "https://sdl.nghean.gov.vn/gt.pdf" in page.text
    assert "Trạng thái: đã gửi, chờ tiếp nhận" in page.text


async def test_a_message_that_is_changed_changes_the_answer(town: Town, sdl: Person) -> None:
    await says(town, sdl, "/tasks")
    await presses(town, sdl, "Theo công văn (2)", "CV-4B", "Đã gửi văn bản")
    number = await sdl.sends("05/GT-SDL")
    await town.settle()
    await presses(town, sdl, "Hôm nay, 02/10/2023", "Bỏ qua ›")
    await sdl.edits(number, "06/GT-SDL")
    await town.settle()
    assert "Số: 06/GT-SDL" in (await sdl.last()).text
    await sdl.edits(number, "không có số")
    await town.settle()
    assert "Văn bản phải có số" in (await sdl.last()).text
    assert "06/GT-SDL" in (await presses(town, sdl, "Ghi nhận")).text


async def test_what_was_begun_about_another_order_is_not_thrown_away_unasked(town: Town) -> None:
    await give_dispatch(town, order("CV-A", "SDL", due="2023-11-01"), order("CV-B", "SDL", due="2023-11-02"))
    son = await town.staff("Sơn", Role.UNIT_HEAD, "SDL")
    await says(town, son, "/tasks")
    await presses(town, son, "Theo công văn (2)", "CV-A", "Đã gửi văn bản")
    await says(town, son, "1/A")
    await says(town, son, "/tasks")
    asked = await presses(town, son, "Theo công văn (2)", "CV-B", "Đã gửi văn bản")
    assert "đang nhập dở nội dung này cho CV-A, SDL" in asked.text
    assert "Văn bản ghi ngày nào?" in (await presses(town, son, "Nhập tiếp nội dung dở ›")).text
    await says(town, son, "/tasks")
    await presses(town, son, "Theo công văn (2)", "CV-B", "Đã gửi văn bản")
    anew = await presses(town, son, "Bỏ nội dung dở, nhập mới")
    assert "CV-B" in anew.text
    assert "Số, ký hiệu văn bản là gì?" in anew.text
    left = await presses(town, son, "Hủy")
    assert "Không có nội dung nào được gửi đi" in left.text
    assert "CV-B · Sở Du lịch" in left.text


async def test_of_two_who_send_at_once_the_second_is_told_how_it_stands(town: Town, sdl: Person) -> None:
    thu = await town.staff("Thu", Role.FOCAL_OFFICER, "SDL", until=at(31, month=12))
    for person in (sdl, thu):
        await says(town, person, "/tasks")
        await presses(town, person, "Theo công văn (2)", "CV-4B", "Đã gửi văn bản")
        await says(town, person, "05/GT-SDL")
        await presses(town, person, "Hôm nay, 02/10/2023", "Bỏ qua ›")
    await presses(town, sdl, "Ghi nhận")
    late = await presses(town, thu, "Ghi nhận")
    assert "Trạng thái: đã gửi, chờ tiếp nhận" in late.text
    assert late.text.count("Gửi văn bản · thủ trưởng đơn vị") == 1
    assert "đầu mối" not in late.text


# ── two receipts ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_two_departments_receive_each_for_itself_and_the_unit_hears_of_the_last(
    town: Town, sdl: Person
) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await sends(town, sdl)
    for person in (thu, minh):
        told = await person.last()
        assert "Có văn bản chờ tiếp nhận" in told.text
        assert "Sở Du lịch đã gửi văn bản thực hiện CV-4B: Báo cáo giải trình" in told.text
        assert "Số 05/GT-SDL, ngày 02/10/2023" in told.text
    opened = await presses(town, thu, "Mở CV-4B")
    assert opened.labels == ["Xác nhận tiếp nhận", "Trả lại, nêu lý do", "‹ Danh sách"]
    received = await presses(town, thu, "Xác nhận tiếp nhận")
    assert "Đã xác nhận tiếp nhận CV-4B của SDL." in received.text
    assert "Không có văn bản nào chờ tiếp nhận." in received.text
    await says(town, sdl, "/tasks")
    listed = await presses(town, sdl, "Theo công văn (1)")
    assert "CV-4B · gửi ngày 02/10/2023, tiếp nhận 1/2" in listed.text
    page = await presses(town, sdl, "CV-4B")
    assert "• Nơi nhận: Sở Nội vụ – đã nhận ngày 02/10/2023" in page.text
    assert "• Nơi nhận: Sở Thông tin và Truyền thông – chưa xác nhận" in page.text

    waiting = await says(town, minh, "/receipts")
    assert "Văn bản chờ tiếp nhận: 1, cũ nhất trước" in waiting.text
    before = await count(sdl)
    await presses(town, minh, "CV-4B · SDL", "Xác nhận tiếp nhận")
    (heard,) = await news(sdl, before)
    assert "CV-4B đã được tiếp nhận: Báo cáo giải trình" in heard
    await says(town, sdl, "/tasks")
    assert "gửi ngày 02/10/2023, đã tiếp nhận đủ" in (await presses(town, sdl, "Theo công văn (1)")).text


async def test_a_document_goes_back_with_a_reason_and_is_owed_again_to_both(town: Town, sdl: Person) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await sends(town, sdl)
    await presses(town, thu, "Mở CV-4B", "Xác nhận tiếp nhận")
    await presses(town, minh, "Mở CV-4B", "Trả lại, nêu lý do")
    before = await count(sdl)
    back = await says(town, minh, "Chưa nêu nguyên nhân chậm ban hành")
    assert "Đã trả lại CV-4B cho đơn vị, kèm lý do." in back.text
    (told,) = await news(sdl, before)
    assert "CV-4B bị trả lại, yêu cầu bổ sung" in told
    assert "Chưa nêu nguyên nhân chậm ban hành" in told
    assert STRICTLY in told
    page = await presses(town, sdl, "Mở CV-4B")
    assert "Trạng thái: chưa gửi" in page.text
    assert "đã nhận ngày" not in page.text
    assert "Chưa nêu nguyên nhân chậm ban hành" in page.text
    await sends(town, sdl, "06/GT-SDL")
    assert "06/GT-SDL" in (await thu.last()).text
    assert "06/GT-SDL" in (await minh.last()).text


async def test_who_has_an_older_document_before_their_eyes_does_not_receive_the_newer_one(
    town: Town, sdl: Person
) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await sends(town, sdl)
    await presses(town, thu, "Mở CV-4B")
    await presses(town, minh, "Mở CV-4B", "Trả lại, nêu lý do")
    await says(town, minh, "Thiếu nguyên nhân")
    await sends(town, sdl, "06/GT-SDL")
    old = (await order_of(town, "CV-4B")).id
    pressed = await thu.forges(ReceiveDocument(old, "SDL", 1).pack(), (await thu.last()).message_id)
    await town.settle()
    assert (await pressed.answer()).answered
    async with town.product.office.reading() as (uow, _):
        orders = {one.id: one for one in await uow.duties.orders()}
        (record,) = await uow.duties.records(orders, {"SDL"})
        assert dict(record.duty.receipts) == {}


async def test_a_file_is_kept_and_opened_by_those_who_receive_it(town: Town, sdl: Person) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, sdl, "/tasks")
    await presses(town, sdl, "Theo công văn (2)", "CV-4B", "Đã gửi văn bản")
    await says(town, sdl, "05/GT-SDL")
    await presses(town, sdl, "Hôm nay, 02/10/2023")
    await sdl.uploads_document("giai-trinh.pdf", b"%PDF-1.7\n%%EOF\n", mime="application/pdf")
    await town.settle()
    assert "Đính kèm: giai-trinh.pdf" in (await sdl.last()).text
    await presses(town, sdl, "Ghi nhận")
    await until(lambda: nothing_waits(town), "the file fetched")
    await presses(town, minh, "Mở CV-4B", "Mở văn bản")
    sent = await minh.last()
    assert sent.media
    assert sent.wire["has_protected_content"]
    assert sent.wire["document"]["file_name"] == "CV-4B-SDL.pdf"


async def test_a_file_that_nobody_may_open_is_told_to_whoever_sent_it_with_the_way_on(
    town: Town, sdl: Person
) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, sdl, "/tasks")
    await presses(town, sdl, "Theo công văn (2)", "CV-4B", "Đã gửi văn bản")
    await says(town, sdl, "05/GT-SDL")
    await presses(town, sdl, "Hôm nay, 02/10/2023")
    await sdl.uploads_document("giai-trinh.exe", b"MZ" + bytes(200), mime="application/octet-stream")
    await town.settle()
    await presses(town, sdl, "Ghi nhận")
    await until(lambda: nothing_waits(town), "the file fetched")
    await town.settle()
    told = await sdl.last()
    assert "giai-trinh.exe" in told.text
    assert told.labels == ["Việc theo công văn của đơn vị"]
    assert "CV-4B" in (await presses(town, sdl, "Việc theo công văn của đơn vị")).text
    await presses(town, minh, "Mở CV-4B", "Mở văn bản")
    assert "Không xem được tệp" in (await minh.last()).text


# ── who may see what ──────────────────────────────────────────────────────────────────────────────


async def test_what_is_due_per_case_stands_nowhere(town: Town, sdl: Person) -> None:
    thu, dao = await town.staff("Thu", Role.COORDINATOR, "SNV"), await town.staff("Đạo", Role.LEADER)
    assert "Theo công văn (2)" in (await says(town, sdl, "/tasks")).labels
    assert "CV-5" not in (await presses(town, sdl, "Theo công văn (2)")).text
    for person in (thu, dao):
        page = await says(town, person, "/dispatch")
        assert "CV-4B" in page.text
        assert "CV-5" not in page.text + "".join(page.labels)
    # Nor is it there for whoever knows its name: it is answered like an order that never was.
    hidden = (await order_of(town, "CV-5A")).id
    for person in (sdl, thu, dao):
        told = []
        for key in (hidden, "0" * 20):
            await says(town, person, "/start")
            pressed = await person.forges(OpenDuty(key, "SDL").pack(), (await person.last()).message_id)
            await town.settle()
            told.append(((await pressed.answer()).text, (await person.last()).text))
        assert told[0] == told[1]
        assert "CV-5" not in told[0][1]
    await town.moves_to(at(30))
    for person in (sdl, thu, dao):
        assert all("CV-5" not in view.text for view in await person.messages())


async def test_a_head_sees_no_other_unit_s_order_and_a_receiver_only_what_was_sent(
    town: Town, sdl: Person
) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    press = OpenDuty((await order_of(town, "CV-4B")).id, "SDL").pack()

    async def told(person: Person) -> str:
        await says(town, person, "/start")
        pressed = await person.forges(press, (await person.last()).message_id)
        await town.settle()
        return (await pressed.answer()).text + (await person.last()).text

    for person in (minh, hai):
        assert "không thuộc phạm vi của tài khoản này" in await told(person)
    await sends(town, sdl)
    assert "05/GT-SDL" in await told(minh)
    assert "05/GT-SDL" not in await told(hai)


# ── the digest ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_one_digest_speaks_of_tasks_and_orders_in_the_words_of_the_dispatch(
    town: Town, sdl: Person
) -> None:
    await give_tasks(town, task("A-1", "SDL", "2023-10-18"))
    # Ordered without a date it is spoken of each Monday; the other has nineteen working days left.
    (monday,) = await morning(town, sdl, 2)
    assert "CV-4A · khẩn trương" in monday
    assert "CV-4B" not in monday
    assert await morning(town, sdl, 3) == []
    for day in (9, 16):
        await morning(town, sdl, day)
    (wednesday,) = await morning(town, sdl, 18)
    assert "A-1 · đến hạn hôm nay · thời hạn 18/10/2023" in wednesday
    assert f"CV-4B · còn 7 ngày làm việc · {STRICTLY}" in wednesday
    digest = await sdl.last()
    assert digest.labels == ["A-1", "CV-4B", "Tất cả nhiệm vụ của đơn vị", "Việc theo công văn của đơn vị"]
    assert "CV-4B · Sở Du lịch" in (await presses(town, sdl, "CV-4B")).text


async def test_friday_is_the_last_day_and_on_monday_it_is_overdue_and_climbs(town: Town, sdl: Person) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    await town.moves_to(at(25))
    (friday,) = await morning(town, sdl, 27)
    assert "CV-4B · đến hạn hôm nay" in friday
    before = await count(thu)
    (monday,) = await morning(town, sdl, 30)
    assert f"CV-4B · quá hạn 1 ngày làm việc · {STRICTLY}" in monday
    (climbed,) = await news(thu, before)
    # Both units that sent nothing: one line each, by name.
    assert "Nhiệm vụ quá hạn cần đôn đốc: 2" in climbed
    assert "CV-4B · Sở Du lịch · quá hạn 1 ngày làm việc" in climbed
    assert "CV-4B · Ban Dân tộc · quá hạn 1 ngày làm việc" in climbed
    assert (await thu.last()).labels == ["CV-4B · BDT", "CV-4B · SDL", "Tất cả việc theo công văn"]
    await sends(town, sdl)
    await says(town, sdl, "/tasks")
    listed = await presses(town, sdl, "Theo công văn (1)")
    assert "gửi ngày 30/10/2023 (quá hạn), tiếp nhận 0/2" in listed.text
    # What was sent is spoken of no more, though nobody has received it.
    assert await morning(town, sdl, 31) == []


async def test_what_was_sent_in_the_night_is_not_reminded_of_in_the_morning(town: Town, sdl: Person) -> None:
    await town.moves_to(at(25, 9))
    await sends(town, sdl)
    assert await morning(town, sdl, 26) == []
    assert await morning(town, sdl, 27) == []


# ── the coordinator ───────────────────────────────────────────────────────────────────────────────


async def test_the_coordinator_reads_by_order_who_is_done_and_who_is_late(town: Town, sdl: Person) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    await town.moves_to(at(30, 9))
    await sends(town, sdl)
    page = await says(town, thu, "/dispatch")
    assert "Công văn chấn chỉnh" in page.text
    assert "CV-4B · đã gửi 1/2 · đã tiếp nhận đủ: 0 · quá hạn: 1 · gửi muộn: 1" in page.text
    assert "CV-1 · thường xuyên" in page.text
    assert "CV-1" not in page.labels
    lagging = await presses(town, thu, "CV-4B")
    assert f"Thời hạn: {STRICTLY}" in lagging.text
    assert "Chưa gửi: 1/2" in lagging.text
    assert "Ban Dân tộc · quá hạn 1 ngày làm việc" in lagging.text
    assert "Sở Du lịch" not in lagging.text
    everybody = await presses(town, thu, "Tất cả đơn vị")
    assert "Sở Du lịch · gửi ngày 30/10/2023 (quá hạn), tiếp nhận 0/2" in everybody.text
    opened = await presses(town, thu, "SDL")
    assert opened.labels == ["Xác nhận tiếp nhận", "Trả lại, nêu lý do", "‹ Danh sách", "‹ Công văn"]
    assert (await presses(town, thu, "‹ Công văn")).text == page.text


async def test_the_leader_reads_and_decides_nothing(town: Town, sdl: Person) -> None:
    dao = await town.staff("Đạo", Role.LEADER)
    await sends(town, sdl)
    await says(town, dao, "/dispatch")
    opened = await presses(town, dao, "CV-4B", "Tất cả đơn vị", "SDL")
    assert opened.labels == ["‹ Danh sách", "‹ Công văn"]


async def test_whoever_neither_coordinates_nor_governs_has_no_such_screens(town: Town, sdl: Person) -> None:
    hoa = await town.person("Hoa")
    for person in (sdl, hoa):
        for command in ("/dispatch", "/plans", "/selected"):
            page = await says(town, person, command)
            assert "CV-4B" not in page.text
            assert "Kế hoạch chuyển đổi số" not in page.text
            assert "Đơn vị được chọn" not in page.text


async def test_before_any_dispatch_the_screens_say_so(town: Town) -> None:
    await give_digital_plans(town, set())
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    assert "Chưa nhập công văn nào." in (await says(town, thu, "/dispatch")).text
    assert "Chưa có công văn nào yêu cầu" in (await says(town, thu, "/selected")).text
    assert "Không có văn bản nào chờ tiếp nhận." in (await says(town, thu, "/receipts")).text


async def test_an_order_to_one_receiver_is_done_by_one_receipt(town: Town) -> None:
    await give_dispatch(town, order("CV-9", "SDL", due="2023-11-30"))
    son = await town.staff("Sơn", Role.UNIT_HEAD, "SDL")
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    assert BOTH[0] == "SNV"
    await says(town, son, "/tasks")
    await presses(town, son, "Theo công văn (1)")
    await sends(town, son, "9/BC-SDL", code="CV-9")
    await presses(town, thu, "Mở CV-9", "Xác nhận tiếp nhận")
    page = await says(town, thu, "/dispatch")
    assert "CV-9 · đã gửi 1/1 · đã tiếp nhận đủ: 1" in page.text
