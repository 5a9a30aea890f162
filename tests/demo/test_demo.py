"""The demo: five people bound already, goes on where it was, and does not get in the way of another."""

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.demo import SEATS, CannotPlay, forget, open_demo
from bot.stage import BEGINNING
from simulator.client import SimulatorClient

EIGHT = BEGINNING.replace(hour=8, minute=0)


async def test_five_people_are_bound_and_offered_what_their_roles_are_for(tmp_path: Path) -> None:
    async with open_demo(tmp_path, port=0) as demo:
        assert BEGINNING <= demo.clock.now() < EIGHT
        commands = {seat.title: set(await demo.people[seat.name].commands()) for seat in SEATS}
    assert [len(seat.roles) for seat in SEATS] == [0, 1, 1, 2, 1]
    assert "report" in commands["Người dân"]
    assert "tasks" in commands["Thủ trưởng Sở TT&TT"]
    assert "queue" in commands["Thanh tra viên"]
    assert "plan" in commands["Cán bộ điều phối, Sở Nội vụ"]


async def test_it_goes_on_where_it_was(tmp_path: Path) -> None:
    async with open_demo(tmp_path, port=0) as demo:
        await demo.settle()
        minh = demo.people["Lê Văn Minh"]
        await minh.sends("/tasks")
        await demo.settle()
        await _move(demo.client, "morning")
        await demo.settle()
        before = [view.text for view in await minh.messages()]
        assert "CCHC23-40" in before[-1]
    async with open_demo(tmp_path, port=0) as demo:
        await demo.settle()
        assert EIGHT <= demo.clock.now() < EIGHT + timedelta(minutes=30)
        assert [view.text for view in await demo.people["Lê Văn Minh"].messages()] == before
        await demo.people["Lê Văn Minh"].presses("Tất cả nhiệm vụ của đơn vị")
        await demo.settle()
        assert "CCHC23-40" in (await demo.people["Lê Văn Minh"].last()).text


async def test_the_clock_goes_to_somebodys_next_reminder_and_no_further_back(tmp_path: Path) -> None:
    async with open_demo(tmp_path, port=0) as demo:
        offered = (await _clock(demo.client))["choices"]
        assert offered[0]["label"] == {
            "vi": "08:00 ngày làm việc kế tiếp",
            "en": "08:00 of the next working day",
        }
        (reminder,) = [choice for choice in offered if "Lê Văn Minh" in choice["label"]["vi"]]
        await _move(demo.client, reminder["id"])
        await demo.settle()
        digest = (await demo.people["Lê Văn Minh"].messages())[-1]
        assert "CCHC23-40" in digest.text
        assert digest.wire["date"] >= int(EIGHT.timestamp())
        with pytest.raises(ValueError, match="400"):
            await _move(demo.client, to=BEGINNING.isoformat())


async def _clock(client: SimulatorClient) -> Any:
    return await _at_the_clock(client, "GET")


async def _move(client: SimulatorClient, choice: str = "", **told: str) -> Any:
    return await _at_the_clock(client, "POST", json=told or {"choice": choice})


async def _at_the_clock(client: SimulatorClient, verb: str, **how: Any) -> Any:
    address = (await client.get("/sim/clock"))["clock_url"]
    async with SimulatorClient("") as outside:
        return await outside.send(verb, address, **how)


async def test_two_cannot_be_played_in_one_folder(tmp_path: Path) -> None:
    async with open_demo(tmp_path, port=0):
        with pytest.raises(CannotPlay, match="being played"):
            async with open_demo(tmp_path, port=0):
                pass
        with pytest.raises(CannotPlay, match="being played"):
            forget(tmp_path)
    async with open_demo(tmp_path, port=0) as again:
        assert len(again.people) == len(SEATS)


def test_a_port_beyond_the_last_is_wrong_use_and_no_traceback(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["demo", "--folder", str(tmp_path), "--port", "99999"])
    assert result.exit_code == 2
    assert "--port" in result.output


def test_a_demo_that_is_forgotten_is_said_to_be(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["demo", "--folder", str(tmp_path / "demo"), "--reset"])
    assert result.output == "Đã xóa bản chạy thử; make demo bắt đầu lại từ đầu.\n"


def test_a_port_that_is_taken_costs_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["demo", "--folder", str(tmp_path), "--port", port])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"cổng {port} đang được dùng; chọn cổng khác bằng --port (make demo PORT={int(port) + 1})"
    ]


async def test_a_reset_takes_away_what_the_demo_left_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    async with open_demo(folder, port=0):
        pass
    forget(folder)
    assert not folder.exists()
    async with open_demo(folder, port=0):
        pass
    (folder / "note.txt").write_text("mine")
    forget(folder)
    assert [path.name for path in folder.iterdir()] == ["note.txt"]
    forget(tmp_path / "nowhere")
