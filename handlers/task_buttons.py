"""The buttons for what may be done with a task: the next things on its page, all others one press further.

Somebody may head a unit, coordinate and have a dozen acts before them; a page with a dozen buttons says nothing. So
the page has four at most, the next thing first, and the last of them leads to the others.
"""

from typing import Final

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import grid
from domain.task import TaskAct, is_explained, is_overdue
from handlers.context import Turn
from handlers.task_links import (
    Acknowledge,
    Approve,
    AskExtension,
    CancelTask,
    Explain,
    OpenRequest,
    Origin,
    OtherSteps,
    ReportProgress,
    ResumeTask,
    SendBack,
    SnoozeDays,
    Submit,
    Suspend,
    Wake,
)
from handlers.words import label_of
from services.tasks import TaskView

ON_PAGE: Final = 4
_COLUMNS: Final = 2

_NEXT_THINGS: Final[tuple[TaskAct, ...]] = (
    TaskAct.APPROVE,
    TaskAct.RETURN,
    TaskAct.GRANT_EXTENSION,
    TaskAct.RESUME,
    TaskAct.ACKNOWLEDGE,
    TaskAct.REPORT_PROGRESS,
    TaskAct.SUBMIT,
)
_OTHERS: Final[tuple[TaskAct, ...]] = (
    TaskAct.REQUEST_EXTENSION,
    TaskAct.EXPLAIN,
    TaskAct.SNOOZE,
    TaskAct.WAKE,
    TaskAct.SUSPEND,
    TaskAct.CANCEL,
)
"""Refusing an extension stands beside granting it, where the request is read."""


def act_rows(turn: Turn, view: TaskView, origin: Origin, page: int) -> tuple[Row, ...]:
    """The buttons on the task's page: two rows at most."""
    shown, others = _split(turn, view)
    buttons = [_button(turn, view, act, origin, page) for act in shown]
    if others:
        buttons.append(Button(turn.tr.plain("Other steps ›"), OtherSteps(view.task.id, origin, page)))
    return grid(buttons, _COLUMNS)


def other_rows(turn: Turn, view: TaskView, origin: Origin, page: int) -> tuple[Row, ...]:
    """The buttons for which the task's page has no room."""
    _, others = _split(turn, view)
    return grid([_button(turn, view, act, origin, page) for act in others], _COLUMNS)


def _split(turn: Turn, view: TaskView) -> tuple[list[TaskAct], list[TaskAct]]:
    """What stands on the page, and what is one press further."""
    next_things = [act for act in _NEXT_THINGS if act in view.acts]
    others = [act for act in _OTHERS if act in view.acts]
    if TaskAct.EXPLAIN in others and is_overdue(view.task, turn.scope.today) and not is_explained(view.task):
        # An overdue task asks for it before anything else.
        others.remove(TaskAct.EXPLAIN)
        next_things.insert(0, TaskAct.EXPLAIN)
    if not others and len(next_things) <= ON_PAGE:
        return next_things, []
    return next_things[: ON_PAGE - 1], next_things[ON_PAGE - 1 :] + others


def _button(turn: Turn, view: TaskView, act: TaskAct, origin: Origin, page: int) -> Button:
    tr, task = turn.tr, view.task
    match act:
        case TaskAct.APPROVE:
            return Button(tr.plain("Approve"), Approve(task.id, task.revision), Style.SUCCESS)
        case TaskAct.RETURN:
            return Button(tr.plain("Return with a reason"), SendBack(task.id, task.revision), Style.DANGER)
        case TaskAct.GRANT_EXTENSION:
            return Button(
                tr.plain("Decide on the extension ›"),
                OpenRequest(task.id, page if origin is Origin.APPROVALS else 0),
                Style.PRIMARY,
            )
        case TaskAct.RESUME:
            return Button(label_of(tr, act), ResumeTask(task.id, task.revision), Style.PRIMARY)
        case TaskAct.ACKNOWLEDGE:
            return Button(tr.plain("Acknowledge"), Acknowledge(task.id, origin, page))
        case TaskAct.REPORT_PROGRESS:
            return Button(tr.plain("Report progress"), ReportProgress(task.id))
        case TaskAct.SUBMIT:
            return Button(tr.plain("Submit the result"), Submit(task.id), Style.PRIMARY)
        case TaskAct.REQUEST_EXTENSION:
            return Button(label_of(tr, act), AskExtension(task.id))
        case TaskAct.EXPLAIN:
            words = tr.plain("Explain further") if is_explained(task) else label_of(tr, act)
            return Button(words, Explain(task.id))
        case TaskAct.SNOOZE:
            return Button(label_of(tr, act), SnoozeDays(task.id, origin, page))
        case TaskAct.WAKE:
            return Button(label_of(tr, act), Wake(task.id, origin, page))
        case TaskAct.SUSPEND:
            return Button(label_of(tr, act), Suspend(task.id, task.revision), Style.DANGER)
        case TaskAct.CANCEL:
            return Button(label_of(tr, act), CancelTask(task.id, task.revision), Style.DANGER)
        case TaskAct.REFUSE_EXTENSION:
            raise ValueError("refusing stands on the page of the request")
