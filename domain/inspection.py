"""Inspections of how reform is carried out: those a unit plans of itself, and those the province makes of a unit.

The dispatch of October 2023 found self-inspection irregular, "so misconduct is not found and corrected in time", and
orders units to inspect more (items 1 and 3). They look at a unit's work, never at a citizen's report: nothing here
leads to a case, and no case leads here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from domain.ahead import check_ahead, check_held
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor, Role
from domain.text import is_blank


class InspectionKind(StrEnum):
    """Who inspects."""

    OWN = "own"
    """The unit itself."""
    PROVINCE = "province"
    """The province, by its standing agency."""


class FindingKind(StrEnum):
    """What was found wanting: a short list, so that what is found again is seen to be the same."""

    DISCIPLINE = "discipline"
    CONDUCT = "conduct"
    LATE_DOSSIERS = "late_dossiers"
    PROCEDURES = "procedures"
    ONLINE_SERVICES = "online_services"
    STEERING = "steering"
    OTHER = "other"


class InspectionAct(StrEnum):
    """What can be done with an inspection that was planned."""

    MOVE = "move"
    HOLD = "hold"
    FIND = "find"
    FOLLOW_UP = "follow_up"
    CALL_OFF = "call_off"


MOST_FOUND: Final = 999
"""More instances of one finding than this are a mistyped figure."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an inspection found: so many instances of a kind, in words, and what was done about it.

    What the province found is followed up by a task of the unit, ``task``; what a unit found, by its own word.
    """

    id: str
    kind: FindingKind
    found: int
    text: str
    follow_up: str = ""
    followed_up_on: date | None = None
    task: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the unit has not said yet what was done about it."""
        return self.task is None and self.followed_up_on is None


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection of a unit. Days are the province's.

    ``planned_on`` is the day in force, ``first_planned_on`` the day it was planned for at first, kept for the picture.
    ``revision`` grows by one with every act; who acts on an older one has lost.
    """

    id: str
    code: str
    kind: InspectionKind
    unit: str
    planned_on: date
    first_planned_on: date
    theme: str
    scope: str
    held_on: date | None = None
    called_off_on: date | None = None
    reason: str = ""
    """Why it was called off."""
    findings: tuple[Finding, ...] = ()
    revision: int = 0
    is_sample: bool = False

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return self.held_on is None and self.called_off_on is None

    @property
    def due_date(self) -> date:
        """A unit is reminded of its calendar as of the due date of a task."""
        return self.planned_on

    @property
    def is_pending(self) -> bool:
        """Whether the unit has something to do: the province's inspections are not the unit's to hold."""
        return self.kind is InspectionKind.OWN and self.is_planned

    @property
    def acknowledged_on(self) -> date | None:
        """Nobody has to say that they know of a day they set themselves."""
        return None

    @property
    def snoozed_until(self) -> date | None:
        """A day that does not suit is moved, which everybody sees."""
        return None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it was not held."""
        return self.is_planned and today > self.planned_on


# ── who may do what ───────────────────────────────────────────────────────────────────────────────

_Test = Callable[[Inspection, date], bool]

_CONDITIONS: Final[Mapping[InspectionAct, tuple[tuple[Code, _Test], ...]]] = {
    InspectionAct.MOVE: ((Code.NOT_NOW, lambda one, _: one.is_planned),),
    InspectionAct.HOLD: (
        (Code.NOT_NOW, lambda one, _: one.is_planned),
        (Code.HELD_TOO_EARLY, lambda one, today: one.planned_on <= today),
    ),
    InspectionAct.FIND: ((Code.NOT_NOW, lambda one, _: one.held_on is not None),),
    InspectionAct.FOLLOW_UP: ((Code.NOT_NOW, lambda one, _: any(found.is_open for found in one.findings)),),
    InspectionAct.CALL_OFF: ((Code.NOT_NOW, lambda one, _: one.is_planned),),
}


def may_plan(kind: InspectionKind, unit: str, actor: Actor) -> bool:
    """Whether the actor keeps the calendar: of a unit's own inspections the unit, of the province's the coordinator."""
    return actor.serves(unit) if kind is InspectionKind.OWN else actor.has(Role.COORDINATOR)


def may_see(inspection: Inspection, actor: Actor) -> bool:
    """Whether it is the actor's business: their unit is inspected, they coordinate or they govern."""
    return actor.serves(inspection.unit) or actor.has_any(OFFICE_ROLES)


def check_may(inspection: Inspection, act: InspectionAct, actor: Actor, today: date) -> None:
    """Whether the actor may do this now, whatever comes with it.

    Raises Refused: NOT_YOURS, NOT_NOW, or HELD_TOO_EARLY for an inspection whose day lies ahead: it is moved first, so
    that the calendar says what happened.
    """
    if not may_plan(inspection.kind, inspection.unit, actor):
        raise Refused(Code.NOT_YOURS)
    for code, holds in _CONDITIONS[act]:
        if not holds(inspection, today):
            raise Refused(code, planned_on=inspection.planned_on)


def acts(inspection: Inspection, actor: Actor, today: date) -> frozenset[InspectionAct]:
    """What the actor may do now: the buttons to draw."""
    found = set()
    for act in InspectionAct:
        try:
            check_may(inspection, act, actor, today)
        except Refused:
            continue
        found.add(act)
    return frozenset(found)


# ── what an act makes of it ───────────────────────────────────────────────────────────────────────


def check_plan(planned_on: date, theme: str, scope: str, today: date) -> None:
    """Whether an inspection can be planned so. Raises Refused: DAY_PASSED, DAY_TOO_FAR, TEXT_BLANK."""
    check_ahead(planned_on, today)
    if is_blank(theme) or is_blank(scope):
        raise Refused(Code.TEXT_BLANK)


def moved(inspection: Inspection, day: date, actor: Actor, today: date) -> Inspection:
    """Planned for another day. Raises Refused as ``check_may``, DAY_PASSED, DAY_TOO_FAR, or DAY_UNCHANGED."""
    check_may(inspection, InspectionAct.MOVE, actor, today)
    check_ahead(day, today)
    if day == inspection.planned_on:
        raise Refused(Code.DAY_UNCHANGED)
    return _next(replace(inspection, planned_on=day))


def held(inspection: Inspection, day: date, actor: Actor, today: date) -> Inspection:
    """Held on the day. Raises Refused as ``check_may``, or HELD_DAY_INVALID."""
    check_may(inspection, InspectionAct.HOLD, actor, today)
    check_held(day, today)
    return _next(replace(inspection, held_on=day))


def called_off(inspection: Inspection, reason: str, actor: Actor, today: date) -> Inspection:
    """Not to be held any more. Raises Refused as ``check_may``, or REASON_MISSING."""
    check_may(inspection, InspectionAct.CALL_OFF, actor, today)
    if is_blank(reason):
        raise Refused(Code.REASON_MISSING)
    return _next(replace(inspection, called_off_on=today, reason=reason))


def with_finding(inspection: Inspection, finding: Finding, actor: Actor, today: date) -> Inspection:
    """With one finding more. Raises Refused as ``check_may``, COUNT_INVALID or TEXT_BLANK."""
    check_may(inspection, InspectionAct.FIND, actor, today)
    check_finding(finding.found, finding.text)
    return _next(replace(inspection, findings=(*inspection.findings, finding)))


def check_finding(found: int, text: str) -> None:
    """Whether a finding can be so. Raises Refused: COUNT_INVALID, TEXT_BLANK."""
    if not 1 <= found <= MOST_FOUND:
        raise Refused(Code.COUNT_INVALID, most=MOST_FOUND)
    if is_blank(text):
        raise Refused(Code.TEXT_BLANK)


def followed_up(
    inspection: Inspection, finding_id: str, follow_up: str, actor: Actor, today: date
) -> Inspection:
    """With what was done about a finding. Raises Refused as ``check_may``, NOT_NOW for one not open, TEXT_BLANK."""
    check_may(inspection, InspectionAct.FOLLOW_UP, actor, today)
    if not any(found.id == finding_id and found.is_open for found in inspection.findings):
        raise Refused(Code.NOT_NOW)
    if is_blank(follow_up):
        raise Refused(Code.TEXT_BLANK)
    return _next(
        replace(
            inspection,
            findings=tuple(
                replace(found, follow_up=follow_up, followed_up_on=today) if found.id == finding_id else found
                for found in inspection.findings
            ),
        )
    )


def _next(inspection: Inspection) -> Inspection:
    return replace(inspection, revision=inspection.revision + 1)


def in_calendar_order(inspection: Inspection) -> tuple[bool, int, str]:
    """Sort key of a calendar: what is to be held first, the soonest before; then what is past, the latest before."""
    if inspection.is_planned:
        return (False, inspection.planned_on.toordinal(), inspection.code)
    return (True, -(inspection.held_on or inspection.planned_on).toordinal(), inspection.code)
