"""Whatever people do to a task in whatever order, some things stay true."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.errors import Refused
from domain.people import Actor, Role
from domain.reminders import reason_to_hear
from domain.task import (
    ENDED,
    PENDING,
    Evidence,
    EvidenceKind,
    TaskAct,
    TaskFacts,
    TaskStatus,
    is_late,
    is_overdue,
)
from domain.task_transitions import acts, apply
from tests.domain.world import CAL, a_task, person

PEOPLE = (
    person("head", (Role.UNIT_HEAD, "SNV"), (Role.COORDINATOR, "SNV")),
    person("focal", (Role.FOCAL_OFFICER, "SNV")),
    person("coordinator", (Role.COORDINATOR, "SNV")),
    person("leader", (Role.LEADER, None)),
    person("elsewhere", (Role.UNIT_HEAD, "STTTT")),
    Actor("citizen"),
)
texts = st.sampled_from(["", " ", "lý do"])
facts = st.builds(
    TaskFacts,
    reason=texts,
    percent=st.none() | st.integers(-5, 105),
    evidence=st.sampled_from(
        [(), (Evidence(EvidenceKind.LINK, "https://x.vn"),), (Evidence(EvidenceKind.LINK, "x"),)]
    ),
    until=st.none() | st.dates(date(2023, 9, 1), date(2024, 2, 1)),
)


class TaskMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        due = date(2023, 10, 31)
        self.task = a_task(lead_unit="SNV", due_date=due, original_due_date=due)
        self.today = date(2023, 9, 25)
        self.acted = 0

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(actor=st.sampled_from(PEOPLE), act=st.sampled_from(TaskAct), given=facts)
    def somebody_acts(self, actor: Actor, act: TaskAct, given: TaskFacts) -> None:
        before = self.task
        drawn = act in acts(before, actor, self.today)
        try:
            after = apply(before, act, actor, self.today, given)
        except Refused:
            return
        assert drawn, "what was done was not among the buttons"
        assert actor.person_id not in {"citizen", "elsewhere"}
        assert before.status not in ENDED
        if act is TaskAct.APPROVE:
            assert actor.person_id != before.submitted_by
        if act is TaskAct.GRANT_EXTENSION:
            assert before.extension is not None
            assert actor.person_id != before.extension.asked_by
        self.task = after
        self.acted += 1

    @invariant()
    def the_task_holds_together(self) -> None:
        task = self.task
        assert task.revision == self.acted
        assert task.original_due_date == date(2023, 10, 31)
        assert task.due_date >= task.original_due_date
        assert 0 <= task.progress_percent <= 100
        assert (task.completed_on is not None) is (task.status is TaskStatus.COMPLETED)
        assert task.snoozed_until is None or task.snoozed_until <= task.due_date
        if task.status in PENDING:
            assert task.submitted_on is None
        if task.status in {TaskStatus.SUBMITTED, TaskStatus.COMPLETED}:
            assert task.submitted_on is not None
            assert task.submitted_by is not None
            assert is_late(task) is (task.submitted_on > task.due_date)
        if task.extension is not None:
            assert task.status in PENDING
            assert task.extension.until > task.due_date

    @invariant()
    def nobody_hears_of_what_is_not_theirs_to_do(self) -> None:
        reason = reason_to_hear(self.task, self.today, CAL)
        if self.task.status not in PENDING:
            assert reason is None
            assert not is_overdue(self.task, self.today)


TaskMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestTaskMachine = TaskMachine.TestCase
