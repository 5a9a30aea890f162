"""Not taking up a report: proposed by one, confirmed or declined by another, and the reporter told where to turn."""

import pytest

from bot.ui.text import MESSAGE_ROOM, units
from domain.case import Case, CaseStatus, ProposalKind, RejectionReason
from domain.case_acts import CaseAct
from domain.people import Role
from simulator.client import Person, View
from tests.support.inspection import GUIDANCE, Inspectorate, again, presses, says
from tests.support.town import Town


async def opens(town: Town, person: Person, case: Case) -> View:
    await says(town, person, f"/case {case.code}")
    return await person.last()


def sound(view: View) -> None:
    assert units(view.text) <= MESSAGE_ROOM
    assert view.protected


@pytest.fixture
async def hoa(town: Town) -> Person:
    hoa = await town.person("Hoa")
    await hoa.starts()
    await town.settle()
    return hoa


@pytest.fixture
async def case(inspectorate: Inspectorate, hoa: Person) -> Case:
    await inspectorate.intake()
    return await inspectorate.receives(hoa)


async def test_one_proposes_another_confirms_and_the_reporter_is_told_where_to_turn(
    town: Town, inspectorate: Inspectorate, case: Case, hoa: Person
) -> None:
    dung, mai = await inspectorate.intake(), await inspectorate.intake("Đặng Thị Mai")
    await opens(town, dung, case)
    await presses(town, dung, "Đề xuất không tiếp nhận")
    asked = await dung.last()
    sound(asked)
    assert "Không ai được tự mình từ chối tiếp nhận" in asked.text
    await presses(town, dung, "Không thuộc thẩm quyền của Thanh tra tỉnh")
    await says(town, dung, GUIDANCE)
    review = await dung.last()
    sound(review)
    assert GUIDANCE in review.text
    before = len(await hoa.messages())
    await presses(town, dung, "Gửi đề xuất")
    assert "Đề xuất đang chờ người thứ hai xác nhận" in (await dung.last()).text
    # To the reporter nothing has happened, and the proposer cannot confirm it.
    assert len(await hoa.messages()) == before
    screen = await dung.last()
    assert "Xác nhận không tiếp nhận" not in screen.labels
    now = await inspectorate.stored(case)
    await dung.forges(f"k2:{case.id}:confirm_rejection:{now.revision}:a", screen.message_id)
    await town.settle()
    assert "Không ai được tự quyết định" in (await dung.last()).text
    # The second person hears, reads what would be told, and confirms.
    heard = await mai.last()
    assert "cần người thứ hai xác nhận hoặc bác" in heard.text
    assert GUIDANCE not in heard.text
    await says(town, mai, "/queue")
    assert case.code in (await mai.last()).text
    await opens(town, mai, case)
    screen = await mai.last()
    sound(screen)
    assert "Phạm Quốc Dũng đề xuất không tiếp nhận" in screen.text
    assert GUIDANCE in screen.text
    await presses(town, mai, "Xác nhận không tiếp nhận")
    assert "Người phản ánh được hướng dẫn nơi liên hệ" in (await mai.last()).text
    told = (await hoa.messages())[before:]
    assert [view for view in told if GUIDANCE in view.text]
    assert "Mai" not in "".join(view.text for view in told)
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.REJECTED
    assert stored.rejection is RejectionReason.NOT_COMPETENT
    assert stored.approved_by != stored.drafted_by


async def test_the_lead_declines_and_the_report_waits_to_be_screened(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    dung, quang = await inspectorate.intake(), await inspectorate.lead()
    await inspectorate.does(dung, case, CaseAct.PROPOSE_REJECTION)
    await opens(town, quang, case)
    await presses(town, quang, "Bác đề xuất, vẫn tiếp nhận")
    await says(town, quang, "Có ảnh phiếu thu kèm theo")
    assert "Đã bác đề xuất" in (await quang.last()).text
    assert "không được đồng ý" in (await dung.last()).text
    await presses(town, dung, "Mở hồ sơ")
    assert "Sàng lọc" in (await dung.last()).labels
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.RECEIVED
    assert stored.proposal is None
    await presses(town, dung, "Diễn biến")
    assert "Có ảnh phiếu thu kèm theo" in (await dung.last()).text


async def test_what_was_proposed_meanwhile_is_not_confirmed_by_an_old_button(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    dung, quang = await inspectorate.intake(), await inspectorate.lead()
    await inspectorate.does(dung, case, CaseAct.PROPOSE_REJECTION)
    screen = await opens(town, quang, case)
    # Another proposal, with other words, in its place.
    await inspectorate.does(dung, case, CaseAct.DECLINE_REJECTION, reason="Ghi nhầm lý do")
    other = {"rejection": RejectionReason.NO_CONTENT, "text": "Nội dung chưa rõ, ông/bà vui lòng gửi lại."}
    await inspectorate.does(dung, case, CaseAct.PROPOSE_REJECTION, **other)
    await presses(town, quang, "Xác nhận không tiếp nhận")
    screen = await again(quang, screen)
    assert "Hồ sơ đã thay đổi nên chưa thực hiện gì" in screen.text
    assert "Nội dung chưa rõ" in screen.text
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.RECEIVED
    assert stored.proposal is not None
    assert stored.proposal.kind is ProposalKind.REJECTION
    await presses(town, quang, "Xác nhận không tiếp nhận")
    assert (await inspectorate.stored(case)).rejection is RejectionReason.NO_CONTENT


async def test_a_proposal_is_not_made_twice_and_screening_drops_it(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    dung, mai = await inspectorate.intake(), await inspectorate.intake("Đặng Thị Mai")
    await opens(town, mai, case)
    await presses(town, mai, "Đề xuất không tiếp nhận", "Không có nội dung để xem xét")
    await says(town, mai, GUIDANCE)
    review = await mai.last()
    await inspectorate.does(dung, case, CaseAct.PROPOSE_REJECTION)
    await presses(town, mai, "Gửi đề xuất")
    screen = await again(mai, review)
    assert "Đã có một đề xuất" in screen.text
    assert "Xác nhận không tiếp nhận" in screen.labels
    await inspectorate.does(mai, case, CaseAct.SCREEN)
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.SCREENED
    assert stored.proposal is None


async def test_a_rejected_report_can_be_appealed_once(
    town: Town, inspectorate: Inspectorate, case: Case, hoa: Person
) -> None:
    dung, quang = await inspectorate.intake(), await inspectorate.lead()
    lan = await inspectorate.inspector()
    await inspectorate.does(dung, case, CaseAct.PROPOSE_REJECTION)
    await inspectorate.does(quang, case, CaseAct.CONFIRM_REJECTION)
    await inspectorate.hears(hoa, case, CaseAct.APPEAL, "Việc này thuộc thẩm quyền của Thanh tra")
    await opens(town, quang, case)
    await presses(town, quang, "Chấp nhận xem xét lại ›", lan.name)
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.VERIFYING
    assert stored.rejection is None


async def test_a_lead_who_also_screens_decides_on_what_others_proposed_and_not_on_their_own(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    quang = await inspectorate.lead()
    await inspectorate.belongs(quang, Role.INTAKE_OFFICER, None)
    await opens(town, quang, case)
    await presses(town, quang, "Đề xuất không tiếp nhận", "Vụ việc đã được giải quyết")
    await says(town, quang, GUIDANCE)
    await presses(town, quang, "Gửi đề xuất")
    screen = await quang.last()
    assert "Xác nhận không tiếp nhận" not in screen.labels
    # To think better of it is theirs.
    await presses(town, quang, "Bác đề xuất, vẫn tiếp nhận")
    await says(town, quang, "Tôi nhầm hồ sơ")
    await presses(town, quang, "Sàng lọc", "Phản ánh", "Có", "Có", "Có", "Không", "Bình thường")
    await presses(town, quang, "Đã kiểm tra: không có", "Ghi nhận sàng lọc", "Nhận xử lý", "Bắt đầu xác minh")
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.VERIFYING
    # And a conclusion of their own is somebody else's to approve.
    await inspectorate.does(quang, case, CaseAct.SUBMIT_CONCLUSION)
    assert "Duyệt kết luận ›" not in (await opens(town, quang, case)).labels
