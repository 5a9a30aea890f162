"""Files come into the vault, and what cannot come, or should not lie there, is dealt with."""

import asyncio
import os
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.vault import SWEPT_AFTER, FileVault
from bot.fetcher import AT_ONCE, Fetcher
from bot.office import Office
from services import evidence
from services.evidence import Content, FileKind, FileState, Incoming
from storage.tables import files
from tests.support.waiting import until

CONTENT = b"a photograph"


class TelegramFiles:
    """Telegram, which has every file."""

    downloads = 0

    async def get_file(self, _source: str) -> "TelegramFiles":
        return self

    async def download_as_bytearray(self) -> bytearray:
        self.downloads += 1
        return bytearray(CONTENT)


def examine(data: bytes, name: str) -> Content:
    return Content("image/jpeg", is_forbidden=False, clean_copy=data)


def broken(data: bytes, name: str) -> Content:
    raise ArithmeticError


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "files")


async def sent(office: Office, case_id: str = "case") -> str:
    """A photo that somebody sent; its id."""
    async with office.writing() as (uow, scope):
        await uow.case_keys.make(case_id, scope.now)
        incoming = Incoming(FileKind.PHOTO, source="telegram's id")
        return (await evidence.attach(scope, case_id, "person", incoming)).id


async def row(office: Office) -> Any:
    async with office.database.read() as connection:
        return (await connection.execute(select(files))).one()


def fetcher(office: Office, vault: FileVault, looks: evidence.Examine = examine) -> Fetcher:
    bot: Any = TelegramFiles()
    return Fetcher(office, bot, vault, looks)


async def test_a_file_that_cannot_be_examined_is_tried_again_and_in_the_end_given_up(
    office: Office, vault: FileVault
) -> None:
    await sent(office)
    for attempt in range(1, evidence.TRIES + 1):
        assert await fetcher(office, vault, broken).step()
        found = await row(office)
        assert (found.attempts, found.fault) == (attempt, "ArithmeticError")
        async with office.database.write() as connection:
            await connection.execute(files.update().values(not_before=None))
    assert found.state == FileState.UNREACHABLE


async def test_what_no_row_knows_leaves_the_vault_and_what_is_known_stays(
    office: Office, vault: FileVault, tmp_path: Path
) -> None:
    file_id = await sent(office)
    await vault.put("discarded.original", b"sealed")
    await fetcher(office, vault).step()
    long_ago = time.time() - (SWEPT_AFTER + timedelta(hours=1)).total_seconds()
    for path in (tmp_path / "files").rglob("*.*"):
        os.utime(path, (long_ago, long_ago))
    runs = asyncio.create_task(fetcher(office, vault).run())

    async def gone() -> bool:
        return not await vault.exists("discarded.original")

    await until(gone, "the vault is swept")
    runs.cancel()
    assert await vault.exists(f"{file_id}.original")
    assert await vault.exists(f"{file_id}.clean")


async def test_what_came_together_is_examined_one_by_one(office: Office, vault: FileVault) -> None:
    looking: list[str] = []
    may_end = threading.Event()

    def looks(data: bytes, name: str) -> Content:
        looking.append(name)
        may_end.wait()
        return examine(data, name)

    for number in range(AT_ONCE):
        await sent(office, f"case-{number}")
    telegram = TelegramFiles()
    bot: Any = telegram
    step = asyncio.create_task(Fetcher(office, bot, vault, looks).step())

    async def all_downloaded() -> bool:
        return telegram.downloads == AT_ONCE and bool(looking)

    await until(all_downloaded, "every file is downloaded and one is looked at")
    assert len(looking) == 1
    may_end.set()
    await step
    assert len(looking) == AT_ONCE
