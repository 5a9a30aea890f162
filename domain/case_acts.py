"""What can be done with a case, what comes with it, and whose act it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.access import is_reporter, may_read_referral, may_work_on
from domain.case import (
    Case,
    CaseStatus,
    Conclusion,
    LegalClass,
    Measure,
    Priority,
    Referral,
    RejectionReason,
    ThreeTests,
    Tier,
)
from domain.case_clocks import CaseContext
from domain.people import Actor, Role


class CaseAct(StrEnum):
    """What can be done with a case. LAPSE_* are done by time, PROPOSE_* by the first of two persons."""

    SEND = "send"
    ENTER = "enter"
    SCREEN = "screen"
    ASK_REPORTER = "ask_reporter"
    ANSWER_QUESTION = "answer_question"
    LAPSE_QUESTION = "lapse_question"
    PROPOSE_REJECTION = "propose_rejection"
    CONFIRM_REJECTION = "confirm_rejection"
    DECLINE_REJECTION = "decline_rejection"
    ASSIGN = "assign"
    CLAIM = "claim"
    UNASSIGN = "unassign"
    RECUSE = "recuse"
    LAPSE_ASSIGNMENT = "lapse_assignment"
    HAND_OVER = "hand_over"
    BEGIN = "begin"
    REFER = "refer"
    ANSWER_REFERRAL = "answer_referral"
    LAPSE_REFERRAL = "lapse_referral"
    TRANSFER = "transfer"
    PROPOSE_MERGE = "propose_merge"
    CONFIRM_MERGE = "confirm_merge"
    DECLINE_MERGE = "decline_merge"
    UNDO_MERGE = "undo_merge"
    SUBMIT_CONCLUSION = "submit_conclusion"
    RETURN_CONCLUSION = "return_conclusion"
    APPROVE_CONCLUSION = "approve_conclusion"
    ANSWER_REPORTER = "answer_reporter"
    TAKE_MEASURE = "take_measure"
    CLOSE = "close"
    EXTEND = "extend"
    APPEAL = "appeal"
    ACCEPT_APPEAL = "accept_appeal"
    UPHOLD = "uphold"
    REOPEN = "reopen"
    ASK_WITHDRAWAL = "ask_withdrawal"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"
    REFUSE_WITHDRAWAL = "refuse_withdrawal"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What comes with an act; each act says which of it it needs. Texts are kept exactly, sealed by storage.

    ``reason`` is why; ``text`` is what is said: the question, the findings, the answer, the guidance, the word to the
    reporter, the new evidence; ``files`` how many attachments come along. ``draft_touched_at`` is when the draft was
    last worked on (UTC). None in the judgements (``signs_of_violation`` and the like) means: not judged.
    """

    reason: str = ""
    text: str = ""
    files: int = 0
    consent_given: bool = False
    preview_confirmed: bool = False
    draft_touched_at: datetime | None = None
    legal_class: LegalClass | None = None
    tests: ThreeTests | None = None
    conflicts_checked: bool = False
    priority: Priority | None = None
    tier: Tier | None = None
    legal_hold: bool | None = None
    retaliation_feared: bool | None = None
    coercion_suspected: bool | None = None
    signs_of_violation: bool | None = None
    rejection: RejectionReason | None = None
    assignee: Actor | None = None
    referral: Referral | None = None
    receiving_body: str = ""
    target: Case | None = None
    conclusion: Conclusion | None = None
    measure: Measure | None = None


NO_FACTS: Final = CaseFacts()


@dataclass(frozen=True, slots=True)
class Moment:
    """An act being weighed: by whom, when (UTC), in which world, with what facts."""

    actor: Actor
    now: datetime
    ctx: CaseContext
    facts: CaseFacts = NO_FACTS


Test = Callable[[Case, Moment], bool]


class Who(StrEnum):
    """Who an act belongs to. A second person is one of these who did not draft: a condition of the line."""

    REPORTER = "reporter"
    CLOCK = "clock"
    ADDRESSEE = "addressee"
    INTAKE = "intake"
    INTAKE_OR_LEAD = "intake_or_lead"
    INSPECTOR_OR_LEAD = "inspector_or_lead"
    INSPECTORATE = "inspectorate"
    OFFICER = "officer"
    OWNER = "owner"
    OWNER_OR_LEAD = "owner_or_lead"
    LEAD = "lead"


def holds(case: Case, actor: Actor, *roles: Role) -> bool:
    """Whether the actor works on this case in one of the roles.

    In a case that accuses the inspectorate, oversight stands in for all of them; elsewhere it stands for none.
    """
    if case.concerns_inspectorate:
        return actor.has(Role.OVERSIGHT)
    return actor.has_any(frozenset(roles))


# Who


def by_reporter(case: Case, at: Moment) -> bool:
    return is_reporter(case, at.actor)


def by_clock(case: Case, at: Moment) -> bool:
    return at.actor.is_clock


def by_lead(case: Case, at: Moment) -> bool:
    return holds(case, at.actor, Role.LEAD_INSPECTOR)


def by_intake(case: Case, at: Moment) -> bool:
    return holds(case, at.actor, Role.INTAKE_OFFICER)


def by_intake_or_lead(case: Case, at: Moment) -> bool:
    return holds(case, at.actor, Role.INTAKE_OFFICER, Role.LEAD_INSPECTOR)


def by_inspector_or_lead(case: Case, at: Moment) -> bool:
    return holds(case, at.actor, Role.INSPECTOR, Role.LEAD_INSPECTOR)


def by_any_inspectorate(case: Case, at: Moment) -> bool:
    return holds(case, at.actor, Role.INTAKE_OFFICER, Role.INSPECTOR, Role.LEAD_INSPECTOR)


def by_owner(case: Case, at: Moment) -> bool:
    # An owner whose role has ended owns nothing any more.
    return case.owner_id == at.actor.person_id and by_inspector_or_lead(case, at)


def by_owner_or_lead(case: Case, at: Moment) -> bool:
    return by_owner(case, at) or by_lead(case, at)


def by_officer(case: Case, at: Moment) -> bool:
    """Whoever has the case in hand: its owner and the lead, or intake while it has no owner."""
    return by_owner_or_lead(case, at) if case.owner_id is not None else by_intake_or_lead(case, at)


def by_addressee(case: Case, at: Moment) -> bool:
    return may_read_referral(case, at.actor)


IS: Final[Mapping[Who, Test]] = {
    Who.REPORTER: by_reporter,
    Who.CLOCK: by_clock,
    Who.ADDRESSEE: by_addressee,
    Who.INTAKE: by_intake,
    Who.INTAKE_OR_LEAD: by_intake_or_lead,
    Who.INSPECTOR_OR_LEAD: by_inspector_or_lead,
    Who.INSPECTORATE: by_any_inspectorate,
    Who.OFFICER: by_officer,
    Who.OWNER: by_owner,
    Who.OWNER_OR_LEAD: by_owner_or_lead,
    Who.LEAD: by_lead,
}
OUTSIDERS: Final = frozenset({Who.REPORTER, Who.CLOCK, Who.ADDRESSEE})
"""Those whose right does not come from knowing the case as staff."""


def can_own(case: Case, person: Actor, ctx: CaseContext) -> bool:
    """Whether the person could take the case: an inspector or lead who may know of it and is not in conflict."""
    owned = replace(case, owner_id=person.person_id)
    if case.status is CaseStatus.DRAFT:
        return False
    return holds(case, person, Role.INSPECTOR, Role.LEAD_INSPECTOR) and may_work_on(
        owned, person, ctx.units, ctx.ties
    )
