"""What never arrived: words that were begun and not sent, and files that cannot be kept as they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.office import real_now
from domain.case_acts import CaseAct
from domain.people import Role
from handlers.attachments import FETCH_LIMIT
from services.evidence import FileState, claim, failed
from simulator.client import Person
from storage.case_keys import CaseErased
from storage.people import chat_ref
from storage.tables import drafts, files
from tests.support.inspection import Inspectorate, presses, says
from tests.support.reporting import PICTURE, at, citizen, count, heard
from tests.support.town import Town
from tests.support.waiting import until

PROGRAM = b"MZ\x90\x00 a program"


async def fetched(town: Town) -> None:
    """The fetcher has taken what there is."""

    async def nothing_waits() -> bool:
        town.product.fetcher.wake()
        async with town.product.office.reading() as (uow, _):
            waiting = select(files.c.id).where(files.c.state == FileState.WAITING)
            return (await uow.connection.execute(waiting)).first() is None

    await until(nothing_waits, "the files are fetched")
    town.product.delivery.wake()
    await town.settle()


async def begins(town: Town, hoa: Person) -> None:
    await says(town, hoa, "/report")
    if "Tiếng Việt" in (await hoa.last()).labels:
        await presses(town, hoa, "Tiếng Việt")
    await presses(town, hoa, "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await says(town, hoa, "stnmt")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường", *["Bỏ qua ›"] * 3)
    await says(town, hoa, "Cán bộ đòi 2 triệu")


# ── words that were not sent ──────────────────────────────────────────────────────────────────────


async def test_a_report_left_for_a_day_is_destroyed_and_its_writer_told_when_the_offices_open(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    await town.moves_to(at(2, 21))
    await begins(town, hoa)
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    since = await count(hoa)
    async with town.product.office.reading() as (uow, scope):
        person = await uow.people.meet(hoa.id, hoa.name, scope.now, scope.new_id())
        (draft,) = await uow.drafts.of_person(person.id)
    assert draft.case_id is not None
    await town.moves_to(at(3, 21, 1))
    assert not await heard(hoa, since)
    async with town.product.office.reading() as (uow, _):
        assert not await uow.drafts.of_person(person.id)
        with pytest.raises(CaseErased):
            await uow.case_keys.of(draft.case_id)
    await town.moves_to(at(4, 7, 30))
    (told,) = await heard(hoa, since)
    assert "không được gửi trong 24 giờ nên đã được hủy tại đây" in told.text
    assert "cho đến khi ông/bà tự xóa" in told.text
    assert "2 triệu" not in told.text
    await presses(town, hoa, "Gửi phản ánh")
    assert "Câu 2/14" in (await hoa.last()).text or "Trước khi bắt đầu" in (await hoa.last()).text


@pytest.mark.both_databases
async def test_a_draft_that_cannot_be_opened_keeps_no_other_from_being_destroyed(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    minh = await citizen(town, "Minh")
    await town.moves_to(at(2, 20))
    await begins(town, minh)
    await town.moves_to(at(2, 21))
    await begins(town, hoa)
    ref = chat_ref(town.product.office.ring, minh.id)
    async with town.product.office.writing() as (uow, scope):
        broken = await uow.people.of_chat(ref)
        person = await uow.people.meet(hoa.id, hoa.name, scope.now, scope.new_id())
        assert broken is not None
        await uow.connection.execute(
            update(drafts).where(drafts.c.person_id == broken.id).values(body_sealed=b"\x01 altered")
        )
    await town.moves_to(at(3, 21, 1))
    async with town.product.office.reading() as (uow, _):
        assert not await uow.drafts.of_person(person.id)


async def test_whoever_began_again_meanwhile_is_not_told_of_the_old_one(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    await town.moves_to(at(2, 21))
    await begins(town, hoa)
    await town.moves_to(at(3, 21, 1))
    await begins(town, hoa)
    since = await count(hoa)
    await town.moves_to(at(4, 7, 30))
    assert not await heard(hoa, since)


async def test_an_addition_left_for_a_day_is_destroyed_and_its_report_stays(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Bổ sung")
    await says(town, hoa, "Chưa chắc có nên nói")
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    since = await count(hoa)
    await town.moves_to(at(3, 8, 31))
    (told,) = [view for view in await heard(hoa, since) if "đã được hủy" in view.text]
    assert f"về hồ sơ {case.code}" in told.text
    assert "Hồ sơ vẫn giữ nguyên" in told.text
    assert "nên nói" not in told.text
    await presses(town, hoa, "Mở hồ sơ ›")
    assert case.code in (await hoa.last()).text
    await says(town, dung, f"/case {case.code}")
    assert "Không có tài liệu minh chứng" in (await dung.last()).text


async def test_a_form_that_was_opened_and_left_empty_lapses_without_a_word(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Bổ sung")
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý")
    since = await count(hoa)
    await town.moves_to(at(3, 8, 31))
    assert not [view for view in await heard(hoa, since) if "hủy" in view.text]


# ── files ─────────────────────────────────────────────────────────────────────────────────────────


async def test_a_program_is_kept_sealed_and_its_sender_told_which_why_and_what_to_do(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Bổ sung")
    await hoa.uploads_document("bang-chung<b>.exe", PROGRAM)
    await town.settle()
    await presses(town, hoa, "Gửi nội dung bổ sung")
    await fetched(town)
    told = await hoa.last()
    assert "Một tệp ông/bà gửi chưa dùng được" in told.text
    assert "Gửi lúc 07:55 02/10/2023: tài liệu\nbang-chung<b>.exe" in told.text
    assert "chương trình, trang web, tệp nén" in told.text
    assert "dưới dạng ảnh, PDF hoặc văn bản" in told.text
    # The file may be examined before its words are sent or after: what leads on is on either screen.
    await presses(town, hoa, "Bổ sung")
    assert any(f"Bổ sung hồ sơ {case.code}" in view.text for view in await hoa.messages())


async def test_a_file_of_a_draft_leads_back_to_the_draft(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    await begins(town, hoa)
    await hoa.uploads_document("bang-chung.exe", PROGRAM)
    await town.settle()
    await fetched(town)
    told = await hoa.last()
    assert "Một tệp ông/bà gửi chưa dùng được" in told.text
    await presses(town, hoa, "Tiếp tục phần đang làm dở ›")
    assert "Câu 8/14" in (await hoa.last()).text


async def test_a_file_given_up_in_the_night_is_told_in_the_morning_unless_it_was_discarded(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    await town.client.fault(
        kind="error_before", method="getFile", code=502, description="Bad Gateway", count=None
    )
    case = await inspectorate.receives(by=hoa)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Bổ sung")
    await hoa.uploads_photo(PICTURE)
    await town.settle()
    await presses(town, hoa, "Gửi nội dung bổ sung")
    await town.moves_to(at(2, 19))
    since = await count(hoa)
    async with town.product.office.writing() as (uow, scope):
        (file,) = await uow.files.of_case(case.id)
        (job,) = await claim(scope, real_now() + timedelta(hours=2), 1)
        await failed(scope, job, "NetworkError", real_now(), final=True)
    assert file.state is FileState.WAITING
    await town.moves_to(at(2, 20))
    assert not await heard(hoa, since)
    await town.moves_to(at(3, 7, 30))
    (told,) = [view for view in await heard(hoa, since) if "chưa dùng được" in view.text]
    assert "không tải được tệp từ Telegram" in told.text
    assert "ảnh" in told.text


async def test_a_file_over_twenty_megabytes_is_said_at_once_and_goes_along_by_its_id(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Bổ sung")
    await hoa.uploads_document("phim.mp4", b"\0" * (FETCH_LIMIT + 1), mime="video/mp4")
    await town.settle()
    assert "Tệp này lớn hơn 20 MB" in (await hoa.last()).text
    await presses(town, hoa, "Gửi nội dung bổ sung")
    async with town.product.office.reading() as (uow, _):
        (file,) = await uow.files.of_case(case.id)
    assert file.state is FileState.TOO_LARGE
    assert file.is_bound
    assert file.source


async def test_a_head_hears_of_evidence_of_a_task_that_cannot_be_used_as_long_as_the_task_is_theirs(
    town: Town, inspectorate: Inspectorate
) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/tasks")
    await presses(town, minh, *[label for label in (await minh.last()).labels if "CCHC23-40" in label][:1])
    await presses(town, minh, "Trình kết quả")
    await minh.uploads_document("bao-cao.exe", PROGRAM)
    await town.settle()
    await presses(town, minh, *[label for label in (await minh.last()).labels if "tiếp tục" in label][:1])
    await presses(town, minh, "Trình duyệt")
    await fetched(town)
    told = await minh.last()
    assert "Một tệp ông/bà gửi chưa dùng được" in told.text
    await presses(town, minh, "Mở nhiệm vụ")
    assert "CCHC23-40" in (await minh.last()).text


async def test_the_answer_to_a_question_goes_on_after_a_restart(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(by=hoa)
    await inspectorate.does(dung, case, CaseAct.ASK_REPORTER)
    await presses(town, hoa, "Trả lời câu hỏi")
    await says(town, hoa, "Phần đầu")
    await town.restarts()
    await says(town, hoa, "Phần sau")
    assert "Phần đầu\nPhần sau" in (await hoa.last()).text
    await presses(town, hoa, "Gửi câu trả lời")
    assert (await hoa.last()).text.startswith("Đã gửi câu trả lời.")
