"""Units of the administration, and how they stand to one another.

Units change: Vietnam merged departments in March 2025 and abolished the district level in July 2025. A unit therefore
has a validity and successors, and what happened stays with the unit of its time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused


class UnitKind(StrEnum):
    """``kind`` in units.csv; COMMUNE has no rows in the sample of 2023."""

    PROVINCE = "province"
    STEERING_COMMITTEE = "steering_committee"
    DEPARTMENT = "department"
    INSPECTORATE = "inspectorate"
    BOARD = "board"
    SUBUNIT = "subunit"
    CENTRAL_VERTICAL = "central_vertical"
    PUBLIC_SERVICE_UNIT = "public_service_unit"
    CITY = "city"
    TOWN = "town"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its code. ``valid_from`` and ``valid_to`` are both included; None is unbounded."""

    code: str
    name_vi: str
    name_en: str
    kind: UnitKind
    parent: str | None = None
    selected_for_direction: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether the unit exists on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


Units = Mapping[str, Unit]
"""Units by code."""

DEPTS: Final = "@DEPTS"
DISTRICTS: Final = "@DISTRICTS"
NO_DX_PLAN: Final = "@NO_DX_PLAN"

GROUPS: Final[Mapping[str, frozenset[UnitKind]]] = {
    DEPTS: frozenset({UnitKind.DEPARTMENT, UnitKind.INSPECTORATE, UnitKind.BOARD}),
    DISTRICTS: frozenset({UnitKind.CITY, UnitKind.TOWN, UnitKind.DISTRICT}),
}


def by_code(units: Iterable[Unit]) -> Units:
    """The units as a mapping, in their order."""
    return {unit.code: unit for unit in units}


def members(group: str, units: Units, on: date, less: str | None = None) -> tuple[str, ...]:
    """The codes in a group on a day, in the order of ``units``, without ``less`` (the lead itself).

    Raises Refused: GROUP_KNOWN_LATER for ``@NO_DX_PLAN``, which only the matrix of plans can tell, or
    GROUP_UNKNOWN.
    """
    if group == NO_DX_PLAN:
        raise Refused(Code.GROUP_KNOWN_LATER, group=group)
    if group not in GROUPS:
        raise Refused(Code.GROUP_UNKNOWN, group=group)
    kinds = GROUPS[group]
    return tuple(u.code for u in units.values() if u.kind in kinds and u.in_force(on) and u.code != less)


def expand(names: Iterable[str], units: Units, on: date, less: str | None = None) -> tuple[str, ...]:
    """Codes and groups written out to codes, each once and in order, without ``less``.

    Raises Refused: UNIT_UNKNOWN, UNIT_NOT_IN_FORCE, or as ``members``.
    """
    found: dict[str, None] = {}
    for name in names:
        if name.startswith("@"):
            found.update(dict.fromkeys(members(name, units, on, less)))
            continue
        unit = units.get(name)
        if unit is None:
            raise Refused(Code.UNIT_UNKNOWN, unit=name)
        if not unit.in_force(on):
            raise Refused(Code.UNIT_NOT_IN_FORCE, unit=name, on=on)
        if name != less:
            found[name] = None
    return tuple(found)


def ancestors(code: str, units: Units) -> tuple[str, ...]:
    """The units above, nearest first. A parent that is not in ``units`` is named and ends the line."""
    line: list[str] = []
    unit = units.get(code)
    while unit is not None and unit.parent is not None and unit.parent not in line and unit.parent != code:
        line.append(unit.parent)
        unit = units.get(unit.parent)
    return tuple(line)


def descendants(code: str, units: Units) -> frozenset[str]:
    """Every unit below, at any depth."""
    return _closure((code,), _children(units)) - {code}


def above_below_province(code: str, units: Units) -> frozenset[str]:
    """The units above that are themselves below the province: the district over its commune."""
    return frozenset(above for above in ancestors(code, units) if not is_province(above, units))


def is_province(code: str, units: Units) -> bool:
    """Whether the unit is the province itself."""
    return code in units and units[code].kind is UnitKind.PROVINCE


def through_time(codes: Iterable[str], units: Units) -> frozenset[str]:
    """The units themselves, those that took over from them, and those they took over from, at any remove."""
    codes = tuple(codes)
    later = {unit.code: unit.successors for unit in units.values()}
    earlier: dict[str, list[str]] = {}
    for unit in units.values():
        for successor in unit.successors:
            earlier.setdefault(successor, []).append(unit.code)
    return _closure(codes, later) | _closure(codes, earlier)


def heir(code: str, units: Units, on: date) -> str | None:
    """The one unit that has what the unit had on that day: itself while it is in force, else who took over from it.

    None where nobody took over, or several did: then it has to be said who does what.
    """
    passed: set[str] = set()
    unit = units.get(code)
    while unit is not None and not unit.in_force(on):
        passed.add(unit.code)
        if len(unit.successors) != 1 or unit.successors[0] in passed:
            return None
        unit = units.get(unit.successors[0])
    return unit.code if unit is not None else None


def has_ended(unit: Unit, on: date) -> bool:
    """Whether the unit was there and is no more."""
    return unit.valid_to is not None and unit.valid_to < on


def _children(units: Units) -> Mapping[str, Iterable[str]]:
    children: dict[str, list[str]] = {}
    for unit in units.values():
        if unit.parent is not None:
            children.setdefault(unit.parent, []).append(unit.code)
    return children


def _closure(start: Iterable[str], edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            waiting.extend(edges.get(code, ()))
    return frozenset(seen)
