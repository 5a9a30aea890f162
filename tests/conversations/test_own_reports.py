"""After a report was sent: its reporter follows it, adds to it, appeals, withdraws, and sees who looked."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from domain.case import Case, CaseStatus
from domain.case_acts import CaseAct
from domain.people import Role
from handlers.own_links import OpenOwn, ReadPast, ReadWords, Saying, SayOwn, WhoOpened, WithdrawOwn
from services.case_entries import Entry, EntryKind
from simulator.client import Person
from storage.tables import audit
from tests.support.inspection import ANSWER, WORDS, Inspectorate, opened_inspectorate, presses, says
from tests.support.town import PROVINCE, Town

PICTURE = b"\xff\xd8\xff\xe0 a picture"
NOT_FOUND = "Không tìm thấy hồ sơ"


@pytest.fixture
async def inspectorate(town: Town) -> Inspectorate:
    await town.moves_to(datetime.combine(date(2023, 10, 2), time(8, 30), PROVINCE))
    return await opened_inspectorate(town)


async def citizen(town: Town, name: str = "Hoa") -> Person:
    person = await town.person(name)
    await person.starts()
    await town.settle()
    return person


async def opens(town: Town, person: Person, case: Case) -> None:
    await says(town, person, f"/case {case.code}")


async def last_entry(inspectorate: Inspectorate, case: Case, kind: EntryKind) -> Entry:
    return [one for one in await inspectorate.entries(case) if one.kind is kind][-1]


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


async def test_whoever_sent_nothing_is_told_what_can_be_done(town: Town) -> None:
    hoa = await citizen(town)
    await presses(town, hoa, "Hồ sơ của tôi")
    screen = await hoa.last()
    assert "chưa gửi phản ánh nào" in screen.text
    assert screen.labels == ["Gửi phản ánh", "‹ Trang đầu"]
    await presses(town, hoa, "Gửi phản ánh")
    assert "Ngôn ngữ" in (await hoa.last()).text


async def test_the_list_is_newest_first_with_code_label_unit_and_day_and_is_paged(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
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
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    screen = await hoa.last()
    assert f"Hồ sơ {case.code} · đã tiếp nhận" in screen.text
    assert "chậm nhất lúc 08:30, Thứ Ba, 03/10/2023" in screen.text
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


async def test_the_past_tells_what_was_said_and_done_latest_first_and_every_word_of_it(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa, dung = await citizen(town), await inspectorate.intake()
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
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa, dung = await citizen(town), await inspectorate.intake()
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
    assert "• 03/10/2023: thanh tra viên, lần cuối lúc 08:30\n• 02/10/2023: công chức tiếp nhận" in seen
    assert "Dũng" not in seen
    await presses(town, hoa, "‹ Hồ sơ")
    assert "Các bước tiếp theo" in (await hoa.last()).text


# ── adding ────────────────────────────────────────────────────────────────────────────────────────


async def test_words_a_photo_an_album_a_voice_and_a_place_are_added_and_the_inspectors_hear_of_it(
    town: Town, inspectorate: Inspectorate
) -> None:
    # What these files are is told by another test; here none is fetched.
    await town.client.fault(kind="error_before", method="getFile", code=502, description="-", count=None)
    hoa, dung = await citizen(town), await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    form = await hoa.last()
    assert form.labels == ["Hủy"]
    await says(town, hoa, "Người đó tên Tuấn", "Ngồi quầy số 3 <b>&")
    await hoa.uploads_photo(PICTURE, caption="Giấy hẹn")
    await town.settle()
    await hoa.sends_album([PICTURE, PICTURE + b"2"])
    await town.settle()
    await hoa.sends_voice(b"OggS voice")
    await town.settle()
    await hoa.uploads_document("giay-hen.pdf", b"%PDF-1.4 paper")
    await town.settle()
    await hoa.uploads_video(b"\x00\x00\x00\x18ftypmp42 video")
    await town.settle()
    await hoa.shares_location(18.67, 105.69)
    await town.settle()
    await hoa.sends_sticker()
    await town.settle()
    draft = await hoa.last()
    assert "Không nhận được loại nội dung này." in draft.text
    assert "Chưa gửi:\nNgười đó tên Tuấn\nNgồi quầy số 3 <b>&\n7 tệp" in draft.text
    assert draft.labels == ["Gửi nội dung bổ sung", "Xóa hết", "Hủy"]
    # Before it is sent the inspectors see nothing of it.
    await says(town, dung, f"/case {case.code}")
    assert "tin nhắn sau đó" not in (await dung.last()).text
    assert "Tài liệu minh chứng: 0" in (await dung.last()).text

    before = len(await dung.messages())
    await presses(town, hoa, "Gửi nội dung bổ sung")
    assert "Đã bổ sung vào hồ sơ" in (await hoa.last()).text
    (heard,) = (await dung.messages())[before:]
    assert "Người phản ánh bổ sung thông tin" in heard.text
    assert "Tuấn" not in heard.text
    assert heard.protected
    await presses(town, dung, "Mở hồ sơ")
    assert "Tài liệu minh chứng: 7" in (await dung.last()).text
    entry = await last_entry(inspectorate, case, EntryKind.ADDITION)
    assert entry.body["texts"] == ["Người đó tên Tuấn", "Ngồi quầy số 3 <b>&"]
    assert len(entry.body["files"]) == 7
    assert entry.author_id is None


async def test_send_pressed_twice_adds_once(town: Town, inspectorate: Inspectorate) -> None:
    hoa = await citizen(town)
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    await says(town, hoa, "Thêm một điều")
    screen = (await hoa.last()).message_id
    await hoa.presses("Gửi nội dung bổ sung", message_id=screen)
    await hoa.presses("Gửi nội dung bổ sung", message_id=screen)
    await town.settle()
    added = [one for one in await inspectorate.entries(case) if one.kind is EntryKind.ADDITION]
    assert len(added) == 1
    assert case.code in (await hoa.last()).text


async def test_more_files_than_a_report_holds_are_refused_aloud(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    for _ in range(3):
        await hoa.sends_album([PICTURE] * 10)
        await town.settle()
        await inspectorate.waits(timedelta(minutes=2))
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    screen = (await hoa.last()).text
    assert "tối đa 30 tệp" in screen
    assert "\n30 tệp" in screen


async def test_what_was_begun_for_one_report_is_not_thrown_away_unasked_for_another(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    one = await inspectorate.receives(by=hoa)
    other = await inspectorate.receives(by=hoa)
    await opens(town, hoa, one)
    await presses(town, hoa, "Bổ sung")
    await says(town, hoa, "Cho hồ sơ thứ nhất")
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    await opens(town, hoa, other)
    await presses(town, hoa, "Bổ sung")
    asked = (await hoa.last()).text
    assert "chưa gửi" in asked
    assert one.code in asked
    await presses(town, hoa, "Tiếp tục phần đang làm dở ›")
    assert "Cho hồ sơ thứ nhất" in (await hoa.last()).text
    await opens(town, hoa, other)
    await presses(town, hoa, "Bổ sung", "Hủy và viết nội dung này")
    await says(town, hoa, "Cho hồ sơ thứ hai")
    await presses(town, hoa, "Gửi nội dung bổ sung")
    assert (await last_entry(inspectorate, other, EntryKind.ADDITION)).body["texts"] == ["Cho hồ sơ thứ hai"]
    assert EntryKind.ADDITION not in {entry.kind for entry in await inspectorate.entries(one)}
    # The report it was begun for stays readable: an addition that is thrown away takes no key along.
    await opens(town, hoa, one)
    assert one.code in (await hoa.last()).text


async def test_taking_all_away_takes_the_files_and_leaves_the_report(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa, dung = await citizen(town), await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    await presses(town, hoa, "Xóa hết")
    assert "tệp" not in (await hoa.last()).text.partition("Bổ sung hồ sơ")[2]
    await says(town, hoa, "Chỉ lời này")
    await presses(town, hoa, "Gửi nội dung bổ sung")
    await says(town, dung, f"/case {case.code}")
    assert "Tài liệu minh chứng: 0" in (await dung.last()).text
    assert (await last_entry(inspectorate, case, EntryKind.ADDITION)).body == {
        "texts": ["Chỉ lời này"],
        "files": [],
    }


async def test_an_edit_of_an_old_message_sends_nothing_that_lies_unsent(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa, dung = await citizen(town), await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    sent = await hoa.sends("Gửi ngay")
    await town.settle()
    await presses(town, hoa, "Gửi nội dung bổ sung", "Bổ sung")
    await hoa.uploads_photo(PICTURE, caption="còn đắn đo")
    await town.settle()
    await hoa.edits(sent, "Gửi ngay, đã sửa")
    await town.settle()
    await says(town, dung, f"/case {case.code}")
    assert "Tài liệu minh chứng: 0" in (await dung.last()).text


# ── a message that was changed ────────────────────────────────────────────────────────────────────


async def test_a_message_edited_after_sending_is_added_and_the_old_wording_stays(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa, dung = await citizen(town), await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    sent = await hoa.sends("Hôm thứ hai")
    photo = await hoa.uploads_photo(PICTURE, caption="Giấy hẹn")
    await town.settle()
    await presses(town, hoa, "Gửi nội dung bổ sung")
    before = len(await dung.messages())
    for text in ("Hôm thứ ba", "Hôm thứ hai"):
        await hoa.edits(sent, text)
        await town.settle()
        said = await hoa.last()
        assert f"đã được bổ sung vào hồ sơ {case.code}" in said.text
        assert "trước khi sửa vẫn được giữ" in said.text
    assert len(await dung.messages()) == before + 2
    amended = [one for one in await inspectorate.entries(case) if "amends" in one.facts]
    assert [one.body["texts"] for one in amended] == [["Hôm thứ ba"], ["Hôm thứ hai"]]
    await presses(town, hoa, "Mở hồ sơ ›", "Diễn biến")
    assert "Ông/bà sửa tin nhắn đã gửi\nHôm thứ hai" in (await hoa.last()).text

    # What changes no word is no message.
    count = len(await hoa.messages())
    await hoa.edits(sent, "Hôm thứ hai")
    await hoa.edits(photo, "Giấy hẹn")
    await town.settle()
    assert len(await hoa.messages()) == count
    await hoa.edits(photo, "Giấy hẹn ngày 15/9")
    await town.settle()
    assert (await last_entry(inspectorate, case, EntryKind.ADDITION)).body["texts"] == ["Giấy hẹn ngày 15/9"]


async def test_a_message_of_the_form_itself_can_be_edited_after_sending(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await says(town, hoa, "stnmt")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường", *["Bỏ qua ›"] * 3)
    told = await hoa.sends("Cán bộ đòi 2 triệu")
    await town.settle()
    await presses(town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 4, "Chỉ qua kênh này", "Bỏ qua ›")
    await presses(town, hoa, "Gửi phản ánh", "Theo dõi phản ánh này ›")
    code = (await hoa.last()).text.split()[2]
    await hoa.edits(told, "Cán bộ đòi 3 triệu")
    await town.settle()
    assert f"bổ sung vào hồ sơ {code}" in (await hoa.last()).text
    await presses(town, hoa, "Mở hồ sơ ›", "Diễn biến")
    past = (await hoa.last()).text
    assert past.index("Cán bộ đòi 3 triệu") < past.index("Cán bộ đòi 2 triệu")


async def test_a_caption_taken_away_after_sending_is_said_to_stay(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    photo = await hoa.uploads_photo(PICTURE, caption="tên tôi là Hoa")
    await town.settle()
    await presses(town, hoa, "Gửi nội dung bổ sung")
    await hoa.edits(photo, "")
    await town.settle()
    assert "vẫn giữ nguyên trong hồ sơ" in (await hoa.last()).text


# ── withdrawing ───────────────────────────────────────────────────────────────────────────────────


async def test_withdrawing_asks_first_says_who_decides_and_the_lead_hears_of_it(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa, quang = await citizen(town), await inspectorate.lead()
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
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa, quang = await citizen(town), await inspectorate.lead()
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
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
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
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
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


async def test_the_time_to_appeal_ends(town: Town, inspectorate: Inspectorate) -> None:
    hoa = await citizen(town)
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


# ── a code, and somebody else's ───────────────────────────────────────────────────────────────────


async def test_a_code_opens_the_report_however_it_comes(town: Town, inspectorate: Inspectorate) -> None:
    hoa = await citizen(town)
    case = await inspectorate.receives(by=hoa)
    wanted = f"Hồ sơ {case.code} · đã tiếp nhận"
    for text in (case.code, case.code.lower().replace("-", " "), f"/case {case.code[3:]}"):
        await says(town, hoa, text)
        assert wanted in (await hoa.last()).text
    await hoa.starts(f"c_{case.code}")
    await town.settle()
    assert wanted in (await hoa.last()).text
    await says(town, hoa, "/case")
    assert "/case NA-" in (await hoa.last()).text
    await says(town, hoa, "cam on ban")
    assert NOT_FOUND not in (await hoa.last()).text


async def test_the_own_code_typed_leaves_no_trace_with_a_person_in_it(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    case = await inspectorate.receives(by=hoa)
    before = await _audited(town)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Diễn biến", "‹ Hồ sơ", "Ai đã xem")
    assert await _audited(town) == before


async def test_somebody_elses_code_gets_word_for_word_what_no_code_gets(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    case = await inspectorate.receives(by=hoa)
    strangers = [
        await citizen(town, "Người lạ"),
        await town.staff("Minh", Role.UNIT_HEAD, "STNMT"),
        await town.staff("Thu", Role.COORDINATOR, "SNV"),
    ]
    for person in strangers:
        said = []
        for code in (case.code, "NA-0000-0000"):
            for text in (code, f"/case {code}"):
                await says(town, person, text)
                said.append((await person.last()).wire)
            await person.starts(f"c_{code}")
            await town.settle()
            said.append((await person.last()).wire)
        assert NOT_FOUND in said[0]["text"]
        assert len({(one["text"], str(one.get("reply_markup"))) for one in said}) == 1


async def test_forged_buttons_for_somebody_elses_report_get_what_no_report_gets(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await citizen(town)
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.CLOSED)
    question = (await inspectorate.entries(case))[1].id
    assert question is not None
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STNMT")
    screen = (await minh.last()).message_id
    nobodys = case.id[:-4] + "zzzz"
    for make in (
        lambda case_id: OpenOwn(case_id),
        lambda case_id: ReadPast(case_id, 1),
        lambda case_id: ReadWords(case_id, question),
        lambda case_id: SayOwn(case_id, Saying.ADD),
        lambda case_id: SayOwn(case_id, Saying.ANSWER),
        lambda case_id: SayOwn(case_id, Saying.APPEAL, anew=True),
        lambda case_id: WithdrawOwn(case_id),
        lambda case_id: WithdrawOwn(case_id, sure=True),
        lambda case_id: WhoOpened(case_id),
    ):
        said = []
        for case_id in (case.id, nobodys):
            before = len(await minh.messages())
            await minh.forges(make(case_id).pack(), screen)
            await town.settle()
            said.append([view.text for view in (await minh.messages())[before:]])
        assert said[0] == said[1]
        assert len(said[0]) == 1
        assert NOT_FOUND in said[0][0]


async def test_whoever_is_staff_and_reporter_opens_each_as_what_they_are_to_it(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan = await inspectorate.inspector()
    own = await inspectorate.receives(by=lan)
    others = await inspectorate.receives()
    await says(town, lan, own.code)
    assert "Các bước tiếp theo" in (await lan.last()).text
    assert not (await lan.last()).protected
    await says(town, lan, others.code)
    assert WORDS in (await lan.last()).text
    assert (await lan.last()).protected
    await says(town, lan, "/queue")
    assert own.code not in (await lan.last()).text


async def _audited(town: Town) -> int:
    async with town.product.office.reading() as (uow, _):
        count: int = (await uow.connection.execute(select(func.count()).select_from(audit))).scalar_one()
    return count
