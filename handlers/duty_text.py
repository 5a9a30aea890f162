"""How a duty is told: on one line of a list, and by when it is due."""

from datetime import date

from markupsafe import Markup

from bot.ui.pages import lines
from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.deadlines import DueRule, working_days_left, working_days_overdue
from domain.digital_plan import Matrix, PlanTerm
from domain.duty import Duty, DutyStatus, Fulfilment, Order
from domain.key_tasks import Review
from domain.unit import Units
from handlers.task_text import TITLE_IN_LIST, bold, literal, unit_of
from handlers.words import name_of
from services.scope import Scope


def order_title(tr: Translator, order: Order) -> str:
    """The order's words in the reader's language."""
    return order.title_vi if tr.language == "vi" else order.title_en


def duty_lines(tr: Translator, scope: Scope, duty: Duty, *, units: Units | None = None) -> Markup:
    """A duty in a list: what is ordered; or which unit it is, where ``units`` are given: the list is of one order."""
    if units is not None:
        name = bold(unit_of(tr, units, duty.unit))
        return Markup(" · ").join([name, duty_standing(tr, scope, duty)])
    head = Markup(" · ").join([bold(duty.order.code), duty_standing(tr, scope, duty)])
    return lines(head, literal(fit(order_title(tr, duty.order), TITLE_IN_LIST)))


def duty_standing(tr: Translator, scope: Scope, duty: Duty) -> Markup:
    """How the duty stands: what is left, sent on, received by so many, standing."""
    match duty.status:
        case DutyStatus.OWED if duty.review is not None:
            left = time_left(tr, scope, duty)
            return tr.t("{left}, {review}", left=left, review=review_words(tr, duty.review))
        case DutyStatus.OWED:
            return time_left(tr, scope, duty)
        case DutyStatus.STANDING:
            return Markup(name_of(tr, duty.status))
        case DutyStatus.DONE if duty.review is not None:
            return review_words(tr, duty.review)
        case _:
            assert duty.paper is not None
            day = tr.date(duty.paper.sent_on)
            sent = tr.t("sent late on {day}", day=day) if duty.is_late else tr.t("sent on {day}", day=day)
            if duty.status is DutyStatus.DONE:
                return tr.t("{sent}, received by all", sent=sent)
            of = len(duty.order.submit_to)
            return tr.t(
                "{sent}, receipts {n}/{of}",
                sent=sent,
                n=tr.number(of - len(duty.unreceived)),
                of=tr.number(of),
            )


def review_words(tr: Translator, review: Review) -> Markup:
    """So many of so many key tasks reviewed."""
    if review.of == 0:
        return tr.t("no key task is known")
    return tr.t("reviewed {n}/{of}", n=tr.number(review.reviewed), of=tr.number(review.of))


def time_left(tr: Translator, scope: Scope, duty: Duty) -> Markup:
    """Overdue by so many working days, due today, so many left; "urgently" where no date is named."""
    due, today = duty.due_date, scope.today
    if due is None:
        return tr.t("to be done urgently")
    if today > due:
        overdue = working_days_overdue(scope.calendar, due, today)
        if overdue == 0:
            return tr.t("past its date")
        return tr.n("overdue by {n} working day", "overdue by {n} working days", overdue)
    if today == due:
        return tr.t("due today")
    left = working_days_left(scope.calendar, due, today)
    if left == 0:
        return tr.t("no working day left")
    return tr.n("{n} working day left", "{n} working days left", left)


def due_words(tr: Translator, scope: Scope, duty: Duty) -> Markup:
    """By when, in the dispatch's own words and as the day that counts, with what is left of it."""
    order = duty.order
    match order.due_rule:
        case DueRule.BEFORE_STRICT:
            assert order.due_date is not None
            assert duty.due_date is not None
            said = tr.t("Due: {strictly}", strictly=strictly_before(tr, order.due_date, duty.due_date))
        case DueRule.BY_DATE:
            assert duty.due_date is not None
            said = tr.t("Due: {day}", day=tr.long_date(duty.due_date))
        case DueRule.URGENT:
            return tr.t("Due: urgently; the dispatch names no date")
        case DueRule.PER_PERIOD:
            return tr.t("Due: with each periodic report")
        case _:
            return tr.t("Due: continuously; results are told in the periodic reports")
    if duty.status is not DutyStatus.OWED:
        return said
    return tr.t("{said} (<b>{left}</b>)", said=said, left=time_left(tr, scope, duty))


def strictly_before(tr: Translator, day: date, last: date) -> Markup:
    """ "Before" in the dispatch's words, and the last working day that counts."""
    return tr.t("before {day}; the last day that counts is {last}", day=tr.date(day), last=tr.long_date(last))


def standing_word(tr: Translator, duty: Duty) -> str:
    """The status in a word or two."""
    if duty.status is DutyStatus.OWED and duty.order.fulfilment is Fulfilment.DIGITAL_PLAN:
        return tr.plain("the plan is not entered yet")
    return name_of(tr, duty.status)


def plan_cell(tr: Translator, matrix: Matrix, unit: str, term: PlanTerm) -> Markup:
    """A cell of the register: the number and day of a plan, or that there is none."""
    plan = matrix.plan(unit, term)
    if plan is None:
        return tr.t("{term}: <b>not issued</b>", term=term.code)
    return tr.t(
        "{term}: {number}, {day}", term=term.code, number=fit(plan.number, 40), day=tr.date(plan.issued_on)
    )
