"""What can be done with a case, what comes with it, and the small questions the table of transitions is made of.

Each predicate looks at one thing and is named for it, so that a line of the table reads like the line of the rule.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.access import is_reporter, may_read_referral, may_work_on
from domain.case import (
    FOUNDED,
    OPEN,
    Case,
    CaseSource,
    CaseStatus,
    Conclusion,
    LegalClass,
    Measure,
    Priority,
    ProposalKind,
    Referral,
    RejectionReason,
    Tests,
    Tier,
)
from domain.case_clocks import (
    CaseContext,
    appeal_until,
    assignment_lapses_at,
    question_lapses_at,
    referral_lapses_at,
)
from domain.people import Actor, Role
from domain.report import draft_lapsed
from domain.text import is_blank


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
    tests: Tests | None = None
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


# What the case must be like


def entered_by_staff(case: Case, at: Moment) -> bool:
    return case.reporter_id is None and case.source is not CaseSource.CITIZEN


def some_owner(case: Case, at: Moment) -> bool:
    return case.owner_id is not None


def question_lapsed(case: Case, at: Moment) -> bool:
    lapses_at = question_lapses_at(case, at.ctx)
    return lapses_at is not None and at.now >= lapses_at


def assignment_lapsed(case: Case, at: Moment) -> bool:
    lapses_at = assignment_lapses_at(case, at.ctx)
    return lapses_at is not None and at.now >= lapses_at


def referral_lapsed(case: Case, at: Moment) -> bool:
    lapses_at = referral_lapses_at(case, at.ctx)
    return lapses_at is not None and at.now >= lapses_at


def nothing_proposed(case: Case, at: Moment) -> bool:
    return case.proposal is None


def rejection_proposed(case: Case, at: Moment) -> bool:
    return case.proposal is not None and case.proposal.kind is ProposalKind.REJECTION


def merge_proposed(case: Case, at: Moment) -> bool:
    return case.proposal is not None and case.proposal.kind is ProposalKind.MERGE


def not_the_proposer(case: Case, at: Moment) -> bool:
    return case.proposal is not None and case.proposal.by != at.actor.person_id


def not_the_drafter(case: Case, at: Moment) -> bool:
    return at.actor.person_id not in (case.drafted_by, case.owner_id)


def not_own_decision(case: Case, at: Moment) -> bool:
    return at.actor.person_id != case.drafted_by


def no_retaliation_feared(case: Case, at: Moment) -> bool:
    return not case.retaliation_feared


def reporter_did_not_object(case: Case, at: Moment) -> bool:
    return case.reporter_id is None or case.unit_may_be_asked


def not_of_inspectorate(case: Case, at: Moment) -> bool:
    return not case.concerns_inspectorate


def founded(case: Case, at: Moment) -> bool:
    return case.outcome in FOUNDED


def has_reporter(case: Case, at: Moment) -> bool:
    return case.reporter_id is not None


def reporter_answered(case: Case, at: Moment) -> bool:
    return case.reporter_id is None or case.answered_at is not None


def appeal_in_time(case: Case, at: Moment) -> bool:
    until = appeal_until(case, at.ctx)
    return until is not None and at.ctx.hours.day_of(at.now) <= until


def no_appeal_yet(case: Case, at: Moment) -> bool:
    return case.appealed_at is None


def withdrawal_asked(case: Case, at: Moment) -> bool:
    return case.withdrawal_asked_at is not None


def withdrawal_not_asked(case: Case, at: Moment) -> bool:
    return case.withdrawal_asked_at is None


def no_signs_known(case: Case, at: Moment) -> bool:
    return not (case.signs_of_violation or case.coercion_suspected or case.outcome in FOUNDED)


def not_extended(case: Case, at: Moment) -> bool:
    return not case.extended


# What must come with the act


def reason_given(case: Case, at: Moment) -> bool:
    return not is_blank(at.facts.reason)


def text_given(case: Case, at: Moment) -> bool:
    return not is_blank(at.facts.text)


def text_or_files_given(case: Case, at: Moment) -> bool:
    return at.facts.files > 0 or text_given(case, at)


def reporter_told(case: Case, at: Moment) -> bool:
    return case.reporter_id is None or text_given(case, at)


def consent_given(case: Case, at: Moment) -> bool:
    return at.facts.consent_given


def preview_confirmed(case: Case, at: Moment) -> bool:
    return at.facts.preview_confirmed


def draft_alive(case: Case, at: Moment) -> bool:
    return not draft_lapsed(at.ctx.rules.limits, at.facts.draft_touched_at or case.created_at, at.now)


def class_recorded(case: Case, at: Moment) -> bool:
    return at.facts.legal_class is not None


def tests_recorded(case: Case, at: Moment) -> bool:
    return at.facts.tests is not None


def conflicts_checked(case: Case, at: Moment) -> bool:
    return at.facts.conflicts_checked


def rejection_coded(case: Case, at: Moment) -> bool:
    return at.facts.rejection is not None


def assignee_named(case: Case, at: Moment) -> bool:
    return at.facts.assignee is not None


def assignee_fit(case: Case, at: Moment) -> bool:
    return at.facts.assignee is not None and can_own(case, at.facts.assignee, at.ctx)


def assignee_new(case: Case, at: Moment) -> bool:
    return at.facts.assignee is not None and at.facts.assignee.person_id not in case.handled_by


def reviewer_named(case: Case, at: Moment) -> bool:
    """A unit never closes a case: whoever refers it says who will read the findings."""
    return case.owner_id is not None or assignee_fit(case, at)


def referral_whole(case: Case, at: Moment) -> bool:
    paper = at.facts.referral
    return paper is not None and not any(map(is_blank, (paper.unit, paper.addressee_id, paper.summary)))


def referral_redacted(case: Case, at: Moment) -> bool:
    return at.facts.referral is not None and at.facts.referral.summary_redacted


def referral_due_ahead(case: Case, at: Moment) -> bool:
    return at.facts.referral is not None and at.facts.referral.due > at.ctx.hours.day_of(at.now)


def head_not_accused(case: Case, at: Moment) -> bool:
    return at.facts.referral is not None and not at.facts.referral.head_accused


def head_not_conflicted(case: Case, at: Moment) -> bool:
    return at.facts.referral is not None and not at.facts.referral.head_conflicted


def body_named(case: Case, at: Moment) -> bool:
    return not is_blank(at.facts.receiving_body)


def target_fit(case: Case, at: Moment) -> bool:
    target = at.facts.target
    return (
        target is not None
        and target.id != case.id
        and target.merged_into != case.id
        and target.status in OPEN
        and may_work_on(target, at.actor, at.ctx.units, at.ctx.ties)
    )


def target_as_proposed(case: Case, at: Moment) -> bool:
    return (
        case.proposal is not None
        and at.facts.target is not None
        and at.facts.target.id == case.proposal.target_id
    )


def conclusion_whole(case: Case, at: Moment) -> bool:
    paper = at.facts.conclusion
    return (
        paper is not None
        and paper.evidence_listed
        and bool(paper.findings)
        and not any(is_blank(finding.allegation) or is_blank(finding.text) for finding in paper.findings)
        and (case.reporter_id is None or not is_blank(paper.draft_answer))
    )


def measure_whole(case: Case, at: Moment) -> bool:
    paper = at.facts.measure
    return paper is not None and not any(map(is_blank, (paper.kind, paper.unit, paper.decision_number)))


def judged_free_of_signs(case: Case, at: Moment) -> bool:
    """The lead has looked for signs of a violation and of coercion, and found neither."""
    return at.facts.signs_of_violation is False and at.facts.coercion_suspected is False


def can_own(case: Case, person: Actor, ctx: CaseContext) -> bool:
    """Whether the person could take the case: an inspector or lead who may know of it and is not in conflict."""
    owned = replace(case, owner_id=person.person_id)
    if case.status is CaseStatus.DRAFT:
        return False
    return holds(case, person, Role.INSPECTOR, Role.LEAD_INSPECTOR) and may_work_on(
        owned, person, ctx.units, ctx.ties
    )
