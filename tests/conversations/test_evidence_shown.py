"""The evidence of a case before its inspectors: looked at, never passed on, and never more than is safe to look at."""

from io import BytesIO

import pytest
from PIL import Image

from bot.tour.belongings import paper, voice
from bot.ui.text import CAPTION_ROOM, MESSAGE_ROOM, units
from domain.case import Case
from services.evidence import FileState
from simulator.client import Person, View
from tests.support.inspection import Inspectorate, presses, says, set_aside
from tests.support.pictures import MAKER, photograph
from tests.support.received import content
from tests.support.town import Town
from tests.support.waiting import until

CAPTION = "Phiếu thu <b>2 triệu</b> & chữ ký \u202e ở dưới"
TOO_LARGE = 20 * 1024 * 1024 + 1


@pytest.fixture
async def hoa(town: Town) -> Person:
    hoa = await town.person("Hoa")
    await hoa.starts()
    await town.settle()
    return hoa


async def sent(town: Town, person: Person) -> list[View]:
    """Everything with a file or a place that the person sent."""
    await town.settle()
    return [view for view in await person.messages() if view.media and not view.from_bot]


async def fetched(town: Town, case: Case) -> list[FileState]:
    async def states() -> list[FileState]:
        async with town.product.office.reading() as (uow, _):
            found = [file.state for file in await uow.files.of_case(case.id)]
        return [] if FileState.WAITING in found else found

    town.product.fetcher.wake()
    return await until(states, "files fetched")


async def opens_evidence(town: Town, person: Person, case: Case) -> View:
    await says(town, person, f"/case {case.code}")
    label = next(one for one in (await person.last()).labels if one.startswith("Minh chứng"))
    await presses(town, person, label)
    return await person.last()


async def test_each_kind_is_shown_as_what_it_is_and_cannot_be_passed_on(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    await hoa.uploads_photo(photograph(), caption=CAPTION)
    await hoa.uploads_document("Don cua Hoa.pdf", paper(), mime="application/pdf")
    await hoa.sends_voice(voice())
    await hoa.shares_location(18.679585, 105.681333)
    case = await inspectorate.receives(hoa, evidence=await sent(town, hoa))
    assert await fetched(town, case) == [FileState.KEPT] * 4
    screen = await opens_evidence(town, lan, case)
    assert screen.labels == ["1. ảnh", "2. tài liệu", "3. tin nhắn thoại", "4. vị trí", "‹ Hồ sơ"]
    assert screen.protected
    shown = []
    for label in screen.labels[:4]:
        await presses(town, lan, label)
        shown.append(await lan.last())
    for view in shown:
        assert view.protected
        assert case.code in view.text
        # What hangs on the case's screen stays there: a file is a message of its own.
        assert view.message_id != screen.message_id
    assert [view.media for view in shown] == ["photo", "document", "voice", ""]
    assert "Phiếu thu <b>2 triệu</b> & chữ ký \ufffd ở dưới" in shown[0].text
    assert await content(town, shown[1]) == paper()
    # The sender's own name for the file may name the sender.
    assert "Hoa" not in shown[1].wire["document"]["file_name"]
    assert shown[1].wire["document"]["file_name"].endswith(".pdf")
    assert await content(town, shown[2]) == voice()
    assert "18.679585, 105.681333" in shown[3].text
    assert shown[3].labels == ["Sao chép tọa độ"]
    assert not await set_aside(town)


async def test_a_photo_sent_as_a_document_is_shown_without_where_it_was_taken(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    original = photograph()
    assert MAKER.encode() in original
    await hoa.uploads_document("IMG_2023.jpg", original, mime="image/jpeg")
    case = await inspectorate.receives(hoa, evidence=await sent(town, hoa))
    await fetched(town, case)
    await opens_evidence(town, lan, case)
    await presses(town, lan, "1. tài liệu")
    seen = await content(town, await lan.last())
    with Image.open(BytesIO(seen)) as picture:
        assert picture.size[0] > 0
        assert not picture.getexif()
    assert MAKER.encode() not in seen
    assert seen != original


async def test_what_can_do_harm_what_is_too_large_and_what_is_on_its_way_say_so(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    await hoa.uploads_document("ghi-am.exe", b"MZ" + b"\0" * 200)
    await hoa.uploads_document("video dài.mp4", b"\0" * TOO_LARGE, mime="video/mp4")
    await town.client.fault(kind="error_before", method="getFile", code=500, count=None)
    case = await inspectorate.receives(hoa, evidence=await sent(town, hoa))
    screen = await opens_evidence(town, lan, case)
    assert "ghi-am.exe (tài liệu, 1 KB, đang tải về)" in screen.text
    assert screen.labels == ["2. tài liệu", "‹ Hồ sơ"]
    await town.client.clear_faults()
    assert await fetched(town, case) == [FileState.FORBIDDEN, FileState.TOO_LARGE]
    screen = await opens_evidence(town, lan, case)
    assert "ghi-am.exe (tài liệu, 1 KB, thuộc loại có thể gây hại" in screen.text
    assert "quá lớn, không tải về được" in screen.text
    # What can do harm cannot be opened, not by a made-up button either; what only Telegram could hold is shown by it.
    assert screen.labels == ["2. tài liệu", "‹ Hồ sơ"]
    async with town.product.office.reading() as (uow, _):
        harmful = (await uow.files.of_case(case.id))[0]
    await lan.forges(f"k6:{case.id}:{harmful.id}", screen.message_id)
    await town.settle()
    assert "Không xem được tệp: thuộc loại có thể gây hại" in (await lan.last()).text
    await presses(town, lan, "2. tài liệu")
    assert (await lan.last()).media == "document"
    assert (await lan.last()).protected


async def test_music_too_large_to_be_fetched_is_shown_as_what_telegram_holds(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    await hoa.uploads_audio("buổi họp.mp3", b"ID3" + b"\0" * TOO_LARGE)
    await hoa.uploads_audio("gọi điện.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 400)
    case = await inspectorate.receives(hoa, evidence=await sent(town, hoa))
    assert await fetched(town, case) == [FileState.TOO_LARGE, FileState.KEPT]
    await opens_evidence(town, lan, case)
    for label in ("1. tệp âm thanh", "2. tệp âm thanh"):
        await presses(town, lan, label)
        shown = await lan.last()
        assert shown.media == "audio"
        assert shown.protected
    assert not await set_aside(town)


async def test_thirty_files_with_long_names_and_captions_are_turned_over(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    await hoa.uploads_document("א" * 200 + ".txt", "chữ".encode(), caption="<&>" * 341, mime="text/plain")
    (one,) = await sent(town, hoa)
    case = await inspectorate.receives(hoa, evidence=[one] * 30)
    await fetched(town, case)
    labels: list[str] = []
    screen = await opens_evidence(town, lan, case)
    while True:
        assert units(screen.text) <= MESSAGE_ROOM
        assert len(screen.rows) <= 5
        labels += [label for label in screen.labels if "tài liệu" in label]
        if "Tiếp ›" not in screen.labels:
            break
        await presses(town, lan, "Tiếp ›")
        screen = await lan.last()
    assert labels == [f"{number}. tài liệu" for number in range(1, 31)]
    await presses(town, lan, "30. tài liệu")
    assert units((await lan.last()).text) <= CAPTION_ROOM
    assert not await set_aside(town)
    # Every caption is among the words, whole.
    await says(town, lan, f"/case {case.code}")
    await presses(town, lan, "Nguyên văn")
    words = ""
    while True:
        screen = await lan.last()
        words += "".join(screen.text.split("\n", 2)[2].split())
        if "Tiếp ›" not in screen.labels:
            break
        await presses(town, lan, "Tiếp ›")
    assert words.count("<&>" * 341) == 30


async def test_what_was_added_later_is_evidence_too_and_said_with_its_words(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(hoa)
    await hoa.shares_location(18.67, 105.69)
    (place,) = await sent(town, hoa)
    await inspectorate.adds(hoa, case, "Chỗ tôi bị đòi tiền", evidence=[place])
    assert "bổ sung thông tin vào hồ sơ" in (await dung.last()).text
    await presses(town, dung, "Mở hồ sơ")
    assert "Và 1 tin nhắn sau đó, xem ở “Nguyên văn”" in (await dung.last()).text
    await presses(town, dung, "Nguyên văn")
    words = (await dung.last()).text
    assert "Người phản ánh đã bổ sung phản ánh" in words
    assert "Chỗ tôi bị đòi tiền\n[Tài liệu minh chứng 1. vị trí]" in words
    await presses(town, dung, "‹ Hồ sơ", "Diễn biến")
    assert "1 tệp" in (await dung.last()).text
