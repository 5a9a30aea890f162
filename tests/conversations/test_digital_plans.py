"""The register of digital plans: a matrix with a filter, entered by units or for them; what is owed follows at once."""

from datetime import date, datetime

import pytest

from domain.digital_plan import PlanTerm
from domain.people import Role
from services.dispatch_imports import import_digital_plans
from services.imports import DigitalPlanRow
from simulator.client import Person, View
from tests.support.dispatches import EXPLANATION, THE_PLAN, YEAR, give_digital_plans, give_dispatch
from tests.support.plans import count, news, presses, says
from tests.support.town import PROVINCE, Town

PERIOD = PlanTerm(2021, 2025)


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2023, 10, day, hour, tzinfo=PROVINCE)


@pytest.fixture
async def sdl(town: Town) -> Person:
    """The head of one of two units that have no plan for 2023, a week after the dispatch."""
    await give_digital_plans(town, {"SDL", "BDT"})
    await give_dispatch(town, THE_PLAN, EXPLANATION)
    son = await town.staff("Sơn", Role.UNIT_HEAD, "SDL")
    await town.moves_to(at(6, 9))
    return son


async def orders(town: Town, head: Person) -> View:
    tasks = await says(town, head, "/tasks")
    return await presses(town, head, next(one for one in tasks.labels if one.startswith("Theo công văn")))


async def enters(town: Town, person: Person, number: str, day: str) -> View:
    """Number and date of the plan, and nothing attached."""
    await says(town, person, number)
    await says(town, person, day)
    return await presses(town, person, "Bỏ qua ›", "Nhập kế hoạch")


@pytest.mark.both_databases
async def test_the_moment_the_plan_is_entered_the_reminders_change_and_the_explanation_stays(
    town: Town, sdl: Person
) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    page = await presses(town, sdl, (await orders(town, sdl)).labels[1])
    assert "CV-4A · Sở Du lịch" in page.text
    assert "Thời hạn: khẩn trương (công văn không ấn định ngày)" in page.text
    assert "Trạng thái: chưa nhập kế hoạch" in page.text
    assert page.labels == ["Nhập kế hoạch 2023", "Nhận việc", "‹ Danh sách", "‹ Trang đầu"]
    await presses(town, sdl, "Nhập kế hoạch 2023")
    entered = await enters(town, sdl, "12/KH-SDL", "05/10/2023")
    assert "Đã nhập: kế hoạch 2023, số 12/KH-SDL ngày 05/10/2023." in entered.text
    assert "Còn 1 việc phải thực hiện" in entered.text
    assert "CV-4A · gửi ngày 05/10/2023, tiếp nhận 0/2" in entered.text
    for person in (thu, minh):
        assert "Sở Du lịch đã gửi văn bản thực hiện CV-4A" in (await person.last()).text
    # The next Monday nobody speaks of the plan any more; of the explanation they do in time.
    before = await count(sdl)
    await town.moves_to(at(9))
    assert await news(sdl, before) == []
    await town.moves_to(at(18))
    (told,) = await news(sdl, before)
    assert "CV-4B" in told
    assert "CV-4A" not in told
    # Two receipts for the plan as well.
    await presses(town, thu, "Mở CV-4A", "Xác nhận tiếp nhận")
    await presses(town, minh, "Mở CV-4A", "Xác nhận tiếp nhận")
    page = await says(town, thu, "/dispatch")
    assert "CV-4A · đã gửi 1/2 · đã tiếp nhận đủ: 1" in page.text


async def test_a_plan_of_before_the_dispatch_takes_both_orders_away(town: Town, sdl: Person) -> None:
    await presses(town, sdl, (await orders(town, sdl)).labels[1], "Nhập kế hoạch 2023")
    entered = await enters(town, sdl, "12/KH-SDL", "29/09/2023")
    assert "CV-4" not in entered.text
    assert "Không có việc nào theo công văn." in entered.text
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    page = await says(town, thu, "/dispatch")
    assert "CV-4A · đã gửi 0/1" in page.text
    assert "CV-4B · đã gửi 0/1" in page.text


async def test_a_plan_of_the_dispatch_s_own_day_does_not_undo_what_it_found(town: Town, sdl: Person) -> None:
    await presses(town, sdl, (await orders(town, sdl)).labels[1], "Nhập kế hoạch 2023")
    entered = await enters(town, sdl, "12/KH-SDL", "02/10/2023")
    assert "CV-4A · gửi ngày 02/10/2023" in entered.text
    assert "CV-4B · còn" in entered.text


async def test_of_two_plans_that_are_missing_the_order_stands_until_both_are_there(town: Town) -> None:
    await give_digital_plans(town, {"SDL"})
    await give_digital_plans(town, {"SDL"}, term=PERIOD)
    await give_dispatch(town, THE_PLAN, EXPLANATION)
    son = await town.staff("Sơn", Role.UNIT_HEAD, "SDL")
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    before = await count(thu)
    page = await presses(town, son, (await orders(town, son)).labels[1])
    assert page.labels[:2] == ["Nhập kế hoạch 2021-2025", "Nhập kế hoạch 2023"]
    await presses(town, son, "Nhập kế hoạch 2023")
    entered = await enters(town, son, "12/KH-SDL", "2/10")
    assert "CV-4A · khẩn trương" in entered.text
    assert await news(thu, before) == []
    page = await presses(town, son, "CV-4A")
    assert "Nhập kế hoạch 2023" not in page.labels
    await presses(town, son, "Nhập kế hoạch 2021-2025")
    entered = await enters(town, son, "13/KH-SDL", "02/10/2023")
    assert "CV-4A · gửi ngày 02/10/2023, tiếp nhận 0/2" in entered.text
    (told,) = await news(thu, before)
    assert "CV-4A" in told


# ── the register ──────────────────────────────────────────────────────────────────────────────────


async def test_the_matrix_shows_who_lacks_a_plan_and_on_demand_everybody(town: Town, sdl: Person) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    page = await says(town, thu, "/plans")
    assert "2023: đã ban hành 40/42" in page.text
    assert "SDL · Sở Du lịch\n2023: chưa ban hành" in page.text
    assert page.labels == ["BDT", "SDL", "Tất cả đơn vị", "‹ Công văn"]
    everybody = await presses(town, thu, "Tất cả đơn vị")
    assert "SGTVT · Sở Giao thông vận tải\n2023: số 1/KH, ngày 01/03/2023" in everybody.text
    assert len(everybody.rows) <= 4
    second = await presses(town, thu, "Tiếp ›")
    assert "SGTVT" not in second.text
    unit = await presses(town, thu, second.labels[0], "‹ Danh sách")
    assert unit.text == second.text
    assert (await presses(town, thu, "Chỉ đơn vị còn thiếu")).text == page.text


async def test_the_coordinator_enters_a_plan_for_a_unit_and_everybody_reads_it(
    town: Town, sdl: Person
) -> None:
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    await says(town, thu, "/plans")
    unit = await presses(town, thu, "SDL")
    assert "Sở Du lịch: kế hoạch chuyển đổi số" in unit.text
    assert unit.labels == ["Nhập kế hoạch 2023", "‹ Danh sách", "‹ Trang đầu"]
    await presses(town, thu, "Nhập kế hoạch 2023")
    await says(town, thu, "12/KH-SDL")
    await says(town, thu, "05/10/2023")
    await thu.uploads_document("ke-hoach.pdf", b"%PDF-1.7\n%%EOF\n", mime="application/pdf")
    await town.settle()
    page = await presses(town, thu, "Nhập kế hoạch")
    assert "Đã nhập: kế hoạch 2023, số 12/KH-SDL ngày 05/10/2023." in page.text
    assert "2023: đã ban hành 41/42" in page.text
    assert page.labels == ["BDT", "Tất cả đơn vị", "‹ Công văn"]
    assert "CV-4A · gửi ngày 05/10/2023" in (await orders(town, sdl)).text
    dao = await town.staff("Đạo", Role.LEADER)
    await says(town, dao, "/plans")
    unit = await presses(town, dao, "Tất cả đơn vị", "SDL")
    assert unit.labels == ["Mở kế hoạch 2023", "‹ Danh sách", "‹ Trang đầu"]


async def test_the_department_that_receives_the_plans_reads_the_register_and_enters_none_for_others(
    town: Town, sdl: Person
) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await says(town, minh, "/receipts")
    page = await presses(town, minh, "Kế hoạch chuyển đổi số")
    assert "2023: đã ban hành 40/42" in page.text
    unit = await presses(town, minh, "SDL")
    assert unit.labels == ["‹ Danh sách", "‹ Trang đầu"]
    # The head of a unit that sends its own plan has no register.
    await says(town, sdl, "/receipts")
    assert "Kế hoạch chuyển đổi số" not in (await sdl.last()).labels


async def test_before_any_plan_is_asked_for_the_register_says_so(town: Town) -> None:
    await give_dispatch(town, EXPLANATION)
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    assert "Chưa có kế hoạch nào được yêu cầu." in (await says(town, thu, "/plans")).text


async def test_a_file_that_has_the_same_paper_keeps_what_was_entered_with_it(town: Town, sdl: Person) -> None:
    await presses(town, sdl, (await orders(town, sdl)).labels[1], "Nhập kế hoạch 2023")
    await says(town, sdl, "12/KH-SDL")
    await says(town, sdl, "05/10/2023")
    await says(town, sdl, "https://sdl.nghean.gov.vn/kh.pdf")
    await presses(town, sdl, "Nhập kế hoạch")
    async with town.product.office.writing() as (uow, scope):
        same = DigitalPlanRow(2, "SDL", YEAR, "12/KH-SDL", date(2023, 10, 5), "")
        changes = await import_digital_plans(scope, [same])
        assert (changes.added, changes.changed, changes.unchanged) == ((), (), 1)
        other = DigitalPlanRow(2, "SDL", YEAR, "15/KH-SDL", date(2023, 10, 6), "")
        assert [one.code for one in (await import_digital_plans(scope, [other])).changed] == ["SDL 2023"]
        plan = (await uow.digital_plans.matrix()).plan("SDL", YEAR)
        assert plan is not None
        assert (plan.number, plan.link, plan.entered_by) == ("15/KH-SDL", "", None)
