"""Whatever people do to a case in whatever order and however long they take, some things stay true."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.access import may_know
from domain.case import FOUNDED, TERMINAL, CaseStatus, Conclusion, Outcome, Tier, label
from domain.case_acts import CaseAct, CaseFacts
from domain.case_clocks import conclusion_date, due, paused_days
from domain.case_transitions import Transition, acts, advance
from domain.errors import Code, Refused
from domain.people import CLOCK, Actor
from tests.domain.cases_at_hand import CONCLUSION, GOOD, REFERRAL, TARGET
from tests.domain.world import (
    ADMINISTRATOR,
    CITIZEN,
    COORDINATOR,
    CTX,
    CUSTODIAN,
    HEAD_ELSEWHERE,
    HEAD_OF_ACCUSED,
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
    STRANGER,
    TIED,
    UNITS,
    a_case,
    at,
)

NEVER = (STRANGER, ADMINISTRATOR, COORDINATOR, CUSTODIAN, LEADER, HEAD_ELSEWHERE, TIED, INSIDER)
WORKERS = (CITIZEN, INTAKE, INTAKE_TOO, OWNER, INSPECTOR, LEAD, LEAD_TOO, OVERSIGHT, OVERSIGHT_TOO)
EVERYBODY = (*WORKERS, *NEVER, HEAD_OF_ACCUSED, CLOCK)

USUAL_WAY = (
    (CaseAct.SEND, CITIZEN),
    (CaseAct.SCREEN, INTAKE),
    (CaseAct.CLAIM, OWNER),
    (CaseAct.BEGIN, OWNER),
    (CaseAct.SUBMIT_CONCLUSION, OWNER),
    (CaseAct.APPROVE_CONCLUSION, INSPECTOR),
    (CaseAct.ANSWER_REPORTER, LEAD),
    (CaseAct.CLOSE, LEAD),
)
SECOND_PERSON = (CaseAct.APPROVE_CONCLUSION, CaseAct.CONFIRM_REJECTION, CaseAct.CONFIRM_MERGE)
# What ends a case early, or can be done at any time: left to chance alone, it would be all that ever happens.
ASIDE = frozenset(
    {
        CaseAct.AMEND,
        CaseAct.ASK_REPORTER,
        CaseAct.ASK_WITHDRAWAL,
        CaseAct.CONFIRM_WITHDRAWAL,
        CaseAct.PROPOSE_MERGE,
        CaseAct.CONFIRM_MERGE,
        CaseAct.PROPOSE_REJECTION,
        CaseAct.TRANSFER,
    }
)

facts = st.builds(
    lambda assignee, outcome, signs, tier, feared: replace(
        GOOD,
        assignee=assignee,
        conclusion=Conclusion(outcome, CONCLUSION.findings, "Trả lời", evidence_listed=True),
        signs_of_violation=signs,
        tier=tier,
        retaliation_feared=feared,
    ),
    st.sampled_from(WORKERS),
    st.sampled_from(Outcome),
    st.sampled_from([None, False, False, False, True]),
    st.sampled_from([None] * 12 + [Tier.RESTRICTED, Tier.OVERSIGHT]),
    st.sampled_from([None, None, None, True]),
)


class CaseMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = at("2023-10-02", "08:00")
        self.begin()

    def begin(self) -> None:
        self.case = a_case(CaseStatus.DRAFT, created_at=self.now)
        self.record: list[Transition] = []

    @rule(hours=st.sampled_from([1, 8, 30, 24 * 8, 24 * 35]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(actor=st.sampled_from(EVERYBODY), act=st.sampled_from(CaseAct), given=facts)
    def somebody_tries(self, actor: Actor, act: CaseAct, given: CaseFacts) -> None:
        self.act(actor, act, given)

    @initialize(steps=st.integers(0, len(USUAL_WAY)))
    def the_case_is_somewhere_on_its_usual_way(self, steps: int) -> None:
        for act, actor in USUAL_WAY[:steps]:
            self.act(actor, act, GOOD)

    @rule(data=st.data(), given=facts)
    def the_work_goes_on(self, data: st.DataObject, given: CaseFacts) -> None:
        self.press(frozenset(CaseAct) - ASIDE, data, given)

    @precondition(lambda self: self.case.status in {CaseStatus.TRANSFERRED, CaseStatus.WITHDRAWN})
    @rule(steps=st.integers(0, len(USUAL_WAY)))
    def the_next_case_comes_in(self, steps: int) -> None:
        self.begin()
        self.the_case_is_somewhere_on_its_usual_way(steps)

    @rule(data=st.data(), given=facts)
    def something_comes_between(self, data: st.DataObject, given: CaseFacts) -> None:
        self.press(ASIDE, data, given)

    @rule(act=st.sampled_from(SECOND_PERSON), given=facts)
    def whoever_began_it_would_finish_it(self, act: CaseAct, given: CaseFacts) -> None:
        """Left to chance alone, it would hardly ever be just the one who must not."""
        proposal = self.case.proposal
        own = {self.case.drafted_by, self.case.owner_id, proposal.by if proposal else None}
        for actor in WORKERS:
            if actor.person_id in own:
                self.act(actor, act, given)

    def press(self, among: frozenset[CaseAct], data: st.DataObject, given: CaseFacts) -> None:
        buttons = sorted(
            (act, n)
            for n, actor in enumerate(EVERYBODY)
            for act in acts(self.case, actor, self.now, CTX) & among
        )
        if buttons:
            act = data.draw(st.sampled_from(sorted({act for act, _ in buttons})))
            n = data.draw(st.sampled_from([n for button, n in buttons if button is act]))
            self.act(EVERYBODY[n], act, given)

    def act(self, actor: Actor, act: CaseAct, given: CaseFacts) -> None:
        before = self.case
        given = replace(
            given,
            draft_touched_at=self.now,
            target=replace(TARGET, tier=before.tier, accused_unit="TP-VINH"),
            referral=replace(REFERRAL, due=CTX.hours.day_of(self.now) + timedelta(days=10)),
        )
        drawn = act in acts(before, actor, self.now, CTX)
        try:
            after, record = advance(before, act, actor, self.now, CTX, given)
        except Refused as refused:
            self.refused(actor, refused.code)
            return
        assert drawn, "what was done was not among the buttons"
        assert actor not in NEVER
        assert record.revision == before.revision + 1
        if act is CaseAct.APPROVE_CONCLUSION:
            assert actor.person_id not in {before.drafted_by, before.owner_id}
        if act in {CaseAct.CONFIRM_REJECTION, CaseAct.CONFIRM_MERGE}:
            assert before.proposal is not None
            assert actor.person_id != before.proposal.by
        if act is CaseAct.UPHOLD:
            assert actor.person_id != before.drafted_by
        if act is CaseAct.ACCEPT_APPEAL:
            assert after.owner_id not in before.handled_by
        if act is CaseAct.REFER:
            assert before.unit_may_be_asked
            assert not before.retaliation_feared
        if act is CaseAct.CONFIRM_WITHDRAWAL:
            assert before.outcome not in FOUNDED
            assert not before.signs_of_violation
            assert not before.coercion_suspected
        self.case = after
        self.record.append(record)

    def refused(self, actor: Actor, code: Code) -> None:
        if actor in NEVER:
            assert code is Code.CASE_UNKNOWN

    @invariant()
    def the_record_leads_from_the_draft_to_where_the_case_stands(self) -> None:
        status = CaseStatus.DRAFT
        for entry in self.record:
            assert entry.source is status
            status = entry.to
        assert status is self.case.status
        assert self.case.revision == len(self.record)

    @invariant()
    def the_case_holds_together(self) -> None:
        case = self.case
        assert (case.ended_at is not None) is (case.status in TERMINAL)
        assert (case.asked_at is not None) is (case.status is CaseStatus.NEEDS_INFO)
        assert (case.returns_to is not None) is (case.status in {CaseStatus.NEEDS_INFO, CaseStatus.MERGED})
        assert (case.merged_into is not None) is (case.status is CaseStatus.MERGED)
        assert (case.rejection is None) or case.status in {
            CaseStatus.REJECTED,
            CaseStatus.APPEALED,
            CaseStatus.CLOSED,
        }
        assert 0 <= case.paused_before <= case.paused_days <= 10
        if case.status in {
            CaseStatus.ASSIGNED,
            CaseStatus.VERIFYING,
            CaseStatus.REFERRED,
            CaseStatus.UNDER_REVIEW,
            CaseStatus.CONCLUDED,
            CaseStatus.MEASURES,
        }:
            assert case.owner_id is not None
            assert case.owner_id in case.handled_by
        if case.status in {CaseStatus.SCREENED, CaseStatus.RECEIVED, CaseStatus.REOPENED}:
            assert case.owner_id is None
        if case.status in {CaseStatus.UNDER_REVIEW, CaseStatus.CONCLUDED, CaseStatus.MEASURES}:
            assert case.outcome is not None
            assert case.drafted_by is not None
        if case.approved_by is not None:
            assert case.approved_by != case.drafted_by
        if case.status is CaseStatus.MEASURES:
            assert case.outcome in FOUNDED
        assert sum(entry.act is CaseAct.APPEAL for entry in self.record) <= 1

    @invariant()
    def those_who_must_not_know_see_no_button_and_no_case(self) -> None:
        for actor in NEVER:
            assert acts(self.case, actor, self.now, CTX) == frozenset()
            assert not may_know(self.case, actor, UNITS, CTX.ties)
        assert not may_know(self.case, HEAD_OF_ACCUSED, UNITS, CTX.ties)
        assert acts(self.case, HEAD_OF_ACCUSED, self.now, CTX) <= {CaseAct.ANSWER_REFERRAL}
        if self.case.concerns_inspectorate:
            assert not any(
                acts(self.case, actor, self.now, CTX) for actor in (INTAKE, OWNER, INSPECTOR, LEAD, LEAD_TOO)
            )

    @invariant()
    def the_reporter_can_always_be_told_something(self) -> None:
        case = self.case
        if case.status not in {CaseStatus.DRAFT, CaseStatus.MERGED}:
            label(case)
            promised = conclusion_date(case, self.now, CTX)
            assert promised is not None
            assert CTX.cal.is_working(promised)
        running = due(case, self.now, CTX)
        assert running is None or running.percent >= 0
        assert 0 <= paused_days(case, self.now, CTX) <= 10


CaseMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
TestCaseMachine = CaseMachine.TestCase
