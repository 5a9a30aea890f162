"""What else is done with a task, one press from its page: why it is late, when to hear of it, whether it rests."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row
from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, Place, lines, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import N_, Translator
from domain.deadlines import working_days_left
from domain.errors import Code, Refused
from domain.task import PENDING, Task, TaskAct, snooze_days
from handlers.context import Presses, Turn
from handlers.forms import Conversation, Filling, Question, Wrong
from handlers.refusal_words import words_of
from handlers.task_begin import (
    CANCEL,
    EXPLAIN,
    SUSPEND,
    begin,
    head,
    lead_back,
    seen_of,
    some_words,
    subject_of,
)
from handlers.task_buttons import other_rows
from handlers.task_forms import read_note
from handlers.task_links import (
    CancelTask,
    Explain,
    OpenTask,
    OtherSteps,
    ResumeTask,
    Snooze,
    SnoozeDays,
    Suspend,
    Wake,
)
from handlers.task_page import as_it_stands, asked_and_said, due_words, task_page
from handlers.task_text import NOTE_ROOM, staff_page
from services import tasks as service


async def other_steps(turn: Turn, press: OtherSteps) -> Page:
    """What may be done with the task besides the next things; once that is nothing, the task as it stands."""
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, press.task, events=1)
    others = other_rows(turn, view, press.origin, press.page)
    if not others:
        return await task_page(turn, press.task, press.origin, press.page)
    task = view.task
    said = asked_and_said(turn, task) if task.status in PENDING else []
    if _comes_too_late(turn, task):
        said += ["", words_of(tr, Refused(Code.TOO_LATE_TO_EXTEND))]
    return staff_page(
        turn,
        lines(head(tr, task), due_words(turn, task), *said, "", tr.t("What else do you want to do?")),
        rows(*others, _back(tr, press)),
    )


def _comes_too_late(turn: Turn, task: Task) -> bool:
    """Whether its unit looks in vain for the button that asks for more time."""
    serves = turn.actor.serves(task.lead_unit)
    return serves and task.status in PENDING and turn.scope.today >= task.due_date


def _back(tr: Translator, press: OtherSteps | SnoozeDays) -> Row:
    return row(Button(tr.plain("‹ Task"), OpenTask(press.task, press.origin, press.page)))


# ── hearing of it later ───────────────────────────────────────────────────────────────────────────


async def snooze_choices(turn: Turn, press: SnoozeDays) -> Page:
    """The days that the rules allow, none later than the due date."""
    tr, scope = turn.tr, turn.scope
    try:
        task = await service.may_do(scope, turn.actor, press.task, TaskAct.SNOOZE)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal, press.origin, press.page)
    days = snooze_days(task, scope.today, scope.calendar)
    buttons = [
        row(Button(_named(turn, task, day), Snooze(task.id, day, press.origin, press.page))) for day in days
    ]
    return staff_page(
        turn,
        lines(
            head(tr, task),
            due_words(turn, task),
            "",
            tr.t("When do you want to be reminded again?"),
            tr.t(
                "Until then the morning's reminder leaves this task out. It cannot be put off past the due date."
            ),
        ),
        rows(*buttons, _back(tr, press)),
    )


def _named(turn: Turn, task: Task, day: date) -> str:
    tr, scope = turn.tr, turn.scope
    if day == task.due_date:
        return tr.plain("On the due date: {day}", day=tr.long_date(day))
    left = working_days_left(scope.calendar, day, scope.today)
    words = tr.n("In {n} working day: {day}", "In {n} working days: {day}", left, day=tr.long_date(day))
    return str(words.unescape())


async def snooze(turn: Turn, press: Snooze) -> Page:
    """ "Nhắc lại sau"."""
    try:
        task = await service.snooze(turn.scope, turn.actor, press.task, press.until)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal, press.origin, press.page)
    said = turn.tr.t("You hear of {code} again on {day}.", code=task.code, day=turn.tr.long_date(press.until))
    return await task_page(turn, press.task, press.origin, press.page, said)


async def wake(turn: Turn, press: Wake) -> Page:
    """Nothing is put off any more."""
    try:
        task = await service.wake(turn.scope, turn.actor, press.task)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal, press.origin, press.page)
    said = turn.tr.t("You are reminded of {code} as usual.", code=task.code)
    return await task_page(turn, press.task, press.origin, press.page, said)


# ── why it is late ────────────────────────────────────────────────────────────────────────────────

_EXPLAIN: Final = Form(EXPLAIN, 1, (Step("words", "Why is it late?", Kind.TEXT, validate=some_words),))


async def _ask_explanation(turn: Turn, filling: Filling, _step: Step) -> Question:
    tr = turn.tr
    task = await service.may_do(turn.scope, turn.actor, filling.subject, TaskAct.EXPLAIN)
    return Question(
        lines(
            head(tr, task),
            due_words(turn, task),
            "",
            tr.t("Why is the task late, and by when will it be done?"),
        ),
        tr.t("Write it in one message; coordinators and leaders read it as it is."),
    )


async def _finish_explanation(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task = await service.explain(turn.scope, turn.actor, filling.subject, str(answers["words"]))
    said = turn.tr.t("The explanation of {code} is recorded; coordinators see it.", code=task.code)
    return await task_page(turn, task.id, None, 0, said)


async def explain(turn: Turn, press: Explain) -> Page | None:
    """Asks why the task is late."""
    return await begin(turn, EXPLAIN, press.task, place=Place.BELOW if press.below else Place.HERE)


# ── whether it rests ──────────────────────────────────────────────────────────────────────────────

_SUSPEND: Final = Form(SUSPEND, 1, (Step("reason", "Why?", Kind.TEXT, validate=some_words),))
_CANCEL: Final = Form(CANCEL, 1, (Step("reason", "Why?", Kind.TEXT, validate=some_words),))


async def _ask_suspension(turn: Turn, filling: Filling, _step: Step) -> Question:
    return await _ask_why(turn, filling, TaskAct.SUSPEND, turn.tr.t("Why is the task suspended?"))


async def _ask_cancellation(turn: Turn, filling: Filling, _step: Step) -> Question:
    return await _ask_why(turn, filling, TaskAct.CANCEL, turn.tr.t("Why is the task cancelled?"))


async def _ask_why(turn: Turn, filling: Filling, act: TaskAct, question: Markup) -> Question:
    task_id, _ = seen_of(filling.subject)
    task = await service.may_do(turn.scope, turn.actor, task_id, act)
    return Question(
        lines(head(turn.tr, task), "", question),
        turn.tr.t("Write it in one message; the unit reads it as it is."),
    )


async def _correct_reason(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await read_note(turn, filling, step)


async def _review_cancellation(turn: Turn, filling: Filling) -> Page:
    tr = turn.tr
    task_id, _ = seen_of(filling.subject)
    task = await service.may_do(turn.scope, turn.actor, task_id, TaskAct.CANCEL)
    return staff_page(
        turn,
        lines(
            head(tr, task),
            "",
            tr.t("You cancel this task. Reason:"),
            quoted(fit(str(filling.state.answers["reason"]), NOTE_ROOM)),
            "",
            tr.t("It leaves the plan's figures, and this cannot be taken back."),
        ),
        (),
    )


async def _finish_suspension(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task = await _directed(turn, filling, TaskAct.SUSPEND, answers)
    said = turn.tr.t("{code} is suspended. The unit is told.", code=task.code)
    return await task_page(turn, task.id, None, 0, said)


async def _finish_cancellation(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task = await _directed(turn, filling, TaskAct.CANCEL, answers)
    said = turn.tr.t("{code} is cancelled. The unit is told.", code=task.code)
    return await task_page(turn, task.id, None, 0, said)


async def _directed(turn: Turn, filling: Filling, act: TaskAct, answers: Mapping[str, Json]) -> Task:
    task_id, revision = seen_of(filling.subject)
    return await service.direct(turn.scope, turn.actor, task_id, act, revision, str(answers["reason"]))


async def suspend(turn: Turn, press: Suspend) -> Page | None:
    """Asks for the reason."""
    return await begin(turn, SUSPEND, subject_of(press.task, press.revision))


async def cancel(turn: Turn, press: CancelTask) -> Page | None:
    """Asks for the reason."""
    return await begin(turn, CANCEL, subject_of(press.task, press.revision))


async def resume(turn: Turn, press: ResumeTask) -> Page:
    """The task is its unit's to do again."""
    try:
        task = await service.direct(turn.scope, turn.actor, press.task, TaskAct.RESUME, press.revision)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal)
    said = turn.tr.t("{code} goes on. The unit is told.", code=task.code)
    return await task_page(turn, task.id, None, 0, said)


CONVERSATIONS: Final = (
    Conversation(_EXPLAIN, _ask_explanation, _finish_explanation, read=read_note, lead_back=lead_back),
    Conversation(_SUSPEND, _ask_suspension, _finish_suspension, read=read_note, lead_back=lead_back),
    Conversation(
        _CANCEL,
        _ask_cancellation,
        _finish_cancellation,
        read=read_note,
        correct=_correct_reason,
        review=_review_cancellation,
        send_label=N_("Yes, cancel the task"),
        lead_back=lead_back,
    ),
)

PRESSES: Presses = {
    OtherSteps: other_steps,
    SnoozeDays: snooze_choices,
    Snooze: snooze,
    Wake: wake,
    Explain: explain,
    Suspend: suspend,
    CancelTask: cancel,
    ResumeTask: resume,
}
