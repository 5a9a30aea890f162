"""What a reporter does with the reports they sent: follow them, add, answer, withdraw, appeal.

Whose report it is is asked each time, by the pseudonym. A code or an id that is somebody else's, or nobody's, is
answered alike and after the same query, which finds neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from domain.case import Case, CaseStatus, CitizenLabel, label
from domain.case_acts import CaseAct, CaseFacts
from domain.case_clocks import ClockKind, appeal_until, conclusion_date, due, question_lapses_at
from domain.case_code import parse_code
from domain.case_transitions import acts, check
from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.text import is_blank
from services.case_acts import context, in_hand, knowing, owner_of, perform, tell
from services.case_entries import REPORTER_ROLE, Audience, Entry, EntryKind
from services.notices import Notice, NoticeKind, ToPerson
from services.people import Person
from services.scope import Scope

MERGES_FOLLOWED: Final = 10
OPENINGS_READ: Final = 500
"""Whoever works on a case for a month reads it a hundred times; the reporter is told day by day."""


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A report as its reporter knows it."""

    case: Case
    label: CitizenLabel


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of what a reporter sees of the past. ``at`` is UTC.

    ``entry`` is one for their eyes; or, with a ``label``, the transition that brought this label.
    """

    at: datetime
    entry: Entry
    label: CitizenLabel | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A report opened by its reporter.

    ``happenings`` are oldest first. ``question`` is the one that waits for an answer, until ``question_until``.
    ``promised`` is the day by which a conclusion is promised, ``screening_due`` (UTC) the end of screening while it
    lasts, ``appeal_until`` the last day to appeal. ``acts`` are what the reporter may do now, besides adding to it.
    """

    own: OwnCase
    happenings: Sequence[Happening]
    acts: frozenset[CaseAct]
    question: Entry | None = None
    question_until: date | None = None
    screening_due: datetime | None = None
    promised: date | None = None
    appeal_until: date | None = None

    @property
    def last_reply(self) -> Entry | None:
        """What the reporter was told last."""
        replies = (one.entry for one in reversed(self.happenings) if one.entry.kind is EntryKind.REPLY)
        return next(replies, None)

    @property
    def last_turn(self) -> Entry | None:
        """The transition that brought the label the report has now."""
        return next((one.entry for one in reversed(self.happenings) if one.label is not None), None)

    def entry(self, entry_id: int) -> Entry | None:
        """The entry of that number, if it is for the reporter's eyes."""
        return next(
            (one.entry for one in self.happenings if one.label is None and one.entry.id == entry_id), None
        )


@dataclass(frozen=True, slots=True)
class OpenedOn:
    """On a day of the province staff read the report in a role, the last time at ``last_at`` (UTC)."""

    day: date
    role: Role
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What the reporter sends into a case: texts exactly as they were, files already kept.

    ``messages`` are the numbers of the messages it came in.
    """

    texts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    messages: tuple[int, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not self.files and all(is_blank(text) for text in self.texts)


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


async def own(scope: Scope, actor: Actor, case_id: str) -> Case:
    """The case if the actor reported it. Raises Refused(CASE_UNKNOWN)."""
    if actor.reporter_id is None:
        raise Refused(Code.CASE_UNKNOWN)
    return _found(await scope.uow.cases.reported(actor.reporter_id, case_id))


async def own_by_code(scope: Scope, actor: Actor, text: str) -> Case:
    """The case of a code that was typed, if the actor reported it. Raises Refused(CASE_UNKNOWN)."""
    if actor.reporter_id is None:
        raise Refused(Code.CASE_UNKNOWN)
    # What is no code at all is looked for too: it costs what any other costs, and is answered the same.
    return _found(await scope.uow.cases.reported_by_code(actor.reporter_id, parse_code(text) or ""))


def _found(case: Case | None) -> Case:
    if case is None:
        raise Refused(Code.CASE_UNKNOWN)
    return case


async def mine(scope: Scope, actor: Actor) -> list[OwnCase]:
    """Every report of the actor, newest first."""
    if actor.reporter_id is None:
        return []
    return [await _labelled(scope, case) for case in await scope.uow.cases.of_reporter(actor.reporter_id)]


async def open_own(scope: Scope, actor: Actor, case_id: str) -> Opened:
    """The report with all its reporter may see of it. Raises Refused(CASE_UNKNOWN)."""
    case = await own(scope, actor, case_id)
    known = await _labelled(scope, case)
    entries = await scope.uow.cases.entries(case.id, audiences={Audience.REPORTER, Audience.INSPECTORS})
    ctx = await context(scope)
    clock = due(case, scope.now, ctx)
    lapses_at = question_lapses_at(case, ctx)
    return Opened(
        own=known,
        happenings=_happenings(case, entries),
        acts=acts(case, actor, scope.now, ctx),
        question=open_question(case, entries),
        question_until=None if lapses_at is None else scope.hours.day_of(lapses_at),
        screening_due=clock.at if clock is not None and clock.kind is ClockKind.SCREENING else None,
        promised=conclusion_date(case, scope.now, ctx) if case.is_open else None,
        appeal_until=appeal_until(case, ctx),
    )


async def waiting(scope: Scope, actor: Actor) -> list[Case]:
    """Reports of the actor in which a question waits for their answer."""
    if actor.reporter_id is None:
        return []
    return await scope.uow.cases.of_reporter(actor.reporter_id, statuses={CaseStatus.NEEDS_INFO})


async def openings(scope: Scope, actor: Actor, case_id: str) -> list[OpenedOn]:
    """On which days and in what roles staff read the report, latest first. Raises Refused(CASE_UNKNOWN)."""
    case = await own(scope, actor, case_id)
    found: dict[tuple[date, str], OpenedOn] = {}
    for opening in await scope.uow.audit.openings(case.id, OPENINGS_READ):
        day = scope.hours.day_of(opening.at)
        found.setdefault((day, opening.role), OpenedOn(day, Role(opening.role), opening.at))
    return list(found.values())


def open_question(case: Case, entries: Sequence[Entry]) -> Entry | None:
    """The question the reporter is waited for, among the entries of the case."""
    if case.status is not CaseStatus.NEEDS_INFO:
        return None
    return next((entry for entry in reversed(entries) if entry.kind is EntryKind.QUESTION), None)


async def _labelled(scope: Scope, case: Case) -> OwnCase:
    end = case
    for _ in range(MERGES_FOLLOWED):
        if end.status is not CaseStatus.MERGED or end.merged_into is None:
            break
        target = await scope.uow.cases.get(end.merged_into)
        if target is None:
            # The case it ended in is erased, so nothing is done any more.
            return OwnCase(case, CitizenLabel.CLOSED)
        end = target
    return OwnCase(case, label(case, end if end is not case else None))


def _happenings(case: Case, entries: Sequence[Entry]) -> list[Happening]:
    found: list[Happening] = []
    last: CitizenLabel | None = None
    for entry in entries:
        if entry.audience is Audience.REPORTER:
            found.append(Happening(entry.at, entry))
        if entry.kind is not EntryKind.TRANSITION or entry.to in (None, CaseStatus.MERGED):
            continue
        assert entry.to is not None
        answered = case.answered_at is not None and case.answered_at <= entry.at
        then = label(replace(case, status=entry.to, answered_at=case.answered_at if answered else None))
        if then is not last:
            last = then
            found.append(Happening(entry.at, entry, then))
    return found


# ── speaking ──────────────────────────────────────────────────────────────────────────────────────


async def may(scope: Scope, actor: Actor, case_id: str, act: CaseAct) -> Case:
    """The case, if its reporter may begin the act now: asked before a form is opened. Raises Refused."""
    case = await own(scope, actor, case_id)
    ctx = await context(scope)
    if act not in acts(case, actor, scope.now, ctx):
        check(case, act, actor, scope.now, ctx)
    return case


async def add(
    scope: Scope, person: Person, case_id: str, said: Said, *, facts: Mapping[str, str] | None = None
) -> Case:
    """The reporter adds to their report, whatever became of it. Raises Refused: CASE_UNKNOWN, TEXT_BLANK."""
    case = await own(scope, person.actor(scope.now), case_id)
    if said.is_nothing:
        raise Refused(Code.TEXT_BLANK)
    await _record(scope, person, case, EntryKind.ADDITION, said, facts or {})
    return case


async def amend(scope: Scope, person: Person, message_id: int, text: str) -> Case | None:
    """A message that went into a report was edited afterwards: the new wording is added, the old one stays.

    ``text`` is what it says now, or what stands beneath its file. None when the message went into no report, or says
    what it said: channels tell of edits that changed no word. Raises Refused: CASE_UNKNOWN, TEXT_BLANK.
    """
    found = await scope.uow.reports.of_message(person.id, message_id)
    if found is None:
        return None
    case_id, field = found
    case = await own(scope, person.actor(scope.now), case_id)
    if not is_blank(text) and await _is_said(scope, case, field, text):
        return None
    return await add(scope, person, case_id, Said((text,)), facts={"amends": field})


async def _is_said(scope: Scope, case: Case, field: str, text: str) -> bool:
    """Whether the message says so already: by its last amendment, or as it was sent."""
    entries = [
        entry
        for entry in await scope.uow.cases.entries(case.id, audiences={Audience.REPORTER})
        if entry.author_role == REPORTER_ROLE
    ]
    amended = [entry for entry in entries if entry.facts.get("amends") == field]
    if amended:
        return text in _texts(amended[-1])
    captions = {file.caption for file in await scope.uow.files.of_case(case.id)}
    return text in captions or any(text in _texts(entry) for entry in entries)


def _texts(entry: Entry) -> Sequence[str]:
    body = entry.body
    if entry.kind is EntryKind.STATEMENT:
        return [body["person"], body["when"], body["where"], *body["what"]]
    texts: Sequence[str] = body["texts"]
    return texts


async def answer(scope: Scope, person: Person, case_id: str, said: Said) -> Case:
    """The reporter answers the open question, and the case goes back to where it came from.

    Raises Refused: CASE_UNKNOWN, NOT_NOW when no question is open any more, TEXT_BLANK.
    """
    actor = person.actor(scope.now)
    case = await own(scope, actor, case_id)
    facts = CaseFacts(text="\n".join(said.texts), files=len(said.files))
    case = await perform(scope, actor, case, CaseAct.ANSWER_QUESTION, facts)
    await _record(scope, person, case, EntryKind.ANSWER, said, {})
    return case


async def ask_withdrawal(scope: Scope, person: Person, case_id: str) -> Case:
    """The reporter asks to withdraw; the lead decides. Raises Refused: CASE_UNKNOWN, NOT_NOW, WITHDRAWAL_ASKED."""
    actor = person.actor(scope.now)
    case = await perform(scope, actor, await own(scope, actor, case_id), CaseAct.ASK_WITHDRAWAL)
    await _record(scope, person, case, EntryKind.WITHDRAWAL, Said(), {}, to_lead=True)
    return case


async def appeal(scope: Scope, person: Person, case_id: str, said: Said) -> Case:
    """The reporter appeals, once and in time.

    Raises Refused: CASE_UNKNOWN, NOT_NOW, APPEAL_USED, APPEAL_TOO_LATE, TEXT_BLANK.
    """
    actor = person.actor(scope.now)
    facts = CaseFacts(text="\n".join(said.texts), files=len(said.files))
    case = await perform(scope, actor, await own(scope, actor, case_id), CaseAct.APPEAL, facts)
    await _record(scope, person, case, EntryKind.ADDITION, said, {"act": CaseAct.APPEAL}, to_lead=True)
    return case


async def _record(
    scope: Scope,
    person: Person,
    case: Case,
    kind: EntryKind,
    said: Said,
    facts: Mapping[str, str],
    *,
    to_lead: bool = False,
) -> None:
    entry_id = await scope.uow.cases.add_entry(
        Entry(
            case_id=case.id,
            at=scope.now,
            kind=kind,
            audience=Audience.REPORTER,
            author_role=REPORTER_ROLE,
            body={"texts": list(said.texts), "files": list(said.files)},
            facts=facts,
        )
    )
    await scope.uow.files.bind(case.id, said.files)
    became = {message: f"{kind}.{entry_id}.{n}" for n, message in enumerate(said.messages)}
    await scope.uow.reports.note_messages(case.id, person.id, became)
    for hearer in await _hearers(scope, case, to_lead=to_lead):
        await tell(
            scope,
            Notice(NoticeKind.CASE_ADDED, ToPerson(hearer.id), {"case": case.id, "entry": entry_id}),
            f"added:{case.id}:{entry_id}:{hearer.id}",
        )


async def _hearers(scope: Scope, case: Case, *, to_lead: bool) -> list[Person]:
    """Whoever has the case in hand; of what the lead decides, the lead and the owner."""
    if not to_lead:
        return await in_hand(scope, case)
    owner, leads = await owner_of(scope, case), await knowing(scope, case, {Role.LEAD_INSPECTOR})
    others = [person for person in leads if owner is None or person.id != owner.id]
    return others if owner is None else [owner, *others]
