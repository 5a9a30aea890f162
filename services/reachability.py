"""Somebody is no longer reached: they blocked the bot, or their account is gone. That is somebody's business.

Whoever urges a unit on learns that its head hears nothing, whoever has a case in hand that its reporter does not. What
was to be told is kept until they are back, so nobody has to write it again.
"""

from domain.case import OPEN
from domain.people import Role
from services.case_acts import in_hand, tell
from services.notices import Notice, NoticeKind, ToPerson
from services.people import Person
from services.scope import Scope
from services.tasks import served_units


async def went_away(scope: Scope, chat_ref: str) -> None:
    """Tells of whoever had this chat: at most once a day, however often they go and come."""
    person = await scope.uow.people.of_chat(chat_ref)
    if person is not None:
        await _tell_coordinators(scope, person)
        await _tell_inspectors(scope, person)


async def _tell_coordinators(scope: Scope, person: Person) -> None:
    units = served_units(person.actor(scope.now))
    coordinators = await scope.uow.people.holding({Role.COORDINATOR}) if units else []
    for unit in units:
        for coordinator in coordinators:
            await tell(
                scope,
                Notice(NoticeKind.UNREACHABLE, ToPerson(coordinator.id), {"person": person.id, "unit": unit}),
                f"unreachable:{person.id}:{unit}:{coordinator.id}:{scope.today}",
            )


async def _tell_inspectors(scope: Scope, person: Person) -> None:
    for case in await scope.uow.cases.of_reporter(person.reporter_id, statuses=OPEN):
        for hearer in await in_hand(scope, case):
            await tell(
                scope,
                Notice(NoticeKind.REPORTER_UNREACHABLE, ToPerson(hearer.id), {"case": case.id}),
                f"reporter-unreachable:{case.id}:{hearer.id}:{scope.today}",
            )
