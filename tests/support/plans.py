"""Plans for tests of tasks: made of a few lines, in units of the sample data; and the words people say most."""

from collections.abc import Sequence
from datetime import date

from adapters.imports import parse_units
from adapters.spreadsheets import read_rows
from bot.samples import FOLDER
from domain.task import Area, TaskStatus
from services.imports import TaskRow
from services.plans import PlanHeader, import_plan, import_units
from simulator.client import Person, View
from tests.support.town import Town

PLAN = PlanHeader("KH-2023", 2023, "Kế hoạch năm 2023", "Plan of 2023")


def task(
    code: str,
    lead: str,
    due: str,
    *,
    together: Sequence[str] = (),
    status: TaskStatus = TaskStatus.IN_PROGRESS,
    submitted: str | None = None,
    completed: str | None = None,
    title: str = "",
    area: Area = Area.DIGITAL_GOVERNMENT,
) -> TaskRow:
    """A task of a plan; days as yyyy-mm-dd."""
    return TaskRow(
        line=2,
        code=code,
        area=area,
        title_vi=title or f"Nhiệm vụ {code}",
        title_en=title or f"Task {code}",
        lead_unit=lead,
        cooperating_units=tuple(together),
        due_date=date.fromisoformat(due),
        product_vi="Báo cáo của đơn vị",
        status=status,
        submitted_on=date.fromisoformat(submitted) if submitted else None,
        completed_on=date.fromisoformat(completed) if completed else None,
    )


def done(code: str, lead: str, submitted: str = "2023-09-01", *, due: str = "2023-09-30") -> TaskRow:
    """A task that is completed."""
    return task(code, lead, due, status=TaskStatus.COMPLETED, submitted=submitted, completed=submitted)


async def give_units(town: Town) -> None:
    """The units of the sample data, without its plan."""
    rows = parse_units(read_rows(FOLDER / "units.csv", "units.csv")).rows
    async with town.product.office.writing() as (_, scope):
        await import_units(scope, rows)


async def give_tasks(town: Town, *tasks: TaskRow, plan: PlanHeader = PLAN) -> None:
    """A plan of these tasks, as if imported from a file."""
    await give_units(town)
    async with town.product.office.writing() as (_, scope):
        await import_plan(scope, plan, tasks)


async def says(town: Town, person: Person, text: str) -> View:
    """Sends a text or a command; what the bot showed last."""
    await person.sends(text)
    await town.settle()
    return await person.last()


async def presses(town: Town, person: Person, *labels: str) -> View:
    """Presses buttons one after another; what the bot showed last."""
    for label in labels:
        await person.presses(label)
        await town.settle()
    return await person.last()


async def count(person: Person) -> int:
    """How many messages stand in the chat, to see later what is new."""
    return len(await person.messages())


async def news(person: Person, since: int) -> list[str]:
    """What the bot said beyond so many messages."""
    return [view.text for view in (await person.messages())[since:] if view.from_bot]
