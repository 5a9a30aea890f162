"""Who may do what with a task, and what it makes of it.

One table says it, and one guard reads the table: ``acts`` draws the buttons from it, ``check`` guards the services by
it. Nothing may be done to a task that is not a line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.task import (
    NO_FACTS,
    PENDING,
    STANDING_AGENCY,
    EvidenceKind,
    Extension,
    Task,
    TaskAct,
    TaskFacts,
    TaskStatus,
    is_overdue,
    is_snoozed,
    may_be_extended_to,
    may_be_put_off_to,
)
from domain.text import is_blank


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a condition may look at besides the task."""

    actor: Actor
    today: date
    standing_agency: str
    facts: TaskFacts = NO_FACTS


_Test = Callable[[Task, _Moment], bool]
_Effect = Callable[[Task, _Moment], Task]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    ``who`` decides whether it is this person's act at all. ``conditions`` look at the task and decide whether the
    button is drawn; ``needs`` look at what comes with the act. Both are checked, in order, before the act.
    """

    act: TaskAct
    source: frozenset[TaskStatus]
    to: TaskStatus | None
    who: _Test
    conditions: tuple[tuple[Code, _Test], ...]
    needs: tuple[tuple[Code, _Test], ...]
    effect: _Effect


def _by_lead_unit(task: Task, at: _Moment) -> bool:
    return at.actor.serves(task.lead_unit)


def _by_coordinator(task: Task, at: _Moment) -> bool:
    return at.actor.has(Role.COORDINATOR)


def _by_decider(task: Task, at: _Moment) -> bool:
    # The leader steps in only where the standing agency would decide on its own work.
    return at.actor.has(Role.COORDINATOR) or (
        at.actor.has(Role.LEADER) and task.lead_unit == at.standing_agency
    )


def _reason(task: Task, at: _Moment) -> bool:
    return not is_blank(at.facts.reason)


def _not_the_submitter(task: Task, at: _Moment) -> bool:
    return task.submitted_by is None or task.submitted_by != at.actor.person_id


def _not_the_asker(task: Task, at: _Moment) -> bool:
    return task.extension is not None and task.extension.asked_by != at.actor.person_id


def _extension_pending(task: Task, at: _Moment) -> bool:
    return task.extension is not None


def _no_extension_pending(task: Task, at: _Moment) -> bool:
    return task.extension is None


def _not_acknowledged(task: Task, at: _Moment) -> bool:
    return task.acknowledged_on is None


def _overdue(task: Task, at: _Moment) -> bool:
    return is_overdue(task, at.today)


def _before_due(task: Task, at: _Moment) -> bool:
    return at.today < task.due_date


def _is_snoozed(task: Task, at: _Moment) -> bool:
    return is_snoozed(task, at.today)


def _percent(task: Task, at: _Moment) -> bool:
    return at.facts.percent is not None and 0 <= at.facts.percent <= 100


def _some_evidence(task: Task, at: _Moment) -> bool:
    return bool(at.facts.evidence)


def _sound_evidence(task: Task, at: _Moment) -> bool:
    return all(
        not is_blank(piece.value)
        and (piece.kind is not EvidenceKind.LINK or piece.value.lower().startswith(("http://", "https://")))
        for piece in at.facts.evidence
    )


def _later_date(task: Task, at: _Moment) -> bool:
    return at.facts.until is not None and may_be_extended_to(task, at.facts.until)


def _granted_date(task: Task, at: _Moment) -> bool:
    # Granted as asked when no date is named; a coordinator may grant less or more, never an earlier date. And what was
    # asked for may be none any more: the plan's file can have moved the due date meanwhile.
    assert task.extension is not None
    return may_be_extended_to(task, at.facts.until or task.extension.until)


def _snooze_date(task: Task, at: _Moment) -> bool:
    return at.facts.until is not None and may_be_put_off_to(task, at.facts.until, at.today)


def _acknowledged(task: Task, at: _Moment) -> Task:
    return replace(task, acknowledged_on=at.today)


def _progressed(task: Task, at: _Moment) -> Task:
    assert at.facts.percent is not None
    return replace(task, progress_percent=at.facts.percent)


def _submitted(task: Task, at: _Moment) -> Task:
    # What was handed in needs no more time: a pending request for it falls away.
    return replace(
        task, submitted_on=at.today, submitted_by=at.actor.person_id, extension=None, snoozed_until=None
    )


def _completed(task: Task, at: _Moment) -> Task:
    return replace(task, completed_on=at.today, progress_percent=100)


def _returned(task: Task, at: _Moment) -> Task:
    # A returned task is news: "đã nhận việc" was said of what has now come back.
    return replace(task, submitted_on=None, submitted_by=None, acknowledged_on=None)


def _snoozed(task: Task, at: _Moment) -> Task:
    return replace(task, snoozed_until=at.facts.until)


def _woken(task: Task, at: _Moment) -> Task:
    return replace(task, snoozed_until=None)


def _asked(task: Task, at: _Moment) -> Task:
    assert at.facts.until is not None
    return replace(task, extension=Extension(at.facts.until, at.today, at.actor.person_id))


def _granted(task: Task, at: _Moment) -> Task:
    assert task.extension is not None
    until = at.facts.until or task.extension.until
    return replace(task, due_date=until, extension=None, acknowledged_on=None, snoozed_until=None)


def _extension_closed(task: Task, at: _Moment) -> Task:
    return replace(task, extension=None)


def _explained(task: Task, at: _Moment) -> Task:
    return replace(task, explained_on=at.today)


def _paused(task: Task, at: _Moment) -> Task:
    return replace(task, extension=None, snoozed_until=None)


def _resumed(task: Task, at: _Moment) -> Task:
    return replace(task, acknowledged_on=None)


_SUBMITTED = frozenset({TaskStatus.SUBMITTED})
_SUSPENDED = frozenset({TaskStatus.SUSPENDED})
_WITH_REASON: Final = ((Code.REASON_MISSING, _reason),)

TABLE: Final[tuple[Row, ...]] = (
    Row(
        TaskAct.ACKNOWLEDGE, PENDING, None, _by_lead_unit,
        ((Code.ALREADY_ACKNOWLEDGED, _not_acknowledged),), (), _acknowledged,
    ),
    Row(
        TaskAct.REPORT_PROGRESS, PENDING, TaskStatus.IN_PROGRESS, _by_lead_unit,
        (), ((Code.PERCENT_INVALID, _percent),), _progressed,
    ),
    Row(
        TaskAct.SUBMIT, PENDING, TaskStatus.SUBMITTED, _by_lead_unit,
        (), ((Code.EVIDENCE_MISSING, _some_evidence), (Code.EVIDENCE_INVALID, _sound_evidence)), _submitted,
    ),
    Row(
        TaskAct.SNOOZE, PENDING, None, _by_lead_unit,
        ((Code.TOO_LATE_TO_SNOOZE, _before_due),), ((Code.SNOOZE_DATE_INVALID, _snooze_date),), _snoozed,
    ),
    Row(TaskAct.WAKE, PENDING, None, _by_lead_unit, ((Code.NOT_SNOOZED, _is_snoozed),), (), _woken),
    Row(
        TaskAct.REQUEST_EXTENSION, PENDING, None, _by_lead_unit,
        ((Code.TOO_LATE_TO_EXTEND, _before_due), (Code.EXTENSION_PENDING, _no_extension_pending)),
        ((Code.EXTENSION_DATE_INVALID, _later_date), *_WITH_REASON), _asked,
    ),
    Row(
        TaskAct.EXPLAIN, PENDING, None, _by_lead_unit,
        ((Code.NOT_OVERDUE, _overdue),), ((Code.TEXT_BLANK, _reason),), _explained,
    ),
    Row(
        TaskAct.APPROVE, _SUBMITTED, TaskStatus.COMPLETED, _by_decider,
        ((Code.SELF_APPROVAL, _not_the_submitter),), (), _completed,
    ),
    Row(
        TaskAct.RETURN, _SUBMITTED, TaskStatus.IN_PROGRESS, _by_decider,
        ((Code.SELF_APPROVAL, _not_the_submitter),), _WITH_REASON, _returned,
    ),
    Row(
        TaskAct.GRANT_EXTENSION, PENDING, None, _by_decider,
        ((Code.EXTENSION_NOT_ASKED, _extension_pending), (Code.SELF_APPROVAL, _not_the_asker)),
        ((Code.EXTENSION_DATE_INVALID, _granted_date),), _granted,
    ),
    Row(
        TaskAct.REFUSE_EXTENSION, PENDING, None, _by_decider,
        ((Code.EXTENSION_NOT_ASKED, _extension_pending), (Code.SELF_APPROVAL, _not_the_asker)),
        _WITH_REASON, _extension_closed,
    ),
    Row(TaskAct.SUSPEND, PENDING, TaskStatus.SUSPENDED, _by_coordinator, (), _WITH_REASON, _paused),
    Row(TaskAct.RESUME, _SUSPENDED, TaskStatus.IN_PROGRESS, _by_coordinator, (), (), _resumed),
    Row(
        TaskAct.CANCEL, PENDING | _SUBMITTED | _SUSPENDED, TaskStatus.CANCELLED, _by_coordinator,
        (), _WITH_REASON, _paused,
    ),
)  # fmt: skip

_ROWS: Final[Mapping[TaskAct, Row]] = {row.act: row for row in TABLE}


def acts(
    task: Task, actor: Actor, today: date, *, standing_agency: str = STANDING_AGENCY
) -> frozenset[TaskAct]:
    """What the actor may do with the task today: these are the buttons."""
    at = _Moment(actor, today, standing_agency)
    return frozenset(row.act for row in TABLE if _refusal(row, task, at) is None)


def check_may(
    task: Task, act: TaskAct, actor: Actor, today: date, *, standing_agency: str = STANDING_AGENCY
) -> None:
    """Whether the button for this act would be drawn: ``check`` before there is anything to come with the act.

    Raises Refused: NOT_YOURS, NOT_NOW (``status``), or the code of the first condition that does not hold.
    """
    code = _refusal(_ROWS[act], task, _Moment(actor, today, standing_agency))
    if code is not None:
        raise Refused(code, task=task.code, act=act, status=task.status)


def check(
    task: Task,
    act: TaskAct,
    actor: Actor,
    today: date,
    facts: TaskFacts = NO_FACTS,
    *,
    standing_agency: str = STANDING_AGENCY,
) -> None:
    """Whether the actor may do this now with these facts.

    Raises Refused: NOT_YOURS, NOT_NOW (``status``), or the code of the first condition or need that does not hold.
    """
    row = _ROWS[act]
    at = _Moment(actor, today, standing_agency, facts)
    code = _refusal(row, task, at) or next((code for code, holds in row.needs if not holds(task, at)), None)
    if code is not None:
        raise Refused(code, task=task.code, act=act, status=task.status)


def apply(
    task: Task,
    act: TaskAct,
    actor: Actor,
    today: date,
    facts: TaskFacts = NO_FACTS,
    *,
    standing_agency: str = STANDING_AGENCY,
) -> Task:
    """The task after the act, one revision further. Raises Refused as ``check``."""
    check(task, act, actor, today, facts, standing_agency=standing_agency)
    row = _ROWS[act]
    after = row.effect(task, _Moment(actor, today, standing_agency, facts))
    return replace(after, status=row.to or task.status, revision=task.revision + 1)


def _refusal(row: Row, task: Task, at: _Moment) -> Code | None:
    if not row.who(task, at):
        return Code.NOT_YOURS
    if task.status not in row.source:
        return Code.NOT_NOW
    return next((code for code, holds in row.conditions if not holds(task, at)), None)
