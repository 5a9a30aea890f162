"""What a batch of turns asks for first is read at once, and never answers with what is no longer so."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, update

from domain.people import Grant, Role
from services.ports import Draft
from storage.database import Database
from storage.people import chat_ref
from storage.sealing import KeyRing, SealBroken
from storage.tables import people
from storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
RING = KeyRing.new()
CHATS = (7, 8)
REFS = [chat_ref(RING, chat) for chat in CHATS]

pytestmark = pytest.mark.both_databases


@pytest.fixture
async def town(database: Database) -> Database:
    """Two people, each with a draft and a screen in message 70 or 80."""
    async with database.write() as connection:
        uow = SqlUnitOfWork(connection, RING, 42, NOW)
        for chat, ref in zip(CHATS, REFS, strict=True):
            person = await uow.people.meet(chat, f"Person {chat}", NOW, f"p{chat}")
            await uow.drafts.save(Draft(person.id, "report", 1, {"n": 1}), NOW + timedelta(days=1), NOW)
            await uow.screens.adopt(ref, chat * 10, has_media=False, is_protected=False)
            await uow.screens.add(ref, is_current=True, has_media=False, has_buttons=True, is_protected=False)
    return database


async def test_after_reading_ahead_nothing_is_asked_any_more(town: Database) -> None:
    asked: list[str] = []
    async with town.write() as connection:
        uow = SqlUnitOfWork(connection, RING, 42, NOW)
        await uow.read_ahead(REFS, [70, 80])
        event.listen(town.engine.sync_engine, "before_cursor_execute", lambda *what: asked.append(what[2]))
        for chat, ref in zip(CHATS, REFS, strict=True):
            person = await uow.people.meet(chat, "", NOW, "other")
            assert person.name == f"Person {chat}"
            draft = await uow.drafts.active(person.id)
            assert draft is not None
            assert await uow.drafts.get(person.id, "report") == draft
            assert await uow.drafts.get(person.id, "another") is None
            pressed = await uow.screens.of_message(ref, chat * 10)
            assert pressed is not None
            current = await uow.screens.current(ref)
            assert current is not None
            assert current.id != pressed.id
        assert asked == []
        assert await uow.screens.of_message(REFS[0], 71) is None
        assert len(asked) == 1


async def test_what_is_written_meanwhile_is_read_again(town: Database) -> None:
    async with town.write() as connection:
        uow = SqlUnitOfWork(connection, RING, 42, NOW)
        await uow.read_ahead(REFS, [70, 80])
        await uow.people.add_grant(Grant("g1", "p7", Role.INSPECTOR, None, NOW))
        assert [grant.role for grant in (await uow.people.meet(7, "", NOW, "other")).grants] == [
            Role.INSPECTOR
        ]
        await uow.read_ahead(REFS, [70, 80])
        await uow.people.end_grant("g1", NOW)
        assert (await uow.people.meet(7, "", NOW, "other")).grants == ()
        await uow.drafts.save(Draft("p7", "report", 2, {"n": 2}), NOW + timedelta(days=1), NOW)
        saved = await uow.drafts.active("p7")
        assert saved is not None
        assert saved.body == {"n": 2}
        await uow.drafts.delete("p8", "report")
        assert await uow.drafts.active("p8") is None
        new = await uow.screens.add(
            REFS[0], is_current=True, has_media=True, has_buttons=False, is_protected=True
        )
        current = await uow.screens.current(REFS[0])
        assert current is not None
        assert current.id == new


async def test_what_is_broken_of_one_is_not_in_the_way_of_another(town: Database) -> None:
    async with town.write() as connection:
        await connection.execute(update(people).where(people.c.id == "p7").values(name_sealed=b"broken"))
        uow = SqlUnitOfWork(connection, RING, 42, NOW)
        await uow.read_ahead(REFS, [])
        assert (await uow.people.meet(8, "", NOW, "other")).name == "Person 8"
        with pytest.raises(SealBroken):
            await uow.people.meet(7, "", NOW, "other")
