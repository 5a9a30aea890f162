"""Meetings of the Steering Committee: their conclusions are tasks of units; and tasks that come again by rule."""

from datetime import datetime

import pytest

from bot.ui.buttons import Press
from domain.people import Role
from handlers.meeting_links import (
    AddConclusion,
    AddRule,
    EndRule,
    EnterMeeting,
    MeetingList,
    OpenMeeting,
    RuleList,
)
from simulator.client import Person, View
from tests.support.plans import count, give_units, news, presses, says
from tests.support.town import PROVINCE, Town

NOT_THEIRS = "Chức năng này không dành cho tài khoản của ông/bà"


async def enters(town: Town, thu: Person) -> View:
    """The coordinator enters a meeting."""
    await says(town, thu, "/meetings")
    await presses(town, thu, "Nhập phiên họp")
    for text in ("29/09/2023", "Phiên họp thứ ba", "120/TB-BCĐ"):
        await says(town, thu, text)
    return await presses(town, thu, "Nhập phiên họp")


async def concludes(town: Town, thu: Person, unit: str, title: str, due: str = "31/10/2023") -> View:
    """A conclusion, from the meeting's page."""
    await presses(town, thu, "Thêm kết luận")
    for text in (unit, title, due):
        await says(town, thu, text)
    return await presses(town, thu, "Giao nhiệm vụ cho đơn vị")


async def adds_rule(town: Town, thu: Person, *, day: str = "25", until: str = "") -> View:
    """A rule for one unit, each month."""
    await says(town, thu, "/meetings")
    await presses(town, thu, "Nhiệm vụ định kỳ", "Thêm nhiệm vụ định kỳ")
    await says(town, thu, "STTTT")
    await says(town, thu, "Báo cáo hồ sơ trực tuyến")
    await presses(town, thu, "Hằng tháng")
    await says(town, thu, day)
    if until:
        await says(town, thu, until)
    else:
        await presses(town, thu, "Bỏ qua ›")
    return await presses(town, thu, "Thêm nhiệm vụ định kỳ")


async def forged(town: Town, person: Person, press: Press) -> str:
    await person.forges(press.pack(), (await person.last()).message_id)
    await town.settle()
    return (await person.last()).text


# ── meetings ──────────────────────────────────────────────────────────────────────────────────────


async def test_each_conclusion_is_a_task_of_its_unit_whose_page_names_the_meeting(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    page = await enters(town, thu)
    assert "Đã nhập phiên họp." in page.text
    assert "Văn bản số: 120/TB-BCĐ" in page.text
    before = await count(minh)
    await concludes(town, thu, "STC", "Bố trí kinh phí số hóa")
    page = await concludes(town, thu, "STTTT", "Kết nối hệ thống một cửa điện tử")
    assert "Đã giao nhiệm vụ TBBCD23-02 cho Sở Thông tin và Truyền thông, thời hạn 31/10/2023." in page.text
    assert "Kết luận: 2" in page.text
    (told,) = await news(minh, before)
    assert "TBBCD23-02 Kết nối hệ thống một cửa điện tử" in told
    task = await presses(town, minh, "Mở TBBCD23-02")
    assert (
        "Nguồn: kết luận phiên họp Ban Chỉ đạo ngày 29/09/2023, văn bản số 120/TB-BCĐ (Phiên họp thứ ba)"
        in task.text
    )
    assert "TBBCD23-02" in (await says(town, minh, "/tasks")).text
    listed = await says(town, thu, "/meetings")
    assert "Các phiên họp Ban Chỉ đạo: 1" in listed.text
    leader = await town.staff("Phúc", Role.LEADER)
    seen = await says(town, leader, "/meetings")
    assert "Nhập phiên họp" not in seen.labels
    assert "Thêm kết luận" not in (await presses(town, leader, "120/TB-BCĐ")).labels


async def test_a_meeting_ahead_without_a_document_or_a_title_is_not_entered(town: Town) -> None:
    await give_units(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/meetings")
    await presses(town, thu, "Nhập phiên họp")
    assert "đến hôm nay" in (await says(town, thu, "03/10/2023")).text
    assert "không phải là ngày hợp lệ" in (await says(town, thu, "30/02/2023")).text
    await says(town, thu, "29/09")
    assert "trống" in (await says(town, thu, "\u200b")).text
    await says(town, thu, "Phiên họp")
    assert "Văn bản có số" in (await says(town, thu, "TB-BCĐ")).text or "số" in (await thu.last()).text
    await says(town, thu, "120/TB-BCĐ")
    review = await thu.last()
    await thu.presses("Nhập phiên họp")
    await thu.presses("Nhập phiên họp", message_id=review.message_id)
    await town.settle()
    assert "Các phiên họp Ban Chỉ đạo: 1" in (await says(town, thu, "/meetings")).text


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.UNIT_HEAD, "STTTT"),
        (Role.LEADER, None),
        (Role.INSPECTOR, None),
        (Role.ADMINISTRATOR, None),
    ],
)
async def test_only_the_coordinator_enters_meetings_and_rules(
    town: Town, role: Role, unit: str | None
) -> None:
    await give_units(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    page = await enters(town, thu)
    meeting = page.button("Thêm kết luận")["callback_data"].rpartition(":")[2]
    rule = (await adds_rule(town, thu)).button("Kết thúc")["callback_data"].split(":")[1]
    other = await town.staff("Khác", role, unit)
    await says(town, other, "/start")
    presses_of_others: tuple[Press, ...] = (EnterMeeting(), AddRule())
    for press in presses_of_others:
        assert NOT_THEIRS in await forged(town, other, press), press
    for act in (AddConclusion(meeting), EndRule(rule, sure=True)):
        said = await forged(town, other, act)
        assert NOT_THEIRS in said or "không thuộc phạm vi" in said, act
    if role is not Role.LEADER:
        for look in (MeetingList(), RuleList(), OpenMeeting(meeting)):
            said = await forged(town, other, look)
            assert NOT_THEIRS in said or "không thuộc phạm vi" in said, look


# ── recurring tasks ───────────────────────────────────────────────────────────────────────────────


async def test_a_rule_makes_this_periods_task_and_the_next_when_it_begins(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    page = await adds_rule(town, thu)
    assert "Đã thêm nhiệm vụ định kỳ." in page.text
    assert "hằng tháng, kỳ tới hạn 25/10/2023" in page.text
    listed = await says(town, minh, "/tasks")
    assert "DK23-01" in listed.text
    assert "DK23-02" not in listed.text
    task = await presses(town, minh, "DK23-01")
    assert "Báo cáo hồ sơ trực tuyến (tháng 10/2023)" in task.text
    assert "Nguồn: nhiệm vụ định kỳ hằng tháng; kỳ này: tháng 10/2023" in task.text
    await town.moves_to(datetime(2023, 11, 1, 0, 5, tzinfo=PROVINCE))
    await town.moves_to(datetime(2023, 11, 1, 9, tzinfo=PROVINCE))
    listed = await says(town, minh, "/tasks")
    assert "DK23-02" in listed.text
    assert "DK23-03" not in listed.text


async def test_a_rule_is_ended_once_it_is_meant_and_makes_nothing_more(town: Town) -> None:
    await give_units(town)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await adds_rule(town, thu)
    asked = await presses(town, thu, "Kết thúc")
    assert "Sẽ không tạo thêm nhiệm vụ" in asked.text
    ended = await presses(town, thu, "Kết thúc")
    assert "Đã kết thúc nhiệm vụ định kỳ." in ended.text
    assert "Kết thúc" not in ended.labels
    # An old screen says how it stands.
    await thu.forges(asked.button("Kết thúc")["callback_data"], ended.message_id)
    await town.settle()
    assert "đã kết thúc ngày 02/10/2023" in (await thu.last()).text
    await town.moves_to(datetime(2023, 11, 2, 9, tzinfo=PROVINCE))
    assert "DK23-02" not in (await says(town, minh, "/tasks")).text
    await says(town, thu, "/meetings")
    assert "đã kết thúc ngày 02/10/2023" in (await presses(town, thu, "Nhiệm vụ định kỳ")).text


async def test_what_no_rule_can_be_is_refused(town: Town) -> None:
    await give_units(town)
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/meetings")
    await presses(town, thu, "Nhiệm vụ định kỳ", "Thêm nhiệm vụ định kỳ", "Tất cả huyện, thành, thị")
    assert "trống" in (await says(town, thu, "\u200b")).text
    await says(town, thu, "Báo cáo")
    await presses(town, thu, "Hằng quý")
    for text in ("0", "32", "hai"):
        assert "từ 1 đến 31" in (await says(town, thu, text)).text, text
    await says(town, thu, "20")
    assert "đã qua" in (await says(town, thu, "01/10/2023")).text
    review = await says(town, thu, "30/11/2023")
    assert "sẽ không có nhiệm vụ nào" in review.text
    refused = await presses(town, thu, "Thêm nhiệm vụ định kỳ")
    assert "Ngày kết thúc sớm hơn hạn đầu tiên" in refused.text
    assert "Nhiệm vụ định kỳ: 0" in refused.text
