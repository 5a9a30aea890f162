"""A state that outlives the process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator import Simulator, SimulatorClient
from simulator.saving import write
from tests.simulator.wirebot import Bot


async def test_everything_is_there_after_a_restart(saved: Path, jpeg: bytes) -> None:
    async with Simulator(state=saved) as simulator, SimulatorClient(simulator.base_url) as client:
        bot = Bot(simulator.base_url, simulator.token)
        hoa = await client.person("Hoa", role="Người dân", language="en")
        await hoa.starts()
        await bot.confirm_all()
        sent = await bot.send(
            hoa, "Chọn", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
        )
        await bot.call(
            "setMessageReaction",
            chat_id=hoa.id,
            message_id=sent["message_id"],
            reaction=[{"type": "emoji", "emoji": "👍"}],
        )
        await bot.call(
            "setMyCommands",
            commands=[{"command": "a", "description": "b"}],
            scope={"type": "chat", "chat_id": hoa.id},
        )
        photo = await hoa.uploads_photo(jpeg)
        await hoa.presses("A")
        await client.move_clock("2023-10-02T07:55:00+07:00")
        before = await hoa.transcript()
        waiting = await bot.updates()
        await bot.session.close()

    async with Simulator(state=saved) as simulator, SimulatorClient(simulator.base_url) as client:
        bot = Bot(simulator.base_url, simulator.token)
        (hoa,) = await client.people()
        assert await hoa.transcript() == before
        assert await bot.updates() == waiting
        assert await hoa.commands() == ["a"]
        assert (await client.get("/sim/clock"))["now"].startswith("2023-10-02T07:55")
        query = waiting[-1]["callback_query"]["id"]
        assert await bot.call("answerCallbackQuery", callback_query_id=query, text="muộn") is True
        assert "muộn" in await hoa.transcript()
        file_id = waiting[0]["message"]["photo"][-1]["file_id"]
        assert (await bot.call("sendPhoto", chat_id=hoa.id, photo=file_id))["message_id"] > photo
        await hoa.sends("tiếp")
        assert (await bot.updates())[-1]["update_id"] == waiting[-1]["update_id"] + 1
        await bot.session.close()


async def test_without_a_file_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with Simulator() as simulator:
        simulator.world.store("document", b"x", name="a.txt", mime="text/plain", about={})
        assert os.listdir(tmp_path)
    assert not os.listdir(tmp_path)


def test_a_write_replaces_the_whole(saved: Path) -> None:
    saved.write_text("old")
    write(saved, "new")
    assert saved.read_text() == "new"
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]
