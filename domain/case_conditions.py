"""The small questions the table of transitions is made of.

Each looks at one thing and is named for it, so that a line of the table reads like the line of the rule.
"""

from domain.access import may_work_on
from domain.case import FOUNDED, OPEN, Case, CaseSource, ProposalKind
from domain.case_acts import Moment, can_own
from domain.case_clocks import appeal_until, assignment_lapses_at, question_lapses_at, referral_lapses_at
from domain.report import draft_lapsed
from domain.text import is_blank

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
