"""Where a task comes from that stands in no plan's file: an inspection, a meeting, a rule. Told on the task's page."""

from typing import Final

from markupsafe import Markup

from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.recurrence import Every, Span
from domain.task import Task
from handlers.task_text import TITLE_IN_LIST
from handlers.words import name_of
from services.given_tasks import AfterInspection, ByRule, FromMeeting, TaskOrigin, origin_of
from services.plans import Plan
from services.scope import Scope

_ROMAN: Final = ("I", "II", "III", "IV")


async def origin_line(tr: Translator, scope: Scope, task: Task, plan: Plan) -> Markup | None:
    """Where the task comes from; None for one of a plan's file."""
    origin = await origin_of(scope, task, plan)
    return None if origin is None else _words(tr, origin)


def _words(tr: Translator, origin: TaskOrigin) -> Markup:
    match origin:
        case AfterInspection(inspection):
            held = inspection.held_on or inspection.planned_on
            return tr.t(
                "From: inspection {code} by the province, held on {day} ({theme})",
                code=inspection.code,
                day=tr.date(held),
                theme=fit(inspection.theme, TITLE_IN_LIST),
            )
        case FromMeeting(meeting):
            return tr.t(
                "From: conclusion of the Steering Committee's meeting on {day}, No. {number} ({title})",
                day=tr.date(meeting.held_on),
                number=fit(meeting.number, TITLE_IN_LIST),
                title=fit(meeting.title, TITLE_IN_LIST),
            )
        case ByRule(rule, span):
            return tr.t(
                "From: recurring task, {each}; this one for {period}",
                each=name_of(tr, rule.every),
                period=period_words(tr, span),
            )


def period_words(tr: Translator, span: Span) -> str:
    """A period in words."""
    year, number = str(span.begins.year), span.number
    match span.every:
        case Every.MONTH:
            return tr.plain("month {month}/{year}", month=f"{number:02}", year=year)
        case Every.QUARTER:
            return tr.plain("quarter {number}/{year}", number=_ROMAN[number - 1], year=year)
        case Every.HALF_YEAR:
            half = tr.plain("the first half of {year}", year=year)
            return half if number == 1 else tr.plain("the second half of {year}", year=year)
        case Every.YEAR:
            return tr.plain("the year {year}", year=year)
