"""What a unit hears without having pressed anything: a task was given to it, the province is to inspect it.

Each is asked again when it is delivered: whether it is still true, and still the reader's business.
"""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from bot.ui.text import fit
from handlers.context import Deployment, Renderer
from handlers.given_text import origin_line
from handlers.inspection_links import OpenInspection
from handlers.task_links import OpenTask
from handlers.task_text import days_words, literal, sample_label, title, unit_of
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope

_TITLE_ROOM: Final = 600


async def given(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """A task came; None once it is done or not theirs any more."""
    task = await scope.uow.tasks.get(str(notice.subject["task"]))
    if task is None or not task.is_pending or not person.actor(scope.now).serves(task.lead_unit):
        return None
    plan = next((one for one in await scope.uow.tasks.plans() if one.id == task.plan), None)
    tr = deployment.translator(person.language)
    unit = unit_of(tr, await scope.uow.units.all(), task.lead_unit)
    return _event(
        lines(
            tr.t("<b>A new task for {unit}</b>", unit=unit),
            tr.t("<b>{code}</b> {title}", code=task.code, title=fit(title(tr, task), _TITLE_ROOM)),
            None if plan is None else await origin_line(tr, scope, task, plan),
            tr.t(
                "Due date {day} · {standing}",
                day=tr.date(task.due_date),
                standing=days_words(tr, scope, task),
            ),
        ),
        (row(Button(tr.plain("Open {code}", code=task.code), OpenTask(task.id), Style.PRIMARY)),),
    )


async def planned(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The province is to inspect the unit; None when that was moved again, called off or held meanwhile."""
    one = await scope.uow.inspections.get(str(notice.subject["inspection"]))
    if one is None or not one.is_planned or one.revision != notice.subject["revision"]:
        return None
    if not person.actor(scope.now).serves(one.unit):
        return None
    tr = deployment.translator(person.language)
    unit = unit_of(tr, await scope.uow.units.all(), one.unit)
    return _event(
        lines(
            tr.t("<b>The province is to inspect {unit}</b>", unit=unit),
            tr.t("{code}: {day}", code=one.code, day=tr.long_date(one.planned_on)),
            tr.t("Planned at first for: {day}", day=tr.long_date(one.first_planned_on))
            if one.first_planned_on != one.planned_on
            else None,
            literal(one.theme),
            tr.t("Scope: {scope}", scope=one.scope),
            sample_label(tr) if one.is_sample else None,
        ),
        (row(Button(tr.plain("Open {code}", code=one.code), OpenInspection(one.id), Style.PRIMARY)),),
    )


def _event(text: Markup, buttons: tuple[Row, ...]) -> Page:
    return Page(text, buttons, place=Place.EVENT, sensitivity=Sensitivity.STAFF)


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {
    NoticeKind.TASK_GIVEN: given,
    NoticeKind.INSPECTION_PLANNED: planned,
}
