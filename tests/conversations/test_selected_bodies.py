"""The bodies selected for direction: their key tasks count as reviewed once each was spoken of; their reports."""

from datetime import date, datetime

import pytest

from domain.deadlines import DueRule
from domain.duty import Fulfilment
from domain.people import Role
from domain.plan import PlanKind
from domain.task import TaskStatus
from services.dispatch_imports import DispatchHeader
from services.imports import TaskRow
from services.plans import PlanHeader
from simulator.client import Person, View
from tests.support.dispatches import give_dispatch, order
from tests.support.plans import count, done, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town

KEY_TASKS = PlanHeader("NVTT-2023", 2023, kind=PlanKind.KEY_TASKS)
BODIES = ("SXD", "STNMT")
REVIEW = order(
    "CV-6A", *BODIES, rule=DueRule.URGENT, item=6, fulfilment=Fulfilment.KEY_TASKS, title="Rà soát"
)
REPORT = order("CV-6B", *BODIES, due="2023-11-30", item=6, title="Báo cáo cuối năm")


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2023, 10, day, hour, tzinfo=PROVINCE)


def key(code: str, unit: str = "SXD", status: TaskStatus = TaskStatus.IN_PROGRESS) -> TaskRow:
    return task(code, unit, "2023-12-15", status=status)


async def given(town: Town, *key_tasks: TaskRow) -> tuple[Person, Person]:
    """The head of one of the bodies, and the coordinator."""
    await give_dispatch(town, REVIEW, REPORT)
    await give_tasks(town, done("A-1", "SXD"))
    await give_tasks(town, *key_tasks, plan=KEY_TASKS)
    return await town.staff("Sơn", Role.UNIT_HEAD, "SXD"), await town.staff("Thu", Role.COORDINATOR, "SNV")


async def review_page(town: Town, head: Person) -> View:
    tasks = await says(town, head, "/tasks")
    listed = next(label for label in tasks.labels if label.startswith("Theo công văn"))
    return await presses(town, head, listed, "CV-6A")


async def reports_progress(town: Town, head: Person, code: str, percent: str) -> None:
    await presses(town, head, code, "Báo cáo tiến độ", percent, "Bỏ qua ›")


@pytest.mark.both_databases
async def test_key_tasks_are_reviewed_once_each_was_spoken_of_since_the_dispatch(town: Town) -> None:
    head, thu = await given(town, key("K-1"), key("K-2"), key("K-3", "STNMT"))
    page = await review_page(town, head)
    assert "CV-6A · Sở Xây dựng" in page.text
    assert "Trạng thái: đã rà soát 0/2" in page.text
    assert "• K-1: chưa báo cáo từ khi có công văn" in page.text
    assert page.labels == ["K-1", "K-2", "Nhận việc", "‹ Danh sách", "‹ Trang đầu"]
    await reports_progress(town, head, "K-1", "50%")
    page = await review_page(town, head)
    assert "Trạng thái: đã rà soát 1/2" in page.text
    assert "• K-1: đạt 50%, báo cáo ngày 02/10/2023" in page.text
    before = await count(head)
    await town.moves_to(at(2))
    assert ["CV-6A · khẩn trương" in told for told in await news(head, before)] == [True]
    page = await review_page(town, head)
    await reports_progress(town, head, "K-2", "25%")
    before = await count(head)
    await town.moves_to(at(9))
    assert await news(head, before) == []

    selected = await says(town, thu, "/selected")
    for words in (
        "Rà soát xong nhiệm vụ trọng tâm: 1/2 đơn vị",
        "Đã gửi báo cáo: 0/2 đơn vị",
        "Sở Xây dựng\nCV-6A · đã rà soát 2/2\nCV-6B · chưa gửi báo cáo, còn 38 ngày làm việc",
        "Sở Tài nguyên và Môi trường\nCV-6A · đã rà soát 0/1",
    ):
        assert words in selected.text
    assert selected.labels == ["SXD", "STNMT", "Xem báo cáo", "‹ Công văn", "‹ Trang đầu"]
    opened = await presses(town, thu, "SXD")
    assert "• K-2: đạt 25%, báo cáo ngày 02/10/2023" in opened.text
    assert (await presses(town, thu, "K-1")).text.startswith("K-1")
    assert "CV-6A · đã rà soát 1/2" in (await says(town, thu, "/dispatch")).text


async def test_the_year_end_report_is_sent_and_received(town: Town) -> None:
    head, thu = await given(town, key("K-1"))
    tasks = await says(town, head, "/tasks")
    await presses(town, head, next(one for one in tasks.labels if one.startswith("Theo")), "CV-6B")
    await presses(town, head, "Đã gửi văn bản")
    await says(town, head, "77/BC-SXD")
    await presses(town, head, "Hôm nay, 02/10/2023", "Bỏ qua ›", "Ghi nhận")
    selected = await says(town, thu, "/selected")
    assert "Đã gửi báo cáo: 1/2 đơn vị" in selected.text
    assert "CV-6B · gửi ngày 02/10/2023, tiếp nhận 0/1" in selected.text
    opened = await presses(town, thu, "Xem báo cáo", "SXD")
    assert "77/BC-SXD" in opened.text
    assert (await presses(town, thu, "‹ Danh sách")).labels[2] == "Xem rà soát"
    await presses(town, thu, "SXD", "Xác nhận tiếp nhận")
    selected = await says(town, thu, "/selected")
    assert "CV-6B · gửi ngày 02/10/2023, đã tiếp nhận đủ" in selected.text


async def test_what_was_handed_in_before_is_reviewed_and_what_was_put_away_is_not_counted(
    town: Town,
) -> None:
    head, _ = await given(town, done("K-1", "SXD"), key("K-2", status=TaskStatus.SUSPENDED), key("K-3"))
    page = await review_page(town, head)
    assert "Trạng thái: đã rà soát 1/2" in page.text
    assert "• K-1: đã trình kết quả trước đó" in page.text
    assert "K-2" not in page.text
    await reports_progress(town, head, "K-3", "10%")
    assert "đã rà soát 2/2" in (await review_page(town, head)).text


async def test_a_word_of_before_the_dispatch_is_no_review(town: Town) -> None:
    await give_dispatch(town, REVIEW, header=DispatchHeader("CV-2", date(2023, 10, 9)))
    await give_tasks(town, key("K-1"), plan=KEY_TASKS)
    head = await town.staff("Sơn", Role.UNIT_HEAD, "SXD")
    await says(town, head, "/tasks")
    await reports_progress(town, head, "K-1", "50%")
    await town.moves_to(at(9, 9))
    page = await review_page(town, head)
    assert "Trạng thái: đã rà soát 0/1" in page.text
    await reports_progress(town, head, "K-1", "75%")
    assert "Trạng thái: đã rà soát 1/1" in (await review_page(town, head)).text


async def test_a_body_of_which_no_key_task_is_known_has_reviewed_none(town: Town) -> None:
    head, thu = await given(town, key("K-3", "STNMT"))
    assert "Trạng thái: chưa có nhiệm vụ trọng tâm" in (await review_page(town, head)).text
    assert "Rà soát xong nhiệm vụ trọng tâm: 0/2 đơn vị" in (await says(town, thu, "/selected")).text


async def test_key_tasks_leave_the_figure_of_the_plan_as_it_is(town: Town) -> None:
    head, thu = await given(town, key("K-1"), key("K-2"))
    page = await says(town, head, "/tasks")
    assert "Sở Xây dựng: 1/1 (100,0%), còn 0" in page.text
    assert "K-1" in page.text
    plan = await says(town, thu, "/plan")
    assert "1/1 (100,0%), còn 0" in plan.text
    other = await presses(town, thu, "Kế hoạch NVTT-2023")
    assert "Nhiệm vụ trọng tâm Ban Chỉ đạo giao năm 2023" in other.text
