"""Rows of an import once they have been read and checked, and what is wrong with those that could not be.

Nothing is half imported: a file with one fault changes nothing, and every fault is named at once, so that whoever
keeps the file repairs it in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, Generic, TypeVar

from domain.deadlines import DueRule
from domain.digital_plan import PlanTerm
from domain.dossiers import Month
from domain.duty import Fulfilment
from domain.inspection import FindingKind
from domain.ranking import UnitGroup
from domain.task import Area, TaskStatus
from domain.unit import UnitKind

RowT_co = TypeVar("RowT_co", covariant=True)


class RowFaultCode(StrEnum):
    """What can be wrong with a cell, a row or a column. Each has its words in every catalogue."""

    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_CELL = "missing_cell"
    TOO_LONG = "too_long"
    BAD_CODE = "bad_code"
    DUPLICATE_CODE = "duplicate_code"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_AREA = "unknown_area"
    UNKNOWN_STATUS = "unknown_status"
    NOT_YES_OR_NO = "not_yes_or_no"
    IMPOSSIBLE_DATE = "impossible_date"
    DATE_MISSING_FOR_STATUS = "date_missing_for_status"
    DATE_AGAINST_STATUS = "date_against_status"
    COMPLETED_BEFORE_SUBMITTED = "completed_before_submitted"
    BAD_NUMBER = "bad_number"
    UNKNOWN_RULE = "unknown_rule"
    RULE_NEEDS_DATE = "rule_needs_date"
    RULE_HAS_NO_DATE = "rule_has_no_date"
    UNKNOWN_FULFILMENT = "unknown_fulfilment"
    BAD_TERM = "bad_term"
    DUPLICATE_ROW = "duplicate_row"
    FUTURE_DATE = "future_date"
    BAD_MONTH = "bad_month"
    DUPLICATE_MONTH = "duplicate_month"
    MONTH_AHEAD = "month_ahead"
    ONLINE_EXCEEDS_RECEIVED = "online_exceeds_received"
    UNKNOWN_FINDING = "unknown_finding"
    CODE_OTHERWISE = "code_otherwise"
    FINDING_INCOMPLETE = "finding_incomplete"
    FINDING_NOT_HELD = "finding_not_held"
    UNKNOWN_UNIT_GROUP = "unknown_unit_group"
    BAD_POINTS = "bad_points"
    POINTS_ABOVE_MOST = "points_above_most"
    CRITERION_HAS_SCORES = "criterion_has_scores"
    SCORES_SUBMITTED = "scores_submitted"
    UNKNOWN_CRITERION = "unknown_criterion"
    UNIT_NOT_RANKED = "unit_not_ranked"
    OWN_PARENT = "own_parent"
    PARENT_CYCLE = "parent_cycle"
    SUCCEEDED_TWICE = "succeeded_twice"
    SUCCESSOR_UNKNOWN = "successor_unknown"
    SUCCESSION_CYCLE = "succession_cycle"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong. `line` counts from 1 as in the file, the header included; `value` is what stands there."""

    line: int
    column: str
    code: RowFaultCode
    value: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the file has it. `name_en` may be empty; `parent` is None for the province alone."""

    line: int
    code: str
    name_vi: str
    name_en: str
    kind: UnitKind
    parent: str | None
    selected_for_direction: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as the file has it: days are the province's, `title_en` may be empty.

    `cooperating_units` holds codes and groups (`@DEPTS`, `@DISTRICTS`) as written, each once: who is in a group
    depends on the units of the day.
    """

    line: int
    code: str
    area: Area
    title_vi: str
    title_en: str
    lead_unit: str
    cooperating_units: tuple[str, ...]
    due_date: date
    product_vi: str
    status: TaskStatus
    submitted_on: date | None
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order of a dispatch as the file has it; ``assignees`` and ``submit_to`` as written."""

    line: int
    code: str
    item: int
    title_vi: str
    title_en: str
    assignees: tuple[str, ...]
    due_rule: DueRule
    due_date: date | None
    product_vi: str
    submit_to: tuple[str, ...]
    fulfilment: Fulfilment


@dataclass(frozen=True, slots=True)
class DigitalPlanRow:
    """A digital transformation plan as the file has it; a unit that has none has no number and no day."""

    line: int
    unit: str
    term: PlanTerm
    number: str
    issued_on: date | None
    link: str


@dataclass(frozen=True, slots=True)
class DossierRow:
    """The figures of a unit for a month as the file has them; ``online`` is at most ``received``."""

    line: int
    unit: str
    month: Month
    received: int
    online: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as the file has it."""

    line: int
    kind: UnitKind
    percent: int
    since: Month


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the file has it; ``follow_up`` and its day may be missing."""

    kind: FindingKind
    found: int
    text: str
    follow_up: str
    followed_up_on: date | None


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A unit's own inspection as the file has it, its findings from the rows of the same code."""

    line: int
    code: str
    unit: str
    planned_on: date
    theme: str
    scope: str
    held_on: date | None
    findings: tuple[FindingRow, ...]


BOTH_GROUPS: Final = "both"
"""What stands for either group of units in a file of criteria."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of a ranking as the file has it; ``name_en`` may be empty."""

    line: int
    code: str
    area: Area
    name_vi: str
    name_en: str
    most: Decimal
    groups: tuple[UnitGroup, ...]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A unit's score on a criterion as the file has it; ``appraised`` is None where nobody has appraised it."""

    line: int
    unit: str
    criterion: str
    own: Decimal
    evidence: str
    appraised: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """A unit that ends the day before ``effective_on``, as the file has it; ``new`` is None where nobody takes over."""

    line: int
    old: str
    new: str | None
    name_vi: str
    name_en: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Parsed(Generic[RowT_co]):
    """The rows without a fault, and the faults of the others in the order of the file."""

    rows: tuple[RowT_co, ...]
    faults: tuple[RowFault, ...]
