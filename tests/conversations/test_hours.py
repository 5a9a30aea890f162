"""Nobody is rung at in the evening or on a day off, however long Telegram was away."""

from datetime import datetime, timedelta

import pytest

from domain.people import Role
from simulator.client import Person
from tests.support.plans import count, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town
from tests.support.waiting import until

pytestmark = pytest.mark.both_databases


def at(day: int, hour: int, minute: int = 0, *, month: int = 10) -> datetime:
    return datetime(2023, month, day, hour, minute, tzinfo=PROVINCE)


class Outage:
    """Telegram takes no message for one person, from now until it ends."""

    def __init__(self, town: Town, person: Person) -> None:
        self._town = town
        self._person = person

    async def begins(self) -> None:
        await self._town.client.fault(
            kind="flood", method="sendMessage", chat=self._person, count=None, retry_after=1
        )
        self._before = len(await self._town.client.calls("sendMessage", chat=self._person.id))

    async def is_felt(self, instant: datetime) -> None:
        """At that instant something is due, and refused."""
        self._town.clock.move_to(instant)
        await self._town.product.ticker.round()

        async def refused() -> bool:
            return len(await self._town.client.calls("sendMessage", chat=self._person.id)) > self._before

        await until(refused, "a refused message")

    async def ends(self, instant: datetime) -> None:
        self._town.clock.move_to(instant)
        await self._town.client.clear_faults()
        await self._town.settle()


async def outage(town: Town, person: Person, since: datetime, until: datetime) -> None:
    felt = Outage(town, person)
    await felt.begins()
    await felt.is_felt(since)
    await felt.ends(until)


async def test_a_digest_that_could_not_be_delivered_until_the_evening_comes_next_morning_marked_late(
    town: Town,
) -> None:
    await give_tasks(town, task("CCHC23-40", "STTTT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    before = await count(minh)
    await outage(town, minh, at(2, 8), at(2, 19))
    for moment in (at(2, 19, 5), at(2, 23), at(3, 7), at(3, 7, 45)):
        await town.moves_to(moment)
        assert await news(minh, before) == [], moment
    await town.moves_to(at(3, 8))
    heard = await news(minh, before)
    assert len(heard) == 1
    assert "65 ngày làm việc" in heard[0]
    assert "nhắc muộn" in heard[0]
    for day in (4, 5, 6):
        await town.moves_to(at(day, 8))
    assert len(await news(minh, before)) == 1


async def test_what_came_due_on_both_days_is_one_message(town: Town) -> None:
    await give_tasks(
        town,
        task("CU-1", "STTTT", "2023-06-30"),
        task("MOI-1", "STTTT", "2023-10-03", title="Báo cáo quý"),
        task("X", "SYT", "2023-10-02"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    before = await count(minh)
    await outage(town, minh, at(2, 8), at(2, 18))
    await town.moves_to(at(3, 8))
    heard = await news(minh, before)
    assert len(heard) == 1
    overdue, due_today = heard[0].split("MOI-1")
    assert "nhắc muộn" in overdue
    assert "đến hạn hôm nay" in due_today
    assert "nhắc muộn" not in due_today


async def test_what_could_not_be_delivered_before_a_holiday_waits_until_after_it(town: Town) -> None:
    # Thursday 31 August; the 1st to the 4th of September are off for National Day.
    await town.moves_to(at(31, 7, 55, month=8))
    await give_tasks(town, task("A-1", "STTTT", "2023-08-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    before = await count(minh)
    await outage(town, minh, at(31, 8, month=8), at(31, 18, month=8))
    for day in (1, 2, 3, 4):
        await town.moves_to(at(day, 8, 30, month=9))
    assert await news(minh, before) == []
    await town.moves_to(at(5, 8, month=9))
    heard = await news(minh, before)
    assert len(heard) == 1
    assert "A-1" in heard[0]


async def test_what_was_finished_before_the_late_digest_goes_is_not_said(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await outage(town, minh, at(2, 8), at(2, 19))
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Trình kết quả")
    await says(town, minh, "12/BC-STTTT")
    await presses(town, minh, "Xong, tiếp tục ›", "Trình duyệt")
    before = await count(minh)
    await town.moves_to(at(3, 8))
    assert await news(minh, before) == []


async def test_every_notice_keeps_office_hours_and_an_answer_does_not(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-12-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    before = await count(thu)
    felt = Outage(town, thu)
    await felt.begins()
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Trình kết quả")
    await says(town, minh, "12/BC-STTTT")
    await minh.presses("Xong, tiếp tục ›")
    await town.settle()
    await minh.presses("Trình duyệt")
    await felt.is_felt(at(2, 17, 20))
    await felt.ends(at(2, 19))
    assert await news(thu, before) == []
    # The person who acts is answered at any hour.
    assert "A-1" in (await says(town, thu, "/approvals")).text
    before = await count(thu)
    await town.moves_to(at(3, 7, 30))
    heard = await news(thu, before)
    assert len(heard) == 1
    assert "A-1" in heard[0]


async def test_whoever_comes_back_in_the_evening_hears_of_all_in_one_message_in_the_morning(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"), task("B-1", "STTTT", "2023-10-05"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await minh.blocks()
    await town.settle()
    before = await count(minh)
    for day in (2, 3, 4):
        await town.moves_to(at(day, 8))
    await town.moves_to(at(4, 20))
    await minh.unblocks()
    await town.settle()
    assert await news(minh, before) == []
    await town.moves_to(at(5, 8))
    heard = await news(minh, before)
    assert len(heard) == 1
    assert "A-1" in heard[0]
    assert "B-1" in heard[0]
    await town.after(timedelta(hours=1))
    assert len(await news(minh, before)) == 1
