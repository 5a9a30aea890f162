"""What a head hands a task in with: files, photos, an album, links, numbers of documents; and what is none of these."""

import json
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from domain.people import Role
from services.evidence import FileState
from simulator.client import Person, View
from storage.resealing import reseal
from storage.sealing import KeyRing
from tests.support.pictures import MAKER, photograph
from tests.support.plans import count, give_tasks, news, presses, says, task
from tests.support.town import Town
from tests.support.waiting import until

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TOO_LARGE = 20 * 1024 * 1024 + 1


@pytest.fixture
async def minh(town: Town) -> Person:
    """The head of STTTT, asked for the evidence of A-1."""
    await give_tasks(town, task("A-1", "STTTT", "2023-12-29"))
    person = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, person, "/tasks")
    await presses(town, person, "A-1", "Trình kết quả")
    return person


async def hands_in(town: Town, person: Person) -> View:
    return await presses(town, person, "Xong, tiếp tục ›", "Trình duyệt")


async def fetched(town: Town) -> list[FileState]:
    """The states of all files of A-1, once none waits."""

    async def states() -> list[FileState]:
        async with town.product.office.reading() as (uow, _):
            (plan,) = await uow.tasks.plans()
            (one,) = await uow.tasks.of_plan(plan.id)
            found = [file.state for file in await uow.files.of_task(one.id)]
        return [] if FileState.WAITING in found else found

    found = await until(states, "files fetched")
    # What is to be said of one was posted with it, and is yet to arrive.
    await town.settle()
    return found


async def coordinator_opens(town: Town, *labels: str) -> View:
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, thu, "/approvals")
    return await presses(town, thu, "A-1", *labels)


async def opened_bytes(town: Town, view: View) -> bytes:
    """What the reader of a document has in hand."""
    file_id = view.wire["document"]["file_id"]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{town.simulator.base_url}/sim/files/{file_id}") as answer,
    ):
        return await answer.read()


def destroy_old_keys(path: Path) -> None:
    keys = json.loads(path.read_text())
    keys["wrapping"] = {keys["current"]: keys["wrapping"][keys["current"]]}
    path.write_text(json.dumps(keys))


async def test_each_kind_is_listed_read_over_and_shown_to_the_coordinator(town: Town, minh: Person) -> None:
    await minh.uploads_document("Báo cáo quý III.pdf", PDF, mime="application/pdf", caption="Bản đã ký")
    await town.settle()
    await minh.uploads_photo(photograph())
    await town.settle()
    await says(town, minh, "Xem https://stttt.nghean.gov.vn/bc.pdf, mục 2.")
    listed = await says(town, minh, "số 45/BC-STTTT ngày 02/10/2023")
    for line in (
        "1. Tệp: Báo cáo quý III.pdf",
        "2. Ảnh\n",
        "3. Đường dẫn: https://stttt.nghean.gov.vn/bc.pdf\n",
        "4. Số văn bản: số 45/BC-STTTT ngày 02/10/2023",
    ):
        assert line in listed.text
    review = await presses(town, minh, "Xong, tiếp tục ›")
    assert "4. Số văn bản" in review.text
    page = await presses(town, minh, "Trình duyệt")
    assert "Đã trình A-1" in page.text
    assert "trình ngày 02/10/2023, chờ duyệt" in page.text
    assert "Trình kết quả" not in page.labels
    # What was written around the link is not lost.
    assert "Xem https://stttt.nghean.gov.vn/bc.pdf, mục 2." in page.text

    assert await fetched(town) == [FileState.KEPT, FileState.KEPT]
    evidence = await coordinator_opens(town, "Minh chứng (4)")
    assert "Bản đã ký" in evidence.text
    assert "https://stttt.nghean.gov.vn/bc.pdf" in evidence.text
    assert [label for label in evidence.labels if label.startswith("Mở")] == ["Mở 1", "Mở 2"]
    opened = await presses(town, town.people["Thu"], "Mở 1")
    assert opened.media == "document"
    assert "A-1 · Báo cáo quý III.pdf" in opened.text
    assert (await presses(town, town.people["Thu"], "Mở 2")).media == "photo"


async def test_an_album_is_answered_once_and_every_photo_is_kept(town: Town, minh: Person) -> None:
    before = await count(minh)
    await minh.sends_album([photograph((n, 0, 0)) for n in range(3)], caption="Hội nghị triển khai")
    await town.settle()
    said = await news(minh, before)
    assert len(said) == 1
    assert [line[:2] for line in said[0].splitlines() if "Ảnh" in line] == ["1.", "2.", "3."]
    await hands_in(town, minh)
    assert await fetched(town) == [FileState.KEPT] * 3


async def test_words_that_are_no_evidence_are_told_what_is(town: Town, minh: Person) -> None:
    for words in (
        "đã làm xong rồi",
        "xong ngày 02/10/2023",
        "5 ảnh gửi sau",
        "www.stttt.nghean.gov.vn/2023/bc",
        "ftp://stttt/2023/bc",
        "https://",
        "https:// nghean.gov.vn",
        "<b>\u202e\x00",
        "x" * 4096,
    ):
        answer = await says(town, minh, words)
        assert "Minh chứng là tệp, ảnh, đường dẫn bắt đầu bằng https:// hoặc số văn bản" in answer.text, words
        assert answer.labels == ["Hủy"], words


async def test_a_link_beyond_all_measure_is_asked_for_in_another_way(town: Town, minh: Person) -> None:
    answer = await says(town, minh, "https://nghean.gov.vn/" + "a" * 3000)
    assert "Đường dẫn này quá dài" in answer.text
    assert answer.labels == ["Hủy"]


async def test_numbers_of_documents_are_taken_as_they_are_written(town: Town, minh: Person) -> None:
    numbers = ("46/BC-STTTT", "Số: 15/2023/QĐ-UBND", "1234-CV/TU", "công văn 12 /stttt", "05-KH/BCĐ")
    for place, number in enumerate(numbers, start=1):
        assert f"{place}. Số văn bản: {number}" in (await says(town, minh, number)).text


async def test_a_sticker_a_voice_a_place_a_contact_and_a_poll_are_no_evidence(
    town: Town, minh: Person
) -> None:
    for send in (
        minh.sends_sticker(),
        minh.sends_voice(b"OggS" + bytes(64)),
        minh.shares_location(18.67, 105.69),
        minh.shares_contact("+84900000000"),
        minh.sends_poll("?", ["a", "b"]),
    ):
        await send
        await town.settle()
        assert "Minh chứng là tệp" in (await minh.last()).text


async def test_nothing_cannot_be_handed_in(town: Town, minh: Person) -> None:
    assert (await minh.last()).labels == ["Hủy"]
    await says(town, minh, "46/BC-STTTT")
    emptied = await presses(town, minh, "Xóa hết", "Có, xóa hết")
    assert "46/BC-STTTT" not in emptied.text
    assert emptied.labels == ["Hủy"]


async def test_a_message_that_is_changed_changes_the_piece_it_was(town: Town, minh: Person) -> None:
    wrong = await minh.sends("46/BC-STTTT")
    await town.settle()
    await says(town, minh, "https://stttt.nghean.gov.vn/bc.pdf")
    await minh.edits(wrong, "47/BC-STTTT")
    await town.settle()
    listed = await minh.last()
    assert "1. Số văn bản: 47/BC-STTTT" in listed.text
    assert "2. Đường dẫn" in listed.text
    await minh.edits(wrong, "không phải số văn bản")
    await town.settle()
    listed = await minh.last()
    assert "Minh chứng là tệp" in listed.text
    assert "1. Số văn bản: 47/BC-STTTT" in listed.text


async def test_ten_pieces_are_enough(town: Town, minh: Person) -> None:
    for number in range(10):
        await says(town, minh, f"{number + 1}/BC-STTTT")
    answer = await says(town, minh, "11/BC-STTTT")
    assert "tối đa 10" in answer.text
    assert "10. Số văn bản: 10/BC-STTTT" in answer.text
    assert "11. Số văn bản" not in answer.text


async def test_a_file_beyond_telegrams_limit_is_said_to_be_and_can_still_be_opened(
    town: Town, minh: Person
) -> None:
    await minh.uploads_video(b"\x00\x00\x00\x18ftypmp42" + bytes(TOO_LARGE))
    await town.settle()
    assert "Lớn hơn 20 MB" in (await minh.last()).text
    await hands_in(town, minh)
    assert await fetched(town) == [FileState.TOO_LARGE]
    evidence = await coordinator_opens(town, "Minh chứng (1)")
    assert "quá lớn" in evidence.text
    assert (await presses(town, town.people["Thu"], "Mở 1")).media == "video"


async def test_a_picture_too_large_to_be_cleaned_is_asked_for_in_another_way(
    town: Town, minh: Person
) -> None:
    await minh.uploads_document("anh.jpg", photograph() + bytes(TOO_LARGE), mime="image/jpeg")
    await town.settle()
    answer = await minh.last()
    assert "20 MB" in answer.text
    assert answer.labels == ["Hủy"]


async def test_a_picture_sent_as_a_file_is_shown_without_where_it_was_taken(town: Town, minh: Person) -> None:
    taken = photograph()
    assert MAKER.encode() in taken
    await minh.uploads_document("hien-truong.jpg", taken, mime="image/jpeg")
    await town.settle()
    await hands_in(town, minh)
    assert await fetched(town) == [FileState.KEPT]
    opened = await coordinator_opens(town, "Minh chứng (1)", "Mở 1")
    assert opened.media == "document"
    seen = await opened_bytes(town, opened)
    assert seen.startswith(b"\xff\xd8")
    assert MAKER.encode() not in seen


async def test_a_program_is_kept_and_opened_by_nobody(town: Town, minh: Person) -> None:
    await minh.uploads_document("bao-cao.exe", b"MZ" + bytes(200))
    await town.settle()
    await hands_in(town, minh)
    assert await fetched(town) == [FileState.FORBIDDEN]
    told = await minh.last()
    assert "Một tệp ông/bà gửi chưa dùng được" in told.text
    # There is no button to send another with while the task is with whoever approves it.
    assert "Nếu nhiệm vụ bị trả lại, xin gửi tệp khác." in told.text
    evidence = await coordinator_opens(town, "Minh chứng (1)")
    assert "có thể gây hại" in evidence.text
    assert not any(label.startswith("Mở") for label in evidence.labels)


async def test_evidence_of_one_task_is_not_opened_through_another(town: Town, minh: Person) -> None:
    await minh.uploads_document("bc.pdf", PDF, mime="application/pdf")
    await town.settle()
    await hands_in(town, minh)
    await fetched(town)
    evidence = await presses(town, minh, "Minh chứng (1)")
    data = evidence.button("Mở 1")["callback_data"]
    hai = await town.staff("Hải", Role.UNIT_HEAD, "SYT")
    home = await says(town, hai, "/tasks")
    before = await count(hai)
    await hai.forges(data, home.message_id)
    await town.settle()
    assert await news(hai, before) == ["Nhiệm vụ này không thuộc phạm vi của tài khoản này."]


@pytest.mark.both_databases
async def test_evidence_opens_after_the_keys_were_rotated_and_the_old_one_was_destroyed(
    town: Town, minh: Person
) -> None:
    await minh.uploads_document("bc.pdf", PDF, mime="application/pdf")
    await town.settle()
    await hands_in(town, minh)
    assert await fetched(town) == [FileState.KEPT]
    path = town.settings.keys_file
    rotated = KeyRing.load(path).rotated()
    rotated.save(path, replace=True)
    await reseal(town.product.office.database, rotated)
    destroy_old_keys(path)
    await town.restarts()
    opened = await coordinator_opens(town, "Minh chứng (1)", "Mở 1")
    assert "bc.pdf" in opened.text
    assert await opened_bytes(town, opened) == PDF


async def test_a_file_is_fetched_as_soon_as_it_is_sent(town: Town, minh: Person) -> None:
    await town.product.stop()
    town.product = replace(town.product, fetcher_seconds=3600)
    await town.product.start()
    await minh.uploads_document("bao-cao.pdf", PDF)
    await town.settle()
    await hands_in(town, minh)
    assert await fetched(town) == [FileState.KEPT]
