"""More time for a task: asked for by its unit, decided by whoever did not ask, heard of by all whom it concerns."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from domain.people import Role
from domain.task import Task, TaskStatus
from simulator.client import Person, View
from tests.support.plans import count, give_tasks, give_units, news, presses, says, task
from tests.support.reporting import citizen
from tests.support.town import PROVINCE, Town

WHY = "Chờ Bộ hướng dẫn <b>mẫu</b> & biểu"
TOO_LATE = "Phải đề nghị gia hạn trước thời hạn"
MOVED_ON = "Nhiệm vụ đã có thay đổi"
YEAR_END = datetime(2024, 1, 1, tzinfo=UTC)


async def the_task(town: Town, code: str = "A-1") -> Task:
    """The task as it is stored."""
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        return next(one for one in await uow.tasks.of_plan(plan.id) if one.code == code)


async def asks(
    town: Town, person: Person, day: str = "30/11/2023", code: str = "A-1", why: str = WHY
) -> View:
    """Somebody of the lead unit asks for more time, in writing."""
    await says(town, person, "/tasks")
    await presses(town, person, code, "Việc khác ›", "Đề nghị gia hạn")
    await says(town, person, day)
    await says(town, person, why)
    return await presses(town, person, "Gửi đề nghị")


async def again(person: Person, before: View) -> View:
    """What a message shows now."""
    return next(view for view in await person.messages() if view.message_id == before.message_id)


# ── asking and deciding ───────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_more_time_is_asked_for_and_granted_and_the_plans_own_date_stays_shown(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, lan, "/tasks")
    asked = await presses(town, lan, "A-1", "Việc khác ›", "Đề nghị gia hạn")
    assert "Thời hạn: Thứ Ba, 31/10/2023 (còn 21 ngày làm việc)" in asked.text
    # What is no date, and what gives no more time, is said so; the question stands.
    for written, why in (
        ("tuần sau", "Chưa đọc được ngày"),
        ("31/02/2024", "Chưa đọc được ngày"),
        ("từ 01/11/2023 đến 30/11/2023", "Chưa đọc được ngày"),
        ("31/10/2023", "phải sau thời hạn hiện tại"),
    ):
        answer = await says(town, lan, written)
        assert why in answer.text, written
        assert "Đề nghị gia hạn đến ngày nào?" in answer.text
    await says(town, lan, "ngày 30 tháng 11 năm 2023")
    assert "Tin nhắn trống" in (await says(town, lan, "\u200b")).text
    review = await says(town, lan, WHY)
    for words in ("Từ Thứ Ba, 31/10/2023", "Đến Thứ Năm, 30/11/2023", WHY):
        assert words in review.text
    before = {person.name: await count(person) for person in (thu, minh, lan)}
    page = await presses(town, lan, "Gửi đề nghị")
    assert "Đã gửi đề nghị gia hạn A-1 đến 30/11/2023" in page.text
    assert "Đã đề nghị gia hạn đến 30/11/2023, chờ quyết định" in page.text
    assert "Đề nghị gia hạn: 30/11/2023 · " in page.text
    (told,) = await news(thu, before["Thu"])
    for words in (
        "Có đề nghị gia hạn",
        "Sở Thông tin và Truyền thông: A-1",
        "Từ 31/10/2023 đến 30/11/2023",
        WHY,
    ):
        assert words in told

    request = await presses(town, thu, "Xem đề nghị gia hạn ›")
    for words in ("Đề nghị gia hạn đến: Thứ Năm, 30/11/2023", "Người đề nghị: công chức đầu mối", WHY):
        assert words in request.text
    assert len(request.rows) <= 4
    before["Lan"] = await count(lan)
    granted = await presses(town, thu, "Đồng ý gia hạn đến 30/11/2023")
    assert "Đã gia hạn A-1 đến Thứ Năm, 30/11/2023 và báo cho đơn vị." in granted.text
    for person in (minh, lan):
        (said,) = await news(person, before[person.name])
        assert "A-1 được gia hạn" in said
        assert "Thời hạn mới: Thứ Năm, 30/11/2023" in said
        assert "Hạn theo kế hoạch: Thứ Ba, 31/10/2023" in said
    page = await presses(town, minh, "Mở A-1")
    assert "Thời hạn: Thứ Năm, 30/11/2023" in page.text
    assert "Hạn theo kế hoạch: Thứ Ba, 31/10/2023" in page.text
    assert "Đồng ý gia hạn: 30/11/2023 · " in page.text
    assert "chờ quyết định" not in page.text
    # The next request says that this is not the first.
    await asks(town, minh, "29/12/2023")
    assert "Đã được gia hạn 1 lần" in (await presses(town, thu, "Xem đề nghị gia hạn ›")).text


async def test_a_likely_day_is_pressed_and_every_answer_can_be_changed_before_it_is_sent(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/tasks")
    asked = await presses(town, minh, "A-1", "Việc khác ›", "Đề nghị gia hạn")
    # A week, two, and thirty days on, which are a Sunday: the Monday after it.
    assert asked.rows[:2] == [["Thứ Sáu, 27/10/2023", "Thứ Sáu, 03/11/2023"], ["Thứ Hai, 20/11/2023"]]
    await presses(town, minh, "Thứ Sáu, 03/11/2023")
    first = await minh.sends("Thiếu người")
    await town.settle()
    await minh.edits(first, "Thiếu hai người")
    await town.settle()
    assert "Thiếu hai người" in (await minh.last()).text
    await presses(town, minh, "Sửa nội dung đã điền", "Thời hạn mới")
    await says(town, minh, "2023-11-10")
    await presses(town, minh, "Gửi đề nghị")
    stored = await the_task(town)
    assert stored.extension is not None
    assert stored.extension.until == date(2023, 11, 10)
    # While it waits there is nothing more to ask for.
    others = await presses(town, minh, "Việc khác ›")
    assert "Đề nghị gia hạn" not in others.labels
    assert "Nhắc lại sau" in others.labels


async def test_of_two_of_a_unit_who_ask_the_second_is_told_that_it_was_asked(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    thu = await town.staff("Thu", Role.COORDINATOR)
    for person in (minh, lan):
        await says(town, person, "/tasks")
        await presses(town, person, "A-1", "Việc khác ›", "Đề nghị gia hạn")
        await says(town, person, "30/11/2023")
        await says(town, person, WHY)
    before = await count(thu)
    await presses(town, lan, "Gửi đề nghị")
    second = await presses(town, minh, "Gửi đề nghị")
    assert "Đã có đề nghị gia hạn đang chờ quyết định." in second.text
    assert "Đã đề nghị gia hạn đến 30/11/2023, chờ quyết định" in second.text
    assert len(await news(thu, before)) == 1


async def test_a_refusal_says_why_to_the_asker_and_the_unit_and_it_may_be_asked_again(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await asks(town, lan)
    before = {person.name: await count(person) for person in (minh, lan)}
    await presses(town, thu, "Xem đề nghị gia hạn ›", "Không đồng ý, nêu lý do")
    answer = await says(town, thu, "Mẫu đã có từ <i>tháng 8</i>")
    assert "Đã trả lời không đồng ý gia hạn A-1" in answer.text
    for person in (minh, lan):
        (said,) = await news(person, before[person.name])
        assert "A-1 không được gia hạn" in said
        assert "Thời hạn giữ nguyên: Thứ Ba, 31/10/2023" in said
        assert "Mẫu đã có từ <i>tháng 8</i>" in said
    assert (await the_task(town)).due_date == date(2023, 10, 31)
    assert "Đã gửi đề nghị" in (await asks(town, minh, "15/11/2023")).text


async def test_another_day_than_asked_is_granted_with_a_word(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await asks(town, minh)
    question = await presses(town, thu, "Xem đề nghị gia hạn ›", "Gia hạn đến ngày khác")
    # What is asked for is granted by its own button.
    assert "Thứ Năm, 30/11/2023" not in question.labels
    assert "phải sau thời hạn hiện tại" in (await says(town, thu, "30/10/2023")).text
    await says(town, thu, "15/11/2023")
    before = await count(minh)
    answer = await says(town, thu, "Đề nghị hoàn thành sớm")
    assert "Đã gia hạn A-1 đến Thứ Tư, 15/11/2023" in answer.text
    (said,) = await news(minh, before)
    assert "Thời hạn mới: Thứ Tư, 15/11/2023" in said
    assert "Đề nghị hoàn thành sớm" in said
    stored = await the_task(town)
    assert (stored.due_date, stored.original_due_date) == (date(2023, 11, 15), date(2023, 10, 31))
    # A word need not be said.
    await asks(town, minh)
    await presses(town, thu, "Xem đề nghị gia hạn ›", "Gia hạn đến ngày khác", "Thứ Tư, 22/11/2023")
    assert "Đã gia hạn A-1 đến Thứ Tư, 22/11/2023" in (await presses(town, thu, "Bỏ qua ›")).text


async def test_requests_wait_beside_results_the_oldest_first(town: Town) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-10-31"),
        task("B-1", "SYT", "2023-09-29", status=TaskStatus.SUBMITTED, submitted="2023-09-28"),
        task("B-2", "SYT", "2023-10-20", status=TaskStatus.SUBMITTED, submitted="2023-10-03"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await asks(town, minh)
    plan = await says(town, thu, "/plan")
    assert "Đề nghị gia hạn: 1" in plan.text
    listed = await presses(town, thu, "Chờ duyệt (3)")
    assert "Chờ duyệt: 3" in listed.text
    assert listed.rows[0] == ["B-1", "A-1", "B-2"]
    assert "Đề nghị gia hạn đến 30/11/2023" in listed.text
    request = await presses(town, thu, "A-1")
    assert "Đồng ý gia hạn đến 30/11/2023" in request.labels
    assert (await presses(town, thu, "‹ Danh sách")).text == listed.text
    page = await presses(town, thu, "A-1", "Mở A-1")
    # From the task's own page it is one press to the request.
    assert page.labels[:2] == ["Xem đề nghị gia hạn ›", "Việc khác ›"]
    assert "Phê duyệt" in (await presses(town, thu, "‹ Danh sách", "B-1")).labels


# ── too late, and whose it is to decide ───────────────────────────────────────────────────────────


async def test_after_the_due_date_it_is_refused_with_the_reason_and_the_way_on(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-03"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/tasks")
    offered = await presses(town, minh, "A-1", "Việc khác ›")
    button = offered.button("Đề nghị gia hạn")["callback_data"]
    await presses(town, minh, "Đề nghị gia hạn")
    await says(town, minh, "31/10/2023")
    await says(town, minh, WHY)
    # What was written in time and is sent on the due date.
    await town.moves_to(datetime(2023, 10, 3, 7, 0, tzinfo=PROVINCE))
    page = await presses(town, minh, "Gửi đề nghị")
    assert TOO_LATE in page.text
    assert "Báo cáo tiến độ" in page.labels
    # A button of two days ago.
    await town.moves_to(datetime(2023, 10, 4, 7, 0, tzinfo=PROVINCE))
    pressed = await minh.forges(button, page.message_id)
    await town.settle()
    assert (await pressed.answer()).answered
    page = await again(minh, page)
    assert TOO_LATE in page.text
    assert page.labels[0] == "Giải trình lý do chậm"
    assert "Báo cáo tiến độ" in page.labels
    assert "Đề nghị gia hạn" not in page.labels
    assert (await the_task(town)).extension is None
    # Who looks for the button learns why there is none.
    await presses(town, minh, "Giải trình lý do chậm")
    await says(town, minh, "Thiếu người")
    assert TOO_LATE in (await presses(town, minh, "Việc khác ›")).text


async def test_what_the_only_coordinator_asks_for_goes_to_the_leader(town: Town) -> None:
    await give_tasks(town, task("A-1", "SNV", "2023-10-31"), task("B-1", "SYT", "2023-10-31"))
    thu = await town.staff("Thu", Role.UNIT_HEAD, "SNV")
    await town.staff("Thu", Role.COORDINATOR)
    dao = await town.staff("Đạo", Role.LEADER)
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    before = await count(dao)
    await asks(town, hai, code="B-1")
    # Another unit's request is the coordinator's to decide, and no message to the leader.
    assert await news(dao, before) == []
    page = await asks(town, thu)
    (told,) = await news(dao, before)
    assert "Sở Nội vụ: A-1" in told
    assert "Xem đề nghị gia hạn ›" not in page.labels
    await says(town, thu, "/approvals")
    request = await presses(town, thu, "A-1")
    assert "Ông/bà là người đề nghị: người khác quyết định." in request.text
    assert request.labels == ["Mở A-1", "‹ Danh sách"]
    stored = await the_task(town)
    for prefix in ("tx3", "tx4", "tx5"):
        await thu.forges(f"{prefix}:{stored.id}:{stored.revision}", request.message_id)
        await town.settle()
        assert "Không ai được tự quyết định" in (await again(thu, request)).text, prefix
    listed = await says(town, dao, "/approvals")
    assert listed.labels[0] == "A-1"
    assert "B-1" not in listed.text
    assert "Đã gia hạn A-1" in (await presses(town, dao, "A-1", "Đồng ý gia hạn đến 30/11/2023")).text
    assert "Đồng ý gia hạn: 30/11/2023 · " in (await presses(town, thu, "Mở A-1")).text


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (None, None),
        (Role.UNIT_HEAD, "STTTT"),
        (Role.UNIT_HEAD, "SYT"),
        (Role.LEADER, None),
        (Role.INSPECTOR, None),
        (Role.ADMINISTRATOR, None),
    ],
)
async def test_a_forged_decision_of_whoever_may_not_decide_changes_nothing(
    town: Town, role: Role | None, unit: str | None
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31", together=("SYT",)))
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    await asks(town, lan)
    an = await town.person("An") if role is None else await town.staff("An", role, unit)
    screen = await says(town, an, "/start")
    stored = await the_task(town)
    for prefix in ("tx3", "tx4", "tx5"):
        pressed = await an.forges(f"{prefix}:{stored.id}:{stored.revision}", screen.message_id)
        await town.settle()
        assert (await pressed.answer()).answered, prefix
        await says(town, an, "31/12/2023")
    assert await the_task(town) == stored
    knows = role in (Role.UNIT_HEAD, Role.LEADER)
    assert ("A-1" in await an.transcript()) is knows


# ── old screens ───────────────────────────────────────────────────────────────────────────────────


async def test_a_decision_on_an_old_page_and_a_second_press_are_refused_over_the_present_state(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await asks(town, minh)
    seen = {}
    for person in (thu, tam):
        seen[person.name] = await presses(town, person, "Xem đề nghị gia hạn ›")
    # One has begun to refuse when the other grants.
    await presses(town, tam, "Không đồng ý, nêu lý do")
    await presses(town, thu, "Đồng ý gia hạn đến 30/11/2023")
    before = await count(minh)
    refused = await says(town, tam, "Không cần thiết")
    assert MOVED_ON in refused.text
    assert "Thời hạn: Thứ Năm, 30/11/2023" in refused.text
    for person in (thu, tam):
        page = seen[person.name]
        for label in ("Đồng ý gia hạn đến 30/11/2023", "Gia hạn đến ngày khác", "Không đồng ý, nêu lý do"):
            await person.forges(page.button(label)["callback_data"], page.message_id)
            await town.settle()
            shown = await again(person, page)
            assert "Thời hạn: Thứ Năm, 30/11/2023" in shown.text, label
            assert "Đồng ý gia hạn đến" not in " ".join(shown.labels), label
    assert await news(minh, before) == []
    assert (await the_task(town)).due_date == date(2023, 11, 30)
    # The list of last minute leads to the task as it stands.
    await thu.forges(f"tx2:{(await the_task(town)).id}:0", seen["Thu"].message_id)
    await town.settle()
    assert "Không có đề nghị gia hạn nào đang chờ quyết định." in (await again(thu, seen["Thu"])).text


@pytest.mark.parametrize("answer", ["td1:report:{turn}:fxyz", "tg2:report:{turn}:1e"])
async def test_a_button_of_one_form_pressed_into_another_is_no_answer_there(town: Town, answer: str) -> None:
    await give_units(town)
    hoa = await citizen(town, "Hoa")
    await says(town, hoa, "/report")
    question = await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    _, _, turn = question.button("‹ Quay lại")["callback_data"].split(":")
    await hoa.forges(answer.format(turn=turn), question.message_id)
    await town.settle()
    # Whatever was forged, the question stands and takes its own answer.
    assert "bấm một trong các nút" in (await again(hoa, question)).text
    await says(town, hoa, "stnmt")
    assert "Sở Tài nguyên và Môi trường" in (await hoa.last()).labels
    async with town.product.office.reading() as (uow, _):
        assert await uow.inbox.set_aside() == []


@pytest.mark.both_databases
async def test_of_two_who_decide_at_once_one_wins_and_the_unit_hears_one_decision(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await asks(town, minh)
    await presses(town, thu, "Xem đề nghị gia hạn ›")
    await presses(town, tam, "Xem đề nghị gia hạn ›", "Gia hạn đến ngày khác", "Thứ Ba, 14/11/2023")
    before = await count(minh)
    await asyncio.gather(thu.presses("Đồng ý gia hạn đến 30/11/2023"), tam.presses("Bỏ qua ›"))
    await town.settle()
    said = [(await person.last()).text for person in (thu, tam)]
    assert sorted("Đã gia hạn A-1" in text for text in said) == [False, True]
    assert sorted(MOVED_ON in text for text in said) == [False, True]
    assert len(await news(minh, before)) == 1
    assert (await the_task(town)).revision == 2


async def test_a_request_that_was_refused_and_made_anew_is_not_granted_by_the_old_page(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await asks(town, minh)
    old = await presses(town, tam, "Xem đề nghị gia hạn ›")
    await presses(town, thu, "Xem đề nghị gia hạn ›", "Không đồng ý, nêu lý do")
    await says(town, thu, "Quá dài")
    await asks(town, minh, "29/12/2023")
    await tam.presses("Đồng ý gia hạn đến 30/11/2023", message_id=old.message_id)
    await town.settle()
    shown = await again(tam, old)
    assert MOVED_ON in shown.text
    assert "Đã đề nghị gia hạn đến 29/12/2023, chờ quyết định" in shown.text
    assert (await the_task(town)).due_date == date(2023, 10, 31)


async def test_what_was_decided_meanwhile_is_not_announced(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await tam.blocks()
    await town.settle()
    await asks(town, minh)
    await presses(town, thu, "Xem đề nghị gia hạn ›", "Đồng ý gia hạn đến 30/11/2023")
    before = await count(tam)
    await tam.unblocks()
    await town.settle()
    assert await news(tam, before) == []


async def test_a_task_that_was_handed_in_asks_for_no_more_time(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await asks(town, minh)
    page = await presses(town, minh, "Trình kết quả")
    await says(town, minh, "46/BC-STTTT")
    await presses(town, minh, "Xong, tiếp tục ›", "Trình duyệt")
    listed = await says(town, thu, "/approvals")
    assert "Chờ duyệt: 1" in listed.text
    assert "gia hạn" not in listed.text
    page = await presses(town, thu, "A-1")
    assert page.labels[:2] == ["Phê duyệt", "Trả lại, nêu lý do"]


async def test_a_later_date_takes_the_task_off_the_ladder(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-06"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await asks(town, minh, "31/10/2023")

    async def morning(month: int, day: int) -> list[str]:
        before = await count(thu)
        await town.moves_to(datetime(2023, month, day, 8, 0, tzinfo=PROVINCE))
        return await news(thu, before)

    (told,) = await morning(10, 9)
    assert "A-1" in told
    await says(town, thu, "/approvals")
    # Asked for in time, so it may be granted though the date has passed.
    await presses(town, thu, "A-1", "Đồng ý gia hạn đến 31/10/2023")
    assert "Quá hạn: 0" in (await says(town, thu, "/plan")).text
    assert await morning(10, 31) == []
    (told,) = await morning(11, 1)
    assert "quá hạn 1 ngày làm việc" in told
