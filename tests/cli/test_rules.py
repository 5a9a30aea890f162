"""What the province decides otherwise, by the command line: listed, changed from a day on, seen by a running bot."""

from typing import Any

import pytest

from domain.settings import DEFAULTS, KEYS, as_text
from tests.support.command_line import typed
from tests.support.town import Town


def test_every_setting_is_listed_with_its_default_and_its_source(deployed: Any) -> None:
    lines = [line.split("\t") for line in deployed("rules", "list").stdout.splitlines()]
    assert [(key, value) for key, value, *_ in lines] == [(key, as_text(DEFAULTS, key)) for key in KEYS]
    assert {since for _, _, since, _ in lines} == {"mặc định"}
    assert all(source for *_, source in lines)


def test_a_change_holds_from_its_day_on_and_the_last_for_a_day_counts(deployed: Any) -> None:
    for words in (
        ("reports_a_day", "5", "--from", "01/01/2024"),
        ("reports_a_day", "7", "--from", "31/12/2098"),
        ("reports_a_day", "6", "--from", "2098-12-31"),
    ):
        result = deployed("rules", "set", *words)
        assert result.exit_code == 0, result.output
    assert "reports_a_day là 6 từ ngày 31/12/2098" in result.stdout
    told = deployed("--language", "en", "rules", "list").stdout
    assert "reports_a_day\t5\tsince 01/01/2024\t" in told
    assert "reports_a_day\t6\tfrom 31/12/2098 on\n" in told
    assert "reports_a_day\t7" not in told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("reports_a_day", "none"), 1, "none"),
        (("reports_a_year", "5"), 1, "reports_a_year"),
        (("reports_a_day", "5", "--from", "khi nào"), 2, "--from"),
        (("reports_a_day",), 2, "value"),
    ],
)
def test_what_cannot_be_a_setting_changes_nothing(
    deployed: Any, words: tuple[str, ...], code: int, said: str
) -> None:
    result = deployed("rules", "set", *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "mặc định" in deployed("rules", "list").stdout.splitlines()[KEYS.index("reports_a_day")]


async def test_a_running_bot_keeps_to_a_change(town: Town) -> None:
    assert town.product.office.rules.reports_a_day == DEFAULTS.reports_a_day
    await typed(town, "rules", "set", "reports_a_day", "5")
    await town.product.ticker.round()
    assert town.product.office.rules.reports_a_day == 5
