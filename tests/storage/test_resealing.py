"""Keys are rotated while the bot runs: the database keeps to its ring, and what rests moves to the current key."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from services.ports import Draft
from storage.database import Database
from storage.identity import ensure_ring
from storage.resealing import SEALED, reseal
from storage.sealing import KeyRing, KeysUnusable
from storage.tables import case_keys, case_reporters, drafts, files, people
from storage.unit_of_work import SqlUnitOfWork

pytestmark = pytest.mark.both_databases

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)


def unit_of_work(connection: object, ring: KeyRing) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, ring, 42, NOW)  # type: ignore[arg-type]


async def meet(database: Database, ring: KeyRing, count: int) -> None:
    async with database.write() as connection:
        uow = unit_of_work(connection, ring)
        for number in range(count):
            await uow.people.meet(1000 + number, f"Người {number}", NOW, f"p{number:017}")
            await uow.case_keys.make(f"c{number:017}", NOW)
            draft = Draft(f"p{number:017}", "report", 1, {"what": "tố giác"})
            await uow.drafts.save(draft, NOW, NOW)


async def test_a_database_keeps_to_the_ring_it_first_saw(database: Database) -> None:
    ring = KeyRing.new()
    for known in (ring, ring, ring.rotated()):
        async with database.write() as connection:
            await ensure_ring(unit_of_work(connection, known), known)
    stranger = KeyRing.new()
    with pytest.raises(KeysUnusable):
        async with database.write() as connection:
            await ensure_ring(unit_of_work(connection, stranger), stranger)


async def test_what_rests_moves_to_the_current_key_batch_by_batch(database: Database) -> None:
    ring = KeyRing.new()
    await meet(database, ring, 5)
    rotated = ring.rotated()
    assert await reseal(database, rotated, batch=2) == 5 * 4
    assert await reseal(database, rotated, batch=2) == 0
    async with database.read() as connection:
        for table, name in ((people, "chat_sealed"), (people, "name_sealed"), (case_keys, "key_wrapped")):
            for value in (await connection.execute(select(table.c[name]))).scalars():
                assert KeyRing.key_of(value) == rotated.current
        uow = unit_of_work(connection, rotated)
        person = await uow.people.get("p" + "0" * 17)
        assert person is not None
        assert person.name == "Người 0"
        draft = await uow.drafts.get("p" + "0" * 17, "report")
        assert draft is not None
        assert draft.body == {"what": "tố giác"}
        assert await uow.case_keys.of("c" + "0" * 17)


async def test_a_running_bot_takes_over_a_rotation_from_the_file(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KeyRing.new().save(path)
    of_the_bot = KeyRing.load(path)
    await meet(database, of_the_bot, 1)
    rotated = KeyRing.load(path).rotated()
    rotated.save(path, replace=True)
    await reseal(database, rotated)
    async with database.write() as connection:
        person = await unit_of_work(connection, of_the_bot).people.get("p" + "0" * 17)
    assert person is not None
    assert person.name == "Người 0"
    assert of_the_bot.current == rotated.current


def test_every_column_that_rests_under_the_ring_is_resealed() -> None:
    named = {(sealed.table.name, sealed.name) for sealed in SEALED}
    tables = (people, case_keys, case_reporters, drafts, files)
    resting = {
        (table.name, column.name)
        for table in tables
        for column in table.columns
        if column.name.endswith(("_sealed", "_wrapped"))
    }
    assert named == resting
