"""The key tasks of selected bodies, with the day on which each was last spoken of."""

from collections.abc import Collection

from domain.key_tasks import KeyTask
from domain.plan import PlanKind
from services.scope import Scope


async def key_tasks(
    scope: Scope, year: int, units: Collection[str] | None = None
) -> dict[str, list[KeyTask]]:
    """The key tasks of the year by lead unit (of the units, if named), each unit's by code."""
    found: dict[str, list[KeyTask]] = {}
    for plan in await scope.uow.tasks.plans():
        if plan.kind is not PlanKind.KEY_TASKS or plan.year != year:
            continue
        words = await scope.uow.tasks.last_words(plan.id)
        for task in await scope.uow.tasks.of_plan(plan.id):
            if units is None or task.lead_unit in units:
                at = words.get(task.id)
                spoken = KeyTask(task, None if at is None else at.astimezone(scope.zone).date())
                found.setdefault(task.lead_unit, []).append(spoken)
    return found
