"""What the province reads off the calendars: who inspects itself, who does not, and what is found again and again.

Everything is read off what was planned, held and found, over the twelve months up to today: no rate is stored.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.ahead import year_before
from domain.inspection import FindingKind, Inspection, InspectionKind
from domain.unit import DEPTS, DISTRICTS, Units, expand

BOUND_TO_INSPECT: Final = (DEPTS, DISTRICTS)
"""Who has to inspect itself: those to whom items 1 and 3 of the dispatch are addressed."""
REPEATED_FROM: Final = 2
"""Found at so many inspections of a unit within twelve months, a kind of finding is a repeated one."""


@dataclass(frozen=True, slots=True)
class UnitPicture:
    """A unit over twelve months. ``held`` and ``overdue`` are of its own inspections, ``findings`` of all."""

    unit: str
    held: int = 0
    overdue: int = 0
    ahead: int = 0
    by_province: int = 0
    findings: int = 0
    open_findings: int = 0
    repeated: tuple[tuple[FindingKind, int], ...] = ()
    """Each repeated kind with the number of inspections at which it was found, the most often found first."""
    has_sample: bool = False

    @property
    def has_none(self) -> bool:
        """Whether the unit held no inspection of its own."""
        return self.held == 0


def unit_picture(unit: str, inspections: Iterable[Inspection], today: date) -> UnitPicture:
    """The picture of a unit from its inspections, own and the province's."""
    every = tuple(inspections)
    own = [one for one in every if one.kind is InspectionKind.OWN]
    lately = [one for one in every if _held_lately(one, today)]
    found = [finding for one in lately for finding in one.findings]
    return UnitPicture(
        unit,
        held=sum(one.kind is InspectionKind.OWN for one in lately),
        overdue=sum(one.is_overdue(today) for one in own),
        ahead=sum(one.is_planned and not one.is_overdue(today) for one in own),
        by_province=sum(one.kind is InspectionKind.PROVINCE for one in lately),
        findings=len(found),
        open_findings=sum(finding.is_open for finding in found),
        repeated=_repeated(lately),
        has_sample=any(one.is_sample for one in every),
    )


def pictures(
    inspections: Mapping[str, Iterable[Inspection]], units: Units, today: date
) -> tuple[UnitPicture, ...]:
    """The picture of every unit that has to inspect itself or has an inspection, in the order of the units."""
    bound = set(expand(BOUND_TO_INSPECT, units, today))
    return tuple(
        unit_picture(unit, inspections.get(unit, ()), today)
        for unit in units
        if unit in bound or unit in inspections
    )


def _held_lately(one: Inspection, today: date) -> bool:
    return one.held_on is not None and year_before(today) < one.held_on <= today


def _repeated(lately: Iterable[Inspection]) -> tuple[tuple[FindingKind, int], ...]:
    # Twice on one day is one occurrence: repeated is what an inspection found that another had found before. Two things
    # that fit into no kind are not of one kind.
    times = Counter(
        kind for one in lately for kind in {finding.kind for finding in one.findings} - {FindingKind.OTHER}
    )
    order = list(FindingKind)
    often = [(kind, n) for kind, n in times.items() if n >= REPEATED_FROM]
    return tuple(sorted(often, key=lambda pair: (-pair[1], order.index(pair[0]))))
