"""What is written about inspections: the plan of one, that it was held, what it found, what was done about it."""

from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.forms import AnswerRefused, Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, lines
from bot.ui.translation import N_
from domain.ahead import check_ahead, check_held
from domain.errors import Code, Refused
from domain.inspection import MOST_FOUND, FindingKind, Inspection, InspectionAct, InspectionKind
from domain.people import Role
from handlers.context import Presses, Turn
from handlers.day_step import a_day, given_day
from handlers.form_start import may_begin_over, start_form
from handlers.forms import (
    Conversation,
    Filling,
    Finish,
    Question,
    Wrong,
)
from handlers.inspection_links import BeginInspectionAct, OpenInspection, PlanInspection
from handlers.inspections import calendar_page, inspection_page, page_with, province_page
from handlers.plain_steps import (
    UNIT,
    DayCheck,
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
from handlers.task_text import bold, literal, staff_page, unit_of
from handlers.words import label_of
from services import inspections as service

_NO_CASES: Final = N_("Write no names of citizens here, and nothing of a citizen's report.")
_KINDS: Final = tuple(kind.value for kind in FindingKind)


def _found(value: Json, _answers: Answers) -> Json:
    return whole_number(value, 1, MOST_FOUND, AnswerRefused(Code.COUNT_INVALID, most=MOST_FOUND))


_DAY: Final = Step("day", N_("Day"), Kind.CUSTOM, validate=a_day)
_THEME: Final = Step("theme", N_("Theme"), Kind.TEXT, validate=some_words)
_SCOPE: Final = Step("scope", N_("Scope"), Kind.TEXT, validate=some_words)
_KIND: Final = Step("kind", N_("Kind of finding"), Kind.CHOICE, choices=_KINDS)
_FOUND: Final = Step("found", N_("Number"), Kind.CUSTOM, validate=_found)
_TEXT: Final = Step("text", N_("Finding"), Kind.TEXT, validate=some_words)

_PLAN_OWN: Final = Form("iplan", 1, (_DAY, _THEME, _SCOPE))
_PLAN_PROVINCE: Final = Form("iprov", 1, (Step(UNIT, N_("Unit"), Kind.CUSTOM), _DAY, _THEME, _SCOPE))
_MOVE: Final = Form("imove", 1, (_DAY,))
_HOLD: Final = Form("ihold", 1, (_DAY,))
_FIND: Final = Form(
    "ifind",
    1,
    (
        _KIND,
        _FOUND,
        _TEXT,
        Step("follow_up", N_("Remedy"), Kind.TEXT, validate=some_words, required=False),
    ),
)
_REMEDY: Final = Form(
    "iremedy", 1, (_KIND, _FOUND, _TEXT, Step("due", N_("Due date"), Kind.CUSTOM, validate=a_day))
)
_FOLLOW_UP: Final = Form("ifollow", 1, (Step("follow_up", N_("Remedy"), Kind.TEXT, validate=some_words),))
_CALL_OFF: Final = Form("icalloff", 1, (Step("reason", N_("Reason"), Kind.TEXT, validate=some_words),))

_ACTS: Final = {
    _MOVE.name: InspectionAct.MOVE,
    _HOLD.name: InspectionAct.HOLD,
    _FIND.name: InspectionAct.FIND,
    _REMEDY.name: InspectionAct.FIND,
    _FOLLOW_UP.name: InspectionAct.FOLLOW_UP,
    _CALL_OFF.name: InspectionAct.CALL_OFF,
}
_CHECKS: Final[Mapping[str, DayCheck]] = {
    _PLAN_OWN.name: check_ahead,
    _PLAN_PROVINCE.name: check_ahead,
    _MOVE.name: check_ahead,
    _HOLD.name: check_held,
    _REMEDY.name: check_ahead,
}
"""What a day that is asked for may be."""


# ── what a form is about ──────────────────────────────────────────────────────────────────────────


async def _head(turn: Turn, filling: Filling) -> Markup:
    """The unit whose inspection is planned, or the inspection. Raises Refused where it may not be done now."""
    if filling.draft.form == _PLAN_PROVINCE.name:
        _check_coordinates(turn)
        return turn.tr.t("<b>An inspection by the province</b>")
    if filling.draft.form == _PLAN_OWN.name:
        unit = await _own_unit(turn, filling.subject)
        name = unit_of(turn.tr, await turn.scope.uow.units.all(), unit)
        return turn.tr.t("<b>{unit}</b>: an inspection of its own", unit=name)
    one = await service.may_do(turn.scope, turn.actor, _about(filling.subject)[0], _ACTS[filling.draft.form])
    return _named(one)


def _named(one: Inspection) -> Markup:
    return Markup(" ").join([bold(one.code), literal(one.theme)])


def _check_coordinates(turn: Turn) -> None:
    if not turn.actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


async def _own_unit(turn: Turn, unit: str) -> str:
    service.check_may_plan(InspectionKind.OWN, unit, turn.actor)
    if unit not in await turn.scope.uow.units.all():
        raise Refused(Code.NOT_YOURS)
    return unit


def _about(subject: str) -> tuple[str, str]:
    """The inspection, and the finding if it is about one."""
    inspection, _, finding = subject.partition(" ")
    return inspection, finding


# ── asking and reading ────────────────────────────────────────────────────────────────────────────


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr, head = turn.tr, await _head(turn, filling)

    def under(text: Markup) -> Markup:
        return lines(head, "", text)

    match step.key:
        case "unit":
            return await unit_question(
                turn, filling, step, under(tr.t("Which unit does the province inspect?"))
            )
        case "day" if filling.draft.form == _HOLD.name:
            return day_question(turn, filling, under(tr.t("On which day was it held?")), today=True)
        case "day":
            return day_question(turn, filling, under(tr.t("For which day is it planned?")))
        case "due":
            return day_question(turn, filling, under(tr.t("By which day does the unit put it right?")))
        case "kind":
            labels = tuple(label_of(tr, kind) for kind in FindingKind)
            return Question(under(tr.t("What was found wanting?")), choices=labels)
        case "found":
            return Question(under(tr.t("How many instances?")), tr.t("Write a whole number. For example: 3."))
        case _:
            return _ask_words(turn, under, step.key)


def _ask_words(turn: Turn, under: Callable[[Markup], Markup], key: str) -> Question:
    tr = turn.tr
    match key:
        case "theme":
            return Question(
                under(tr.t("What does it look into?")),
                tr.t("For example: discipline and working hours; dossiers at the one-stop division."),
            )
        case "scope":
            return Question(
                under(tr.t("Which divisions or units does it cover, over which time?")),
                tr.t("For example: the office and two divisions, from 01/07 to 30/09."),
            )
        case "text":
            return Question(under(tr.t("What was found? In one message.")), tr.t(_NO_CASES))
        case "follow_up":
            return Question(
                under(tr.t("What was done to put it right?")),
                tr.t("One message. What is not remedied yet stays in sight until this is told."),
            )
        case _:
            return Question(
                under(tr.t("Why is it called off?")), tr.t("The coordinator reads this as you write it.")
            )


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    match step.key:
        case "unit":
            return await read_unit(turn)
        case "day" | "due":
            return read_day(turn, _CHECKS[filling.draft.form])
        case "found":
            return turn.message.text
        case _:
            return await read_words(turn, filling, step)


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, given = turn.tr, filling.state.answers
    units = await turn.scope.uow.units.all()
    said = []
    for key, value in given.items():
        if key.startswith("_") or value is None:
            continue
        match key:
            case "unit":
                said.append(tr.t("Unit: {unit}", unit=assignee_name(turn, units, str(value))))
            case "day":
                said.append(tr.t("Planned for: {day}", day=tr.long_date(given_day(value))))
            case "due":
                said.append(tr.t("Due: {day}", day=tr.long_date(given_day(value))))
            case "theme":
                said.append(tr.t("Theme: {theme}", theme=str(value)))
            case "scope":
                said.append(tr.t("Scope: {scope}", scope=str(value)))
            case "kind":
                said.append(tr.t("Kind: {kind}", kind=label_of(tr, FindingKind(str(value)))))
            case "found":
                said.append(tr.t("Instances: {n}", n=str(value)))
            case "text":
                said.append(tr.t("Finding: {text}", text=str(value)))
            case _:
                said.append(tr.t("Remedy: {text}", text=str(value)))
    return staff_page(turn, lines(await _head(turn, filling), "", *said), ())


# ── what is done in the end ───────────────────────────────────────────────────────────────────────


async def _finish_plan(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    own = filling.draft.form == _PLAN_OWN.name
    one = await service.plan(
        turn.scope,
        turn.actor,
        InspectionKind.OWN if own else InspectionKind.PROVINCE,
        filling.subject if own else str(answers["unit"]),
        given_day(answers["day"]),
        str(answers["theme"]),
        str(answers["scope"]),
    )
    said = turn.tr.t("Planned: {code}, {day}.", code=one.code, day=turn.tr.long_date(one.planned_on))
    return await inspection_page(turn, page_with(one), said)


async def _finish_move(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    one = await service.move(turn.scope, turn.actor, filling.subject, given_day(answers["day"]))
    said = turn.tr.t("{code} is planned for {day} now.", code=one.code, day=turn.tr.long_date(one.planned_on))
    return await inspection_page(turn, page_with(one), said)


async def _finish_hold(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    one = await service.hold(turn.scope, turn.actor, filling.subject, given_day(answers["day"]))
    return await inspection_page(
        turn, page_with(one), turn.tr.t("Recorded. Log now what was found, if anything.")
    )


async def _finish_find(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    one = await service.log_finding(
        turn.scope,
        turn.actor,
        filling.subject,
        FindingKind(str(answers["kind"])),
        int(str(answers["found"])),
        str(answers["text"]),
        str(answers.get("follow_up") or ""),
    )
    return await inspection_page(turn, page_with(one), turn.tr.t("The finding is logged."))


async def _finish_remedy(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    one, task = await service.order_remedy(
        turn.scope,
        turn.actor,
        filling.subject,
        FindingKind(str(answers["kind"])),
        int(str(answers["found"])),
        str(answers["text"]),
        given_day(answers["due"]),
    )
    said = turn.tr.t(
        "The finding is task {code} of the unit, due on {day}. The unit is told.",
        code=task.code,
        day=turn.tr.date(task.due_date),
    )
    return await inspection_page(turn, page_with(one), said)


async def _finish_follow_up(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    inspection, finding = _about(filling.subject)
    one = await service.follow_up(turn.scope, turn.actor, inspection, finding, str(answers["follow_up"]))
    return await inspection_page(turn, page_with(one), turn.tr.t("Recorded: it is remedied."))


async def _finish_call_off(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    one = await service.call_off(turn.scope, turn.actor, filling.subject, str(answers["reason"]))
    return await inspection_page(turn, page_with(one), turn.tr.t("{code} is called off.", code=one.code))


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    """To the inspection as it stands, when nothing came of a form about it."""
    said = _said(turn, refusal)
    return await inspection_page(turn, OpenInspection(_about(subject)[0]), said)


async def _lead_back_to_calendar(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    return await calendar_page(turn, subject, 0, _said(turn, refusal))


async def _lead_back_to_province(turn: Turn, _subject: str, refusal: Refused | None) -> Page:
    return await province_page(turn, 0, _said(turn, refusal))


def _said(turn: Turn, refusal: Refused | None) -> Markup:
    if refusal is None:
        return turn.tr.t("Discarded. Nothing was sent.")
    if refusal.code in (Code.NOT_NOW, Code.STALE):
        return turn.tr.t("Things have moved on, so nothing was done. This is how it stands now.")
    return words_of(turn.tr, refusal)


def _short(form: Form, finish: Finish) -> Conversation:
    """A form of one question about an inspection."""
    return Conversation(form, _ask, finish, read=_read, correct=corrected_as(_read), lead_back=_lead_back)


CONVERSATIONS: Final = (
    Conversation(
        _PLAN_OWN,
        _ask,
        _finish_plan,
        read=_read,
        correct=corrected_as(_read),
        review=_review,
        label=question_label,
        send_label=N_("Put it on the calendar"),
        lead_back=_lead_back_to_calendar,
    ),
    Conversation(
        _PLAN_PROVINCE,
        _ask,
        _finish_plan,
        read=_read,
        beside=unit_sought,
        correct=corrected_as(_read),
        review=_review,
        label=question_label,
        send_label=N_("Plan it, tell the unit"),
        lead_back=_lead_back_to_province,
    ),
    Conversation(
        _FIND,
        _ask,
        _finish_find,
        read=_read,
        correct=corrected_as(_read),
        review=_review,
        label=question_label,
        send_label=N_("Log the finding"),
        lead_back=_lead_back,
    ),
    Conversation(
        _REMEDY,
        _ask,
        _finish_remedy,
        read=_read,
        correct=corrected_as(_read),
        review=_review,
        label=question_label,
        send_label=N_("Give the task to the unit"),
        lead_back=_lead_back,
    ),
    _short(_MOVE, _finish_move),
    _short(_HOLD, _finish_hold),
    _short(_FOLLOW_UP, _finish_follow_up),
    _short(_CALL_OFF, _finish_call_off),
)
may_begin_over(*(one.form.name for one in CONVERSATIONS))


# ── beginning ─────────────────────────────────────────────────────────────────────────────────────


async def plan_inspection(turn: Turn, press: PlanInspection) -> Page | None:
    """Asks for the day, the theme and the scope; of the province's first for the unit."""
    if press.kind is InspectionKind.PROVINCE:
        _check_coordinates(turn)
        return await start_form(turn, _PLAN_PROVINCE.name, "")
    return await start_form(turn, _PLAN_OWN.name, await _own_unit(turn, press.unit or ""))


async def begin_act(turn: Turn, press: BeginInspectionAct) -> Page | None:
    """Asks for what an act needs; the inspection as it stands where it cannot be done now."""
    try:
        one = await service.may_do(turn.scope, turn.actor, press.inspection, press.act)
    except Refused as refusal:
        if refusal.code in (Code.INSPECTION_UNKNOWN, Code.NOT_YOURS):
            raise
        return await inspection_page(turn, OpenInspection(press.inspection), _said(turn, refusal))
    forms = {act: name for name, act in _ACTS.items()}
    form = forms[press.act]
    if press.act is InspectionAct.FIND:
        form = _FIND.name if one.kind is InspectionKind.OWN else _REMEDY.name
    subject = one.id
    if press.act is InspectionAct.FOLLOW_UP:
        if not any(found.id == press.finding and found.is_open for found in one.findings):
            return await inspection_page(turn, page_with(one), _said(turn, Refused(Code.NOT_NOW)))
        subject = f"{one.id} {press.finding}"
    return await start_form(turn, form, subject)


PRESSES: Presses = {PlanInspection: plan_inspection, BeginInspectionAct: begin_act}
