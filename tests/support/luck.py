"""Bad luck, looked at: what went over the wire, what was set aside, and waits that nobody has to sit through."""

from sqlalchemy import select, update

from simulator.client import Person
from simulator.wire import Json
from storage.tables import chats, outbox
from tests.support.town import Town


async def calls_to(town: Town, person: Person, *methods: str, after: int = 0) -> list[Json]:
    """What was called for a person's chat, oldest first."""
    calls = await town.client.calls(chat=person.id, after=after)
    return [call for call in calls if not methods or call["method"] in methods]


async def last_call(town: Town) -> int:
    """The number of the latest call, to see later what is new."""
    calls = await town.client.calls()
    return int(calls[-1]["number"]) if calls else 0


async def outbound(town: Town) -> list[tuple[str, str | None]]:
    """State and fault of every row that did not simply arrive."""
    async with town.product.office.reading() as (uow, _):
        rows = await uow.connection.execute(
            select(outbox.c.state, outbox.c.fault).where(outbox.c.state != "sent").order_by(outbox.c.id)
        )
        return [(row.state, row.fault) for row in rows]


async def grows_impatient(town: Town) -> None:
    """What waits to be tried again is tried now: the waits themselves are real time."""
    async with town.product.office.writing() as (uow, _):
        await uow.connection.execute(update(chats).values(not_before=None))
        await uow.connection.execute(
            update(outbox).where(outbox.c.state == "waiting").values(not_before=None)
        )
    town.product.worker.wake()
    town.product.delivery.wake()
