"""Two databases behave as one: what is read is of one instant, and nobody's change is lost under another's."""

import asyncio

import pytest
from sqlalchemy import insert, select, update

from storage.database import Database, wal_is_safe
from storage.tables import meta

pytestmark = pytest.mark.both_databases

VALUE = select(meta.c.value)


@pytest.fixture
async def zero(database: Database) -> Database:
    """A database that remembers a number, 0."""
    async with database.write() as connection:
        await connection.execute(insert(meta).values(key="number", value="0"))
    return database


async def put(database: Database, value: str) -> None:
    async with database.write() as connection:
        await connection.execute(update(meta).values(value=value))


async def stored(database: Database) -> str:
    async with database.read() as connection:
        return str((await connection.execute(VALUE)).scalar_one())


async def test_what_is_read_in_one_transaction_is_of_one_instant(zero: Database) -> None:
    async with zero.read() as connection:
        assert (await connection.execute(VALUE)).scalar_one() == "0"
        writing = asyncio.create_task(put(zero, "1"))
        if not zero.is_sqlite:  # there a writer may have to wait for those who read
            await writing
        assert (await connection.execute(VALUE)).scalar_one() == "0"
    await writing
    assert await stored(zero) == "1"


async def test_what_raises_leaves_nothing(zero: Database) -> None:
    async def fails() -> None:
        async with zero.write() as connection:
            await connection.execute(update(meta).values(value="1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert await stored(zero) == "0"


async def test_a_write_after_a_read_is_not_of_the_instant_that_was_read(zero: Database) -> None:
    # The connection goes back to those who write, and takes nothing of its last transaction along.
    await stored(zero)
    await put(zero, "1")
    async with zero.write() as connection:
        await connection.execute(VALUE)
        await connection.execute(update(meta).values(value="2"))
    assert await stored(zero) == "2"


@pytest.mark.parametrize(
    ("release", "safe"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_where_it_loses_nothing(
    release: tuple[int, int, int], *, safe: bool
) -> None:
    assert wal_is_safe(release) is safe
