"""Item 6 of the dispatch: key tasks count as reviewed once the body has spoken of every one since."""

from datetime import date, timedelta

import pytest

from domain.key_tasks import KeyTask, Review, review
from domain.task import Area, Task, TaskStatus

ISSUED = date(2023, 10, 2)


def key(status: TaskStatus = TaskStatus.IN_PROGRESS, last_word: date | None = None) -> KeyTask:
    due = date(2023, 12, 15)
    task = Task("t", "p", "K-1", Area.STEERING, "Việc", "Task", "SXD", (), "Báo cáo", due, due, status)
    return KeyTask(task, last_word)


@pytest.mark.parametrize(
    ("status", "last_word", "is_reviewed"),
    [
        (TaskStatus.NOT_STARTED, None, False),
        (TaskStatus.IN_PROGRESS, ISSUED - timedelta(days=1), False),
        (TaskStatus.IN_PROGRESS, ISSUED, True),
        (TaskStatus.IN_PROGRESS, ISSUED + timedelta(days=30), True),
        (TaskStatus.SUBMITTED, ISSUED - timedelta(days=1), True),
        (TaskStatus.COMPLETED, None, True),
    ],
)
def test_a_word_since_the_dispatch_is_a_review_and_so_is_a_result_of_before(
    status: TaskStatus, last_word: date | None, is_reviewed: bool
) -> None:
    assert key(status, last_word).is_reviewed(ISSUED) is is_reviewed


def test_of_what_was_put_away_nothing_is_awaited() -> None:
    put_away = [key(TaskStatus.CANCELLED), key(TaskStatus.SUSPENDED)]
    assert review([*put_away, key(last_word=ISSUED), key()], ISSUED) == Review(1, 2)


def test_a_review_is_whole_when_there_is_something_and_all_of_it_is_reviewed() -> None:
    assert not Review(0, 0).is_whole
    assert not Review(1, 2).is_whole
    assert Review(2, 2).is_whole
