"""After a report was sent: its reporter follows it, withdraws, appeals, and sees who looked."""

from datetime import timedelta

import pytest

from domain.case import Case, CaseStatus
from domain.case_acts import CaseAct
from handlers.own_links import Saying, SayOwn, WithdrawOwn
from services.case_entries import Entry, EntryKind
from simulator.client import Person
from tests.support.inspection import ANSWER, Inspectorate, presses, says, screens
from tests.support.reporting import PICTURE, opens
from tests.support.town import Town


async def last_entry(inspectorate: Inspectorate, case: Case, kind: EntryKind) -> Entry:
    return [one for one in await inspectorate.entries(case) if one.kind is kind][-1]


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


async def test_whoever_sent_nothing_is_told_what_can_be_done(town: Town, hoa: Person) -> None:
    await presses(town, hoa, "Hồ sơ của tôi")
    screen = await hoa.last()
    assert "chưa gửi phản ánh nào" in screen.text
    assert screen.labels == ["Gửi phản ánh", "‹ Trang đầu"]
    await presses(town, hoa, "Gửi phản ánh")
    assert "Ngôn ngữ" in (await hoa.last()).text


async def test_the_list_is_newest_first_with_code_label_unit_and_day_and_is_paged(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    sent = []
    for day in range(8):
        sent.append(await inspectorate.receives(by=hoa))
        await inspectorate.waits(timedelta(days=1 if day % 3 else 3))
    await says(town, hoa, "/reports")
    first = await hoa.last()
    assert [label for label in first.labels if label.startswith("NA-")] == [
        case.code for case in reversed(sent[2:])
    ]
    assert (
        f"{sent[-1].code} · đã tiếp nhận\nNhũng nhiễu · Sở Tài nguyên và Môi trường\nGửi ngày " in first.text
    )
    assert len(first.rows) <= 5
    await presses(town, hoa, "Tiếp ›")
    second = await hoa.last()
    assert second.message_id == first.message_id
    assert [label for label in second.labels if label.startswith("NA-")] == [sent[1].code, sent[0].code]
    await presses(town, hoa, "‹ Trước", sent[7].code, "‹ Hồ sơ của tôi")
    assert (await hoa.last()).text == first.text


# ── a report ──────────────────────────────────────────────────────────────────────────────────────


async def test_the_page_says_how_it_stands_what_comes_next_and_by_when(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    screen = await hoa.last()
    assert f"Hồ sơ {case.code} · đã tiếp nhận" in screen.text
    assert "chậm nhất lúc 07:55, Thứ Ba, 03/10/2023" in screen.text
    assert "Hạn kết luận: Thứ Tư, 01/11/2023." in screen.text
    assert screen.rows == [
        ["Bổ sung", "Diễn biến"],
        ["Đề nghị rút", "Ai đã xem"],
        ["Sao chép mã", "‹ Hồ sơ của tôi"],
    ]
    assert screen.button("Sao chép mã")["copy_text"] == {"text": case.code}

    await inspectorate.waits(timedelta(days=2))
    await opens(town, hoa, case)
    assert "Việc này đã chậm; người phụ trách đã được báo." in (await hoa.last()).text

    for status, words in (
        (CaseStatus.SCREENED, "đang được xem xét"),
        (CaseStatus.VERIFYING, "đang được xác minh"),
    ):
        case = await inspectorate.brings(case, status) if status is CaseStatus.SCREENED else case
        if status is CaseStatus.VERIFYING:
            lan = await inspectorate.inspector()
            for act in (CaseAct.CLAIM, CaseAct.BEGIN):
                case = await inspectorate.does(lan, case, act)
        await opens(town, hoa, case)
        assert f"Hồ sơ {case.code} · {words}" in (await hoa.last()).text


@pytest.mark.parametrize(
    ("legal_class", "told"),
    [
        ("Phản ánh", "Phân loại: phản ánh. Ông/bà được trả lời tại đây."),
        ("Khiếu nại", "xin gửi đơn khiếu nại đến cơ quan đã ra quyết định khi còn thời hiệu"),
        ("Tố cáo", "cần đơn có chữ ký hoặc trình bày trực tiếp: xin đến nơi tiếp công dân"),
    ],
)
async def test_the_reporter_is_told_what_the_report_was_taken_for_and_where_else_to_turn(
    town: Town, inspectorate: Inspectorate, hoa: Person, legal_class: str, told: str
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await says(town, dung, f"/case {case.code}")
    await screens(town, dung, legal_class, "Có", "Có", "Có", "Không", "Cao", "Đã kiểm tra: không có")
    await presses(town, dung, "Ghi nhận sàng lọc")
    notice = await hoa.last()
    assert "đang được xem xét" in notice.text
    assert told in notice.text
    await presses(town, hoa, "Mở hồ sơ ›")
    assert told in (await hoa.last()).text


async def test_the_past_tells_what_was_said_and_done_latest_first_and_every_word_of_it(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    story = [f"Đoạn {number}: " + "cán bộ hẹn lại nhiều lần. " * 140 for number in range(3)]
    case = await inspectorate.receives(by=hoa, what=story, person="Ông Tuấn", where="Quầy số 3")
    await inspectorate.does(dung, case, CaseAct.SCREEN)
    await opens(town, hoa, case)
    await presses(town, hoa, "Diễn biến")
    first = (await hoa.last()).text
    assert first.index("đang được xem xét") < first.index("Ông/bà gửi phản ánh") < first.index("Ông Tuấn")
    read = first
    while "Tiếp ›" in (await hoa.last()).labels:
        await presses(town, hoa, "Tiếp ›")
        read += (await hoa.last()).text
    assert read.count("lần.") == 3 * 140
    assert "Quầy số 3" in read
    # Nothing of the inspectors' side is in it: who screened, what was recorded.
    assert "Phạm Quốc Dũng" not in read
    assert "chứng cứ" not in read
    await presses(town, hoa, "‹ Hồ sơ")
    assert "Các bước tiếp theo" in (await hoa.last()).text


async def test_the_reporter_sees_when_and_in_what_role_it_was_opened(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Ai đã xem")
    assert "Chưa ai xem hồ sơ này." in (await hoa.last()).text
    await says(town, dung, f"/case {case.code}")
    await presses(town, dung, "Nguyên văn", "‹ Hồ sơ")
    await inspectorate.waits(timedelta(days=1))
    lan = await inspectorate.inspector()
    await says(town, lan, f"/case {case.code}")
    await opens(town, hoa, case)
    await presses(town, hoa, "Ai đã xem")
    seen = (await hoa.last()).text
    assert "• 03/10/2023: thanh tra viên, lần cuối lúc 07:55\n• 02/10/2023: công chức tiếp nhận" in seen
    assert "Dũng" not in seen
    await presses(town, hoa, "‹ Hồ sơ")
    assert "Các bước tiếp theo" in (await hoa.last()).text


# ── withdrawing ───────────────────────────────────────────────────────────────────────────────────


async def test_withdrawing_asks_first_says_who_decides_and_the_lead_hears_of_it(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    quang = await inspectorate.lead()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Đề nghị rút")
    asked = await hoa.last()
    assert "do thanh tra viên phụ trách quyết định" in asked.text
    assert "gây sức ép hoặc đe dọa" in asked.text
    await presses(town, hoa, "‹ Không, giữ nguyên")
    assert (await inspectorate.stored(case)).withdrawal_asked_at is None
    before = len(await quang.messages())
    await presses(town, hoa, "Đề nghị rút", "Có, đề nghị rút")
    screen = await hoa.last()
    assert "Ngày 02/10/2023, ông/bà đã đề nghị rút." in screen.text
    assert "Đề nghị rút" not in screen.labels
    (heard,) = (await quang.messages())[before:]
    assert "đề nghị rút phản ánh" in heard.text
    # The same button once more, from an older screen.
    await hoa.forges(WithdrawOwn(case.id, sure=True).pack(), screen.message_id)
    await town.settle()
    assert "đang được xem xét" in (await hoa.last()).text

    await inspectorate.does(
        quang, case, CaseAct.CONFIRM_WITHDRAWAL, signs_of_violation=False, coercion_suspected=False
    )
    told = await hoa.last()
    assert f"Hồ sơ {case.code} · đã kết thúc" in told.text
    assert "Đề nghị rút của ông/bà đã được chấp nhận." in told.text


async def test_a_withdrawal_that_is_refused_is_told_with_the_reason(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    quang = await inspectorate.lead()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Đề nghị rút", "Có, đề nghị rút")
    why = "Có dấu hiệu vi phạm nên vụ việc vẫn được xem xét."
    await inspectorate.does(quang, case, CaseAct.REFUSE_WITHDRAWAL, reason="Có dấu hiệu", text=why)
    told = await hoa.last()
    assert "Chưa đồng ý cho rút" in told.text
    assert why in told.text
    await presses(town, hoa, "Mở hồ sơ ›")
    assert "Đề nghị rút" in (await hoa.last()).labels


async def test_whoever_reports_the_inspectorate_is_told_that_those_above_it_decide(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    await inspectorate.oversight()
    case = await inspectorate.receives(by=hoa, unit="TTT")
    await opens(town, hoa, case)
    await presses(town, hoa, "Đề nghị rút")
    assert "do người giám sát cơ quan thanh tra quyết định" in (await hoa.last()).text
    await presses(town, hoa, "Có, đề nghị rút")
    screen = (await hoa.last()).text
    assert "người giám sát cơ quan thanh tra" in screen
    assert "thanh tra viên" not in screen


# ── appealing ─────────────────────────────────────────────────────────────────────────────────────


async def test_an_answer_arrives_in_full_the_case_closes_and_the_reporter_appeals_once(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.CLOSED)
    quang = await inspectorate.lead()
    told = [view.text for view in await hoa.messages() if view.from_bot]
    assert [text for text in told if f"Hồ sơ {case.code} · Trả lời ông/bà\n{ANSWER}" in text]
    closed = await hoa.last()
    assert f"Hồ sơ {case.code} · đã kết thúc" in closed.text
    assert "đến hết Thứ Tư, 01/11/2023" in closed.text
    assert closed.labels == ["Đề nghị xem xét lại", "Mở hồ sơ ›"]

    await presses(town, hoa, "Đề nghị xem xét lại")
    form = await hoa.last()
    assert "chưa từng xử lý" in form.text
    assert "Chỉ được đề nghị một lần" in form.text
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    # A photo alone gives no reason.
    assert "Gửi đề nghị" not in (await hoa.last()).labels
    await says(town, hoa, "Kết luận chưa xem giấy hẹn")
    before = len(await quang.messages())
    await presses(town, hoa, "Gửi đề nghị")
    screen = await hoa.last()
    assert f"Hồ sơ {case.code} · đang xem xét lại theo đề nghị" in screen.text
    assert "Đề nghị xem xét lại" not in screen.labels
    (heard,) = (await quang.messages())[before:]
    assert "Người phản ánh đề nghị xem xét lại." in heard.text

    other = await inspectorate.lead("Lê Thị Mai")
    await inspectorate.does(other, case, CaseAct.UPHOLD, reason="Đủ", text="Kết luận đã xét giấy hẹn.")
    upheld = await hoa.last()
    assert f"Hồ sơ {case.code} · Giữ nguyên kết quả\nKết luận đã xét giấy hẹn." in upheld.text
    assert "Đề nghị xem xét lại" not in upheld.labels
    await hoa.forges(SayOwn(case.id, Saying.APPEAL).pack(), upheld.message_id)
    await town.settle()
    assert "chỉ được" in (await hoa.last()).text


async def test_the_time_to_appeal_ends(town: Town, inspectorate: Inspectorate, hoa: Person) -> None:
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.CLOSED)
    await inspectorate.waits(timedelta(days=40))
    await opens(town, hoa, case)
    screen = await hoa.last()
    assert "Đề nghị xem xét lại" not in screen.labels
    await hoa.forges(SayOwn(case.id, Saying.APPEAL).pack(), screen.message_id)
    await town.settle()
    late = await hoa.last()
    assert late.message_id == screen.message_id
    assert "hết thời hạn" in late.text
    assert "Bổ sung" in late.labels
