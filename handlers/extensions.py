"""More time for a task: asked for before its date is missed, decided by whoever did not ask for it.

The request is read on a page of its own, with what it is about and why, and is decided there: granted as asked, granted
to another day, refused with a reason. The plan's own date stays beside the date in force.
"""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, Place, lines, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import N_
from domain.errors import Code, Refused
from domain.task import Task, TaskAct, likely_extensions, may_be_extended_to
from handlers.approvals import approvals_page
from handlers.context import Presses, Turn
from handlers.day_step import a_day, day_rows, given_day, read_day
from handlers.forms import Conversation, Filling, Question, Wrong
from handlers.refusal_words import words_of
from handlers.task_begin import (
    EXTEND,
    GRANT,
    REFUSE,
    begin,
    head,
    lead_back,
    seen_of,
    some_words,
    subject_of,
    task_of,
)
from handlers.task_forms import read_note
from handlers.task_links import (
    AskExtension,
    GrantExtension,
    GrantOther,
    OpenApprovals,
    OpenRequest,
    OpenTask,
    Origin,
    RefuseExtension,
)
from handlers.task_page import as_it_stands, due_words, task_page
from handlers.task_text import NOTE_ROOM, bold, sample_label, staff_page, unit_of
from handlers.words import name_of
from services import tasks as service
from services.tasks import ExtensionRequest

# ── asking ────────────────────────────────────────────────────────────────────────────────────────

_LABELS: Final = {"until": N_("New due date"), "reason": N_("Reason")}

_EXTEND: Final = Form(
    EXTEND,
    1,
    (
        Step("until", "Until when?", Kind.CUSTOM, validate=a_day),
        Step("reason", "Why?", Kind.TEXT, validate=some_words),
    ),
)


async def _ask_request(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    task = await service.may_do(turn.scope, turn.actor, filling.subject, TaskAct.REQUEST_EXTENSION)
    if step.key == "reason":
        return Question(
            lines(head(tr, task), "", tr.t("Why is more time needed, and what is done until then?")),
            tr.t("Write it in one message; whoever decides reads it as it is."),
        )
    return Question(
        lines(head(tr, task), due_words(turn, task), "", tr.t("To which day is more time needed?")),
        _press_or_write(turn),
        rows=day_rows(tr, filling, likely_extensions(task, turn.scope.calendar)),
    )


def _press_or_write(turn: Turn) -> Markup:
    return turn.tr.t("Press a day, or write it as dd/mm/yyyy.")


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    return await _read_later(turn, filling) if step.key == "until" else await read_note(turn, filling, step)


async def _correct(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read(turn, filling, step)


async def _read_later(turn: Turn, filling: Filling) -> Json | Wrong | None:
    """A day that gives more time; whether it is still to be had is asked when the form goes on."""
    value = await read_day(turn)
    task = await turn.scope.uow.tasks.get(task_of(filling.subject))
    if isinstance(value, str) and task is not None and not may_be_extended_to(task, given_day(value)):
        return Wrong(words_of(turn.tr, Refused(Code.EXTENSION_DATE_INVALID)))
    return value


async def _review_request(turn: Turn, filling: Filling) -> Page:
    tr, answers = turn.tr, filling.state.answers
    task = await service.may_do(turn.scope, turn.actor, filling.subject, TaskAct.REQUEST_EXTENSION)
    return staff_page(
        turn,
        lines(
            head(tr, task),
            "",
            tr.t("You ask for more time:"),
            tr.t("From {day}", day=tr.long_date(task.due_date)),
            tr.t("To <b>{day}</b>", day=tr.long_date(given_day(answers["until"]))),
            tr.t("Reason:"),
            quoted(fit(str(answers["reason"]), NOTE_ROOM)),
            "",
            tr.t("Until it is decided, the present due date stands."),
        ),
        (),
    )


async def _finish_request(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    until, reason = given_day(answers["until"]), str(answers["reason"])
    task = await service.request_extension(turn.scope, turn.actor, filling.subject, until, reason)
    said = turn.tr.t(
        "The extension of {code} to {day} is asked for. You will hear what is decided.",
        code=task.code,
        day=turn.tr.date(until),
    )
    return await task_page(turn, task.id, None, 0, said)


def _label(turn: Turn, step: Step) -> str:
    return turn.tr.plain(_LABELS[step.key])


# ── deciding ──────────────────────────────────────────────────────────────────────────────────────


async def open_request(turn: Turn, press: OpenRequest) -> Page:
    """What is asked for and why, with the buttons to decide on it; the task as it stands once that was done."""
    page = press.page or 0
    try:
        request = await service.extension_request(turn.scope, turn.actor, press.task)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal, Origin.APPROVALS, page)
    tr, task = turn.tr, request.task
    return staff_page(
        turn,
        lines(*await _about(turn, request)),
        rows(
            *_decisions(turn, request),
            row(
                Button(tr.plain("Open {code}", code=task.code), OpenTask(task.id, Origin.APPROVALS, page)),
                Button(tr.plain("‹ List"), OpenApprovals(page)),
            ),
        ),
        place=Place.BELOW if press.page is None else None,
    )


async def _about(turn: Turn, request: ExtensionRequest) -> list[Markup | str]:
    tr, scope, task = turn.tr, turn.scope, request.task
    assert task.extension is not None
    assert request.asked.role is not None
    about: list[Markup | str] = [
        bold(tr.plain("A request for more time")),
        head(tr, task),
    ]
    if request.plan.is_sample:
        about.append(sample_label(tr))
    unit = unit_of(tr, await scope.uow.units.all(), task.lead_unit)
    about += [
        "",
        tr.t("Lead unit: {unit}", unit=unit),
        due_words(turn, task),
    ]
    if task.due_date != task.original_due_date:
        about.append(tr.t("Due by the plan: {day}", day=tr.long_date(task.original_due_date)))
    if request.granted_before:
        about.append(
            tr.n("Extended {n} time before", "Extended {n} times before", request.granted_before),
        )
    about += [
        tr.t("Asked for: <b>{day}</b>", day=tr.long_date(task.extension.until)),
        *([tr.t("<i>The day asked for has passed.</i>")] if task.extension.until < scope.today else []),
        tr.t("By: {role}, {when}", role=name_of(tr, request.asked.role), when=tr.datetime(request.asked.at)),
        tr.t("Reason:"),
        quoted(fit(request.asked.note, NOTE_ROOM), expandable=False),
    ]
    if TaskAct.GRANT_EXTENSION not in request.acts and task.extension.asked_by == turn.person.id:
        about += ["", tr.t("<i>You asked for this: another person decides.</i>")]
    return about


def _decisions(turn: Turn, request: ExtensionRequest) -> list[tuple[Button, ...]]:
    tr, task = turn.tr, request.task
    assert task.extension is not None
    if TaskAct.GRANT_EXTENSION not in request.acts:
        return []
    seen = task.id, task.revision
    granted = tr.plain("Grant until {day}", day=tr.date(task.extension.until))
    return [
        (Button(granted, GrantExtension(*seen), Style.SUCCESS),),
        (
            Button(tr.plain("Grant another day"), GrantOther(*seen)),
            Button(tr.plain("Refuse with a reason"), RefuseExtension(*seen), Style.DANGER),
        ),
    ]


async def grant(turn: Turn, press: GrantExtension) -> Page:
    """Grants what was asked for."""
    try:
        task = await service.grant_extension(turn.scope, turn.actor, press.task, press.revision)
    except Refused as refusal:
        return await as_it_stands(turn, press.task, refusal, Origin.APPROVALS)
    return await approvals_page(turn, 0, _granted(turn, task))


def _granted(turn: Turn, task: Task) -> Markup:
    day = turn.tr.long_date(task.due_date)
    return turn.tr.t("<b>{code}</b> is extended to {day}. The unit is told.", code=task.code, day=day)


_GRANT: Final = Form(
    GRANT,
    1,
    (
        Step("until", "Until when?", Kind.CUSTOM, validate=a_day),
        Step("note", "A word to the unit", Kind.TEXT, validate=some_words, required=False),
    ),
)
_REFUSE: Final = Form(REFUSE, 1, (Step("reason", "Why?", Kind.TEXT, validate=some_words),))


async def _ask_grant(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    task_id, _ = seen_of(filling.subject)
    task = await service.may_do(turn.scope, turn.actor, task_id, TaskAct.GRANT_EXTENSION)
    assert task.extension is not None
    if step.key == "note":
        day = tr.long_date(given_day(filling.state.answers["until"]))
        return Question(
            lines(head(tr, task), "", tr.t("Granted until {day}. A word to the unit?", day=day)),
            tr.t("Write it in one message; the unit reads it as it is."),
        )
    days = [day for day in likely_extensions(task, turn.scope.calendar) if day != task.extension.until]
    asked = tr.t("Asked for: <b>{day}</b>", day=tr.long_date(task.extension.until))
    return Question(
        lines(head(tr, task), due_words(turn, task), asked, "", tr.t("Until which day do you grant it?")),
        _press_or_write(turn),
        rows=day_rows(tr, filling, days),
    )


async def _finish_grant(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task_id, revision = seen_of(filling.subject)
    until, note = given_day(answers["until"]), str(answers.get("note", ""))
    task = await service.grant_extension(turn.scope, turn.actor, task_id, revision, until, note)
    return await approvals_page(turn, 0, _granted(turn, task))


async def _ask_refusal(turn: Turn, filling: Filling, _step: Step) -> Question:
    task_id, _ = seen_of(filling.subject)
    task = await service.may_do(turn.scope, turn.actor, task_id, TaskAct.REFUSE_EXTENSION)
    return Question(
        lines(head(turn.tr, task), "", turn.tr.t("Why is no more time granted?")),
        turn.tr.t("Write it in one message; the unit reads it as it is."),
    )


async def _finish_refusal(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task_id, revision = seen_of(filling.subject)
    reason = str(answers["reason"])
    task = await service.refuse_extension(turn.scope, turn.actor, task_id, reason, revision)
    said = turn.tr.t(
        "The extension of {code} is refused, with your reason. The unit is told.", code=task.code
    )
    return await approvals_page(turn, 0, said)


# ── beginning ─────────────────────────────────────────────────────────────────────────────────────


async def ask_extension(turn: Turn, press: AskExtension) -> Page | None:
    """Asks until when, and why."""
    return await begin(turn, EXTEND, press.task)


async def grant_other(turn: Turn, press: GrantOther) -> Page | None:
    """Asks until when instead."""
    return await begin(turn, GRANT, subject_of(press.task, press.revision))


async def refuse(turn: Turn, press: RefuseExtension) -> Page | None:
    """Asks for the reason."""
    return await begin(turn, REFUSE, subject_of(press.task, press.revision))


CONVERSATIONS: Final = (
    Conversation(
        _EXTEND,
        _ask_request,
        _finish_request,
        read=_read,
        correct=_correct,
        review=_review_request,
        label=_label,
        send_label=N_("Send the request"),
        lead_back=lead_back,
    ),
    Conversation(_GRANT, _ask_grant, _finish_grant, read=_read, correct=_correct, lead_back=lead_back),
    Conversation(_REFUSE, _ask_refusal, _finish_refusal, read=read_note, lead_back=lead_back),
)

PRESSES: Presses = {
    AskExtension: ask_extension,
    OpenRequest: open_request,
    GrantExtension: grant,
    GrantOther: grant_other,
    RefuseExtension: refuse,
}
