"""/coordination over the wire: every screen of a coordinator within three presses of home, and nobody else's."""

import pytest

from domain.people import Role
from handlers.coordination import SCREENS
from handlers.menu import ENTRIES
from simulator.client import Person
from tests.support.plans import give_units, presses, says
from tests.support.town import Town


@pytest.fixture
async def thu(town: Town) -> Person:
    await give_units(town)
    return await town.staff("Thu", Role.COORDINATOR)


async def test_a_coordinators_home_has_what_is_needed_each_day_and_the_way_to_the_rest(
    town: Town, thu: Person
) -> None:
    home = await says(town, thu, "/start")
    assert home.rows[:2] == [["Chờ duyệt", "Số liệu kế hoạch"], ["Công việc điều phối ›"]]
    assert "Việc theo công văn" not in home.labels
    assert "Báo cáo, biểu đồ" not in home.labels


async def test_the_leader_and_a_head_keep_their_buttons_at_home(town: Town, thu: Person) -> None:
    leader = await town.staff("Lê Văn Bình", Role.LEADER)
    assert {"Việc theo công văn", "Báo cáo, biểu đồ"} <= set((await says(town, leader, "/start")).labels)
    head = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    assert "Báo cáo, biểu đồ" in (await says(town, head, "/start")).labels


async def test_every_screen_of_a_coordinator_is_reached_and_leads_back(town: Town, thu: Person) -> None:
    page = await says(town, thu, "/coordination")
    assert len(page.rows) <= 4
    spheres = [label for label in page.labels if label.endswith(" ›")]
    opened = set()
    for sphere in spheres:
        group = await presses(town, thu, sphere)
        assert len(group.rows) <= 5
        for label in group.labels:
            if label.startswith("‹"):
                continue
            screen = await presses(town, thu, label)
            assert screen.text != group.text, label
            assert any(back.startswith("‹") for back in screen.labels), label
            opened.add(label)
            await says(town, thu, "/coordination")
            await presses(town, thu, sphere)
        again = await presses(town, thu, "‹ Công việc điều phối")
        assert again.text == page.text
    shown = {name for screens in SCREENS.values() for name in screens} & {entry.name for entry in ENTRIES}
    assert len(opened) == len(shown)


def test_no_screen_of_a_coordinator_is_forgotten() -> None:
    placed = [name for screens in SCREENS.values() for name in screens]
    assert len(placed) == len(set(placed))
    theirs = {entry.name for entry in ENTRIES if entry.roles is not None and Role.COORDINATOR in entry.roles}
    assert theirs - set(placed) == {"coordination"}


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.UNIT_HEAD, "STTTT"), (Role.LEADER, None), (Role.INSPECTOR, None), (None, None)]
)
async def test_nobody_else_opens_it_whatever_they_press(
    town: Town, thu: Person, role: Role | None, unit: str | None
) -> None:
    other = await town.person("Hoa") if role is None else await town.staff("Khác", role, unit)
    shown = await says(town, other, "/start")
    assert "Công việc điều phối ›" not in shown.labels
    refused = "Chức năng này không dành cho tài khoản của ông/bà"
    assert refused in (await says(town, other, "/coordination")).text
    for data in ("ks1:", "ks1:w", "ks1:o"):
        await says(town, other, "/start")
        await other.forges(data, (await other.last()).message_id)
        await town.settle()
        assert refused in (await other.last()).text
