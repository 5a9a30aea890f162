"""A late task is explained, a reminder put off, a task suspended and ended: on screens of at most four rows."""

import re
from datetime import UTC, datetime

import pytest

from domain.people import Role
from domain.task import Task, TaskStatus
from simulator.client import Person, View
from tests.support.plans import count, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town

MOVED_ON = "Nhiệm vụ đã có thay đổi"


async def the_task(town: Town, code: str = "A-1") -> Task:
    """The task as it is stored."""
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        return next(one for one in await uow.tasks.of_plan(plan.id) if one.code == code)


async def opened(town: Town, person: Person, code: str = "A-1", command: str = "/tasks") -> View:
    """The page of a task, from a list."""
    await says(town, person, command)
    return await presses(town, person, code)


async def again(person: Person, before: View) -> View:
    """What a message shows now."""
    return next(view for view in await person.messages() if view.message_id == before.message_id)


async def morning(town: Town, person: Person, month: int, day: int) -> list[str]:
    """What somebody hears at eight."""
    before = await count(person)
    await town.moves_to(datetime(2023, month, day, 8, 0, tzinfo=PROVINCE))
    return await news(person, before)


# ── why it is late ────────────────────────────────────────────────────────────────────────────────


async def test_an_overdue_task_asks_for_an_explanation_first_of_all(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-09-29"), task("A-2", "STTTT", "2023-09-28"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, dao = await town.staff("Thu", Role.COORDINATOR), await town.staff("Đạo", Role.LEADER)
    page = await opened(town, minh)
    assert "Chưa giải trình lý do chậm" in page.text
    assert page.rows[:2] == [["Giải trình lý do chậm", "Nhận việc"], ["Báo cáo tiến độ", "Trình kết quả"]]
    await presses(town, minh, "Giải trình lý do chậm")
    assert "Tin nhắn trống" in (await says(town, minh, "\u200b")).text
    assert "dài quá 600 ký tự" in (await says(town, minh, "a" * 601)).text
    page = await says(town, minh, "Đơn vị <b>tư vấn</b> bàn giao chậm")
    assert "Đã ghi nhận giải trình của A-1" in page.text
    assert "Đã giải trình ngày 02/10/2023" in page.text
    assert page.rows[:2] == [["Nhận việc", "Báo cáo tiến độ"], ["Trình kết quả", "Việc khác ›"]]

    for person in (thu, dao):
        plan = await says(town, person, "/plan")
        assert "Quá hạn: 2, đã giải trình 1" in plan.text
        listed = await presses(town, person, "Quá hạn (2)")
        assert "Đã giải trình: 1 · chưa giải trình: 1" in listed.text
        told = dict(re.findall(r"^(A-\d).*\n.*\n(.*)$", listed.text, re.MULTILINE))
        assert told == {"A-1": "Đã giải trình ngày 02/10/2023", "A-2": "Chưa giải trình lý do chậm"}
        page = await presses(town, person, "A-1")
        assert "Đơn vị <b>tư vấn</b> bàn giao chậm" in page.text
        assert "Giải trình thêm" not in page.labels

    # Another may follow, and both are kept.
    await opened(town, minh)
    await presses(town, minh, "Việc khác ›", "Giải trình thêm")
    page = await says(town, minh, "Đã thúc đơn vị tư vấn")
    for words in ("Đơn vị <b>tư vấn</b> bàn giao chậm", "Đã thúc đơn vị tư vấn"):
        assert words in page.text


async def test_the_mornings_reminder_of_one_late_task_leads_straight_to_its_explanation(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-09-29"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await morning(town, minh, 10, 2)
    digest = await minh.last()
    assert digest.rows[0] == ["Mở A-1", "Giải trình lý do chậm"]
    question = await presses(town, minh, "Giải trình lý do chậm")
    # Below: what the morning said stays said.
    assert question.message_id != digest.message_id
    await says(town, minh, "Thiếu người")
    await morning(town, minh, 10, 3)
    assert (await minh.last()).rows[0] == ["Mở A-1"]
    # The button of yesterday: another word may follow.
    await minh.presses("Giải trình lý do chậm", message_id=digest.message_id)
    await town.settle()
    assert "Vì sao nhiệm vụ chậm" in (await minh.last()).text


async def test_what_was_explained_is_asked_again_once_a_later_date_is_missed(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-03"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await opened(town, minh)
    await presses(town, minh, "Việc khác ›", "Đề nghị gia hạn")
    await says(town, minh, "06/10/2023")
    await says(town, minh, "Thiếu người")
    await presses(town, minh, "Gửi đề nghị")
    await town.moves_to(datetime(2023, 10, 4, 9, 0, tzinfo=PROVINCE))
    await opened(town, minh)
    await presses(town, minh, "Giải trình lý do chậm")
    await says(town, minh, "Chờ quyết định gia hạn")
    await says(town, thu, "/approvals")
    await presses(town, thu, "A-1", "Đồng ý gia hạn đến 06/10/2023")
    await town.moves_to(datetime(2023, 10, 9, 9, 0, tzinfo=PROVINCE))
    page = await opened(town, minh)
    assert "Chưa giải trình lý do chậm" in page.text
    assert page.labels[0] == "Giải trình lý do chậm"


async def test_what_is_overdue_stands_by_unit_the_latest_unit_first(town: Town) -> None:
    late = {"SYT": "2023-06-30", "STC": "2023-08-31", "SXD": "2023-09-15"}
    await give_tasks(
        town,
        *(
            task(f"{unit}-{n}", unit, due if n == 0 else "2023-09-28")
            for unit, due in late.items()
            for n in range(3)
        ),
        task("SYT-9", "SYT", "2023-12-01"),
    )
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/plan")
    first = await presses(town, thu, "Quá hạn (9)")
    assert re.findall(r"^S[A-Z]+-\d", first.text, re.MULTILINE) == [
        "SYT-0", "SYT-1", "SYT-2", "STC-0", "STC-1", "STC-2",
    ]  # fmt: skip
    assert len(first.rows) <= 4
    second = await presses(town, thu, "Tiếp ›")
    assert re.findall(r"^S[A-Z]+-\d", second.text, re.MULTILINE) == ["SXD-0", "SXD-1", "SXD-2"]
    page = await presses(town, thu, "SXD-1")
    assert "Sở Xây dựng" in page.text
    assert (await presses(town, thu, "‹ Danh sách")).text == second.text


# ── hearing of it later ───────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_a_reminder_put_off_is_silent_until_its_day_and_heard_on_it(town: Town) -> None:
    # Seven working days are left on Monday the 2nd, three on Friday the 6th.
    await give_tasks(town, task("A-1", "STTTT", "2023-10-11"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await opened(town, minh)
    offered = await presses(town, minh, "Việc khác ›", "Nhắc lại sau")
    assert offered.rows == [
        ["Sau 1 ngày làm việc: Thứ Ba, 03/10/2023"],
        ["Sau 3 ngày làm việc: Thứ Năm, 05/10/2023"],
        ["Đúng ngày đến hạn: Thứ Tư, 11/10/2023"],
        ["‹ Nhiệm vụ"],
    ]
    page = await presses(town, minh, "Sau 3 ngày làm việc: Thứ Năm, 05/10/2023")
    assert "A-1 sẽ được nhắc lại vào Thứ Năm, 05/10/2023." in page.text
    assert "Hẹn nhắc lại ngày 05/10/2023" in page.text
    assert "Nhắc lại sau: 05/10/2023 · " in page.text
    for day in (2, 3, 4):
        assert await morning(town, minh, 10, day) == []
    (told,) = await morning(town, minh, 10, 5)
    assert "A-1" in told
    assert "còn 4 ngày làm việc" in told
    # From there on as usual.
    (told,) = await morning(town, minh, 10, 6)
    assert "còn 3 ngày làm việc" in told


async def test_a_reminder_of_a_task_due_much_later_is_heard_on_the_day_it_was_put_off_to(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-12-29"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await opened(town, minh)
    await presses(town, minh, "Việc khác ›", "Nhắc lại sau", "Sau 1 ngày làm việc: Thứ Ba, 03/10/2023")
    assert await morning(town, minh, 10, 2) == []
    (told,) = await morning(town, minh, 10, 3)
    assert "A-1" in told
    assert await morning(town, minh, 10, 4) == []


async def test_silence_is_taken_back(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-11"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=UTC))
    await opened(town, minh)
    await presses(town, minh, "Việc khác ›", "Nhắc lại sau", "Đúng ngày đến hạn: Thứ Tư, 11/10/2023")
    await opened(town, lan)
    others = await presses(town, lan, "Việc khác ›")
    assert "Hẹn nhắc lại ngày 11/10/2023" in others.text
    button = others.button("Bỏ hẹn nhắc lại")["callback_data"]
    page = await presses(town, lan, "Bỏ hẹn nhắc lại")
    assert "A-1 được nhắc như thường lệ." in page.text
    assert "Hẹn nhắc lại ngày" not in page.text
    await lan.forges(button, page.message_id)
    await town.settle()
    assert "không có hẹn nhắc lại nào" in (await again(lan, page)).text
    (told,) = await morning(town, minh, 10, 2)
    assert "còn 7 ngày làm việc" in told


async def test_no_reminder_is_put_off_past_the_due_date_or_by_whoever_does_not_serve_the_unit(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-04", together=("SYT",)))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    thu, an = await town.staff("Thu", Role.COORDINATOR), await town.person("An")
    await opened(town, minh)
    offered = await presses(town, minh, "Việc khác ›", "Nhắc lại sau")
    # Three working days would be a day too late.
    assert offered.labels[:2] == [
        "Sau 1 ngày làm việc: Thứ Ba, 03/10/2023",
        "Đúng ngày đến hạn: Thứ Tư, 04/10/2023",
    ]
    last = offered.button("Đúng ngày đến hạn: Thứ Tư, 04/10/2023")["callback_data"]
    packed = last.split(":")
    for days in (1, -2, -30):
        too_far = [*packed]
        too_far[2] = _moved(packed[2], days)
        await minh.forges(":".join(too_far), offered.message_id)
        await town.settle()
        assert "không quá thời hạn" in (await again(minh, offered)).text, days
    for person in (hai, thu, an):
        screen = await says(town, person, "/start")
        await person.forges(last, screen.message_id)
        await town.settle()
    stored = await the_task(town)
    assert (stored.snoozed_until, stored.revision) == (None, 0)
    assert "A-1" not in await an.transcript()
    # On the due date there is nothing to put off.
    await town.moves_to(datetime(2023, 10, 4, 9, 0, tzinfo=PROVINCE))
    await minh.forges(last, offered.message_id)
    await town.settle()
    assert "Đã đến hạn" in (await again(minh, offered)).text
    assert "Việc khác ›" not in (await again(minh, offered)).labels


def _moved(packed: str, days: int) -> str:
    """A day as a button carries it, so many days on."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    number, said = int(packed, 36) + days, ""
    while number:
        number, digit = divmod(number, 36)
        said = digits[digit] + said
    return said


# ── whether it rests ──────────────────────────────────────────────────────────────────────────────


async def test_a_suspended_task_is_no_longer_overdue_nor_spoken_of_until_it_goes_on(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-09-29"), task("B-1", "SYT", "2023-12-01"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    assert "Quá hạn: 1" in (await says(town, thu, "/plan")).text
    page = await presses(town, thu, "Quá hạn (1)", "A-1")
    assert page.rows == [["Việc khác ›"], ["‹ Danh sách", "‹ Trang đầu"]]
    others = await presses(town, thu, "Việc khác ›")
    assert others.rows == [["Tạm dừng nhiệm vụ", "Hủy bỏ nhiệm vụ"], ["‹ Nhiệm vụ"]]
    before = await count(minh), await count(hai)
    await presses(town, thu, "Tạm dừng nhiệm vụ")
    page = await says(town, thu, "Chờ sắp xếp <u>tổ chức</u>")
    assert "Đã tạm dừng A-1 và báo cho đơn vị." in page.text
    (told,) = await news(minh, before[0])
    assert "A-1 tạm dừng thực hiện" in told
    assert "Chờ sắp xếp <u>tổ chức</u>" in told
    assert await news(hai, before[1]) == []
    plan = await says(town, thu, "/plan")
    for words in ("0/2 (0,0%), còn 2", "Quá hạn: 0", "Tạm dừng: 1"):
        assert words in plan.text
    page = await opened(town, minh)
    assert "Trạng thái: tạm dừng" in page.text
    assert page.labels == ["‹ Danh sách", "‹ Trang đầu"]
    assert await morning(town, minh, 10, 2) == []

    await says(town, thu, "/plan")
    await presses(town, thu, "Theo đơn vị", "STTTT")
    page = await presses(town, thu, "A-1")
    assert page.rows[0] == ["Tiếp tục thực hiện", "Việc khác ›"]
    before = await count(minh), await count(hai)
    page = await presses(town, thu, "Tiếp tục thực hiện")
    assert "A-1 tiếp tục thực hiện; đã báo cho đơn vị." in page.text
    (told,) = await news(minh, before[0])
    assert "A-1 tiếp tục thực hiện" in told
    assert "quá hạn 1 ngày làm việc" in told
    assert "Quá hạn: 1" in (await says(town, thu, "/plan")).text
    assert "Nhận việc" in (await presses(town, minh, "Mở A-1")).labels
    (told,) = await morning(town, minh, 10, 3)
    assert "quá hạn 2 ngày làm việc" in told


async def test_a_cancelled_task_leaves_the_plan_for_good(town: Town) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-09-29", status=TaskStatus.SUBMITTED, submitted="2023-09-28"),
        task("B-1", "SYT", "2023-12-01"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    page = await opened(town, thu, command="/approvals")
    assert page.rows[:2] == [["Phê duyệt", "Trả lại, nêu lý do"], ["Việc khác ›"]]
    await presses(town, thu, "Việc khác ›", "Hủy bỏ nhiệm vụ")
    reason = await thu.sends("Trùng")
    await town.settle()
    await thu.edits(reason, "Trùng nhiệm vụ B-1")
    await town.settle()
    review = await thu.last()
    assert "Trùng nhiệm vụ B-1" in review.text
    assert "không thể khôi phục" in review.text
    before = await count(minh)
    page = await presses(town, thu, "Đồng ý hủy bỏ nhiệm vụ")
    assert "Đã hủy bỏ A-1 và báo cho đơn vị." in page.text
    assert "Việc khác ›" not in page.labels
    (told,) = await news(minh, before)
    assert "A-1 đã hủy bỏ" in told
    assert "Trùng nhiệm vụ B-1" in told
    assert "0/1 (0,0%), còn 1" in (await says(town, thu, "/plan")).text
    assert "A-1" not in (await says(town, minh, "/tasks")).text


async def test_a_direction_on_an_old_page_and_a_second_press_are_refused_over_the_present_state(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    pages = {}
    for person in (thu, tam):
        await says(town, person, "/plan")
        pages[person.name] = await presses(town, person, "Theo đơn vị", "STTTT", "A-1", "Việc khác ›")
    await presses(town, tam, "Tạm dừng nhiệm vụ")
    await presses(town, thu, "Tạm dừng nhiệm vụ")
    await says(town, thu, "Chờ sáp nhập")
    before = await count(minh)
    late = await says(town, tam, "Chờ kinh phí")
    assert MOVED_ON in late.text
    assert "Trạng thái: tạm dừng" in late.text
    for label in ("Tạm dừng nhiệm vụ", "Hủy bỏ nhiệm vụ"):
        page = pages["Thu"]
        await thu.forges(page.button(label)["callback_data"], page.message_id)
        await town.settle()
        assert MOVED_ON in (await again(thu, page)).text, label
    assert await news(minh, before) == []
    # Two who let it go on at once: the second is told.
    goes_on = (await again(thu, pages["Thu"])).button("Tiếp tục thực hiện")["callback_data"]
    for person in (thu, tam):
        await person.forges(goes_on, pages[person.name].message_id)
        await town.settle()
    assert "A-1 tiếp tục thực hiện" in (await again(thu, pages["Thu"])).text
    assert MOVED_ON in (await again(tam, pages["Tâm"])).text
    assert len(await news(minh, before)) == 1


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (None, None),
        (Role.UNIT_HEAD, "STTTT"),
        (Role.UNIT_HEAD, "SYT"),
        (Role.LEADER, None),
        (Role.LEAD_INSPECTOR, None),
        (Role.CUSTODIAN, None),
    ],
)
async def test_a_forged_direction_of_whoever_does_not_coordinate_changes_nothing(
    town: Town, role: Role | None, unit: str | None
) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-09-29", together=("SYT",)),
        task("A-2", "STTTT", "2023-09-29", status=TaskStatus.SUSPENDED, together=("SYT",)),
    )
    an = await town.person("An") if role is None else await town.staff("An", role, unit)
    screen = await says(town, an, "/start")
    stored = [await the_task(town, code) for code in ("A-1", "A-2")]
    seen = []
    for one in stored:
        for data in (f"tj1:{one.id}:0", f"tj2:{one.id}:0", f"tj3:{one.id}:0", f"tm1:{one.id}:v:0"):
            pressed = await an.forges(data, screen.message_id)
            await town.settle()
            assert (await pressed.answer()).answered, data
            seen.append((await again(an, screen)).text)
            await says(town, an, "Tôi muốn thế")
        if role is not Role.UNIT_HEAD or unit != "STTTT":
            for data in (
                f"ty1:{one.id}:0",
                f"tx1:{one.id}",
                f"tz1:{one.id}:v:0",
                f"tz3:{one.id}:v:0",
            ):
                pressed = await an.forges(data, screen.message_id)
                await town.settle()
                assert (await pressed.answer()).text != "Nút này đã cũ.", data
                await says(town, an, "31/12/2023")
                await says(town, an, "Tôi làm thay")
    assert [await the_task(town, code) for code in ("A-1", "A-2")] == stored
    assert ("A-1" in "".join([*seen, await an.transcript()])) is (role in (Role.UNIT_HEAD, Role.LEADER))


# ── one page ──────────────────────────────────────────────────────────────────────────────────────


async def test_whoever_may_do_everything_has_four_rows_and_the_next_thing_first(town: Town) -> None:
    await give_tasks(town, task("A-1", "SNV", "2023-10-20", together=("SYT", "STC", "SXD", "STTTT")))
    thu = await town.staff("Thu", Role.UNIT_HEAD, "SNV")
    await town.staff("Thu", Role.COORDINATOR)
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "SNV", until=datetime(2024, 1, 1, tzinfo=UTC))
    await opened(town, lan)
    await presses(town, lan, "Việc khác ›", "Đề nghị gia hạn", "Thứ Sáu, 27/10/2023")
    await says(town, lan, "Thiếu người")
    await presses(town, lan, "Gửi đề nghị")
    for n in range(3):
        await presses(town, lan, "Báo cáo tiến độ")
        await says(town, lan, str(n))
        await presses(town, lan, "Bỏ qua ›")
    page = await opened(town, thu)
    assert page.rows == [
        ["Xem đề nghị gia hạn ›", "Nhận việc"],
        ["Báo cáo tiến độ", "Việc khác ›"],
        ["Lịch sử (5)", "Phối hợp (4)"],
        ["‹ Danh sách", "‹ Trang đầu"],
    ]
    others = await presses(town, thu, "Việc khác ›")
    assert others.rows == [
        ["Trình kết quả", "Nhắc lại sau"],
        ["Tạm dừng nhiệm vụ", "Hủy bỏ nhiệm vụ"],
        ["‹ Nhiệm vụ"],
    ]
