"""A head of a unit: the pending tasks, a task's page, acknowledging, how far it is."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.samples import import_samples
from domain.people import Role
from domain.task import TaskStatus
from services.people import end_role
from services.plans import PlanHeader
from simulator.client import Person
from tests.support.plans import count, done, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town

MARKS = "<b>&amp;\u202e\u200b\x00\x1a đã xong 90%</b>"


@pytest.fixture
async def minh(town: Town) -> Person:
    """The head of STTTT, which leads A-1 and nothing else."""
    await give_tasks(town, task("A-1", "STTTT", "2023-12-29", together=["SYT", "STC"]))
    return await town.staff("Minh", Role.UNIT_HEAD, "STTTT")


async def a_1(town: Town, person: Person) -> None:
    await says(town, person, "/tasks")
    await presses(town, person, "A-1")


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


async def test_the_head_of_sttt_sees_what_is_overdue_and_the_figure_of_the_unit(town: Town) -> None:
    await import_samples(town.product.office)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/tasks")
    assert "Sở Thông tin và Truyền thông: 3/4 (75,0%), còn 1" in page.text
    assert "CCHC23-40 · quá hạn 64 ngày làm việc (30/06/2023)" in page.text
    assert "Dữ liệu mẫu" in page.text
    assert len(page.rows) <= 4


async def test_tasks_stand_overdue_first_and_then_by_working_days_left(town: Town) -> None:
    await give_tasks(
        town,
        task("SAU", "STTTT", "2023-12-29"),
        task("HOM-NAY", "STTTT", "2023-10-02"),
        task("LAU", "STTTT", "2023-06-30", status=TaskStatus.NOT_STARTED),
        task("VUA-QUA", "STTTT", "2023-09-29"),
        task("TUAN-NAY", "STTTT", "2023-10-06"),
        task("DA-TRINH", "STTTT", "2023-09-01", status=TaskStatus.SUBMITTED, submitted="2023-09-01"),
        done("XONG", "STTTT"),
        task("CUA-SYT", "SYT", "2023-09-01"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/tasks")
    said = re.findall(r"^([A-Z-]+) · (.*)$", page.text, re.MULTILINE)
    assert said == [
        ("LAU", "quá hạn 64 ngày làm việc (30/06/2023)"),
        ("VUA-QUA", "quá hạn 1 ngày làm việc (29/09/2023)"),
        ("HOM-NAY", "đến hạn hôm nay (02/10/2023)"),
        ("TUAN-NAY", "còn 4 ngày làm việc (06/10/2023)"),
        ("SAU", "còn 64 ngày làm việc (29/12/2023)"),
        # What waits for others comes after what waits for the head.
        ("DA-TRINH", "đã trình ngày 01/09/2023, chờ duyệt"),
    ]
    assert "Sở Thông tin và Truyền thông: 1/7 (14,2%), còn 6" in page.text


async def test_a_long_list_is_turned_over_and_each_task_opens_and_leads_back_to_its_page(town: Town) -> None:
    await give_tasks(town, *(task(f"N-{n:02}", "STTTT", f"2023-11-{n:02}") for n in range(1, 15)))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    first = await says(town, minh, "/tasks")
    assert [label for label in first.labels if label.startswith("N-")] == [f"N-{n:02}" for n in range(1, 7)]
    assert len(first.rows) == 4
    last = await presses(town, minh, "Tiếp ›", "Tiếp ›")
    assert [label for label in last.labels if label.startswith("N-")] == ["N-13", "N-14"]
    assert "Tiếp ›" not in last.labels
    assert last.message_id == first.message_id
    await presses(town, minh, "N-13", "‹ Danh sách")
    assert (await minh.last()).text == last.text


async def test_a_long_list_says_how_much_of_it_is_urgent_and_which_page_this_is(town: Town) -> None:
    days = ["2023-09-27", "2023-09-28", "2023-09-29", "2023-10-02", "2023-10-03", "2023-10-11", "2023-10-12"]
    await give_tasks(town, *(task(f"A-{n}", "STTTT", day) for n, day in enumerate(days, start=1)))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/tasks")
    assert page.text.splitlines()[:3] == [
        "Sở Thông tin và Truyền thông: 0/7 (0,0%), còn 7",
        "Quá hạn: 3 · Đến hạn hôm nay: 1 · Sắp đến hạn: 2",
        "Gấp nhất xếp trước, trang 1/2",
    ]
    assert "trang 2/2" in (await presses(town, minh, "Tiếp ›")).text


async def test_what_is_listed_of_another_plan_than_the_figure_s_is_counted_beside_it(town: Town) -> None:
    await give_tasks(town, task("CU-1", "STTTT", "2022-12-30"), plan=PlanHeader("KH-2022", 2022))
    await give_tasks(town, done("A-1", "STTTT"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/tasks")
    assert "1/1 (100,0%), còn 0\nKế hoạch khác: còn 1\n" in page.text
    assert "CU-1" in page.labels


async def test_help_tells_a_head_when_reminders_come_and_a_citizen_nothing_of_it(
    town: Town, minh: Person
) -> None:
    told = (await says(town, minh, "/help")).text
    assert "Bot nhắc việc lúc 08:00 ngày làm việc: trước hạn 7, 3, 1 ngày làm việc" in told
    assert "Bot nhắc việc" not in (await says(town, await town.person("Hoa"), "/help")).text


async def test_a_unit_with_nothing_pending_says_so(town: Town) -> None:
    await give_tasks(
        town,
        done("A-1", "STTTT"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/tasks")
    assert "1/1 (100,0%), còn 0" in page.text
    assert "Hiện không có nhiệm vụ nào cần thực hiện." in page.text
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    assert "Sở Y tế: 0/0, còn 0" in (await says(town, hai, "/tasks")).text


async def test_before_any_plan_there_is_no_figure(town: Town) -> None:
    await give_tasks(town)
    async with town.product.office.writing() as (uow, _):
        assert len(await uow.tasks.plans()) == 1
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    assert "Hiện không có nhiệm vụ nào" in (await says(town, minh, "/tasks")).text


async def test_tasks_the_unit_cooperates_in_are_a_list_of_its_own_and_only_to_be_read(town: Town) -> None:
    await give_tasks(
        town,
        task("CUA-TA", "STTTT", "2023-12-01"),
        task("CHUNG-2", "SYT", "2023-12-29", together=["STTTT"]),
        task("CHUNG-1", "SNV", "2023-10-30", together=["@DEPTS"]),
        task("RIENG", "SYT", "2023-10-05"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/tasks")
    assert "CHUNG" not in page.text
    listed = await presses(town, minh, "Phối hợp (2)")
    assert re.findall(r"CHUNG-\d", listed.text)[:1] == ["CHUNG-1"]
    assert "Sở Y tế" in listed.text
    assert "CUA-TA" not in listed.text
    assert "RIENG" not in listed.text
    opened = await presses(town, minh, "CHUNG-1")
    # The reader's own unit is the one they look for among twenty.
    assert "Phối hợp: Sở Thông tin và Truyền thông và 19 đơn vị khác" in opened.text
    assert opened.labels == ["Phối hợp (20)", "‹ Danh sách", "‹ Trang đầu"]
    assert "Phối hợp (2)" in (await presses(town, minh, "‹ Danh sách", "‹ Nhiệm vụ của đơn vị")).labels


# ── a task's page ─────────────────────────────────────────────────────────────────────────────────


async def test_the_page_says_what_is_to_be_done_by_when_with_whom_and_what_was_done(
    town: Town, minh: Person
) -> None:
    await says(town, minh, "/tasks")
    page = await presses(town, minh, "A-1")
    for words in (
        "Nhiệm vụ A-1",
        "Kế hoạch năm 2023",
        "Sản phẩm: Báo cáo của đơn vị",
        "Thời hạn: Thứ Sáu, 29/12/2023 (còn 64 ngày làm việc)",
        "Đơn vị chủ trì: Sở Thông tin và Truyền thông",
        "Phối hợp: Sở Y tế, Sở Tài chính",
        "Trạng thái: đang thực hiện",
        "Nhập từ tệp kế hoạch · quản trị hệ thống",
    ):
        assert words in page.text
    assert page.labels == [
        "Nhận việc", "Báo cáo tiến độ", "Trình kết quả", "Việc khác ›", "‹ Danh sách", "‹ Trang đầu",
    ]  # fmt: skip


async def test_what_was_done_is_kept_and_turned_over(town: Town, minh: Person) -> None:
    await a_1(town, minh)
    for n in range(7):
        await presses(town, minh, "Báo cáo tiến độ")
        await says(town, minh, str(n * 10))
        await says(town, minh, f"bước {n} " + "dài " * 140)
    page = await minh.last()
    assert "bước 6" in page.text
    assert "bước 3" not in page.text
    history = await presses(town, minh, "Lịch sử (8)")
    assert "bước 6" in history.text
    assert "bước 2" in history.text
    oldest = await presses(town, minh, "Tiếp ›")
    assert "bước 0" in oldest.text
    assert "Nhập từ tệp kế hoạch" in oldest.text
    assert "bước 6" in (await presses(town, minh, "‹ Nhiệm vụ")).text


async def test_acknowledging_is_done_once_and_the_second_press_says_so(town: Town, minh: Person) -> None:
    await says(town, minh, "/tasks")
    before = await presses(town, minh, "A-1")
    page = await presses(town, minh, "Nhận việc")
    assert "Đã nhận việc A-1. Hệ thống sẽ nhắc vào ngày đến hạn." in page.text
    assert "Đã nhận việc ngày 02/10/2023" in page.text
    assert "Nhận việc" not in page.labels
    pressed = await minh.forges(before.button("Nhận việc")["callback_data"], before.message_id)
    assert (await pressed.answer()).answered
    await town.settle()
    again = await minh.last()
    assert "Nhiệm vụ này đã được xác nhận nhận việc." in again.text
    assert again.text.count("Xác nhận đã nhận việc") == 1


async def test_acknowledging_what_is_overdue_promises_what_will_happen(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/tasks")
    page = await presses(town, minh, "A-1", "Nhận việc")
    assert "vẫn được nhắc vào ngày làm việc đầu tiên của mỗi tuần" in page.text
    assert "ngày đến hạn" not in page.text


# ── progress ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_progress_is_a_figure_and_a_note(town: Town, minh: Person) -> None:
    await a_1(town, minh)
    asked = await presses(town, minh, "Báo cáo tiến độ")
    assert asked.rows[:2] == [["10%", "25%", "50%"], ["75%", "90%", "100%"]]
    await presses(town, minh, "75%")
    page = await says(town, minh, MARKS)
    assert "Đã ghi nhận: A-1 đạt 75%." in page.text
    assert "Trạng thái: đang thực hiện, 75%" in page.text
    # Kept exactly, shown literally, and unable to turn round what follows.
    assert "<b>&amp;\N{REPLACEMENT CHARACTER}\u200b\u2400\u241a đã xong 90%</b>" in page.text
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        (one,) = await uow.tasks.of_plan(plan.id)
        (event, *_), _ = await uow.tasks.events(one.id, 1)
    assert event.note == MARKS
    assert "đạt 75%" in (await presses(town, minh, "‹ Danh sách")).text


@pytest.mark.parametrize("figure", ["0", "100", "100%", " 7 % "])
async def test_every_whole_percentage_is_taken_and_the_note_may_be_skipped(
    town: Town, minh: Person, figure: str
) -> None:
    await a_1(town, minh)
    await presses(town, minh, "Báo cáo tiến độ")
    await says(town, minh, figure)
    page = await presses(town, minh, "Bỏ qua ›")
    assert f"đạt {figure.strip(' %')}%." in page.text


async def test_what_is_no_percentage_is_said_to_be_none_and_asked_again(town: Town, minh: Person) -> None:
    await a_1(town, minh)
    asked = await presses(town, minh, "Báo cáo tiến độ")
    for words in ("101", "-5", "50,5", "5 0", "gần xong", "１００", "1000000000000", "%", "<b>50</b>"):
        answer = await says(town, minh, words)
        assert "Tiến độ là số nguyên từ 0 đến 100." in answer.text, words
        assert answer.rows[:2] == asked.rows[:2]
    await minh.sends_sticker()
    await town.settle()
    assert "tin nhắn bằng chữ" in (await minh.last()).text
    # Nothing was lost by it.
    await presses(town, minh, "50%")
    assert "đạt 50%" in (await presses(town, minh, "Bỏ qua ›")).text


async def test_a_figure_that_is_changed_in_its_message_is_changed(town: Town, minh: Person) -> None:
    await a_1(town, minh)
    await presses(town, minh, "Báo cáo tiến độ")
    sent = await minh.sends("50")
    await town.settle()
    await minh.edits(sent, "60")
    await town.settle()
    assert "Đạt 60%" in (await minh.last()).text
    await minh.edits(sent, "sáu mươi")
    await town.settle()
    assert "Tiến độ là số nguyên từ 0 đến 100." in (await minh.last()).text
    assert "A-1 đạt 60%." in (await presses(town, minh, "Bỏ qua ›")).text


async def test_a_note_of_nothing_or_of_too_much_is_asked_for_again(town: Town, minh: Person) -> None:
    await a_1(town, minh)
    await presses(town, minh, "Báo cáo tiến độ", "50%")
    assert "Tin nhắn trống" in (await says(town, minh, "\u200b\u2060")).text
    assert "dài quá 600 ký tự" in (await says(town, minh, "dài " * 151)).text
    await minh.shares_location(18.67, 105.69)
    await town.settle()
    assert "tin nhắn bằng chữ" in (await minh.last()).text
    assert "vướng 2 xã" in (await says(town, minh, "vướng 2 xã")).text


async def test_one_can_go_back_and_cancel_and_is_led_back_to_the_task(town: Town, minh: Person) -> None:
    await a_1(town, minh)
    await presses(town, minh, "Báo cáo tiến độ", "50%")
    back = await presses(town, minh, "‹ Quay lại")
    assert "50%" in back.labels
    sure = await presses(town, minh, "25%", "Hủy")
    assert "Bỏ nội dung đã điền?" in sure.text
    page = await presses(town, minh, "Bỏ nội dung")
    assert "Đã bỏ" in page.text
    assert "Nhiệm vụ A-1" in page.text
    assert "25%" not in page.text


async def test_a_form_begun_for_another_task_is_not_thrown_away_unasked(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-11-01"), task("A-2", "STTTT", "2023-12-01"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Báo cáo tiến độ", "50%")
    await says(town, minh, "/tasks")
    asked = await presses(town, minh, "A-2", "Báo cáo tiến độ")
    assert "Phần này đang làm dở cho nhiệm vụ A-1" in asked.text
    going_on = await presses(town, minh, "Làm tiếp nhiệm vụ A-1 ›")
    assert "Đạt 50%" in going_on.text
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-2", "Báo cáo tiến độ", "Bỏ phần đó, làm nhiệm vụ này", "25%")
    assert "Đã ghi nhận: A-2 đạt 25%." in (await presses(town, minh, "Bỏ qua ›")).text


async def test_what_another_did_meanwhile_is_said_and_nothing_typed_is_lost(town: Town, minh: Person) -> None:
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2023, 12, 31, tzinfo=UTC))
    await a_1(town, minh)
    await presses(town, minh, "Báo cáo tiến độ", "50%")
    await a_1(town, lan)
    await presses(town, lan, "Trình kết quả")
    await says(town, lan, "46/BC-STTTT")
    await presses(town, lan, "Xong, tiếp tục ›", "Trình duyệt")

    told = await says(town, minh, "đã họp 3 lần")
    assert "Nhiệm vụ đã có thay đổi" in told.text
    assert "chờ duyệt" in told.text
    # What is typed now is no answer to a question that cannot be answered.
    assert "còn gì nữa" not in (await says(town, minh, "còn gì nữa không")).text

    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/approvals")
    await presses(town, thu, "A-1", "Trả lại, nêu lý do")
    await says(town, thu, "Thiếu phụ lục")
    home = await says(town, minh, "/start")
    assert "Tiếp tục phần đang làm dở ›" in home.labels
    page = await presses(town, minh, "Tiếp tục phần đang làm dở ›", "Xong, tiếp tục ›")
    assert "Đã ghi nhận: A-1 đạt 50%." in page.text
    assert "đã họp 3 lần" in page.text


# ── old, forged and withdrawn ─────────────────────────────────────────────────────────────────────


async def test_an_old_button_shows_how_things_stand(town: Town, minh: Person) -> None:
    await says(town, minh, "/tasks")
    before = await presses(town, minh, "A-1")
    await presses(town, minh, "Trình kết quả")
    await says(town, minh, "46/BC-STTTT")
    await presses(town, minh, "Xong, tiếp tục ›", "Trình duyệt")
    for label in ("Nhận việc", "Báo cáo tiến độ", "Trình kết quả"):
        await minh.forges(before.button(label)["callback_data"], before.message_id)
        await town.settle()
        shown = next(view for view in await minh.messages() if view.message_id == before.message_id)
        assert "Nhiệm vụ đã có thay đổi" in shown.text, label
        assert "chờ duyệt" in shown.text
        assert "Trình kết quả" not in shown.labels


async def test_a_task_that_is_not_theirs_is_not_there(town: Town, minh: Person) -> None:
    await says(town, minh, "/tasks")
    page = await presses(town, minh, "A-1")
    data = [button["callback_data"] for row in page.wire["reply_markup"]["inline_keyboard"] for button in row]
    ba = await town.staff("Ba", Role.UNIT_HEAD, "SXD")
    screen = await says(town, ba, "/tasks")
    for one in data[:3]:
        before = await count(ba)
        await ba.forges(one, screen.message_id)
        await town.settle()
        assert await news(ba, before) == ["Nhiệm vụ này không thuộc phạm vi của tài khoản này."]
    # Who cooperates sees it, and may do nothing with it.
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    screen = await says(town, hai, "/tasks")
    await hai.forges(data[0], screen.message_id)
    await town.settle()
    shown = await hai.last()
    assert "Nhiệm vụ A-1" in shown.text
    assert "Nhận việc" not in shown.labels
    assert "Đã nhận việc" not in shown.text


async def test_forged_and_garbled_buttons_are_old_buttons(town: Town, minh: Person) -> None:
    screen = await says(town, minh, "/tasks")
    for data in (
        "t2",
        "t2:x:y:z",
        "tl1:STTTT",
        "tl1:STTTT:-1",
        "ta1:none:u:0",
        "tg2:tprogress:0:500",
        "tn1:report:x",
    ):
        pressed = await minh.forges(data, screen.message_id)
        assert (await pressed.answer()).answered, data
        await town.settle()
    assert "A-1" in (await says(town, minh, "/tasks")).text


async def test_a_number_that_no_list_can_have_is_an_old_button_and_no_failure(
    town: Town, minh: Person
) -> None:
    await a_1(town, minh)
    screen = await minh.last()
    for data in ("tc1:" + "z" * 20, "tl1:STTTT:" + "z" * 20):
        pressed = await minh.forges(data, screen.message_id)
        assert (await pressed.answer()).text == "Nút này đã cũ."
    async with town.product.office.reading() as (uow, _):
        assert await uow.inbox.waiting() == 0


async def test_a_role_that_ends_between_the_press_and_its_handling_may_do_nothing(
    town: Town, minh: Person
) -> None:
    await a_1(town, minh)
    await presses(town, minh, "Báo cáo tiến độ", "50%")
    async with town.product.office.writing() as (uow, scope):
        (person,) = await uow.people.holding({Role.UNIT_HEAD})
        await end_role(scope, None, person.grants[0].id)
    told = await says(town, minh, "xong")
    assert "Nhiệm vụ này không thuộc phạm vi của tài khoản này." in told.text
    home = await says(town, minh, "/start")
    assert "Nhiệm vụ của đơn vị" not in home.labels
    assert "Tiếp tục phần đang làm dở ›" not in home.labels
    assert "dành cho thủ trưởng" in (await says(town, minh, "/tasks")).text
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        (one,) = await uow.tasks.of_plan(plan.id)
        assert one.progress_percent == 0


async def test_a_delegation_ends_by_itself(town: Town, minh: Person) -> None:
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2023, 10, 5, tzinfo=PROVINCE))
    assert "A-1" in (await says(town, lan, "/tasks")).text
    page = await presses(town, lan, "A-1")
    await town.moves_to(datetime(2023, 10, 5, 9, 0, tzinfo=PROVINCE))
    before = await count(lan)
    await lan.forges(page.button("Nhận việc")["callback_data"], page.message_id)
    await town.settle()
    assert await news(lan, before) == ["Nhiệm vụ này không thuộc phạm vi của tài khoản này."]
    await town.after(timedelta(minutes=5))
    assert "dành cho thủ trưởng" in (await says(town, lan, "/tasks")).text


# ── several units, several roles ──────────────────────────────────────────────────────────────────


async def test_somebody_of_several_units_chooses_one_and_can_come_back(town: Town) -> None:
    await give_tasks(
        town, task("A-1", "STTTT", "2023-11-01"), task("B-1", "SYT", "2023-11-01", together=["STTTT"])
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await town.staff("Minh", Role.FOCAL_OFFICER, "SYT", until=datetime(2024, 1, 1, tzinfo=UTC))
    choice = await says(town, minh, "/tasks")
    assert "Ông/bà phụ trách nhiều đơn vị" in choice.text
    assert "Sở Y tế\n0/1 (0,0%), còn 1" in choice.text
    # A task that one of their own units leads is none they merely cooperate in.
    assert not any(label.startswith("Phối hợp") for label in choice.labels)
    listed = await presses(town, minh, "Sở Y tế")
    assert "B-1" in listed.text
    assert "A-1" not in listed.text
    assert "Sở Thông tin và Truyền thông" in (await presses(town, minh, "‹ Đơn vị")).labels
    acted = await presses(town, minh, "Sở Y tế", "B-1", "Nhận việc")
    assert "Xác nhận đã nhận việc · công chức đầu mối" in acted.text
