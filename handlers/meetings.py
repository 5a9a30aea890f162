"""Meetings of the Steering Committee: entered by the coordinator, each conclusion a task of a unit."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.forms import AnswerRefused, Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import fit, units
from bot.ui.translation import N_
from domain.ahead import check_ahead, check_held
from domain.errors import Code, Refused
from domain.meeting import Meeting
from domain.people import Role
from handlers.context import Presses, Screen, Turn
from handlers.day_step import a_day, given_day
from handlers.form_start import may_begin_over, start_form
from handlers.forms import Conversation, Filling, Question, Wrong
from handlers.meeting_links import AddConclusion, EnterMeeting, MeetingList, OpenMeeting, RuleList
from handlers.paper_steps import NUMBER_ROOM
from handlers.plain_steps import (
    UNIT,
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
)
from handlers.refusal_words import words_of
from handlers.task_links import OpenTask
from handlers.task_page import usual_origin
from handlers.task_text import (
    PER_PAGE,
    TITLE_IN_LIST,
    bold,
    clamped,
    code_buttons,
    literal,
    spaced,
    staff_page,
    task_lines,
    unit_of,
)
from handlers.way_home import OpenMenu
from services import meetings as service

MEETINGS_ON_PAGE: Final = 4
NUMBER_ON_BUTTON: Final = 24


async def meetings(turn: Turn) -> Page:
    """/meetings: the meetings, the latest first. Raises Refused(NOT_YOURS)."""
    return await meeting_list(turn, MeetingList())


async def meeting_list(turn: Turn, press: MeetingList) -> Page:
    """A page of the meetings."""
    return await _list(turn, press.page)


async def _list(turn: Turn, page: int, *above: Markup) -> Page:
    tr, page, size = turn.tr, max(0, page), MEETINGS_ON_PAGE
    shown, count = await service.meetings(turn.scope, turn.actor, size, page * size)
    if not shown and count:
        page = clamped(page, count, size)
        shown, count = await service.meetings(turn.scope, turn.actor, size, page * size)
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            tr.t("<b>Meetings of the Steering Committee</b>: {n}", n=tr.number(count)),
            tr.t("Each conclusion is a task of a unit, with a due date."),
            *spaced([_meeting_lines(turn, one) for one in shown] or [tr.t("None has been entered yet.")]),
        ),
        rows(
            *grid([Button(fit(one.number, NUMBER_ON_BUTTON), OpenMeeting(one.id, page)) for one in shown], 2),
            pager(
                tr,
                previous=MeetingList(page - 1) if page else None,
                following=MeetingList(page + 1) if count > (page + 1) * size else None,
            ),
            row(Button(tr.plain("Enter a meeting"), EnterMeeting(), Style.PRIMARY))
            if turn.actor.has(Role.COORDINATOR)
            else (),
            row(
                Button(tr.plain("Recurring tasks"), RuleList()),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _meeting_lines(turn: Turn, one: Meeting) -> Markup:
    tr = turn.tr
    head = tr.t(
        "<b>{day}</b> · No. {number}", day=tr.date(one.held_on), number=fit(one.number, TITLE_IN_LIST)
    )
    return lines(head, literal(fit(one.title, TITLE_IN_LIST)))


async def open_meeting(turn: Turn, press: OpenMeeting) -> Page:
    """A meeting with its conclusions."""
    return await _meeting_page(turn, press)


async def _meeting_page(turn: Turn, press: OpenMeeting, *above: Markup) -> Page:
    """Raises Refused(MEETING_UNKNOWN)."""
    tr, scope = turn.tr, turn.scope
    view = await service.view(scope, turn.actor, press.meeting)
    known = await scope.uow.units.all()
    at = clamped(press.at, len(view.conclusions), PER_PAGE)
    shown = view.conclusions[at * PER_PAGE : (at + 1) * PER_PAGE]
    told = [task_lines(tr, scope, task, unit=unit_of(tr, known, task.lead_unit)) for task in shown]
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            bold(view.meeting.title),
            tr.t("Held on {day}", day=tr.long_date(view.meeting.held_on)),
            tr.t("Document: {number}", number=view.meeting.number),
            tr.t("Conclusions: {n}", n=tr.number(len(view.conclusions))),
            *spaced(told),
        ),
        rows(
            *code_buttons(shown, lambda task: OpenTask(task.id, usual_origin(turn, task))),
            pager(
                tr,
                previous=OpenMeeting(press.meeting, press.page, at - 1) if at else None,
                following=OpenMeeting(press.meeting, press.page, at + 1)
                if len(view.conclusions) > (at + 1) * PER_PAGE
                else None,
            ),
            row(Button(tr.plain("Add a conclusion"), AddConclusion(press.meeting), Style.PRIMARY))
            if turn.actor.has(Role.COORDINATOR)
            else (),
            row(
                Button(tr.plain("‹ List"), MeetingList(press.page)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


# ── what is written about meetings ────────────────────────────────────────────────────────────────


def _number(value: Json, _answers: Answers) -> Json:
    text = str(value).strip()
    if not any(char.isdigit() for char in text) or units(text) > NUMBER_ROOM:
        raise AnswerRefused(Code.DOCUMENT_MISSING)
    return text


_ENTER: Final = Form(
    "meeting",
    1,
    (
        Step("held_on", N_("Day"), Kind.CUSTOM, validate=a_day),
        Step("title", N_("Title"), Kind.TEXT, validate=some_words),
        Step("number", N_("Number of the document"), Kind.CUSTOM, validate=_number),
    ),
)
_CONCLUDE: Final = Form(
    "conclude",
    1,
    (
        Step(UNIT, N_("Unit"), Kind.CUSTOM),
        Step("title", N_("Conclusion"), Kind.TEXT, validate=some_words),
        Step("due", N_("Due date"), Kind.CUSTOM, validate=a_day),
    ),
)


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    service.check_may_enter(turn.actor)
    if filling.draft.form == _ENTER.name:
        match step.key:
            case "held_on":
                return day_question(turn, filling, tr.t("On which day was the meeting held?"), today=True)
            case "title":
                return Question(
                    tr.t("What is the meeting called?"),
                    tr.t("For example: third meeting of the Steering Committee in 2023."),
                )
            case _:
                return Question(
                    tr.t("Which document makes its conclusions known?"),
                    tr.t("Its number, for example: 120/TB-BCĐ."),
                )
    meeting = await service.may_conclude(turn.scope, turn.actor, filling.subject)
    head = tr.t("Meeting on {day}, No. {number}", day=tr.date(meeting.held_on), number=meeting.number)
    match step.key:
        case "unit":
            return await unit_question(turn, filling, step, lines(head, "", tr.t("Which unit is to do it?")))
        case "title":
            return Question(
                lines(head, "", tr.t("What is to be done? As the conclusion has it, in one message.")),
                tr.t("The unit reads this as you write it, in one message."),
            )
        case _:
            return day_question(turn, filling, lines(head, "", tr.t("By which day?")))


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    match step.key:
        case "unit":
            return await read_unit(turn)
        case "held_on":
            return read_day(turn, check_held)
        case "due":
            return read_day(turn, check_ahead)
        case "number":
            return turn.message.text
        case _:
            return await read_words(turn, filling, step)


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, given = turn.tr, filling.state.answers
    if filling.draft.form == _ENTER.name:
        service.check_may_enter(turn.actor)
        said = [
            bold(str(given["title"])),
            tr.t("Held on {day}", day=tr.long_date(given_day(given["held_on"]))),
            tr.t("Document: {number}", number=str(given["number"])),
        ]
        return staff_page(turn, lines(*said), ())
    meeting = await service.may_conclude(turn.scope, turn.actor, filling.subject)
    known = await turn.scope.uow.units.all()
    return staff_page(
        turn,
        lines(
            tr.t("Meeting on {day}, No. {number}", day=tr.date(meeting.held_on), number=meeting.number),
            "",
            tr.t("Unit: {unit}", unit=assignee_name(turn, known, str(given["unit"]))),
            tr.t("Conclusion: {text}", text=str(given["title"])),
            tr.t("Due: {day}", day=tr.long_date(given_day(given["due"]))),
        ),
        (),
    )


async def _finish_enter(turn: Turn, _filling: Filling, answers: Mapping[str, Json]) -> Page:
    meeting = await service.enter(
        turn.scope,
        turn.actor,
        given_day(answers["held_on"]),
        str(answers["title"]),
        str(answers["number"]),
    )
    said = turn.tr.t("The meeting is entered. Add its conclusions, one by one.")
    return await _meeting_page(turn, OpenMeeting(meeting.id), said)


async def _finish_conclude(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task = await service.conclude(
        turn.scope,
        turn.actor,
        filling.subject,
        str(answers["unit"]),
        str(answers["title"]),
        given_day(answers["due"]),
    )
    tr = turn.tr
    known = await turn.scope.uow.units.all()
    said = tr.t(
        "Task {code} is given to {unit}, due on {day}. The unit is told.",
        code=task.code,
        unit=unit_of(tr, known, task.lead_unit),
        day=tr.date(task.due_date),
    )
    view = await service.view(turn.scope, turn.actor, filling.subject)
    last = max(0, len(view.conclusions) - 1) // PER_PAGE
    return await _meeting_page(turn, OpenMeeting(filling.subject, 0, last), said)


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    tr = turn.tr
    said = tr.t("Discarded. Nothing was sent.") if refusal is None else words_of(tr, refusal)
    if subject:
        return await _meeting_page(turn, OpenMeeting(subject), said)
    return await _list(turn, 0, said)


CONVERSATIONS: Final = (
    Conversation(
        _ENTER,
        _ask,
        _finish_enter,
        read=_read,
        correct=corrected_as(_read),
        review=_review,
        label=question_label,
        send_label=N_("Enter it"),
        lead_back=_lead_back,
    ),
    Conversation(
        _CONCLUDE,
        _ask,
        _finish_conclude,
        read=_read,
        beside=unit_sought,
        correct=corrected_as(_read),
        review=_review,
        label=question_label,
        send_label=N_("Give the task to the unit"),
        lead_back=_lead_back,
    ),
)
may_begin_over(*(one.form.name for one in CONVERSATIONS))


async def enter_meeting(turn: Turn, press: EnterMeeting) -> Page | None:
    """Asks for the day, the title and the document."""
    service.check_may_enter(turn.actor)
    return await start_form(turn, _ENTER.name, "")


async def add_conclusion(turn: Turn, press: AddConclusion) -> Page | None:
    """Asks for the unit, what it is to do and by when."""
    await service.may_conclude(turn.scope, turn.actor, press.meeting)
    return await start_form(turn, _CONCLUDE.name, press.meeting)


COMMANDS: dict[str, Screen] = {"meetings": meetings}

PRESSES: Presses = {
    MeetingList: meeting_list,
    OpenMeeting: open_meeting,
    EnterMeeting: enter_meeting,
    AddConclusion: add_conclusion,
}
