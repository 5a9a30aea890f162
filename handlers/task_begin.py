"""How a form about a task begins, and where it leads back to when nothing comes of it.

A form is about one task; one that was begun about another is not thrown away unasked. Who decides on something decides
on what was before their eyes, so the subject of such a form holds the task's revision too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Style
from bot.ui.forms import AnswerRefused, Answers, Json
from bot.ui.pages import Page, Place, lines, row
from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from domain.task import Task, TaskAct
from domain.text import is_blank
from handlers.context import Presses, Turn
from handlers.form_pages import nothing_sent
from handlers.forms import Resume
from handlers.task_links import OpenTask
from handlers.task_page import as_it_stands, task_page, usual_origin
from handlers.task_text import TITLE_IN_LIST, staff_page, title
from services import tasks as service

PROGRESS: Final = "tprogress"
SUBMIT: Final = "tsubmit"
RETURN: Final = "treturn"
EXTEND: Final = "textend"
GRANT: Final = "tgrant"
REFUSE: Final = "trefuse"
EXPLAIN: Final = "texplain"
SUSPEND: Final = "tsuspend"
CANCEL: Final = "tcancel"

ACTS: Final[Mapping[str, TaskAct]] = {
    PROGRESS: TaskAct.REPORT_PROGRESS,
    SUBMIT: TaskAct.SUBMIT,
    RETURN: TaskAct.RETURN,
    EXTEND: TaskAct.REQUEST_EXTENSION,
    GRANT: TaskAct.GRANT_EXTENSION,
    REFUSE: TaskAct.REFUSE_EXTENSION,
    EXPLAIN: TaskAct.EXPLAIN,
    SUSPEND: TaskAct.SUSPEND,
    CANCEL: TaskAct.CANCEL,
}
"""What comes of each form about a task."""

_OF_A_REVISION: Final = frozenset({RETURN, GRANT, REFUSE, SUSPEND, CANCEL})


@dataclass(frozen=True)
class BeginAnew(Press, prefix="tn1"):
    """Begins a form about another task than the one that was begun."""

    form: str
    subject: str


def subject_of(task_id: str, revision: int) -> str:
    """The subject of a form that decides on a task as it is at this revision."""
    return f"{task_id}-{revision}"


def seen_of(subject: str) -> tuple[str, int]:
    """The task and the revision that a decision was begun about. Raises Refused(TASK_UNKNOWN)."""
    task_id, _, revision = subject.partition("-")
    if not revision.isdecimal():
        raise Refused(Code.TASK_UNKNOWN)
    return task_id, int(revision)


def task_of(subject: str) -> str:
    """The id of the task a form is about."""
    return subject.partition("-")[0]


def head(tr: Translator, task: Task) -> Markup:
    """The task in a line, above a question about it."""
    return tr.t("<b>{code}</b> {title}", code=task.code, title=fit(title(tr, task), TITLE_IN_LIST))


def some_words(value: Json, _answers: Answers) -> Json:
    """The words, if they say anything. Raises AnswerRefused."""
    if is_blank(str(value)):
        raise AnswerRefused(Code.TEXT_BLANK)
    return value


async def lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    """To the task, when nothing came of a form about it."""
    task_id = task_of(subject)
    if refusal is not None:
        return await as_it_stands(turn, task_id, refusal)
    return await task_page(turn, task_id, None, 0, nothing_sent(turn.tr))


async def begin(
    turn: Turn, form: str, subject: str, *, anew: bool = False, place: Place = Place.HERE
) -> Page | None:
    """Begins a form, or goes on with it; one begun about another task is not thrown away unasked."""
    try:
        task = await service.may_do(turn.scope, turn.actor, task_of(subject), ACTS[form])
        if form in _OF_A_REVISION and seen_of(subject) != (task.id, task.revision):
            raise Refused(Code.STALE, task=task.code)
    except Refused as refusal:
        return await as_it_stands(turn, task_of(subject), refusal)
    book = turn.deployment.conversations
    draft = await turn.scope.uow.drafts.get(turn.person.id, form)
    if draft is None or not draft.has_answers or anew:
        return await book.begin(turn, form, subject=subject, place=place)
    if draft.subject == subject:
        return await book.resume(turn, Resume(form))
    try:
        other = await service.may_do(turn.scope, turn.actor, task_of(draft.subject), ACTS[form])
    except Refused:
        # Nobody can go on with what is about a task that has moved on.
        return await book.begin(turn, form, subject=subject, place=place)
    tr = turn.tr
    return staff_page(
        turn,
        lines(
            head(tr, task),
            "",
            tr.t("You have begun the same for {code}, and it is not finished.", code=other.code),
        ),
        (
            row(Button(tr.plain("Go on with task {code} ›", code=other.code), Resume(form), Style.PRIMARY)),
            row(
                Button(tr.plain("Discard that, begin with this task"), BeginAnew(form, subject), Style.DANGER)
            ),
            row(Button(tr.plain("‹ Task"), OpenTask(task.id, usual_origin(turn, task)))),
        ),
        place=place,
    )


async def begin_anew(turn: Turn, press: BeginAnew) -> Page | None:
    """Discards what was begun about another task."""
    if press.form not in ACTS:
        raise Refused(Code.TASK_UNKNOWN)
    return await begin(turn, press.form, press.subject, anew=True)


PRESSES: Presses = {BeginAnew: begin_anew}
