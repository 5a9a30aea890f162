"""Messages to many heads: previewed, sent once and within office hours, and followed to each by name."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.stage import PROVINCE
from domain.people import Role
from domain.task import Area, TaskStatus
from simulator.client import Person
from tests.support.plans import count, give_tasks, give_units, news, presses, says, task
from tests.support.town import Town

EVERYBODY = "Thủ trưởng tất cả đơn vị"
DEPARTMENTS = "Thủ trưởng sở, ban, ngành"
REFUSED = "Chức năng này không dành cho tài khoản của ông/bà"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 10, day, hour, minute, tzinfo=PROVINCE)


@pytest.fixture
async def thu(town: Town) -> Person:
    await give_units(town)
    return await town.staff("Hoàng Thị Thu", Role.COORDINATOR)


async def write(town: Town, thu: Person, audience: str, text: str) -> None:
    await says(town, thu, "/broadcasts")
    await presses(town, thu, "Soạn tin nhắn ›", audience)
    await says(town, thu, text)


async def test_a_message_is_previewed_with_whom_it_reaches_and_followed_to_each_by_name(
    town: Town, thu: Person
) -> None:
    minh = await town.staff("Trần Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lê Lan", Role.UNIT_HEAD, "SXD")
    vinh = await town.staff("Phan Vinh", Role.UNIT_HEAD, "TP-VINH")
    await lan.blocks()
    await town.settle()
    since = {person.name: await count(person) for person in (minh, vinh)}
    await write(town, thu, DEPARTMENTS, "Họp giao ban <b>8 giờ</b> thứ Sáu & mang theo báo cáo.")
    preview = await thu.last()
    assert "Thủ trưởng sẽ đọc nội dung này" in preview.text
    assert "Họp giao ban <b>8 giờ</b> thứ Sáu & mang theo báo cáo." in preview.text
    assert "Người nhận: 2, tại 2 đơn vị" in preview.text
    assert "Chưa liên kết thủ trưởng (19)" in preview.text
    assert await news(minh, since["Trần Minh"]) == []
    ledger = await presses(town, thu, "Gửi tin nhắn")
    assert "Đã gửi tới 2 thủ trưởng." in ledger.text
    (told,) = await news(minh, since["Trần Minh"])
    assert told.startswith("Tin nhắn của Sở Nội vụ")
    assert "Họp giao ban <b>8 giờ</b> thứ Sáu & mang theo báo cáo." in told
    assert await news(vinh, since["Phan Vinh"]) == []
    ledger = await presses(town, thu, "Xem lại tình trạng")
    assert {"Đã nhận: 1", "Đã chặn bot: 1", "Chưa liên kết thủ trưởng: 19"} <= set(ledger.labels)
    assert len(ledger.rows) <= 4
    assert "Trần Minh, Sở Thông tin và Truyền thông" in (await presses(town, thu, "Đã nhận: 1")).text
    await presses(town, thu, "‹ Quay lại")
    assert "Lê Lan, Sở Xây dựng" in (await presses(town, thu, "Đã chặn bot: 1")).text
    await presses(town, thu, "‹ Quay lại")
    unlinked = await presses(town, thu, "Chưa liên kết thủ trưởng: 19")
    assert unlinked.text.count("•") == 15
    assert (await presses(town, thu, "Tiếp ›")).text.count("•") == 4
    past = await says(town, thu, "/broadcasts")
    assert "Hoàng Thị Thu" in past.text
    assert "Họp giao ban" in past.text
    # Whoever comes back gets what waited for them.
    await lan.unblocks()
    await town.settle()
    assert any("Họp giao ban" in view.text for view in await lan.messages())


@pytest.mark.both_databases
async def test_pressed_twice_it_is_sent_once(town: Town, thu: Person) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    since = await count(minh)
    await write(town, thu, EVERYBODY, "Đề nghị gửi báo cáo.")
    screen = await thu.last()
    await asyncio.gather(
        *(thu.presses("Gửi tin nhắn", message_id=screen.message_id) for _ in range(2)),
    )
    await town.settle()
    assert len(await news(minh, since)) == 1
    async with town.product.office.reading() as (uow, _):
        assert (await uow.broadcasts.past(10, 0))[1] == 1


async def test_what_is_sent_in_the_evening_arrives_when_the_offices_open_to_who_heads_the_unit_then(
    town: Town, thu: Person
) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT", until=at(3, 6))
    lan = await town.staff("Lan", Role.UNIT_HEAD, "SXD")
    await town.moves_to(at(2, 19))
    since = {person.name: await count(person) for person in (minh, lan)}
    await write(town, thu, EVERYBODY, "Đề nghị gửi báo cáo.")
    assert "Ngoài giờ làm việc: tin được gửi lúc 07:30 03/10/2023" in (await thu.last()).text
    sent = await presses(town, thu, "Gửi tin nhắn")
    assert "Sẽ gửi tới 2 thủ trưởng lúc" in sent.text
    assert "Chờ gửi: 2" in sent.labels
    await town.moves_to(at(3, 7))
    assert await news(lan, since["Lan"]) == []
    await town.moves_to(at(3, 7, 31))
    assert len(await news(lan, since["Lan"])) == 1
    assert not any("Đề nghị gửi báo cáo" in text for text in await news(minh, since["Minh"]))
    ledger = await presses(town, thu, "Xem lại tình trạng")
    assert {"Đã nhận: 1", "Không còn liên quan: 1"} <= set(ledger.labels)


async def test_a_head_of_two_units_hears_it_once(town: Town, thu: Person) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await town.staff("Minh", Role.UNIT_HEAD, "SXD")
    since = await count(minh)
    await write(town, thu, DEPARTMENTS, "Đề nghị gửi báo cáo.")
    assert "Người nhận: 1, tại 2 đơn vị" in (await thu.last()).text
    await presses(town, thu, "Gửi tin nhắn")
    assert len(await news(minh, since)) == 1


async def test_a_text_that_cannot_be_sent_is_named_and_nobody_to_tell_is_said(
    town: Town, thu: Person
) -> None:
    await write(town, thu, EVERYBODY, "a" * 2001)
    assert "Nội dung dài hơn 2.000 ký tự" in (await thu.last()).text
    assert "Tin nhắn trống" in (await says(town, thu, "\u200b")).text
    preview = await says(town, thu, "a" * 2000)
    assert "Người nhận: 0" in preview.text
    said = await presses(town, thu, "Gửi tin nhắn")
    assert "Chưa có thủ trưởng nào được liên kết để nhận" in said.text
    async with town.product.office.reading() as (uow, _):
        assert await uow.broadcasts.past(10, 0) == ([], 0)


async def give_overdue(town: Town) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-09-15", title="Nâng cấp cổng dịch vụ"),
        task("A-2", "STTTT", "2023-09-20"),
        task("A-3", "SXD", "2023-09-20"),
        task("A-4", "SYT", "2023-09-20"),
        task("B-1", "STTTT", "2023-09-20", area=Area.APPARATUS),
        task("C-1", "SXD", "2023-12-20"),
    )


@pytest.mark.both_databases
async def test_heads_are_reminded_of_what_is_still_overdue_when_it_arrives_once_a_day(
    town: Town, thu: Person
) -> None:
    await give_overdue(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.UNIT_HEAD, "SXD")
    await town.moves_to(at(2, 18))
    since = {person.name: await count(person) for person in (minh, lan)}
    await says(town, thu, "/broadcasts")
    areas = await presses(town, thu, "Nhắc việc quá hạn ›")
    assert "Cải cách tổ chức bộ máy (1)" in areas.labels
    preview = await presses(town, thu, next(label for label in areas.labels if label.endswith("(4)")))
    assert "Người nhận: 2, tại 2 đơn vị" in preview.text
    assert "Chưa liên kết thủ trưởng (1): Sở Y tế" in preview.text
    screen = preview.message_id
    pressed = await asyncio.gather(*(thu.presses("Gửi lời nhắc", message_id=screen) for _ in range(2)))
    assert len(pressed) == 2
    await town.settle()
    assert "Lĩnh vực này đã được nhắc cho ngày 03/10/2023" in (await thu.last()).text
    # SXD's task is done in the meantime; of STTTT one is.
    async with town.product.office.writing() as (uow, _):
        plans = await uow.tasks.plans()
        for found in await uow.tasks.of_plan(plans[0].id):
            if found.code in ("A-2", "A-3"):
                await uow.tasks.save(
                    replace(found, status=TaskStatus.CANCELLED, revision=found.revision + 1), found.revision
                )
    await town.moves_to(at(3, 7, 31))
    (told,) = await news(minh, since["Minh"])
    assert told.startswith("Nhắc nhiệm vụ quá hạn")
    assert "A-1" in told
    assert "Nâng cấp cổng dịch vụ" in told
    assert "A-2" not in told
    assert "B-1" not in told
    assert await news(lan, since["Lan"]) == []
    await says(town, thu, "/broadcasts")
    ledger = await presses(town, thu, "1")
    assert {"Đã nhận: 1", "Không còn liên quan: 1", "Chưa liên kết thủ trưởng: 1"} <= set(ledger.labels)
    # The same day it was meant for it cannot be done again; the next day it can.
    await presses(town, thu, "‹ Danh sách", "Nhắc việc quá hạn ›")
    again = next(label for label in (await thu.last()).labels if label.endswith("(2)"))
    refused = await presses(town, thu, again, "Gửi lời nhắc")
    assert "đã được nhắc cho ngày 03/10/2023" in refused.text
    await town.moves_to(at(4, 9))
    await says(town, thu, "/broadcasts")
    await presses(town, thu, "Nhắc việc quá hạn ›")
    assert "Đã gửi tới 1 thủ trưởng." in (await presses(town, thu, again, "Gửi lời nhắc")).text


async def test_a_ledger_outlives_what_is_forgotten_of_the_outbox(town: Town, thu: Person) -> None:
    await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await write(town, thu, EVERYBODY, "Đề nghị gửi báo cáo.")
    await presses(town, thu, "Gửi tin nhắn")
    async with town.product.office.writing() as (uow, scope):
        await uow.outbox.forget(scope.now + timedelta(days=4000))
    assert "Đã nhận: 1" in (await presses(town, thu, "Xem lại tình trạng")).labels


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.UNIT_HEAD, "STTTT"), (Role.LEADER, None), (Role.INSPECTOR, None), (None, None)]
)
async def test_nobody_else_sends_or_looks_whatever_they_press(
    town: Town, thu: Person, role: Role | None, unit: str | None
) -> None:
    await give_overdue(town)
    await town.staff("Lan", Role.UNIT_HEAD, "SXD")
    await write(town, thu, EVERYBODY, "Đề nghị gửi báo cáo.")
    await presses(town, thu, "Gửi tin nhắn")
    async with town.product.office.reading() as (uow, _):
        (sent,), _ = await uow.broadcasts.past(1, 0)
    other = await town.person("Hoa") if role is None else await town.staff("Khác", role, unit)
    assert REFUSED in (await says(town, other, "/broadcasts")).text
    area = Area.DIGITAL_GOVERNMENT.value
    for data in ("vb1:0", "vb2", "vb3", f"vb4:{area}:0", f"vb4:{area}:1", f"vb5:{sent.id}::0"):
        await says(town, other, "/start")
        await other.forges(data, (await other.last()).message_id)
        await town.settle()
        assert REFUSED in (await other.last()).text, data
    async with town.product.office.reading() as (uow, _):
        assert (await uow.broadcasts.past(1, 0))[1] == 1


async def test_a_message_that_there_is_not_and_a_name_that_none_has(town: Town, thu: Person) -> None:
    for data in ("vb5:nothing::0", "vb4:weather:0"):
        await says(town, thu, "/broadcasts")
        await thu.forges(data, (await thu.last()).message_id)
        await town.settle()
        text = (await thu.last()).text
        assert "Không có tin nhắn này." in text or "cũ" in text, data


async def test_a_coordinator_whose_role_ended_cannot_send_what_was_written(town: Town, thu: Person) -> None:
    brief = await town.staff("Tạm", Role.COORDINATOR, until=at(2, 12))
    await town.staff("Lan", Role.UNIT_HEAD, "SXD")
    await write(town, brief, EVERYBODY, "Đề nghị gửi báo cáo.")
    await town.moves_to(at(2, 14))
    assert REFUSED in (await presses(town, brief, "Gửi tin nhắn")).text
    async with town.product.office.reading() as (uow, _):
        assert (await uow.broadcasts.past(1, 0))[1] == 0
