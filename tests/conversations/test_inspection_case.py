"""A case before the inspectors: what was told, to the character; who takes it; how it is moved along; old buttons."""

from datetime import timedelta

from domain.case import CaseStatus, LegalClass, Priority, ThreeTests
from domain.case_acts import CaseAct
from domain.report import Conduct
from services.case_entries import Audience, EntryKind
from simulator.client import Person, View
from tests.support.inspection import (
    QUESTION,
    WORDS,
    Inspectorate,
    again,
    opens,
    presses,
    says,
    screens,
    set_aside,
    sound,
)
from tests.support.town import Town

HOSTILE = "<b>Tôi</b> & \u202e\u0661\u0662 </blockquote> \u05d0\u05d1 %s {x} \x00 hết"
AS_SHOWN = "<b>Tôi</b> & \ufffd\u0661\u0662 </blockquote> \u05d0\u05d1 %s {x} \u2400 hết"


async def read_on(town: Town, person: Person, *, following: str = "Tiếp ›") -> list[View]:
    """Every page from the one that is shown to the last."""
    pages = [await person.last()]
    while following in pages[-1].labels:
        await presses(town, person, following)
        pages.append(await person.last())
    return pages


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


async def test_the_first_screen_says_what_it_is_about_how_it_stands_and_what_can_be_done(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(
        person="Ông Trần Văn B",
        when="Sáng 28/9/2023",
        where="Bộ phận Một cửa",
        conduct=Conduct.EXTORTION,
        commune="Phường Hưng Bình",
        unit="TP-VINH",
    )
    screen = await opens(town, dung, case.code)
    sound(screen)
    for words in (
        f"{case.code} · mới tiếp nhận",
        "Sách nhiễu, vòi vĩnh · Ủy ban nhân dân thành phố Vinh",
        "Xã, phường được nêu: Phường Hưng Bình",
        "Tiếp nhận: 07:55 02/10/2023",
        "Sàng lọc: hạn 07:55 03/10/2023",
        "Hẹn kết luận với người phản ánh: chậm nhất ngày 01/11/2023",
        "Ông Trần Văn B",
        "Sáng 28/9/2023",
        "Bộ phận Một cửa",
        WORDS,
        "Không có tài liệu minh chứng kèm theo",
    ):
        assert words in screen.text
    assert screen.rows[0] == ["Sàng lọc", "Hỏi người phản ánh"]
    assert len(screen.rows) <= 4
    # The person is a pseudonym.
    assert "Người dân 9" not in screen.text


async def test_all_that_was_told_is_read_to_the_character(town: Town, inspectorate: Inspectorate) -> None:
    lan = await inspectorate.inspector()
    long = "Đoạn kể rất dài. " * 240
    told = (HOSTILE, long[:4096], "\n".join("\u05d0" for _ in range(2000)), "👨‍👩‍👧" * 300)
    case = await inspectorate.receives(person=HOSTILE, when=HOSTILE, where=HOSTILE, what=told)
    screen = await opens(town, lan, case.code)
    sound(screen)
    await presses(town, lan, "Nguyên văn")
    pages = await read_on(town, lan)
    assert len(pages) > 3
    for page in pages:
        sound(page)
        assert page.message_id == screen.message_id
    shown = "".join(page.text.split("\n", 2)[2] for page in pages).replace("\u2068", "").replace("\u2069", "")
    assert shown.count(AS_SHOWN) == 4
    squeezed = "".join(shown.split())
    for words in told[1:]:
        assert "".join(words.split()) in squeezed
    await presses(town, lan, "‹ Trước", "‹ Hồ sơ")
    assert (await lan.last()).text == screen.text


async def test_whatever_was_typed_anywhere_no_screen_of_a_case_is_too_long(
    town: Town, inspectorate: Inspectorate
) -> None:
    town.people.clear()
    name = "Nguyễn <b>&</b> " + "א" * 45
    lan = await inspectorate.inspector(name)
    dung = await inspectorate.intake("Dũng <i> & " + "ב" * 45)
    await inspectorate.lead()
    case = await inspectorate.receives(
        person="א\n" * 2000, when="א\n" * 2000, where="&" * 4096, what=["א\n" * 2000]
    )
    await inspectorate.does(dung, case, CaseAct.SCREEN)
    await inspectorate.does(lan, case, CaseAct.CLAIM)
    await inspectorate.does(lan, case, CaseAct.BEGIN)
    for _ in range(30):
        await inspectorate.notes(lan, case, "\u05d0\n" * 30)
    await inspectorate.notes(lan, case, "<>&" * 1365)
    await opens(town, lan, case.code)
    sound(await lan.last())
    await presses(town, lan, "Diễn biến")
    pages = await read_on(town, lan)
    for page in pages:
        sound(page)
    assert sum(page.text.count("Đã ghi chú") for page in pages) >= 31
    assert not await set_aside(town)


async def test_a_note_is_for_colleagues_or_for_oneself(town: Town, inspectorate: Inspectorate) -> None:
    lan, dung = await inspectorate.inspector(), await inspectorate.intake()
    case = await inspectorate.receives()
    for whom, words in (("Đồng nghiệp được biết hồ sơ", "Gọi cho Sở"), ("Chỉ mình tôi", "Tôi còn ngờ")):
        await opens(town, lan, case.code)
        await presses(town, lan, "Ghi chú và việc khác ›", "Viết ghi chú", whom)
        await says(town, lan, words)
        assert "Đã lưu ghi chú" in (await lan.last()).text
    await presses(town, lan, "Diễn biến")
    hers = (await lan.last()).text
    assert "Gọi cho Sở" in hers
    assert "Tôi còn ngờ" in hers
    await opens(town, dung, case.code)
    await presses(town, dung, "Diễn biến")
    his = (await dung.last()).text
    assert "Gọi cho Sở" in his
    assert "Tôi còn ngờ" not in his


async def test_of_a_reporter_who_blocked_the_bot_the_case_says_so(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan = await inspectorate.inspector()
    hoa = await town.person("Hoa")
    await hoa.starts()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.VERIFYING)
    assert "đã chặn bot" not in (await opens(town, lan, case.code)).text
    await hoa.blocks()
    await town.settle()
    assert "Người phản ánh đã chặn bot" in (await opens(town, lan, case.code)).text
    await hoa.unblocks()
    await town.settle()
    assert "đã chặn bot" not in (await opens(town, lan, case.code)).text


# ── screening ─────────────────────────────────────────────────────────────────────────────────────


async def test_screening_records_the_class_the_three_tests_and_what_is_feared(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung, quang = await inspectorate.intake(), await inspectorate.lead()
    case = await inspectorate.receives()
    await opens(town, dung, case.code)
    await screens(town, dung, "Tố cáo", "Có", "Không", "Có", "Có", "Khẩn", "Đã kiểm tra: không có")
    review = await dung.last()
    sound(review)
    assert "Loại: tố cáo" in review.text
    assert "Rõ người vi phạm: có · chứng cứ cụ thể: không · có cơ sở xác minh: có" in review.text
    assert "Có lo ngại bị trả thù" in review.text
    before = len(await quang.messages())
    await presses(town, dung, "Ghi nhận sàng lọc")
    screen = await dung.last()
    sound(screen)
    assert "Đã sàng lọc; hồ sơ chờ phân công" in screen.text
    assert "Phân loại: tố cáo, mức ưu tiên: khẩn" in screen.text
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.SCREENED
    assert stored.legal_class is LegalClass.DENUNCIATION
    assert stored.tests == ThreeTests(violator_clear=True, evidence_concrete=False, basis_to_verify=True)
    assert stored.priority is Priority.URGENT
    assert stored.retaliation_feared
    # The lead hears, and not in the citizen's words.
    (heard,) = (await quang.messages())[before:]
    assert "Có hồ sơ chờ phân công" in heard.text
    assert WORDS not in heard.text
    sound(heard)


async def test_an_answer_is_changed_at_the_review_and_the_form_is_protected_throughout(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives()
    await opens(town, dung, case.code)
    await screens(town, dung, "Tố cáo", "Có", "Có", "Có", "Không", "Bình thường", "Đã kiểm tra: không có")
    await presses(town, dung, "Sửa nội dung đã điền", "Loại", "Phản ánh", "Ghi nhận sàng lọc")
    assert (await inspectorate.stored(case)).legal_class is LegalClass.FEEDBACK
    bot = [view for view in await dung.messages() if view.from_bot and case.code in view.text]
    assert all(view.protected for view in bot)
    # It was one screen throughout: nothing was sent anew for each question.
    assert len([view for view in bot if view.rows]) == 2


async def test_who_declares_a_tie_screens_nothing_and_sees_the_case_no_more(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung, mai = await inspectorate.intake(), await inspectorate.intake("Đặng Thị Mai")
    case = await inspectorate.receives()
    await opens(town, dung, case.code)
    await screens(town, dung, "Tố cáo", "Có", "Có", "Có", "Không", "Bình thường", "Tôi có mối liên quan")
    await presses(town, dung, "Ghi nhận sàng lọc")
    assert "Đã ghi nhận mối liên quan" in (await dung.last()).text
    assert "Không tìm thấy" in (await opens(town, dung, case.code)).text
    await says(town, dung, "/queue")
    assert case.code not in (await dung.last()).text
    assert (await inspectorate.stored(case)).status is CaseStatus.RECEIVED
    # Somebody else does.
    assert "Sàng lọc" in (await opens(town, mai, case.code)).labels


async def test_a_tie_is_declared_from_the_case_itself_after_being_asked(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.receives()
    await opens(town, lan, case.code)
    await presses(town, lan, "Ghi chú và việc khác ›", "Tôi có liên quan đến hồ sơ")
    asked = await lan.last()
    sound(asked)
    assert "không còn thấy hồ sơ" in asked.text
    await presses(town, lan, "‹ Hồ sơ", "Ghi chú và việc khác ›", "Tôi có liên quan đến hồ sơ")
    await presses(town, lan, "Có, ghi nhận mối liên quan")
    assert "không còn thấy hồ sơ này" in (await lan.last()).text
    await lan.forges(f"k1:{case.id}:o:0:a::", (await lan.last()).message_id)
    await town.settle()
    assert "Không tìm thấy" in (await lan.last()).text


# ── moving it along ───────────────────────────────────────────────────────────────────────────────


async def test_a_case_is_claimed_begun_and_the_reporter_asked(town: Town, inspectorate: Inspectorate) -> None:
    lan = await inspectorate.inspector()
    hoa = await town.person("Hoa")
    await hoa.starts()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.SCREENED)
    await opens(town, lan, case.code)
    await presses(town, lan, "Nhận xử lý")
    assert (await lan.toasts())[-1] == "Ông/bà đã nhận xử lý hồ sơ."
    assert "Người xử lý: Nguyễn Thị Lan" in (await lan.last()).text
    await presses(town, lan, "Bắt đầu xác minh", "Hỏi người phản ánh")
    asked = await lan.last()
    sound(asked)
    assert "nguyên văn" in asked.text
    await says(town, lan, QUESTION)
    # It is read once more before it goes: nobody can take it back.
    review = await lan.last()
    sound(review)
    assert QUESTION in review.text
    assert (await inspectorate.stored(case)).status is CaseStatus.VERIFYING
    before = len(await hoa.messages())
    await presses(town, lan, "Gửi câu hỏi")
    screen = await lan.last()
    assert "Chờ người phản ánh trả lời đến ngày 16/10/2023; thời hạn tạm dừng" in screen.text
    assert (await inspectorate.stored(case)).status is CaseStatus.NEEDS_INFO
    (heard,) = (await hoa.messages())[before:]
    assert QUESTION in heard.text
    # There is nothing to do but wait.
    assert "Soạn kết luận" not in screen.labels


async def test_the_question_is_changed_before_it_goes(town: Town, inspectorate: Inspectorate) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives()
    await opens(town, dung, case.code)
    await presses(town, dung, "Hỏi người phản ánh")
    await says(town, dung, "\u200b \u2060")
    assert "Tin nhắn trống" in (await dung.last()).text
    sent = await dung.sends("Hom nao?")
    await town.settle()
    await dung.edits(sent, "Hôm nào?")
    await town.settle()
    assert "Hôm nào?" in (await dung.last()).text
    await presses(town, dung, "Gửi câu hỏi")
    (question,) = [one for one in await inspectorate.entries(case) if one.kind is EntryKind.QUESTION]
    assert question.body == {"text": "Hôm nào?"}
    assert question.audience is Audience.REPORTER


async def test_where_a_notice_was_opened_there_one_is_from_then_on(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung = await inspectorate.intake()
    await says(town, dung, "/queue")
    queue = await dung.last()
    hoa = await town.person("Hoa")
    await hoa.starts()
    case = await inspectorate.receives(hoa)
    notice = await dung.last()
    assert case.code in notice.text
    await presses(town, dung, "Mở hồ sơ", "Hỏi người phản ánh")
    sent = await dung.sends("Hom nao?")
    await town.settle()
    # The question that was answered has lost its buttons, and not the queue above it, which is another matter.
    assert (await again(dung, notice)).rows == []
    assert (await again(dung, queue)).rows == queue.rows
    await dung.edits(sent, "Hôm nào?")
    await town.settle()
    assert "Hôm nào?" in (await dung.last()).text
    assert (await again(dung, queue)).text == queue.text


async def test_the_lead_assigns_takes_back_and_hands_over(town: Town, inspectorate: Inspectorate) -> None:
    quang, lan = await inspectorate.lead(), await inspectorate.inspector()
    nam = await inspectorate.inspector("Cao Văn Nam")
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    await opens(town, quang, case.code)
    await presses(town, quang, "Phân công cho… ›")
    choice = await quang.last()
    sound(choice)
    assert choice.labels == ["Cao Văn Nam", "Nguyễn Thị Lan", "Võ Đình Quang", "‹ Hồ sơ"]
    await presses(town, quang, "Nguyễn Thị Lan")
    assert "Đã phân công hồ sơ" in (await quang.last()).text
    assert "được phân công một hồ sơ" in (await lan.last()).text
    # Taken back, with a reason that the owner hears of.
    await presses(town, quang, "Thu hồi phân công")
    await says(town, quang, "Đồng chí Lan đi học")
    assert "Đã thu hồi phân công" in (await quang.last()).text
    assert "đã được thu hồi" in (await lan.last()).text
    # Anew, and into other hands.
    await presses(town, quang, "Phân công cho… ›", "Nguyễn Thị Lan")
    await presses(town, lan, "Mở hồ sơ", "Bắt đầu xác minh")
    await opens(town, quang, case.code)
    while "Chuyển người xử lý ›" not in (await quang.last()).labels:
        await presses(town, quang, next(label for label in (await quang.last()).labels if "Ghi chú" in label))
    await presses(town, quang, "Chuyển người xử lý ›", "Cao Văn Nam")
    await says(town, quang, "Đồng chí Lan nghỉ ốm")
    assert "Người xử lý: Cao Văn Nam" in (await quang.last()).text
    assert "chuyển cho người khác xử lý" in (await lan.last()).text
    assert "được chuyển cho ông/bà xử lý" in (await nam.last()).text
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.VERIFYING
    texts = [one.body.get("reason") for one in await inspectorate.entries(case)]
    assert "Đồng chí Lan đi học" in texts
    assert "Đồng chí Lan nghỉ ốm" in texts


async def test_an_owner_recuses_and_sees_it_no_more(town: Town, inspectorate: Inspectorate) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.ASSIGNED)
    await opens(town, lan, case.code)
    await presses(town, lan, "Từ chối tham gia xử lý")
    await says(town, lan, "Người bị phản ánh là anh họ tôi")
    farewell = await lan.last()
    assert "Đã ghi nhận việc từ chối tham gia" in farewell.text
    assert case.code not in farewell.text
    assert "Không tìm thấy" in (await opens(town, lan, case.code)).text
    assert "chờ phân công lại" in (await quang.last()).text
    # She is not in the list of those who could take it.
    await presses(town, quang, "Mở hồ sơ", "Phân công cho… ›")
    assert (await quang.last()).labels == ["Võ Đình Quang", "‹ Hồ sơ"]


async def test_more_inspectors_than_a_screen_holds_are_turned_over(
    town: Town, inspectorate: Inspectorate
) -> None:
    quang = await inspectorate.lead()
    people = await inspectorate.inspectors(19)
    case = await inspectorate.receives()
    await inspectorate.does(await inspectorate.intake(), case, CaseAct.SCREEN)
    await opens(town, quang, case.code)
    await presses(town, quang, "Phân công cho… ›")
    pages = await read_on(town, quang)
    names = {label for page in pages for label in page.labels}
    assert {person.name for person in people} <= names
    assert all(len(page.rows) <= 6 for page in pages)
    await presses(town, quang, "‹ Trước", people[9].name)
    assert f"Người xử lý: {people[9].name}" in (await quang.last()).text


# ── without an answer ─────────────────────────────────────────────────────────────────────────────


async def test_an_unanswered_question_lapses_and_the_case_goes_on(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan = await inspectorate.inspector()
    hoa = await town.person("Hoa")
    await hoa.starts()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.VERIFYING)
    await inspectorate.does(lan, case, CaseAct.ASK_REPORTER)
    for _ in range(14):
        await inspectorate.waits(timedelta(days=1))
    assert (await inspectorate.stored(case)).status is CaseStatus.NEEDS_INFO
    await inspectorate.waits(timedelta(hours=12))
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.VERIFYING
    assert stored.paused_days == 10
    await inspectorate.waits(timedelta(hours=13))
    heard = await lan.last()
    assert "không trả lời đúng hạn" in heard.text
    sound(heard)


async def test_an_assignment_not_begun_lapses(town: Town, inspectorate: Inspectorate) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.ASSIGNED)
    await inspectorate.waits(timedelta(days=2, hours=10))
    stored = await inspectorate.stored(case)
    assert stored.status is CaseStatus.SCREENED
    assert stored.owner_id is None
    await inspectorate.waits(timedelta(hours=14))
    assert "không được bắt đầu xác minh đúng hạn" in (await lan.last()).text
    assert any("không được bắt đầu xác minh đúng hạn" in view.text for view in await quang.messages())
