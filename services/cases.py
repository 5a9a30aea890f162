"""What staff do with a case: find it, read it, move it.

Every verb begins by asking for the case through the sight of whoever acts, so that one who may not know of it gets what
anybody gets who asks for a case that does not exist, after the same steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.access import Tie
from domain.case import Case, CaseStatus, Conclusion
from domain.case_acts import NO_FACTS, CaseAct, CaseFacts, can_own
from domain.case_clocks import Due, conclusion_date, due, question_lapses_at
from domain.case_code import parse_code
from domain.case_transitions import acts, check
from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.text import is_blank
from services.audit import CASE_NOT_FOUND, CASE_OPENED, acting_role
from services.case_acts import conclusion_of, context, perform
from services.case_entries import Audience, Entry, EntryKind
from services.case_queue import sight_of
from services.evidence import FileRecord
from services.notices import ToReporter
from services.people import Person
from services.scope import Scope

_ASKED_LENGTH = 20


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case as it lies before somebody who may know of it.

    ``entries`` are oldest first, others' personal notes left out. ``files`` are those that came with the report or
    after. ``names`` are of the staff who appear. ``promised`` is the province's day the reporter was promised.
    ``reporter_is_away``: they blocked the bot, so nothing reaches them for now.
    """

    case: Case
    acts: frozenset[CaseAct]
    due: Due | None
    promised: date | None
    question_until: date | None
    entries: Sequence[Entry]
    files: Sequence[FileRecord]
    names: Mapping[str, str]
    reporter_is_away: bool = False

    @property
    def statement(self) -> Entry | None:
        """The form as the reporter sent it; None for a case that staff entered."""
        return next((one for one in self.entries if one.kind is EntryKind.STATEMENT), None)

    @property
    def told(self) -> Sequence[Entry]:
        """What the reporter said, in order: the form, additions, answers, a wish to withdraw."""
        said = {EntryKind.STATEMENT, EntryKind.ADDITION, EntryKind.ANSWER, EntryKind.WITHDRAWAL}
        return [one for one in self.entries if one.kind in said]

    @property
    def conclusion(self) -> Conclusion | None:
        """The conclusion that was submitted last."""
        entry = last_of(self.entries, CaseAct.SUBMIT_CONCLUSION)
        return None if entry is None else conclusion_of(entry)

    @property
    def proposal(self) -> Entry | None:
        """The rejection that waits for a second person."""
        return None if self.case.proposal is None else last_of(self.entries, CaseAct.PROPOSE_REJECTION)


def last_of(entries: Sequence[Entry], act: CaseAct) -> Entry | None:
    """The latest entry of an act."""
    return next((one for one in reversed(entries) if one.act is act), None)


async def seen(scope: Scope, actor: Actor, case_id: str) -> Case:
    """The case, if the actor may know of it as staff. Raises Refused(CASE_UNKNOWN)."""
    case = await scope.uow.cases.seen(await sight_of(scope, actor), case_id)
    if case is None:
        raise Refused(Code.CASE_UNKNOWN)
    return case


async def find(scope: Scope, actor: Actor, text: str) -> str:
    """The id of the case whose code was typed, if the actor may know of it as staff. Raises Refused(CASE_UNKNOWN)."""
    sight = await sight_of(scope, actor)
    # What is no code at all is looked for too: it costs what any other costs, and is answered the same.
    code = parse_code(text) or ""
    case = await scope.uow.cases.seen_by_code(sight, code)
    if case is None:
        raise Refused(Code.CASE_UNKNOWN)
    await scope.uow.audit.write(scope.now, actor, "case_searched", case_id=case.id)
    return case.id


async def not_found(scope: Scope, actor: Actor, asked: str) -> None:
    """Writes down that somebody asked for a case that does not exist or is not theirs to know; which is not said."""
    await scope.uow.audit.write(scope.now, actor, CASE_NOT_FOUND, subject=asked[:_ASKED_LENGTH])


async def open_case(scope: Scope, actor: Actor, case_id: str) -> OpenedCase:
    """The case with everything that belongs to it. It is written down who read it. Raises Refused(CASE_UNKNOWN)."""
    case = await seen(scope, actor, case_id)
    ctx = await context(scope, actor.person_id)
    entries = await scope.uow.cases.entries(case.id, reader_id=actor.person_id)
    people = {one.author_id for one in entries} | {one.facts.get("assignee") for one in entries}
    people |= {case.owner_id, case.drafted_by}
    names = await scope.uow.people.names([one for one in people if one is not None])
    files = [file for file in await scope.uow.files.of_case(case.id) if file.is_bound]
    lapses_at = question_lapses_at(case, ctx)
    await scope.uow.audit.write(scope.now, actor, CASE_OPENED, case_id=case.id)
    return OpenedCase(
        case=case,
        acts=acts(case, actor, scope.now, ctx),
        due=due(case, scope.now, ctx),
        promised=conclusion_date(case, scope.now, ctx),
        question_until=None if lapses_at is None else scope.hours.day_of(lapses_at),
        entries=entries,
        files=files,
        names=names,
        reporter_is_away=case.is_open and await _is_away(scope, case),
    )


async def _is_away(scope: Scope, case: Case) -> bool:
    """Whether the reporter blocked the bot. Who that is goes no further than this."""
    if case.reporter_id is None:
        return False
    found = await scope.uow.people.recipient(ToReporter(case.id))
    return found is not None and found[0].blocked_at is not None


async def open_file(scope: Scope, actor: Actor, case_id: str, file_id: str) -> FileRecord:
    """A file of the case; it is written down who looked at it. Raises Refused(CASE_UNKNOWN), also for another's."""
    case = await seen(scope, actor, case_id)
    file = await scope.uow.files.get(file_id)
    if file is None or file.case_id != case.id or not file.is_bound:
        raise Refused(Code.CASE_UNKNOWN)
    await scope.uow.audit.write(scope.now, actor, "file_opened", case_id=case.id, subject=file.id)
    return file


async def may(scope: Scope, actor: Actor, case_id: str, act: CaseAct) -> Case:
    """The case, if the act could be begun now: asked before a form is opened for what the act needs.

    Raises Refused: CASE_UNKNOWN; and as ``domain.case_transitions.check`` for whatever does not depend on the form.
    """
    case = await seen(scope, actor, case_id)
    ctx = await context(scope, actor.person_id)
    if act not in acts(case, actor, scope.now, ctx):
        check(case, act, actor, scope.now, ctx)
    return case


async def act(
    scope: Scope,
    actor: Actor,
    case_id: str,
    what: CaseAct,
    facts: CaseFacts = NO_FACTS,
    expected_revision: int | None = None,
) -> Case:
    """Does something with a case as staff. ``expected_revision`` is the one that was on the screen.

    Raises Refused: CASE_UNKNOWN, STALE when the case has moved since, or as ``services.case_acts.perform``.
    """
    case = await seen(scope, actor, case_id)
    if expected_revision is not None and case.revision != expected_revision:
        # Whoever may not do it at all hears so; else the screen is old, whatever its button would do now.
        ctx = await context(scope, actor.person_id)
        check(case, what, actor, scope.now, ctx, facts)
        raise Refused(Code.STALE)
    return await perform(scope, actor, case, what, facts)


async def claim(scope: Scope, actor: Actor, case_id: str) -> Case:
    """Takes a case nobody has. Of many at once one wins; the others are told who.

    Raises Refused: ALREADY_CLAIMED (``owner_id``, ``owner``: the name), or as ``act``.
    """
    case = await seen(scope, actor, case_id)
    try:
        return await perform(scope, actor, case, CaseAct.CLAIM)
    except Refused as refusal:
        if refusal.code not in (Code.ALREADY_CLAIMED, Code.STALE):
            raise
        # The other's transaction is over, for it held the row: what is read now is what they did.
        owner_id = (await seen(scope, actor, case_id)).owner_id
        if owner_id is None:
            raise
        names = await scope.uow.people.names([owner_id])
        raise Refused(Code.ALREADY_CLAIMED, owner_id=owner_id, owner=names.get(owner_id, "")) from refusal


async def assignees(scope: Scope, actor: Actor, case_id: str) -> list[Person]:
    """Who could own the case: inspectors and leads who may know of it and are not in conflict, by name.

    On appeal nobody who had a hand in it. Raises Refused as ``may`` for what ``assigning`` gives.
    """
    case = await seen(scope, actor, case_id)
    await may(scope, actor, case_id, assigning(case))
    role = {Role.OVERSIGHT} if case.concerns_inspectorate else {Role.INSPECTOR, Role.LEAD_INSPECTOR}
    holders = await scope.uow.people.holding(role)
    ctx = await context(scope, *(person.id for person in holders))
    fit = [
        person
        for person in holders
        if person.id != case.owner_id
        and not (case.status is CaseStatus.APPEALED and person.id in case.handled_by)
        and can_own(case, person.actor(scope.now), ctx)
    ]
    return sorted(fit, key=lambda person: person.name)


def assigning(case: Case) -> CaseAct:
    """The act that gives the case to somebody: anew, on appeal, or out of another's hands."""
    if case.status is CaseStatus.APPEALED:
        return CaseAct.ACCEPT_APPEAL
    return CaseAct.ASSIGN if case.owner_id is None else CaseAct.HAND_OVER


async def assign(scope: Scope, actor: Actor, case_id: str, person_id: str, reason: str = "") -> Case:
    """Gives the case to an inspector; from another's hands only with a reason.

    Raises Refused: ASSIGNEE_UNFIT also for nobody known, and as ``act`` for what ``assigning`` gives.
    """
    case = await seen(scope, actor, case_id)
    person = await scope.uow.people.get(person_id)
    if person is None:
        raise Refused(Code.ASSIGNEE_UNFIT)
    facts = CaseFacts(assignee=person.actor(scope.now), reason=reason)
    return await perform(scope, actor, case, assigning(case), facts)


async def confirm_rejection(scope: Scope, actor: Actor, case_id: str, expected_revision: int) -> Case:
    """A second person confirms: the reporter is told where to turn, in the words of who proposed it.

    Raises Refused as ``act``.
    """
    await seen(scope, actor, case_id)
    proposed = last_of(await scope.uow.cases.entries(case_id), CaseAct.PROPOSE_REJECTION)
    guidance = "" if proposed is None else str(proposed.body.get("text", ""))
    return await act(
        scope,
        actor,
        case_id,
        CaseAct.CONFIRM_REJECTION,
        CaseFacts(text=guidance),
        expected_revision,
    )


async def note(scope: Scope, actor: Actor, case_id: str, text: str, *, personal: bool) -> None:
    """Notes something in the case, for colleagues who may know of it or for oneself only.

    Raises Refused: CASE_UNKNOWN, TEXT_BLANK.
    """
    case = await seen(scope, actor, case_id)
    if is_blank(text):
        raise Refused(Code.TEXT_BLANK)
    await scope.uow.cases.add_entry(
        Entry(
            case_id=case.id,
            at=scope.now,
            kind=EntryKind.NOTE,
            audience=Audience.PERSONAL if personal else Audience.INSPECTORS,
            author_role=acting_role(actor),
            author_id=actor.person_id,
            body={"text": text},
        )
    )
    await scope.uow.audit.write(scope.now, actor, "case_noted", case_id=case.id)


async def declare_tie(scope: Scope, actor: Actor, case_id: str) -> None:
    """The actor has a tie to what the case is about, and from now on knows of it no more.

    An owner recuses or is relieved first. Raises Refused: CASE_UNKNOWN, NOT_NOW for the owner.
    """
    case = await seen(scope, actor, case_id)
    if case.owner_id == actor.person_id:
        raise Refused(Code.NOT_NOW, status=case.status)
    await scope.uow.audit.write(scope.now, actor, "tie_declared", case_id=case.id)
    await scope.uow.cases.add_tie(Tie(actor.person_id, scope.now, case_id=case.id))
