"""A citizen's report from its first question to its receipt.

The key of the case is made when the draft begins, so that a photo is sealed before there is a case. What is not sent
within a day is destroyed with that key: a draft on a server is a risk its writer did not choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from domain.access import tier_for
from domain.case import Case, CaseStatus
from domain.case_acts import CaseAct, CaseFacts
from domain.case_clocks import conclusion_date, due
from domain.case_code import CHANCE_BYTES, new_code
from domain.errors import Code, Refused
from domain.people import Role
from domain.report import Answers, Contactability, Field, Report, check_new_report, complete
from services.case_acts import context, knowing, take_in, tell
from services.case_entries import REPORTER_ROLE, Audience, Entry, EntryKind
from services.notices import Notice, NoticeKind, ToPerson
from services.people import Person
from services.ports import Contact, Draft
from services.scope import Scope

LAPSES_A_ROUND: Final = 50
_BEFORE_ANY_WORD: Final = frozenset({Field.LANGUAGE, Field.CONSENT})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter is told: the case, by when it is screened (UTC), and the day a conclusion is promised."""

    case: Case
    screening_due: datetime
    conclusion_due: date


async def begin(scope: Scope, person: Person) -> str:
    """The id of the case to be, with a key of its own. Raises Refused(TOO_MANY_REPORTS) before anything is written."""
    await _check_limit(scope, person)
    case_id = scope.new_id()
    await scope.uow.case_keys.make(case_id, scope.now)
    return case_id


async def discard(scope: Scope, draft: Draft) -> None:
    """Destroys what a draft holds besides itself: its files, and its key where no case was made with it."""
    if draft.case_id is None:
        return
    await scope.uow.files.discard_unbound(draft.case_id)
    # An addition to a case that was sent is sealed with that case's key, which stays.
    if await scope.uow.cases.get(draft.case_id) is None:
        await scope.uow.case_keys.destroy(draft.case_id)


async def send(
    scope: Scope, person: Person, draft: Draft, answers: Answers, messages: Mapping[int, str]
) -> Receipt:
    """The report becomes a case, whole or not at all, and whoever screens is told that there is one.

    ``messages`` says what each message of the person became, so that a later edit of it finds its place. The
    preview was confirmed by whoever calls this. Raises Refused: TOO_MANY_REPORTS, CONSENT_MISSING, ANSWER_MISSING,
    DRAFT_LAPSED, UNIT_UNKNOWN.
    """
    report = complete(answers)
    await _check_limit(scope, person)
    units = await scope.uow.units.all()
    if report.unit.code not in units:
        raise Refused(Code.UNIT_UNKNOWN, unit=report.unit.code)
    assert draft.case_id is not None, "a report's draft has the id of its case"
    new = Case(
        id=draft.case_id,
        code=await _free_code(scope),
        status=CaseStatus.DRAFT,
        conduct=report.conduct,
        accused_unit=report.unit.code,
        created_at=draft.saved_at or scope.now,
        reporter_id=person.reporter_id,
        commune=report.unit.commune,
        tier=tier_for(report.unit.code, units),
        unit_may_be_asked=report.unit_may_be_asked,
    )
    facts = CaseFacts(consent_given=True, preview_confirmed=True, draft_touched_at=draft.saved_at)
    case = await take_in(scope, person.actor(scope.now), new, CaseAct.SEND, facts)
    named = report.contactability is Contactability.CONTACT_GIVEN
    contact = Contact(report.contact_name, report.contact) if named else None
    await scope.uow.reports.bind(case.id, person.id, contact, scope.now)
    await scope.uow.reports.note_messages(case.id, person.id, messages)
    await scope.uow.files.bind(case.id, report.evidence)
    await scope.uow.cases.add_entry(
        Entry(
            case_id=case.id,
            at=scope.now,
            kind=EntryKind.STATEMENT,
            audience=Audience.REPORTER,
            author_role=REPORTER_ROLE,
            body=statement_body(report),
            facts=statement_facts(report),
        )
    )
    await _announce(scope, case)
    receipt = await _receipt(scope, case)
    assert receipt is not None, "a report that was just received is to be screened"
    return receipt


async def last_receipt(scope: Scope, person: Person) -> Receipt | None:
    """The receipt of the report the person sent last, while it still stands as it was; None when there is none."""
    sent = await scope.uow.cases.of_reporter(person.reporter_id, limit=1)
    return await _receipt(scope, sent[0]) if sent else None


async def _receipt(scope: Scope, case: Case) -> Receipt | None:
    ctx = await context(scope)
    screening, promised = due(case, scope.now, ctx), conclusion_date(case, scope.now, ctx)
    if case.status is not CaseStatus.RECEIVED or screening is None or promised is None:
        return None
    return Receipt(case, screening.at, promised)


def statement_body(report: Report) -> dict[str, Any]:
    """What of a report is sealed in the case: its words. Name and contact are not: they are kept apart from it."""
    return {
        "language": report.language,
        "person": report.person,
        "when": report.when,
        "where": report.where,
        "what": list(report.what),
        "evidence": list(report.evidence),
    }


def statement_facts(report: Report) -> dict[str, Any]:
    """What of a report stands beside it in clear: codes."""
    return {
        "consent_version": report.consent.notice_version,
        "consent_at": report.consent.given_at.isoformat(),
        "ongoing": report.ongoing.value,
        "stake": report.stake.value,
        "money_asked": report.money_asked.value,
        "contactability": report.contactability.value,
        "unit_may_be_asked": report.unit_may_be_asked,
    }


async def lapsed_drafts(scope: Scope) -> list[tuple[str, str]]:
    """The drafts whose time is over: whose and of which form, the longest over first."""
    return await scope.uow.drafts.lapsed(scope.now, LAPSES_A_ROUND)


async def lapse_draft(scope: Scope, which: tuple[str, str]) -> None:
    """Destroys a draft, if its time is over still. A citizen whose words are lost with it is told once."""
    draft = await scope.uow.drafts.take_lapsed(*which, scope.now)
    if draft is None:
        return
    await discard(scope, draft)
    # The small form of somebody at work is forgotten quietly: its subject is there to be opened again. So is the
    # form of somebody who only looked into it: others may read what their telephone shows.
    if draft.case_id is not None and draft.answered - _BEFORE_ANY_WORD:
        sent = await scope.uow.cases.get(draft.case_id) is not None
        await tell(
            scope,
            Notice(
                NoticeKind.DRAFT_LAPSED,
                ToPerson(draft.person_id),
                {"case": draft.case_id} if sent else {},
            ),
            f"draft-lapsed:{draft.person_id}:{draft.form}:{draft.turn}",
        )


async def _check_limit(scope: Scope, person: Person) -> None:
    midnight = datetime.combine(scope.today, time(), scope.zone)
    sent = await scope.uow.reports.sent_since(person.reporter_id, midnight)
    check_new_report(scope.rules.limits, sent)


async def _free_code(scope: Scope) -> str:
    # Of 10¹² codes one is taken by accident hardly ever; a report that fails for that would be an evil one.
    while True:
        code = new_code(scope.chance(CHANCE_BYTES))
        if await scope.uow.cases.by_code(code) is None:
            return code


async def _announce(scope: Scope, case: Case) -> None:
    """Tells intake, or who stands in for it. If nobody may know, administrators hear that, and nothing of the case."""
    hearers = await knowing(scope, case, {Role.INTAKE_OFFICER})
    if not hearers:
        hearers = await knowing(scope, case, {Role.LEAD_INSPECTOR})
        for person in await scope.uow.people.holding({Role.ADMINISTRATOR}):
            await tell(
                scope,
                Notice(NoticeKind.NOBODY_FOR_CASE, ToPerson(person.id)),
                f"nobody:{case.id}:{person.id}",
            )
    for person in hearers:
        await tell(
            scope,
            Notice(NoticeKind.NEW_REPORT, ToPerson(person.id), {"case": case.id}),
            f"new-report:{case.id}:{person.id}",
        )
