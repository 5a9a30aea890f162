"""Deputies: invited by the head with a last day, ended or over by themselves, told so once, without a way in after."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.people import Role
from simulator.client import Person
from tests.support.plans import count, give_tasks, give_units, news, presses, says, task
from tests.support.town import PROVINCE, Town

YEAR_END = datetime(2024, 1, 1, tzinfo=PROVINCE)


async def link_in(person: Person) -> str:
    """The token of the last invitation that the person was given."""
    said = [view.text for view in await person.messages() if "start=i_" in view.text]
    return said[-1].rpartition("start=")[2].split()[0]


async def delegates(town: Town, head: Person, day: str) -> str:
    """The head makes an invitation until the day."""
    await says(town, head, "/deputies")
    await presses(town, head, "Ủy quyền cho một người ›")
    await says(town, head, day)
    await presses(town, head, "Tạo lời mời")
    return await link_in(head)


@pytest.mark.both_databases
async def test_a_deputy_is_invited_serves_until_the_last_day_and_is_told_once_that_it_is_over(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await says(town, minh, "/deputies")
    assert "Người được ủy quyền: Sở Thông tin và Truyền thông" in page.text
    assert "Hiện chưa ủy quyền cho ai" in page.text
    assert "không nhận hồ sơ phản ánh giao đơn vị xác minh" in page.text
    asked = await presses(town, minh, "Ủy quyền cho một người ›")
    assert "Chủ Nhật, 31/12/2023" in asked.labels
    review = await presses(town, minh, "Chủ Nhật, 31/12/2023")
    assert "Đến hết ngày: Chủ Nhật, 31/12/2023" in review.text
    assert "Chỉ chuyển cho một người" in review.text
    await presses(town, minh, "Tạo lời mời")
    link = await link_in(minh)
    invitation = next(view for view in await minh.messages() if link in view.text)
    assert "Lời mời: công chức đầu mối, Sở Thông tin và Truyền thông" in invitation.text
    assert "đến hết Chủ Nhật, 31/12/2023" in invitation.text

    lan = await town.person("Lan")
    await lan.starts(link)
    await town.settle()
    assert "Công chức đầu mối: Sở Thông tin và Truyền thông, đến ngày 31/12/2023" in (await lan.last()).text
    assert {"tasks"} <= set(await lan.commands())
    assert "deputies" not in await lan.commands()
    assert "• Lan, đến hết ngày 31/12/2023" in (await says(town, minh, "/deputies")).text
    # The link is used up.
    nam = await town.person("Nam")
    await nam.starts(link)
    await town.settle()
    assert "đã được sử dụng" in (await nam.last()).text
    assert "tasks" not in await nam.commands()

    await town.moves_to(datetime(2023, 12, 31, 23, 50, tzinfo=PROVINCE))
    assert "A-1" in (await says(town, lan, "/tasks")).text
    before = await count(lan)
    await town.moves_to(datetime(2024, 1, 1, 0, 1, tzinfo=PROVINCE))
    # Not at night, not on New Year's Day: at the next opening.
    assert await news(lan, before) == []
    assert "tasks" not in await lan.commands()
    await town.moves_to(datetime(2024, 1, 2, 8, 1, tzinfo=PROVINCE))
    (told,) = await news(lan, before)
    assert "Việc ủy quyền cho ông/bà tại Sở Thông tin và Truyền thông đã kết thúc" in told
    await town.after(timedelta(days=1))
    assert len(await news(lan, before)) == 1
    assert "A-1" not in (await says(town, lan, "/tasks")).text
    assert "Hiện chưa ủy quyền cho ai" in (await says(town, minh, "/deputies")).text


async def test_a_head_ends_a_delegation_before_its_time_and_the_deputy_hears_so(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    before = await count(lan)
    await says(town, minh, "/deputies")
    sure = await presses(town, minh, "Kết thúc: Lan")
    assert "Kết thúc ủy quyền ngay bây giờ?" in sure.text
    assert "Lan" in (await presses(town, minh, "‹ Người được ủy quyền")).text
    sure = await presses(town, minh, "Kết thúc: Lan")
    again = sure.button("Kết thúc ngay")["callback_data"]
    page = await presses(town, minh, "Kết thúc ngay")
    assert "Đã kết thúc ủy quyền cho Lan" in page.text
    (told,) = await news(lan, before)
    assert "đã kết thúc" in told
    assert "tasks" not in await lan.commands()
    # A second press says that it is over.
    await minh.forges(again, page.message_id)
    await town.settle()
    assert "đã kết thúc" in (await minh.last()).text
    assert len(await news(lan, before)) == 1


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("01/10/2023", "phải có ngày kết thúc sau ngày hôm nay"),
        ("01/11/2024", "nhiều nhất một năm"),
        ("31/11/2023", "Chưa đọc được ngày"),
        ("lâu dài", "Chưa đọc được ngày"),
    ],
)
async def test_a_day_that_cannot_be_the_last_is_refused_with_why(town: Town, written: str, why: str) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/deputies")
    await presses(town, minh, "Ủy quyền cho một người ›")
    answer = await says(town, minh, written)
    assert why in answer.text
    assert "Ủy quyền đến hết ngày nào?" in answer.text


async def test_who_holds_the_role_already_cannot_take_it_up_again_nor_the_head_their_own(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    link = await delegates(town, minh, "30/11/2023")
    for person in (lan, minh):
        await person.starts(link)
        await town.settle()
        held = "công chức đầu mối" if person is lan else "thủ trưởng đơn vị"
        assert f"Tài khoản này đã có vai trò “{held}”" in (await person.last()).text
    # The link was not used up by either.
    nam = await town.person("Nam")
    await nam.starts(link)
    await town.settle()
    assert "Đã nhận lời mời" in (await nam.last()).text


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (None, None),
        (Role.UNIT_HEAD, "SYT"),
        (Role.FOCAL_OFFICER, "STTTT"),
        (Role.COORDINATOR, "SNV"),
        (Role.LEADER, None),
        (Role.ADMINISTRATOR, None),
    ],
)
async def test_nobody_else_sees_names_or_ends_the_deputies_of_a_unit(
    town: Town, role: Role | None, unit: str | None
) -> None:
    await give_units(town)
    await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=YEAR_END)
    until = datetime(2024, 1, 1, tzinfo=UTC) if role is Role.FOCAL_OFFICER else None
    an = await town.person("An") if role is None else await town.staff("An", role, unit, until=until)
    async with town.product.office.reading() as (uow, _):
        (grant, *_) = await uow.people.grants_of(Role.FOCAL_OFFICER, "STTTT")
    screen = await says(town, an, "/start")
    for data in ("dg1:STTTT:0", "dg2:STTTT", f"dg3:{grant.id}:0", f"dg3:{grant.id}:1"):
        pressed = await an.forges(data, screen.message_id)
        await town.settle()
        assert (await pressed.answer()).answered, data
    await says(town, an, "31/12/2023")
    assert "Lan" not in await an.transcript()
    assert "start=i_" not in await an.transcript()
    async with town.product.office.reading() as (uow, scope):
        found = await uow.people.grant(grant.id)
        assert found is not None
        assert found.in_force(scope.now)
