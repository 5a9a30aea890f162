"""A wrong setting is named in one clear line, and no line repeats a value, for it may be a secret."""

import traceback
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsWrong, load

TOKEN = "123456:THE-TOKEN-NOBODY-MAY-SEE"
SECRET = "s3cret_" * 6


def settings(**changed: Any) -> Settings:
    return load(_env_file=None, **{"bot_token": TOKEN, **changed})


def lines_of(**changed: Any) -> list[str]:
    with pytest.raises(SettingsWrong) as wrong:
        settings(**changed)
    return wrong.value.lines


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


def test_the_token_is_all_that_is_needed() -> None:
    chosen = settings()
    assert chosen.bot_id == 123456
    assert chosen.database == "sqlite:///var/bot.sqlite3"
    assert chosen.zone.key == "Asia/Ho_Chi_Minh"


def test_a_missing_token_is_said_to_be_missing() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        load(_env_file=None)
    assert wrong.value.lines == ["BOT_TOKEN: is not set"]


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "")
    with pytest.raises(SettingsWrong) as wrong:
        load(_env_file=None)
    assert wrong.value.lines == ["BOT_TOKEN: is not set"]


WRONG: list[tuple[str, str]] = [
    ("bot_token", "not-a-token-but-secret"),
    ("bot_token", "12345:"),
    ("bot_api_url", "ftp://secret.example"),
    ("database_url", "mysql://user:secret@host/db"),
    ("database_url", "not an address, secret"),
    ("database_url", "postgresql://user:secret@host:port/db"),
    ("proxy_url", "socks5://user:secret@proxy"),
    ("mode", "secret"),
    ("listen", "secret"),
    ("listen", "127.0.0.1:99999"),
    ("monitor_listen", ":secret"),
    ("timezone", "Asia/Secret"),
    ("timezone", "/etc/secret"),
    ("default_language", "secret"),
    ("send_rate", "secret"),
    ("send_rate", "0"),
    ("send_rate", "-3"),
    ("sends_in_flight", "0"),
    ("sends_in_flight", "1.5"),
    ("log_level", "SECRET"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_in_one_line_without_its_value(name: str, value: str) -> None:
    (line,) = lines_of(**{name: value})
    assert line.startswith(f"{name.upper()}: ")
    assert "\n" not in line
    assert "secret" not in line.lower()


def test_every_wrong_setting_is_named_at_once() -> None:
    lines = lines_of(bot_token="x", timezone="Nowhere", mode="by post")
    assert [line.partition(":")[0] for line in lines] == ["BOT_TOKEN", "MODE", "TIMEZONE"]


def test_a_webhook_needs_its_address_and_a_long_secret() -> None:
    (line,) = lines_of(mode="webhook")
    assert line.startswith("WEBHOOK_URL: ")
    (line,) = lines_of(mode="webhook", webhook_url="https://bot.example/telegram", webhook_secret="short")
    assert line.startswith("WEBHOOK_SECRET: ")
    assert "short" not in line
    (line,) = lines_of(mode="webhook", webhook_url="https://bot.example/telegram", webhook_secret="é" * 40)
    assert line.startswith("WEBHOOK_SECRET: ")
    settings(mode="webhook", webhook_url="https://bot.example/telegram", webhook_secret=SECRET)


def test_nothing_secret_is_shown_with_the_settings() -> None:
    chosen = settings(
        mode="webhook",
        webhook_url="https://bot.example/telegram",
        webhook_secret=SECRET,
        proxy_url="http://user:proxy-password@proxy.example:3128",
        database_url="postgresql://user:database-password@127.0.0.1/bot",
    )
    for shown in (repr(chosen), str(chosen)):
        for secret in (TOKEN, TOKEN.partition(":")[2], SECRET, "proxy-password", "database-password"):
            assert secret not in shown


def test_nothing_secret_is_in_the_trace_of_a_wrong_setting() -> None:
    wrong_token = "-".join(("secret", "token"))
    with pytest.raises(SettingsWrong) as wrong:
        settings(bot_token=wrong_token)
    assert wrong_token not in "".join(traceback.format_exception(wrong.value))


def test_the_embedded_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    assert settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path}/bot.sqlite3"
