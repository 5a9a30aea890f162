"""A case: what becomes of a citizen's report.

Status, legal class, outcome, priority, tier and legal hold are kept apart: a complaint can be urgent and unfounded, and
a closed case can be held. A chat message is no statutory denunciation (Law on Denunciation 2018, art. 22-23); what lets
the authority inspect it all the same are the three tests of art. 25(2), which intake records.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.report import Conduct


class CaseStatus(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    SCREENED = "screened"
    ASSIGNED = "assigned"
    VERIFYING = "verifying"
    NEEDS_INFO = "needs_info"
    REFERRED = "referred"
    UNDER_REVIEW = "under_review"
    CONCLUDED = "concluded"
    MEASURES = "measures"
    CLOSED = "closed"
    REJECTED = "rejected"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"
    REOPENED = "reopened"


TERMINAL: Final = frozenset(
    {
        CaseStatus.CLOSED,
        CaseStatus.REJECTED,
        CaseStatus.TRANSFERRED,
        CaseStatus.MERGED,
        CaseStatus.WITHDRAWN,
    }
)
"""Nobody has anything to do unless the reporter appeals, evidence turns up, or a merge is undone."""
OPEN: Final = frozenset(CaseStatus) - TERMINAL - {CaseStatus.DRAFT}
"""Somebody has something to do: "any open" in the table."""


class LegalClass(StrEnum):
    """The four kinds, never merged: phản ánh, kiến nghị, khiếu nại, tố cáo."""

    FEEDBACK = "feedback"
    RECOMMENDATION = "recommendation"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"


class Outcome(StrEnum):
    """What verification found."""

    SUBSTANTIATED = "substantiated"
    PARTLY = "partly"
    UNSUBSTANTIATED = "unsubstantiated"
    INSUFFICIENT = "insufficient"


FOUNDED: Final = frozenset({Outcome.SUBSTANTIATED, Outcome.PARTLY})
"""A violation was found, so a measure may follow."""


class Priority(StrEnum):
    """How soon a case is taken up; it changes the order of the queue, not the clocks."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Tier(StrEnum):
    """Who may know. RESTRICTED is for the owner and the lead; OVERSIGHT is a case that accuses the inspectorate."""

    STANDARD = "standard"
    RESTRICTED = "restricted"
    OVERSIGHT = "oversight"


class CaseSource(StrEnum):
    """Where a case comes from. All but CITIZEN are entered by staff and have no reporter to answer."""

    CITIZEN = "citizen"
    PRESS = "press"
    PUBLIC_OPINION = "public_opinion"
    OTHER_BODY = "other_body"
    SELF_REPORTED = "self_reported"


class RejectionReason(StrEnum):
    """Why a report is not taken up, coded so that it can be counted and published."""

    NOT_ABOUT_CONDUCT = "not_about_conduct"
    NOT_COMPETENT = "not_competent"
    ALREADY_DECIDED = "already_decided"
    NOT_VERIFIABLE = "not_verifiable"
    NO_CONTENT = "no_content"


@dataclass(frozen=True, slots=True)
class ThreeTests:
    """The three tests of art. 25(2), Law on Denunciation 2018, as intake found them."""

    violator_clear: bool
    evidence_concrete: bool
    basis_to_verify: bool


class ProposalKind(StrEnum):
    """What takes two persons to do: one proposes, another confirms."""

    REJECTION = "rejection"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something one person wants to do with a case and another has to confirm."""

    kind: ProposalKind
    by: str
    at: datetime
    rejection: RejectionReason | None = None
    target_id: str | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """The unit's head is asked to verify. A redacted summary goes, never the original.

    ``addressee_id`` is the head, or the one person the head delegated by name. ``summary_redacted`` says that a person
    struck out whatever could point to the reporter. ``due`` is the province's day by which findings are to be given.
    """

    unit: str
    addressee_id: str
    due: date
    summary: str
    summary_redacted: bool = False
    head_accused: bool = False
    head_conflicted: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one allegation."""

    allegation: str
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the owner submits for review. An empty evidence list is an answer; ``evidence_listed`` says it was made."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    draft_answer: str
    evidence: tuple[str, ...] = ()
    evidence_listed: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A personnel measure (dispatch item 5): what, by which unit, by when, under which decision.

    ``kind`` is a key of the measures in force: they depend on the kind of staff and on the date, so they are data.
    """

    kind: str
    unit: str
    due: date
    decision_number: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case without its words: those are sealed elsewhere under the case's own key. Instants are UTC.

    ``reporter_id`` is a pseudonym. ``clock_from`` is when the present round of work began: receipt, reopening, or an
    appeal upheld for the reporter. ``paused_days`` are working days spent waiting for the reporter in this round,
    ``paused_before`` those of them that were spent before screening. ``handled_by`` are all who owned or drafted it,
    and so cannot take it up on appeal; ``recused`` see it no more. ``last_word_at`` is when the reporter last heard of
    the case. ``revision`` grows by one with every transition.
    """

    id: str
    code: str
    status: CaseStatus
    conduct: Conduct
    accused_unit: str
    created_at: datetime
    source: CaseSource = CaseSource.CITIZEN
    reporter_id: str | None = None
    commune: str = ""
    legal_class: LegalClass | None = None
    tests: ThreeTests | None = None
    outcome: Outcome | None = None
    priority: Priority = Priority.NORMAL
    tier: Tier = Tier.STANDARD
    legal_hold: bool = False
    unit_may_be_asked: bool = False
    retaliation_feared: bool = False
    coercion_suspected: bool = False
    signs_of_violation: bool = False
    owner_id: str | None = None
    drafted_by: str | None = None
    approved_by: str | None = None
    handled_by: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    proposal: Proposal | None = None
    referral: Referral | None = None
    measures: tuple[Measure, ...] = ()
    returns_to: CaseStatus | None = None
    asked_at: datetime | None = None
    merged_into: str | None = None
    receiving_body: str = ""
    rejection: RejectionReason | None = None
    received_at: datetime | None = None
    clock_from: datetime | None = None
    screened_at: datetime | None = None
    assigned_at: datetime | None = None
    concluded_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    appealed_at: datetime | None = None
    withdrawal_asked_at: datetime | None = None
    last_word_at: datetime | None = None
    paused_days: int = 0
    paused_before: int = 0
    extended: bool = False
    revision: int = 0

    @property
    def concerns_inspectorate(self) -> bool:
        """Whether the inspectorate or someone in it is accused, so that only oversight may know."""
        return self.tier is Tier.OVERSIGHT

    @property
    def is_open(self) -> bool:
        """Whether somebody has something to do."""
        return self.status in OPEN


class CitizenLabel(StrEnum):
    """The seven things a citizen is told of where their case stands."""

    RECEIVED = "received"
    BEING_LOOKED_AT = "being_looked_at"
    BEING_VERIFIED = "being_verified"
    MORE_INFORMATION_NEEDED = "more_information_needed"
    ANSWERED = "answered"
    CLOSED = "closed"
    UNDER_APPEAL = "under_appeal"


_LABELS: Final = {
    CaseStatus.RECEIVED: CitizenLabel.RECEIVED,
    CaseStatus.SCREENED: CitizenLabel.BEING_LOOKED_AT,
    CaseStatus.ASSIGNED: CitizenLabel.BEING_LOOKED_AT,
    CaseStatus.REOPENED: CitizenLabel.BEING_LOOKED_AT,
    CaseStatus.VERIFYING: CitizenLabel.BEING_VERIFIED,
    CaseStatus.REFERRED: CitizenLabel.BEING_VERIFIED,
    CaseStatus.UNDER_REVIEW: CitizenLabel.BEING_VERIFIED,
    CaseStatus.NEEDS_INFO: CitizenLabel.MORE_INFORMATION_NEEDED,
    CaseStatus.CONCLUDED: CitizenLabel.ANSWERED,
    CaseStatus.MEASURES: CitizenLabel.ANSWERED,
    CaseStatus.CLOSED: CitizenLabel.CLOSED,
    CaseStatus.REJECTED: CitizenLabel.CLOSED,
    CaseStatus.TRANSFERRED: CitizenLabel.CLOSED,
    CaseStatus.WITHDRAWN: CitizenLabel.CLOSED,
    CaseStatus.APPEALED: CitizenLabel.UNDER_APPEAL,
}


def label(case: Case, target: Case | None = None) -> CitizenLabel:
    """What the reporter is told of the case. For a merged case ``target`` is the case at the end of the line of merges.

    Raises ValueError for a draft, which is no case to its writer yet, and for a merged case without its target.
    """
    if case.status is CaseStatus.MERGED:
        if target is None or target.status is CaseStatus.MERGED:
            raise ValueError("a merged case is labelled by the case it ended in")
        return label(target)
    if case.status is CaseStatus.DRAFT:
        raise ValueError("a draft has no label")
    found = _LABELS[case.status]
    # "Answered" is never said to somebody who was not answered, measures under way or not.
    if found is CitizenLabel.ANSWERED and case.answered_at is None:
        return CitizenLabel.BEING_VERIFIED
    return found
