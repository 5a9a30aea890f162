"""Cases on which nothing but the status and the person can stand in an act's way, and facts that satisfy every need."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.case import (
    Case,
    CaseSource,
    CaseStatus,
    Conclusion,
    Finding,
    LegalClass,
    Measure,
    Outcome,
    Proposal,
    ProposalKind,
    Referral,
    RejectionReason,
    ThreeTests,
    Tier,
)
from domain.case_acts import CaseAct, CaseFacts
from tests.domain.world import HEAD_OF_ACCUSED, INSPECTOR, OWNER, RECEIVED_AT, a_case, at

NOW = at("2023-10-02", "15:00")
MUCH_LATER = at("2023-12-04", "15:00")
TARGET = a_case(CaseStatus.VERIFYING, id="case-2", code="NA-0000-0002", reporter_id="pseudonym-of-another")

REFERRAL = Referral(
    "STTTT", HEAD_OF_ACCUSED.person_id, date(2023, 10, 20), "Tóm tắt đã lược bỏ", summary_redacted=True
)
CONCLUSION = Conclusion(
    Outcome.PARTLY,
    (Finding("Gây phiền hà", Outcome.SUBSTANTIATED, "Có"),),
    "Kính gửi ông/bà…",
    evidence_listed=True,
)
MEASURE = Measure("khien_trach", "STTTT", date(2023, 11, 30), "123/QĐ-STTTT")

GOOD = CaseFacts(
    reason="Lý do",
    text="Nội dung",
    consent_given=True,
    preview_confirmed=True,
    legal_class=LegalClass.FEEDBACK,
    tests=ThreeTests(violator_clear=True, evidence_concrete=True, basis_to_verify=True),
    conflicts_checked=True,
    rejection=RejectionReason.NOT_COMPETENT,
    assignee=INSPECTOR,
    referral=REFERRAL,
    receiving_body="Công an tỉnh",
    target=TARGET,
    conclusion=CONCLUSION,
    measure=MEASURE,
    signs_of_violation=False,
    coercion_suspected=False,
)

_LAPSES = {CaseAct.LAPSE_QUESTION, CaseAct.LAPSE_ASSIGNMENT, CaseAct.LAPSE_REFERRAL}


def when(act: CaseAct) -> datetime:
    return MUCH_LATER if act in _LAPSES else NOW


def fit_for(act: CaseAct, status: CaseStatus) -> Case:
    """A case in the status, prepared for the act; the act may still not belong to the status."""
    changes: dict[str, object] = {}
    match status:
        case CaseStatus.NEEDS_INFO:
            changes |= {"returns_to": CaseStatus.VERIFYING, "asked_at": RECEIVED_AT + timedelta(hours=3)}
        case CaseStatus.REFERRED:
            changes |= {"referral": REFERRAL}
        case CaseStatus.UNDER_REVIEW | CaseStatus.CONCLUDED | CaseStatus.MEASURES | CaseStatus.CLOSED:
            changes |= {"outcome": Outcome.PARTLY, "drafted_by": OWNER.person_id}
        case CaseStatus.MERGED:
            changes |= {"merged_into": TARGET.id, "returns_to": CaseStatus.SCREENED}
        case _:
            pass
    match act:
        case CaseAct.ENTER:
            changes |= {"source": CaseSource.PRESS, "reporter_id": None}
        case CaseAct.CONFIRM_REJECTION | CaseAct.DECLINE_REJECTION:
            proposal = Proposal(
                ProposalKind.REJECTION, "proposer", RECEIVED_AT, rejection=RejectionReason.NO_CONTENT
            )
            changes |= {"proposal": proposal}
        case CaseAct.CONFIRM_MERGE | CaseAct.DECLINE_MERGE:
            changes |= {
                "proposal": Proposal(ProposalKind.MERGE, "proposer", RECEIVED_AT, target_id=TARGET.id)
            }
        case CaseAct.CONFIRM_WITHDRAWAL | CaseAct.REFUSE_WITHDRAWAL:
            changes |= {"withdrawal_asked_at": RECEIVED_AT, "outcome": None}
        case CaseAct.TAKE_MEASURE:
            changes |= {"outcome": Outcome.SUBSTANTIATED}
        case CaseAct.CLOSE:
            changes |= {"answered_at": RECEIVED_AT}
        case CaseAct.APPEAL:
            changes |= {"ended_at": RECEIVED_AT}
        case _:
            pass
    return a_case(status, **changes)


def oversights(case: Case, owner_id: str) -> Case:
    """The same case, if it accused the inspectorate."""
    owner = owner_id if case.owner_id is not None else None
    drafter = owner_id if case.drafted_by is not None else None
    return replace(case, tier=Tier.OVERSIGHT, accused_unit="TTT", owner_id=owner, drafted_by=drafter)
