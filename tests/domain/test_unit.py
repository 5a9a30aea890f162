import csv
from datetime import date
from pathlib import Path

import pytest

from domain.errors import Code, Refused
from domain.unit import (
    Unit,
    UnitKind,
    Units,
    above_below_province,
    ancestors,
    by_code,
    descendants,
    expand,
    has_ended,
    heir,
    members,
    through_time,
)
from tests.domain.world import UNITS

SAMPLES = Path("samples/nghe-an-2023")
OCTOBER = date(2023, 10, 2)


@pytest.fixture(scope="module")
def units_2023() -> Units:
    with (SAMPLES / "units.csv").open(encoding="utf-8") as lines:
        return by_code(
            Unit(
                row["code"], row["name_vi"], row["name_en"], UnitKind(row["kind"]), row["parent"] or None,
                row["selected_for_direction"] == "true",
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


@pytest.mark.parametrize("group", ["@DEPTS", "@DISTRICTS"])
def test_each_group_has_21_units_in_the_sample(units_2023: Units, group: str) -> None:
    assert len(members(group, units_2023, OCTOBER)) == 21


def test_a_lead_is_not_among_those_who_cooperate_with_it(units_2023: Units) -> None:
    assert len(members("@DEPTS", units_2023, OCTOBER, less="STTTT")) == 20
    assert "STTTT" not in expand(["STTTT", "@DEPTS", "@DISTRICTS"], units_2023, OCTOBER, less="STTTT")


def test_a_unit_named_and_in_a_group_is_there_once(units_2023: Units) -> None:
    found = expand(["SNV", "@DEPTS", "SNV"], units_2023, OCTOBER)
    assert found[0] == "SNV"
    assert len(found) == 21


def test_the_groups_of_every_task_of_the_sample_can_be_written_out(units_2023: Units) -> None:
    with (SAMPLES / "par_plan_2023.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            names = [name for name in row["cooperating_units"].split(";") if name]
            found = expand(names, units_2023, OCTOBER, less=row["lead_unit"])
            assert row["lead_unit"] not in found
            assert len(set(found)) == len(found)


def test_a_unit_that_is_gone_is_no_member_any_more() -> None:
    assert "STTTT" in members("@DEPTS", UNITS, date(2025, 2, 28))
    assert "STTTT" not in members("@DEPTS", UNITS, date(2025, 3, 1))


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("@NO_DX_PLAN", OCTOBER, Code.GROUP_KNOWN_LATER),
        ("@COMMUNES", OCTOBER, Code.GROUP_UNKNOWN),
        ("SXYZ", OCTOBER, Code.UNIT_UNKNOWN),
        ("STTTT", date(2025, 3, 1), Code.UNIT_NOT_IN_FORCE),
    ],
)
def test_a_name_that_means_nothing_is_refused(name: str, on: date, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        expand([name], UNITS, on)
    assert refused.value.code is code


def test_above_a_ward_stand_its_city_and_the_province_but_only_the_city_below_the_province() -> None:
    assert ancestors("P-HUNGBINH", UNITS) == ("TP-VINH", "UBND-NA")
    assert above_below_province("P-HUNGBINH", UNITS) == {"TP-VINH"}
    assert above_below_province("UBND-NA", UNITS) == frozenset()


def test_everything_is_under_the_province_and_a_ward_has_nothing_under_it() -> None:
    assert descendants("UBND-NA", UNITS) == set(UNITS) - {"UBND-NA"}
    assert descendants("P-HUNGBINH", UNITS) == frozenset()


def test_a_unit_without_a_row_stands_alone() -> None:
    assert ancestors("NOWHERE", UNITS) == ()
    assert descendants("NOWHERE", UNITS) == frozenset()
    assert through_time(["NOWHERE"], UNITS) == {"NOWHERE"}


def test_units_whose_parents_go_in_a_circle_do_not_hang() -> None:
    circle = by_code([Unit("A", "", "", UnitKind.SUBUNIT, "B"), Unit("B", "", "", UnitKind.SUBUNIT, "A")])
    assert ancestors("A", circle) == ("B",)
    assert descendants("A", circle) == {"B"}


def test_a_merged_unit_is_known_by_what_it_became_and_was() -> None:
    assert through_time(["STTTT"], UNITS) == {"STTTT", "SKHCN"}
    assert through_time(["SKHCN"], UNITS) == {"STTTT", "SKHCN"}


def test_units_that_merged_into_one_are_not_each_other() -> None:
    merged = by_code(
        [
            Unit("A", "", "", UnitKind.DEPARTMENT, successors=("C",)),
            Unit("B", "", "", UnitKind.DEPARTMENT, successors=("C",)),
            Unit("C", "", "", UnitKind.DEPARTMENT, successors=("C",)),
        ]
    )
    assert through_time(["A"], merged) == {"A", "C"}
    assert through_time(["C"], merged) == {"A", "B", "C"}


def test_a_unit_has_what_it_had_until_its_last_day_and_its_one_successor_after() -> None:
    assert heir("STTTT", UNITS, date(2025, 2, 28)) == "STTTT"
    assert heir("STTTT", UNITS, date(2025, 3, 1)) == "SKHCN"
    assert has_ended(UNITS["STTTT"], date(2025, 3, 1))
    assert not has_ended(UNITS["STTTT"], date(2025, 2, 28))


def _ended(code: str, *successors: str, month: int) -> Unit:
    return Unit(
        code, "", "", UnitKind.DEPARTMENT, valid_to=date(2025, month, 28), successors=tuple(successors)
    )


def test_an_heir_is_found_through_several_ends_and_is_none_where_nobody_or_several_took_over() -> None:
    units = by_code(
        [
            _ended("A", "B", month=2),
            _ended("B", "C", month=4),
            _ended("C", "D", "E", month=6),
            Unit("D", "", "", UnitKind.DEPARTMENT),
            Unit("E", "", "", UnitKind.DEPARTMENT),
            _ended("F", month=2),
        ]
    )
    on = {month: heir("A", units, date(2025, month, 1)) for month in (2, 3, 5, 7)}
    assert on == {2: "A", 3: "B", 5: "C", 7: None}
    assert heir("F", units, date(2025, 3, 1)) is None
    assert heir("NOWHERE", units, OCTOBER) is None


def test_successors_that_go_in_a_circle_lead_to_nobody() -> None:
    circle = by_code([_ended("A", "B", month=2), _ended("B", "A", month=2)])
    assert heir("A", circle, date(2025, 3, 1)) is None
