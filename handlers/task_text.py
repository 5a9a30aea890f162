"""How a task reads in a line: its code, how it stands to its date, its title. Two lines a task, whatever the list."""

from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup, escape

from bot.ui.buttons import Button, Press, Row
from bot.ui.pages import Page, Place, Sensitivity, grid, lines
from bot.ui.text import fit, shown
from bot.ui.translation import Translator
from domain.deadlines import working_days_left
from domain.plan import PlanFigure
from domain.task import ENDED, EvidenceKind, Task, TaskStatus, days_overdue, is_explained, is_late
from domain.unit import Units
from handlers.context import Turn
from handlers.words import label_of, name_of, unit_name
from services.plans import Plan
from services.scope import Scope

PER_PAGE: Final = 6
"""Tasks in a list: two rows of codes, so that with the rows to turn and to leave there are four."""
COLUMNS: Final = 3
TITLE_IN_LIST: Final = 72
"""So much of a title stands on two lines of a telephone."""
UNIT_ROOM: Final = 80
"""Longer than any unit of the province is called; a file may say anything."""
PRODUCT_ROOM: Final = 400
NOTE_ON_PAGE: Final = 200
NOTE_ROOM: Final = 600
"""As long as a note or a reason may be, so that five of them fit into one message."""


def literal(text: str) -> Markup:
    """The text as it is, with nothing around it to be translated."""
    return escape(shown(text))


def bold(text: str) -> Markup:
    """The text as it is, in bold."""
    return Markup("<b>{}</b>").format(shown(text))


def title(tr: Translator, task: Task) -> str:
    """The title in the reader's language."""
    return task.title_vi if tr.language == "vi" else task.title_en


def plan_title(tr: Translator, plan: Plan) -> str:
    """The plan's title in the reader's language, as much as a head of a page holds."""
    return fit(plan.title_vi if tr.language == "vi" else plan.title_en, PRODUCT_ROOM)


def unit_of(tr: Translator, units: Units, code: str) -> str:
    """The unit's name in the reader's language, as much as a line of a list holds."""
    return fit(unit_name(tr, units[code]), UNIT_ROOM)


def figure_words(tr: Translator, scope: Scope, figure: PlanFigure) -> str:
    """33/41 (80,4%), còn 8: cut off as the province cuts it."""
    percent = figure.rate.percent(scope.rules.rounding, scope.rules.decimals)
    return tr.rate(figure.done, figure.total, percent)


def sample_label(tr: Translator) -> Markup:
    """Said wherever a made-up date or title is shown."""
    return tr.t("<i>Sample data: titles and dates serve as an illustration.</i>")


def standing(tr: Translator, scope: Scope, task: Task) -> Markup:
    """How the task stands to its date today: overdue by, left, submitted on, completed on."""
    match task.status:
        case TaskStatus.SUBMITTED:
            assert task.submitted_on is not None, "a submitted task has its day"
            day = tr.date(task.submitted_on)
            if is_late(task):
                return tr.t("submitted late on {day}, awaiting approval", day=day)
            return tr.t("submitted on {day}, awaiting approval", day=day)
        case TaskStatus.COMPLETED:
            handed_in = task.submitted_on or task.completed_on
            assert handed_in is not None, "a completed task has its day"
            day = tr.date(handed_in)
            return (
                tr.t("completed late on {day}", day=day)
                if is_late(task)
                else tr.t("completed on {day}", day=day)
            )
        case TaskStatus.SUSPENDED | TaskStatus.CANCELLED:
            return Markup(name_of(tr, task.status))
        case _:
            return tr.t("{days} ({due})", days=days_words(tr, scope, task), due=tr.date(task.due_date))


def days_words(tr: Translator, scope: Scope, task: Task) -> Markup:
    """Overdue by so many working days, due today, or so many left."""
    if scope.today > task.due_date:
        overdue = days_overdue(task, scope.today, scope.calendar)
        if overdue == 0:
            return tr.t("past its date")
        return tr.n("overdue by {n} working day", "overdue by {n} working days", overdue)
    if scope.today == task.due_date:
        return tr.t("due today")
    left = working_days_left(scope.calendar, task.due_date, scope.today)
    if left == 0:
        return tr.t("no working day left")
    return tr.n("{n} working day left", "{n} working days left", left)


def explained_words(tr: Translator, task: Task) -> Markup:
    """Whether the delay of an overdue task was explained, and when."""
    if task.explained_on is None or not is_explained(task):
        return tr.t("The delay is not explained yet")
    return tr.t("The delay was explained on {day}", day=tr.date(task.explained_on))


def task_lines(tr: Translator, scope: Scope, task: Task, *, unit: str | None = None) -> Markup:
    """The two lines of a task in a list; ``unit`` is named where the list is of several."""
    head = [bold(task.code)]
    if unit is not None:
        head.append(literal(unit))
    head.append(standing(tr, scope, task))
    if task.status is TaskStatus.IN_PROGRESS and task.progress_percent:
        head.append(tr.t("{percent}% done", percent=tr.number(task.progress_percent)))
    return lines(Markup(" · ").join(head), literal(fit(title(tr, task), TITLE_IN_LIST)))


def piece_line(tr: Translator, number: int, kind: EvidenceKind, what: str | Markup) -> Markup:
    """A piece of evidence in a list. What it is called or holds is ``what``; a photo often has neither."""
    named = {"n": tr.number(number), "kind": label_of(tr, kind)}
    return tr.t("{n}. {kind}: {what}", **named, what=what) if what else tr.t("{n}. {kind}", **named)


def is_open(task: Task) -> bool:
    """Whether the task is still to come to its end."""
    return task.status not in ENDED


def spaced(parts: Sequence[Markup]) -> list[Markup | str]:
    """The parts with an empty line before each."""
    return [piece for part in parts for piece in ("", part)]


def code_buttons(tasks: Sequence[Task], press: Callable[[Task], Press]) -> tuple[Row, ...]:
    """A button a task, labelled with its code."""
    return grid([Button(task.code, press(task)) for task in tasks], COLUMNS)


def clamped(page: int, count: int, per_page: int) -> int:
    """The page asked for, or the last there is: what was on it may have gone."""
    return max(0, min(page, (count - 1) // per_page))


def staff_page(turn: Turn, text: Markup, rows: tuple[Row, ...], *, place: Place | None = None) -> Page:
    """A page for staff: over the screen that was pressed, or below what was typed."""
    return Page(
        text,
        rows,
        place=place or (Place.HERE if turn.is_press else Place.BELOW),
        sensitivity=Sensitivity.STAFF,
    )
