"""``.env.example`` is the settings: each named once, with its default and one line of why."""

from enum import Enum
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def shown(default: object) -> str:
    if isinstance(default, SecretStr):
        return ""
    return str(default.value) if isinstance(default, Enum) else str(default)


def test_the_example_names_every_setting_with_its_default_and_why() -> None:
    told: dict[str, tuple[str, str]] = {}
    why = ""
    for line in EXAMPLE.read_text().splitlines():
        if line.startswith("# "):
            why = line.removeprefix("# ")
        elif line:
            name, _, value = line.partition("=")
            assert name not in told
            told[name] = (value, why)
    wanted = {
        name.upper(): ("" if field.is_required() else shown(field.default), str(field.description))
        for name, field in Settings.model_fields.items()
    }
    assert told == wanted


def test_no_secret_has_a_default() -> None:
    for name, field in Settings.model_fields.items():
        if field.annotation is SecretStr and not field.is_required():
            assert field.default.get_secret_value() == "", name
