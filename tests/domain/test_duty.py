from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.deadlines import DueRule
from domain.digital_plan import DigitalPlan, Matrix, PlanTerm, counts, matrix, without_plan
from domain.duty import (
    Dispatch,
    Duty,
    DutyAct,
    DutyFacts,
    DutyStatus,
    Fulfilment,
    Order,
    Paper,
    acts,
    apply,
    assigned,
    check_may,
    due_on,
    receiving,
    urgency,
    with_plan,
)
from domain.errors import Code, Refused
from domain.people import Role
from domain.reminders import Reason, ReasonKind, Rung, present_rung, reason_to_hear
from tests.domain.world import CAL, COORDINATOR, LEADER, UNITS, person

DISPATCH = Dispatch("d", "CV-2023", date(2023, 10, 16), "Công văn", "Dispatch")
EXPLANATION = Order(
    "o4b", "d", "CV-04b", 4, "Báo cáo giải trình", "Explain the delay", ("@NO_DX_PLAN",),
    DueRule.BEFORE_STRICT, date(2023, 10, 30), "Văn bản giải trình", ("SNV", "STTTT"),
)  # fmt: skip
PLAN_ORDER = replace(
    EXPLANATION, id="o4a", code="CV-04a", due_rule=DueRule.URGENT, due_date=None,
    fulfilment=Fulfilment.DIGITAL_PLAN,
)  # fmt: skip
YEAR_2023, PERIOD = PlanTerm(2023, 2023), PlanTerm(2021, 2025)
FRIDAY = date(2023, 10, 27)
HEAD = person("head-vinh", (Role.UNIT_HEAD, "TP-VINH"))
STTTT_HEAD = person("head-sttt", (Role.UNIT_HEAD, "STTTT"))
PAPER = Paper("123/BC-UBND", date(2023, 10, 25), date(2023, 10, 25), "head-vinh")


def issued(unit: str, term: PlanTerm, on: date) -> DigitalPlan:
    return DigitalPlan(unit, term, f"1/KH-{unit}", on)


def a_duty(order: Order = EXPLANATION, **changes: object) -> Duty:
    values: dict[str, object] = {"order": order, "unit": "TP-VINH", "due_date": due_on(order, CAL)}
    return Duty(**(values | changes))  # type: ignore[arg-type]


def test_before_30_october_2023_ends_on_friday_27_october() -> None:
    assert due_on(EXPLANATION, CAL) == FRIDAY
    assert due_on(replace(EXPLANATION, due_rule=DueRule.BY_DATE), CAL) == date(2023, 10, 30)
    assert due_on(PLAN_ORDER, CAL) is None


def test_the_groups_are_those_of_the_dispatch_s_day() -> None:
    order = replace(EXPLANATION, assignees=("@DEPTS", "@DISTRICTS"))
    assert assigned(order, DISPATCH, UNITS, matrix([], [])) == (
        "VPUBND", "SNV", "STTTT", "SKHCN", "TTT", "TP-VINH", "H-NAMDAN",
    )  # fmt: skip
    later = replace(DISPATCH, issued_on=date(2025, 3, 3))
    assert "STTTT" not in assigned(order, later, UNITS, matrix([], []))


def test_whoever_lacked_a_plan_before_the_dispatch_s_day_owes_and_who_had_one_does_not() -> None:
    plans = matrix(
        [YEAR_2023],
        [
            issued("SNV", YEAR_2023, date(2023, 3, 1)),
            issued("STTTT", YEAR_2023, DISPATCH.issued_on - timedelta(days=1)),
            issued("SKHCN", YEAR_2023, DISPATCH.issued_on),
            issued("TTT", YEAR_2023, date(2023, 10, 20)),
        ],
    )
    assert assigned(EXPLANATION, DISPATCH, UNITS, plans) == ("VPUBND", "SKHCN", "TTT", "TP-VINH", "H-NAMDAN")


def test_every_term_that_covers_the_year_is_asked_for() -> None:
    plans = matrix([PERIOD, YEAR_2023], [issued("SNV", YEAR_2023, date(2023, 3, 1))])
    assert plans.missing("SNV", DISPATCH.issued_on, 2023) == (PERIOD,)
    assert plans.missing("SNV", DISPATCH.issued_on, 2026) == ()
    assert "SNV" in without_plan(UNITS, plans, DISPATCH.issued_on, 2023)
    assert [(one.term.code, one.issued, one.total) for one in counts(plans, ["SNV", "TTT"])] == [
        ("2021-2025", 0, 2),
        ("2023", 1, 2),
    ]


def test_the_moment_the_plan_is_entered_it_is_owed_no_more_and_the_explanation_still_is() -> None:
    nothing = matrix([YEAR_2023], [])
    assert with_plan(a_duty(PLAN_ORDER), nothing, 2023).status is DutyStatus.OWED
    entered = matrix([YEAR_2023], [issued("TP-VINH", YEAR_2023, date(2023, 10, 20))])
    duty = with_plan(a_duty(PLAN_ORDER), entered, 2023)
    assert duty.status is DutyStatus.SENT
    assert duty.unreceived == ("SNV", "STTTT")
    assert "TP-VINH" in assigned(EXPLANATION, DISPATCH, UNITS, entered)
    assert with_plan(a_duty(), entered, 2023).status is DutyStatus.OWED


def test_of_two_terms_one_alone_is_not_enough() -> None:
    half = matrix([YEAR_2023, PERIOD], [issued("TP-VINH", YEAR_2023, date(2023, 10, 20))])
    assert with_plan(a_duty(PLAN_ORDER), half, 2023).is_pending


def test_two_receiving_departments_mean_two_receipts() -> None:
    sent = apply(a_duty(), DutyAct.SEND, HEAD, date(2023, 10, 25), DutyFacts(paper=PAPER))
    assert sent.status is DutyStatus.SENT
    one = apply(sent, DutyAct.RECEIVE, COORDINATOR, FRIDAY, DutyFacts(receiver="SNV"))
    assert one.status is DutyStatus.SENT
    assert one.unreceived == ("STTTT",)
    both = apply(one, DutyAct.RECEIVE, STTTT_HEAD, FRIDAY, DutyFacts(receiver="STTTT"))
    assert both.status is DutyStatus.DONE
    assert both.receipts["STTTT"].by == "head-sttt"


@pytest.mark.parametrize("receiver", ["SNV", "TP-VINH", ""])
def test_nobody_gives_another_department_s_receipt(receiver: str) -> None:
    sent = a_duty(paper=PAPER, receipts={}, revision=1)
    facts = DutyFacts(receiver=receiver or "STTTT")
    who = STTTT_HEAD if receiver else HEAD
    with pytest.raises(Refused) as refusal:
        apply(sent, DutyAct.RECEIVE, who, FRIDAY, facts)
    assert refusal.value.code is Code.NOT_YOURS


def test_nobody_receives_what_they_themselves_sent() -> None:
    both = person("both", (Role.UNIT_HEAD, "TP-VINH"), (Role.COORDINATOR, "SNV"))
    sent = a_duty(paper=replace(PAPER, sent_by="both"))
    assert receiving(sent, both) == ()
    assert receiving(sent, COORDINATOR) == ("SNV",)


def test_what_comes_back_is_owed_again_to_every_department() -> None:
    sent = a_duty(paper=PAPER)
    received = apply(sent, DutyAct.RECEIVE, COORDINATOR, FRIDAY, DutyFacts(receiver="SNV"))
    facts = DutyFacts(receiver="STTTT", reason="Thiếu chữ ký")
    back = apply(received, DutyAct.RETURN, STTTT_HEAD, FRIDAY, facts)
    assert back.status is DutyStatus.OWED
    assert back.receipts == {}
    with pytest.raises(Refused) as refusal:
        apply(received, DutyAct.RETURN, STTTT_HEAD, FRIDAY, DutyFacts(receiver="STTTT", reason=" "))
    assert refusal.value.code is Code.REASON_MISSING


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (None, Code.DOCUMENT_MISSING),
        (replace(PAPER, number=" \u200b"), Code.DOCUMENT_MISSING),
        (replace(PAPER, dated=date(2023, 10, 26)), Code.DOCUMENT_FROM_FUTURE),
    ],
)
def test_a_document_has_a_number_and_is_not_of_tomorrow(paper: Paper | None, code: Code) -> None:
    with pytest.raises(Refused) as refusal:
        apply(a_duty(), DutyAct.SEND, HEAD, date(2023, 10, 25), DutyFacts(paper=paper))
    assert refusal.value.code is code


def test_buttons_are_drawn_for_whom_they_are() -> None:
    today = date(2023, 10, 25)
    assert acts(a_duty(), HEAD, today) == {DutyAct.ACKNOWLEDGE, DutyAct.SEND}
    assert acts(a_duty(acknowledged_on=today), HEAD, today) == {DutyAct.SEND}
    assert acts(a_duty(PLAN_ORDER), HEAD, today) == {DutyAct.ACKNOWLEDGE}
    assert acts(a_duty(), COORDINATOR, today) == frozenset()
    assert acts(a_duty(paper=PAPER), COORDINATOR, today) == {DutyAct.RECEIVE, DutyAct.RETURN}
    assert acts(a_duty(paper=PAPER), LEADER, today) == frozenset()
    standing = a_duty(replace(EXPLANATION, due_rule=DueRule.CONTINUOUS, due_date=None))
    assert acts(standing, HEAD, today) == frozenset()
    with pytest.raises(Refused) as refusal:
        check_may(standing, DutyAct.SEND, HEAD, today)
    assert refusal.value.code is Code.NOT_NOW


def test_it_is_late_by_the_day_it_was_sent_whenever_it_is_received() -> None:
    assert not a_duty(paper=replace(PAPER, sent_on=FRIDAY)).is_late
    assert a_duty(paper=replace(PAPER, sent_on=date(2023, 10, 30))).is_late
    assert a_duty().is_overdue(date(2023, 10, 30))
    assert not a_duty().is_overdue(FRIDAY)
    assert not a_duty(PLAN_ORDER).is_overdue(date(2024, 10, 30))


def test_the_countdown_runs_to_the_friday_and_the_ladder_from_the_monday() -> None:
    duty = a_duty()
    assert reason_to_hear(duty, date(2023, 10, 24), CAL) == Reason(ReasonKind.DUE_SOON, 3, FRIDAY)
    assert reason_to_hear(duty, FRIDAY, CAL) == Reason(ReasonKind.DUE_TODAY, 0, FRIDAY)
    assert reason_to_hear(duty, date(2023, 10, 30), CAL) == Reason(ReasonKind.OVERDUE, 1, FRIDAY)
    assert present_rung(duty, date(2023, 10, 30), CAL) is Rung.COORDINATOR
    assert reason_to_hear(replace(duty, paper=PAPER), FRIDAY, CAL) is None


def test_an_urgent_order_without_a_date_is_heard_of_each_week_until_it_is_done() -> None:
    duty = a_duty(PLAN_ORDER)
    heard = [day for day in range(16, 32) if reason_to_hear(duty, date(2023, 10, day), CAL) is not None]
    assert heard == [16, 23, 30]
    assert present_rung(duty, date(2023, 12, 29), CAL) is Rung.HEAD


def test_a_list_begins_with_what_has_a_date() -> None:
    soon = a_duty(replace(EXPLANATION, code="B", due_rule=DueRule.BY_DATE, due_date=date(2023, 10, 20)))
    soon = replace(soon, due_date=date(2023, 10, 20))
    assert sorted([a_duty(PLAN_ORDER), a_duty(), soon], key=urgency) == [soon, a_duty(), a_duty(PLAN_ORDER)]


def test_a_term_has_its_years_in_order() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        PlanTerm(2025, 2021)
    assert Matrix((), {}).plan("SNV", PERIOD) is None
