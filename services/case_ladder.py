"""What time does to cases by itself: questions and assignments that lapse, reminders, and the ladder of escalation.

Nothing of it is kept in memory: a case is stored with the instant at which it wants to be looked at, and whoever looks
works out anew what is due. So it may be done twice, late, or by two machines at once.
"""

from collections.abc import Mapping
from typing import Final

from domain.case import Case, CaseStatus
from domain.case_acts import CaseAct
from domain.case_clocks import (
    CaseContext,
    CaseRung,
    ClockKind,
    assignment_lapses_at,
    case_rungs_reached,
    due,
    question_lapses_at,
    question_reminders,
    referral_lapses_at,
    word_missed_on,
)
from domain.people import CLOCK, Role
from domain.unit import UnitKind
from services.case_acts import context, in_hand, knowing, perform, tell
from services.case_times import case_times
from services.notices import Notice, NoticeKind, ToPerson, ToReporter
from services.own_cases import open_question
from services.scope import Scope

AT_ONCE: Final = 50
"""How many cases one round looks at; the rest have the next."""

_LAPSES: Final[Mapping[CaseStatus, CaseAct]] = {
    CaseStatus.NEEDS_INFO: CaseAct.LAPSE_QUESTION,
    CaseStatus.ASSIGNED: CaseAct.LAPSE_ASSIGNMENT,
    CaseStatus.REFERRED: CaseAct.LAPSE_REFERRAL,
}


async def waking_cases(scope: Scope) -> list[str]:
    """The ids of cases whose time to wake has come, the longest past first."""
    return await scope.uow.cases.waking(scope.now, AT_ONCE)


async def tend_case(scope: Scope, case_id: str) -> None:
    """Does and says what is due in a case, if its time to wake has come and nobody else tends it.

    A question unanswered in ten working days goes back to where it came from, with two reminders before; what was
    assigned and not begun is anybody's again; a reporter who heard nothing for ten working days has a word; and at
    50, 75, 100 and 125% of a clock the next rung hears of it.
    """
    woken = await scope.uow.cases.wake(case_id, scope.now)
    if woken is None:
        return
    case, told = woken
    ctx = await context(scope)
    lapse = _lapsed(case, scope, ctx)
    if lapse is not None:
        # The case is saved with new times, and is looked at again when they say.
        await perform(scope, CLOCK, case, lapse)
        return
    await _remind(scope, case, ctx)
    await _give_word(scope, case, ctx)
    rung = await _escalate(scope, case, ctx, told)
    await scope.uow.cases.sleep(case.id, case_times(case, scope.now, ctx, rung), rung)


def _lapsed(case: Case, scope: Scope, ctx: CaseContext) -> CaseAct | None:
    match case.status:
        case CaseStatus.NEEDS_INFO:
            lapses_at = question_lapses_at(case, ctx)
        case CaseStatus.ASSIGNED:
            lapses_at = assignment_lapses_at(case, ctx)
        case CaseStatus.REFERRED:
            lapses_at = referral_lapses_at(case, ctx)
        case _:
            return None
    return _LAPSES[case.status] if lapses_at is not None and lapses_at <= scope.now else None


async def _remind(scope: Scope, case: Case, ctx: CaseContext) -> None:
    """The reporter hears once more of an open question. Of reminders missed in an outage only the last is said."""
    days = [day for day in question_reminders(case, ctx) if day <= scope.today]
    if not days:
        return
    question = open_question(case, await scope.uow.cases.entries(case.id))
    assert question is not None, "nobody waits for an answer without having asked"
    assert question.id is not None, "what was asked is stored"
    await tell(
        scope,
        Notice(
            NoticeKind.QUESTION_REMINDER,
            ToReporter(case.id),
            {"case": case.id, "entry": question.id},
        ),
        f"reminder:{case.id}:{question.id}:{days[-1]}",
    )


async def _give_word(scope: Scope, case: Case, ctx: CaseContext) -> None:
    """Whoever reported hears something at least every ten working days, be it that there is nothing new."""
    day = word_missed_on(case, scope.now, ctx)
    if day is None:
        return
    subject: dict[str, str | int] = {"case": case.id, "day": day.isoformat()}
    await tell(scope, Notice(NoticeKind.CASE_WORD, ToReporter(case.id), subject), f"word:{case.id}:{day}")


async def _escalate(scope: Scope, case: Case, ctx: CaseContext, told: CaseRung | None) -> CaseRung | None:
    """Tells the rungs reached since ``told`` and gives the highest that has heard."""
    reached = case_rungs_reached(case, scope.now, ctx, None)
    running = due(case, scope.now, ctx)
    if running is None or not reached:
        return None
    if case.status is CaseStatus.NEEDS_INFO:
        return told
    if told not in reached:
        # The clock was extended: what was reached of the shorter time is ahead again.
        told = None if told is None else reached[-1]
    climbed = case_rungs_reached(case, scope.now, ctx, told)
    # Whoever stands on several of the rungs hears once: after an outage, a night or a weekend they come together.
    hearers = {
        person_id: rung for rung in climbed for person_id in await _who_hears(scope, case, rung, running.kind)
    }
    for person_id, rung in hearers.items():
        await tell(
            scope,
            Notice(
                NoticeKind.CASE_LATE,
                ToPerson(person_id),
                {"case": case.id, "rung": rung, "clock": running.kind},
            ),
            f"late:{case.id}:{case.revision}:{rung}:{person_id}",
        )
    if CaseRung.HEAD_OF_INSPECTORATE in climbed and not case.concerns_inspectorate:
        await _alarm(scope, case)
    return reached[-1]


async def _who_hears(scope: Scope, case: Case, rung: CaseRung, clock: ClockKind) -> list[str]:
    if rung is CaseRung.OWNER and case.owner_id is not None:
        return [person.id for person in await in_hand(scope, case)]
    first = rung is CaseRung.OWNER and clock is ClockKind.SCREENING
    role = Role.INTAKE_OFFICER if first else Role.LEAD_INSPECTOR
    return [person.id for person in await knowing(scope, case, {role})]


async def _alarm(scope: Scope, case: Case) -> None:
    """The head of the inspectorate has no sight of cases: they hear that something is far over its time, not what."""
    units = await scope.uow.units.all()
    inspectorates = {code for code, unit in units.items() if unit.kind is UnitKind.INSPECTORATE}
    for person in await scope.uow.people.holding({Role.UNIT_HEAD}):
        if person.actor(scope.now).units(Role.UNIT_HEAD) & inspectorates:
            await tell(
                scope,
                Notice(NoticeKind.CASES_LATE, ToPerson(person.id)),
                f"cases-late:{person.id}:{scope.today}",
            )
