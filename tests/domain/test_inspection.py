"""A unit's own inspections and the province's: who may do what with them, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain import inspection as rules
from domain.ahead import FARTHEST, LONGEST_AGO, check_ahead, check_held, year_before
from domain.errors import Code, Refused
from domain.inspection import Finding, FindingKind, Inspection, InspectionAct, InspectionKind, acts
from domain.people import Actor, Grant, Role

TODAY = date(2023, 10, 2)
SINCE = datetime(2023, 1, 1, tzinfo=UTC)
OWN = Inspection(
    "i1", "TKT23-01", InspectionKind.OWN, "STC", TODAY, TODAY, "Kỷ luật, kỷ cương", "Văn phòng Sở"
)
PROVINCE = replace(OWN, id="i2", code="KT23-01", kind=InspectionKind.PROVINCE)
LATE = Finding("f1", FindingKind.LATE_DOSSIERS, 4, "4 hồ sơ quá hạn")


def somebody(role: Role, unit: str | None = None) -> Actor:
    return Actor("p1", (Grant("g1", "p1", role, unit, SINCE),))


HEAD = somebody(Role.UNIT_HEAD, "STC")
COORDINATOR = somebody(Role.COORDINATOR)


def refused(code: Code) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.mark.parametrize(
    ("role", "unit", "own", "province"),
    [
        (Role.UNIT_HEAD, "STC", True, False),
        (Role.FOCAL_OFFICER, "STC", True, False),
        (Role.UNIT_HEAD, "SNV", False, False),
        (Role.COORDINATOR, None, False, True),
        (Role.LEADER, None, False, False),
        (Role.INSPECTOR, None, False, False),
        (Role.LEAD_INSPECTOR, None, False, False),
        (Role.ADMINISTRATOR, None, False, False),
        (Role.CUSTODIAN, None, False, False),
    ],
)
def test_a_unit_keeps_its_own_calendar_and_the_coordinator_the_provinces(
    role: Role, unit: str | None, own: bool, province: bool
) -> None:
    actor = somebody(role, unit)
    assert bool(acts(OWN, actor, TODAY)) is own
    assert bool(acts(PROVINCE, actor, TODAY)) is province
    for one, may in ((OWN, own), (PROVINCE, province)):
        if not may:
            with refused(Code.NOT_YOURS):
                rules.held(one, TODAY, actor, TODAY)


def test_who_sees_an_inspection() -> None:
    for actor in (HEAD, COORDINATOR, somebody(Role.LEADER)):
        assert rules.may_see(OWN, actor)
        assert rules.may_see(PROVINCE, actor)
    for actor in (somebody(Role.UNIT_HEAD, "SNV"), somebody(Role.INSPECTOR), Actor("p2")):
        assert not rules.may_see(OWN, actor)
        assert not rules.may_see(PROVINCE, actor)


def test_the_buttons_of_each_stage() -> None:
    ahead = replace(OWN, planned_on=TODAY + timedelta(days=7))
    assert acts(ahead, HEAD, TODAY) == {InspectionAct.MOVE, InspectionAct.CALL_OFF}
    assert acts(OWN, HEAD, TODAY) == {InspectionAct.MOVE, InspectionAct.HOLD, InspectionAct.CALL_OFF}
    held = rules.held(OWN, TODAY, HEAD, TODAY)
    assert acts(held, HEAD, TODAY) == {InspectionAct.FIND}
    found = rules.with_finding(held, LATE, HEAD, TODAY)
    assert acts(found, HEAD, TODAY) == {InspectionAct.FIND, InspectionAct.FOLLOW_UP}
    done = rules.followed_up(found, "f1", "Đã xin lỗi, trả kết quả", HEAD, TODAY)
    assert acts(done, HEAD, TODAY) == {InspectionAct.FIND}
    assert done.findings[0].followed_up_on == TODAY
    assert done.revision == 3
    assert acts(rules.called_off(OWN, "Hợp nhất đợt", HEAD, TODAY), HEAD, TODAY) == frozenset()


def test_one_whose_day_lies_ahead_is_moved_before_it_is_held() -> None:
    ahead = replace(OWN, planned_on=TODAY + timedelta(days=1))
    with refused(Code.HELD_TOO_EARLY):
        rules.held(ahead, TODAY, HEAD, TODAY)
    moved = rules.moved(ahead, TODAY, HEAD, TODAY)
    assert rules.held(moved, TODAY, HEAD, TODAY).held_on == TODAY
    assert moved.first_planned_on == OWN.first_planned_on


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - LONGEST_AGO - timedelta(days=1)])
def test_held_is_a_day_of_the_last_year_up_to_today(day: date) -> None:
    with refused(Code.HELD_DAY_INVALID):
        rules.held(OWN, day, HEAD, TODAY)
    check_held(TODAY - LONGEST_AGO, TODAY)


def test_a_plan_lies_ahead_and_not_in_another_decade() -> None:
    check_ahead(TODAY, TODAY)
    check_ahead(TODAY + FARTHEST, TODAY)
    with refused(Code.DAY_PASSED):
        check_ahead(TODAY - timedelta(days=1), TODAY)
    with refused(Code.DAY_TOO_FAR):
        check_ahead(date(2099, 1, 1), TODAY)
    with refused(Code.DAY_UNCHANGED):
        rules.moved(OWN, OWN.planned_on, HEAD, TODAY)
    for theme, scope in (("\u200b", "Văn phòng"), ("Kỷ luật", " ")):
        with refused(Code.TEXT_BLANK):
            rules.check_plan(TODAY, theme, scope, TODAY)


@pytest.mark.parametrize("found", [0, -1, 1000])
def test_a_finding_is_found_once_at_least_and_says_something(found: int) -> None:
    held = rules.held(OWN, TODAY, HEAD, TODAY)
    with refused(Code.COUNT_INVALID):
        rules.with_finding(held, replace(LATE, found=found), HEAD, TODAY)
    with refused(Code.TEXT_BLANK):
        rules.with_finding(held, replace(LATE, text=" "), HEAD, TODAY)


def test_what_is_over_is_not_done_twice() -> None:
    held = rules.held(OWN, TODAY, HEAD, TODAY)
    with refused(Code.NOT_NOW):
        rules.held(held, TODAY, HEAD, TODAY)
    with refused(Code.NOT_NOW):
        rules.called_off(held, "Lý do", HEAD, TODAY)
    with refused(Code.REASON_MISSING):
        rules.called_off(OWN, "", HEAD, TODAY)
    with refused(Code.NOT_NOW):
        rules.with_finding(OWN, LATE, HEAD, TODAY)
    found = rules.with_finding(held, LATE, HEAD, TODAY)
    with refused(Code.NOT_NOW):
        rules.followed_up(found, "another", "Đã xong", HEAD, TODAY)


def test_what_the_province_found_is_followed_up_by_its_task_and_not_by_a_word() -> None:
    held = rules.held(PROVINCE, TODAY, COORDINATOR, TODAY)
    found = rules.with_finding(held, replace(LATE, task="t1"), COORDINATOR, TODAY)
    assert InspectionAct.FOLLOW_UP not in acts(found, COORDINATOR, TODAY)
    assert not found.findings[0].is_open


def test_only_a_units_own_calendar_reminds_it() -> None:
    assert OWN.is_pending
    assert OWN.due_date == OWN.planned_on
    assert not PROVINCE.is_pending
    assert not rules.held(OWN, TODAY, HEAD, TODAY).is_pending
    assert replace(OWN, planned_on=TODAY - timedelta(days=1)).is_overdue(TODAY)
    assert not OWN.is_overdue(TODAY)


def test_the_year_before_a_leap_day() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_before(TODAY) == date(2022, 10, 2)
