"""A unit has another head: the former's role ends, what was acknowledged is not, and the coordinator knows of it."""

from datetime import UTC, datetime

import pytest

from domain.people import Role
from domain.task import TaskStatus
from simulator.client import Person
from tests.support.plans import count, done, give_tasks, give_units, news, presses, says, task
from tests.support.town import PROVINCE, Town

YEAR_END = datetime(2024, 1, 1, tzinfo=UTC)


async def opens_last_link(town: Town, maker: Person, name: str) -> Person:
    """Somebody opens the invitation that was made last."""
    said = [view.text for view in await maker.messages() if "start=i_" in view.text]
    person = await town.person(name)
    await person.starts(said[-1].rpartition("start=")[2].split()[0])
    await town.settle()
    return person


@pytest.mark.both_databases
async def test_the_new_head_is_reminded_of_what_the_former_acknowledged_and_the_history_keeps_both(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-05"), task("A-2", "STTTT", "2023-11-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Nhận việc")
    before = {person.name: await count(person) for person in (minh, thu)}
    hung = await town.staff("Hùng", Role.UNIT_HEAD, "STTTT")
    (told,) = await news(minh, before["Minh"])
    assert "Vai trò thủ trưởng Sở Thông tin và Truyền thông của ông/bà tại đây đã kết thúc" in told
    assert "tasks" not in await minh.commands()
    assert "A-1" not in (await says(town, minh, "/tasks")).text
    (heard,) = await news(thu, before["Thu"])
    assert "Sở Thông tin và Truyền thông đã có thủ trưởng mới kết nối" in heard
    assert "Hùng, từ ngày 02/10/2023" in heard

    await says(town, hung, "/tasks")
    page = await presses(town, hung, "A-1")
    assert "Nhận việc" in page.labels
    assert "Đơn vị có thủ trưởng mới; chưa nhận việc · thủ trưởng đơn vị" in page.text
    assert "Xác nhận đã nhận việc · thủ trưởng đơn vị" in page.text
    since = await count(hung)
    await town.moves_to(datetime(2023, 10, 4, 8, 0, tzinfo=PROVINCE))
    assert any("A-1" in text for text in await news(hung, since))


async def test_a_units_first_head_is_no_news_and_ends_nobodys_role(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    thu = await town.staff("Thu", Role.COORDINATOR)
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    await says(town, lan, "/tasks")
    await presses(town, lan, "A-1", "Nhận việc")
    before = await count(thu)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    assert await news(thu, before) == []
    await says(town, minh, "/tasks")
    assert "Đã nhận việc" in (await presses(town, minh, "A-1")).text
    assert "A-1" in (await says(town, lan, "/tasks")).text


async def test_what_the_former_head_began_leads_nowhere(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Việc khác ›", "Đề nghị gia hạn")
    await says(town, minh, "30/11/2023")
    await says(town, minh, "Thiếu người")
    await town.staff("Hùng", Role.UNIT_HEAD, "STTTT")
    # The review still stands on the former head's screen.
    send = next(view for view in await minh.messages() if "Gửi đề nghị" in view.labels)
    await minh.forges(send.button("Gửi đề nghị")["callback_data"], send.message_id)
    await town.settle()
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        (stored,) = await uow.tasks.of_plan(plan.id)
    assert stored.extension is None
    assert "A-1" not in (await minh.last()).text


async def test_the_coordinator_sees_units_without_a_head_and_makes_an_invitation_for_one(town: Town) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-10-31"),
        task("A-2", "STTTT", "2023-10-31", status=TaskStatus.SUBMITTED, submitted="2023-09-30"),
        task("B-1", "SYT", "2023-10-31"),
        task("C-1", "SXD", "2023-10-31"),
        done("D-1", "STC"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "SYT")
    await town.staff("Sơn", Role.UNIT_HEAD, "SXD")
    thu = await town.staff("Thu", Role.COORDINATOR)
    async with town.product.office.writing() as (uow, scope):
        (grant,) = await uow.people.grants_of(Role.UNIT_HEAD, "SYT")
        await uow.people.end_grant(grant.id, scope.now)
    page = await says(town, thu, "/heads")
    assert "Đơn vị chưa có thủ trưởng kết nối: 2" in page.text
    assert "Sở Thông tin và Truyền thông\n2 nhiệm vụ chưa xong · chưa từng kết nối" in page.text
    assert "1 nhiệm vụ chưa xong · thủ trưởng thôi giữ vai trò ngày 02/10/2023" in page.text
    assert page.rows[0] == ["STTTT", "SYT"]
    assert "Sở Xây dựng" not in page.text

    one = await presses(town, thu, "STTTT")
    old = one.button("Tạo lời mời thủ trưởng")["callback_data"]
    await presses(town, thu, "Tạo lời mời thủ trưởng")
    first = [view.text for view in await thu.messages() if "start=i_" in view.text][-1]
    assert "Lời mời: thủ trưởng đơn vị, Sở Thông tin và Truyền thông" in first
    # A second invitation takes back the first.
    await thu.forges(old, one.message_id)
    await town.settle()
    lan = await town.person("Lan")
    await lan.starts(first.rpartition("start=")[2].split()[0])
    await town.settle()
    assert "đã bị thu hồi" in (await lan.last()).text
    hung = await opens_last_link(town, thu, "Hùng")
    assert "Thủ trưởng đơn vị: Sở Thông tin và Truyền thông" in (await hung.last()).text
    # The unit has a head: the old button makes no more of them.
    since = await count(thu)
    await thu.forges(old, one.message_id)
    await town.settle()
    assert not any("start=i_" in text for text in await news(thu, since))
    assert "Đơn vị này nay đã có thủ trưởng kết nối" in await thu.transcript()
    assert "Đơn vị chưa có thủ trưởng kết nối: 1" in (await says(town, thu, "/heads")).text
    assert "B-1" not in (await says(town, minh, "/tasks")).text


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (None, None),
        (Role.UNIT_HEAD, "STTTT"),
        (Role.UNIT_HEAD, "SYT"),
        (Role.LEADER, None),
        (Role.INSPECTOR, None),
    ],
)
async def test_nobody_but_the_coordinator_sees_the_list_or_makes_invitations(
    town: Town, role: Role | None, unit: str | None
) -> None:
    await give_tasks(town, task("A-1", "SDL", "2023-10-31"))
    an = await town.person("An") if role is None else await town.staff("An", role, unit)
    screen = await says(town, an, "/start")
    for data in ("hl1:0:0", "hl2:SDL:0", "hl3:SDL:0", "as1:0:0"):
        pressed = await an.forges(data, screen.message_id)
        await town.settle()
        assert (await pressed.answer()).answered, data
    for command in ("/heads", "/assign"):
        await says(town, an, command)
    said = await an.transcript()
    assert "start=i_" not in said
    assert "Sở Du lịch" not in said


async def test_nobody_is_invited_to_a_unit_that_is_not_there(town: Town) -> None:
    await give_units(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    screen = await says(town, thu, "/heads")
    assert "Mọi đơn vị đang có nhiệm vụ đều đã có thủ trưởng kết nối" in screen.text
    for data in ("hl3:KHONGCO:0", "hl3:SDL:0"):
        await thu.forges(data, screen.message_id)
        await town.settle()
    assert "start=i_" not in await thu.transcript()
