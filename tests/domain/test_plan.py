import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.plan import by_area, by_unit, plan_figure
from domain.task import Area, Task, TaskStatus
from tests.domain.world import a_task

PLAN = Path("samples/nghe-an-2023/par_plan_2023.csv")
TODAY = date(2023, 10, 2)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def plan_2023() -> list[Task]:
    with PLAN.open(encoding="utf-8") as lines:
        return [
            a_task(
                id=row["code"],
                code=row["code"],
                area=Area(row["area"]),
                lead_unit=row["lead_unit"],
                due_date=date.fromisoformat(row["due_date"]),
                original_due_date=date.fromisoformat(row["due_date"]),
                status=TaskStatus(row["status"]),
                submitted_on=day(row["submitted_on"]),
                completed_on=day(row["completed_on"]),
            )
            for row in csv.DictReader(lines)
        ]


def test_the_plan_of_2023_stands_at_33_of_41(plan_2023: list[Task]) -> None:
    figure = plan_figure(plan_2023, TODAY)
    assert (figure.done, figure.total, figure.left) == (33, 41, 8)
    assert figure.rate.percent() == Decimal("80.4")
    assert figure.submitted == 1
    assert figure.overdue == 1
    assert figure.completed_late >= 1


def test_areas_and_units_add_up_to_the_plan(plan_2023: list[Task]) -> None:
    areas, units = by_area(plan_2023, TODAY), by_unit(plan_2023, TODAY)
    assert list(areas) == list(Area)
    for figures in (areas.values(), units.values()):
        assert sum(figure.total for figure in figures) == 41
        assert sum(figure.done for figure in figures) == 33
    assert units["SNV"].total == 16


def test_a_cancelled_task_is_no_part_of_the_plan_and_a_suspended_one_still_is() -> None:
    tasks = [a_task(status=status) for status in TaskStatus]
    figure = plan_figure(tasks, TODAY)
    assert (figure.done, figure.total, figure.left) == (1, 5, 4)
    assert (figure.submitted, figure.suspended, figure.cancelled, figure.overdue) == (1, 1, 1, 2)


def test_of_what_is_overdue_it_is_counted_what_was_explained() -> None:
    late = date(2023, 9, 29)
    explained = a_task(id="a", due_date=late, explained_on=TODAY)
    # Explained before its date was moved, on its due date, or done since: none of these is an explained delay of today.
    others = [
        a_task(id="b", due_date=late, explained_on=date(2023, 9, 15)),
        a_task(id="c", due_date=TODAY, explained_on=TODAY),
        a_task(id="d", due_date=late, explained_on=TODAY, status=TaskStatus.SUBMITTED),
        a_task(id="e", due_date=late),
    ]
    figure = plan_figure([explained, *others], TODAY)
    assert (figure.overdue, figure.explained) == (3, 1)


def test_a_plan_without_tasks_has_no_rate() -> None:
    assert plan_figure([], TODAY).rate.percent() is None
