"""Whoever runs the service hears of what they alone can mend."""

from domain.people import Role
from services.notices import Notice, NoticeKind, ToPerson
from services.scope import Scope


async def tell_of_set_aside(scope: Scope, number: str) -> None:
    """Something failed at every try. ``number`` is what ``dead list`` calls it: ``in:7``, ``out:12``."""
    for person in await scope.uow.people.holding({Role.ADMINISTRATOR}):
        await scope.uow.notices.post(
            Notice(NoticeKind.SET_ASIDE, ToPerson(person.id), {"number": number}),
            # Put back in line it may fail again, and then it is to be told again.
            key=f"set-aside:{number}:{person.id}:{scope.new_id()}",
        )
