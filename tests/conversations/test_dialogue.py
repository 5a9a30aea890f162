"""The inspectors and a citizen talk through the bot: a question, an answer, what is told, and what time does to it."""

import pytest

from domain.case import CaseStatus, CitizenLabel, label
from domain.case_acts import CaseAct
from domain.people import Role
from handlers.own_links import Saying, SayOwn
from services.case_entries import EntryKind
from services.case_ladder import tend_case, waking_cases
from simulator.client import Person
from tests.support.inspection import (
    GUIDANCE,
    QUESTION,
    Inspectorate,
    presses,
    says,
    set_aside,
)
from tests.support.reporting import PICTURE, at, count, heard
from tests.support.town import Town

LONG = "Điều thứ nhất là giấy hẹn. " * 150


# ── a question and its answer ─────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_an_inspector_asks_and_the_citizen_answers_in_words_and_an_album(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.VERIFYING)
    await says(town, lan, f"/case {case.code}")
    await presses(town, lan, "Hỏi người phản ánh")
    await says(town, lan, "Ông/bà có giữ <b>giấy hẹn</b> không?")
    await presses(town, lan, "Gửi câu hỏi")
    asked = await hoa.last()
    assert f"Có câu hỏi về hồ sơ {case.code} của ông/bà\nÔng/bà có giữ <b>giấy hẹn</b> không?" in asked.text
    assert "chậm nhất Thứ Hai, 16/10/2023" in asked.text
    assert asked.rows == [["Trả lời câu hỏi"], ["Mở hồ sơ ›"]]

    await presses(town, hoa, "Mở hồ sơ ›")
    screen = await hoa.last()
    assert screen.message_id != asked.message_id
    assert f"{case.code} · cần bổ sung thông tin" in screen.text
    assert "giấy hẹn" in screen.text
    assert screen.rows[0] == ["Trả lời câu hỏi"]
    await presses(town, hoa, "Trả lời câu hỏi")
    assert "giấy hẹn" in (await hoa.last()).text
    await says(town, hoa, "Có, tôi gửi ảnh")
    await hoa.sends_album([PICTURE, PICTURE + b"2", PICTURE + b"3"], caption="Giấy hẹn")
    await town.settle()
    assert "Có, tôi gửi ảnh\n3 tệp" in (await hoa.last()).text
    since = await count(lan)
    await presses(town, hoa, "Gửi câu trả lời")
    sent = await hoa.last()
    assert sent.text.startswith("Đã gửi câu trả lời.")
    assert f"{case.code} · đang được xác minh" in sent.text
    assert "Trả lời câu hỏi" not in sent.labels

    (told,) = await heard(lan, since)
    assert "Người phản ánh đã trả lời câu hỏi." in told.text
    assert "tôi gửi ảnh" not in told.text
    await presses(town, lan, "Mở hồ sơ", "Nguyên văn")
    assert "Có, tôi gửi ảnh" in (await lan.last()).text
    assert (await inspectorate.stored(case)).status is CaseStatus.VERIFYING


async def test_whoever_just_writes_below_the_question_has_written_the_answer_and_not_sent_it(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.ASK_REPORTER)
    await says(town, hoa, "Tôi còn giữ")
    form = await hoa.last()
    assert QUESTION in form.text
    assert "Chưa gửi:\nTôi còn giữ" in form.text
    assert (await inspectorate.stored(case)).status is CaseStatus.NEEDS_INFO
    # Whoever left in the middle and comes back with a photo goes on where they were.
    await says(town, hoa, "/start")
    home = await hoa.last()
    assert "Có câu hỏi về hồ sơ đang chờ ông/bà trả lời." in home.text
    assert home.rows[0] == ["Xem câu hỏi ›"]
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    assert "Tôi còn giữ\n1 tệp" in (await hoa.last()).text
    await presses(town, hoa, "Gửi câu trả lời")
    entries = await inspectorate.entries(case)
    (answer,) = [one for one in entries if one.kind is EntryKind.ANSWER]
    assert answer.body["texts"] == ["Tôi còn giữ"]
    assert len(answer.body["files"]) == 1
    # With nothing open any more, what is typed is passed on to nobody, and that is said.
    await says(town, hoa, "cảm ơn")
    assert "chưa được chuyển cho ai" in (await hoa.last()).text


async def test_of_two_open_questions_none_is_guessed(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    for _ in range(2):
        case = await inspectorate.receives(by=hoa)
        await inspectorate.does(dung, case, CaseAct.ASK_REPORTER)
    await says(town, hoa, "Tôi còn giữ")
    screen = await hoa.last()
    assert "chưa được chuyển cho ai" in screen.text
    await presses(town, hoa, "Xem câu hỏi ›")
    assert (await hoa.last()).text.count("cần bổ sung thông tin") == 2


async def test_a_long_question_and_a_long_answer_are_read_to_their_end(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.ASK_REPORTER, text=LONG + "Xin cho biết.")
    asked = await hoa.last()
    assert "Xin cho biết." not in asked.text
    await presses(town, hoa, "Đọc tiếp ›")
    rest = await hoa.last()
    assert "Xin cho biết." in rest.text
    assert rest.labels == ["‹ Trước", "Trả lời câu hỏi", "‹ Hồ sơ"]
    # What was told stays told.
    assert asked.text in [view.text for view in await hoa.messages()]
    await presses(town, hoa, "‹ Hồ sơ", "Đọc toàn bộ ›")
    both = (await hoa.last()).text
    await presses(town, hoa, "Tiếp ›")
    both += (await hoa.last()).text
    assert both.count("giấy hẹn") == 150


# ── time ──────────────────────────────────────────────────────────────────────────────────────────


async def test_an_open_question_is_reminded_of_twice_and_lapses(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.VERIFYING)
    await inspectorate.does(lan, case, CaseAct.ASK_REPORTER)
    reminded = []
    for day in range(3, 17):
        since = await count(hoa)
        await town.moves_to(at(day, 9))
        for view in await heard(hoa, since):
            assert f"Câu hỏi về hồ sơ {case.code} đang chờ ông/bà trả lời\n{QUESTION}" in view.text
            reminded.append(day)
    assert len(reminded) == 2
    since, of_lan = await count(hoa), await count(lan)
    await town.moves_to(at(16, 17, 30))
    assert (await inspectorate.stored(case)).status is CaseStatus.VERIFYING
    # The offices are closed by then.
    assert not await heard(hoa, since)
    await town.moves_to(at(17, 7, 30))
    (told,) = await heard(hoa, since)
    assert f"{case.code} · đang được xác minh" in told.text
    assert "Đã hết thời hạn trả lời" in told.text
    assert "không trả lời đúng hạn" in (await heard(lan, of_lan))[-1].text


async def test_what_was_being_written_when_the_question_lapsed_is_added_all_the_same(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.VERIFYING)
    await inspectorate.does(lan, case, CaseAct.ASK_REPORTER)
    asked = await hoa.last()
    await town.moves_to(at(16, 17))
    await says(town, hoa, "Tôi mới tìm thấy giấy hẹn")
    await town.moves_to(at(16, 18))
    await presses(town, hoa, "Gửi câu trả lời")
    assert "Nội dung ông/bà viết đã được bổ sung vào hồ sơ." in (await hoa.last()).text
    entries = await inspectorate.entries(case)
    (added,) = [one for one in entries if one.kind is EntryKind.ADDITION]
    assert added.body["texts"] == ["Tôi mới tìm thấy giấy hẹn"]
    # The old button of the question leads to the report as it is now.
    await hoa.presses("Trả lời câu hỏi", message_id=asked.message_id)
    await town.settle()
    screen = await hoa.last()
    assert "không còn thực hiện được" in screen.text
    assert "Bổ sung" in screen.labels


async def test_a_question_answered_before_it_is_delivered_is_not_asked(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    await town.moves_to(at(2, 20))
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.ASK_REPORTER)
    since = await count(hoa)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Trả lời câu hỏi")
    await says(town, hoa, "Có")
    await presses(town, hoa, "Gửi câu trả lời")
    await town.moves_to(at(3, 7, 30))
    assert not [view for view in await heard(hoa, since) if "Có câu hỏi" in view.text]


async def test_whoever_blocked_the_bot_is_asked_when_they_are_back_if_it_is_still_open(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    one, other = await inspectorate.receives(by=hoa), await inspectorate.receives(by=hoa)
    await hoa.blocks()
    await town.settle()
    since = await count(hoa)
    await inspectorate.does(dung, one, CaseAct.ASK_REPORTER, text="Câu hỏi cũ")
    await town.moves_to(at(10, 9))
    await inspectorate.does(dung, other, CaseAct.ASK_REPORTER, text="Câu hỏi mới")
    await town.moves_to(at(17, 9))
    assert not await heard(hoa, since)
    await hoa.unblocks()
    town.product.delivery.wake()
    await town.settle()
    told = [view.text for view in await heard(hoa, since)]
    assert [text for text in told if "Câu hỏi mới" in text]
    assert not [text for text in told if "Câu hỏi cũ" in text]
    assert await set_aside(town) == []


# ── what is told ──────────────────────────────────────────────────────────────────────────────────


async def test_of_labels_that_change_overnight_only_the_last_is_said_and_once(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    await town.moves_to(at(2, 19))
    case = await inspectorate.receives(by=hoa)
    since = await count(hoa)
    await inspectorate.brings(case, CaseStatus.VERIFYING)
    assert not await heard(hoa, since)
    await town.moves_to(at(3, 7, 30))
    (told,) = await heard(hoa, since)
    assert f"Hồ sơ {case.code} · đang được xác minh" in told.text
    assert "Hạn kết luận: Thứ Tư, 01/11/2023." in told.text
    assert told.labels == ["Mở hồ sơ ›"]


async def test_what_the_reporter_saw_overnight_is_not_said_again_in_the_morning(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.ASSIGNED)
    await town.moves_to(at(2, 19))
    for act in (CaseAct.BEGIN, CaseAct.ASK_REPORTER):
        await inspectorate.does(lan, case, act)
    await says(town, hoa, "Tôi không biết")
    await presses(town, hoa, "Gửi câu trả lời")
    assert f"{case.code} · đang được xác minh" in (await hoa.last()).text
    await inspectorate.does(quang, case, CaseAct.EXTEND, reason="Phức tạp", text="Xin thêm 30 ngày.")
    since = await count(hoa)
    await town.moves_to(at(3, 7, 30))
    (told,) = await heard(hoa, since)
    assert f"Hồ sơ {case.code} · Cần thêm thời gian giải quyết\nXin thêm 30 ngày." in told.text


async def test_a_report_that_is_not_taken_up_is_told_with_the_reason_and_where_to_turn(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung, quang = await inspectorate.intake(), await inspectorate.lead()
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.PROPOSE_REJECTION)
    since = await count(hoa)
    await inspectorate.does(quang, case, CaseAct.CONFIRM_REJECTION)
    (told,) = await heard(hoa, since)
    assert f"Hồ sơ {case.code} · Phản ánh không được tiếp nhận xử lý\n{GUIDANCE}" in told.text
    assert "không thuộc thẩm quyền của Thanh tra tỉnh" in told.text
    assert told.labels == ["Đề nghị xem xét lại", "Mở hồ sơ ›"]
    await presses(town, hoa, "Mở hồ sơ ›")
    assert GUIDANCE in (await hoa.last()).text


async def test_a_transfer_names_the_body_that_has_the_case_now(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    quang = await inspectorate.lead()
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(
        quang, case, CaseAct.TRANSFER, receiving_body="Công an tỉnh <b>", text="Đã chuyển hồ sơ."
    )
    told = (await hoa.last()).text
    assert f"Hồ sơ {case.code} · Phản ánh được chuyển đến cơ quan khác\nĐã chuyển hồ sơ." in told
    assert "Phản ánh đã được chuyển đến: Công an tỉnh <b>" in told


async def test_the_reporter_is_told_in_their_own_language(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    await says(town, hoa, "/language")
    await presses(town, hoa, "English")
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.ASK_REPORTER)
    asked = await hoa.last()
    assert f"A question about your report {case.code}" in asked.text
    assert "Please answer by Monday, 16/10/2023." in asked.text
    await presses(town, hoa, "Answer the question")
    await says(town, hoa, "Yes")
    await presses(town, hoa, "Send my answer")
    assert (await hoa.last()).text.startswith("Your answer has been sent.")
    await inspectorate.brings(case, CaseStatus.SCREENED)
    assert f"Report {case.code} · being looked at" in (await hoa.last()).text


async def test_nobody_of_the_unit_hears_anything_of_the_dialogue(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STNMT")
    dung = await inspectorate.intake()
    before = await minh.transcript()
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.ASK_REPORTER)
    await says(town, hoa, "Có")
    await presses(town, hoa, "Gửi câu trả lời", "Đề nghị rút", "Có, đề nghị rút")
    assert await minh.transcript() == before


async def test_an_answer_to_no_question_is_refused_over_the_present_state(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    await says(town, hoa, case.code)
    screen = await hoa.last()
    await hoa.forges(SayOwn(case.id, Saying.ANSWER).pack(), screen.message_id)
    await town.settle()
    redrawn = await hoa.last()
    assert redrawn.message_id == screen.message_id
    assert "không còn thực hiện được" in redrawn.text
    assert redrawn.labels == screen.labels


async def test_reminders_are_posted_once_however_often_the_clock_looks(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.ASK_REPORTER)
    since = await count(hoa)
    await town.moves_to(at(11, 9))
    for _ in range(3):
        async with town.product.office.writing() as (_, scope):
            for case_id in await waking_cases(scope):
                await tend_case(scope, case_id)
    town.product.delivery.wake()
    await town.settle()
    assert len(await heard(hoa, since)) == 1
    assert label(await inspectorate.stored(case)) is CitizenLabel.MORE_INFORMATION_NEEDED
