"""Roles by the command line: a link for each, who holds which, and an end to it while the bot runs."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.people import ROLES
from domain.people import Role
from services.people import token_hash
from simulator.client import Person
from tests.support.command_line import typed
from tests.support.databases import stored
from tests.support.plans import count, give_tasks, give_units, news, presses, says, task
from tests.support.town import Town
from tests.support.waiting import until

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
IN_HALF_A_YEAR = f"{datetime.now(UTC) + timedelta(days=180):%d/%m/%Y}"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_invited_to_and_the_link_names_neither_role_nor_unit(
    deployed: Any, database_url: str, role: str
) -> None:
    deployed("units", "import", str(SAMPLES / "units.csv"))
    more = {"head": ("--unit", "STTTT"), "focal": ("--unit", "STTTT", "--until", IN_HALF_A_YEAR)}.get(
        role, ()
    )
    result = deployed("invite", role, *more, "--username", "@nghean_bot")
    assert result.exit_code == 0, result.output
    (link,) = result.stdout.split()
    assert link.startswith("https://t.me/nghean_bot?start=i_")
    payload = link.partition("start=")[2]
    assert len(payload) <= 64
    assert role not in payload
    assert "một lần" in result.stderr
    # The link is told once and stored as a hash only.
    token = payload.removeprefix("i_")
    kept = asyncio.run(stored(database_url))
    assert token_hash(token) in kept
    assert token not in kept


def test_two_links_are_never_alike_and_nobody_is_listed_before_one_is_used(deployed: Any) -> None:
    links = {deployed("invite", "coordinator", "--username", "b").stdout for _ in range(5)}
    assert len(links) == 5
    assert deployed("people", "list").stdout == "Chưa có ai giữ vai trò nào.\n"
    assert deployed("--language", "en", "people", "list").stdout == "Nobody holds a role.\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("people", "end-role", "none"), 1),
        (("people", "end-role"), 2),
        (("invite", "focal", "--unit", "STTTT", "--until", "khi nào"), 2),
        (("invite", "focal", "--unit", "STTTT", "--until", "31/12/9999"), 2),
        (("invite",), 2),
        (("people", "list", "--all"), 2),
    ],
)
def test_what_cannot_be_done_is_told_apart_from_what_was_typed_wrongly(
    deployed: Any, words: tuple[str, ...], code: int
) -> None:
    result = deployed(*words, "--username", "b") if words[0] == "invite" else deployed(*words)
    assert result.exit_code == code
    assert result.stderr
    assert "Traceback" not in result.output


# ── while the bot runs ────────────────────────────────────────────────────────────────────────────


async def head_of(town: Town) -> Person:
    await give_tasks(town, task("A-1", "STTTT", "2023-12-29"))
    return await town.staff("Minh", Role.UNIT_HEAD, "STTTT")


async def test_a_role_ended_by_the_command_line_is_over_for_the_running_bot(town: Town) -> None:
    minh = await head_of(town)
    await says(town, minh, "/tasks")
    page = await presses(town, minh, "A-1")
    assert "tasks" in await minh.commands()
    listed = await typed(town, "people", "list")
    number, role, unit, _, state, name = listed.strip().split("\t")
    assert (role, unit, state, name) == ("unit head", "STTTT", "in force", "Minh")
    assert "Ended: unit head." in await typed(town, "people", "end-role", number)
    before = await count(minh)
    await minh.forges(page.button("Nhận việc")["callback_data"], page.message_id)
    await town.settle()
    # That the role is over is told in office hours, which may be now.
    assert "Nhiệm vụ này không thuộc phạm vi của tài khoản này." in await news(minh, before)
    assert "Nhiệm vụ của đơn vị" not in (await says(town, minh, "/start")).labels

    async def menu_is_a_citizens() -> bool:
        return "tasks" not in await minh.commands()

    await until(menu_is_a_citizens, "the menu without /tasks")
    assert await typed(town, "people", "list") == "Nobody holds a role.\n"
    assert "ended" in await typed(town, "people", "list", "--ended")


async def test_a_link_of_the_command_line_is_accepted_by_the_running_bot(town: Town) -> None:
    await give_units(town)
    link = await typed(town, "invite", "head", "--unit", "STTTT", "--username", "b")
    minh = await town.person("Minh")
    await minh.starts(link.strip().partition("start=")[2])
    await town.settle()
    assert "Sở Thông tin và Truyền thông" in (await minh.last()).text
    assert "tasks" in await minh.commands()
