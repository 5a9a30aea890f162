"""The commands of a person's chat, on their way through the outbox: a role ends by one transaction with its menu."""

from collections.abc import Sequence
from datetime import datetime

from services.notices import ToPerson
from services.ports import MenuCommand, Urgency
from storage.outbox import Outbox
from storage.parcels import OutboxKind
from storage.people import PeopleRows


class MenuRows:
    def __init__(self, rows: Outbox, people: PeopleRows, now: datetime) -> None:
        self._outbox = rows
        self._people = people
        self._now = now

    async def offer(self, person_id: str, commands: Sequence[MenuCommand]) -> None:
        found = await self._people.recipient(ToPerson(person_id))
        if found is None:
            return
        person, chat_id = found
        await self._outbox.put(
            chat_ref=person.chat_ref,
            kind=OutboxKind.MENU,
            body={"chat_id": chat_id, "commands": [[one.name, one.description] for one in commands]},
            now=self._now,
            urgency=Urgency.EVENT,
            sensitivity="public",
            repeatable=True,
        )
