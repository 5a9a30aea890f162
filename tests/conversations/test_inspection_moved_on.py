"""A case that somebody else moved on: old buttons, forged ones, second presses, and what was begun about it."""

import pytest

from domain.case import CaseStatus, LegalClass
from domain.case_acts import CaseAct
from services.case_entries import EntryKind
from tests.support.inspection import Inspectorate, opens, presses, says, screens, sound
from tests.support.town import Town


async def test_an_open_screen_tells_what_somebody_else_did_meanwhile(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan, nam = await inspectorate.inspector(), await inspectorate.inspector("Cao Văn Nam")
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    for person in (lan, nam):
        await opens(town, person, case.code)
    await presses(town, lan, "Nhận xử lý")
    await presses(town, nam, "Nhận xử lý")
    screen = await nam.last()
    assert "Nguyễn Thị Lan đã nhận xử lý hồ sơ này." in screen.text
    assert (await nam.toasts())[-1] == "Nguyễn Thị Lan đã nhận xử lý hồ sơ này."
    assert f"{case.code} · đã phân công" in screen.text
    assert "Nhận xử lý" not in screen.labels
    claims = [one for one in await inspectorate.entries(case) if one.act is CaseAct.CLAIM]
    assert len(claims) == 1


async def test_a_second_press_does_nothing_twice(town: Town, inspectorate: Inspectorate) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    screen = await opens(town, lan, case.code)
    claim = screen.button("Nhận xử lý")["callback_data"]
    for _ in range(2):
        await lan.forges(claim, screen.message_id)
    await town.settle()
    assert "Ông/bà đã nhận xử lý hồ sơ này rồi." in (await lan.last()).text
    screen = await lan.last()
    begin = screen.button("Bắt đầu xác minh")["callback_data"]
    for _ in range(3):
        await lan.forges(begin, screen.message_id)
    await town.settle()
    assert "Hồ sơ đã thay đổi nên chưa thực hiện gì" in (await lan.last()).text
    acts = [one.act for one in await inspectorate.entries(case) if one.kind is EntryKind.TRANSITION]
    assert acts == [CaseAct.SEND, CaseAct.SCREEN, CaseAct.CLAIM, CaseAct.BEGIN]
    # To give a case to somebody twice is not to hand it over.
    other = await inspectorate.receives()
    await inspectorate.does(await inspectorate.intake(), other, CaseAct.SCREEN)
    await opens(town, quang, other.code)
    await presses(town, quang, "Phân công cho… ›")
    choice = await quang.last()
    give = choice.button("Nguyễn Thị Lan")["callback_data"]
    for _ in range(2):
        await quang.forges(give, choice.message_id)
    await town.settle()
    screen = await quang.last()
    assert "Hồ sơ đã thay đổi nên chưa thực hiện gì" in screen.text
    assert "Người xử lý: Nguyễn Thị Lan" in screen.text


@pytest.mark.parametrize(
    "data",
    ["k2:{case}:close:9:a", "k2:{case}:claim:0:a", "k2:{case}:send:1:a", "k2:{case}:approve_conclusion:1:a",
     "k2:{case}:refer:1:a", "k2:{case}:amend:1:a", "k3:{case}:nobody:1", "k1:{case}:a:0:a::", "k1:{case}:c:9:a::",
     "k7:{case}:report:", "k7:{case}:c_conclude:", "k7:{case}:nonsense:"],
)  # fmt: skip
async def test_a_forged_button_changes_nothing_and_shows_the_present_state(
    town: Town, inspectorate: Inspectorate, data: str
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives()
    screen = await opens(town, dung, case.code)
    await dung.forges(data.format(case=case.id), screen.message_id)
    await town.settle()
    shown = await dung.last()
    assert shown.message_id == screen.message_id
    assert f"{case.code} · mới tiếp nhận" in shown.text
    assert (await inspectorate.stored(case)).revision == case.revision


async def test_a_form_whose_time_has_passed_is_said_over_the_case_and_keeps_what_was_typed(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung, mai = await inspectorate.intake(), await inspectorate.intake("Đặng Thị Mai")
    case = await inspectorate.receives()
    await opens(town, dung, case.code)
    await screens(town, dung, "Tố cáo", "Có", "Có", "Có", "Không", "Bình thường", "Đã kiểm tra: không có")
    await inspectorate.does(mai, case, CaseAct.SCREEN)
    await presses(town, dung, "Ghi nhận sàng lọc")
    screen = await dung.last()
    assert "Hồ sơ đã thay đổi nên chưa thực hiện gì" in screen.text
    assert f"{case.code} · đã sàng lọc" in screen.text
    assert "Tiếp tục phần đang làm dở ›" in screen.labels
    assert (await inspectorate.stored(case)).legal_class is LegalClass.FEEDBACK
    # What he types now is not taken as an answer to anything.
    await says(town, dung, "Ai đã sàng lọc?")
    assert "không chuyển cho ai" in (await dung.last()).text or "chưa được chuyển" in (await dung.last()).text


async def test_what_was_begun_about_one_case_is_not_lost_to_another(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan = await inspectorate.inspector()
    one, two = await inspectorate.receives(), await inspectorate.receives()
    for case in (one, two):
        await inspectorate.brings(case, CaseStatus.VERIFYING)
    await opens(town, lan, one.code)
    await presses(town, lan, "Soạn kết luận")
    await says(town, lan, "Yêu cầu bồi dưỡng 2 triệu đồng")
    # She looks at the evidence, and comes back to where she was.
    await opens(town, lan, one.code)
    assert (await lan.last()).labels[0] == "Tiếp tục phần đang làm dở ›"
    await presses(town, lan, "Soạn kết luận")
    assert "Câu 1/" in (await lan.last()).text
    # In the other case she is asked.
    await opens(town, lan, two.code)
    await presses(town, lan, "Soạn kết luận")
    asked = await lan.last()
    sound(asked)
    assert f"Ông/bà đang làm dở việc này ở hồ sơ {one.code}" in asked.text
    await presses(town, lan, f"Làm tiếp hồ sơ {one.code} ›")
    assert one.code in (await lan.last()).text
    await opens(town, lan, two.code)
    await presses(town, lan, "Soạn kết luận", "Bỏ phần đó, làm ở hồ sơ này")
    begun = await lan.last()
    assert two.code in begun.text
    assert "Xong, tiếp tục ›" not in begun.labels


async def test_words_for_one_case_never_go_into_another(town: Town, inspectorate: Inspectorate) -> None:
    dung = await inspectorate.intake()
    one, two = await inspectorate.receives(), await inspectorate.receives()
    await opens(town, dung, one.code)
    await presses(town, dung, "Hỏi người phản ánh")
    await opens(town, dung, two.code)
    await says(town, dung, "Câu này viết nhầm chỗ")
    assert "Câu này viết nhầm chỗ" not in (await dung.last()).text
    for case in (one, two):
        assert (await inspectorate.stored(case)).status is CaseStatus.RECEIVED
        assert not [entry for entry in await inspectorate.entries(case) if entry.kind is EntryKind.QUESTION]


async def test_a_form_that_is_left_leads_back_to_its_case(town: Town, inspectorate: Inspectorate) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives()
    screen = await opens(town, dung, case.code)
    await presses(town, dung, "Hỏi người phản ánh")
    await says(town, dung, "Một câu hỏi")
    await presses(town, dung, "Hủy", "Bỏ nội dung")
    back = await dung.last()
    assert screen.text in back.text
    assert (await inspectorate.stored(case)).status is CaseStatus.RECEIVED


async def test_a_form_about_a_case_that_is_hidden_meanwhile_closes_without_a_word_of_it(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.VERIFYING)
    await opens(town, lan, case.code)
    await presses(town, lan, "Hỏi người phản ánh")
    await inspectorate.ties(lan, case)
    await says(town, lan, "Ông/bà gửi khi nào?")
    told = await lan.last()
    assert "Không tìm thấy" in told.text
    assert case.code not in told.text
    await says(town, lan, "/start")
    assert not [label for label in (await lan.last()).labels if "dở" in label]


async def test_a_role_that_ended_opens_nothing_any_more(town: Town, inspectorate: Inspectorate) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    screen = await opens(town, lan, case.code)
    await inspectorate.ends_roles_of(lan)
    await lan.presses("Nhận xử lý")
    await town.settle()
    assert "Không tìm thấy" in (await lan.last()).text
    assert (await inspectorate.stored(case)).owner_id is None
    assert screen.message_id != (await lan.last()).message_id
