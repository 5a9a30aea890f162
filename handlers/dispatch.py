"""The coordinator's and the leader's view of what dispatches order: how far each order is, and which units lag."""

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.duty import Duty, Fulfilment
from handlers.context import Presses, Screen, Turn
from handlers.duty_links import (
    DispatchOrders,
    DutyOrigin,
    OpenDuty,
    OpenRegister,
    OrderUnits,
    SelectedBodies,
    Which,
)
from handlers.duty_text import due_words, duty_lines, order_title
from handlers.task_text import (
    COLUMNS,
    PER_PAGE,
    TITLE_IN_LIST,
    bold,
    clamped,
    literal,
    sample_label,
    spaced,
    staff_page,
)
from handlers.way_home import OpenMenu
from services import duties as service
from services.duties import OrderFigure


async def dispatch(turn: Turn) -> Page:
    """/dispatch: the orders of the dispatches, with how far they are. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    book, figures = await service.figures(turn.scope, turn.actor)
    said = []
    for one in book.dispatches.values():
        title = one.title_vi if tr.language == "vi" else one.title_en
        said.append(lines(bold(title), sample_label(tr) if one.is_sample else None))
        said += [_figure(tr, figure) for figure in figures if figure.order.dispatch == one.id]
    buttons = [
        Button(figure.order.code, OrderUnits(figure.order.id, _first_look(figure)))
        for figure in figures
        if not figure.order.is_standing
    ]
    return staff_page(
        turn,
        lines(*spaced(said or [tr.t("No dispatch has been imported yet.")])).strip(),
        rows(
            *grid(buttons, COLUMNS),
            row(
                Button(tr.plain("Digital plans"), OpenRegister()),
                Button(tr.plain("Selected bodies"), SelectedBodies())
                if any(figure.order.fulfilment is Fulfilment.KEY_TASKS for figure in figures)
                else None,
            ),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def open_orders(turn: Turn, press: DispatchOrders) -> Page:
    """The orders again, from a list of units."""
    return await dispatch(turn)


def _first_look(figure: OrderFigure) -> Which:
    return Which.OPEN if figure.sent < figure.total else Which.ALL


def _figure(tr: Translator, figure: OrderFigure) -> Markup:
    order = figure.order
    title = literal(fit(order_title(tr, order), TITLE_IN_LIST))
    if order.is_standing:
        return lines(tr.t("<b>{code}</b> · standing", code=order.code), title)
    n, of = tr.number(figure.sent), tr.number(figure.total)
    if order.fulfilment is Fulfilment.KEY_TASKS:
        head = [bold(order.code), tr.t("reviewed {n}/{of}", n=n, of=of)]
    else:
        head = [
            bold(order.code),
            tr.t("sent {n}/{of}", n=n, of=of),
            tr.t("received by all: {n}", n=tr.number(figure.done)),
        ]
    if figure.overdue:
        head.append(tr.t("<b>overdue: {n}</b>", n=tr.number(figure.overdue)))
    if figure.late:
        head.append(tr.t("sent late: {n}", n=tr.number(figure.late)))
    return lines(Markup(" · ").join(head), title)


async def order_units(turn: Turn, press: OrderUnits) -> Page:
    """The units that an order falls on: those that sent nothing, or all. Raises Refused: NOT_YOURS, DUTY_UNKNOWN."""
    tr, scope = turn.tr, turn.scope
    book = await service.of_order(scope, turn.actor, press.order)
    lagging = [duty for duty in book.duties if duty.is_pending]
    listed = lagging if press.which is Which.OPEN else list(book.duties)
    page = clamped(press.page, len(listed), PER_PAGE)
    shown = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
    units = await scope.uow.units.all()
    first = book.duties[0]
    return staff_page(
        turn,
        lines(
            tr.t("<b>{code}</b> {title}", code=first.order.code, title=order_title(tr, first.order)),
            due_words(tr, scope, first),
            tr.t("Nothing sent yet: {n} of {of}", n=tr.number(len(lagging)), of=tr.number(len(book.duties))),
            *spaced([duty_lines(tr, scope, duty, units=units) for duty in shown] or [tr.t("None.")]),
        ),
        rows(
            *_unit_buttons(shown, page),
            pager(
                tr,
                previous=OrderUnits(press.order, press.which, page - 1) if page else None,
                following=OrderUnits(press.order, press.which, page + 1)
                if len(listed) > (page + 1) * PER_PAGE
                else None,
            ),
            _other_and_back(tr, press),
        ),
    )


def _unit_buttons(duties: list[Duty], page: int) -> tuple[Row, ...]:
    return grid(
        [Button(duty.unit, OpenDuty(duty.order.id, duty.unit, DutyOrigin.ORDER, page)) for duty in duties],
        COLUMNS,
    )


def _other_and_back(tr: Translator, press: OrderUnits) -> Row:
    other = (
        Button(tr.plain("All units"), OrderUnits(press.order, Which.ALL))
        if press.which is Which.OPEN
        else Button(tr.plain("Only those missing"), OrderUnits(press.order, Which.OPEN), Style.PRIMARY)
    )
    return row(other, Button(tr.plain("‹ Dispatch"), DispatchOrders()))


COMMANDS: dict[str, Screen] = {"dispatch": dispatch}

PRESSES: Presses = {DispatchOrders: open_orders, OrderUnits: order_units}
