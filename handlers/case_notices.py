"""What staff are told of cases. Each notice is asked again when it is delivered: is it still true, and still theirs to
know? A tie declared meanwhile, a role that ended, a case that moved on: then nothing is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from bot.ui.translation import N_, Translator
from domain.case import Case, CaseStatus
from domain.case_acts import CaseAct
from domain.case_clocks import CaseRung, case_rungs_reached, due
from domain.errors import Code, Refused
from domain.people import Role
from handlers.case_links import OpenCase
from handlers.context import Deployment, Renderer
from handlers.words import label_of, name_of
from services import cases
from services.case_acts import context
from services.case_entries import EntryKind
from services.notices import Notice, NoticeKind, ToReporter
from services.people import Person
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class _Told:
    """How an act of somebody else is told, and whether it is still so: asked of the case, its hearer and the notice."""

    words: str
    holds: Callable[[Case, str, int], bool]


def _not_moved_on(case: Case, _person_id: str, revision: int) -> bool:
    return case.revision == revision


def _theirs(case: Case, person_id: str, _revision: int) -> bool:
    return case.owner_id == person_id and case.is_open


def _no_longer_theirs(case: Case, person_id: str, _revision: int) -> bool:
    return case.owner_id != person_id


_WAITS: Final = N_("A case waits to be assigned.")
_MOVED: Final[Mapping[CaseAct, _Told]] = {
    CaseAct.SCREEN: _Told(_WAITS, _not_moved_on),
    CaseAct.RECUSE: _Told(N_("The owner of a case recused; it waits to be assigned again."), _not_moved_on),
    CaseAct.LAPSE_ASSIGNMENT: _Told(
        N_("A case was not begun in time; it waits to be assigned again."), _not_moved_on
    ),
    CaseAct.PROPOSE_REJECTION: _Told(
        N_("A colleague proposes not to take up a report; a second person has to confirm or decline."),
        _not_moved_on,
    ),
    CaseAct.DECLINE_REJECTION: _Told(
        N_("Your proposal not to take up a report was declined."), _not_moved_on
    ),
    CaseAct.SUBMIT_CONCLUSION: _Told(N_("A conclusion waits for your review."), _not_moved_on),
    CaseAct.RETURN_CONCLUSION: _Told(N_("Your conclusion was returned, with a reason."), _not_moved_on),
    CaseAct.APPROVE_CONCLUSION: _Told(
        N_("Your conclusion was approved. The reporter can be answered now."), _not_moved_on
    ),
    CaseAct.ASSIGN: _Told(N_("A case was assigned to you."), _theirs),
    CaseAct.ACCEPT_APPEAL: _Told(N_("A case under appeal was assigned to you."), _theirs),
    CaseAct.HAND_OVER: _Told(N_("A case was handed over to you."), _theirs),
    CaseAct.EXTEND: _Told(N_("The time for a case of yours was extended."), _not_moved_on),
    CaseAct.REFUSE_WITHDRAWAL: _Told(
        N_("A case of yours goes on, although the reporter asked to withdraw."), _not_moved_on
    ),
    CaseAct.CONFIRM_WITHDRAWAL: _Told(
        N_("A case of yours has ended: the reporter withdrew the report."), _not_moved_on
    ),
    CaseAct.TRANSFER: _Told(N_("A case of yours was transferred to another body."), _not_moved_on),
    CaseAct.LAPSE_QUESTION: _Told(
        N_("The reporter did not answer in time; the case goes on without."), _not_moved_on
    ),
    CaseAct.LAPSE_REFERRAL: _Told(
        N_("The unit gave no findings in time; the case is back with you."), _not_moved_on
    ),
    CaseAct.ANSWER_REFERRAL: _Told(
        N_("The unit gave its findings; they wait for your review."), _not_moved_on
    ),
}
_TAKEN: Final[Mapping[CaseAct, _Told]] = {
    CaseAct.UNASSIGN: _Told(N_("The assignment of a case to you was taken back."), _no_longer_theirs),
    CaseAct.HAND_OVER: _Told(N_("A case of yours was handed over to a colleague."), _no_longer_theirs),
    CaseAct.LAPSE_ASSIGNMENT: _Told(
        N_("A case of yours was not begun in time and is open to be assigned again."), _no_longer_theirs
    ),
}
"""What those hear from whom a case was taken."""

_ADDED: Final = {
    EntryKind.ADDITION: N_("The reporter added something to a case."),
    EntryKind.ANSWER: N_("The reporter answered the question in a case."),
    EntryKind.WITHDRAWAL: N_("The reporter asks to withdraw a report; the lead inspector decides."),
}


async def new_report(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To intake: a report waits to be screened, and until when."""
    case = await _known(scope, person, notice)
    if case is None or case.status is not CaseStatus.RECEIVED:
        return None
    tr = deployment.translator(person.language)
    clock = due(case, scope.now, await context(scope))
    until = None if clock is None else tr.t("To be screened by {at}", at=tr.datetime(clock.at))
    return _page(tr, case, tr.t("A new report was received."), until)


async def case_added(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To whoever has the case in hand: the reporter added, answered, or asks to withdraw."""
    case = await _known(scope, person, notice)
    if case is None:
        return None
    entry_id = int(notice.subject["entry"])
    entries = await scope.uow.cases.entries(case.id, after=entry_id - 1, limit=1)
    kind = entries[0].kind if entries else EntryKind.ADDITION
    if kind is EntryKind.WITHDRAWAL and case.withdrawal_asked_at is None:
        return None
    tr = deployment.translator(person.language)
    appealed = bool(entries) and entries[0].facts.get("act") == CaseAct.APPEAL
    words = N_("The reporter appeals.") if appealed else _ADDED[kind]
    return _page(tr, case, tr.t(words))


async def case_moved(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To whom a case came or from whom it went by the act of another."""
    case = await _known(scope, person, notice)
    if case is None:
        return None
    act, revision = CaseAct(str(notice.subject["act"])), int(notice.subject["revision"])
    told = _TAKEN.get(act) if notice.subject.get("former") else _MOVED.get(act)
    if told is None or not told.holds(case, person.id, revision):
        return None
    tr = deployment.translator(person.language)
    return _page(tr, case, tr.t(told.words))


async def case_late(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """Up the ladder: much of a case's time has passed, and it has."""
    case = await _known(scope, person, notice)
    if case is None:
        return None
    ctx = await context(scope)
    running, rung = due(case, scope.now, ctx), CaseRung(str(notice.subject["rung"]))
    if running is None or running.kind != notice.subject["clock"]:
        return None
    if rung not in case_rungs_reached(case, scope.now, ctx, None):
        return None
    tr = deployment.translator(person.language)
    said = {
        "percent": tr.number(running.percent),
        "what": name_of(tr, running.kind),
        "at": tr.datetime(running.at),
    }
    words = (
        N_("{percent}% of the time for {what} has passed; it was due {at}.")
        if running.is_overdue(scope.now)
        else N_("{percent}% of the time for {what} has passed; it is due {at}.")
    )
    return _page(tr, case, tr.t(words, **said))


async def reporter_unreachable(
    scope: Scope, deployment: Deployment, person: Person, notice: Notice
) -> Page | None:
    """To whoever has the case in hand: for now the reporter hears nothing."""
    case = await _known(scope, person, notice)
    if case is None or not case.is_open:
        return None
    found = await scope.uow.people.recipient(ToReporter(case.id))
    if found is None or found[0].blocked_at is None:
        return None
    tr = deployment.translator(person.language)
    words = tr.t(
        "The reporter of a case has blocked the bot. What is to be told is kept until they are back."
    )
    return _page(tr, case, words)


async def cases_late(scope: Scope, deployment: Deployment, person: Person, _notice: Notice) -> Page | None:
    """To the head of the inspectorate, who learns that there is something, not what."""
    if not person.actor(scope.now).has(Role.UNIT_HEAD):
        return None
    tr = deployment.translator(person.language)
    return _alarm(tr.t("A case of the inspection queue is far over its time. Please ask the lead inspector."))


async def nobody_for_case(
    scope: Scope, deployment: Deployment, person: Person, _notice: Notice
) -> Page | None:
    """To an administrator: somebody has to be bound. Nothing of the case is said."""
    if not person.actor(scope.now).has(Role.ADMINISTRATOR):
        return None
    tr = deployment.translator(person.language)
    return _alarm(
        tr.t(
            "A report waits and nobody is bound who may screen it. Please bind an intake officer, or oversight where "
            "the inspectorate itself may be concerned."
        )
    )


async def _known(scope: Scope, person: Person, notice: Notice) -> Case | None:
    """The case of the notice, if it is still theirs to know."""
    try:
        return await cases.seen(scope, person.actor(scope.now), str(notice.subject["case"]))
    except Refused as refusal:
        if refusal.code is not Code.CASE_UNKNOWN:
            raise
        return None


def _page(tr: Translator, case: Case, said: Markup, more: Markup | None = None) -> Page:
    return Page(
        lines(
            said,
            tr.t("<b>{code}</b> · {status}", code=case.code, status=name_of(tr, case.status)),
            tr.t("{conduct} · {unit}", conduct=label_of(tr, case.conduct), unit=case.accused_unit),
            more,
        ),
        (row(Button(tr.plain("Open the case"), OpenCase(case.id))),),
        place=Place.EVENT,
        protect=True,
        sensitivity=Sensitivity.CASE,
    )


def _alarm(said: Markup) -> Page:
    return Page(said, place=Place.EVENT, sensitivity=Sensitivity.STAFF)


RENDERERS: Mapping[NoticeKind, Renderer] = {
    NoticeKind.NEW_REPORT: new_report,
    NoticeKind.CASE_ADDED: case_added,
    NoticeKind.CASE_MOVED: case_moved,
    NoticeKind.CASE_LATE: case_late,
    NoticeKind.CASES_LATE: cases_late,
    NoticeKind.REPORTER_UNREACHABLE: reporter_unreachable,
    NoticeKind.NOBODY_FOR_CASE: nobody_for_case,
}
