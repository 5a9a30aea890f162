"""What those of a unit hear of its periodic report: that it is waited for, that it is open again."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from bot.ui.translation import Translator
from domain.errors import Refused
from domain.unit_report import ReportStage
from handlers.context import Deployment, Renderer
from handlers.periodic_links import OpenUnitReport
from handlers.periodic_text import period_name, stage_words
from handlers.task_text import bold, unit_of
from services import unit_reports as service
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope
from services.unit_reports import ReportView


async def missing(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The report is waited for; None once it was sent, or can no longer be."""
    found = await _found(scope, person, notice)
    if found is None or found.sent is not None or not found.can_send:
        return None
    tr = deployment.translator(person.language)
    said = tr.t(
        "<b>The coordinator waits for the periodic report</b>, {period}", period=period_name(tr, found.period)
    )
    return await _page(scope, tr, found, said)


async def reopened(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The closed report can be sent again; None once that is over."""
    found = await _found(scope, person, notice)
    if found is None or found.stage is not ReportStage.REOPENED or not found.can_send:
        return None
    tr = deployment.translator(person.language)
    said = tr.t(
        "<b>The periodic report can be sent again</b>, {period}", period=period_name(tr, found.period)
    )
    return await _page(scope, tr, found, said)


async def _found(scope: Scope, person: Person, notice: Notice) -> ReportView | None:
    unit, key = str(notice.subject["unit"]), str(notice.subject["period"])
    try:
        return await service.view(scope, person.actor(scope.now), unit, service.period(scope, key))
    except Refused:
        # The role has ended, or the unit has.
        return None


async def _page(scope: Scope, tr: Translator, found: ReportView, said: Markup) -> Page:
    name = unit_of(tr, await scope.uow.units.all(), found.unit)
    press = OpenUnitReport(found.unit, found.period.key, below=True)
    return Page(
        lines(said, bold(name), stage_words(tr, found.period, found.stage, found.opening)),
        (row(Button(tr.plain("Open the report"), press, Style.PRIMARY)),),
        place=Place.EVENT,
        sensitivity=Sensitivity.STAFF,
    )


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {
    NoticeKind.REPORT_MISSING: missing,
    NoticeKind.REPORT_REOPENED: reopened,
}
