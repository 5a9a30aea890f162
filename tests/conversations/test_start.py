"""The way in, as people meet it: start, links, language, a group, and what nobody expected."""

from datetime import datetime, timedelta

import pytest

from bot.profile import present
from bot.ui.translation import Translator
from domain.people import Role
from domain.unit import Unit, UnitKind
from handlers import menu
from services.people import end_role, invite
from tests.support.town import PROVINCE, Town
from tests.support.waiting import until

NO_METHOD = "Not Found: method not found"
STTTT = Unit(
    "STTTT",
    "Sở Thông tin và Truyền thông",
    "Department of Information and Communications",
    UnitKind.DEPARTMENT,
)


@pytest.fixture
async def unit(town: Town) -> Unit:
    async with town.product.office.writing() as (uow, _):
        await uow.units.put([STTTT])
    return STTTT


async def test_a_citizen_is_told_what_this_is_and_what_can_be_done(town: Town) -> None:
    hoa = await town.person("Hoa", language="en")
    await hoa.starts()
    await town.settle()
    screen = await hoa.last()
    assert "Provincial Inspectorate" in screen.text
    assert screen.labels == [
        "Send a report",
        "My reports",
        "File dossiers online",
        "Tiếng Việt · English",
        "Help",
    ]


async def test_an_invitation_binds_to_role_and_unit_and_the_menu_becomes_theirs(
    town: Town, unit: Unit
) -> None:
    minh = await town.person("Minh", language="en")
    await minh.starts()
    await town.settle()
    assert "tasks" not in await minh.commands()
    await town.staff("Minh", Role.UNIT_HEAD, unit.code)
    screen = await minh.last()
    assert "The invitation is accepted" in screen.text
    assert "Unit head: Department of Information and Communications" in screen.text
    assert "Tasks of the unit" in screen.labels
    assert "tasks" in await minh.commands()


async def test_an_invitation_is_good_for_one_person_once(town: Town, unit: Unit) -> None:
    async with town.product.office.writing() as (_, scope):
        _, token = await invite(scope, None, Role.UNIT_HEAD, unit.code)
    minh, khach = await town.person("Minh", language="en"), await town.person("Khách", language="en")
    for person in (minh, khach):
        await person.starts(f"i_{token}")
        await town.settle()
    assert "has been used already" in (await khach.last()).text
    assert "Tasks of the unit" not in (await khach.last()).labels


async def test_an_invitation_that_has_expired_or_never_was_says_so(town: Town, unit: Unit) -> None:
    async with town.product.office.writing() as (_, scope):
        _, token = await invite(scope, None, Role.UNIT_HEAD, unit.code)
    await town.after(timedelta(days=8))
    minh = await town.person("Minh", language="en")
    for payload, words in ((f"i_{token}", "was valid until"), ("i_made-up", "is not known")):
        await minh.starts(payload)
        await town.settle()
        assert words in (await minh.last()).text


async def test_a_role_that_ends_takes_its_commands_along(town: Town, unit: Unit) -> None:
    minh = await town.staff("Minh", Role.UNIT_HEAD, unit.code)
    assert "tasks" in await minh.commands()
    async with town.product.office.writing() as (uow, scope):
        (person,) = await uow.people.holding({Role.UNIT_HEAD})
        await end_role(scope, None, person.grants[0].id)
        after = await uow.people.get(person.id)
        assert after is not None
        await menu.offer(scope, Translator("vi"), after)
    town.product.delivery.wake()
    await town.settle()
    assert "tasks" not in await minh.commands()


@pytest.mark.parametrize("payload", ["zzz", "q_1", "i_", "u_NOWHERE"])
async def test_a_link_that_leads_nowhere_is_said_kindly(town: Town, payload: str) -> None:
    hoa = await town.person("Hoa", language="en")
    await hoa.starts(payload)
    await town.settle()
    screen = await hoa.last()
    assert "not known here" in screen.text
    assert "Send a report" in screen.labels


async def test_a_person_chooses_a_language_and_the_screen_follows(town: Town, unit: Unit) -> None:
    minh = await town.person("Minh", language="vi")
    await town.staff("Minh", Role.UNIT_HEAD, unit.code)
    vietnamese = (await minh.last()).text
    assert "Sở Thông tin và Truyền thông" in vietnamese
    await minh.presses("Tiếng Việt · English")
    await town.settle()
    await minh.presses("English")
    await town.settle()
    assert "Department of Information and Communications" in (await minh.last()).text
    await minh.sends("/language")
    await town.settle()
    await minh.presses("Tiếng Việt")
    await town.settle()
    assert "Sở Thông tin và Truyền thông" in (await minh.last()).text


async def test_whatever_was_not_expected_is_answered_with_what_can_be_done(town: Town) -> None:
    hoa = await town.person("Hoa", language="en")
    await hoa.starts()
    await town.settle()
    for send in (
        hoa.sends("/nonsense"),
        hoa.sends("<b>&\u202e\x00 xin chào"),
        hoa.sends("x" * 4096),
        hoa.sends_sticker(),
        hoa.sends_poll("?", ["a", "b"]),
        hoa.shares_contact("+84900000000"),
        hoa.shares_location(18.67, 105.69),
    ):
        before = len(await hoa.messages())
        await send
        await town.settle()
        assert len(await hoa.messages()) == before + 2
        assert "Send a report" in (await hoa.last()).labels


async def test_an_old_or_forged_button_is_said_to_be_old_and_the_screen_redrawn(town: Town) -> None:
    hoa = await town.person("Hoa", language="en")
    await hoa.starts()
    await town.settle()
    screen = await hoa.last()
    for data in ("zz9:1:2", "m2", "🙂", "m2:%00:x"):
        pressed = await hoa.forges(data, screen.message_id)
        assert (await pressed.answer()).text == "This button is old."
        await town.settle()
        redrawn = await hoa.last()
        assert redrawn.message_id == screen.message_id
        assert "older screen" in redrawn.text
        assert redrawn.labels == screen.labels


async def test_in_a_group_one_is_asked_into_the_private_chat_and_nothing_is_repeated(town: Town) -> None:
    hoa, minh = await town.person("Hoa", language="en"), await town.person("Minh", language="en")
    group = await town.client.group("Tổ dân phố", [hoa, minh])
    await hoa.sends("/start i_secret-token", chat=group)
    await town.settle()
    said = await hoa.last(chat=group)
    assert "private chat" in said.text
    assert "secret" not in said.text
    assert said.button("Open the private chat")["url"].startswith("https://t.me/")
    before = len(await hoa.messages(chat=group))
    await hoa.sends("chào cả nhà", chat=group)
    await town.settle()
    assert len(await hoa.messages(chat=group)) == before + 1


async def test_help_names_the_commands_and_what_a_report_is_not(town: Town) -> None:
    hoa = await town.person("Hoa", language="en")
    await hoa.sends("/help")
    await town.settle()
    text = (await hoa.last()).text
    assert "/report" in text
    assert "statutory denunciation" in text
    await hoa.presses("‹ Home")
    await town.settle()
    assert "Send a report" in (await hoa.last()).labels


async def test_cancelling_nothing_is_said_and_harmless(town: Town) -> None:
    hoa = await town.person("Hoa", language="en")
    await hoa.sends("/cancel")
    await town.settle()
    assert "nothing to cancel" in (await hoa.last()).text


async def test_a_server_without_menus_still_answers(town: Town, unit: Unit) -> None:
    await town.client.fault(
        kind="error_before", method="setMyCommands", code=404, description=NO_METHOD, count=None
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, unit.code)
    assert "Sở Thông tin và Truyền thông" in (await minh.last()).text


async def test_the_bot_presents_itself_when_it_starts_and_sets_nothing_a_second_time(town: Town) -> None:
    async def calls() -> int:
        made = [await town.client.calls(f"set{what}") for what in ("MyName", "MyDescription", "MyCommands")]
        return sum(map(len, made))

    await town.settle()
    hoa = await town.person("Hoa", language="vi")
    assert "report" in await hoa.commands()
    assert "tasks" not in await hoa.commands()
    before = await calls()
    assert before > 0
    await town.restarts()
    await town.settle()
    assert await calls() == before


async def test_presenting_itself_to_a_server_that_cannot_costs_nothing_but_a_warning(town: Town) -> None:
    for method in ("getMyName", "setMyDescription", "getMyCommands"):
        await town.client.fault(
            kind="error_before", method=method, code=404, description=NO_METHOD, count=None
        )
    await present(town.product.api, town.product.deployment.translators, "vi")
    assert await town.client.calls("setMyShortDescription")


async def test_a_server_that_is_slow_to_say_what_the_bot_is_called_holds_nobody_up(town: Town) -> None:
    await town.settle()
    await town.client.fault(kind="delay", method="getMyName", seconds=60, count=None)
    await town.restarts()
    hoa = await town.person("Hoa", language="en")
    await hoa.starts()

    async def answered() -> bool:
        return any(view.from_bot for view in await hoa.messages())

    await until(answered, "an answer to /start")


async def test_a_delegation_names_its_last_day_and_not_the_morning_after(town: Town, unit: Unit) -> None:
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=PROVINCE))
    await lan.sends("/start")
    await town.settle()
    assert "đến ngày 31/12/2023" in (await lan.last()).text
