"""From an empty folder to a deployment, and what is said on the way when something is wrong."""

import stat
from pathlib import Path
from typing import Any

import pytest

from bot.cli.surroundings import WORDS_OF_KEYS
from storage import identity, sealing
from storage.sealing import KeyRing

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"


def test_without_a_command_the_commands_are_listed_with_a_line_each(command: Any) -> None:
    told = command().output
    for name in (
        "demo",
        "tour",
        "run",
        "check",
        "db",
        "units",
        "plan",
        "invite",
        "people",
        "dead",
        "keys",
        "bench",
    ):
        line = next(line for line in told.splitlines() if line.split()[:1] == [name])
        assert len(line.split()) > 1
        assert not line.endswith("...")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("units", "import"),
        ("units", "import", "none.csv"),
        ("invite", "king"),
        ("dead", "replay"),
    ],
)
def test_wrong_use_ends_with_2(deployed: Any, words: tuple[str, ...]) -> None:
    assert deployed(*words).exit_code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "abc"),
        ("TIMEZONE", "Asia/Nowhere"),
        ("DEFAULT_LANGUAGE", "fr"),
        ("MODE", "pigeon"),
        ("LISTEN", "here"),
        ("KEYS_FILE", "/nowhere/keys.json"),
        ("DATABASE_URL", "what"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_without_its_value_and_ends_with_2(
    deployed: Any, name: str, value: str
) -> None:
    result = deployed("check", **{name: value})
    assert result.exit_code == 2, result.output
    said = result.stderr.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"{name}: ")
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SEND_RATE", "many", "phải là số lớn hơn 0, không quá 1000"),
        ("MODE", "pigeon", "chỉ nhận polling hoặc webhook"),
        ("MODE", "webhook", None),
        ("DEFAULT_LANGUAGE", "fr", "chỉ nhận vi hoặc en"),
        ("KEYS_FILE", "/nowhere", "không có tệp /nowhere; tạo bằng lệnh python -m bot keys new"),
        ("DATABASE_URL", "mysql://h/d", "chỉ nhận sqlite:///TỆP hoặc postgresql://…"),
    ],
)
def test_a_wrong_setting_is_told_in_the_language_of_the_deployment(
    deployed: Any, name: str, value: str, why: str | None
) -> None:
    wrong = {name: value}
    setting, why = (name, why) if why else ("WEBHOOK_URL", "cần địa chỉ https khi MODE=webhook")
    assert deployed("check", **wrong).stderr == f"{setting}: {why}\n"
    in_english = deployed("check", **{"DEFAULT_LANGUAGE": "en", **wrong})
    # Where the language itself is wrong, the province's is spoken.
    assert (in_english.stderr == f"{setting}: {why}\n") is (name == "DEFAULT_LANGUAGE")
    assert deployed("--language", "en", "check", **wrong).stderr.isascii() is ("postgresql" not in why)


@pytest.mark.parametrize("words", WORDS_OF_KEYS)
def test_whatever_is_wrong_with_a_key_file_has_its_words(words: str) -> None:
    assert f'"{words}"' in Path(sealing.__file__).read_text() + Path(identity.__file__).read_text()


def test_check_passes_when_all_is_in_order(deployed: Any) -> None:
    result = deployed("check")
    assert result.exit_code == 0, result.output
    assert "ngôn ngữ: vi, en" in result.stdout


def test_a_misspelt_setting_is_named_without_its_value_and_stops_nothing(
    deployed: Any, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        "# A_REMARK=1\nWEBHOOK_SECRT=secret\nSEND_RATE=20\nemptied=\ntimezon=secret\n"
    )
    result = deployed("--language", "en", "check")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == [
        "settings: TIMEZON in .env is no setting of this bot",
        "settings: WEBHOOK_SECRT in .env is no setting of this bot",
    ]
    assert "secret" not in result.output


def test_a_file_of_settings_that_is_no_text_is_named(deployed: Any, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("TIMEZONE=Asia/Ho_Chi_Minh\n".encode("utf-16"))
    result = deployed("check")
    assert (result.exit_code, result.stderr) == (2, ".env: không phải là UTF-8\n")


def test_check_needs_a_token_and_the_database_commands_do_not(deployed: Any) -> None:
    result = deployed("check", BOT_TOKEN=None)
    assert (result.exit_code, result.stderr) == (2, "BOT_TOKEN: chưa được đặt\n")
    assert deployed("db", "status", BOT_TOKEN=None).exit_code == 0


def test_keys_are_for_their_owner_only_and_never_overwritten(command: Any, tmp_path: Path) -> None:
    assert command("keys", "new").exit_code == 0
    path = tmp_path / "keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    again = command("keys", "new")
    assert again.exit_code == 1
    assert again.stderr.startswith("KEYS_FILE: ")
    assert path.read_text() == before


def test_the_folder_of_the_data_is_the_bot_s_alone(command: Any, tmp_path: Path) -> None:
    command("keys", "new")
    data = tmp_path / "data"
    assert command("db", "upgrade", DATA_DIR=str(data), DATABASE_URL=None).exit_code == 0
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert (data / "bot.sqlite3").exists()


def test_looking_at_a_database_that_is_not_there_makes_none(command: Any, tmp_path: Path) -> None:
    result = command("db", "status", DATABASE_URL=f"sqlite:///{tmp_path}/data/none.sqlite3")
    assert result.exit_code == 1
    assert result.stdout == "Cơ sở dữ liệu chưa có bảng nào: python -m bot db upgrade\n"
    assert not (tmp_path / "data").exists()


def test_work_on_a_database_without_tables_is_refused(command: Any) -> None:
    command("keys", "new")
    result = command("people", "list")
    assert result.exit_code == 1
    assert "db upgrade" in result.stderr


@pytest.mark.parametrize(
    "words", [("people", "list"), ("db", "upgrade"), ("check",), ("keys", "rotate"), ("run",)]
)
def test_other_keys_than_the_databases_are_refused_and_nothing_is_touched(
    deployed: Any, tmp_path: Path, words: tuple[str, ...]
) -> None:
    other = tmp_path / "other.json"
    KeyRing.new().save(other)
    before = other.read_text()
    result = deployed(*words, KEYS_FILE=str(other))
    assert result.exit_code == 2, result.output
    assert result.stderr == "KEYS_FILE: đây không phải là tệp khóa đã niêm phong cơ sở dữ liệu này\n"
    assert other.read_text() == before
    assert deployed("check").exit_code == 0


def test_keys_can_be_rotated_and_everything_still_opens(deployed: Any, tmp_path: Path) -> None:
    before = KeyRing.load(tmp_path / "keys.json").current
    assert deployed("keys", "rotate").exit_code == 0
    assert KeyRing.load(tmp_path / "keys.json").current != before
    assert deployed("keys", "reseal").exit_code == 0
    assert deployed("check").exit_code == 0


def test_a_database_that_is_away_is_named_without_its_password(deployed: Any) -> None:
    address = "postgresql://someone:secret@127.0.0.1:1/none?connect_timeout=1"
    result = deployed("people", "list", DATABASE_URL=address)
    assert result.exit_code == 1
    assert result.stderr.startswith("DATABASE_URL: ")
    assert "secret" not in result.output
