"""The one way to move a case: the table of transitions, compare and swap, the timeline, the audit, and who is told.

Whatever is done to a case is done here, by staff, by its reporter or by time, so that there is no way around the guard
and nothing happens that the timeline does not show.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from domain.access import is_reporter, may_work_on
from domain.case import Case, CaseStatus, Conclusion, Finding, Outcome, label
from domain.case_acts import NO_FACTS, CaseAct, CaseFacts
from domain.case_clocks import CaseContext
from domain.case_transitions import Transition, advance
from domain.people import Actor, Role
from services.audit import acting_role
from services.case_entries import Audience, Entry, EntryKind
from services.case_times import case_times
from services.notices import Notice, NoticeKind, ToPerson, ToReporter
from services.people import Person
from services.scope import Scope

TOLD_BY: Final[Mapping[CaseAct, tuple[EntryKind, NoticeKind]]] = {
    CaseAct.ASK_REPORTER: (EntryKind.QUESTION, NoticeKind.QUESTION_ASKED),
    CaseAct.ANSWER_REPORTER: (EntryKind.REPLY, NoticeKind.CASE_ANSWERED),
    CaseAct.CONFIRM_REJECTION: (EntryKind.REPLY, NoticeKind.CASE_ANSWERED),
    CaseAct.EXTEND: (EntryKind.REPLY, NoticeKind.CASE_ANSWERED),
    CaseAct.TRANSFER: (EntryKind.REPLY, NoticeKind.CASE_ANSWERED),
    CaseAct.UPHOLD: (EntryKind.REPLY, NoticeKind.CASE_ANSWERED),
    CaseAct.REFUSE_WITHDRAWAL: (EntryKind.REPLY, NoticeKind.CASE_ANSWERED),
}
"""Acts whose text goes to the reporter: as what it stands in the timeline, and how they hear of it."""

_LEADS: Final = frozenset({Role.LEAD_INSPECTOR})
_NEXT: Final[Mapping[CaseAct, frozenset[Role]]] = {
    CaseAct.SCREEN: _LEADS,
    CaseAct.PROPOSE_REJECTION: frozenset({Role.INTAKE_OFFICER, Role.LEAD_INSPECTOR}),
    CaseAct.SUBMIT_CONCLUSION: _LEADS,
    CaseAct.RECUSE: _LEADS,
    CaseAct.LAPSE_ASSIGNMENT: _LEADS,
}
"""Whose move an act makes it, where it is a role's."""
_ELSE_NEXT: Final[Mapping[CaseAct, frozenset[Role]]] = {
    CaseAct.SUBMIT_CONCLUSION: frozenset({Role.INSPECTOR}),
}
"""Who may make it as well, and hears if of the first there is nobody but the one who acted."""
_OWNER_HEARS: Final = frozenset(
    {
        CaseAct.ASSIGN,
        CaseAct.HAND_OVER,
        CaseAct.ACCEPT_APPEAL,
        CaseAct.RETURN_CONCLUSION,
        CaseAct.APPROVE_CONCLUSION,
        CaseAct.EXTEND,
        CaseAct.REFUSE_WITHDRAWAL,
        CaseAct.CONFIRM_WITHDRAWAL,
        CaseAct.TRANSFER,
        CaseAct.LAPSE_QUESTION,
        CaseAct.LAPSE_REFERRAL,
        CaseAct.ANSWER_REFERRAL,
    }
)
_FORMER_OWNER_HEARS: Final = frozenset({CaseAct.UNASSIGN, CaseAct.LAPSE_ASSIGNMENT, CaseAct.HAND_OVER})


async def context(scope: Scope, *person_ids: str) -> CaseContext:
    """What the rules of cases need to know now, with the ties these people declared."""
    ties = await scope.uow.cases.ties(person_ids) if person_ids else []
    return CaseContext(await scope.uow.units.all(), scope.calendar, scope.hours, scope.rules, ties)


async def knowing(scope: Scope, case: Case, roles: Collection[Role]) -> list[Person]:
    """Whoever holds one of the roles now and may know of the case; oversight, if the inspectorate is accused."""
    wanted = frozenset({Role.OVERSIGHT}) if case.concerns_inspectorate else frozenset(roles)
    holders = await scope.uow.people.holding(wanted)
    ctx = await context(scope, *(person.id for person in holders))
    return [
        person
        for person in holders
        if (actor := person.actor(scope.now)).has_any(wanted)
        and may_work_on(case, actor, ctx.units, ctx.ties)
    ]


async def owner_of(scope: Scope, case: Case) -> Person | None:
    """The owner of the case, while they may still work on it; None when they left, or there is none."""
    workers = await knowing(scope, case, {Role.INSPECTOR, Role.LEAD_INSPECTOR})
    return next((person for person in workers if person.id == case.owner_id), None)


async def in_hand(scope: Scope, case: Case) -> list[Person]:
    """Whoever has the case in hand: its owner; the leads, where that one left; with none yet, who screens as well."""
    owner = await owner_of(scope, case)
    if owner is not None:
        return [owner]
    roles = {Role.INTAKE_OFFICER, Role.LEAD_INSPECTOR} if case.owner_id is None else {Role.LEAD_INSPECTOR}
    return await knowing(scope, case, roles)


async def tell(scope: Scope, notice: Notice, key: str) -> bool:
    """Posts a notice, once for each key; outside office hours it waits for the offices to open."""
    opens_at = scope.hours.next_opening(scope.calendar, scope.now)
    return await scope.uow.notices.post(
        notice, key=key, hold_until=opens_at if opens_at > scope.now else None
    )


async def take_in(scope: Scope, actor: Actor, draft: Case, act: CaseAct, facts: CaseFacts = NO_FACTS) -> Case:
    """The draft of a case becomes a case: sent by its reporter or entered by staff. Its key exists already.

    Raises Refused as ``domain.case_transitions.check`` for SEND and ENTER.
    """
    ctx = await context(scope, actor.person_id)
    case, record = advance(draft, act, actor, scope.now, ctx, facts)
    await scope.uow.cases.create(case, case_times(case, scope.now, ctx))
    await _write_down(scope, actor, case, record, facts)
    return case


async def perform(scope: Scope, actor: Actor, case: Case, act: CaseAct, facts: CaseFacts = NO_FACTS) -> Case:
    """Does the act and tells whoever is to hear of it; gives the case as it is then.

    Raises Refused: as ``domain.case_transitions.check``, or STALE when the case was changed since it was read.
    """
    ctx = await context(scope, *_involved(actor, facts))
    after, record = advance(case, act, actor, scope.now, ctx, facts)
    await scope.uow.cases.save(after, case.revision, case_times(after, scope.now, ctx))
    await _write_down(scope, actor, after, record, facts)
    await _tell_reporter(scope, actor, case, after, act, facts)
    await _tell_staff(scope, actor, case, after, act)
    return after


def _involved(actor: Actor, facts: CaseFacts) -> list[str]:
    return [one.person_id for one in (actor, facts.assignee) if one is not None and not one.is_clock]


async def _write_down(scope: Scope, actor: Actor, case: Case, record: Transition, facts: CaseFacts) -> None:
    from_reporter = is_reporter(case, actor)
    await scope.uow.cases.add_entry(
        Entry(
            case_id=case.id,
            at=scope.now,
            kind=EntryKind.TRANSITION,
            audience=Audience.INSPECTORS,
            author_role=acting_role(actor, as_reporter=from_reporter),
            author_id=None if from_reporter or actor.is_clock else actor.person_id,
            # The reporter's own words stand in an entry of their own.
            body={} if from_reporter else _words(facts),
            facts=_codes(facts) | {"revision": record.revision},
            act=record.act,
            source=record.source,
            to=record.to,
        )
    )
    await scope.uow.audit.write(
        scope.now, actor, f"case_{record.act}", case_id=case.id, as_reporter=from_reporter
    )


def _words(facts: CaseFacts) -> dict[str, Any]:
    words: dict[str, Any] = {
        "reason": facts.reason,
        "text": facts.text,
        "receiving_body": facts.receiving_body,
    }
    if facts.conclusion is not None:
        words["conclusion"] = _conclusion_body(facts.conclusion)
    return {name: value for name, value in words.items() if value}


def _codes(facts: CaseFacts) -> dict[str, Any]:
    codes: dict[str, Any] = {
        "legal_class": facts.legal_class,
        "priority": facts.priority,
        "rejection": facts.rejection,
        "assignee": facts.assignee.person_id if facts.assignee is not None else None,
    }
    if facts.tests is not None:
        codes["tests"] = [
            facts.tests.violator_clear,
            facts.tests.evidence_concrete,
            facts.tests.basis_to_verify,
        ]
    return {name: value for name, value in codes.items() if value is not None}


def _conclusion_body(conclusion: Conclusion) -> dict[str, Any]:
    return {
        "outcome": conclusion.outcome,
        "findings": [[one.allegation, one.outcome, one.text] for one in conclusion.findings],
        "draft_answer": conclusion.draft_answer,
        "evidence": list(conclusion.evidence),
    }


def conclusion_of(entry: Entry) -> Conclusion:
    """The conclusion that an entry of SUBMIT_CONCLUSION holds. Raises KeyError for another entry."""
    body = entry.body["conclusion"]
    return Conclusion(
        outcome=Outcome(body["outcome"]),
        findings=tuple(
            Finding(allegation, Outcome(outcome), text) for allegation, outcome, text in body["findings"]
        ),
        draft_answer=body["draft_answer"],
        evidence=tuple(body["evidence"]),
        evidence_listed=True,
    )


async def _tell_reporter(
    scope: Scope, actor: Actor, before: Case, after: Case, act: CaseAct, facts: CaseFacts
) -> None:
    if after.reporter_id is None or is_reporter(after, actor):
        return
    if act in TOLD_BY and facts.text:
        kind, notice = TOLD_BY[act]
        entry_id = await scope.uow.cases.add_entry(
            Entry(
                case_id=after.id,
                at=scope.now,
                kind=kind,
                audience=Audience.REPORTER,
                author_role=acting_role(actor),
                author_id=actor.person_id,
                body={"text": facts.text},
                facts={"act": act},
            )
        )
        subject: dict[str, str | int] = {"case": after.id, "entry": entry_id}
        await tell(scope, Notice(notice, ToReporter(after.id), subject), f"{notice}:{after.id}:{entry_id}")
        return
    if CaseStatus.MERGED in (before.status, after.status):
        # What a merged case is called follows from the case it ended in.
        return
    if label(before) is not label(after):
        subject = {"case": after.id, "revision": after.revision}
        await tell(
            scope,
            Notice(NoticeKind.CASE_STATUS, ToReporter(after.id), subject),
            f"status:{after.id}:{after.revision}",
        )


async def _tell_staff(scope: Scope, actor: Actor, before: Case, after: Case, act: CaseAct) -> None:
    hearers: set[str] = set()
    for roles in (_NEXT.get(act), _ELSE_NEXT.get(act)):
        if roles is not None and not hearers - {actor.person_id}:
            hearers |= {person.id for person in await knowing(scope, after, roles)}
    if act in _OWNER_HEARS and after.owner_id is not None:
        hearers.add(after.owner_id)
    if act is CaseAct.LAPSE_QUESTION and after.owner_id is None:
        hearers |= {person.id for person in await in_hand(scope, after)}
    former = before.owner_id if act in _FORMER_OWNER_HEARS else None
    if former is not None:
        hearers.add(former)
    if act is CaseAct.DECLINE_REJECTION and before.proposal is not None:
        hearers.add(before.proposal.by)
    for person_id in sorted(hearers - {actor.person_id}):
        subject: dict[str, str | int] = {"case": after.id, "act": act, "revision": after.revision}
        if person_id == former:
            subject["former"] = 1
        await tell(
            scope,
            Notice(NoticeKind.CASE_MOVED, ToPerson(person_id), subject),
            f"case:{after.id}:{after.revision}:{person_id}",
        )
