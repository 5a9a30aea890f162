"""Inspections as they are kept: whole, under one revision, with the rung they were seen on. On both databases."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.errors import Code, Refused
from domain.inspection import Finding, FindingKind, Inspection, InspectionKind
from domain.meeting import Meeting
from domain.reminders import Rung
from domain.unit import Unit, UnitKind
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
TODAY = date(2023, 10, 2)
LATE = Finding("f1", FindingKind.LATE_DOSSIERS, 4, "4 hồ sơ quá hạn\x00", "Đã trả", TODAY)
OWN = Inspection(
    "i1", "TKT23-01", InspectionKind.OWN, "STC", date(2023, 9, 28), date(2023, 9, 28), "Kỷ luật", "Toàn Sở"
)
HELD = replace(OWN, id="i2", code="TKT23-02", held_on=TODAY, findings=(LATE,), is_sample=True)
PROVINCE = replace(OWN, id="i3", code="KT23-01", kind=InspectionKind.PROVINCE)

pytestmark = pytest.mark.both_databases


@pytest.fixture
async def uow(database: Database) -> AsyncIterator[SqlUnitOfWork]:
    async with database.write() as connection:
        uow = SqlUnitOfWork(connection, KeyRing.new(), 42, NOW)
        await uow.units.put(
            [
                Unit("UBND", "Tỉnh", "Province", UnitKind.PROVINCE),
                Unit("STC", "Sở Tài chính", "Finance", UnitKind.DEPARTMENT, "UBND"),
                Unit("STP", "Sở Tư pháp", "Justice", UnitKind.DEPARTMENT, "UBND"),
            ]
        )
        await uow.inspections.add([OWN, HELD, PROVINCE], None, NOW)
        yield uow


async def test_an_inspection_comes_back_as_it_was(uow: SqlUnitOfWork) -> None:
    assert await uow.inspections.get("i2") == HELD
    assert await uow.inspections.get("unknown") is None
    assert await uow.inspections.of_units({"STP"}) == []
    assert [one.code for one in await uow.inspections.of_units(kind=InspectionKind.OWN)] == [
        "TKT23-01",
        "TKT23-02",
    ]
    assert (await uow.inspections.by_code(["KT23-01", "none"])) == {"KT23-01": PROVINCE}
    assert sorted(await uow.inspections.codes("TKT23-")) == ["TKT23-01", "TKT23-02"]


async def test_who_acts_on_an_older_revision_has_lost(uow: SqlUnitOfWork) -> None:
    held = replace(OWN, held_on=TODAY, findings=(replace(LATE, id="f2"),), revision=1)
    await uow.inspections.save(held, 0, None, NOW)
    assert await uow.inspections.get("i1") == held
    with pytest.raises(Refused, match=Code.STALE):
        await uow.inspections.save(held, 0, None, NOW)


async def test_what_a_file_says_otherwise_takes_the_place_of_what_it_said(uow: SqlUnitOfWork) -> None:
    other = replace(HELD, findings=(replace(LATE, id="f9", text="Khác"), LATE))
    await uow.inspections.save(other, 0, None, NOW)
    assert await uow.inspections.get("i2") == other
    await uow.inspections.save(replace(other, findings=(LATE,)), 0, None, NOW)
    assert await uow.inspections.get("i2") == HELD


async def test_only_a_units_own_that_is_not_held_is_pending_and_a_later_day_takes_it_off_its_rung(
    uow: SqlUnitOfWork,
) -> None:
    (found,) = await uow.inspections.pending(TODAY, {"STC"})
    assert (found.inspection, found.rung) == (OWN, None)
    assert await uow.inspections.pending(date(2023, 9, 27)) == []
    await uow.inspections.climb([("i1", Rung.COORDINATOR)], TODAY)
    (found,) = await uow.inspections.pending()
    assert (found.rung, found.climbed_on) == (Rung.COORDINATOR, TODAY)
    moved = replace(OWN, planned_on=date(2023, 10, 20), revision=1)
    await uow.inspections.save(moved, 0, None, NOW)
    (found,) = await uow.inspections.pending()
    assert (found.rung, found.climbed_on) == (None, None)


async def test_meetings_come_the_latest_first(uow: SqlUnitOfWork) -> None:
    person = await uow.people.meet(7, "Thu", NOW, "p7")
    for n, day in enumerate((date(2023, 9, 1), date(2023, 9, 20), date(2023, 9, 10))):
        await uow.meetings.add(Meeting(f"m{n}", day, f"Phiên {n}", f"{n}/TB-BCĐ"), person.id, NOW)
    first, count = await uow.meetings.page(2, 0)
    assert ([one.id for one in first], count) == (["m1", "m2"], 3)
    assert await uow.meetings.get("m0") == Meeting("m0", date(2023, 9, 1), "Phiên 0", "0/TB-BCĐ")
    assert await uow.meetings.tasks_of("m0") == []
