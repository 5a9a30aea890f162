"""What a dispatch orders of a unit: its list, a duty's page with what may be done now, what waits for a receipt."""

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, grid, lines, pager, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import N_, Translator
from domain.duty import Duty, DutyAct, DutyStatus, Fulfilment
from domain.errors import Code, Refused
from domain.unit import Units
from handlers.context import Presses, Screen, Turn
from handlers.duty_links import (
    AcknowledgeDuty,
    DispatchOrders,
    DutyList,
    DutyOrigin,
    EnterPlan,
    OpenDuty,
    OpenRegister,
    OrderUnits,
    ReceiveDocument,
    ReceivingList,
    ReturnDocument,
    SelectedBodies,
    SendDocument,
    ShowPaper,
)
from handlers.duty_text import due_words, duty_lines, order_title, review_words, standing_word
from handlers.home import home
from handlers.paper_file import paper_file
from handlers.periodic_links import OpenUnitReport
from handlers.refusal_words import words_of
from handlers.task_links import OpenTask, TaskList
from handlers.task_page import TITLE_ROOM, acknowledged_words, usual_origin
from handlers.task_text import (
    COLUMNS,
    NOTE_ON_PAGE,
    PER_PAGE,
    PRODUCT_ROOM,
    bold,
    clamped,
    literal,
    sample_label,
    spaced,
    staff_page,
    unit_of,
)
from handlers.way_home import OpenMenu
from handlers.words import label_of, name_of
from services import digital_plans
from services import duties as service
from services.duties import DutyEvent, DutyView
from services.heirs import heir_of
from services.tasks import served_units
from services.unit_reports import may_look

EVENTS_ON_PAGE = 3


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────


async def duty_list(turn: Turn, press: DutyList) -> Page:
    """What one of the reader's units owes under dispatches."""
    served = served_units(turn.actor)
    if not served:
        return await home(turn, turn.tr.t("Tasks are shown here to heads and focal officers of units."))
    return await duty_list_page(turn, press.unit if press.unit in served else served[0], press.page)


async def duty_list_page(turn: Turn, unit: str, page: int, *above: Markup) -> Page:
    """What the unit owes: what has a date first, what is standing last; ``above`` is said before it."""
    tr, scope = turn.tr, turn.scope
    book = await service.of_units(scope, {unit})
    ordered = sorted(book.duties, key=lambda duty: duty.status is not DutyStatus.OWED)
    page = clamped(page, len(ordered), PER_PAGE)
    shown = ordered[page * PER_PAGE : (page + 1) * PER_PAGE]
    owed = sum(duty.status is DutyStatus.OWED for duty in ordered)
    name = unit_of(tr, await scope.uow.units.all(), unit)
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            tr.t("<b>{unit}</b>: ordered by dispatch", unit=name),
            tr.n("{n} order is still to be answered", "{n} orders are still to be answered", owed),
            sample_label(tr) if any(one.is_sample for one in book.dispatches.values()) else None,
            *spaced([duty_lines(tr, scope, duty) for duty in shown] or [tr.t("Nothing is ordered.")]),
        ),
        rows(
            *_code_buttons(tr, shown, unit, page),
            pager(
                tr,
                previous=DutyList(unit, page - 1) if page else None,
                following=DutyList(unit, page + 1) if len(ordered) > (page + 1) * PER_PAGE else None,
            ),
            row(
                Button(tr.plain("‹ Tasks of the unit"), TaskList(unit)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _code_buttons(tr: Translator, duties: list[Duty], unit: str, page: int) -> tuple[Row, ...]:
    """A button for each; what came down from a unit that ended names it, for both may have been ordered the same."""
    return grid(
        [
            Button(
                duty.order.code
                if duty.unit == unit
                else tr.plain("{code} · {unit}", code=duty.order.code, unit=duty.unit),
                OpenDuty(duty.order.id, duty.unit, DutyOrigin.UNIT, page),
            )
            for duty in duties
        ],
        COLUMNS,
    )


async def receipts(turn: Turn) -> Page:
    """/receipts: what was sent to the reader's department and waits for its receipt."""
    return await receiving_page(turn, 0)


async def receiving_list(turn: Turn, press: ReceivingList) -> Page:
    """A page of what waits for a receipt."""
    return await receiving_page(turn, press.page)


async def receiving_page(turn: Turn, page: int, *above: Markup) -> Page:
    """What was sent to the reader's department, oldest first; ``above`` is said before it."""
    tr, scope = turn.tr, turn.scope
    waiting = await service.to_receive(scope, turn.actor)
    page = clamped(page, len(waiting), PER_PAGE)
    shown = waiting[page * PER_PAGE : (page + 1) * PER_PAGE]
    units = await scope.uow.units.all()
    said = [part for one in above for part in (one, "")]
    buttons = [
        Button(
            tr.plain("{code} · {unit}", code=duty.order.code, unit=duty.unit),
            OpenDuty(duty.order.id, duty.unit, DutyOrigin.RECEIVING, page),
        )
        for duty in shown
    ]
    return staff_page(
        turn,
        lines(
            *said,
            tr.t("<b>Documents to be received</b>: {n}, oldest first", n=tr.number(len(waiting)))
            if waiting
            else tr.t("No document waits for a receipt."),
            *spaced([_sent_lines(tr, duty, units) for duty in shown]),
        ),
        rows(
            *grid(buttons, 2),
            pager(
                tr,
                previous=ReceivingList(page - 1) if page else None,
                following=ReceivingList(page + 1) if len(waiting) > (page + 1) * PER_PAGE else None,
            ),
            row(
                Button(tr.plain("Digital plans"), OpenRegister())
                if await digital_plans.may_see_register(scope, turn.actor)
                else None,
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _sent_lines(tr: Translator, duty: Duty, units: Units) -> Markup:
    assert duty.paper is not None
    return lines(
        Markup(" · ").join([bold(duty.order.code), literal(unit_of(tr, units, duty.unit))]),
        tr.t(
            "No. {number}, dated {dated}; sent on {day}",
            number=fit(duty.paper.number, NOTE_ON_PAGE),
            dated=tr.date(duty.paper.dated),
            day=tr.date(duty.paper.sent_on),
        ),
    )


# ── a duty ────────────────────────────────────────────────────────────────────────────────────────


async def open_duty(turn: Turn, press: OpenDuty) -> Page:
    """The page of a duty; from a message of its own, below that."""
    place = Place.BELOW if press.origin is None else None
    return await duty_page(turn, press.order, press.unit, press.origin, press.page, place=place)


async def duty_page(
    turn: Turn,
    order_id: str,
    unit: str,
    origin: DutyOrigin | None,
    page: int = 0,
    *above: Markup,
    place: Place | None = None,
) -> Page:
    """What is ordered, by whom, by when, to whom it goes and how far it is, and the buttons for what may be done now.

    ``above`` is said first. Raises Refused(DUTY_UNKNOWN).
    """
    view = await service.view(turn.scope, turn.actor, order_id, unit, events=EVENTS_ON_PAGE)
    units = await turn.scope.uow.units.all()
    said = [part for one in above for part in (one, "")]
    tr = turn.tr
    return staff_page(
        turn,
        lines(*said, *_about(turn, view, units), *_latest(tr, view, units)),
        rows(
            *_key_task_buttons(turn, view),
            *await _act_rows(turn, view),
            *_look_rows(turn, view),
            _back_row(turn, view, await heir_of(turn.scope, unit), origin, page),
        ),
        place=place,
    )


def _about(turn: Turn, view: DutyView, units: Units) -> list[Markup | str | None]:
    tr, duty = turn.tr, view.duty
    order = duty.order
    dispatch = view.dispatch
    title = dispatch.title_vi if tr.language == "vi" else dispatch.title_en
    about: list[Markup | str | None] = [
        Markup("{} · {}").format(bold(order.code), literal(unit_of(tr, units, duty.unit))),
        bold(fit(order_title(tr, order), TITLE_ROOM)),
        tr.t("Item {n} of: {dispatch}", n=tr.number(order.item), dispatch=title),
        sample_label(tr) if dispatch.is_sample else None,
        "",
        tr.t("Deliverable: {product}", product=fit(order.product_vi, PRODUCT_ROOM)),
        due_words(tr, turn.scope, duty),
    ]
    if order.fulfilment is Fulfilment.KEY_TASKS:
        about += _review_lines(turn, view)
    elif not order.is_standing:
        about.append(tr.t("Status: {standing}", standing=standing_word(tr, duty)))
        about += [_receiver_line(tr, duty, receiver, units) for receiver in order.submit_to]
    if duty.paper is not None:
        about.append(
            tr.t(
                "Document: {number}, dated {dated}; sent on {day}",
                number=fit(duty.paper.number, NOTE_ON_PAGE),
                dated=tr.date(duty.paper.dated),
                day=tr.date(duty.paper.sent_on),
            )
        )
        if duty.paper.link:
            about.append(literal(fit(duty.paper.link, PRODUCT_ROOM)))
    elif duty.acknowledged_on is not None:
        about.append(tr.t("Acknowledged on {day}", day=tr.date(duty.acknowledged_on)))
    return about


def _review_lines(turn: Turn, view: DutyView) -> list[Markup]:
    """Which of the key tasks the unit has spoken of since the dispatch."""
    tr, review = turn.tr, view.duty.review
    assert review is not None
    said = [tr.t("Status: {standing}", standing=review_words(tr, review))]
    for one in view.key_tasks[:PER_PAGE]:
        if not one.is_reviewed(view.dispatch.issued_on):
            said.append(tr.t("• {code}: no word since the dispatch", code=one.task.code))
        elif one.last_word is None:
            said.append(tr.t("• {code}: handed in before", code=one.task.code))
        else:
            percent = tr.number(one.task.progress_percent)
            day = tr.date(one.last_word)
            said.append(
                tr.t("• {code}: {percent}%, told on {day}", code=one.task.code, percent=percent, day=day)
            )
    return [*said, tr.t("Progress reported on a key task counts as its review.")]


def _receiver_line(tr: Translator, duty: Duty, receiver: str, units: Units) -> Markup:
    name = unit_of(tr, units, receiver)
    receipt = duty.receipts.get(receiver)
    if not duty.is_answered:
        return tr.t("• Goes to {unit}", unit=name)
    if receipt is None:
        return tr.t("• Goes to {unit}: not received yet", unit=name)
    return tr.t("• Goes to {unit}: received on {day}", unit=name, day=tr.date(receipt.on))


def _latest(tr: Translator, view: DutyView, units: Units) -> list[Markup | str]:
    if not view.events:
        return []
    return ["", tr.t("<b>Latest</b>"), *[_event(tr, event, units) for event in view.events]]


def _event(tr: Translator, event: DutyEvent, units: Units) -> Markup:
    what = label_of(tr, event.act)
    if event.receiver:
        what = tr.plain("{act}: {unit}", act=what, unit=unit_of(tr, units, event.receiver))
    head = tr.t("{when} · {what} ({who})", when=tr.datetime(event.at), what=what, who=name_of(tr, event.role))
    # The number that was sent stands above already; a reason for which it came back does not.
    if event.act is not DutyAct.RETURN:
        return head
    return lines(head, quoted(fit(event.note, NOTE_ON_PAGE)))


async def _act_rows(turn: Turn, view: DutyView) -> tuple[Row, ...]:
    tr, duty, may = turn.tr, view.duty, view.acts
    order, unit = duty.order.id, duty.unit
    entering: list[Button] = []
    answers = turn.actor.serves(await heir_of(turn.scope, unit))
    if duty.order.fulfilment is Fulfilment.DIGITAL_PLAN and duty.is_pending and answers:
        missing = await digital_plans.missing_terms(turn.scope, unit)
        entering = [
            Button(tr.plain("Enter the plan {term}", term=term.code), EnterPlan.of(unit, term), Style.PRIMARY)
            for term in missing
        ]
    return (
        *grid(entering, 2),
        row(
            Button(tr.plain("Acknowledge"), AcknowledgeDuty(order, unit))
            if DutyAct.ACKNOWLEDGE in may
            else None,
            Button(tr.plain("Document sent"), SendDocument(order, unit), Style.PRIMARY)
            if DutyAct.SEND in may
            else None,
        ),
        row(
            Button(tr.plain("Confirm receipt"), ReceiveDocument(order, unit, duty.revision), Style.SUCCESS)
            if DutyAct.RECEIVE in may
            else None,
            Button(tr.plain("Return with a reason"), ReturnDocument(order, unit, duty.revision), Style.DANGER)
            if DutyAct.RETURN in may
            else None,
        ),
    )


def _key_task_buttons(turn: Turn, view: DutyView) -> tuple[Row, ...]:
    shown = [one.task for one in view.key_tasks[:PER_PAGE]]
    return grid([Button(task.code, OpenTask(task.id, usual_origin(turn, task))) for task in shown], COLUMNS)


def _look_rows(turn: Turn, view: DutyView) -> tuple[Row, ...]:
    tr, duty, paper = turn.tr, view.duty, view.duty.paper
    if duty.order.is_standing and may_look(turn.actor, duty.unit):
        # What goes on without an end is answered for there.
        return (row(Button(tr.plain("Periodic report of the unit"), OpenUnitReport(duty.unit))),)
    if paper is None or paper.file_id is None:
        return ()
    return (row(Button(tr.plain("Open the document"), ShowPaper(view.duty.order.id, view.duty.unit))),)


def _back_row(turn: Turn, view: DutyView, heir: str, origin: DutyOrigin | None, page: int) -> Row:
    tr, duty = turn.tr, view.duty
    if origin is None:
        origin = DutyOrigin.UNIT if turn.actor.serves(heir) else DutyOrigin.ORDER
        if view.receivers:
            origin = DutyOrigin.RECEIVING
    match origin:
        case DutyOrigin.UNIT:
            back = DutyList(heir, page)
        case DutyOrigin.RECEIVING:
            return row(Button(tr.plain("‹ List"), ReceivingList(page)))
        case DutyOrigin.SELECTED:
            reports = duty.order.fulfilment is not Fulfilment.KEY_TASKS
            return row(
                Button(tr.plain("‹ List"), SelectedBodies(reports)), Button(tr.plain("‹ Home"), OpenMenu())
            )
        case DutyOrigin.ORDER:
            return row(
                Button(tr.plain("‹ List"), OrderUnits(duty.order.id, page=page)),
                Button(tr.plain("‹ Dispatch"), DispatchOrders()),
            )
    return row(Button(tr.plain("‹ List"), back), Button(tr.plain("‹ Home"), OpenMenu()))


async def show_paper(turn: Turn, press: ShowPaper) -> Page:
    """Sends the document's file to whoever may see the duty, not to be passed on."""
    view = await service.view(turn.scope, turn.actor, press.order, press.unit, events=0)
    paper = view.duty.paper
    if paper is None or paper.file_id is None:
        raise Refused(Code.DUTY_UNKNOWN)
    return await paper_file(turn, paper.file_id, paper.number, f"{view.duty.order.code}-{view.duty.unit}")


# ── acts that need nothing with them ──────────────────────────────────────────────────────────────


async def acknowledge(turn: Turn, press: AcknowledgeDuty) -> Page:
    """The unit has taken notice."""
    try:
        duty = await service.acknowledge(turn.scope, turn.actor, press.order, press.unit)
        said = turn.tr.t(_acknowledged(turn, duty), code=duty.order.code)
    except Refused as refusal:
        said = _or_raise(turn, refusal)
    return await duty_page(turn, press.order, press.unit, DutyOrigin.UNIT, 0, said)


def _acknowledged(turn: Turn, duty: Duty) -> str:
    """What is still heard of an order that was acknowledged."""
    if duty.due_date is None:
        return N_("{code} is acknowledged. Until it is done you are reminded once a week.")
    return acknowledged_words(turn, duty.due_date)


async def receive(turn: Turn, press: ReceiveDocument) -> Page:
    """The department's receipt, for the one department the reader receives for that has not given it yet."""
    try:
        view = await service.view(turn.scope, turn.actor, press.order, press.unit, events=0)
        if not view.receivers:
            raise Refused(Code.NOT_NOW)
        duty = await service.receive(
            turn.scope, turn.actor, press.order, press.unit, view.receivers[0], press.revision
        )
        said = turn.tr.t("{code} of {unit}: received.", code=duty.order.code, unit=duty.unit)
    except Refused as refusal:
        said = _or_raise(turn, refusal)
    return await receiving_page(turn, 0, said)


def _or_raise(turn: Turn, refusal: Refused) -> Markup:
    """What is to be said above the present state; a duty that is not theirs is answered by itself."""
    if refusal.code is Code.DUTY_UNKNOWN:
        raise refusal
    return words_of(turn.tr, refusal)


COMMANDS: dict[str, Screen] = {"receipts": receipts}

PRESSES: Presses = {
    DutyList: duty_list,
    ReceivingList: receiving_list,
    OpenDuty: open_duty,
    ShowPaper: show_paper,
    AcknowledgeDuty: acknowledge,
    ReceiveDocument: receive,
}
