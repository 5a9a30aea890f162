"""The bodies selected for direction, for the coordinator to consolidate: reviews of key tasks, and reports."""

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.pages import Page, grid, lines, row, rows
from bot.ui.translation import Translator
from domain.duty import Duty
from domain.unit import Units
from handlers.context import Presses, Screen, Turn
from handlers.duty_links import DispatchOrders, DutyOrigin, OpenDuty, SelectedBodies
from handlers.duty_text import duty_standing, review_words
from handlers.task_text import COLUMNS, bold, literal, sample_label, spaced, staff_page, unit_of
from handlers.way_home import OpenMenu
from services import selected_bodies as service
from services.scope import Scope
from services.selected_bodies import SelectedBody, Selection


async def selected(turn: Turn) -> Page:
    """/selected: the bodies that dispatches selected, with how far each is. Raises Refused(NOT_YOURS)."""
    return await _page(turn, reports=False)


async def open_selected(turn: Turn, press: SelectedBodies) -> Page:
    """The same; its buttons open the reviews, or the reports."""
    return await _page(turn, reports=press.reports)


async def _page(turn: Turn, *, reports: bool) -> Page:
    tr, scope = turn.tr, turn.scope
    found = await service.selections(scope, turn.actor)
    units = await scope.uow.units.all()
    duties = [
        duty
        for selection in found
        for body in selection.bodies
        for duty in (body.reports[:1] if reports else (body.review,))
    ]
    other = tr.plain("Open the reviews") if reports else tr.plain("Open the reports")
    return staff_page(
        turn,
        lines(
            tr.t("<b>Bodies selected for direction</b>"),
            *[part for selection in found for part in _about(tr, scope, selection, units)],
            *(() if found else (tr.t("No dispatch has a body review its key tasks."),)),
        ),
        rows(
            *grid(
                [
                    Button(duty.unit, OpenDuty(duty.order.id, duty.unit, DutyOrigin.SELECTED))
                    for duty in duties
                ],
                COLUMNS,
            ),
            row(
                Button(other, SelectedBodies(not reports), Style.PRIMARY) if duties else None,
                Button(tr.plain("‹ Dispatch"), DispatchOrders()),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _about(tr: Translator, scope: Scope, selection: Selection, units: Units) -> list[Markup | str | None]:
    dispatch, bodies = selection.dispatch, selection.bodies
    of = tr.number(len(bodies))
    reported = sum(all(report.is_answered for report in body.reports) for body in bodies)
    return [
        literal(dispatch.title_vi if tr.language == "vi" else dispatch.title_en),
        sample_label(tr) if dispatch.is_sample else None,
        tr.t("Key tasks reviewed: {n}/{of} bodies", n=tr.number(_reviewed(bodies)), of=of),
        tr.t("Report sent: {n}/{of} bodies", n=tr.number(reported), of=of),
        *spaced([_body(tr, scope, body, units) for body in bodies]),
    ]


def _reviewed(bodies: tuple[SelectedBody, ...]) -> int:
    return sum(body.review.is_answered for body in bodies)


def _body(tr: Translator, scope: Scope, body: SelectedBody, units: Units) -> Markup:
    review = body.review
    assert review.review is not None
    return lines(
        bold(unit_of(tr, units, body.unit)),
        Markup(" · ").join([literal(review.order.code), review_words(tr, review.review)]),
        *[_report(tr, scope, report) for report in body.reports],
    )


def _report(tr: Translator, scope: Scope, report: Duty) -> Markup:
    said = duty_standing(tr, scope, report)
    if not report.is_answered:
        said = tr.t("report not sent, {left}", left=said)
    return Markup(" · ").join([literal(report.order.code), said])


COMMANDS: dict[str, Screen] = {"selected": selected}

PRESSES: Presses = {SelectedBodies: open_selected}
