"""What is read off the calendars of units: none held, overdue, and found again within twelve months."""

from dataclasses import replace
from datetime import date

from domain.inspection import Finding, FindingKind, Inspection, InspectionKind
from domain.inspection_picture import pictures, unit_picture
from domain.unit import Unit, UnitKind, by_code

TODAY = date(2023, 10, 2)


def held(
    on: str, *kinds: FindingKind, by: InspectionKind = InspectionKind.OWN, unit: str = "STC"
) -> Inspection:
    day = date.fromisoformat(on)
    found = tuple(Finding(f"{on}{n}", kind, 1, "Tồn tại") for n, kind in enumerate(kinds))
    return Inspection(on, on, by, unit, day, day, "Chủ đề", "Phạm vi", held_on=day, findings=found)


def planned(on: str, unit: str = "STC") -> Inspection:
    return replace(held(on, unit=unit), held_on=None)


def test_the_same_kind_at_two_inspections_of_twelve_months_is_repeated() -> None:
    late, conduct = FindingKind.LATE_DOSSIERS, FindingKind.CONDUCT
    found = unit_picture("STC", [held("2022-10-03", late), held("2023-09-29", late, conduct)], TODAY)
    assert found.repeated == ((late, 2),)
    assert (found.held, found.findings, found.open_findings) == (2, 3, 3)
    # A day earlier it is out of the twelve months.
    older = unit_picture("STC", [held("2022-10-02", late), held("2023-09-29", late)], TODAY)
    assert older.repeated == ()
    assert older.held == 1


def test_twice_at_one_inspection_is_once_and_other_is_no_kind() -> None:
    late, other = FindingKind.LATE_DOSSIERS, FindingKind.OTHER
    assert unit_picture("STC", [held("2023-09-29", late, late)], TODAY).repeated == ()
    assert unit_picture("STC", [held("2023-05-29", other), held("2023-09-29", other)], TODAY).repeated == ()


def test_what_the_unit_found_and_the_province_finds_again_is_repeated() -> None:
    late = FindingKind.LATE_DOSSIERS
    again = held("2023-09-29", late, by=InspectionKind.PROVINCE)
    found = unit_picture("STC", [held("2023-03-01", late), again], TODAY)
    assert found.repeated == ((late, 2),)
    assert (found.held, found.by_province) == (1, 1)


def test_the_most_often_found_comes_first() -> None:
    late, online = FindingKind.LATE_DOSSIERS, FindingKind.ONLINE_SERVICES
    found = unit_picture(
        "STC",
        [held("2023-03-01", online, late), held("2023-06-01", online, late), held("2023-09-01", online)],
        TODAY,
    )
    assert found.repeated == ((online, 3), (late, 2))


def test_planned_is_not_held() -> None:
    found = unit_picture("STC", [planned("2023-09-29"), planned("2023-10-02"), planned("2023-12-01")], TODAY)
    assert (found.held, found.overdue, found.ahead) == (0, 1, 2)
    assert found.has_none


def test_every_unit_that_has_to_inspect_itself_is_in_the_picture_and_whoever_did() -> None:
    units = by_code(
        [
            Unit("UBND", "Tỉnh", "Province", UnitKind.PROVINCE, None),
            Unit("STC", "Sở Tài chính", "Finance", UnitKind.DEPARTMENT, "UBND"),
            Unit("CTT", "Cục Thuế", "Tax", UnitKind.CENTRAL_VERTICAL, "UBND"),
            Unit("H-KYSON", "Huyện Kỳ Sơn", "Kỳ Sơn", UnitKind.DISTRICT, "UBND"),
            Unit("DPTTH", "Đài", "Radio", UnitKind.PUBLIC_SERVICE_UNIT, "UBND"),
        ]
    )
    found = pictures({"DPTTH": [held("2023-09-01", unit="DPTTH")]}, units, TODAY)
    assert [(one.unit, one.has_none) for one in found] == [
        ("STC", True),
        ("H-KYSON", True),
        ("DPTTH", False),
    ]
