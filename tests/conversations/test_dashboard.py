"""The leader's dashboard: the whole at a glance, down to a unit and its head, and once a week without asking."""

from bot.samples import import_dossier_samples, import_samples
from bot.stage import BEGINNING
from domain.people import Role
from handlers.dashboard import DashboardUnits, OpenDashboard, OpenUnitCard
from tests.support.plans import count, give_tasks, news, presses, says, task
from tests.support.town import Town

EIGHT = BEGINNING.replace(hour=8, minute=0)


async def test_the_leader_sees_the_whole_on_one_page_and_goes_down_to_a_unit_and_its_head(town: Town) -> None:
    await import_samples(town.product.office)
    await import_dossier_samples(town.product.office)
    await town.staff("Lê Văn Minh", Role.UNIT_HEAD, "STTTT")
    dao = await town.staff("Đạo", Role.LEADER)
    page = await says(town, dao, "/dashboard")
    assert "Toàn cảnh cải cách hành chính, Thứ Hai, 02/10/2023" in page.text
    assert "Kế hoạch: 33/41 (80,4%), còn 8; quá hạn 1" in page.text
    assert "Kế hoạch chuyển đổi số 2023:" in page.text
    assert "Hồ sơ trực tuyến tháng" in page.text
    assert "Sở Thông tin và Truyền thông: quá hạn 1 nhiệm vụ, lâu nhất 64 ngày làm việc" in page.text
    assert len(page.rows) <= 4
    units = await presses(town, dao, "Theo đơn vị ›")
    assert units.labels[0] == "STTTT"
    card = await presses(town, dao, "STTTT")
    assert "Thủ trưởng: Lê Văn Minh" in card.text
    assert "Trình đúng hạn" in card.text
    assert "CCHC23-40: quá hạn 64 ngày làm việc" in card.text
    assert "chưa giải trình" in card.text
    tasks = await presses(town, dao, "Nhiệm vụ của đơn vị ›")
    assert "CCHC23-40" in tasks.text


async def test_a_unit_without_a_linked_head_says_so(town: Town) -> None:
    await give_tasks(town, task("A-1", "SXD", "2023-09-01"))
    dao = await town.staff("Đạo", Role.LEADER)
    await says(town, dao, "/dashboard")
    card = await presses(town, dao, "Theo đơn vị ›", "SXD")
    assert "Thủ trưởng: chưa có ai kết nối với bot" in card.text


async def test_with_nothing_imported_it_says_so(town: Town) -> None:
    dao = await town.staff("Đạo", Role.LEADER)
    page = await says(town, dao, "/dashboard")
    assert "Chưa nhập kế hoạch nào." in page.text


async def test_it_is_nobody_elses(town: Town) -> None:
    await give_tasks(town, task("A-1", "SXD", "2023-09-01"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "SXD")
    hoa = await town.person("Hoa")
    await hoa.starts()
    for person in (minh, hoa):
        page = await says(town, person, "/dashboard")
        assert "Mục này dành cho lãnh đạo và cán bộ điều phối." in page.text
        for forged in (OpenDashboard(), DashboardUnits(), DashboardUnits(7), OpenUnitCard("SXD")):
            await person.forges(forged.pack(), page.message_id)
            await town.settle()
            shown = "\n".join(view.text for view in await person.messages() if view.from_bot)
            assert "quá hạn 1 nhiệm vụ" not in shown


async def test_the_leaders_week_begins_with_the_whole_in_the_one_digest(town: Town) -> None:
    await give_tasks(town, task("A-1", "SXD", "2023-12-29"))
    dao = await town.staff("Đạo", Role.LEADER)
    thu = await town.staff("Thu", Role.COORDINATOR)
    before = {person.name: await count(person) for person in (dao, thu)}
    await town.moves_to(EIGHT)
    (said,) = await news(dao, before["Đạo"])
    assert "Tình hình đầu tuần, Thứ Hai, 02/10/2023" in said
    assert "Kế hoạch: 0/1 (0,0%), còn 1; quá hạn 0" in said
    assert await news(thu, before["Thu"]) == []
    before["Đạo"] = await count(dao)
    for day in (3, 4, 5, 6):
        await town.moves_to(EIGHT.replace(day=day))
    assert await news(dao, before["Đạo"]) == []
    await town.moves_to(EIGHT.replace(day=9))
    (again,) = await news(dao, before["Đạo"])
    assert "Thứ Hai, 09/10/2023" in again
    page = await presses(town, dao, "Toàn cảnh ›")
    assert "Toàn cảnh cải cách hành chính" in page.text


async def test_what_climbed_to_the_leader_stands_in_the_same_message(town: Town) -> None:
    await give_tasks(town, task("A-1", "SXD", "2023-09-01"))
    dao = await town.staff("Đạo", Role.LEADER)
    before = await count(dao)
    await town.moves_to(EIGHT)
    (said,) = await news(dao, before)
    assert "Nhắc việc" in said
    assert "Toàn cảnh" in said
    assert "A-1" in said


async def test_on_a_week_that_begins_with_a_day_off_it_comes_on_the_first_working_day(town: Town) -> None:
    """Monday 1 and Tuesday 2 January 2024: New Year's Day, then the week's first working day."""
    await give_tasks(town, task("A-1", "SXD", "2024-12-29"))
    dao = await town.staff("Đạo", Role.LEADER)
    await town.moves_to(EIGHT.replace(year=2024, month=1, day=1))
    before = await count(dao)
    assert not await news(dao, before)
    await town.moves_to(EIGHT.replace(year=2024, month=1, day=2))
    (said,) = await news(dao, before)
    assert "Thứ Ba, 02/01/2024" in said
