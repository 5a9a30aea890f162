"""Recurring tasks: the coordinator's rules, seen, added and ended in chat."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.forms import AnswerRefused, Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_
from domain.ahead import check_ahead
from domain.errors import Code, Refused
from domain.people import Role
from domain.recurrence import DAYS, Every, Recurrence
from handlers.context import Presses, Turn
from handlers.day_step import a_day, given_day
from handlers.form_start import may_begin_over, start_form
from handlers.forms import Conversation, Filling, Question, Wrong
from handlers.meeting_links import AddRule, EndRule, MeetingList, OpenRule, RuleList
from handlers.plain_steps import (
    ASSIGNEE,
    assignee_name,
    corrected_as,
    day_question,
    question_label,
    read_day,
    read_unit,
    read_words,
    some_words,
    unit_question,
    unit_sought,
    whole_number,
)
from handlers.refusal_words import words_of
from handlers.task_text import (
    COLUMNS,
    PER_PAGE,
    TITLE_IN_LIST,
    bold,
    clamped,
    literal,
    spaced,
    staff_page,
)
from handlers.way_home import OpenMenu
from handlers.words import label_of, name_of
from services import recurrences as service


async def rule_list(turn: Turn, press: RuleList) -> Page:
    """A page of the rules. Raises Refused(NOT_YOURS)."""
    return await _list(turn, press.page)


async def _list(turn: Turn, page: int, *above: Markup) -> Page:
    tr = turn.tr
    found = await service.rules(turn.scope, turn.actor)
    page = clamped(page, len(found), PER_PAGE)
    first = page * PER_PAGE
    shown = list(enumerate(found, 1))[first : first + PER_PAGE]
    told = [
        lines(
            Markup("{}. ").format(tr.number(number)) + bold(fit(rule.title, TITLE_IN_LIST)),
            _how(turn, rule),
            await _whose(turn, rule),
        )
        for number, rule in shown
    ]
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            tr.t("<b>Recurring tasks</b>: {n}", n=tr.number(len(found))),
            tr.t(
                "The task of a period is made when the period begins; the unit is reminded as of any other."
            ),
            *spaced(told or [tr.t("There is no rule yet.")]),
        ),
        rows(
            *grid([Button(tr.number(number), OpenRule(rule.id, page)) for number, rule in shown], COLUMNS),
            pager(
                tr,
                previous=RuleList(page - 1) if page else None,
                following=RuleList(page + 1) if len(found) > first + PER_PAGE else None,
            ),
            row(Button(tr.plain("Add a rule"), AddRule(), Style.PRIMARY))
            if turn.actor.has(Role.COORDINATOR)
            else (),
            row(
                Button(tr.plain("‹ Meetings"), MeetingList()),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _how(turn: Turn, rule: Recurrence) -> Markup:
    tr = turn.tr
    if rule.ended_on is not None:
        return tr.t("ended on {day}", day=tr.date(rule.ended_on))
    due = rule.next_due(turn.scope.today)
    if due is None:
        assert rule.ends_on is not None
        return tr.t("ended on {day}", day=tr.date(rule.ends_on))
    return tr.t("{each}, next due on {day}", each=name_of(tr, rule.every), day=tr.date(due))


async def _whose(turn: Turn, rule: Recurrence) -> Markup:
    return literal(assignee_name(turn, await turn.scope.uow.units.all(), rule.assignee))


async def open_rule(turn: Turn, press: OpenRule) -> Page:
    """A rule."""
    return await _rule_page(turn, press)


async def _rule_page(turn: Turn, press: OpenRule, *above: Markup) -> Page:
    """Raises Refused(RECURRENCE_UNKNOWN)."""
    tr = turn.tr
    rule = await service.rule(turn.scope, turn.actor, press.rule)
    can_end = rule.runs(turn.scope.today) and turn.actor.has(Role.COORDINATOR)
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            bold(rule.title),
            tr.t("Unit: {unit}", unit=await _whose(turn, rule)),
            _when(turn, rule),
            tr.t("Until: {day}", day=tr.long_date(rule.ends_on))
            if rule.ends_on is not None
            else tr.t("Until it is ended"),
            tr.t("Status: {standing}", standing=_how(turn, rule)),
        ),
        rows(
            row(Button(tr.plain("End the rule"), EndRule(rule.id), Style.DANGER)) if can_end else (),
            row(
                Button(tr.plain("‹ List"), RuleList(press.page)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _when(turn: Turn, rule: Recurrence) -> Markup:
    each, day = label_of(turn.tr, rule.every), turn.tr.number(rule.due_day)
    if rule.every is Every.MONTH:
        return turn.tr.t("{each}, due on day {day}", each=each, day=day)
    return turn.tr.t("{each}, due on day {day} of its last month", each=each, day=day)


async def end_rule(turn: Turn, press: EndRule) -> Page:
    """Asks whether it is meant, then ends the rule; what it made stays."""
    tr = turn.tr
    service.check_may_rule(turn.actor)
    rule = await service.rule(turn.scope, turn.actor, press.rule)
    if not press.sure and rule.ended_on is None:
        return staff_page(
            turn,
            lines(
                bold(rule.title),
                "",
                tr.t("End the rule? No more tasks are made; those that were made stay with the units."),
            ),
            rows(
                row(Button(tr.plain("End the rule"), EndRule(rule.id, sure=True), Style.DANGER)),
                row(Button(tr.plain("‹ Back"), OpenRule(rule.id))),
            ),
        )
    try:
        await service.end(turn.scope, turn.actor, press.rule)
    except Refused as refusal:
        return await _rule_page(turn, OpenRule(press.rule), words_of(tr, refusal))
    return await _rule_page(turn, OpenRule(press.rule), tr.t("The rule is ended."))


# ── a new rule ────────────────────────────────────────────────────────────────────────────────────


def _due_day(value: Json, _answers: Answers) -> Json:
    return whole_number(value, *DAYS, AnswerRefused(Code.DUE_DAY_INVALID))


_RULE: Final = Form(
    "recur",
    1,
    (
        Step(ASSIGNEE, N_("Unit"), Kind.CUSTOM),
        Step("title", N_("Task"), Kind.TEXT, validate=some_words),
        Step("every", N_("How often"), Kind.CHOICE, choices=tuple(one.value for one in Every)),
        Step("due_day", N_("Day it is due"), Kind.CUSTOM, validate=_due_day),
        Step("ends_on", N_("Until when"), Kind.CUSTOM, validate=a_day, required=False),
    ),
)


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    service.check_may_rule(turn.actor)
    match step.key:
        case "assignee":
            return await unit_question(turn, filling, step, tr.t("Whose task is it, again and again?"))
        case "title":
            return Question(
                tr.t("What is to be done each time?"),
                tr.t("Without the period, which is added. For example: report on online dossiers."),
            )
        case "every":
            labels = tuple(label_of(tr, one) for one in Every)
            return Question(tr.t("How often?"), choices=labels, columns=2)
        case "due_day":
            return Question(
                tr.t("On which day of the month is it due? Of a longer period, of its last month."),
                tr.t("A whole number from 1 to 31; in a shorter month it is due on the last day."),
            )
        case _:
            return day_question(
                turn,
                filling,
                tr.t("Until which day does the rule run? Skip it, and it runs until you end it."),
            )


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    match step.key:
        case "assignee":
            return await read_unit(turn)
        case "ends_on":
            return read_day(turn, check_ahead)
        case "due_day":
            return turn.message.text
        case _:
            return await read_words(turn, filling, step)


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, given = turn.tr, filling.state.answers
    service.check_may_rule(turn.actor)
    known = await turn.scope.uow.units.all()
    ends_on = given.get("ends_on")
    rule = Recurrence(
        "",
        str(given["assignee"]),
        str(given["title"]),
        Every(str(given["every"])),
        int(str(given["due_day"])),
        turn.scope.today,
        given_day(ends_on) if ends_on else None,
    )
    due = rule.next_due(turn.scope.today)
    return staff_page(
        turn,
        lines(
            bold(rule.title),
            tr.t("Unit: {unit}", unit=assignee_name(turn, known, rule.assignee)),
            _when(turn, rule),
            tr.t("Until: {day}", day=tr.long_date(rule.ends_on))
            if rule.ends_on is not None
            else tr.t("Until it is ended"),
            tr.t("First due: {day}", day=tr.long_date(due))
            if due is not None
            else tr.t("<b>By this no task ever falls due: it ends before the first one.</b>"),
        ),
        (),
    )


async def _finish(turn: Turn, _filling: Filling, answers: Mapping[str, Json]) -> Page:
    ends_on = answers.get("ends_on")
    rule = await service.add(
        turn.scope,
        turn.actor,
        str(answers["assignee"]),
        str(answers["title"]),
        Every(str(answers["every"])),
        int(str(answers["due_day"])),
        given_day(ends_on) if ends_on else None,
    )
    return await _rule_page(turn, OpenRule(rule.id), turn.tr.t("The rule is added."))


async def _lead_back(turn: Turn, _subject: str, refusal: Refused | None) -> Page:
    tr = turn.tr
    return await _list(
        turn, 0, tr.t("Discarded. Nothing was sent.") if refusal is None else words_of(tr, refusal)
    )


CONVERSATIONS: Final = (
    Conversation(
        _RULE,
        _ask,
        _finish,
        read=_read,
        beside=unit_sought,
        correct=corrected_as(_read),
        review=_review,
        label=question_label,
        send_label=N_("Add the rule"),
        lead_back=_lead_back,
    ),
)
may_begin_over(*(one.form.name for one in CONVERSATIONS))


async def add_rule(turn: Turn, press: AddRule) -> Page | None:
    """Asks for whose task it is, what, how often and until when."""
    service.check_may_rule(turn.actor)
    return await start_form(turn, _RULE.name, "")


PRESSES: Presses = {
    RuleList: rule_list,
    OpenRule: open_rule,
    AddRule: add_rule,
    EndRule: end_rule,
}
