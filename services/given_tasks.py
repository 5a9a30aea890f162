"""Tasks that come one by one and not from a plan's file: after an inspection, from a meeting, by a rule.

They lie in plans of their own, one a year for each kind, so that the figure of the province's reform plan stays what
the plan says. Where a task comes from is kept by what it came from, and asked for when the task is opened.
"""

from dataclasses import dataclass
from datetime import date

from domain.ahead import check_ahead
from domain.errors import Code, Refused
from domain.inspection import Finding, Inspection
from domain.meeting import Meeting
from domain.people import UNIT_ROLES, Actor
from domain.plan import PlanKind
from domain.recurrence import Recurrence, Span, span_of
from domain.task import Area, Task
from domain.text import is_blank
from domain.unit import expand
from services.notices import Notice, NoticeKind, ToPerson
from services.plans import PLAN_CODES, Plan, PlanHeader, new_plan
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class AfterInspection:
    """The task is what an inspection by the province found."""

    inspection: Inspection
    finding: Finding


@dataclass(frozen=True, slots=True)
class FromMeeting:
    """The task is a conclusion of a meeting."""

    meeting: Meeting


@dataclass(frozen=True, slots=True)
class ByRule:
    """The task is that of one period of a rule."""

    rule: Recurrence
    span: Span


TaskOrigin = AfterInspection | FromMeeting | ByRule


async def give(
    scope: Scope,
    actor: Actor,
    kind: PlanKind,
    unit: str,
    title: str,
    due: date,
    *,
    product: str,
    area: Area = Area.STEERING,
) -> Task:
    """A task of the unit in this year's plan of the kind; whoever serves the unit hears of it.

    Raises Refused: UNIT_UNKNOWN, UNIT_NOT_IN_FORCE, TEXT_BLANK, DAY_PASSED, DAY_TOO_FAR.
    """
    expand([unit], await scope.uow.units.all(), scope.today)
    if is_blank(title):
        raise Refused(Code.TEXT_BLANK)
    check_ahead(due, scope.today)
    task = await add_task(scope, kind, scope.today.year, unit, title, title, due, product=product, area=area)
    for person in await scope.uow.people.holding(UNIT_ROLES, unit):
        if person.id != actor.person_id and person.actor(scope.now).serves(unit):
            await scope.uow.notices.post(
                Notice(NoticeKind.TASK_GIVEN, ToPerson(person.id), {"task": task.id}),
                key=f"{NoticeKind.TASK_GIVEN}:{task.id}:{person.id}",
                hold_until=scope.hours.next_opening(scope.calendar, scope.now),
            )
    return task


async def add_task(
    scope: Scope,
    kind: PlanKind,
    year: int,
    unit: str,
    title_vi: str,
    title_en: str,
    due: date,
    *,
    product: str,
    area: Area,
) -> Task:
    """Writes the task into the plan of the kind and year, which is made with the first one."""
    plan = await _plan_of(scope, kind, year)
    prefix = f"{PLAN_CODES[kind].replace('-', '')}{year % 100:02}-"
    numbers = [task.code.removeprefix(prefix) for task in await scope.uow.tasks.of_plan(plan.id)]
    number = max((int(one) for one in numbers if one.isdecimal()), default=0) + 1
    task = Task(
        id=scope.new_id(),
        plan=plan.id,
        code=f"{prefix}{number:02}",
        area=area,
        title_vi=_one_line(title_vi),
        title_en=_one_line(title_en),
        lead_unit=unit,
        cooperating_units=(),
        product_vi=product,
        due_date=due,
        original_due_date=due,
    )
    await scope.uow.tasks.add([task])
    return task


def _one_line(title: str) -> str:
    """A title stands on one line of a list, and no database keeps NUL in one."""
    return " ".join(title.replace("\x00", " ").split())


async def _plan_of(scope: Scope, kind: PlanKind, year: int) -> Plan:
    code = f"{PLAN_CODES[kind]}-{year}"
    known = next((one for one in await scope.uow.tasks.plans() if one.code == code), None)
    plan = known or new_plan(scope, PlanHeader(code, year, kind=kind))
    # Written even where it is known: its row is held until the commit, so two who number tasks do it one by one.
    await scope.uow.tasks.put_plan(plan)
    return plan


async def origin_of(scope: Scope, task: Task, plan: Plan) -> TaskOrigin | None:
    """What the task came from; None for a task of a plan's file."""
    match plan.kind:
        case PlanKind.INSPECTIONS:
            inspection = await scope.uow.inspections.of_task(task.id)
            findings = () if inspection is None else inspection.findings
            finding = next((one for one in findings if one.task == task.id), None)
            return AfterInspection(inspection, finding) if inspection and finding else None
        case PlanKind.MEETINGS:
            meeting = await scope.uow.meetings.of_task(task.id)
            return None if meeting is None else FromMeeting(meeting)
        case PlanKind.RECURRING:
            found = await scope.uow.recurrences.of_task(task.id)
            if found is None:
                return None
            rule, begins = found
            return ByRule(rule, span_of(rule.every, rule.due_day, begins))
        case _:
            return None
