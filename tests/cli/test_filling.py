"""Units and plans are imported, people invited, and what was set aside is put back in line."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli.surroundings import opened
from bot.settings import load
from services.people import accept
from storage.database import Database
from storage.inbox import Arrival
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
UNITS, PLAN = str(SAMPLES / "units.csv"), str(SAMPLES / "par_plan_2023.csv")
HEADER = "code,name_vi,name_en,kind,parent,selected_for_direction\n"
NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)


def test_units_and_the_plan_are_imported_once_and_a_second_time_changes_nothing(deployed: Any) -> None:
    assert "+ STTTT" in deployed("units", "import", UNITS, "--dry-run").stdout
    first = deployed("--language", "en", "units", "import", UNITS)
    assert "Added: 50; changed: 0" in first.stdout
    assert (
        "Added: 0; changed: 0; unchanged: 50" in deployed("--language", "en", "units", "import", UNITS).stdout
    )
    assert "Would be added: 41" in deployed("--language", "en", "plan", "import", PLAN, "--dry-run").stdout
    assert "Added: 41" in deployed("--language", "en", "plan", "import", PLAN).stdout
    again = deployed("--language", "en", "plan", "import", PLAN)
    assert "Added: 0; changed: 0; unchanged: 41" in again.stdout, again.output


def test_every_wrong_row_is_named_and_nothing_is_half_imported(deployed: Any, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(
        f"{HEADER}UBND,Ủy ban,PC,province,,false\nA,A,A,palace,UBND,false\nB,B,B,board,NONE,maybe\n"
    )
    result = deployed("--language", "en", "units", "import", str(file))
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert said[0].startswith("line 3, column kind: “palace” is no kind of unit; there are province, ")
    assert {line.split(":")[0] for line in said[1:-1]} == {
        "line 4, column parent",
        "line 4, column selected_for_direction",
    }
    assert said[-1] == "Nothing was imported: 3 faults."
    assert "Added: 50" in deployed("--language", "en", "units", "import", UNITS).stdout


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "mã;tên\nSở".encode("utf-16"), b"PK\x03\x04rubbish"])
def test_a_file_that_is_no_table_is_refused_in_a_line(deployed: Any, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    result = deployed("units", "import", str(file))
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_what_is_printed_is_in_the_language_of_the_deployment_or_the_one_asked_for(deployed: Any) -> None:
    words = ("invite", "head", "--username", "nghean_bot")
    english = "The role “unit head” needs a unit.\n"
    assert deployed(*words, DEFAULT_LANGUAGE="en").stderr == english
    assert deployed("--language", "en", *words, DEFAULT_LANGUAGE="vi").stderr == english
    assert deployed(*words, DEFAULT_LANGUAGE="vi").stderr != english
    assert deployed("--language", "fr", *words).exit_code == 2


def accept_link(database_url: str, keys: Path, link: str) -> None:
    async def work() -> None:
        chosen = load(_env_file=None, bot_token="1:none", database_url=database_url, keys_file=keys)
        async with opened(chosen) as office, office.writing() as (uow, scope):
            person = await uow.people.meet(77, "Lê Văn Minh", scope.now, scope.new_id())
            await accept(scope, person, link.partition("i_")[2].strip())

    asyncio.run(work())


def test_an_invitation_is_a_link_that_binds_once_and_the_role_can_be_ended(
    deployed: Any, database_url: str, tmp_path: Path
) -> None:
    deployed("units", "import", UNITS)
    invited = deployed("invite", "head", "--unit", "STTTT", "--username", "nghean_bot")
    assert invited.exit_code == 0, invited.output
    link = invited.stdout.strip()
    assert link.startswith("https://t.me/nghean_bot?start=i_")
    accept_link(database_url, tmp_path / "keys.json", link)
    listed = deployed("people", "list").stdout.strip().split("\t")
    assert (listed[2], listed[-1]) == ("STTTT", "Lê Văn Minh")
    assert deployed("people", "end-role", listed[0]).exit_code == 0
    assert listed[0] not in deployed("people", "list").stdout
    assert listed[0] in deployed("people", "list", "--ended").stdout
    assert deployed("people", "end-role", listed[0]).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("head",),
        ("head", "--unit", "NONE"),
        ("focal", "--unit", "STTTT"),
        ("focal", "--unit", "STTTT", "--until", "01/01/2020"),
    ],
)
def test_an_invitation_that_could_bind_to_nothing_is_refused_in_words(
    deployed: Any, words: tuple[str, ...]
) -> None:
    deployed("units", "import", UNITS)
    result = deployed("--language", "en", "invite", *words, "--username", "nghean_bot")
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(".")
    assert result.stdout == ""


def test_a_server_that_does_not_answer_costs_a_line_and_no_token(deployed: Any) -> None:
    result = deployed("invite", "admin", BOT_API_URL="http://127.0.0.1:1")
    assert result.exit_code == 1
    assert result.stderr.startswith("BOT_API_URL: ")
    assert "Example" not in result.output


def test_what_was_set_aside_is_listed_without_its_words_and_put_back(
    deployed: Any, database_url: str, tmp_path: Path
) -> None:
    async def set_aside() -> None:
        database, ring = Database(database_url), KeyRing.load(tmp_path / "keys.json")
        async with database.write() as connection:
            inbox = SqlUnitOfWork(connection, ring, 123456, NOW).inbox
            await inbox.keep([Arrival(1, "chat", "message", b'{"text": "secret words"}')], NOW)
            (claimed,) = await inbox.claim(1, NOW)
            await inbox.fail(claimed, "ValueError", None)
        await database.close()

    assert deployed("dead", "list").exit_code == 0
    asyncio.run(set_aside())
    listed = deployed("dead", "list").stdout
    assert listed.split("\t")[0] == "in:1"
    assert "ValueError" in listed
    assert "secret" not in listed
    assert deployed("dead", "replay", "in:1", "in:99").exit_code == 1
    assert "in:1" in deployed("dead", "list").stdout
    assert deployed("dead", "replay", "--all").exit_code == 0
    assert "in:1" not in deployed("dead", "list").stdout
