from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.task import (
    PENDING,
    Evidence,
    EvidenceKind,
    Extension,
    Task,
    TaskAct,
    TaskFacts,
    TaskStatus,
    days_overdue,
    is_explained,
    is_late,
    is_late_by_plan,
    is_overdue,
    snooze_days,
    urgency,
)
from domain.task_transitions import TABLE, acts, apply, check
from tests.domain.world import CAL, a_task, person

TODAY = date(2023, 10, 2)
NEXT_MONTH = date(2023, 11, 30)

HEAD = person("head", (Role.UNIT_HEAD, "STTTT"))
FOCAL = person("focal", (Role.FOCAL_OFFICER, "STTTT"))
COORDINATOR = person("coordinator", (Role.COORDINATOR, "SNV"))
COORDINATOR_HEAD = person("both", (Role.COORDINATOR, "SNV"), (Role.UNIT_HEAD, "SNV"))
LEADER = person("leader", (Role.LEADER, "UBND-NA"))
COOPERATING = person("cooperating", (Role.UNIT_HEAD, "VPUBND"))
OTHERS = (
    COOPERATING,
    Actor("citizen"),
    person("inspector", (Role.INSPECTOR, "TTT")),
    person("lead", (Role.LEAD_INSPECTOR, "TTT")),
    person("intake", (Role.INTAKE_OFFICER, "TTT")),
    person("oversight", (Role.OVERSIGHT, None)),
    person("custodian", (Role.CUSTODIAN, None)),
    person("administrator", (Role.ADMINISTRATOR, None)),
)

A_LINK = Evidence(EvidenceKind.LINK, "https://nghean.gov.vn/van-ban/1")
GOOD: dict[TaskAct, TaskFacts] = {
    TaskAct.ACKNOWLEDGE: TaskFacts(),
    TaskAct.REPORT_PROGRESS: TaskFacts(percent=60),
    TaskAct.SUBMIT: TaskFacts(evidence=(A_LINK,)),
    TaskAct.SNOOZE: TaskFacts(until=date(2023, 10, 10)),
    TaskAct.WAKE: TaskFacts(),
    TaskAct.REQUEST_EXTENSION: TaskFacts(until=NEXT_MONTH, reason="Chờ trung ương hướng dẫn"),
    TaskAct.EXPLAIN: TaskFacts(reason="Thiếu người"),
    TaskAct.APPROVE: TaskFacts(),
    TaskAct.RETURN: TaskFacts(reason="Thiếu phụ lục"),
    TaskAct.GRANT_EXTENSION: TaskFacts(),
    TaskAct.REFUSE_EXTENSION: TaskFacts(reason="Không đủ lý do"),
    TaskAct.SUSPEND: TaskFacts(reason="Chờ sáp nhập"),
    TaskAct.RESUME: TaskFacts(),
    TaskAct.CANCEL: TaskFacts(reason="Trùng nhiệm vụ"),
}

LEAD_ACTS = frozenset(
    {
        TaskAct.ACKNOWLEDGE, TaskAct.REPORT_PROGRESS, TaskAct.SUBMIT,
        TaskAct.SNOOZE, TaskAct.WAKE, TaskAct.REQUEST_EXTENSION, TaskAct.EXPLAIN,
    }
)  # fmt: skip
DECISIONS = frozenset({TaskAct.APPROVE, TaskAct.RETURN, TaskAct.GRANT_EXTENSION, TaskAct.REFUSE_EXTENSION})
DIRECTION = frozenset({TaskAct.SUSPEND, TaskAct.RESUME, TaskAct.CANCEL})

EXPECTED: dict[TaskAct, tuple[frozenset[TaskStatus], TaskStatus | None]] = {
    TaskAct.ACKNOWLEDGE: (PENDING, None),
    TaskAct.REPORT_PROGRESS: (PENDING, TaskStatus.IN_PROGRESS),
    TaskAct.SUBMIT: (PENDING, TaskStatus.SUBMITTED),
    TaskAct.SNOOZE: (PENDING, None),
    TaskAct.WAKE: (PENDING, None),
    TaskAct.REQUEST_EXTENSION: (PENDING, None),
    TaskAct.EXPLAIN: (PENDING, None),
    TaskAct.APPROVE: (frozenset({TaskStatus.SUBMITTED}), TaskStatus.COMPLETED),
    TaskAct.RETURN: (frozenset({TaskStatus.SUBMITTED}), TaskStatus.IN_PROGRESS),
    TaskAct.GRANT_EXTENSION: (PENDING, None),
    TaskAct.REFUSE_EXTENSION: (PENDING, None),
    TaskAct.SUSPEND: (PENDING, TaskStatus.SUSPENDED),
    TaskAct.RESUME: (frozenset({TaskStatus.SUSPENDED}), TaskStatus.IN_PROGRESS),
    TaskAct.CANCEL: (
        PENDING | {TaskStatus.SUBMITTED, TaskStatus.SUSPENDED},
        TaskStatus.CANCELLED,
    ),
}


def fit_for(act: TaskAct, status: TaskStatus = TaskStatus.IN_PROGRESS, lead: str = "STTTT") -> Task:
    """A task of the status on which nothing but the status and the person can stand in the act's way."""
    due = date(2023, 9, 29) if act is TaskAct.EXPLAIN else date(2023, 10, 31)
    task = a_task(status=status, due_date=due, original_due_date=due, lead_unit=lead)
    if status is TaskStatus.SUBMITTED:
        task = replace(task, submitted_on=date(2023, 9, 28), submitted_by="somebody")
    if act in {TaskAct.GRANT_EXTENSION, TaskAct.REFUSE_EXTENSION}:
        task = replace(task, extension=Extension(NEXT_MONTH, TODAY, "somebody"))
    if act is TaskAct.WAKE:
        task = replace(task, snoozed_until=date(2023, 10, 10))
    return task


def code_of(
    task: Task, act: TaskAct, actor: Actor, facts: TaskFacts | None = None, today: date = TODAY
) -> Code:
    with pytest.raises(Refused) as refused:
        check(task, act, actor, today, GOOD[act] if facts is None else facts)
    assert refused.value.data["act"] is act
    return refused.value.code


def belongs_to(act: TaskAct, actor: Actor, lead: str) -> bool:
    if actor in (HEAD, FOCAL):
        return act in LEAD_ACTS and lead == "STTTT"
    if actor is COORDINATOR:
        return act in DECISIONS | DIRECTION
    if actor is COORDINATOR_HEAD:
        return act in DECISIONS | DIRECTION or (act in LEAD_ACTS and lead == "SNV")
    if actor is LEADER:
        return act in DECISIONS and lead == "SNV"
    return False


def test_the_table_is_the_one_written_here() -> None:
    assert {row.act: (row.source, row.to) for row in TABLE} == EXPECTED
    assert len(TABLE) == len(TaskAct)


@pytest.mark.parametrize(("act", "status", "lead"), list(product(TaskAct, TaskStatus, ("STTTT", "SNV"))))
def test_each_person_may_do_in_each_state_what_the_rules_say_and_no_more(
    act: TaskAct, status: TaskStatus, lead: str
) -> None:
    task = fit_for(act, status, lead)
    sources, to = EXPECTED[act]
    for actor in (HEAD, FOCAL, COORDINATOR, COORDINATOR_HEAD, LEADER, *OTHERS):
        allowed = belongs_to(act, actor, lead) and status in sources
        assert (act in acts(task, actor, TODAY)) is allowed, actor.name
        if allowed:
            after = apply(task, act, actor, TODAY, GOOD[act])
            assert after.status is (to or status)
            assert after.revision == task.revision + 1
            assert after.original_due_date == task.original_due_date
        else:
            expected = Code.NOT_NOW if belongs_to(act, actor, lead) else Code.NOT_YOURS
            assert code_of(task, act, actor) is expected, actor.name


REFUSALS: list[tuple[TaskAct, Code, dict[str, object], TaskFacts | None, Actor]] = [
    (TaskAct.ACKNOWLEDGE, Code.ALREADY_ACKNOWLEDGED, {"acknowledged_on": TODAY}, None, HEAD),
    (TaskAct.REPORT_PROGRESS, Code.PERCENT_INVALID, {}, TaskFacts(), HEAD),
    (TaskAct.REPORT_PROGRESS, Code.PERCENT_INVALID, {}, TaskFacts(percent=101), HEAD),
    (TaskAct.REPORT_PROGRESS, Code.PERCENT_INVALID, {}, TaskFacts(percent=-1), HEAD),
    (TaskAct.SUBMIT, Code.EVIDENCE_MISSING, {}, TaskFacts(), HEAD),
    (
        TaskAct.SUBMIT, Code.EVIDENCE_INVALID, {},
        TaskFacts(evidence=(A_LINK, Evidence(EvidenceKind.LINK, "javascript:alert(1)"))), HEAD,
    ),
    (
        TaskAct.SUBMIT, Code.EVIDENCE_INVALID, {},
        TaskFacts(evidence=(Evidence(EvidenceKind.DOCUMENT_NUMBER, "\u200b "),)), HEAD,
    ),
    (TaskAct.SNOOZE, Code.TOO_LATE_TO_SNOOZE, {"due_date": TODAY}, None, HEAD),
    (TaskAct.SNOOZE, Code.SNOOZE_DATE_INVALID, {}, TaskFacts(), HEAD),
    (TaskAct.SNOOZE, Code.SNOOZE_DATE_INVALID, {}, TaskFacts(until=TODAY), HEAD),
    (TaskAct.SNOOZE, Code.SNOOZE_DATE_INVALID, {}, TaskFacts(until=date(2023, 11, 1)), HEAD),
    (TaskAct.WAKE, Code.NOT_SNOOZED, {"snoozed_until": None}, None, HEAD),
    (TaskAct.WAKE, Code.NOT_SNOOZED, {"snoozed_until": TODAY}, None, HEAD),
    (TaskAct.REQUEST_EXTENSION, Code.TOO_LATE_TO_EXTEND, {"due_date": TODAY}, None, HEAD),
    (
        TaskAct.REQUEST_EXTENSION, Code.EXTENSION_PENDING,
        {"extension": Extension(NEXT_MONTH, TODAY, "head")}, None, HEAD,
    ),
    (TaskAct.REQUEST_EXTENSION, Code.EXTENSION_DATE_INVALID, {}, TaskFacts(reason="x"), HEAD),
    (
        TaskAct.REQUEST_EXTENSION, Code.EXTENSION_DATE_INVALID, {},
        TaskFacts(reason="x", until=date(2023, 10, 31)), HEAD,
    ),
    (TaskAct.REQUEST_EXTENSION, Code.REASON_MISSING, {}, TaskFacts(until=NEXT_MONTH), HEAD),
    (TaskAct.EXPLAIN, Code.NOT_OVERDUE, {"due_date": TODAY}, None, HEAD),
    (TaskAct.EXPLAIN, Code.TEXT_BLANK, {}, TaskFacts(reason="\n"), HEAD),
    (TaskAct.APPROVE, Code.SELF_APPROVAL, {"submitted_by": "coordinator"}, None, COORDINATOR),
    (TaskAct.RETURN, Code.SELF_APPROVAL, {"submitted_by": "coordinator"}, None, COORDINATOR),
    (TaskAct.RETURN, Code.REASON_MISSING, {}, TaskFacts(), COORDINATOR),
    (TaskAct.GRANT_EXTENSION, Code.EXTENSION_NOT_ASKED, {"extension": None}, None, COORDINATOR),
    (
        TaskAct.GRANT_EXTENSION, Code.SELF_APPROVAL,
        {"extension": Extension(NEXT_MONTH, TODAY, "coordinator")}, None, COORDINATOR,
    ),
    (
        TaskAct.GRANT_EXTENSION, Code.EXTENSION_DATE_INVALID, {},
        TaskFacts(until=date(2023, 10, 31)), COORDINATOR,
    ),
    (TaskAct.REFUSE_EXTENSION, Code.EXTENSION_NOT_ASKED, {"extension": None}, None, COORDINATOR),
    (
        TaskAct.REFUSE_EXTENSION, Code.SELF_APPROVAL,
        {"extension": Extension(NEXT_MONTH, TODAY, "coordinator")}, None, COORDINATOR,
    ),
    (TaskAct.REFUSE_EXTENSION, Code.REASON_MISSING, {}, TaskFacts(), COORDINATOR),
    (TaskAct.SUSPEND, Code.REASON_MISSING, {}, TaskFacts(), COORDINATOR),
    (TaskAct.CANCEL, Code.REASON_MISSING, {}, TaskFacts(reason=" "), COORDINATOR),
]  # fmt: skip


@pytest.mark.parametrize(("act", "code", "changes", "facts", "actor"), REFUSALS)
def test_each_condition_refuses_by_its_code(
    act: TaskAct, code: Code, changes: dict[str, object], facts: TaskFacts | None, actor: Actor
) -> None:
    status = TaskStatus.SUBMITTED if act in {TaskAct.APPROVE, TaskAct.RETURN} else TaskStatus.IN_PROGRESS
    task = replace(fit_for(act, status), **changes)  # type: ignore[arg-type]
    assert code_of(task, act, actor, facts) is code


def test_every_condition_of_the_table_is_refused_somewhere_above() -> None:
    in_table = {(row.act, code) for row in TABLE for code, _ in (*row.conditions, *row.needs)}
    assert in_table == {(act, code) for act, code, *_ in REFUSALS}


def test_home_affairs_own_task_is_approved_by_another_coordinator_or_the_leader() -> None:
    task = fit_for(TaskAct.SUBMIT, lead="SNV")
    handed_in = apply(task, TaskAct.SUBMIT, COORDINATOR_HEAD, TODAY, GOOD[TaskAct.SUBMIT])
    assert code_of(handed_in, TaskAct.APPROVE, COORDINATOR_HEAD) is Code.SELF_APPROVAL
    assert TaskAct.APPROVE not in acts(handed_in, COORDINATOR_HEAD, TODAY)
    assert apply(handed_in, TaskAct.APPROVE, COORDINATOR, TODAY).status is TaskStatus.COMPLETED
    assert apply(handed_in, TaskAct.APPROVE, LEADER, TODAY).status is TaskStatus.COMPLETED


def test_a_completed_task_counts_on_the_day_it_was_submitted() -> None:
    task = fit_for(TaskAct.SUBMIT)
    handed_in = apply(task, TaskAct.SUBMIT, HEAD, task.due_date, GOOD[TaskAct.SUBMIT])
    done = apply(handed_in, TaskAct.APPROVE, COORDINATOR, task.due_date + timedelta(days=9))
    assert not is_late(done)
    assert done.completed_on == task.due_date + timedelta(days=9)
    assert done.progress_percent == 100


def test_a_task_returned_and_submitted_again_late_is_late() -> None:
    task = fit_for(TaskAct.SUBMIT)
    first = apply(task, TaskAct.SUBMIT, HEAD, task.due_date, GOOD[TaskAct.SUBMIT])
    back = apply(first, TaskAct.RETURN, COORDINATOR, task.due_date, GOOD[TaskAct.RETURN])
    assert back.submitted_on is None
    assert back.submitted_by is None
    again = apply(back, TaskAct.SUBMIT, FOCAL, task.due_date + timedelta(days=1), GOOD[TaskAct.SUBMIT])
    assert is_late(apply(again, TaskAct.APPROVE, COORDINATOR, NEXT_MONTH))


def test_a_late_completion_of_the_sample_stays_late() -> None:
    assert is_late(
        a_task(
            due_date=date(2023, 6, 15),
            status=TaskStatus.COMPLETED,
            submitted_on=date(2023, 6, 22),
            completed_on=date(2023, 6, 22),
        )
    )


def test_a_granted_extension_moves_the_date_and_keeps_the_plans_own_for_statistics() -> None:
    task = replace(fit_for(TaskAct.REQUEST_EXTENSION), acknowledged_on=TODAY)
    asked = apply(task, TaskAct.REQUEST_EXTENSION, HEAD, TODAY, GOOD[TaskAct.REQUEST_EXTENSION])
    assert asked.due_date == task.due_date
    granted = apply(asked, TaskAct.GRANT_EXTENSION, COORDINATOR, date(2023, 11, 10))
    assert (granted.due_date, granted.original_due_date) == (NEXT_MONTH, task.due_date)
    assert granted.acknowledged_on is None
    done = apply(granted, TaskAct.SUBMIT, HEAD, date(2023, 11, 20), GOOD[TaskAct.SUBMIT])
    assert not is_late(done)
    assert is_late_by_plan(done)


def test_a_coordinator_may_grant_another_date_than_was_asked() -> None:
    task = fit_for(TaskAct.GRANT_EXTENSION)
    shorter = TaskFacts(until=date(2023, 11, 15))
    assert apply(task, TaskAct.GRANT_EXTENSION, COORDINATOR, TODAY, shorter).due_date == date(2023, 11, 15)


def test_a_refused_extension_leaves_the_date_and_may_be_asked_for_again() -> None:
    task = fit_for(TaskAct.REFUSE_EXTENSION)
    refused = apply(task, TaskAct.REFUSE_EXTENSION, COORDINATOR, TODAY, GOOD[TaskAct.REFUSE_EXTENSION])
    assert (refused.due_date, refused.extension) == (task.due_date, None)
    assert TaskAct.REQUEST_EXTENSION in acts(refused, HEAD, TODAY)


def test_submitting_drops_a_pending_request_for_time() -> None:
    task = fit_for(TaskAct.GRANT_EXTENSION)
    assert apply(task, TaskAct.SUBMIT, HEAD, TODAY, GOOD[TaskAct.SUBMIT]).extension is None


def test_an_explanation_holds_until_the_date_is_moved_and_missed_again() -> None:
    task = fit_for(TaskAct.EXPLAIN)
    explained = apply(task, TaskAct.EXPLAIN, HEAD, TODAY, GOOD[TaskAct.EXPLAIN])
    assert is_explained(explained)
    assert TaskAct.EXPLAIN in acts(explained, HEAD, TODAY)
    # Asked for in time and granted late: the delay past the new date wants an explanation of its own.
    pending = replace(explained, extension=Extension(NEXT_MONTH, task.due_date, "focal"))
    extended = apply(pending, TaskAct.GRANT_EXTENSION, COORDINATOR, TODAY)
    assert not is_explained(extended)
    missed = NEXT_MONTH + timedelta(days=1)
    assert is_explained(apply(extended, TaskAct.EXPLAIN, HEAD, missed, GOOD[TaskAct.EXPLAIN]))


def test_a_reminder_is_put_off_to_working_days_before_the_due_date_or_to_that() -> None:
    # Monday 2 October 2023: one working day on is Tuesday, three are Thursday.
    def offered(due: date) -> tuple[date, ...]:
        return snooze_days(a_task(due_date=due), TODAY, CAL)

    assert offered(date(2023, 10, 20)) == (date(2023, 10, 3), date(2023, 10, 5), date(2023, 10, 20))
    assert offered(date(2023, 10, 5)) == (date(2023, 10, 3), date(2023, 10, 5))
    assert offered(date(2023, 10, 4)) == (date(2023, 10, 3), date(2023, 10, 4))
    assert offered(date(2023, 10, 3)) == (date(2023, 10, 3),)
    assert offered(TODAY) == ()


@pytest.mark.parametrize("due", [date(2023, 10, 3), date(2023, 10, 8), date(2023, 12, 31)])
def test_whatever_is_offered_may_be_chosen_and_silence_may_be_taken_back(due: date) -> None:
    task = a_task(due_date=due)
    for day in snooze_days(task, TODAY, CAL):
        snoozed = apply(task, TaskAct.SNOOZE, FOCAL, TODAY, TaskFacts(until=day))
        assert snoozed.snoozed_until == day
        assert apply(snoozed, TaskAct.WAKE, HEAD, TODAY).snoozed_until is None


@pytest.mark.parametrize("status", list(TaskStatus))
def test_only_what_is_with_the_unit_is_overdue_and_never_on_the_due_date(status: TaskStatus) -> None:
    task = a_task(status=status)
    assert is_overdue(task, TODAY) is (status in PENDING)
    assert not is_overdue(task, task.due_date)
    assert days_overdue(task, TODAY, CAL) == (64 if status in PENDING else 0)


def test_a_head_sees_the_most_overdue_first_then_what_is_due_soonest() -> None:
    def due(code: str, day: date) -> Task:
        return a_task(code=code, due_date=day)

    tasks = [
        due("later", date(2023, 12, 15)),
        due("today", TODAY),
        due("weekend", date(2023, 9, 30)),
        due("summer", date(2023, 6, 30)),
        due("soon", date(2023, 10, 5)),
    ]
    ordered = sorted(tasks, key=lambda task: urgency(task, TODAY, CAL))
    assert [task.code for task in ordered] == ["summer", "weekend", "today", "soon", "later"]
