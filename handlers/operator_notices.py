"""What those who run the service are told: an update that could not be handled, a person who is not reached."""

from collections.abc import Mapping
from typing import Final

from bot.ui.pages import Page, Place, Sensitivity, lines
from domain.people import Role
from handlers.context import Deployment, Renderer
from handlers.way_home import way_home
from handlers.words import name_of, unit_name
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope


async def set_aside(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To an administrator: what came in or was to go out failed at every try. Its number is all that is said of it."""
    if not person.actor(scope.now).has(Role.ADMINISTRATOR):
        return None
    tr = deployment.translator(person.language)
    number = str(notice.subject["number"])
    arrived = number.startswith("in:")
    return Page(
        lines(
            tr.t("<b>A message could not be handled and was set aside.</b>")
            if arrived
            else tr.t("<b>A message could not be delivered and was set aside.</b>"),
            tr.t("Its sender was told that it is kept. When the fault is mended, on the server:")
            if arrived
            else tr.t("Whoever was to have it knows nothing of it. When the fault is mended, on the server:"),
            tr.t("<code>python -m bot dead replay {number}</code>", number=number),
        ),
        (way_home(tr),),
        place=Place.EVENT,
        sensitivity=Sensitivity.STAFF,
    )


async def unreachable(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """To a coordinator: whoever answers for a unit's tasks blocked the bot, and is not back since."""
    if not person.actor(scope.now).has(Role.COORDINATOR):
        return None
    missing = await scope.uow.people.get(str(notice.subject["person"]))
    unit = await scope.uow.units.get(str(notice.subject["unit"]))
    if missing is None or missing.blocked_at is None or unit is None:
        return None
    grants = [grant for grant in missing.actor(scope.now).grants if grant.unit == unit.code]
    if not grants:
        return None
    tr = deployment.translator(person.language)
    return Page(
        lines(
            tr.t("<b>{unit}: reminders do not arrive.</b>", unit=unit_name(tr, unit)),
            tr.t(
                "{name} ({role}) has blocked the bot. What was to be told is kept until they are back; please "
                "reach the unit in another way meanwhile.",
                name=missing.name,
                role=name_of(tr, grants[0].role),
            ),
        ),
        (way_home(tr),),
        place=Place.EVENT,
        sensitivity=Sensitivity.STAFF,
    )


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {
    NoticeKind.SET_ASIDE: set_aside,
    NoticeKind.UNREACHABLE: unreachable,
}
