"""Which units have a digital transformation plan, of which year or period, and since when.

The dispatch of October 2023, item 4: some units have none for 2023; whoever has none owes the plan and a document that
explains the delay. So the matrix is a register of facts, what was issued under which number on which day, and who owes
what is read off it each time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.unit import DEPTS, DISTRICTS, Units, expand

BOUND_TO_PLAN: Final = (DEPTS, DISTRICTS)
"""Who has to have one: "units", says the dispatch; it is addressed to departments, boards and the district level."""


@dataclass(frozen=True, slots=True)
class PlanTerm:
    """The span a plan is made for: one year, or a period of several, by its first and last year."""

    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if self.last_year < self.first_year:
            raise ValueError("a term ends before it begins")

    @property
    def code(self) -> str:
        """``2023``, or ``2021-2025``."""
        one = self.first_year == self.last_year
        return str(self.first_year) if one else f"{self.first_year}-{self.last_year}"

    @property
    def years(self) -> tuple[int, int]:
        """Its first and last year."""
        return self.first_year, self.last_year

    def covers(self, year: int) -> bool:
        """Whether the year lies in the term."""
        return self.first_year <= year <= self.last_year


@dataclass(frozen=True, slots=True)
class DigitalPlan:
    """A plan that a unit issued: under which number, on which day of the province.

    ``link`` or ``file_id`` is where it can be read, either may be empty.
    """

    unit: str
    term: PlanTerm
    number: str
    issued_on: date
    link: str = ""
    file_id: str | None = None
    entered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every plan that was issued, and the terms that are asked for."""

    terms: tuple[PlanTerm, ...]
    plans: Mapping[tuple[str, PlanTerm], DigitalPlan]

    def plan(self, unit: str, term: PlanTerm) -> DigitalPlan | None:
        """The plan of a unit for a term."""
        return self.plans.get((unit, term))

    def term(self, first_year: int, last_year: int) -> PlanTerm | None:
        """The term of these years, if it is asked for."""
        return next((term for term in self.terms if term.years == (first_year, last_year)), None)

    def missing(self, unit: str, on: date, year: int) -> tuple[PlanTerm, ...]:
        """The terms covering the year for which the unit had issued nothing before the day."""
        return tuple(
            term
            for term in self.terms
            if term.covers(year) and ((found := self.plan(unit, term)) is None or found.issued_on >= on)
        )


def matrix(terms: Iterable[PlanTerm], plans: Iterable[DigitalPlan]) -> Matrix:
    """The matrix of these terms, the earlier first, and these plans."""
    ordered = sorted(terms, key=lambda term: (term.first_year, term.last_year))
    return Matrix(tuple(ordered), {(plan.unit, plan.term): plan for plan in plans})


def bound(units: Units, on: date) -> tuple[str, ...]:
    """The units that have to have a plan, as they stand on the day."""
    return expand(BOUND_TO_PLAN, units, on)


def without_plan(units: Units, found: Matrix, on: date, year: int) -> tuple[str, ...]:
    """``@NO_DX_PLAN``: of the units that are bound, those that lacked a plan for the year when the day began.

    A plan issued on the day of the dispatch itself does not undo what the dispatch found.
    """
    return tuple(unit for unit in bound(units, on) if found.missing(unit, on, year))


@dataclass(frozen=True, slots=True)
class PlanCount:
    """How many of the units that are bound have a plan for a term."""

    term: PlanTerm
    issued: int
    total: int


def counts(found: Matrix, units: Collection[str]) -> tuple[PlanCount, ...]:
    """For each term, how many of the units have issued their plan."""
    return tuple(
        PlanCount(term, sum(found.plan(unit, term) is not None for unit in units), len(units))
        for term in found.terms
    )
