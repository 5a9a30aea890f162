"""The coordinator at Home Affairs, and the leader: what waits for approval, who may decide it, the plan's figures."""

import asyncio
import re
from datetime import UTC, datetime

import pytest

from bot.samples import import_samples
from domain.people import Role
from domain.task import Area, TaskStatus
from simulator.client import Person, View
from tests.support.plans import count, done, give_tasks, news, presses, says, task
from tests.support.town import Town

OWN_WORK = "Ông/bà là người trình: người khác quyết định."


async def hands_in(town: Town, person: Person, code: str, number: str = "46/BC") -> View:
    """Somebody of the lead unit submits a task."""
    await says(town, person, "/tasks")
    await presses(town, person, code, "Trình kết quả")
    await says(town, person, number)
    return await presses(town, person, "Xong, tiếp tục ›", "Trình duyệt")


async def standing(person: Person, before: View) -> View:
    """What a message shows now."""
    return next(view for view in await person.messages() if view.message_id == before.message_id)


# ── approving and returning ───────────────────────────────────────────────────────────────────────


async def test_approval_moves_the_figure_of_the_plan_and_the_unit_hears_of_it(town: Town) -> None:
    await import_samples(town.product.office)
    ha = await town.staff("Hà", Role.UNIT_HEAD, "STC")
    thu = await town.staff("Thu", Role.COORDINATOR)
    plan = await says(town, thu, "/plan")
    assert "Hoàn thành: 33/41 (80,4%), còn 8" in plan.text
    waiting = await says(town, thu, "/approvals")
    assert "CCHC23-35 · Sở Tài chính · đã trình ngày 28/09/2023, chờ duyệt" in waiting.text
    before = await count(ha)
    await presses(town, thu, "CCHC23-35")
    approved = await presses(town, thu, "Phê duyệt")
    assert "Đã phê duyệt CCHC23-35." in approved.text
    assert "34/41 (82,9%), còn 7" in approved.text
    assert "Không có kết quả nào chờ duyệt." in approved.text
    (heard,) = await news(ha, before)
    assert "CCHC23-35 đã được phê duyệt" in heard
    assert "Hoàn thành ngày 28/09/2023" in heard
    assert "34/41 (82,9%), còn 7" in (await says(town, thu, "/plan")).text
    # Three of four before, now the unit is through.
    assert "Sở Tài chính: 3/3 (100,0%), còn 0" in (await says(town, ha, "/tasks")).text


async def test_a_return_says_why_and_the_task_is_the_units_again(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-02"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=UTC))
    thu = await town.staff("Thu", Role.COORDINATOR)
    before = await count(thu)
    await hands_in(town, lan, "A-1")
    (told,) = await news(thu, before)
    assert "Sở Thông tin và Truyền thông đã trình A-1" in told
    await presses(town, thu, "Mở A-1", "Trả lại, nêu lý do")
    heard = {person.name: await count(person) for person in (minh, lan)}
    await says(town, thu, "\u200b")
    assert "Tin nhắn trống" in (await thu.last()).text
    answer = await says(town, thu, "Thiếu <b>phụ lục 2</b> & chữ ký")
    assert "Đã trả lại A-1 cho đơn vị, kèm lý do." in answer.text
    # Whoever submitted it and the head both hear it.
    for person in (minh, lan):
        (said,) = await news(person, heard[person.name])
        assert "A-1 bị trả lại" in said
        assert "Thiếu <b>phụ lục 2</b> & chữ ký" in said
        assert said.count("02/10/2023") == 1
    page = await presses(town, minh, "Mở A-1")
    assert "Trạng thái: đang thực hiện" in page.text
    assert "Nhận việc" in page.labels
    assert "Minh chứng (1)" in page.labels
    # It can be handed in again, and the first evidence gives way to the new.
    again = await hands_in(town, minh, "A-1", "47/BC")
    assert "đã trình ngày 02/10/2023" in again.text
    assert "47/BC" in (await presses(town, minh, "Minh chứng (1)")).text


async def test_two_coordinators_at_once_one_wins_and_the_other_is_told(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await hands_in(town, minh, "A-1")
    for person in (thu, tam):
        await says(town, person, "/approvals")
        await presses(town, person, "A-1")
    before = await count(minh)
    await asyncio.gather(thu.presses("Phê duyệt"), tam.presses("Phê duyệt"))
    await town.settle()
    said = [(await person.last()).text for person in (thu, tam)]
    assert sorted("Đã phê duyệt A-1." in text for text in said) == [False, True]
    assert sorted("Nhiệm vụ đã có thay đổi" in text for text in said) == [False, True]
    loser = next(text for text in said if "Nhiệm vụ đã có thay đổi" in text)
    assert "hoàn thành ngày 02/10/2023" in loser
    assert len(await news(minh, before)) == 1


async def test_a_return_that_was_begun_before_somebody_approved_changes_nothing(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await hands_in(town, minh, "A-1")
    for person in (thu, tam):
        await says(town, person, "/approvals")
        await presses(town, person, "A-1")
    await presses(town, thu, "Trả lại, nêu lý do")
    await presses(town, tam, "Phê duyệt")
    told = await says(town, thu, "Thiếu chữ ký")
    assert "Nhiệm vụ đã có thay đổi" in told.text
    assert "hoàn thành ngày 02/10/2023" in told.text


async def test_what_was_decided_on_before_it_was_submitted_anew_is_not_decided(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await hands_in(town, minh, "A-1")
    await says(town, tam, "/approvals")
    seen = await presses(town, tam, "A-1")
    await says(town, thu, "/approvals")
    await presses(town, thu, "A-1", "Trả lại, nêu lý do")
    await says(town, thu, "Thiếu chữ ký")
    await hands_in(town, minh, "A-1", "47/BC")
    for label in ("Phê duyệt", "Trả lại, nêu lý do"):
        await tam.forges(seen.button(label)["callback_data"], seen.message_id)
        await town.settle()
        assert "Nhiệm vụ đã có thay đổi" in (await standing(tam, seen)).text, label
    # What they see now can be decided on.
    await tam.presses("Phê duyệt", message_id=seen.message_id)
    await town.settle()
    assert "Đã phê duyệt A-1." in (await standing(tam, seen)).text


async def test_nobody_approves_what_they_submitted_themselves(town: Town) -> None:
    await give_tasks(town, task("A-1", "SNV", "2023-10-20"))
    thu = await town.staff("Thu", Role.UNIT_HEAD, "SNV")
    await town.staff("Thu", Role.COORDINATOR)
    page = await hands_in(town, thu, "A-1")
    assert "Phê duyệt" not in page.labels
    listed = await says(town, thu, "/approvals")
    assert OWN_WORK in listed.text
    page = await presses(town, thu, "A-1")
    assert "Phê duyệt" not in page.labels
    revision = 1
    data = page.button("‹ Danh sách")["callback_data"]
    assert data.startswith("pp1")
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        (one,) = await uow.tasks.of_plan(plan.id)
    for forged in (f"tp1:{one.id}:{revision}", f"tb1:{one.id}:{revision}"):
        await thu.forges(forged, page.message_id)
        await town.settle()
        assert "Không ai được tự quyết định" in (await thu.last()).text
        assert "chờ duyệt" in (await thu.last()).text
    tam = await town.staff("Tâm", Role.COORDINATOR)
    await says(town, tam, "/approvals")
    assert "Đã phê duyệt A-1." in (await presses(town, tam, "A-1", "Phê duyệt")).text


async def test_what_the_only_coordinator_submitted_goes_to_the_leader(town: Town) -> None:
    await give_tasks(town, task("A-1", "SNV", "2023-10-20"), task("B-1", "SYT", "2023-10-20"))
    thu = await town.staff("Thu", Role.UNIT_HEAD, "SNV")
    await town.staff("Thu", Role.COORDINATOR)
    dao = await town.staff("Đạo", Role.LEADER)
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    before = await count(dao)
    await hands_in(town, hai, "B-1")
    # Another unit's work is the coordinator's to decide, and no message to the leader.
    assert await news(dao, before) == []
    await hands_in(town, thu, "A-1")
    (told,) = await news(dao, before)
    assert "Sở Nội vụ đã trình A-1" in told
    listed = await says(town, dao, "/approvals")
    assert "B-1" not in listed.text
    await presses(town, dao, "A-1")
    assert "Đã phê duyệt A-1." in (await presses(town, dao, "Phê duyệt")).text


async def test_a_coordinator_whose_role_ended_decides_nothing(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await hands_in(town, minh, "A-1")
    await says(town, thu, "/approvals")
    await presses(town, thu, "A-1")
    async with town.product.office.writing() as (uow, scope):
        (person,) = await uow.people.holding({Role.COORDINATOR})
        await uow.people.end_grant(person.grants[0].id, scope.now)
    before = await count(thu)
    await thu.presses("Phê duyệt")
    await town.settle()
    assert await news(thu, before) == ["Nhiệm vụ này không thuộc phạm vi của tài khoản này."]
    assert "chờ duyệt" in (await says(town, minh, "/tasks")).text
    before = await count(thu)
    for command in ("/approvals", "/plan"):
        await says(town, thu, command)
    assert all("A-1" not in text and "Kế hoạch năm" not in text for text in await news(thu, before))


async def test_what_was_decided_meanwhile_is_not_announced(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, tam = await town.staff("Thu", Role.COORDINATOR), await town.staff("Tâm", Role.COORDINATOR)
    await tam.blocks()
    await town.settle()
    await hands_in(town, minh, "A-1")
    await says(town, thu, "/approvals")
    await presses(town, thu, "A-1", "Phê duyệt")
    before = await count(tam)
    await tam.unblocks()
    await town.settle()
    assert await news(tam, before) == []


async def test_a_long_list_of_submissions_stands_oldest_first(town: Town) -> None:
    await give_tasks(
        town,
        *(
            task(
                f"N-{n:02}",
                "SYT",
                "2023-09-15",
                status=TaskStatus.SUBMITTED,
                submitted=f"2023-09-{30 - n:02}",
            )
            for n in range(1, 9)
        ),
    )
    thu = await town.staff("Thu", Role.COORDINATOR)
    first = await says(town, thu, "/approvals")
    assert "Chờ duyệt: 8" in first.text
    assert re.findall(r"^N-\d\d", first.text, re.MULTILINE) == [f"N-{n:02}" for n in range(8, 2, -1)]
    assert "quá hạn" in first.text
    await presses(town, thu, "Tiếp ›", "N-01")
    assert "N-02" in (await presses(town, thu, "‹ Danh sách")).text


# ── the plan ──────────────────────────────────────────────────────────────────────────────────────


async def test_the_plan_is_seen_by_area_by_unit_and_by_what_is_overdue(town: Town) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-06-30"),
        done("A-2", "STTTT"),
        done("B-1", "SYT", "2023-10-01"),
        task("B-2", "SYT", "2023-12-01", area=Area.STEERING),
        task("C-1", "SXD", "2023-09-29", status=TaskStatus.SUBMITTED, submitted="2023-09-28"),
        task("C-2", "SXD", "2023-11-30", status=TaskStatus.SUSPENDED),
        task("C-3", "SXD", "2023-11-30", status=TaskStatus.CANCELLED),
    )
    thu = await town.staff("Thu", Role.COORDINATOR)
    plan = await says(town, thu, "/plan")
    for words in (
        "Hoàn thành: 2/6 (33,3%), còn 4",
        "Chờ duyệt: 1",
        "Quá hạn: 1",
        "Hoàn thành quá hạn: 1",
        "Tạm dừng: 1",
        "Công tác chỉ đạo, điều hành: 0/1 (0,0%), còn 1",
    ):
        assert words in plan.text
    by_unit = await presses(town, thu, "Theo đơn vị")
    assert re.findall(r"^[A-Z]+ · .*$", by_unit.text, re.MULTILINE) == [
        "STTTT · 1/2 (50,0%), còn 1, quá hạn 1",
        "SXD · 0/2 (0,0%), còn 2",
        "SYT · 1/2 (50,0%), còn 1",
    ]
    unit = await presses(town, thu, "SXD")
    assert "Sở Xây dựng: 0/2 (0,0%), còn 2" in unit.text
    # What is ended stands last.
    assert re.findall(r"^C-\d", unit.text, re.MULTILINE) == ["C-1", "C-2", "C-3"]
    await presses(town, thu, "C-1", "‹ Danh sách", "‹ Quay lại", "‹ Kế hoạch")
    by_area = await presses(town, thu, "Theo lĩnh vực")
    assert "Công tác chỉ đạo, điều hành" in by_area.labels
    area = await presses(town, thu, "Công tác chỉ đạo, điều hành")
    assert re.findall(r"^[A-Z]-\d", area.text, re.MULTILINE) == ["B-2"]
    await presses(town, thu, "‹ Quay lại", "‹ Kế hoạch")
    overdue = await presses(town, thu, "Quá hạn (1)")
    assert re.findall(r"^[A-Z]-\d", overdue.text, re.MULTILINE) == ["A-1"]
    waiting = await presses(town, thu, "‹ Quay lại", "Chờ duyệt (1)")
    assert "C-1" in waiting.text


async def test_without_a_plan_that_is_said(town: Town) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR)
    assert "Chưa nhập kế hoạch nào." in (await says(town, thu, "/plan")).text
    assert "Không có kết quả nào chờ duyệt." in (await says(town, thu, "/approvals")).text


async def test_the_leader_sees_figures_and_decides_nothing_of_the_units(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await town.staff("Thu", Role.COORDINATOR)
    dao = await town.staff("Đạo", Role.LEADER)
    assert {"plan", "approvals"} <= set(await dao.commands())
    assert "Hoàn thành: 0/1 (0,0%), còn 1" in (await says(town, dao, "/plan")).text
    page = await presses(town, dao, "Quá hạn (1)", "A-1")
    assert page.labels == ["‹ Danh sách", "‹ Trang đầu"]
    await hands_in(town, minh, "A-1")
    # What is counted can be looked at, though another decides on it.
    await says(town, dao, "/plan")
    waiting = await presses(town, dao, "Chờ duyệt (1)")
    assert "A-1 · Sở Thông tin và Truyền thông" in waiting.text
    page = await presses(town, dao, "A-1")
    assert "Phê duyệt" not in page.labels
    assert (await presses(town, dao, "‹ Danh sách")).text == waiting.text
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        (one,) = await uow.tasks.of_plan(plan.id)
    for forged in (f"tp1:{one.id}:{one.revision}", f"tb1:{one.id}:{one.revision}", f"ta1:{one.id}:v:0"):
        await dao.forges(forged, page.message_id)
        await town.settle()
        shown = await dao.last()
        assert "chờ duyệt" in shown.text, forged
        assert "Phê duyệt" not in shown.labels


@pytest.mark.parametrize(
    "role", [None, Role.INSPECTOR, Role.LEAD_INSPECTOR, Role.ADMINISTRATOR, Role.CUSTODIAN]
)
async def test_who_has_no_business_with_tasks_is_shown_none(town: Town, role: Role | None) -> None:
    await import_samples(town.product.office)
    an = await town.person("An") if role is None else await town.staff("An", role)
    for command in ("/tasks", "/approvals", "/plan"):
        assert "CCHC23" not in (await says(town, an, command)).text
        assert "33/41" not in (await an.last()).text
    screen = await says(town, an, "/start")
    async with town.product.office.reading() as (uow, _):
        plan = next(one for one in await uow.tasks.plans() if one.code == "CCHC-2023")
        one = (await uow.tasks.of_plan(plan.id))[0]
    for forged in (
        f"pl1:{plan.id}",
        f"pt1:{plan.id}:o::0",
        "pp1:0",
        f"t2:{one.id}:v:0",
        f"tp1:{one.id}:0",
        "tc1:0",
    ):
        await an.forges(forged, screen.message_id)
        await town.settle()
        assert "CCHC23" not in (await an.transcript()), forged


async def test_whoever_heads_a_unit_and_coordinates_does_both(town: Town) -> None:
    await give_tasks(town, task("A-1", "SNV", "2023-10-20"), task("B-1", "SYT", "2023-10-20"))
    thu = await town.staff("Thu", Role.UNIT_HEAD, "SNV")
    await town.staff("Thu", Role.COORDINATOR)
    assert {"tasks", "approvals", "plan"} <= set(await thu.commands())
    assert "A-1" in (await says(town, thu, "/tasks")).text
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    await hands_in(town, hai, "B-1")
    assert "Mở B-1" in (await thu.last()).labels
    await presses(town, thu, "Mở B-1", "Phê duyệt")
    history = await presses(town, hai, "Mở B-1")
    assert "Phê duyệt · cán bộ điều phối (Sở Nội vụ)" in history.text
