"""Files come into the vault, and what cannot come, or should not lie there, is dealt with."""

import asyncio
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.vault import SWEPT_AFTER, FileVault
from bot.fetcher import Fetcher
from bot.office import Office
from services import evidence
from services.evidence import Content, FileKind, FileState, Incoming
from storage.tables import files
from tests.support.waiting import until

CONTENT = b"a photograph"


class TelegramFiles:
    """Telegram, which has every file."""

    async def get_file(self, _source: str) -> "TelegramFiles":
        return self

    async def download_as_bytearray(self) -> bytearray:
        return bytearray(CONTENT)


def examine(data: bytes, name: str) -> Content:
    return Content("image/jpeg", is_forbidden=False, clean_copy=data)


def broken(data: bytes, name: str) -> Content:
    raise ArithmeticError


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "files")


async def sent(office: Office) -> str:
    """A photo that somebody sent; its id."""
    async with office.writing() as (uow, scope):
        await uow.case_keys.make("case", scope.now)
        incoming = Incoming(FileKind.PHOTO, source="telegram's id")
        return (await evidence.attach(scope, "case", "person", incoming)).id


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
