"""What acts leave behind in a case besides its status."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.case import Case, CaseSource, CaseStatus, CitizenLabel, LegalClass, Outcome, Priority, Tier, label
from domain.case_acts import CaseAct, CaseFacts
from domain.case_transitions import acts, advance
from domain.errors import Code, Refused
from domain.people import CLOCK, Actor
from tests.domain.cases_at_hand import CONCLUSION, GOOD, MUCH_LATER, NOW, REFERRAL, TARGET, fit_for
from tests.domain.world import (
    CITIZEN,
    CTX,
    HEAD_OF_ACCUSED,
    INSPECTOR,
    INTAKE,
    LEAD,
    LEAD_TOO,
    OWNER,
    RECEIVED_AT,
    a_case,
    at,
)

S, A = CaseStatus, CaseAct


def follow(case: Case, *steps: tuple[CaseAct, Actor], day: str = "2023-10-02") -> Case:
    """The case after the acts, all on one afternoon, each with facts that satisfy it."""
    for n, (act, actor) in enumerate(steps):
        case, _ = advance(case, act, actor, at(day, "15:00") + timedelta(minutes=n), CTX, GOOD)
    return case


TO_CONCLUSION = (
    (A.SEND, CITIZEN),
    (A.SCREEN, INTAKE),
    (A.CLAIM, OWNER),
    (A.BEGIN, OWNER),
    (A.SUBMIT_CONCLUSION, OWNER),
    (A.APPROVE_CONCLUSION, INSPECTOR),
)


def a_draft() -> Case:
    return a_case(S.DRAFT, created_at=NOW - timedelta(minutes=20))


def test_a_report_goes_all_the_way_and_the_citizen_is_told_of_each_part_of_it() -> None:
    case = a_draft()
    told = []
    for step in (*TO_CONCLUSION, (A.ANSWER_REPORTER, LEAD), (A.TAKE_MEASURE, LEAD), (A.CLOSE, LEAD)):
        case = follow(case, step)
        told.append(label(case))
    L = CitizenLabel  # noqa: N806
    assert told == [
        L.RECEIVED,
        L.BEING_LOOKED_AT,
        L.BEING_LOOKED_AT,
        L.BEING_VERIFIED,
        L.BEING_VERIFIED,
        L.BEING_VERIFIED,
        L.ANSWERED,
        L.ANSWERED,
        L.CLOSED,
    ]
    assert case.outcome is Outcome.PARTLY
    assert (case.drafted_by, case.approved_by, case.owner_id) == ("owner", "inspector", "owner")
    assert case.measures == (GOOD.measure,)
    assert case.revision == 9


def test_receipt_starts_the_clocks() -> None:
    case, _ = advance(a_draft(), A.SEND, CITIZEN, NOW, CTX, GOOD)
    assert case.received_at == case.clock_from == case.last_word_at == NOW


def test_a_report_against_the_inspectorate_is_oversights_from_receipt_on() -> None:
    case = follow(replace(a_draft(), accused_unit="TTT-P1"), (A.SEND, CITIZEN))
    assert case.tier is Tier.OVERSIGHT


def test_a_draft_worked_on_within_the_day_can_be_sent_though_it_was_begun_before() -> None:
    facts = replace(GOOD, draft_touched_at=NOW - timedelta(hours=1))
    old = a_case(S.DRAFT, created_at=NOW - timedelta(hours=30))
    assert advance(old, A.SEND, CITIZEN, NOW, CTX, facts)[0].status is S.RECEIVED


def test_a_case_from_the_press_has_nobody_to_ask_or_to_answer_and_can_be_closed_all_the_same() -> None:
    case = follow(a_case(S.DRAFT, source=CaseSource.PRESS, reporter_id=None), (A.ENTER, INSPECTOR))
    case = follow(case, *TO_CONCLUSION[1:])
    assert acts(case, LEAD, NOW, CTX) & {A.ANSWER_REPORTER, A.CLOSE, A.ASK_REPORTER} == {A.CLOSE}
    assert follow(case, (A.CLOSE, LEAD)).status is S.CLOSED


def test_screening_records_what_was_judged_and_leaves_the_rest() -> None:
    before = a_case(S.RECEIVED, coercion_suspected=True, legal_hold=True)
    facts = CaseFacts(
        legal_class=LegalClass.DENUNCIATION,
        tests=GOOD.tests,
        conflicts_checked=True,
        priority=Priority.URGENT,
        retaliation_feared=True,
    )
    case, _ = advance(before, A.SCREEN, INTAKE, NOW, CTX, facts)
    assert (case.legal_class, case.tests, case.priority) == (
        LegalClass.DENUNCIATION,
        GOOD.tests,
        Priority.URGENT,
    )
    assert (case.retaliation_feared, case.coercion_suspected, case.legal_hold) == (True, True, True)
    assert case.screened_at == NOW


@pytest.mark.parametrize("origin", [S.RECEIVED, S.SCREENED, S.ASSIGNED, S.VERIFYING])
def test_a_question_answered_puts_the_case_back_where_it_was_asked(origin: CaseStatus) -> None:
    asker = OWNER if origin in {S.ASSIGNED, S.VERIFYING} else LEAD
    asked = follow(fit_for(A.ASK_REPORTER, origin), (A.ASK_REPORTER, asker))
    assert (asked.status, asked.returns_to) == (S.NEEDS_INFO, origin)
    back = follow(asked, (A.ANSWER_QUESTION, CITIZEN), day="2023-10-05")
    assert (back.status, back.returns_to, back.asked_at) == (origin, None, None)
    assert back.paused_days == 3


def test_files_alone_are_an_answer() -> None:
    asked = fit_for(A.ANSWER_QUESTION, S.NEEDS_INFO)
    back, _ = advance(asked, A.ANSWER_QUESTION, CITIZEN, NOW, CTX, CaseFacts(files=2))
    assert back.status is S.VERIFYING


def test_a_question_nobody_answers_lapses_after_ten_working_days_and_no_more_are_paused() -> None:
    asked = follow(fit_for(A.ASK_REPORTER, S.VERIFYING), (A.ASK_REPORTER, OWNER))
    tenth_day = at("2023-10-16", "17:30")
    with pytest.raises(Refused) as refused:
        advance(asked, A.LAPSE_QUESTION, CLOCK, tenth_day - timedelta(seconds=1), CTX)
    assert refused.value.code is Code.NOT_LAPSED
    back, record = advance(asked, A.LAPSE_QUESTION, CLOCK, tenth_day, CTX)
    assert (back.status, back.paused_days, record.actor_id) == (S.VERIFYING, 10, "clock")
    late, _ = advance(asked, A.LAPSE_QUESTION, CLOCK, MUCH_LATER, CTX)
    assert late.paused_days == 10


def test_asking_again_and_again_pauses_ten_working_days_in_all() -> None:
    case = fit_for(A.ASK_REPORTER, S.VERIFYING)
    for asked_on, answered_on in (("2023-10-02", "2023-10-12"), ("2023-10-13", "2023-10-23")):
        case = follow(case, (A.ASK_REPORTER, OWNER), day=asked_on)
        case = follow(case, (A.ANSWER_QUESTION, CITIZEN), day=answered_on)
    assert case.paused_days == 10


def test_a_rejection_takes_two_persons_and_the_first_may_take_it_back() -> None:
    proposed = follow(a_case(S.RECEIVED), (A.PROPOSE_REJECTION, INTAKE))
    assert (proposed.status, proposed.rejection) == (S.RECEIVED, None)
    assert A.CONFIRM_REJECTION not in acts(proposed, INTAKE, NOW, CTX)
    rejected = follow(proposed, (A.CONFIRM_REJECTION, LEAD))
    assert (rejected.status, rejected.rejection, rejected.proposal) == (S.REJECTED, GOOD.rejection, None)
    assert (rejected.drafted_by, rejected.approved_by) == ("intake", "lead")
    assert rejected.ended_at is not None
    assert follow(proposed, (A.DECLINE_REJECTION, INTAKE)).proposal is None


def test_screening_drops_a_proposed_rejection() -> None:
    assert follow(a_case(S.RECEIVED), (A.PROPOSE_REJECTION, INTAKE), (A.SCREEN, INTAKE)).proposal is None


def test_whoever_recuses_themselves_sees_the_case_no_more_and_it_is_back_in_the_queue() -> None:
    case = follow(fit_for(A.RECUSE, S.ASSIGNED), (A.RECUSE, OWNER))
    assert (case.status, case.owner_id) == (S.SCREENED, None)
    assert acts(case, OWNER, NOW, CTX) == frozenset()
    assert A.CLAIM in acts(case, INSPECTOR, NOW, CTX)


def test_an_assignment_not_begun_lapses_at_the_close_of_the_second_working_day() -> None:
    case = follow(fit_for(A.CLAIM, S.SCREENED), (A.CLAIM, OWNER))
    assert A.LAPSE_ASSIGNMENT not in acts(case, CLOCK, at("2023-10-04", "17:29"), CTX)
    back, _ = advance(case, A.LAPSE_ASSIGNMENT, CLOCK, at("2023-10-04", "17:30"), CTX)
    assert (back.status, back.owner_id) == (S.SCREENED, None)


def test_a_case_that_changes_hands_keeps_its_status() -> None:
    case = follow(fit_for(A.HAND_OVER, S.UNDER_REVIEW), (A.HAND_OVER, LEAD))
    assert (case.status, case.owner_id, case.drafted_by) == (S.UNDER_REVIEW, "inspector", "owner")
    assert A.APPROVE_CONCLUSION not in acts(case, INSPECTOR, NOW, CTX)
    assert A.APPROVE_CONCLUSION not in acts(case, OWNER, NOW, CTX)
    assert A.APPROVE_CONCLUSION in acts(case, LEAD, NOW, CTX)


def test_a_case_referred_before_anyone_owned_it_gets_the_reviewer_named_with_it() -> None:
    case = follow(fit_for(A.REFER, S.SCREENED), (A.REFER, LEAD))
    assert (case.status, case.owner_id, case.referral) == (S.REFERRED, "inspector", REFERRAL)


def test_the_heads_findings_bring_the_case_back_to_an_inspector_and_end_what_the_head_sees() -> None:
    out = follow(fit_for(A.REFER, S.VERIFYING), (A.REFER, LEAD))
    assert acts(out, HEAD_OF_ACCUSED, NOW, CTX) == {A.ANSWER_REFERRAL}
    back = follow(out, (A.ANSWER_REFERRAL, HEAD_OF_ACCUSED))
    assert (back.status, back.owner_id) == (S.VERIFYING, "owner")
    assert acts(back, HEAD_OF_ACCUSED, NOW, CTX) == frozenset()


def test_a_referral_without_findings_comes_back_at_the_close_of_its_day() -> None:
    out = follow(fit_for(A.REFER, S.VERIFYING), (A.REFER, LEAD))
    assert A.LAPSE_REFERRAL not in acts(out, CLOCK, at("2023-10-20", "17:29"), CTX)
    assert advance(out, A.LAPSE_REFERRAL, CLOCK, at("2023-10-20", "17:30"), CTX)[0].status is S.VERIFYING


def test_a_merge_takes_owner_and_lead_and_can_be_undone() -> None:
    case = follow(fit_for(A.PROPOSE_MERGE, S.VERIFYING), (A.PROPOSE_MERGE, OWNER))
    assert case.status is S.VERIFYING
    merged = follow(case, (A.CONFIRM_MERGE, LEAD))
    assert (merged.status, merged.merged_into, merged.code) == (S.MERGED, TARGET.id, case.code)
    assert label(merged, TARGET) is CitizenLabel.BEING_VERIFIED
    undone = follow(merged, (A.UNDO_MERGE, LEAD))
    assert (undone.status, undone.merged_into, undone.returns_to, undone.ended_at) == (
        S.VERIFYING,
        None,
        None,
        None,
    )
    assert undone.owner_id == case.owner_id


def test_a_lead_who_owns_a_case_does_not_merge_it_alone() -> None:
    case = follow(a_case(S.VERIFYING, owner_id="lead"), (A.PROPOSE_MERGE, LEAD))
    assert A.CONFIRM_MERGE not in acts(case, LEAD, NOW, CTX)
    assert A.CONFIRM_MERGE in acts(case, LEAD_TOO, NOW, CTX)


def test_a_case_merged_while_a_question_was_open_comes_back_to_where_it_was_asked() -> None:
    waiting = fit_for(A.CONFIRM_MERGE, S.NEEDS_INFO)
    merged = follow(waiting, (A.CONFIRM_MERGE, LEAD))
    assert (merged.returns_to, merged.asked_at) == (S.VERIFYING, None)
    assert follow(merged, (A.UNDO_MERGE, LEAD)).status is S.VERIFYING


def test_a_returned_conclusion_is_nobodys_conclusion() -> None:
    case = follow(fit_for(A.RETURN_CONCLUSION, S.UNDER_REVIEW), (A.RETURN_CONCLUSION, INSPECTOR))
    assert (case.status, case.outcome, case.drafted_by) == (S.VERIFYING, None, None)
    again = follow(case, (A.SUBMIT_CONCLUSION, OWNER))
    assert (again.outcome, again.drafted_by) == (CONCLUSION.outcome, "owner")


def test_a_case_with_several_measures_keeps_them_all() -> None:
    case = follow(fit_for(A.TAKE_MEASURE, S.CONCLUDED), (A.TAKE_MEASURE, LEAD), (A.TAKE_MEASURE, LEAD))
    assert len(case.measures) == 2


def closed_by_the_owner() -> Case:
    return follow(a_draft(), *TO_CONCLUSION, (A.ANSWER_REPORTER, LEAD), (A.CLOSE, LEAD))


def test_an_appeal_is_heard_by_another_inspector_from_the_start() -> None:
    appealed = follow(closed_by_the_owner(), (A.APPEAL, CITIZEN), day="2023-10-20")
    assert label(appealed) is CitizenLabel.UNDER_APPEAL
    assert appealed.ended_at is None
    accepted = follow(appealed, (A.ACCEPT_APPEAL, LEAD), day="2023-10-23")
    assert (accepted.status, accepted.owner_id) == (S.VERIFYING, "inspector")
    assert (accepted.outcome, accepted.answered_at, accepted.drafted_by) == (None, None, None)
    assert accepted.clock_from == at("2023-10-23", "15:00")
    assert accepted.received_at == appealed.received_at


def test_an_appeal_is_made_once() -> None:
    upheld = follow(closed_by_the_owner(), (A.APPEAL, CITIZEN), (A.UPHOLD, LEAD))
    assert (upheld.status, upheld.outcome) == (S.CLOSED, Outcome.PARTLY)
    assert A.APPEAL not in acts(upheld, CITIZEN, NOW, CTX)


@pytest.mark.parametrize(("day", "in_time"), [("2023-11-01", True), ("2023-11-02", False)])
def test_an_appeal_may_be_made_until_the_thirtieth_day(day: str, in_time: bool) -> None:
    closed = closed_by_the_owner()
    assert (A.APPEAL in acts(closed, CITIZEN, at(day, "23:59"), CTX)) is in_time


def test_a_reopened_case_is_assigned_anew_and_has_all_its_time() -> None:
    reopened = follow(closed_by_the_owner(), (A.REOPEN, LEAD), day="2024-02-05")
    assert (reopened.status, reopened.owner_id, reopened.outcome) == (S.REOPENED, None, None)
    assert label(reopened) is CitizenLabel.BEING_LOOKED_AT
    again = follow(reopened, (A.ASSIGN, LEAD), day="2024-02-05")
    assert (again.status, again.owner_id, again.clock_from) == (
        S.ASSIGNED,
        "inspector",
        at("2024-02-05", "15:00"),
    )


def test_a_withdrawal_is_asked_by_the_reporter_and_confirmed_by_the_lead() -> None:
    asked = follow(fit_for(A.ASK_WITHDRAWAL, S.NEEDS_INFO), (A.ASK_WITHDRAWAL, CITIZEN))
    assert asked.status is S.NEEDS_INFO
    withdrawn = follow(asked, (A.CONFIRM_WITHDRAWAL, LEAD))
    assert withdrawn.status is S.WITHDRAWN
    assert (withdrawn.withdrawal_asked_at, withdrawn.asked_at, withdrawn.returns_to) == (None, None, None)
    assert label(withdrawn) is CitizenLabel.CLOSED


def test_a_refused_withdrawal_keeps_what_was_found_and_may_be_asked_again() -> None:
    asked = follow(a_case(S.VERIFYING), (A.ASK_WITHDRAWAL, CITIZEN))
    facts = replace(GOOD, coercion_suspected=True)
    kept, _ = advance(asked, A.REFUSE_WITHDRAWAL, LEAD, NOW, CTX, facts)
    assert (kept.coercion_suspected, kept.withdrawal_asked_at) == (True, None)
    asked = follow(kept, (A.ASK_WITHDRAWAL, CITIZEN))
    assert A.CONFIRM_WITHDRAWAL not in acts(asked, LEAD, NOW, CTX)


def test_the_tier_rises_and_does_not_fall() -> None:
    case = a_case(S.VERIFYING, tier=Tier.RESTRICTED)
    assert (
        advance(case, A.AMEND, LEAD, NOW, CTX, replace(GOOD, tier=Tier.STANDARD))[0].tier is Tier.RESTRICTED
    )
    raised, _ = advance(case, A.AMEND, LEAD, NOW, CTX, replace(GOOD, tier=Tier.OVERSIGHT))
    assert raised.tier is Tier.OVERSIGHT
    assert acts(raised, LEAD, NOW, CTX) == frozenset()


def test_a_closed_case_can_be_held() -> None:
    held, _ = advance(closed_by_the_owner(), A.AMEND, LEAD, NOW, CTX, replace(GOOD, legal_hold=True))
    assert (held.status, held.legal_hold) == (S.CLOSED, True)
    assert held.ended_at is not None


@pytest.mark.parametrize("status", [status for status in S if status not in {S.DRAFT, S.MERGED}])
def test_every_state_has_its_label(status: CaseStatus) -> None:
    assert label(a_case(status)) in CitizenLabel
    if status in {S.CONCLUDED, S.MEASURES}:
        assert label(a_case(status)) is CitizenLabel.BEING_VERIFIED
        assert label(a_case(status, answered_at=RECEIVED_AT)) is CitizenLabel.ANSWERED


def test_the_labels_are_seven_and_all_are_said() -> None:
    said = {label(a_case(status, answered_at=NOW)) for status in S if status not in {S.DRAFT, S.MERGED}}
    assert said == set(CitizenLabel)
    assert len(said) == 7


def test_a_draft_and_a_merged_case_alone_have_no_label_of_their_own() -> None:
    for case in (a_case(S.DRAFT), a_case(S.MERGED)):
        with pytest.raises(ValueError, match="label"):
            label(case)
    with pytest.raises(ValueError, match="label"):
        label(a_case(S.MERGED), a_case(S.MERGED))


def test_an_extension_is_told_once() -> None:
    case = follow(a_case(S.VERIFYING), (A.EXTEND, LEAD))
    assert case.extended
    assert case.last_word_at == NOW
    assert A.EXTEND not in acts(case, LEAD, NOW, CTX)
