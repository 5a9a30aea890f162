from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import (
    Tie,
    accused_hidden_from,
    excluded_units,
    may_know,
    may_read_measures,
    may_read_referral,
    may_work_on,
    sight,
    tier_for,
)
from domain.case import CaseStatus, Measure, Referral, Tier
from domain.people import CLOCK, Actor, Role
from domain.unit import Unit, UnitKind, by_code
from tests.domain.world import (
    ADMINISTRATOR,
    CITIZEN,
    COORDINATOR,
    CTX,
    CUSTODIAN,
    FOCAL_OF_ACCUSED,
    HEAD_ELSEWHERE,
    HEAD_OF_ACCUSED,
    HEAD_OF_INSPECTORATE,
    INSIDER,
    INSPECTOR,
    INTAKE,
    LEAD,
    LEADER,
    LONG_AGO,
    OVERSIGHT,
    OWNER,
    STRANGER,
    TIED,
    UNITS,
    a_case,
    at,
    person,
)

CASE = a_case()


@pytest.mark.parametrize("actor", [INTAKE, INSPECTOR, OWNER, LEAD, CITIZEN], ids=lambda a: a.name)
def test_the_inspectorate_and_the_reporter_know_of_a_case(actor: Actor) -> None:
    assert may_know(CASE, actor, UNITS)


@pytest.mark.parametrize(
    "actor",
    [
        STRANGER,
        Actor("somebody"),
        HEAD_OF_ACCUSED,
        FOCAL_OF_ACCUSED,
        HEAD_ELSEWHERE,
        HEAD_OF_INSPECTORATE,
        COORDINATOR,
        LEADER,
        ADMINISTRATOR,
        CUSTODIAN,
        OVERSIGHT,
        INSIDER,
        CLOCK,
    ],
    ids=lambda a: a.name,
)
def test_nobody_else_does(actor: Actor) -> None:
    assert not may_know(CASE, actor, UNITS)


@pytest.mark.parametrize("status", [status for status in CaseStatus if status is not CaseStatus.DRAFT])
def test_it_is_so_in_every_state(status: CaseStatus) -> None:
    case = a_case(status)
    assert may_know(case, INSPECTOR, UNITS)
    assert not may_know(case, HEAD_OF_ACCUSED, UNITS)


def test_a_draft_is_its_writers_alone() -> None:
    draft = a_case(CaseStatus.DRAFT)
    assert may_know(draft, CITIZEN, UNITS)
    assert not may_know(draft, LEAD, UNITS)


def test_a_case_nobody_reported_is_nobodys_own() -> None:
    entered = a_case(reporter_id=None)
    assert not may_know(entered, Actor("somebody", reporter_id=None), UNITS)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CUSTODIAN])
def test_an_administrator_or_custodian_sees_nothing_whatever_else_they_hold(role: Role) -> None:
    both = person("both", (role, None), (Role.LEAD_INSPECTOR, "TTT"), (Role.OVERSIGHT, None))
    assert sight(both, UNITS).is_blind


def test_whoever_declared_a_tie_to_the_unit_or_the_case_does_not_know_and_the_others_still_do() -> None:
    assert not may_know(CASE, TIED, UNITS, CTX.ties)
    to_the_case = [Tie(LEAD.person_id, LONG_AGO, case_id=CASE.id)]
    assert not may_know(CASE, LEAD, UNITS, to_the_case)
    assert may_know(CASE, INSPECTOR, UNITS, to_the_case)
    assert may_know(replace(CASE, id="another"), LEAD, UNITS, to_the_case)


def test_a_tie_that_ended_binds_no_more() -> None:
    assert may_know(
        CASE, LEAD, UNITS, [Tie(LEAD.person_id, LONG_AGO, unit="STTTT", ended_at=at("2023-09-01"))]
    )


def test_a_tie_reaches_units_under_and_above_the_one_named() -> None:
    tie = [Tie(LEAD.person_id, LONG_AGO, unit="TP-VINH")]
    assert not may_know(replace(CASE, accused_unit="P-HUNGBINH"), LEAD, UNITS, tie)
    tie = [Tie(LEAD.person_id, LONG_AGO, unit="P-HUNGBINH")]
    assert not may_know(replace(CASE, accused_unit="TP-VINH"), LEAD, UNITS, tie)


def test_whoever_recused_themselves_does_not_know() -> None:
    assert not may_know(replace(CASE, recused=frozenset({LEAD.person_id})), LEAD, UNITS)


def test_an_inspector_who_reported_it_knows_as_a_reporter_and_works_on_it_not() -> None:
    both = person("both", (Role.INSPECTOR, "TTT"), reporter=True)
    own = replace(CASE, reporter_id=both.reporter_id)
    assert may_know(own, both, UNITS)
    assert not may_work_on(own, both, UNITS)


@pytest.mark.parametrize("accused", ["TTT", "TTT-P1", "UBND-NA"])
def test_a_case_against_the_inspectorate_or_what_is_above_it_goes_to_oversight(accused: str) -> None:
    tier = tier_for(accused, UNITS)
    assert tier is Tier.OVERSIGHT
    case = a_case(accused_unit=accused, tier=tier)
    assert may_know(case, OVERSIGHT, UNITS)
    assert not any(may_know(case, actor, UNITS) for actor in (INTAKE, INSPECTOR, LEAD, HEAD_OF_INSPECTORATE))


def test_so_does_a_case_against_somebody_in_the_inspectorate() -> None:
    assert tier_for("STTTT", UNITS) is Tier.STANDARD
    assert tier_for("STTTT", UNITS, inspectorate_person_accused=True) is Tier.OVERSIGHT


def test_oversight_by_one_of_the_inspectorate_is_none() -> None:
    both = person("both", (Role.OVERSIGHT, None), (Role.INSPECTOR, None))
    assert sight(both, UNITS).is_blind
    head = person("head", (Role.OVERSIGHT, None), (Role.UNIT_HEAD, "TTT"))
    assert not may_know(a_case(accused_unit="TTT", tier=Tier.OVERSIGHT), head, UNITS)


def test_a_restricted_case_is_known_to_its_owner_and_the_lead() -> None:
    case = a_case(CaseStatus.ASSIGNED, tier=Tier.RESTRICTED)
    assert [may_know(case, actor, UNITS) for actor in (OWNER, LEAD, INSPECTOR, INTAKE, OVERSIGHT)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_units_that_must_not_know_are_the_accused_those_under_it_and_those_above_it_below_the_province() -> (
    None
):
    assert excluded_units("TP-VINH", UNITS) == {"TP-VINH", "P-HUNGBINH"}
    assert excluded_units("P-HUNGBINH", UNITS) == {"TP-VINH", "P-HUNGBINH"}
    assert excluded_units("TTHCC", UNITS) == {"TTHCC", "VPUBND"}
    assert excluded_units("VPUBND", UNITS) == {"TTHCC", "VPUBND"}
    assert excluded_units("UBND-NA", UNITS) == set(UNITS)


def test_after_a_merger_the_same_people_under_another_name_must_not_know_either() -> None:
    assert excluded_units("STTTT", UNITS) == {"STTTT", "SKHCN"}
    moved = person("moved", (Role.LEAD_INSPECTOR, "TTT"), (Role.FOCAL_OFFICER, "SKHCN"))
    assert not may_know(CASE, moved, UNITS)


def test_people_of_the_province_itself_are_kept_from_cases_against_it_alone() -> None:
    assert accused_hidden_from(frozenset({"UBND-NA"}), UNITS) == {"UBND-NA"}


codes = [f"U{n}" for n in range(9)]


@st.composite
def provinces(draw: st.DrawFn) -> dict[str, Unit]:
    units = [Unit("U0", "", "", UnitKind.PROVINCE)]
    for n in range(1, len(codes)):
        parent = codes[draw(st.integers(0, n - 1))]
        later = tuple(draw(st.lists(st.sampled_from(codes[1:]), max_size=1)))
        kind = draw(st.sampled_from([UnitKind.DEPARTMENT, UnitKind.INSPECTORATE, UnitKind.SUBUNIT]))
        units.append(Unit(codes[n], "", "", kind, parent, successors=later))
    return dict(by_code(units))


@given(provinces(), st.sampled_from(codes))
def test_what_is_hidden_from_a_unit_is_exactly_what_excludes_it(units: dict[str, Unit], mine: str) -> None:
    assert accused_hidden_from(frozenset({mine}), units) == {
        accused for accused in units if mine in excluded_units(accused, units)
    }


@given(provinces(), st.sampled_from(codes), st.sampled_from(codes))
def test_no_inspector_with_a_role_in_a_unit_that_must_not_know_knows(
    units: dict[str, Unit], accused: str, mine: str
) -> None:
    actor = person("x", (Role.LEAD_INSPECTOR, None), (Role.UNIT_HEAD, mine))
    case = a_case(accused_unit=accused)
    assert may_know(case, actor, units) is (mine not in excluded_units(accused, units))


@given(provinces(), st.sampled_from(codes))
def test_a_case_that_would_shut_out_every_inspectorate_is_oversights(
    units: dict[str, Unit], accused: str
) -> None:
    shut_out = any(units[code].kind is UnitKind.INSPECTORATE for code in excluded_units(accused, units))
    assert (tier_for(accused, units) is Tier.OVERSIGHT) is shut_out


REFERRAL = Referral("STTTT", "head-of-accused", at("2023-10-20").date(), "tóm tắt", summary_redacted=True)


def test_the_head_reads_the_referral_addressed_to_them_while_it_is_out_and_learns_nothing_else() -> None:
    out = a_case(CaseStatus.REFERRED, referral=REFERRAL)
    assert may_read_referral(out, HEAD_OF_ACCUSED)
    assert not may_know(out, HEAD_OF_ACCUSED, UNITS)
    assert not may_read_referral(replace(out, status=CaseStatus.VERIFYING), HEAD_OF_ACCUSED)


def test_nobody_else_of_the_unit_reads_it_nor_a_head_who_is_one_no_more() -> None:
    out = a_case(CaseStatus.REFERRED, referral=REFERRAL)
    assert not may_read_referral(out, FOCAL_OF_ACCUSED)
    assert not may_read_referral(out, Actor("head-of-accused"))
    assert not may_read_referral(out, person("head-of-accused", (Role.UNIT_HEAD, "SNV")))


def test_a_delegate_named_in_the_referral_reads_it() -> None:
    out = a_case(CaseStatus.REFERRED, referral=replace(REFERRAL, addressee_id="focal-of-accused"))
    assert may_read_referral(out, FOCAL_OF_ACCUSED)
    assert not may_read_referral(out, HEAD_OF_ACCUSED)


def test_the_head_reads_a_measure_addressed_to_their_unit() -> None:
    measure = Measure("khien_trach", "STTTT", at("2023-12-01").date(), "12/QĐ")
    case = a_case(CaseStatus.MEASURES, measures=(measure,))
    assert may_read_measures(case, HEAD_OF_ACCUSED)
    assert not may_read_measures(case, FOCAL_OF_ACCUSED)
    assert not may_read_measures(case, HEAD_ELSEWHERE)
    assert not may_read_measures(a_case(CaseStatus.CONCLUDED, measures=(measure,)), HEAD_OF_ACCUSED)
