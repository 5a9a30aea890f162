"""Units merge and end: their tasks go to who took over, or to the coordinator to assign; roles end with them."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from domain.people import Role
from domain.task import Task
from handlers.duty_links import OpenDuty
from services.imports import SuccessionRow
from services.plans import import_plan
from services.succession import assign, ended_units, import_succession, settle
from tests.support.dispatches import give_dispatch, order, order_of
from tests.support.plans import PLAN, count, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town

YEAR_END = datetime(2024, 1, 1, tzinfo=UTC)
DAY = date(2023, 11, 1)
MORNING = datetime(2023, 11, 1, 8, 0, tzinfo=PROVINCE)


def ends(old: str, new: str | None = None, name: str = "", day: date = DAY) -> SuccessionRow:
    return SuccessionRow(2, old, new, name, name, day)


async def succeeds(town: Town, *rows: SuccessionRow) -> None:
    """A file of successions came in."""
    async with town.product.office.writing() as (_, scope):
        await import_succession(scope, rows)


async def tasks_of(town: Town) -> dict[str, Task]:
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        return {one.code: one for one in await uow.tasks.of_plan(plan.id, with_cooperators=True)}


@pytest.mark.both_databases
async def test_open_tasks_move_to_the_one_successor_once_with_their_history(town: Town) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-11-30", together=("SKHCN", "SYT")),
        task("A-2", "STTTT", "2023-09-15"),
        task("B-1", "SYT", "2023-11-30", together=("STTTT",)),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    khoa = await town.staff("Khoa", Role.UNIT_HEAD, "SKHCN")
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Nhận việc")
    await succeeds(town, ends("STTTT", "SKHCN"), ends("SKHCN", "SKHCN"))
    # Until the day has come nothing moves.
    await town.moves_to(datetime(2023, 10, 31, 23, 50, tzinfo=PROVINCE))
    assert {one.lead_unit for one in (await tasks_of(town)).values()} == {"STTTT", "SYT"}
    before = {person.name: await count(person) for person in (minh, lan, khoa)}
    await town.moves_to(MORNING)
    after = await tasks_of(town)
    assert (after["A-1"].lead_unit, after["A-1"].cooperating_units) == ("SKHCN", ("SYT",))
    assert after["A-1"].acknowledged_on is None
    assert after["A-2"].lead_unit == "SKHCN"
    assert after["B-1"].lead_unit == "SYT"
    for person in (minh, lan):
        said = await news(person, before[person.name])
        assert len(said) == 1
        assert "đã kết thúc" in said[0]
        assert "tasks" not in await person.commands()
    told = [text for text in await news(khoa, before["Khoa"]) if "đã chuyển đến đơn vị" in text]
    assert len(told) == 1
    assert "Nhiệm vụ của Sở Thông tin và Truyền thông đã chuyển đến" in told[0]
    page = await says(town, khoa, "/tasks")
    assert "A-1" in page.labels
    seen = await presses(town, khoa, "A-1")
    assert (
        "Chuyển đơn vị khi đơn vị chủ trì kết thúc: từ Sở Thông tin và Truyền thông sang Sở Khoa học và Công nghệ"
        in seen.text
    )
    assert "Xác nhận đã nhận việc · thủ trưởng đơn vị" in seen.text
    # Later rounds move nothing more and say nothing more.
    revisions = {one.code: one.revision for one in after.values()}
    since = await count(khoa)
    await town.moves_to(datetime(2023, 11, 1, 9, 0, tzinfo=PROVINCE))
    assert {one.code: one.revision for one in (await tasks_of(town)).values()} == revisions
    assert await news(khoa, since) == []
    # Nor does the plan's file of that year take the tasks back.
    async with town.product.office.writing() as (_, scope):
        rows = [task("A-1", "STTTT", "2023-11-30", together=("SKHCN", "SYT"))]
        changes = await import_plan(scope, PLAN, rows)
    assert changes.is_empty


@pytest.mark.both_databases
async def test_of_two_who_settle_the_same_unit_at_once_each_thing_is_done_by_one(town: Town) -> None:
    await give_tasks(town, *(task(f"A-{n}", "STTTT", "2023-11-30") for n in range(5)))
    await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await succeeds(town, ends("STTTT", "SKHCN", day=date(2023, 10, 1)))

    async def settles() -> int:
        async with town.product.office.writing() as (_, scope):
            return len(await settle(scope, "STTTT"))

    assert sorted(await asyncio.gather(settles(), settles(), settles())) == [0, 0, 1]
    for one in (await tasks_of(town)).values():
        assert (one.lead_unit, one.revision) == ("SKHCN", 1)
        async with town.product.office.reading() as (uow, scope):
            assert (await uow.tasks.events(one.id, 9, act=None))[1] == 2
            assert await ended_units(scope) == []


@pytest.mark.parametrize("successors", [(), ("SYT", "SXD")])
async def test_without_one_successor_the_coordinator_assigns_each_task_and_the_new_head_hears(
    town: Town, successors: Sequence[str]
) -> None:
    await give_tasks(town, task("A-1", "SDL", "2023-11-30"), task("A-2", "SDL", "2023-12-15"))
    thu = await town.staff("Thu", Role.COORDINATOR)
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    await succeeds(town, *(ends("SDL", new) for new in successors or (None,)))
    assert "Mọi nhiệm vụ chưa xong đều có đơn vị chủ trì" in (await says(town, thu, "/assign")).text
    before = {person.name: await count(person) for person in (thu, hai)}
    await town.moves_to(MORNING)
    told = [text for text in await news(thu, before["Thu"]) if "cần giao lại" in text]
    assert len(told) == 1
    assert "2 nhiệm vụ chưa xong không có một đơn vị duy nhất kế thừa" in told[0]
    assert "Sở Du lịch" not in (await says(town, thu, "/heads")).text
    listed = await says(town, thu, "/assign")
    assert "Nhiệm vụ cần giao lại: 2" in listed.text
    asked = await presses(town, thu, "A-1")
    assert "Đơn vị chủ trì trước đây: Sở Du lịch" in asked.text
    assert "Không tìm thấy đơn vị nào giống" in (await says(town, thu, "zzzzzzzz")).text
    found = await says(town, thu, "so y te")
    assert "Sở Y tế" in found.labels
    # An ended unit is not among what is found.
    assert "Sở Du lịch" not in (await says(town, thu, "so du lich")).labels
    await says(town, thu, "so y te")
    review = await presses(town, thu, "Sở Y tế")
    assert "Đơn vị chủ trì mới: Sở Y tế" in review.text
    page = await presses(town, thu, "Giao nhiệm vụ")
    assert "Đã giao A-1 cho Sở Y tế" in page.text
    assert "Nhiệm vụ cần giao lại: 1" in page.text
    said = [text for text in await news(hai, before["Hải"]) if "được giao cho đơn vị" in text]
    assert len(said) == 1
    seen = await presses(town, hai, "Mở A-1")
    assert "Giao lại: từ Sở Du lịch sang Sở Y tế · cán bộ điều phối" in seen.text
    # An old button of the list says that it has moved on.
    stale = listed.button("A-1")["callback_data"]
    await thu.forges(stale, page.message_id)
    await town.settle()
    assert "đang hoạt động nên nhiệm vụ không cần giao lại" in await thu.screen()


async def test_a_forged_assignment_is_refused_whoever_makes_it(town: Town) -> None:
    await give_tasks(town, task("A-1", "SDL", "2023-11-30"), task("B-1", "SYT", "2023-11-30"))
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await succeeds(town, ends("SDL"), ends("SVHTT"))
    await town.moves_to(MORNING)
    stored = await tasks_of(town)
    screen = await says(town, hai, "/start")
    await hai.forges(f"as2:{stored['A-1'].id}:{stored['A-1'].revision}", screen.message_id)
    await town.settle()
    await says(town, hai, "so y te")
    # A unit that has ended is no answer, whatever a button says.
    await says(town, thu, "/assign")
    asked = await presses(town, thu, "A-1")
    async with town.product.office.reading() as (uow, _):
        person = next(one for one in await uow.people.everybody() if one.name == "Thu")
        draft = await uow.drafts.get(person.id, "assign")
    assert draft is not None
    for code in ("SVHTT", "SDL", "KHONGCO"):
        await thu.forges(f"as3:assign:{draft.turn}:{code}", asked.message_id)
        await town.settle()
        assert "Giao cho đơn vị nào chủ trì?" in await thu.screen()
    assert await tasks_of(town) == stored


@pytest.mark.both_databases
async def test_of_two_coordinators_who_assign_the_same_task_one_wins(town: Town) -> None:
    await give_tasks(town, task("A-1", "SDL", "2023-11-30"))
    await town.staff("Thu", Role.COORDINATOR)
    await succeeds(town, ends("SDL", day=date(2023, 10, 1)))
    (before,) = (await tasks_of(town)).values()

    async def gives(unit: str) -> bool:
        try:
            async with town.product.office.writing() as (uow, scope):
                person = next(one for one in await uow.people.everybody() if one.name == "Thu")
                await assign(scope, person.actor(scope.now), before.id, unit, before.revision)
        except Exception as error:
            assert type(error).__name__ == "Refused"  # noqa: PT017 - who loses is told, whoever it is
            return False
        return True

    won = await asyncio.gather(*(gives(unit) for unit in ("SYT", "SXD", "STC")))
    assert won.count(True) == 1
    (after,) = (await tasks_of(town)).values()
    assert after.lead_unit == ("SYT", "SXD", "STC")[won.index(True)]


async def test_a_unit_that_has_ended_takes_no_invitation_and_an_old_one_is_of_no_use(town: Town) -> None:
    await give_tasks(town, task("A-1", "SDL", "2023-11-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "SDL")
    await says(town, minh, "/deputies")
    await presses(town, minh, "Ủy quyền cho một người ›", "Chủ Nhật, 31/12/2023", "Tạo lời mời")
    link = [view.text for view in await minh.messages() if "start=i_" in view.text][-1]
    await succeeds(town, ends("SDL", "SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", date(2023, 10, 4)))
    await town.moves_to(datetime(2023, 10, 4, 8, 0, tzinfo=PROVINCE))
    lan = await town.person("Lan")
    await lan.starts(link.rpartition("start=")[2].split()[0])
    await town.settle()
    assert "đã bị thu hồi" in (await lan.last()).text
    assert "tasks" not in await lan.commands()
    # What was founded with the succession can have a head, who finds the tasks there.
    son = await town.staff("Sơn", Role.UNIT_HEAD, "SVHTTDL")
    assert "A-1" in (await says(town, son, "/tasks")).text


# ── what a dispatch ordered of a unit that ended ──────────────────────────────────────────────────


async def test_the_one_successor_is_reminded_of_the_orders_of_a_unit_and_answers_them_in_its_name(
    town: Town,
) -> None:
    await give_dispatch(
        town, order("CV-7", "SDL", "SVHTT", due="2023-11-30"), order("CV-8", "SDL", due="2023-11-02")
    )
    await town.staff("Sơn", Role.UNIT_HEAD, "SDL")
    van = await town.staff("Vân", Role.UNIT_HEAD, "SVHTT")
    ngoc = await town.staff("Ngọc", Role.UNIT_HEAD, "SNV")
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    assert "Theo công văn (1)" in (await says(town, van, "/tasks")).labels
    await succeeds(town, ends("SDL", "SVHTT"))
    before = {person.name: await count(person) for person in (van, hai)}
    await town.moves_to(MORNING)
    digests = [text for text in await news(van, before["Vân"]) if "CV-8" in text]
    assert len(digests) == 1
    assert not any("CV-8" in text for text in await news(hai, before["Hải"]))
    await says(town, van, "/tasks")
    listed = await presses(town, van, "Theo công văn (3)")
    assert set(listed.labels) >= {"CV-8 · SDL", "CV-7", "CV-7 · SDL"}
    page = await presses(town, van, "CV-8 · SDL")
    assert "CV-8 · Sở Du lịch" in page.text
    await presses(town, van, "Đã gửi văn bản")
    await says(town, van, "09/BC-SVHTT")
    await presses(town, van, "Hôm nay, 01/11/2023", "Bỏ qua ›", "Ghi nhận")
    await says(town, ngoc, "/receipts")
    receipt = await presses(town, ngoc, "CV-8 · SDL")
    assert "09/BC-SVHTT" in receipt.text
    since = await count(van)
    await presses(town, ngoc, "Xác nhận tiếp nhận")
    assert any("CV-8" in text for text in await news(van, since))
    # Nobody else came into it.
    stored = await order_of(town, "CV-7")
    screen = await says(town, hai, "/start")
    await hai.forges(OpenDuty(stored.id, "SDL").pack(), screen.message_id)
    await town.settle()
    assert "CV-7" not in await hai.transcript()


@pytest.mark.parametrize("successors", [(), ("SVHTT", "SYT")])
async def test_without_one_successor_an_order_stays_with_the_unit_of_its_time(
    town: Town, successors: Sequence[str]
) -> None:
    await give_dispatch(town, order("CV-8", "SDL", due="2023-11-30"))
    van = await town.staff("Vân", Role.UNIT_HEAD, "SVHTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await succeeds(town, *(ends("SDL", new) for new in successors or (None,)))
    await town.moves_to(MORNING)
    assert not any(label.startswith("Theo công văn") for label in (await says(town, van, "/tasks")).labels)
    await says(town, thu, "/dispatch")
    assert "Sở Du lịch" in (await presses(town, thu, "CV-8")).text
