"""What a head reads of a coordinator's message, and of a reminder of what is overdue."""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, row, rows
from bot.ui.translation import Translator
from domain.broadcast import Broadcast
from domain.task import Task
from domain.unit import Units
from handlers.context import Deployment, Renderer
from handlers.task_links import OpenTask, TaskList
from handlers.task_text import COLUMNS, bold, literal, sample_label, spaced, task_lines, unit_of
from handlers.words import name_of
from services import broadcasts as service
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope

TASKS_NAMED: Final = 6


async def told(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The message; None when the reader heads none of those units any more, or nothing there is overdue any more."""
    found = await service.told_of(scope, person.actor(scope.now), str(notice.subject["broadcast"]))
    if found is None:
        return None
    broadcast, units = found
    tr = deployment.translator(person.language)
    known = await scope.uow.units.all()
    if broadcast.is_reminder:
        tasks = await service.overdue_in(scope, broadcast.area, units)
        return await _reminder(scope, tr, broadcast, tasks, known) if tasks else None
    return _event(
        lines(
            tr.t("<b>A message from {agency}</b>", agency=unit_of(tr, known, scope.rules.standing_agency)),
            "",
            literal(broadcast.text),
            "",
            tr.t("<i>Sent {when} to: {to}</i>", when=tr.datetime(broadcast.sent_at), to=_to(tr, broadcast)),
        ),
        (),
    )


def _to(tr: Translator, broadcast: Broadcast) -> str:
    return name_of(tr, broadcast.audience)


async def _reminder(
    scope: Scope, tr: Translator, broadcast: Broadcast, tasks: Sequence[Task], known: Units
) -> Page:
    assert broadcast.area is not None, "a reminder is of an area"
    shown, rest = tasks[:TASKS_NAMED], len(tasks) - TASKS_NAMED
    samples = {plan.id for plan in await scope.uow.tasks.plans() if plan.is_sample}
    several = len({task.lead_unit for task in tasks}) > 1
    return _event(
        lines(
            bold(tr.plain("Reminder of overdue tasks")),
            tr.t(
                "{agency} asks to have these done or explained. Area: {area}.",
                agency=unit_of(tr, known, scope.rules.standing_agency),
                area=name_of(tr, broadcast.area),
            ),
            *spaced(
                [task_lines(tr, scope, task, unit=task.lead_unit if several else None) for task in shown]
            ),
            *(("", tr.n("… and {n} more task", "… and {n} more tasks", rest)) if rest > 0 else ()),
            sample_label(tr) if any(task.plan in samples for task in tasks) else None,
        ),
        rows(
            *grid([Button(task.code, OpenTask(task.id), Style.PRIMARY) for task in shown], COLUMNS),
            row(Button(tr.plain("All tasks of the unit"), TaskList())),
        ),
    )


def _event(text: Markup, buttons: tuple[Row, ...]) -> Page:
    return Page(text, buttons, place=Place.EVENT, sensitivity=Sensitivity.STAFF)


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {NoticeKind.BROADCAST: told}
