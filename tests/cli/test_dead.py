"""What was set aside is listed without its words, and put back in line, inbound and outbound."""

from typing import Any

import pytest

from domain.people import Role
from tests.support.command_line import typed
from tests.support.plans import give_units
from tests.support.town import Town


async def test_what_telegram_refused_for_good_is_listed_and_goes_out_when_put_back(town: Town) -> None:
    await give_units(town)
    await town.client.fault(
        kind="refuse", method="sendMessage", description="Bad Request: can't parse entities", count=1
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    assert not [view for view in await minh.messages() if view.from_bot]
    (line,) = (await typed(town, "dead", "list")).splitlines()
    number, _, kind, attempts, fault = line.split("\t")
    assert (kind, attempts, fault) == ("reply", "1", "not_parseable")
    assert number.startswith("out:")
    assert "Minh" not in line
    assert await typed(town, "dead", "replay", number) == "1 is back in line.\n"
    town.product.delivery.wake()
    await town.settle()
    assert "Sở Thông tin và Truyền thông" in (await minh.last()).text
    assert await typed(town, "dead", "list") == "Nothing was set aside.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("dead", "replay", "7"),
        ("dead", "replay", "out:x"),
        ("dead", "replay", "in:" + "9" * 19),
        ("dead", "replay", "in:1", "--all"),
    ],
)
def test_numbers_are_given_as_they_are_listed(deployed: Any, words: tuple[str, ...]) -> None:
    assert deployed(*words).exit_code == 2


def test_a_number_that_was_not_set_aside_is_named_in_either_language(deployed: Any) -> None:
    assert deployed("dead", "replay", "out:7").stderr == "out:7 không nằm trong danh sách để riêng.\n"
    result = deployed("--language", "en", "dead", "replay", "in:7")
    assert (result.exit_code, result.stderr) == (1, "in:7 was not set aside.\n")
    assert deployed("dead", "replay", "--all").exit_code == 0
