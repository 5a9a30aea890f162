from dataclasses import replace
from datetime import date

from domain.scorecard import Scorecard, scorecard
from domain.task import Area, Task, TaskStatus

TODAY = date(2023, 10, 2)
DUE = date(2023, 9, 15)


def a_task(status: TaskStatus, due: date = DUE, **changes: object) -> Task:
    task = Task("t", "p", "A-1", Area.STEERING, "", "", "SNV", (), "", due, due, status)
    return replace(task, **changes)  # type: ignore[arg-type]


IN_TIME = a_task(TaskStatus.COMPLETED, submitted_on=DUE, completed_on=TODAY)
LATE = a_task(TaskStatus.SUBMITTED, submitted_on=date(2023, 9, 16))
OVERDUE = a_task(TaskStatus.IN_PROGRESS)
AHEAD = a_task(TaskStatus.NOT_STARTED, date(2023, 12, 1))


def test_every_task_is_in_time_late_overdue_or_ahead_and_a_cancelled_one_is_none() -> None:
    card = scorecard([IN_TIME, LATE, OVERDUE, AHEAD, a_task(TaskStatus.CANCELLED)], TODAY)
    assert card == Scorecard(
        total=4, in_time=1, in_time_by_extension=0, late=1, overdue=1, ahead=1, extended=0, explained=0
    )


def test_timeliness_is_judged_on_submission_however_long_approval_takes() -> None:
    card = scorecard([a_task(TaskStatus.SUBMITTED, submitted_on=DUE)], date(2023, 12, 31))
    assert (card.in_time, card.late, card.overdue) == (1, 0, 0)


def test_a_task_in_time_only_by_its_extension_is_told() -> None:
    extended = replace(LATE, due_date=date(2023, 9, 30))
    card = scorecard([extended, IN_TIME], TODAY)
    assert (card.in_time, card.in_time_by_extension, card.late, card.extended) == (2, 1, 0, 1)


def test_an_explanation_counts_whatever_became_of_the_task() -> None:
    card = scorecard([replace(OVERDUE, explained_on=TODAY), replace(LATE, explained_on=TODAY)], TODAY)
    assert (card.explained, card.overdue, card.late) == (2, 1, 1)


def test_a_suspended_task_waits_and_is_not_overdue() -> None:
    card = scorecard([a_task(TaskStatus.SUSPENDED)], TODAY)
    assert (card.total, card.overdue, card.ahead) == (1, 0, 1)
