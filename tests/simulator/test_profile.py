"""Commands by scope and language, names, descriptions, the menu button."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import Person, SimulatorClient
from tests.simulator.wirebot import Bot, Refused


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"về {name}"} for name in names]


async def test_the_narrowest_scope_wins_and_in_it_the_language(
    bot: Bot, hoa: Person, client: SimulatorClient
) -> None:
    john = await client.person("John", language="en")
    await john.starts()
    await bot.call("setMyCommands", commands=commands("all"))
    await bot.call("setMyCommands", commands=commands("all_en"), language_code="en")
    assert (await hoa.commands(), await john.commands()) == (["all"], ["all_en"])
    await bot.call("setMyCommands", commands=commands("private"), scope={"type": "all_private_chats"})
    assert (await hoa.commands(), await john.commands()) == (["private"], ["private"])
    scope = {"type": "chat", "chat_id": hoa.id}
    await bot.call("setMyCommands", commands=commands("staff", "/audit"), scope=scope)
    await bot.call("setMyCommands", commands=commands("nhan_vien"), scope=scope, language_code="vi")
    assert await hoa.commands() == ["nhan_vien"]
    assert await bot.call("getMyCommands", scope=scope) == [
        {"command": "staff", "description": "về staff"},
        {"command": "audit", "description": "về /audit"},
    ]
    await bot.call("deleteMyCommands", scope=scope, language_code="vi")
    assert await hoa.commands() == ["staff", "audit"]
    await bot.call("setMyCommands", commands=[], scope=scope)
    assert await hoa.commands() == ["private"]


async def test_scopes_of_a_group(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    group = await client.group("Tổ", [hoa])
    await bot.call("setMyCommands", commands=commands("g"), scope={"type": "all_group_chats"})
    member = {"type": "chat_member", "chat_id": group, "user_id": hoa.id}
    await bot.call("setMyCommands", commands=commands("m"), scope=member)
    told = await client.get(f"/sim/chats/{group}", person=hoa.id)
    assert [command["command"] for command in told["commands"]] == ["m"]
    await bot.call("deleteMyCommands", scope=member)
    told = await client.get(f"/sim/chats/{group}", person=hoa.id)
    assert [command["command"] for command in told["commands"]] == ["g"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"commands": commands("Hoa")}, "BOT_COMMAND_INVALID"),
    ({"commands": commands("a-b")}, "BOT_COMMAND_INVALID"),
    ({"commands": commands("a" * 33)}, "BOT_COMMAND_INVALID"),
    ({"commands": commands("việc")}, "BOT_COMMAND_INVALID"),
    ({"commands": [{"command": "a", "description": ""}]}, "command description must be non-empty"),
    ({"commands": commands(*(f"c{i}" for i in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
    ({"commands": "x"}, "can't parse commands JSON object"),
    ({"commands": {}}, "expected an Array of BotCommand"),
    ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    (
        {"commands": [], "scope": {"type": "planet"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    ({"commands": [], "language_code": "vie"}, "invalid language code specified"),
]


@pytest.mark.parametrize(("told", "why"), REFUSED)
async def test_refused_commands(bot: Bot, told: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot.call("setMyCommands", **told)
    assert refused.value.description == f"Bad Request: {why}"


@pytest.mark.parametrize(
    ("name", "field", "limit"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
async def test_names_and_descriptions_by_language(bot: Bot, name: str, field: str, limit: int) -> None:
    await bot.call(f"setMy{name}", **{field: "chung"})
    await bot.call(f"setMy{name}", **{field: "english", "language_code": "en"})
    assert await bot.call(f"getMy{name}", language_code="en") == {field: "english"}
    assert await bot.call(f"getMy{name}", language_code="vi") == {field: "chung"}
    await bot.call(f"setMy{name}", **{field: "", "language_code": "en"})
    assert await bot.call(f"getMy{name}", language_code="en") == {field: "chung"}
    with pytest.raises(Refused, match="400"):
        await bot.call(f"setMy{name}", **{field: "x" * (limit + 1)})


async def test_the_menu_button(bot: Bot, hoa: Person) -> None:
    assert await bot.call("getChatMenuButton") == {"type": "commands"}
    await bot.call("setChatMenuButton", chat_id=hoa.id, menu_button={"type": "default"})
    assert await bot.call("getChatMenuButton", chat_id=hoa.id) == {"type": "default"}
    with pytest.raises(Refused, match="MenuButton has unsupported type"):
        await bot.call("setChatMenuButton", menu_button={"type": "door"})


async def test_me(bot: Bot) -> None:
    me = await bot.call("getMe")
    assert me["is_bot"] is True
    assert me["username"] == "cchc_nghean_bot"
