"""Time over a case: who hears at which share of it, in office hours only, and what is no longer true is not said."""

from datetime import datetime

import pytest
from sqlalchemy import update

from domain.case import CaseStatus
from domain.case_acts import CaseAct
from domain.people import Role
from simulator.client import Person, View
from storage.tables import cases
from tests.support.inspection import WORDS, Inspectorate
from tests.support.town import PROVINCE, Town


def at(month: int, day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2023-{month:02}-{day:02}T{clock}").replace(tzinfo=PROVINCE)


class Ears:
    """What each of several people heard since they were asked last."""

    def __init__(self, **people: Person) -> None:
        self._people = people
        self._known = dict.fromkeys(people, 0)

    async def new(self) -> dict[str, list[View]]:
        found = {}
        for name, person in self._people.items():
            views = await person.messages()
            if len(views) > self._known[name]:
                found[name] = views[self._known[name] :]
            self._known[name] = len(views)
        return found


@pytest.mark.both_databases
async def test_a_report_left_unscreened_is_spoken_of_up_the_ladder(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung, quang = await inspectorate.intake(), await inspectorate.lead()
    lan = await inspectorate.inspector()
    chief = await town.staff("Trần Chánh", Role.UNIT_HEAD, "TTT")
    case = await inspectorate.receives()
    ears = Ears(dung=dung, lan=lan, quang=quang, chief=chief)
    await ears.new()
    # Eight working hours from 07:55: half of them end at 13:55, three quarters at 15:55, all at 07:55 of Tuesday.
    await town.moves_to(at(10, 2, "13:50"))
    assert await ears.new() == {}
    await town.moves_to(at(10, 2, "14:00"))
    heard = await ears.new()
    assert list(heard) == ["dung"]
    assert "Đã qua 51% thời gian sàng lọc; hạn 07:55 03/10/2023" in heard["dung"][0].text
    assert WORDS not in heard["dung"][0].text
    assert heard["dung"][0].protected
    await town.moves_to(at(10, 2, "16:00"))
    assert list(await ears.new()) == ["quang"]
    await town.moves_to(at(10, 3, "08:00"))
    heard = await ears.new()
    assert list(heard) == ["quang"]
    assert "quá hạn từ 07:55 03/10/2023" in heard["quang"][0].text
    await town.moves_to(at(10, 3, "10:00"))
    heard = await ears.new()
    assert set(heard) == {"quang", "chief"}
    # The head of the inspectorate has no sight of cases: that there is something, and whom to ask.
    (alarm,) = heard["chief"]
    assert "quá hạn lâu" in alarm.text
    assert case.code not in alarm.text
    assert not alarm.labels
    # And then there is nobody left to tell.
    await town.moves_to(at(10, 3, "16:00"))
    assert await ears.new() == {}


async def test_a_conclusion_is_spoken_of_to_its_owner_first_and_in_office_hours_only(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan, quang, dung = (
        await inspectorate.inspector(),
        await inspectorate.lead(),
        await inspectorate.intake(),
    )
    await inspectorate.brings(await inspectorate.receives(), CaseStatus.VERIFYING)
    ears = Ears(lan=lan, quang=quang, dung=dung)
    await ears.new()
    # Half of the thirty days is over in the lunch break of 17 October.
    await town.moves_to(at(10, 17, "12:50"))
    assert await ears.new() == {}
    await town.moves_to(at(10, 17, "13:31"))
    heard = await ears.new()
    assert list(heard) == ["lan"]
    assert "Đã qua 50% thời gian kết luận; hạn 17:30 01/11/2023" in heard["lan"][0].text
    # Three quarters in the night to the 25th.
    await town.moves_to(at(10, 25, "04:00"))
    assert await ears.new() == {}
    await town.moves_to(at(10, 25, "07:31"))
    assert list(await ears.new()) == ["quang"]


async def test_what_is_put_right_before_the_offices_open_is_not_said(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.VERIFYING)
    ears = Ears(lan=lan)
    await town.moves_to(at(10, 17, "12:50"))
    await ears.new()
    await inspectorate.does(quang, case, CaseAct.EXTEND, reason="Chờ giám định", text="Cần thêm thời gian.")
    await town.moves_to(at(10, 17, "13:31"))
    heard = await ears.new()
    # Of the extension she hears; that half of the shorter time was over she does not.
    assert ["gia hạn" in view.text for view in heard["lan"]] == [True]


async def test_an_owner_whose_role_ended_is_not_told_but_the_lead_is(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    await inspectorate.brings(await inspectorate.receives(), CaseStatus.VERIFYING)
    await inspectorate.ends_roles_of(lan)
    ears = Ears(lan=lan, quang=quang)
    await ears.new()
    await town.moves_to(at(10, 17, "14:00"))
    await town.moves_to(at(10, 25, "08:00"))
    heard = await ears.new()
    assert list(heard) == ["quang"]


async def test_a_screened_case_waits_a_working_day_and_then_the_lead_hears(
    town: Town, inspectorate: Inspectorate
) -> None:
    quang, lan = await inspectorate.lead(), await inspectorate.inspector()
    await town.moves_to(at(10, 6, "16:00"))
    await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    ears = Ears(quang=quang, lan=lan)
    await ears.new()
    # Friday at four; the working day after is Monday. Over the weekend nothing runs and nothing is said.
    await town.moves_to(at(10, 8, "12:00"))
    assert await ears.new() == {}
    await town.moves_to(at(10, 10, "08:00"))
    heard = await ears.new()
    assert list(heard) == ["quang"]
    # Three shares of the time came to their end since; it is said once.
    (late,) = heard["quang"]
    assert "thời gian phân công; quá hạn từ 17:30 09/10/2023" in late.text


async def test_the_reporter_has_a_word_every_ten_working_days_be_it_that_there_is_nothing_new(
    town: Town, inspectorate: Inspectorate
) -> None:
    hoa = await town.person("Hoa")
    await hoa.starts()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.VERIFYING)
    ears = Ears(hoa=hoa)
    await ears.new()
    for day, clock in ((13, "17:00"), (15, "12:00"), (16, "07:00")):
        await town.moves_to(at(10, day, clock))
        assert await ears.new() == {}
    await town.moves_to(at(10, 16, "07:31"))
    (word,) = (await ears.new())["hoa"]
    assert f"{case.code} · đang được xác minh" in word.text
    assert "Chưa có thông tin mới" in word.text
    assert "01/11/2023" in word.text
    assert "Lan" not in word.text
    # It is said once, and again when ten more have passed.
    await town.moves_to(at(10, 27, "16:00"))
    assert await ears.new() == {}
    await town.moves_to(at(10, 30, "08:00"))
    assert len((await ears.new())["hoa"]) == 1
    # Whoever hears of an act has a word by that.
    await inspectorate.does(
        await inspectorate.lead(), case, CaseAct.EXTEND, reason="Chờ giám định", text="Cần thêm thời gian."
    )
    await ears.new()
    await town.moves_to(at(11, 10, "16:00"))
    assert await ears.new() == {}


@pytest.mark.both_databases
async def test_a_case_that_cannot_be_opened_stops_no_other_clock(
    town: Town, inspectorate: Inspectorate
) -> None:
    quang = await inspectorate.lead()
    broken = await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    sound = await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    async with town.product.office.writing() as (uow, _):
        await uow.connection.execute(
            update(cases).where(cases.c.id == broken.id).values(state_sealed=b"\x01 altered")
        )
    ears = Ears(quang=quang)
    await ears.new()
    await town.moves_to(at(10, 4, "08:00"))
    (told,) = (await ears.new())["quang"]
    assert sound.code in told.text
