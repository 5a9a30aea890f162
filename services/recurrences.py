"""Tasks that come again: the coordinator's rules, and the clock's round that makes what has come due to be made.

Nothing is timed in memory. Each round asks which periods of which rules have begun and have no task; whoever writes
down a period first makes its task, so a restart, or two processes at once, make it once.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor, Role
from domain.plan import PlanKind
from domain.recurrence import Every, Recurrence, Span, check_recurrence
from domain.task import Area
from domain.unit import GROUPS, Units, expand
from services.given_tasks import add_task
from services.scope import Scope

_PRODUCT: Final = "Báo cáo kết quả thực hiện"
_ROMAN: Final = ("I", "II", "III", "IV")


class Recurrences(Protocol):
    """Rules, and which of their periods have their task."""

    async def get(self, rule_id: str) -> Recurrence | None: ...

    async def all(self) -> list[Recurrence]:
        """Every rule, in the order they were entered."""
        ...

    async def add(self, rule: Recurrence, entered_by: str, now: datetime) -> None: ...

    async def end(self, rule_id: str, day: date, ended_by: str) -> bool:
        """Ends a rule on the day; false when it was ended already."""
        ...

    async def made(self, rules: Sequence[str]) -> set[tuple[str, str, date]]:
        """What these rules made so far: rule, unit, and the first day of the period."""
        ...

    async def claim(self, rule_id: str, unit: str, begins: date) -> bool:
        """Writes down that the unit's task of the period is being made; false when somebody was faster."""
        ...

    async def bind(self, rule_id: str, unit: str, begins: date, task_id: str) -> None:
        """The task that was made of a period."""
        ...

    async def of_task(self, task_id: str) -> tuple[Recurrence, date] | None:
        """The rule that made the task, and the first day of the period."""
        ...


def check_may_rule(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) unless the actor coordinates."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


async def rules(scope: Scope, actor: Actor) -> list[Recurrence]:
    """Every rule, those that run first, by when they next fall due. Raises Refused(NOT_YOURS)."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    found = await scope.uow.recurrences.all()

    def order(rule: Recurrence) -> tuple[bool, date, str]:
        return (not rule.runs(scope.today), rule.next_due(scope.today) or date.max, rule.id)

    return sorted(found, key=order)


async def rule(scope: Scope, actor: Actor, rule_id: str) -> Recurrence:
    """One rule. Raises Refused(RECURRENCE_UNKNOWN) for one that is not theirs to see."""
    allowed = actor.has_any(OFFICE_ROLES)
    found = await scope.uow.recurrences.get(rule_id) if allowed else None
    if found is None:
        raise Refused(Code.RECURRENCE_UNKNOWN)
    return found


async def add(
    scope: Scope, actor: Actor, assignee: str, title: str, every: Every, due_day: int, ends_on: date | None
) -> Recurrence:
    """A new rule, for a unit or a group; the task of the period that runs is made at once if it is not past its day.

    Raises Refused: NOT_YOURS, UNIT_UNKNOWN, UNIT_NOT_IN_FORCE, GROUP_UNKNOWN, RECURRENCE_EMPTY, or as
    ``check_recurrence``.
    """
    check_may_rule(actor)
    expand([assignee], await scope.uow.units.all(), scope.today)
    check_recurrence(title, due_day, ends_on, scope.today)
    found = Recurrence(scope.new_id(), assignee, title.strip(), every, due_day, scope.today, ends_on)
    if not found.runs(scope.today):
        raise Refused(Code.RECURRENCE_EMPTY)
    await scope.uow.recurrences.add(found, actor.person_id, scope.now)
    await _make(scope, [found])
    return found


async def end(scope: Scope, actor: Actor, rule_id: str) -> Recurrence:
    """Nothing more is made by the rule; what it made stays. Raises Refused: RECURRENCE_UNKNOWN, NOT_YOURS, NOT_NOW."""
    found = await rule(scope, actor, rule_id)
    check_may_rule(actor)
    if not await scope.uow.recurrences.end(found.id, scope.today, actor.person_id):
        raise Refused(Code.NOT_NOW)
    return await rule(scope, actor, rule_id)


async def make_recurring(scope: Scope) -> None:
    """Makes the tasks of all periods that have begun and have none: the clock's round."""
    await _make(scope, [one for one in await scope.uow.recurrences.all() if one.ended_on is None])


async def _make(scope: Scope, of: Sequence[Recurrence]) -> None:
    due = [(one, span) for one in of for span in one.begun(scope.today)]
    if not due:
        return
    made = await scope.uow.recurrences.made([one.id for one in of])
    units = await scope.uow.units.all()
    for one, span in due:
        for unit in _assigned(one, span, units):
            if (one.id, unit, span.begins) in made:
                continue
            if await scope.uow.recurrences.claim(one.id, unit, span.begins):
                await _make_one(scope, one, span, unit)


def _assigned(one: Recurrence, span: Span, units: Units) -> tuple[str, ...]:
    """Whose task it is: of a group, who belongs to it when the period begins; a unit that is no more has none."""
    if one.assignee not in GROUPS and not units[one.assignee].in_force(span.begins):
        return ()
    return expand([one.assignee], units, span.begins)


async def _make_one(scope: Scope, one: Recurrence, span: Span, unit: str) -> None:
    title_vi, title_en = (f"{one.title} ({words})" for words in _period_words(span))
    task = await add_task(
        scope,
        PlanKind.RECURRING,
        span.begins.year,
        unit,
        title_vi,
        title_en,
        span.due,
        product=_PRODUCT,
        area=Area.STEERING,
    )
    await scope.uow.recurrences.bind(one.id, unit, span.begins, task.id)


def _period_words(span: Span) -> tuple[str, str]:
    """The period as a task's title names it, in Vietnamese and in English."""
    year, number = span.begins.year, span.number
    match span.every:
        case Every.MONTH:
            return f"tháng {span.begins:%m/%Y}", f"{span.begins:%m/%Y}"
        case Every.QUARTER:
            return f"quý {_ROMAN[number - 1]}/{year}", f"quarter {_ROMAN[number - 1]}/{year}"
        case Every.HALF_YEAR:
            half = ("đầu", "cuối")[number - 1]
            return f"6 tháng {half} năm {year}", f"half-year {_ROMAN[number - 1]}/{year}"
        case Every.YEAR:
            return f"năm {year}", f"{year}"
