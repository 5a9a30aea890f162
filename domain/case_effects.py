"""What an act leaves behind in the case besides its status. The guard has spoken: facts are what they must be."""

from collections.abc import Callable
from dataclasses import replace

from domain.access import tier_for
from domain.case import Case, CaseStatus, Proposal, ProposalKind, Tier
from domain.case_acts import Moment
from domain.case_clocks import paused_days

Effect = Callable[[Case, Moment], Case]

_TIERS = tuple(Tier)


def nothing(case: Case, at: Moment) -> Case:
    return case


def received(case: Case, at: Moment) -> Case:
    tier = higher(case.tier, tier_for(case.accused_unit, at.ctx.units))
    return replace(case, received_at=at.now, clock_from=at.now, last_word_at=at.now, tier=tier)


def screened(case: Case, at: Moment) -> Case:
    return replace(
        amended(case, at), tests=at.facts.tests, screened_at=at.now, paused_before=case.paused_days
    )


def amended(case: Case, at: Moment) -> Case:
    """What is not judged stays; the tier only rises, for what became known to fewer was known to more already."""
    facts = at.facts
    return replace(
        case,
        legal_class=facts.legal_class or case.legal_class,
        priority=facts.priority or case.priority,
        tier=higher(case.tier, facts.tier or case.tier),
        legal_hold=_judged(facts.legal_hold, case.legal_hold),
        retaliation_feared=_judged(facts.retaliation_feared, case.retaliation_feared),
        coercion_suspected=_judged(facts.coercion_suspected, case.coercion_suspected),
        signs_of_violation=_judged(facts.signs_of_violation, case.signs_of_violation),
    )


def asked(case: Case, at: Moment) -> Case:
    return replace(case, returns_to=case.status, asked_at=at.now, last_word_at=at.now)


def resumed(case: Case, at: Moment) -> Case:
    waited = paused_days(case, at.now, at.ctx)
    return replace(case, returns_to=None, asked_at=None, paused_days=waited)


def rejection_proposed(case: Case, at: Moment) -> Case:
    proposal = Proposal(ProposalKind.REJECTION, at.actor.person_id, at.now, rejection=at.facts.rejection)
    return replace(case, proposal=proposal)


def rejected(case: Case, at: Moment) -> Case:
    assert case.proposal is not None
    return replace(
        case,
        rejection=case.proposal.rejection,
        drafted_by=case.proposal.by,
        approved_by=at.actor.person_id,
        handled_by=case.handled_by | {case.proposal.by},
        last_word_at=at.now,
    )


def proposal_dropped(case: Case, at: Moment) -> Case:
    return replace(case, proposal=None)


def merge_proposed(case: Case, at: Moment) -> Case:
    assert at.facts.target is not None
    proposal = Proposal(ProposalKind.MERGE, at.actor.person_id, at.now, target_id=at.facts.target.id)
    return replace(case, proposal=proposal)


def merged(case: Case, at: Moment) -> Case:
    proposal = case.proposal
    assert proposal is not None
    if case.status is CaseStatus.NEEDS_INFO:
        # The question ends with the merge: undone, the case is where it was when it was asked.
        origin = case.returns_to
        case = resumed(case, at)
    else:
        origin = case.status
    return replace(case, merged_into=proposal.target_id, returns_to=origin)


def unmerged(case: Case, at: Moment) -> Case:
    return replace(case, merged_into=None, returns_to=None)


def assigned(case: Case, at: Moment) -> Case:
    assert at.facts.assignee is not None
    return _owned_by(case, at.facts.assignee.person_id, at)


def claimed(case: Case, at: Moment) -> Case:
    return _owned_by(case, at.actor.person_id, at)


def unassigned(case: Case, at: Moment) -> Case:
    # Back in the queue since now: the lead has the day anew, while the conclusion's clock runs on.
    return replace(case, owner_id=None, assigned_at=None, screened_at=at.now, paused_before=case.paused_days)


def recused(case: Case, at: Moment) -> Case:
    return replace(unassigned(case, at), recused=case.recused | {at.actor.person_id})


def referred(case: Case, at: Moment) -> Case:
    if case.owner_id is None:
        case = assigned(case, at)
    return replace(case, referral=at.facts.referral)


def transferred(case: Case, at: Moment) -> Case:
    return replace(case, receiving_body=at.facts.receiving_body, last_word_at=at.now)


def concluded_in_draft(case: Case, at: Moment) -> Case:
    assert at.facts.conclusion is not None
    person = at.actor.person_id
    return replace(
        case,
        outcome=at.facts.conclusion.outcome,
        drafted_by=person,
        handled_by=case.handled_by | {person},
    )


def returned(case: Case, at: Moment) -> Case:
    return replace(case, outcome=None, drafted_by=None)


def approved(case: Case, at: Moment) -> Case:
    return replace(case, approved_by=at.actor.person_id, concluded_at=at.now)


def answered(case: Case, at: Moment) -> Case:
    return replace(case, answered_at=at.now, last_word_at=at.now)


def measure_taken(case: Case, at: Moment) -> Case:
    assert at.facts.measure is not None
    return replace(case, measures=(*case.measures, at.facts.measure))


def extended(case: Case, at: Moment) -> Case:
    return replace(case, extended=True, last_word_at=at.now)


def appealed(case: Case, at: Moment) -> Case:
    return replace(case, appealed_at=at.now)


def appeal_accepted(case: Case, at: Moment) -> Case:
    return assigned(_new_round(case, at), at)


def upheld(case: Case, at: Moment) -> Case:
    return replace(case, last_word_at=at.now)


def reopened(case: Case, at: Moment) -> Case:
    return replace(_new_round(case, at), owner_id=None, assigned_at=None, screened_at=at.now)


def withdrawal_asked(case: Case, at: Moment) -> Case:
    return replace(case, withdrawal_asked_at=at.now)


def withdrawal_refused(case: Case, at: Moment) -> Case:
    return replace(amended(case, at), withdrawal_asked_at=None, last_word_at=at.now)


def withdrawn(case: Case, at: Moment) -> Case:
    return replace(case, last_word_at=at.now)


def higher(one: Tier, other: Tier) -> Tier:
    """The tier that fewer may know."""
    return max(one, other, key=_TIERS.index)


def _judged(judgement: bool | None, before: bool) -> bool:
    return before if judgement is None else judgement


def _owned_by(case: Case, person_id: str, at: Moment) -> Case:
    return replace(case, owner_id=person_id, assigned_at=at.now, handled_by=case.handled_by | {person_id})


def _new_round(case: Case, at: Moment) -> Case:
    return replace(
        case,
        outcome=None,
        drafted_by=None,
        approved_by=None,
        rejection=None,
        referral=None,
        concluded_at=None,
        answered_at=None,
        clock_from=at.now,
        paused_days=0,
        paused_before=0,
        extended=False,
        last_word_at=at.now,
    )
