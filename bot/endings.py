"""What ends because its day came: roles, and units with what they had. The menus of those concerned follow.

A menu is worded in its reader's language, which no service knows, so the two are brought together here.
"""

from collections.abc import Sequence

from bot.ticker import AnyJob, JobOnEach
from domain.people import Grant
from handlers import menu
from handlers.context import Deployment
from services.role_changes import lapse, lapsed
from services.scope import Scope
from services.succession import ended_units, settle


def ending_jobs(deployment: Deployment) -> Sequence[AnyJob]:
    """The jobs that end what is over. Units come first: with a unit its roles end, whatever their own last day."""

    async def end_unit(scope: Scope, code: str) -> None:
        for person_id in await settle(scope, code):
            await menu.offer_to(scope, deployment, person_id)

    async def end_role(scope: Scope, grant: Grant) -> None:
        if await lapse(scope, grant):
            await menu.offer_to(scope, deployment, grant.person_id)

    return (JobOnEach("units", ended_units, end_unit), JobOnEach("roles", lapsed, end_role))
