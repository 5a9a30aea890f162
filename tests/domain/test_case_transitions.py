"""The table of a case's transitions, written down a second time from the rule, and the code held to it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from domain.case import OPEN, TERMINAL, Case, CaseSource, CaseStatus, Outcome, Proposal, ProposalKind, Tier
from domain.case_acts import CaseAct, CaseFacts
from domain.case_transitions import TABLE, Move, acts, advance, check
from domain.errors import Code, Refused
from domain.people import CLOCK, Actor
from tests.domain.cases_at_hand import GOOD, MUCH_LATER, NOW, REFERRAL, TARGET, fit_for, oversights, when
from tests.domain.world import (
    ADMINISTRATOR,
    CITIZEN,
    COORDINATOR,
    CTX,
    CUSTODIAN,
    FOCAL_OF_ACCUSED,
    HEAD_ELSEWHERE,
    HEAD_OF_ACCUSED,
    HEAD_OF_INSPECTORATE,
    INSIDER,
    INSPECTOR,
    INTAKE,
    INTAKE_TOO,
    LEAD,
    LEAD_TOO,
    LEADER,
    OVERSIGHT,
    OVERSIGHT_TOO,
    OWNER,
    RECEIVED_AT,
    STRANGER,
    TIED,
    a_case,
    at,
)

S, A = CaseStatus, CaseAct

TAKING_IN = frozenset({INTAKE, INTAKE_TOO})
LEADING = frozenset({LEAD, LEAD_TOO})
INSPECTING = frozenset({OWNER, INSPECTOR})
INSPECTORATE = TAKING_IN | LEADING | INSPECTING
OUTSIDERS = (
    STRANGER, ADMINISTRATOR, COORDINATOR, CUSTODIAN, FOCAL_OF_ACCUSED, HEAD_ELSEWHERE,
    HEAD_OF_INSPECTORATE, INSIDER, LEADER, OVERSIGHT, TIED,
)  # fmt: skip
EVERYBODY = (*INSPECTORATE, CITIZEN, CLOCK, HEAD_OF_ACCUSED, *OUTSIDERS)

ANY_OPEN = frozenset(
    {
        S.RECEIVED, S.SCREENED, S.ASSIGNED, S.VERIFYING, S.NEEDS_INFO, S.REFERRED, S.UNDER_REVIEW,
        S.CONCLUDED, S.MEASURES, S.APPEALED, S.REOPENED,
    }
)  # fmt: skip
IN_HAND = frozenset({S.ASSIGNED, S.VERIFYING, S.NEEDS_INFO, S.REFERRED, S.UNDER_REVIEW})

EXPECTED: dict[CaseAct, tuple[frozenset[CaseStatus], CaseStatus | Move]] = {
    A.SEND: (frozenset({S.DRAFT}), S.RECEIVED),
    A.ENTER: (frozenset({S.DRAFT}), S.RECEIVED),
    A.SCREEN: (frozenset({S.RECEIVED}), S.SCREENED),
    A.ASK_REPORTER: (frozenset({S.RECEIVED, S.SCREENED, S.ASSIGNED, S.VERIFYING}), S.NEEDS_INFO),
    A.ANSWER_QUESTION: (frozenset({S.NEEDS_INFO}), Move.BACK),
    A.LAPSE_QUESTION: (frozenset({S.NEEDS_INFO}), Move.BACK),
    A.PROPOSE_REJECTION: (frozenset({S.RECEIVED}), Move.STAYS),
    A.CONFIRM_REJECTION: (frozenset({S.RECEIVED}), S.REJECTED),
    A.DECLINE_REJECTION: (frozenset({S.RECEIVED}), Move.STAYS),
    A.ASSIGN: (frozenset({S.SCREENED, S.REOPENED}), S.ASSIGNED),
    A.CLAIM: (frozenset({S.SCREENED}), S.ASSIGNED),
    A.UNASSIGN: (frozenset({S.ASSIGNED}), S.SCREENED),
    A.RECUSE: (frozenset({S.ASSIGNED}), S.SCREENED),
    A.LAPSE_ASSIGNMENT: (frozenset({S.ASSIGNED}), S.SCREENED),
    A.HAND_OVER: (IN_HAND, Move.STAYS),
    A.BEGIN: (frozenset({S.ASSIGNED}), S.VERIFYING),
    A.REFER: (frozenset({S.SCREENED, S.ASSIGNED, S.VERIFYING}), S.REFERRED),
    A.ANSWER_REFERRAL: (frozenset({S.REFERRED}), S.VERIFYING),
    A.LAPSE_REFERRAL: (frozenset({S.REFERRED}), S.VERIFYING),
    A.TRANSFER: (ANY_OPEN, S.TRANSFERRED),
    A.PROPOSE_MERGE: (ANY_OPEN, Move.STAYS),
    A.CONFIRM_MERGE: (ANY_OPEN, S.MERGED),
    A.DECLINE_MERGE: (ANY_OPEN, Move.STAYS),
    A.UNDO_MERGE: (frozenset({S.MERGED}), Move.BACK),
    A.SUBMIT_CONCLUSION: (frozenset({S.VERIFYING}), S.UNDER_REVIEW),
    A.RETURN_CONCLUSION: (frozenset({S.UNDER_REVIEW}), S.VERIFYING),
    A.APPROVE_CONCLUSION: (frozenset({S.UNDER_REVIEW}), S.CONCLUDED),
    A.ANSWER_REPORTER: (frozenset({S.CONCLUDED, S.MEASURES}), Move.STAYS),
    A.TAKE_MEASURE: (frozenset({S.CONCLUDED, S.MEASURES}), S.MEASURES),
    A.CLOSE: (frozenset({S.CONCLUDED, S.MEASURES}), S.CLOSED),
    A.EXTEND: (IN_HAND | {S.SCREENED}, Move.STAYS),
    A.APPEAL: (frozenset({S.REJECTED, S.CLOSED}), S.APPEALED),
    A.ACCEPT_APPEAL: (frozenset({S.APPEALED}), S.VERIFYING),
    A.UPHOLD: (frozenset({S.APPEALED}), S.CLOSED),
    A.REOPEN: (frozenset({S.CLOSED, S.REJECTED}), S.REOPENED),
    A.ASK_WITHDRAWAL: (ANY_OPEN, Move.STAYS),
    A.CONFIRM_WITHDRAWAL: (ANY_OPEN, S.WITHDRAWN),
    A.REFUSE_WITHDRAWAL: (ANY_OPEN, Move.STAYS),
    A.AMEND: (frozenset(S) - {S.DRAFT}, Move.STAYS),
}


def whose(act: CaseAct, case: Case) -> frozenset[Actor]:
    """Who the rule gives the act to, of the people of this file."""
    in_hand = LEADING | {OWNER} if case.owner_id == OWNER.person_id else LEADING | TAKING_IN
    owned = frozenset({OWNER}) if case.owner_id == OWNER.person_id else frozenset()
    match act:
        case A.SEND | A.ANSWER_QUESTION | A.APPEAL | A.ASK_WITHDRAWAL:
            return frozenset({CITIZEN}) if case.reporter_id == CITIZEN.reporter_id else frozenset()
        case A.LAPSE_QUESTION | A.LAPSE_ASSIGNMENT | A.LAPSE_REFERRAL:
            return frozenset({CLOCK})
        case A.ANSWER_REFERRAL:
            return frozenset({HEAD_OF_ACCUSED}) if case.status is S.REFERRED else frozenset()
        case A.ENTER:
            return INSPECTORATE if case.source is not CaseSource.CITIZEN else frozenset()
        case A.SCREEN | A.PROPOSE_REJECTION:
            return TAKING_IN
        case A.CONFIRM_REJECTION | A.DECLINE_REJECTION:
            return TAKING_IN | LEADING
        case A.CLAIM | A.RETURN_CONCLUSION | A.APPROVE_CONCLUSION:
            return INSPECTING | LEADING
        case A.ASK_REPORTER | A.PROPOSE_MERGE | A.DECLINE_MERGE:
            return in_hand
        case A.BEGIN | A.RECUSE | A.SUBMIT_CONCLUSION:
            return owned
        case A.ANSWER_REPORTER:
            return owned | LEADING
        case _:
            return LEADING


def knows(actor: Actor, case: Case) -> bool:
    if actor is CLOCK:
        return True
    if actor is CITIZEN:
        return case.reporter_id == CITIZEN.reporter_id
    if actor is HEAD_OF_ACCUSED:
        return case.status is S.REFERRED
    return actor in INSPECTORATE and (case.status is not S.DRAFT or case.source is not CaseSource.CITIZEN)


def code_of(case: Case, act: CaseAct, actor: Actor, facts: CaseFacts = GOOD, now: object = None) -> Code:
    instant = when(act) if now is None else now
    with pytest.raises(Refused) as refused:
        check(case, act, actor, instant, CTX, facts)  # type: ignore[arg-type]
    return refused.value.code


def test_the_table_is_the_one_written_here() -> None:
    assert {row.act: (row.source, row.to) for row in TABLE} == EXPECTED
    assert len(TABLE) == len(CaseAct)
    assert OPEN == ANY_OPEN
    assert {S.CLOSED, S.REJECTED, S.TRANSFERRED, S.MERGED, S.WITHDRAWN} == TERMINAL


@pytest.mark.parametrize(("act", "status"), list(product(CaseAct, CaseStatus)))
def test_each_person_may_do_in_each_state_what_the_rule_says_and_no_more(
    act: CaseAct, status: CaseStatus
) -> None:
    case = fit_for(act, status)
    sources, to = EXPECTED[act]
    for actor in EVERYBODY:
        known = knows(actor, case) and actor not in OUTSIDERS
        theirs = known and actor in whose(act, case)
        reviews_own = act in {A.APPROVE_CONCLUSION, A.RETURN_CONCLUSION} and actor is OWNER
        allowed = theirs and status in sources and not reviews_own
        assert (act in acts(case, actor, when(act), CTX)) is allowed, actor.name
        if allowed:
            after, record = advance(case, act, actor, when(act), CTX, GOOD)
            expected = status if to is Move.STAYS else case.returns_to if to is Move.BACK else to
            assert after.status is expected, actor.name
            assert (record.source, record.to, record.actor_id) == (status, expected, actor.person_id)
            assert after.revision == record.revision == case.revision + 1
            assert record.reason == GOOD.reason
            continue
        code = code_of(case, act, actor)
        if not known:
            assert code is Code.CASE_UNKNOWN, actor.name
        elif not theirs:
            assert code is Code.NOT_YOURS, actor.name
        elif status in sources:
            assert code is Code.SELF_APPROVAL, actor.name
        elif act is A.CLAIM and case.owner_id is not None:
            assert code is Code.ALREADY_CLAIMED, actor.name
        else:
            assert code is Code.NOT_NOW, actor.name


@pytest.mark.parametrize("act", [act for act in CaseAct if act not in {A.SEND, A.REFER, A.ANSWER_REFERRAL}])
def test_of_a_case_against_the_inspectorate_everything_is_oversights(act: CaseAct) -> None:
    for status in EXPECTED[act][0]:
        case = oversights(fit_for(act, status), OVERSIGHT.person_id)
        facts = replace(GOOD, assignee=OVERSIGHT_TOO, target=oversights(TARGET, OVERSIGHT.person_id))
        for actor in (*INSPECTORATE, HEAD_OF_INSPECTORATE, TIED, ADMINISTRATOR, LEADER):
            assert acts(case, actor, when(act), CTX) == frozenset()
            assert code_of(case, act, actor, facts) is Code.CASE_UNKNOWN
        if act in {A.ANSWER_QUESTION, A.APPEAL, A.ASK_WITHDRAWAL}:
            advance(case, act, CITIZEN, when(act), CTX, facts)
        elif act in {A.LAPSE_QUESTION, A.LAPSE_ASSIGNMENT, A.LAPSE_REFERRAL}:
            advance(case, act, CLOCK, when(act), CTX, facts)
        else:
            second = act in {A.APPROVE_CONCLUSION, A.RETURN_CONCLUSION, A.UPHOLD}
            advance(case, act, OVERSIGHT_TOO if second else OVERSIGHT, when(act), CTX, facts)


def test_a_case_against_the_inspectorate_is_not_referred_to_it() -> None:
    case = oversights(fit_for(A.REFER, S.VERIFYING), OVERSIGHT.person_id)
    assert code_of(case, A.REFER, OVERSIGHT) is Code.REFERRAL_OF_INSPECTORATE


Refusal = tuple[CaseAct, CaseStatus, Code, dict[str, object], CaseFacts, Actor]


def refusals() -> list[Refusal]:
    def facts(**changes: object) -> CaseFacts:
        return replace(GOOD, **changes)  # type: ignore[arg-type]

    no_text, no_reason, nobody = facts(text=" "), facts(reason="\u200b"), facts(assignee=None)
    unfit = [
        facts(assignee=actor)
        for actor in (INTAKE, CITIZEN, TIED, INSIDER, COORDINATOR, HEAD_OF_ACCUSED, OVERSIGHT)
    ]
    signs = [facts(signs_of_violation=value) for value in (None, True)] + [
        facts(coercion_suspected=value) for value in (None, True)
    ]
    own_rejection = Proposal(ProposalKind.REJECTION, LEAD.person_id, RECEIVED_AT)
    own_merge = Proposal(ProposalKind.MERGE, LEAD.person_id, RECEIVED_AT, target_id=TARGET.id)
    targets = [
        facts(target=None),
        facts(target=a_case(S.VERIFYING)),
        facts(target=replace(TARGET, status=S.CLOSED)),
        facts(target=replace(TARGET, status=S.MERGED)),
        facts(target=replace(TARGET, merged_into="case-1")),
        facts(target=replace(TARGET, tier=Tier.OVERSIGHT)),
    ]
    papers = [
        facts(referral=None),
        facts(referral=replace(REFERRAL, unit="")),
        facts(referral=replace(REFERRAL, addressee_id="")),
        facts(referral=replace(REFERRAL, summary="\n")),
    ]
    conclusion, measure = GOOD.conclusion, GOOD.measure
    assert conclusion is not None
    assert measure is not None
    drafts = [
        facts(conclusion=None),
        facts(conclusion=replace(conclusion, findings=())),
        facts(conclusion=replace(conclusion, findings=(replace(conclusion.findings[0], text=""),))),
        facts(conclusion=replace(conclusion, findings=(replace(conclusion.findings[0], allegation=""),))),
        facts(conclusion=replace(conclusion, draft_answer=" ")),
        facts(conclusion=replace(conclusion, evidence_listed=False)),
    ]
    measures = [
        facts(measure=None),
        facts(measure=replace(measure, decision_number="")),
        facts(measure=replace(measure, unit="")),
        facts(measure=replace(measure, kind="")),
    ]
    unfounded: list[dict[str, object]] = [
        {"outcome": outcome} for outcome in (Outcome.UNSUBSTANTIATED, Outcome.INSUFFICIENT, None)
    ]
    known_signs: list[dict[str, object]] = [
        {"signs_of_violation": True},
        {"coercion_suspected": True},
        {"outcome": Outcome.SUBSTANTIATED},
        {"outcome": Outcome.PARTLY},
    ]
    stale = facts(draft_touched_at=NOW - timedelta(hours=24))
    return [
        (A.SEND, S.DRAFT, Code.CONSENT_MISSING, {}, facts(consent_given=False), CITIZEN),
        (A.SEND, S.DRAFT, Code.PREVIEW_NOT_CONFIRMED, {}, facts(preview_confirmed=False), CITIZEN),
        (A.SEND, S.DRAFT, Code.DRAFT_LAPSED, {}, stale, CITIZEN),
        (A.SEND, S.DRAFT, Code.DRAFT_LAPSED, {"created_at": NOW - timedelta(hours=25)}, GOOD, CITIZEN),
        (A.SCREEN, S.RECEIVED, Code.CLASS_MISSING, {}, facts(legal_class=None), INTAKE),
        (A.SCREEN, S.RECEIVED, Code.TESTS_MISSING, {}, facts(tests=None), INTAKE),
        (A.SCREEN, S.RECEIVED, Code.CONFLICTS_NOT_CHECKED, {}, facts(conflicts_checked=False), INTAKE),
        (A.ASK_REPORTER, S.RECEIVED, Code.REPORTER_MISSING, {"reporter_id": None}, GOOD, INTAKE),
        (A.ASK_REPORTER, S.RECEIVED, Code.QUESTION_MISSING, {}, no_text, INTAKE),
        (A.ANSWER_QUESTION, S.NEEDS_INFO, Code.TEXT_BLANK, {}, no_text, CITIZEN),
        (A.PROPOSE_REJECTION, S.RECEIVED, Code.PROPOSAL_PENDING, {"proposal": own_merge}, GOOD, INTAKE),
        (A.PROPOSE_REJECTION, S.RECEIVED, Code.REASON_CODE_MISSING, {}, facts(rejection=None), INTAKE),
        (A.PROPOSE_REJECTION, S.RECEIVED, Code.GUIDANCE_MISSING, {}, no_text, INTAKE),
        (A.CONFIRM_REJECTION, S.RECEIVED, Code.PROPOSAL_MISSING, {"proposal": None}, GOOD, LEAD),
        (A.CONFIRM_REJECTION, S.RECEIVED, Code.PROPOSAL_MISSING, {"proposal": own_merge}, GOOD, LEAD_TOO),
        (A.CONFIRM_REJECTION, S.RECEIVED, Code.SELF_APPROVAL, {"proposal": own_rejection}, GOOD, LEAD),
        (A.DECLINE_REJECTION, S.RECEIVED, Code.PROPOSAL_MISSING, {"proposal": None}, GOOD, LEAD),
        (A.DECLINE_REJECTION, S.RECEIVED, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.ASSIGN, S.SCREENED, Code.ASSIGNEE_MISSING, {}, nobody, LEAD),
        *((A.ASSIGN, S.SCREENED, Code.ASSIGNEE_UNFIT, {}, bad, LEAD) for bad in unfit),
        (A.ASSIGN, S.SCREENED, Code.ASSIGNEE_UNFIT, {"recused": frozenset({"inspector"})}, GOOD, LEAD),
        (A.UNASSIGN, S.ASSIGNED, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.RECUSE, S.ASSIGNED, Code.REASON_MISSING, {}, no_reason, OWNER),
        (A.HAND_OVER, S.NEEDS_INFO, Code.NOT_NOW, {"owner_id": None}, GOOD, LEAD),
        (A.HAND_OVER, S.VERIFYING, Code.ASSIGNEE_MISSING, {}, nobody, LEAD),
        (A.HAND_OVER, S.VERIFYING, Code.ASSIGNEE_UNFIT, {}, unfit[0], LEAD),
        (A.HAND_OVER, S.VERIFYING, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.REFER, S.VERIFYING, Code.REFERRAL_OBJECTED, {"unit_may_be_asked": False}, GOOD, LEAD),
        (A.REFER, S.VERIFYING, Code.REFERRAL_RETALIATION, {"retaliation_feared": True}, GOOD, LEAD),
        *((A.REFER, S.VERIFYING, Code.REFERRAL_INCOMPLETE, {}, bad, LEAD) for bad in papers),
        (
            A.REFER, S.VERIFYING, Code.REFERRAL_HEAD_ACCUSED, {},
            facts(referral=replace(REFERRAL, head_accused=True)), LEAD,
        ),
        (
            A.REFER, S.VERIFYING, Code.REFERRAL_HEAD_CONFLICTED, {},
            facts(referral=replace(REFERRAL, head_conflicted=True)), LEAD,
        ),
        (
            A.REFER, S.VERIFYING, Code.REFERRAL_NOT_REDACTED, {},
            facts(referral=replace(REFERRAL, summary_redacted=False)), LEAD,
        ),
        (
            A.REFER, S.VERIFYING, Code.REFERRAL_DUE_INVALID, {},
            facts(referral=replace(REFERRAL, due=date(2023, 10, 2))), LEAD,
        ),
        (A.REFER, S.SCREENED, Code.ASSIGNEE_MISSING, {}, nobody, LEAD),
        (A.REFER, S.SCREENED, Code.ASSIGNEE_MISSING, {}, unfit[0], LEAD),
        (A.ANSWER_REFERRAL, S.REFERRED, Code.FINDINGS_MISSING, {}, no_text, HEAD_OF_ACCUSED),
        (A.TRANSFER, S.VERIFYING, Code.RECEIVING_BODY_MISSING, {}, facts(receiving_body=""), LEAD),
        (A.TRANSFER, S.VERIFYING, Code.REPORTER_NOT_TOLD, {}, no_text, LEAD),
        (A.PROPOSE_MERGE, S.VERIFYING, Code.PROPOSAL_PENDING, {"proposal": own_merge}, GOOD, OWNER),
        *((A.PROPOSE_MERGE, S.VERIFYING, Code.MERGE_TARGET_INVALID, {}, bad, OWNER) for bad in targets),
        (A.CONFIRM_MERGE, S.VERIFYING, Code.PROPOSAL_MISSING, {"proposal": None}, GOOD, LEAD),
        (A.CONFIRM_MERGE, S.VERIFYING, Code.PROPOSAL_MISSING, {"proposal": own_rejection}, GOOD, LEAD_TOO),
        (A.CONFIRM_MERGE, S.VERIFYING, Code.SELF_APPROVAL, {"proposal": own_merge}, GOOD, LEAD),
        *((A.CONFIRM_MERGE, S.VERIFYING, Code.MERGE_TARGET_INVALID, {}, bad, LEAD) for bad in targets),
        (
            A.CONFIRM_MERGE, S.VERIFYING, Code.MERGE_TARGET_INVALID, {},
            facts(target=replace(TARGET, id="case-3")), LEAD,
        ),
        (A.DECLINE_MERGE, S.VERIFYING, Code.PROPOSAL_MISSING, {"proposal": None}, GOOD, LEAD),
        (A.DECLINE_MERGE, S.VERIFYING, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.UNDO_MERGE, S.MERGED, Code.REASON_MISSING, {}, no_reason, LEAD),
        *((A.SUBMIT_CONCLUSION, S.VERIFYING, Code.CONCLUSION_INCOMPLETE, {}, bad, OWNER) for bad in drafts),
        (A.RETURN_CONCLUSION, S.UNDER_REVIEW, Code.SELF_APPROVAL, {"drafted_by": "lead"}, GOOD, LEAD),
        (A.RETURN_CONCLUSION, S.UNDER_REVIEW, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.APPROVE_CONCLUSION, S.UNDER_REVIEW, Code.SELF_APPROVAL, {"drafted_by": "lead"}, GOOD, LEAD),
        (A.APPROVE_CONCLUSION, S.UNDER_REVIEW, Code.SELF_APPROVAL, {"owner_id": "lead"}, GOOD, LEAD),
        (A.ANSWER_REPORTER, S.CONCLUDED, Code.REPORTER_MISSING, {"reporter_id": None}, GOOD, OWNER),
        (A.ANSWER_REPORTER, S.CONCLUDED, Code.TEXT_BLANK, {}, no_text, OWNER),
        *(
            (A.TAKE_MEASURE, S.CONCLUDED, Code.OUTCOME_NOT_SUBSTANTIATED, changes, GOOD, LEAD)
            for changes in unfounded
        ),
        *((A.TAKE_MEASURE, S.CONCLUDED, Code.MEASURE_INCOMPLETE, {}, bad, LEAD) for bad in measures),
        (A.CLOSE, S.CONCLUDED, Code.REPORTER_NOT_ANSWERED, {"answered_at": None}, GOOD, LEAD),
        (A.CLOSE, S.MEASURES, Code.REPORTER_NOT_ANSWERED, {"answered_at": None}, GOOD, LEAD),
        (A.EXTEND, S.VERIFYING, Code.ALREADY_EXTENDED, {"extended": True}, GOOD, LEAD),
        (A.EXTEND, S.VERIFYING, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.EXTEND, S.VERIFYING, Code.REPORTER_NOT_TOLD, {}, no_text, LEAD),
        (A.APPEAL, S.CLOSED, Code.APPEAL_USED, {"appealed_at": RECEIVED_AT}, GOOD, CITIZEN),
        (A.APPEAL, S.CLOSED, Code.APPEAL_TOO_LATE, {"ended_at": at("2023-08-30")}, GOOD, CITIZEN),
        (A.APPEAL, S.CLOSED, Code.TEXT_BLANK, {}, no_text, CITIZEN),
        (A.ACCEPT_APPEAL, S.APPEALED, Code.ASSIGNEE_MISSING, {}, nobody, LEAD),
        (A.ACCEPT_APPEAL, S.APPEALED, Code.ASSIGNEE_UNFIT, {}, unfit[0], LEAD),
        (A.ACCEPT_APPEAL, S.APPEALED, Code.ANOTHER_INSPECTOR_NEEDED, {}, facts(assignee=OWNER), LEAD),
        (A.UPHOLD, S.APPEALED, Code.SELF_APPROVAL, {"drafted_by": "lead"}, GOOD, LEAD),
        (A.UPHOLD, S.APPEALED, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.UPHOLD, S.APPEALED, Code.REPORTER_NOT_TOLD, {}, no_text, LEAD),
        (A.REOPEN, S.CLOSED, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.REOPEN, S.CLOSED, Code.NEW_EVIDENCE_MISSING, {}, no_text, LEAD),
        (A.ASK_WITHDRAWAL, S.VERIFYING, Code.WITHDRAWAL_ASKED, {"withdrawal_asked_at": NOW}, GOOD, CITIZEN),
        (
            A.CONFIRM_WITHDRAWAL, S.VERIFYING, Code.WITHDRAWAL_NOT_ASKED,
            {"withdrawal_asked_at": None}, GOOD, LEAD,
        ),
        *(
            (A.CONFIRM_WITHDRAWAL, S.VERIFYING, Code.WITHDRAWAL_SIGNS, changes, GOOD, LEAD)
            for changes in known_signs
        ),
        *((A.CONFIRM_WITHDRAWAL, S.VERIFYING, Code.WITHDRAWAL_SIGNS, {}, bad, LEAD) for bad in signs),
        (
            A.REFUSE_WITHDRAWAL, S.VERIFYING, Code.WITHDRAWAL_NOT_ASKED,
            {"withdrawal_asked_at": None}, GOOD, LEAD,
        ),
        (A.REFUSE_WITHDRAWAL, S.VERIFYING, Code.REASON_MISSING, {}, no_reason, LEAD),
        (A.REFUSE_WITHDRAWAL, S.VERIFYING, Code.REPORTER_NOT_TOLD, {}, no_text, LEAD),
        (A.AMEND, S.VERIFYING, Code.REASON_MISSING, {}, no_reason, LEAD),
    ]  # fmt: skip


@pytest.mark.parametrize(("act", "status", "code", "changes", "facts", "actor"), refusals())
def test_each_condition_refuses_by_its_code(
    act: CaseAct, status: CaseStatus, code: Code, changes: dict[str, object], facts: CaseFacts, actor: Actor
) -> None:
    case = replace(fit_for(act, status), **changes)  # type: ignore[arg-type]
    assert code_of(case, act, actor, facts) is code


@pytest.mark.parametrize("act", [A.LAPSE_QUESTION, A.LAPSE_ASSIGNMENT, A.LAPSE_REFERRAL])
def test_nothing_lapses_before_its_time(act: CaseAct) -> None:
    (status,) = EXPECTED[act][0]
    assert code_of(fit_for(act, status), act, CLOCK, now=NOW) is Code.NOT_LAPSED


def test_every_condition_of_the_table_is_refused_somewhere_above() -> None:
    in_table = {(row.act, code) for row in TABLE for code, _ in (*row.conditions, *row.needs)}
    shown = {(act, code) for act, _, code, *_ in refusals()}
    shown |= {(act, Code.NOT_LAPSED) for act in (A.LAPSE_QUESTION, A.LAPSE_ASSIGNMENT, A.LAPSE_REFERRAL)}
    shown |= {(A.REFER, Code.REFERRAL_OF_INSPECTORATE)}
    assert in_table == shown


def test_whoever_is_in_conflict_cannot_claim_for_to_them_there_is_no_case() -> None:
    case = fit_for(A.CLAIM, S.SCREENED)
    for actor in (TIED, INSIDER):
        assert code_of(case, A.CLAIM, actor) is Code.CASE_UNKNOWN


def test_a_second_claim_is_told_who_was_first() -> None:
    claimed, _ = advance(fit_for(A.CLAIM, S.SCREENED), A.CLAIM, OWNER, NOW, CTX)
    with pytest.raises(Refused) as refused:
        check(claimed, A.CLAIM, INSPECTOR, NOW, CTX)
    assert refused.value.code is Code.ALREADY_CLAIMED
    assert refused.value.data == {"owner_id": OWNER.person_id}


def test_a_refusal_of_what_one_may_not_know_says_nothing_of_the_case() -> None:
    for act, actor in product(CaseAct, OUTSIDERS):
        with pytest.raises(Refused) as refused:
            check(fit_for(act, S.VERIFYING), act, actor, MUCH_LATER, CTX, GOOD)
        assert (refused.value.code, dict(refused.value.data)) == (Code.CASE_UNKNOWN, {})
