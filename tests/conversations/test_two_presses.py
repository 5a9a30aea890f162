"""Two presses at once of one button, and two telephones of one person: whoever comes second does nothing twice."""

import asyncio

import pytest

from bot.samples import import_samples
from domain.people import Role
from domain.task import TaskAct
from simulator.client import Person, View
from storage.people import reporter_ref
from tests.support.inspection import again, presses, says
from tests.support.plans import give_tasks, task
from tests.support.reporting import citizen, count, heard
from tests.support.town import Town

pytestmark = pytest.mark.both_databases

WORDS = "Cán bộ đòi 2 triệu đồng"


async def at_once(town: Town, person: Person, view: View, *labels: str) -> list[str]:
    """Presses all these on one message before any is answered; the boxes that came over them."""
    pressed = await asyncio.gather(*(person.presses(label, message_id=view.message_id) for label in labels))
    answers = [await one.answer() for one in pressed]
    await town.settle()
    return [answer.text for answer in answers if answer.text]


@pytest.fixture
async def hoa(town: Town) -> Person:
    """A citizen whose report is open at the question of who it is about."""
    await import_samples(town.product.office)
    hoa = await citizen(town, "Hoa")
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await says(town, hoa, "stnmt")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường")
    return hoa


async def test_one_question_is_skipped_by_two_presses_and_not_two(town: Town, hoa: Person) -> None:
    view = await hoa.last()
    said = await at_once(town, hoa, view, "Bỏ qua ›", "Bỏ qua ›", "Bỏ qua ›")
    assert "Câu 6/" in (await again(hoa, view)).text
    assert len(said) == 2
    assert all("màn hình" in text for text in said)


async def test_of_forward_and_back_at_once_the_first_counts(town: Town, hoa: Person) -> None:
    view = await hoa.last()
    await hoa.presses("Bỏ qua ›", message_id=view.message_id)
    await hoa.presses("‹ Quay lại", message_id=view.message_id)
    await town.settle()
    assert "Câu 6/" in (await again(hoa, view)).text


async def test_who_writes_on_one_telephone_and_skips_on_the_other_keeps_what_was_written(
    town: Town, hoa: Person
) -> None:
    view = await hoa.last()
    await hoa.sends("Ông A, phó phòng")
    await hoa.presses("Bỏ qua ›", message_id=view.message_id)
    await town.settle()
    await presses(town, hoa, "Bỏ qua ›", "Bỏ qua ›")
    await says(town, hoa, WORDS)
    await presses(town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 4, "Chỉ qua kênh này", "Bỏ qua ›")
    assert "Ông A, phó phòng" in (await hoa.last()).text


async def test_a_report_that_is_sent_twice_at_once_is_one_case_with_one_receipt(
    town: Town, hoa: Person
) -> None:
    dung = await town.staff("Dung", Role.INTAKE_OFFICER)
    since = await count(dung)
    await presses(town, hoa, *["Bỏ qua ›"] * 3)
    await says(town, hoa, WORDS)
    await presses(town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 4, "Chỉ qua kênh này", "Bỏ qua ›")
    review = await hoa.last()
    await at_once(town, hoa, review, *["Gửi phản ánh"] * 3)
    async with town.product.office.reading() as (uow, _):
        (case,) = await uow.cases.of_reporter(reporter_ref(town.product.office.ring, hoa.id))
    receipt = await again(hoa, review)
    assert case.code in receipt.text
    assert (await hoa.last()).message_id == receipt.message_id
    assert len(await heard(dung, since)) == 1


async def test_a_report_that_is_sent_and_cancelled_at_once_is_what_came_first(
    town: Town, hoa: Person
) -> None:
    await presses(town, hoa, *["Bỏ qua ›"] * 3)
    await says(town, hoa, WORDS)
    await presses(town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 4, "Chỉ qua kênh này", "Bỏ qua ›")
    review = await hoa.last()
    await hoa.presses("Gửi phản ánh", message_id=review.message_id)
    await hoa.presses("Hủy", message_id=review.message_id)
    await town.settle()
    assert "Mã hồ sơ" in (await again(hoa, review)).text


async def test_what_is_approved_by_two_at_once_is_approved_once(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-20"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    coordinators = [await town.staff(name, Role.COORDINATOR, "SNV") for name in ("Thu", "Tâm")]
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Trình kết quả")
    await says(town, minh, "45/BC-STTTT")
    await presses(town, minh, "Xong, tiếp tục ›", "Trình duyệt")
    for thu in coordinators:
        await says(town, thu, "/approvals")
        await presses(town, thu, "A-1")
    since = await count(minh)
    await asyncio.gather(*(thu.presses("Phê duyệt") for thu in coordinators))
    await town.settle()
    async with town.product.office.reading() as (uow, _):
        (plan,) = await uow.tasks.plans()
        (one,) = await uow.tasks.of_plan(plan.id)
        events, _ = await uow.tasks.events(one.id, 100)
    assert [event.act for event in events].count(TaskAct.APPROVE) == 1
    assert len(await heard(minh, since)) == 1
