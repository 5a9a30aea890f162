"""A citizen after they sent a report: how they come to it, and what the bot said since."""

from datetime import date, datetime, time
from typing import Final

from domain.case import Case
from simulator.client import Person, View
from tests.support.inspection import says
from tests.support.town import PROVINCE, Town

PICTURE: Final = b"\xff\xd8\xff\xe0 a picture"
NOT_FOUND: Final = "Không tìm thấy hồ sơ"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of October 2023, by the province's clock."""
    return datetime.combine(date(2023, 10, day), time(hour, minute), PROVINCE)


async def citizen(town: Town, name: str) -> Person:
    """Somebody who pressed Start."""
    person = await town.person(name)
    await person.starts()
    await town.settle()
    return person


async def opens(town: Town, person: Person, case: Case) -> None:
    """Opens their report, whatever else they are doing."""
    await says(town, person, f"/case {case.code}")


async def heard(person: Person, since: int) -> list[View]:
    """What the bot said beyond so many messages."""
    return [view for view in (await person.messages())[since:] if view.from_bot]


async def count(person: Person) -> int:
    """How many messages stand in the chat, to see later what is new."""
    return len(await person.messages())
