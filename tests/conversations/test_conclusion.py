"""From verification to the end: drafted by one, approved by another, answered, closed, and what may come after."""

from datetime import timedelta

import pytest

from bot.ui.text import MESSAGE_ROOM, units
from domain.case import Case, CaseStatus, Conclusion, Finding, Outcome
from domain.case_acts import CaseAct
from services.case_entries import EntryKind
from simulator.client import Person, View
from tests.support.inspection import ANSWER, CONCLUSION, WORDS, Inspectorate, presses, says, set_aside
from tests.support.town import Town

ALLEGATIONS = ("Yêu cầu bồi dưỡng 2 triệu đồng", "Hẹn đi hẹn lại <b>bốn lần</b> & không có lý do")


async def opens(town: Town, person: Person, case: Case) -> View:
    await says(town, person, f"/case {case.code}")
    return await person.last()


def sound(view: View) -> None:
    assert units(view.text) <= MESSAGE_ROOM
    assert view.protected


async def presses_more(town: Town, person: Person, label: str) -> None:
    """Presses an act that may stand on the second screen of acts."""
    if label not in (await person.last()).labels:
        await presses(town, person, next(one for one in (await person.last()).labels if "Ghi chú" in one))
    await presses(town, person, label)


async def drafts(
    town: Town, person: Person, *, evidence: tuple[str, ...] = ("Không dùng tài liệu nào",)
) -> None:
    """The owner writes a conclusion on two allegations, up to its review."""
    await presses(town, person, "Soạn kết luận")
    await says(town, person, *ALLEGATIONS)
    await presses(town, person, "Xong, tiếp tục ›", "Có vi phạm")
    await says(town, person, "Biên bản làm việc ngày 5/10 xác nhận.")
    await presses(town, person, "Không đủ căn cứ")
    await says(town, person, "Sổ hẹn không ghi.")
    await presses(town, person, "Đúng một phần", evidence[0])
    if evidence[1:]:
        await says(town, person, *evidence[1:])
    await says(town, person, ANSWER)


@pytest.fixture
async def hoa(town: Town) -> Person:
    hoa = await town.person("Hoa")
    await hoa.starts()
    await town.settle()
    return hoa


@pytest.fixture
async def case(inspectorate: Inspectorate, hoa: Person) -> Case:
    """A case that Lan verifies."""
    return await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.VERIFYING)


async def test_one_drafts_another_approves_and_the_reporter_is_answered(
    town: Town, inspectorate: Inspectorate, case: Case, hoa: Person
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    await opens(town, lan, case)
    await drafts(town, lan)
    review = await lan.last()
    sound(review)
    assert "Nội dung 1: có vi phạm" in review.text
    assert "Nội dung 2: không đủ căn cứ" in review.text
    assert ALLEGATIONS[1] in review.text
    assert "Chứng cứ làm căn cứ: không có" in review.text
    await presses(town, lan, "Trình duyệt")
    waiting = await lan.last()
    assert "đang chờ người thứ hai duyệt" in waiting.text
    # The drafter cannot approve, neither by a button nor by a made-up one.
    assert waiting.labels[:3] == ["Nguyên văn", "Diễn biến", "Kết luận"]
    now = await inspectorate.stored(case)
    await lan.forges(f"k2:{case.id}:approve_conclusion:{now.revision}:a", waiting.message_id)
    await town.settle()
    assert "Không ai được tự quyết định" in (await lan.last()).text
    assert (await inspectorate.stored(case)).status is CaseStatus.UNDER_REVIEW
    # The lead hears without a word of it, reads all of it, and approves.
    heard = await quang.last()
    assert "Có kết luận chờ duyệt" in heard.text
    assert "Biên bản" not in heard.text
    await presses(town, quang, "Mở hồ sơ", "Duyệt kết luận ›")
    paper = await quang.last()
    sound(paper)
    assert "do Nguyễn Thị Lan soạn" in paper.text
    assert "Sổ hẹn không ghi." in paper.text
    assert ANSWER in paper.text
    before = len(await hoa.messages())
    await presses(town, quang, "Phê duyệt")
    assert "Đã duyệt kết luận" in (await quang.last()).text
    assert "đã được duyệt" in (await lan.last()).text
    # Approved is not answered: to the reporter nothing has changed.
    assert len(await hoa.messages()) == before
    await presses(town, lan, "Mở hồ sơ", "Trả lời người phản ánh")
    offered = await lan.last()
    sound(offered)
    assert ANSWER in offered.text
    await presses(town, lan, "Dùng nội dung này")
    assert len(await hoa.messages()) == before
    await presses(town, lan, "Gửi câu trả lời")
    (told,) = (await hoa.messages())[before:]
    assert ANSWER in told.text
    assert "Lan" not in told.text
    # It is closed by the lead, once the reporter was answered.
    await opens(town, quang, case)
    assert (await quang.last()).labels[0] == "Kết thúc hồ sơ"
    await presses(town, quang, "Kết thúc hồ sơ")
    assert "Đã kết thúc hồ sơ" in (await quang.last()).text
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.CLOSED
    assert stored.outcome is Outcome.PARTLY
    assert stored.approved_by != stored.drafted_by
    acts = [one.act for one in await inspectorate.entries(case) if one.kind is EntryKind.TRANSITION]
    assert acts[-4:] == [
        CaseAct.SUBMIT_CONCLUSION,
        CaseAct.APPROVE_CONCLUSION,
        CaseAct.ANSWER_REPORTER,
        CaseAct.CLOSE,
    ]
    await says(town, quang, "/queue")
    assert case.code not in (await quang.last()).text
    # Whoever knows the code still reads it.
    assert f"{case.code} · đã kết thúc" in (await opens(town, lan, case)).text


async def test_a_case_is_not_closed_before_the_reporter_is_answered(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    quang = await inspectorate.lead()
    await inspectorate.brings(case, CaseStatus.CONCLUDED)
    screen = await opens(town, quang, case)
    assert "Kết thúc hồ sơ" not in screen.labels
    now = await inspectorate.stored(case)
    await quang.forges(f"k2:{case.id}:close:{now.revision}:a", screen.message_id)
    await town.settle()
    assert "Phải trả lời người phản ánh trước khi" in (await quang.last()).text
    assert (await inspectorate.stored(case)).status is CaseStatus.CONCLUDED


async def test_a_conclusion_is_returned_with_a_reason_and_drafted_anew(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    await inspectorate.does(lan, case, CaseAct.SUBMIT_CONCLUSION)
    await opens(town, quang, case)
    await presses(town, quang, "Duyệt kết luận ›", "Trả lại, nêu lý do")
    await says(town, quang, "Chưa làm việc với người bị phản ánh")
    assert "Đã trả lại kết luận" in (await quang.last()).text
    assert "được trả lại" in (await lan.last()).text
    await presses(town, lan, "Mở hồ sơ")
    screen = await lan.last()
    assert f"{case.code} · đang xác minh" in screen.text
    await presses(town, lan, "Diễn biến")
    assert "Chưa làm việc với người bị phản ánh" in (await lan.last()).text
    await presses(town, lan, "‹ Hồ sơ")
    await drafts(town, lan)
    await presses(town, lan, "Trình duyệt")
    assert (await inspectorate.stored(case)).status is CaseStatus.UNDER_REVIEW


async def test_the_evidence_relied_on_is_listed_by_number(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    for place in ((18.67, 105.69), (18.70, 105.70), (18.80, 105.80)):
        await hoa.shares_location(*place)
    await town.settle()
    places = [view for view in await hoa.messages() if view.media == "location"]
    filed = await inspectorate.receives(hoa, evidence=places)
    case = await inspectorate.brings(filed, CaseStatus.VERIFYING)
    await opens(town, lan, case)
    await drafts(town, lan, evidence=("Một số tài liệu", "số 9", "không có số nào", "1 và 3"))
    assert "Chứng cứ làm căn cứ: 1. vị trí; 3. vị trí" in (await lan.last()).text
    await presses(town, lan, "Trình duyệt")
    (submitted,) = [one for one in await inspectorate.entries(case) if one.act is CaseAct.SUBMIT_CONCLUSION]
    assert len(submitted.body["conclusion"]["evidence"]) == 2


async def test_a_conclusion_of_any_length_is_read_whole_before_it_can_be_approved(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    findings = tuple(
        Finding(f"Nội dung {n} " + "<&>" * 1300, Outcome.SUBSTANTIATED, "א\n" * 2040) for n in range(1, 6)
    )
    whole = Conclusion(Outcome.SUBSTANTIATED, findings, "Kính gửi " * 450, evidence_listed=True)
    await inspectorate.does(lan, case, CaseAct.SUBMIT_CONCLUSION, conclusion=whole)
    await opens(town, quang, case)
    await presses(town, quang, "Duyệt kết luận ›")
    pages = 1
    while "Tiếp ›" in (page := await quang.last()).labels:
        sound(page)
        assert "Phê duyệt" not in page.labels
        assert "Trả lại, nêu lý do" in page.labels
        await presses(town, quang, "Tiếp ›")
        pages += 1
    assert pages > 10
    await presses(town, quang, "Phê duyệt")
    assert (await inspectorate.stored(case)).status is CaseStatus.CONCLUDED
    await presses(town, lan, "Mở hồ sơ", "Trả lời người phản ánh")
    sound(await lan.last())
    await presses(town, lan, "Soạn câu trả lời khác")
    await says(town, lan, "א\n" * 2040)
    sound(await lan.last())
    await presses(town, lan, "Gửi câu trả lời")
    assert (await inspectorate.stored(case)).answered_at is not None
    assert not await set_aside(town)


async def test_where_the_only_lead_drafts_an_inspector_is_asked_to_review(
    town: Town, inspectorate: Inspectorate
) -> None:
    quang, lan = await inspectorate.lead(), await inspectorate.inspector()
    case = await inspectorate.receives()
    await inspectorate.does(await inspectorate.intake(), case, CaseAct.SCREEN)
    for act in (CaseAct.CLAIM, CaseAct.BEGIN, CaseAct.SUBMIT_CONCLUSION):
        await inspectorate.does(quang, case, act)
    assert "Có kết luận chờ duyệt" in (await lan.last()).text
    await presses(town, lan, "Mở hồ sơ", "Duyệt kết luận ›", "Phê duyệt")
    assert (await inspectorate.stored(case)).status is CaseStatus.CONCLUDED


async def test_whoever_owns_a_case_does_not_approve_what_a_former_owner_drafted(
    town: Town, inspectorate: Inspectorate, case: Case
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    nam = await inspectorate.inspector("Cao Văn Nam")
    await inspectorate.does(lan, case, CaseAct.SUBMIT_CONCLUSION)
    await inspectorate.assigns(quang, case, nam, "Đồng chí Lan chuyển công tác")
    for person in (lan, nam):
        assert "Duyệt kết luận ›" not in (await opens(town, person, case)).labels
    assert "Duyệt kết luận ›" in (await opens(town, quang, case)).labels


async def test_the_time_is_extended_once_and_the_reporter_is_told(
    town: Town, inspectorate: Inspectorate, case: Case, hoa: Person
) -> None:
    quang, lan = await inspectorate.lead(), await inspectorate.inspector()
    await opens(town, quang, case)
    await presses_more(town, quang, "Gia hạn")
    await says(town, quang, "Chờ kết quả giám định", "Cần thêm thời gian để giám định chữ ký.")
    review = await quang.last()
    sound(review)
    assert "Chờ kết quả giám định" in review.text
    assert "Cần thêm thời gian" in review.text
    before = len(await hoa.messages())
    await presses(town, quang, "Gia hạn và báo người phản ánh")
    screen = await quang.last()
    assert "chậm nhất ngày 01/12/2023, đã gia hạn một lần" in screen.text
    (told,) = (await hoa.messages())[before:]
    assert "Cần thêm thời gian để giám định chữ ký." in told.text
    assert "Chờ kết quả giám định" not in told.text
    assert "đã được gia hạn" in (await lan.last()).text
    await presses(town, quang, next(one for one in screen.labels if "Ghi chú" in one))
    assert "Gia hạn" not in (await quang.last()).labels


async def test_a_case_is_transferred_to_another_body(
    town: Town, inspectorate: Inspectorate, case: Case, hoa: Person
) -> None:
    quang, lan = await inspectorate.lead(), await inspectorate.inspector()
    await opens(town, quang, case)
    await presses_more(town, quang, "Chuyển cơ quan khác")
    await says(
        town, quang, "Công an tỉnh", "Hồ sơ được chuyển đến Công an tỉnh để giải quyết theo thẩm quyền."
    )
    before = len(await hoa.messages())
    await presses(town, quang, "Chuyển và báo người phản ánh")
    assert "chuyển cơ quan có thẩm quyền" in (await quang.last()).text
    told = (await hoa.messages())[before:]
    assert any("Công an tỉnh để giải quyết" in view.text for view in told)
    assert "chuyển cho cơ quan khác" in (await lan.last()).text
    assert (await inspectorate.stored(case)).status is CaseStatus.TRANSFERRED


async def test_a_closed_case_is_reopened_on_new_evidence_and_given_out_anew(
    town: Town, inspectorate: Inspectorate
) -> None:
    quang = await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.CLOSED)
    await inspectorate.waits(timedelta(days=3))
    await opens(town, quang, case)
    await presses_more(town, quang, "Mở lại hồ sơ")
    await says(town, quang, "Có nhân chứng mới", "Lời khai của ông C")
    screen = await quang.last()
    assert f"{case.code} · mở lại hồ sơ" in screen.text
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.REOPENED
    assert stored.outcome is None
    await presses(town, quang, "Diễn biến")
    timeline = (await quang.last()).text
    assert "Có nhân chứng mới" in timeline
    assert "Lời khai của ông C" in timeline
    await presses(town, quang, "‹ Hồ sơ", "Phân công cho… ›", "Nguyễn Thị Lan")
    assert (await inspectorate.stored(case)).status is CaseStatus.ASSIGNED


async def test_an_appeal_goes_to_another_inspector(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    quang = await inspectorate.lead()
    nam = await inspectorate.inspector("Cao Văn Nam")
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.CLOSED)
    before = len(await quang.messages())
    await inspectorate.hears(hoa, case, CaseAct.APPEAL, "Chưa hỏi người làm chứng")
    (heard,) = (await quang.messages())[before:]
    assert "đề nghị xem xét lại" in heard.text
    assert "người làm chứng" not in heard.text
    await presses(town, quang, "Mở hồ sơ", "Chấp nhận xem xét lại ›")
    choice = await quang.last()
    # Lan had it before.
    assert "Nguyễn Thị Lan" not in choice.labels
    await presses(town, quang, "Cao Văn Nam")
    assert f"{case.code} · đang xác minh" in (await quang.last()).text
    assert "một hồ sơ xem xét lại" in (await nam.last()).text
    await presses(town, nam, "Mở hồ sơ", "Nguyên văn")
    assert "Chưa hỏi người làm chứng" in (await nam.last()).text


async def test_a_decision_is_upheld_with_a_reason_by_who_did_not_draft_it(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    quang = await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.CLOSED)
    await inspectorate.hears(hoa, case, CaseAct.APPEAL, "Tôi không đồng ý")
    await opens(town, quang, case)
    await presses(town, quang, "Giữ nguyên kết quả")
    await says(town, quang, "Không có tình tiết mới", "Kết quả được giữ nguyên vì không có tình tiết mới.")
    before = len(await hoa.messages())
    await presses(town, quang, "Giữ nguyên và báo người phản ánh")
    assert f"{case.code} · đã kết thúc" in (await quang.last()).text
    assert any("được giữ nguyên vì" in view.text for view in (await hoa.messages())[before:])
    # There is one appeal, and no more.
    assert (await inspectorate.stored(case)).appealed_at is not None


async def test_a_withdrawal_ends_a_case_only_without_signs(
    town: Town, inspectorate: Inspectorate, case: Case, hoa: Person
) -> None:
    quang, lan = await inspectorate.lead(), await inspectorate.inspector()
    await inspectorate.hears(hoa, case, CaseAct.ASK_WITHDRAWAL)
    for person in (quang, lan):
        assert "đề nghị rút phản ánh" in (await person.last()).text
    await says(town, quang, "/queue")
    assert case.code in (await quang.last()).text
    await opens(town, quang, case)
    assert "Người phản ánh đề nghị rút ngày 02/10/2023" in (await quang.last()).text
    await presses(town, quang, "Chấp nhận rút phản ánh", "Không", "Có")
    refused = await quang.last()
    assert "dấu hiệu" in refused.text
    assert (await inspectorate.stored(case)).status is CaseStatus.VERIFYING
    await presses(town, quang, "Tiếp tục phần đang làm dở ›", "Không")
    ended = await quang.last()
    assert f"{case.code} · đã rút" in ended.text
    assert (await inspectorate.stored(case)).status is CaseStatus.WITHDRAWN
    assert "người phản ánh rút phản ánh" in (await lan.last()).text


async def test_a_withdrawal_is_refused_with_a_word_to_the_reporter(
    town: Town, inspectorate: Inspectorate, case: Case, hoa: Person
) -> None:
    quang, lan = await inspectorate.lead(), await inspectorate.inspector()
    await inspectorate.hears(hoa, case, CaseAct.ASK_WITHDRAWAL)
    await opens(town, quang, case)
    await presses(town, quang, "Không chấp nhận rút")
    await says(town, quang, "Có dấu hiệu bị ép", "Cơ quan tiếp tục xem xét để bảo vệ quyền lợi của ông/bà.")
    before = len(await hoa.messages())
    await presses(town, quang, "Tiếp tục và báo người phản ánh")
    assert any("tiếp tục xem xét" in view.text for view in (await hoa.messages())[before:])
    assert not any("bị ép" in view.text for view in await hoa.messages())
    assert "vẫn được tiếp tục" in (await lan.last()).text
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.VERIFYING
    assert stored.withdrawal_asked_at is None


async def test_no_word_of_the_reporter_is_in_anything_staff_are_notified_of(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    people = [await inspectorate.intake(), await inspectorate.inspector(), await inspectorate.lead()]
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.CLOSED)
    await inspectorate.hears(hoa, case, CaseAct.APPEAL, WORDS)
    heard = [view for person in people for view in await person.messages() if "Mở hồ sơ" in view.labels]
    assert len(heard) >= 5
    for view in heard:
        sound(view)
        assert WORDS not in view.text
        assert CONCLUSION.findings[0].text not in view.text
