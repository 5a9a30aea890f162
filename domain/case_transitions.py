"""The table of what may become of a case, as data, behind one guard.

``acts`` draws the buttons, ``check`` and ``advance`` guard the services, all three from the same lines. Each line says
from where, by whom and under what conditions; nothing may be done to a case that is not a line here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain import case_conditions as is_
from domain import case_effects as then
from domain.access import is_reporter, may_read_referral, may_work_on
from domain.case import OPEN, TERMINAL, Case, CaseStatus, label
from domain.case_acts import IS, NO_FACTS, OUTSIDERS, CaseAct, CaseFacts, Moment, Test, Who
from domain.case_clocks import CaseContext
from domain.errors import Code, Refused
from domain.people import Actor

_Checks = tuple[tuple[Code, Test], ...]


class Move(StrEnum):
    """Where a line leads when it names no status of its own."""

    STAYS = "stays"
    BACK = "back"
    """To the status kept in ``Case.returns_to``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    ``conditions`` look at the case and decide, with ``who``, whether the button is drawn; ``needs`` look at what comes
    with the act. Both are checked in order before the act; the first that fails gives the refusal its code.
    """

    act: CaseAct
    source: frozenset[CaseStatus]
    to: CaseStatus | Move
    who: Who
    conditions: _Checks = ()
    needs: _Checks = ()
    effect: then.Effect = then.nothing


@dataclass(frozen=True, slots=True)
class Transition:
    """What happened to a case, kept for ever: who, when (UTC) and why. ``reason`` is sealed by storage."""

    case_id: str
    act: CaseAct
    source: CaseStatus
    to: CaseStatus
    actor_id: str
    at: datetime
    reason: str
    revision: int


_S = CaseStatus
_REASON: Final = (Code.REASON_MISSING, is_.reason_given)
_ASSIGNEE: Final = (
    (Code.ASSIGNEE_MISSING, is_.assignee_named),
    (Code.ASSIGNEE_UNFIT, is_.assignee_fit),
)
_MERGE_PROPOSED: Final = (Code.PROPOSAL_MISSING, is_.merge_proposed)
_REJECTION_PROPOSED: Final = (Code.PROPOSAL_MISSING, is_.rejection_proposed)
_SECOND_PERSON: Final = (Code.SELF_APPROVAL, is_.not_the_proposer)
_NOT_THE_DRAFTER: Final = (Code.SELF_APPROVAL, is_.not_the_drafter)
_TOLD: Final = (Code.REPORTER_NOT_TOLD, is_.reporter_told)


def _in(*statuses: CaseStatus) -> frozenset[CaseStatus]:
    return frozenset(statuses)


_BEING_WORKED_ON: Final = _in(_S.ASSIGNED, _S.VERIFYING, _S.NEEDS_INFO, _S.REFERRED, _S.UNDER_REVIEW)

TABLE: Final[tuple[Row, ...]] = (
    # draft → received
    Row(
        CaseAct.SEND, _in(_S.DRAFT), _S.RECEIVED, Who.REPORTER,
        needs=(
            (Code.CONSENT_MISSING, is_.consent_given),
            (Code.PREVIEW_NOT_CONFIRMED, is_.preview_confirmed),
            (Code.DRAFT_LAPSED, is_.draft_alive),
        ),
        effect=then.received,
    ),
    # Entered by staff: from the press, public opinion, another body, a unit reporting its own.
    Row(
        CaseAct.ENTER, _in(_S.DRAFT), _S.RECEIVED, Who.INSPECTORATE,
        effect=then.received,
    ),
    # received → screened
    Row(
        CaseAct.SCREEN, _in(_S.RECEIVED), _S.SCREENED, Who.INTAKE,
        needs=(
            (Code.CLASS_MISSING, is_.class_recorded),
            (Code.TESTS_MISSING, is_.tests_recorded),
            (Code.CONFLICTS_NOT_CHECKED, is_.conflicts_checked),
        ),
        effect=then.screened,
    ),
    # received, screened, assigned, verifying → needs_info → where it came from
    Row(
        CaseAct.ASK_REPORTER, _in(_S.RECEIVED, _S.SCREENED, _S.ASSIGNED, _S.VERIFYING), _S.NEEDS_INFO, Who.OFFICER,
        conditions=((Code.REPORTER_MISSING, is_.has_reporter),),
        needs=((Code.QUESTION_MISSING, is_.text_given),), effect=then.asked,
    ),
    Row(
        CaseAct.ANSWER_QUESTION, _in(_S.NEEDS_INFO), Move.BACK, Who.REPORTER,
        needs=((Code.TEXT_BLANK, is_.text_or_files_given),), effect=then.resumed,
    ),
    Row(
        CaseAct.LAPSE_QUESTION, _in(_S.NEEDS_INFO), Move.BACK, Who.CLOCK,
        conditions=((Code.NOT_LAPSED, is_.question_lapsed),), effect=then.resumed,
    ),
    # received → rejected, by two persons
    Row(
        CaseAct.PROPOSE_REJECTION, _in(_S.RECEIVED), Move.STAYS, Who.INTAKE,
        conditions=((Code.PROPOSAL_PENDING, is_.nothing_proposed),),
        needs=((Code.REASON_CODE_MISSING, is_.rejection_coded), (Code.GUIDANCE_MISSING, is_.reporter_told)),
        effect=then.rejection_proposed,
    ),
    Row(
        CaseAct.CONFIRM_REJECTION, _in(_S.RECEIVED), _S.REJECTED, Who.INTAKE_OR_LEAD,
        conditions=(_REJECTION_PROPOSED, _SECOND_PERSON), effect=then.rejected,
    ),
    Row(
        CaseAct.DECLINE_REJECTION, _in(_S.RECEIVED), Move.STAYS, Who.INTAKE_OR_LEAD,
        conditions=(_REJECTION_PROPOSED,), needs=(_REASON,), effect=then.proposal_dropped,
    ),
    # screened → assigned, reopened → assigned
    Row(
        CaseAct.ASSIGN, _in(_S.SCREENED, _S.REOPENED), _S.ASSIGNED, Who.LEAD,
        needs=_ASSIGNEE, effect=then.assigned,
    ),
    Row(
        CaseAct.CLAIM, _in(_S.SCREENED), _S.ASSIGNED, Who.INSPECTOR_OR_LEAD,
        effect=then.claimed,
    ),
    # assigned → screened
    Row(
        CaseAct.UNASSIGN, _in(_S.ASSIGNED), _S.SCREENED, Who.LEAD,
        needs=(_REASON,), effect=then.unassigned,
    ),
    Row(
        CaseAct.RECUSE, _in(_S.ASSIGNED), _S.SCREENED, Who.OWNER,
        needs=(_REASON,), effect=then.recused,
    ),
    Row(
        CaseAct.LAPSE_ASSIGNMENT, _in(_S.ASSIGNED), _S.SCREENED, Who.CLOCK,
        conditions=((Code.NOT_LAPSED, is_.assignment_lapsed),), effect=then.unassigned,
    ),
    # An owner who falls ill or leaves: the case changes hands, not its status.
    Row(
        CaseAct.HAND_OVER, _BEING_WORKED_ON, Move.STAYS, Who.LEAD,
        conditions=((Code.NOT_NOW, is_.some_owner),), needs=(*_ASSIGNEE, _REASON), effect=then.assigned,
    ),
    # assigned → verifying
    Row(CaseAct.BEGIN, _in(_S.ASSIGNED), _S.VERIFYING, Who.OWNER),
    # screened, assigned, verifying → referred → verifying
    Row(
        CaseAct.REFER, _in(_S.SCREENED, _S.ASSIGNED, _S.VERIFYING), _S.REFERRED, Who.LEAD,
        conditions=(
            (Code.REFERRAL_OF_INSPECTORATE, is_.not_of_inspectorate),
            (Code.REFERRAL_OBJECTED, is_.reporter_did_not_object),
            (Code.REFERRAL_RETALIATION, is_.no_retaliation_feared),
        ),
        needs=(
            (Code.REFERRAL_INCOMPLETE, is_.referral_whole),
            (Code.REFERRAL_HEAD_ACCUSED, is_.head_not_accused),
            (Code.REFERRAL_HEAD_CONFLICTED, is_.head_not_conflicted),
            (Code.REFERRAL_NOT_REDACTED, is_.referral_redacted),
            (Code.REFERRAL_DUE_INVALID, is_.referral_due_ahead),
            (Code.ASSIGNEE_MISSING, is_.reviewer_named),
        ),
        effect=then.referred,
    ),
    Row(
        CaseAct.ANSWER_REFERRAL, _in(_S.REFERRED), _S.VERIFYING, Who.ADDRESSEE,
        needs=((Code.FINDINGS_MISSING, is_.text_given),),
    ),
    Row(
        CaseAct.LAPSE_REFERRAL, _in(_S.REFERRED), _S.VERIFYING, Who.CLOCK,
        conditions=((Code.NOT_LAPSED, is_.referral_lapsed),),
    ),
    # any open → transferred
    Row(
        CaseAct.TRANSFER, OPEN, _S.TRANSFERRED, Who.LEAD,
        needs=((Code.RECEIVING_BODY_MISSING, is_.body_named), _TOLD), effect=then.transferred,
    ),
    # any open → merged, by two persons, and back
    Row(
        CaseAct.PROPOSE_MERGE, OPEN, Move.STAYS, Who.OFFICER,
        conditions=((Code.PROPOSAL_PENDING, is_.nothing_proposed),),
        needs=((Code.MERGE_TARGET_INVALID, is_.target_fit),), effect=then.merge_proposed,
    ),
    Row(
        CaseAct.CONFIRM_MERGE, OPEN, _S.MERGED, Who.LEAD,
        conditions=(_MERGE_PROPOSED, _SECOND_PERSON),
        needs=((Code.MERGE_TARGET_INVALID, is_.target_fit), (Code.MERGE_TARGET_INVALID, is_.target_as_proposed)),
        effect=then.merged,
    ),
    Row(
        CaseAct.DECLINE_MERGE, OPEN, Move.STAYS, Who.OFFICER,
        conditions=(_MERGE_PROPOSED,), needs=(_REASON,), effect=then.proposal_dropped,
    ),
    Row(
        CaseAct.UNDO_MERGE, _in(_S.MERGED), Move.BACK, Who.LEAD,
        needs=(_REASON,), effect=then.unmerged,
    ),
    # verifying → under_review → concluded, or back
    Row(
        CaseAct.SUBMIT_CONCLUSION, _in(_S.VERIFYING), _S.UNDER_REVIEW, Who.OWNER,
        needs=((Code.CONCLUSION_INCOMPLETE, is_.conclusion_whole),), effect=then.concluded_in_draft,
    ),
    Row(
        CaseAct.RETURN_CONCLUSION, _in(_S.UNDER_REVIEW), _S.VERIFYING, Who.INSPECTOR_OR_LEAD,
        conditions=(_NOT_THE_DRAFTER,), needs=(_REASON,), effect=then.returned,
    ),
    Row(
        CaseAct.APPROVE_CONCLUSION, _in(_S.UNDER_REVIEW), _S.CONCLUDED, Who.INSPECTOR_OR_LEAD,
        conditions=(_NOT_THE_DRAFTER,), effect=then.approved,
    ),
    # concluded → measures; concluded, measures → closed
    Row(
        CaseAct.ANSWER_REPORTER, _in(_S.CONCLUDED, _S.MEASURES), Move.STAYS, Who.OWNER_OR_LEAD,
        conditions=((Code.REPORTER_MISSING, is_.has_reporter),),
        needs=((Code.TEXT_BLANK, is_.text_given),), effect=then.answered,
    ),
    Row(
        CaseAct.TAKE_MEASURE, _in(_S.CONCLUDED, _S.MEASURES), _S.MEASURES, Who.LEAD,
        conditions=((Code.OUTCOME_NOT_SUBSTANTIATED, is_.founded),),
        needs=((Code.MEASURE_INCOMPLETE, is_.measure_whole),), effect=then.measure_taken,
    ),
    Row(
        CaseAct.CLOSE, _in(_S.CONCLUDED, _S.MEASURES), _S.CLOSED, Who.LEAD,
        conditions=((Code.REPORTER_NOT_ANSWERED, is_.reporter_answered),),
    ),
    # Conclusion extended once by 30 days, with a reason told to the reporter
    Row(
        CaseAct.EXTEND, _BEING_WORKED_ON | {_S.SCREENED}, Move.STAYS, Who.LEAD,
        conditions=((Code.ALREADY_EXTENDED, is_.not_extended),), needs=(_REASON, _TOLD), effect=then.extended,
    ),
    # rejected, closed → appealed → verifying, or closed again
    Row(
        CaseAct.APPEAL, _in(_S.REJECTED, _S.CLOSED), _S.APPEALED, Who.REPORTER,
        conditions=((Code.APPEAL_USED, is_.no_appeal_yet), (Code.APPEAL_TOO_LATE, is_.appeal_in_time)),
        needs=((Code.TEXT_BLANK, is_.text_given),), effect=then.appealed,
    ),
    Row(
        CaseAct.ACCEPT_APPEAL, _in(_S.APPEALED), _S.VERIFYING, Who.LEAD,
        needs=(*_ASSIGNEE, (Code.ANOTHER_INSPECTOR_NEEDED, is_.assignee_new)), effect=then.appeal_accepted,
    ),
    Row(
        CaseAct.UPHOLD, _in(_S.APPEALED), _S.CLOSED, Who.LEAD,
        conditions=((Code.SELF_APPROVAL, is_.not_own_decision),), needs=(_REASON, _TOLD), effect=then.upheld,
    ),
    # closed, rejected → reopened (→ assigned, above)
    Row(
        CaseAct.REOPEN, _in(_S.CLOSED, _S.REJECTED), _S.REOPENED, Who.LEAD,
        needs=(_REASON, (Code.NEW_EVIDENCE_MISSING, is_.text_given)), effect=then.reopened,
    ),
    # any open → withdrawn: the reporter asks, the lead confirms
    Row(
        CaseAct.ASK_WITHDRAWAL, OPEN, Move.STAYS, Who.REPORTER,
        conditions=((Code.WITHDRAWAL_ASKED, is_.withdrawal_not_asked),), effect=then.withdrawal_asked,
    ),
    Row(
        CaseAct.CONFIRM_WITHDRAWAL, OPEN, _S.WITHDRAWN, Who.LEAD,
        conditions=((Code.WITHDRAWAL_NOT_ASKED, is_.withdrawal_asked), (Code.WITHDRAWAL_SIGNS, is_.no_signs_known)),
        needs=((Code.WITHDRAWAL_SIGNS, is_.judged_free_of_signs),), effect=then.withdrawn,
    ),
    Row(
        CaseAct.REFUSE_WITHDRAWAL, OPEN, Move.STAYS, Who.LEAD,
        conditions=((Code.WITHDRAWAL_NOT_ASKED, is_.withdrawal_asked),),
        needs=(_REASON, _TOLD), effect=then.withdrawal_refused,
    ),
    # Fields kept apart from the status: class, priority, tier, legal hold, what was feared or found on the way.
    Row(
        CaseAct.AMEND, OPEN | TERMINAL, Move.STAYS, Who.LEAD,
        needs=(_REASON,), effect=then.amended,
    ),
)  # fmt: skip

_ROWS: Final[Mapping[CaseAct, Row]] = {row.act: row for row in TABLE}


def acts(case: Case, actor: Actor, now: datetime, ctx: CaseContext) -> frozenset[CaseAct]:
    """What the actor may do with the case now: these are the buttons. None at all if they may not know of it."""
    at = Moment(actor, now, ctx)
    staff = _knows_as_staff(case, at)
    return frozenset(row.act for row in TABLE if _refusal(row, case, at, staff) is None)


def check(
    case: Case, act: CaseAct, actor: Actor, now: datetime, ctx: CaseContext, facts: CaseFacts = NO_FACTS
) -> None:
    """Whether the actor may do this now with these facts.

    Raises Refused: CASE_UNKNOWN, and nothing else, to whoever may not know of the case; then NOT_YOURS, ALREADY_CLAIMED
    (``owner_id``), NOT_NOW (``status``), or the code of the first condition or need that does not hold.
    """
    at = Moment(actor, now, ctx, facts)
    staff = _knows_as_staff(case, at)
    if not (staff or actor.is_clock or is_reporter(case, actor) or may_read_referral(case, actor)):
        raise Refused(Code.CASE_UNKNOWN)
    row = _ROWS[act]
    code = _refusal(row, case, at, staff) or next(
        (code for code, holds in row.needs if not holds(case, at)), None
    )
    if code is Code.NOT_NOW and act is CaseAct.CLAIM and case.owner_id is not None:
        raise Refused(Code.ALREADY_CLAIMED, owner_id=case.owner_id)
    if code is not None:
        raise Refused(code, act=act, status=case.status)


def advance(
    case: Case, act: CaseAct, actor: Actor, now: datetime, ctx: CaseContext, facts: CaseFacts = NO_FACTS
) -> tuple[Case, Transition]:
    """The case after the act, one revision further, and the record of it. Raises Refused as ``check``."""
    check(case, act, actor, now, ctx, facts)
    row = _ROWS[act]
    to = _destination(row, case)
    after = row.effect(case, Moment(actor, now, ctx, facts))
    after = replace(after, status=to, revision=case.revision + 1)
    if to is not case.status:
        after = _left(after, case.status, now)
    if _is_told_a_label(case, after):
        after = replace(after, last_word_at=now)
    record = Transition(case.id, act, case.status, to, actor.person_id, now, facts.reason, after.revision)
    return after, record


def _is_told_a_label(before: Case, after: Case) -> bool:
    """Whether the reporter hears of the act by the label their report has after it."""
    nameless = {CaseStatus.DRAFT, CaseStatus.MERGED} & {before.status, after.status}
    return not nameless and label(before) is not label(after)


def _knows_as_staff(case: Case, at: Moment) -> bool:
    if at.actor.is_clock:
        return False
    # A draft of staff is seen by those who would see what it becomes; a citizen's draft by nobody but the citizen.
    seen = replace(case, status=CaseStatus.RECEIVED) if is_.entered_by_staff(case, at) else case
    return may_work_on(seen, at.actor, at.ctx.units, at.ctx.ties)


def _refusal(row: Row, case: Case, at: Moment, staff: bool) -> Code | None:
    if not (staff or row.who in OUTSIDERS) or not IS[row.who](case, at):
        return Code.NOT_YOURS
    if case.status not in row.source:
        return Code.NOT_NOW
    return next((code for code, holds in row.conditions if not holds(case, at)), None)


def _destination(row: Row, case: Case) -> CaseStatus:
    match row.to:
        case CaseStatus() as status:
            return status
        case Move.STAYS:
            return case.status
        case Move.BACK:
            if case.returns_to is None:
                raise ValueError(f"case {case.id} in {case.status} does not know where it came from")
            return case.returns_to


def _left(case: Case, source: CaseStatus, now: datetime) -> Case:
    """What ends with a status: a pending proposal and an open question; and what begins or stops with an end."""
    case = replace(case, proposal=None)
    if source is CaseStatus.NEEDS_INFO:
        case = replace(case, asked_at=None)
    if source is CaseStatus.NEEDS_INFO and case.status is not CaseStatus.MERGED:
        case = replace(case, returns_to=None)
    if case.status in TERMINAL:
        return replace(case, ended_at=now, withdrawal_asked_at=None)
    return replace(case, ended_at=None) if source in TERMINAL else case
