"""The tour holds on both databases, and where it does not it says where."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.tour import run_tour
from bot.tour.founding import CITIZEN
from bot.tour.place import Act, Place
from bot.ui.translation import Translator


@pytest.mark.both_databases
async def test_the_whole_story_holds(database_url: str) -> None:
    told: list[str] = []
    assert await run_tour(Translator("en"), database_url, told.append), "\n".join(told[-40:])
    assert "The story holds: 8" in told[-1]
    assert any("Citizen · writes: /report" in line for line in told)
    assert any(line.startswith("09:00") for line in told)


async def _sees_what_is_not_there(place: Place) -> None:
    await place.administrator.types("keys new")
    await place.administrator.types("db upgrade")
    await place.starts()
    citizen = await place.comes("Trần Thị Hoa", CITIZEN)
    await citizen.says("/start")
    await citizen.sees("34/41")


async def _presses_what_is_not_there(place: Place) -> None:
    await place.administrator.types("keys new")
    await place.administrator.types("db upgrade")
    await place.starts()
    citizen = await place.comes("Trần Thị Hoa", CITIZEN)
    await citizen.says("/start")
    await citizen.presses("Phê duyệt")


async def _fails_to_found(place: Place) -> None:
    await place.administrator.types("keys new")
    await place.administrator.types("keys new")


@pytest.mark.parametrize(
    ("play", "words"),
    [
        (_sees_what_is_not_there, ("Step 6 of “1. An act”", "Expected: Citizen: “34/41”", "[Gửi phản ánh]")),
        (_presses_what_is_not_there, ("Step 7 of “1. An act”", "no button 'Phê duyệt'", "'Gửi phản ánh'")),
        (_fails_to_found, ("Step 4 of “1. An act”", "KEYS_FILE")),
    ],
)
async def test_where_it_does_not_hold_the_step_is_named_with_what_was_on_the_screen(
    play: Callable[[Place], Awaitable[None]], words: tuple[str, ...]
) -> None:
    told: list[str] = []
    assert not await run_tour(Translator("en"), "", told.append, [Act("An act", play)])
    assert all(any(word in line for line in told) for word in words), "\n".join(told)


def test_a_story_that_does_not_hold_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "not-a-database"
    file.write_bytes(b"something else" * 100)
    result = CliRunner().invoke(app, ["--language", "en", "tour", "--database", f"sqlite:///{file}"])
    assert result.exit_code == 1
    assert "Step 4" in result.stdout
    assert "does not hold" in result.stdout
