"""What a reporter adds to a report they sent, and what becomes of a message they change afterwards."""

from datetime import timedelta

from domain.case import Case
from services.case_entries import Entry, EntryKind
from simulator.client import Person
from tests.support.inspection import Inspectorate, presses, says
from tests.support.reporting import PICTURE, opens
from tests.support.town import Town


async def last_entry(inspectorate: Inspectorate, case: Case, kind: EntryKind) -> Entry:
    return [one for one in await inspectorate.entries(case) if one.kind is kind][-1]


# ── adding ────────────────────────────────────────────────────────────────────────────────────────


async def test_words_a_photo_an_album_a_voice_and_a_place_are_added_and_the_inspectors_hear_of_it(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    # What these files are is told by another test; here none is fetched.
    await town.client.fault(kind="error_before", method="getFile", code=502, description="-", count=None)
    dung = await inspectorate.intake()
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
    assert "Không có tài liệu minh chứng" in (await dung.last()).text

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


async def test_cancelling_leads_back_to_the_report_and_asks_first_if_something_was_written(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung", "Hủy")
    screen = await hoa.last()
    assert "Không có nội dung nào được gửi đi." in screen.text
    assert "Bổ sung" in screen.labels
    await presses(town, hoa, "Bổ sung")
    await says(town, hoa, "Chưa chắc")
    await presses(town, hoa, "Hủy")
    assert "Bỏ nội dung đã điền?" in (await hoa.last()).text
    await presses(town, hoa, "Bỏ nội dung")
    assert case.code in (await hoa.last()).text
    assert EntryKind.ADDITION not in {entry.kind for entry in await inspectorate.entries(case)}


async def test_send_pressed_twice_adds_once(town: Town, inspectorate: Inspectorate, hoa: Person) -> None:
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
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
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
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
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
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    # The button is beside the one that sends, so it asks first.
    await presses(town, hoa, "Xóa hết", "‹ Không, giữ lại")
    assert "1 tệp" in (await hoa.last()).text
    await presses(town, hoa, "Xóa hết", "Có, xóa hết")
    assert "tệp" not in (await hoa.last()).text.partition("Bổ sung hồ sơ")[2]
    await says(town, hoa, "Chỉ lời này")
    await presses(town, hoa, "Gửi nội dung bổ sung")
    await says(town, dung, f"/case {case.code}")
    assert "Không có tài liệu minh chứng" in (await dung.last()).text
    assert (await last_entry(inspectorate, case, EntryKind.ADDITION)).body == {
        "texts": ["Chỉ lời này"],
        "files": [],
    }


async def test_an_edit_of_an_old_message_sends_nothing_that_lies_unsent(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
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
    assert "Không có tài liệu minh chứng" in (await dung.last()).text


# ── a message that was changed ────────────────────────────────────────────────────────────────────


async def test_a_message_edited_after_sending_is_added_and_the_old_wording_stays(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
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
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
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
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    await opens(town, hoa, case)
    await presses(town, hoa, "Bổ sung")
    photo = await hoa.uploads_photo(PICTURE, caption="tên tôi là Hoa")
    await town.settle()
    await presses(town, hoa, "Gửi nội dung bổ sung")
    await hoa.edits(photo, "")
    await town.settle()
    assert "vẫn giữ nguyên trong hồ sơ" in (await hoa.last()).text
