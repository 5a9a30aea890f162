from datetime import date, datetime, timedelta
from itertools import product

import pytest

from domain.errors import Code, Refused
from domain.people import (
    CLOCK,
    INCOMPATIBLE,
    INSPECTORATE_ROLES,
    INVITATION_LIFE,
    LONGEST_DELEGATION,
    Actor,
    Grant,
    Invitation,
    Role,
    check_end,
    check_invitation,
    check_invite,
    check_new_role,
    likely_ends,
    may_appoint,
)
from tests.domain.world import LONG_AGO, at, person

NOW = at("2023-10-02")
SOON = NOW + timedelta(days=30)
A_YEAR = LONGEST_DELEGATION


def grant(
    role: Role,
    unit: str | None = None,
    since: datetime = LONG_AGO,
    until: datetime | None = None,
    ended_at: datetime | None = None,
) -> Grant:
    return Grant("g", "somebody", role, unit, since, until, ended_at)


def test_a_role_is_in_force_from_its_first_instant_until_just_before_its_last() -> None:
    role = grant(Role.FOCAL_OFFICER, "STTTT", since=NOW, until=SOON)
    tick = timedelta(microseconds=1)
    assert [role.in_force(when) for when in (NOW - tick, NOW, SOON - tick, SOON)] == [
        False,
        True,
        True,
        False,
    ]


def test_an_ended_role_is_over_at_that_instant() -> None:
    role = grant(Role.UNIT_HEAD, "STTTT", ended_at=NOW)
    assert role.in_force(NOW - timedelta(seconds=1))
    assert not role.in_force(NOW)


def test_one_person_holds_several_roles_in_several_units() -> None:
    both = person("both", (Role.UNIT_HEAD, "STTTT"), (Role.FOCAL_OFFICER, "SNV"), (Role.COORDINATOR, "SNV"))
    assert both.units() == {"STTTT", "SNV"}
    assert both.units(Role.UNIT_HEAD) == {"STTTT"}
    assert both.leads("STTTT")
    assert not both.leads("SNV")
    assert both.serves("SNV")
    assert both.has(Role.COORDINATOR)
    assert both.is_staff
    assert not both.is_inspectorate


def test_a_coordinator_does_not_serve_the_unit_they_coordinate_from() -> None:
    assert not person("c", (Role.COORDINATOR, "SNV")).serves("SNV")


def test_a_citizen_is_no_staff_and_the_clock_is_nobody() -> None:
    assert not Actor("citizen").is_staff
    assert not CLOCK.is_staff
    assert CLOCK.is_clock


def invitation(**changes: object) -> Invitation:
    values: dict[str, object] = {
        "id": "i", "role": Role.UNIT_HEAD, "unit": "STTTT", "created_at": NOW, "expires_at": SOON,
    }  # fmt: skip
    return Invitation(**(values | changes))  # type: ignore[arg-type]


def test_an_invitation_is_good_until_it_expires() -> None:
    fresh = invitation()
    assert check_invitation(fresh, SOON - timedelta(seconds=1)) is fresh


@pytest.mark.parametrize(
    ("tried", "code"),
    [
        (None, Code.INVITATION_UNKNOWN),
        (invitation(used_at=NOW, used_by="somebody"), Code.INVITATION_USED),
        (invitation(revoked_at=NOW), Code.INVITATION_REVOKED),
        (invitation(expires_at=NOW), Code.INVITATION_EXPIRED),
    ],
)
def test_an_invitation_that_is_unknown_used_revoked_or_expired_is_refused(
    tried: Invitation | None, code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        check_invitation(tried, NOW)
    assert refused.value.code is code


def test_every_role_has_a_life_for_its_invitations() -> None:
    assert set(INVITATION_LIFE) == set(Role)
    assert all(life > timedelta(0) for life in INVITATION_LIFE.values())


@pytest.mark.parametrize(
    ("role", "unit", "until", "held", "code"),
    [
        (Role.UNIT_HEAD, None, None, (), Code.ROLE_NEEDS_UNIT),
        (Role.FOCAL_OFFICER, None, SOON, (), Code.ROLE_NEEDS_UNIT),
        (Role.FOCAL_OFFICER, "SNV", None, (), Code.ROLE_NEEDS_END),
        (Role.FOCAL_OFFICER, "SNV", NOW, (), Code.ROLE_NEEDS_END),
        (Role.LEADER, None, NOW, (), Code.ROLE_NEEDS_END),
        (Role.FOCAL_OFFICER, "SNV", NOW + A_YEAR + timedelta(days=1), (), Code.ROLE_TOO_LONG),
        (Role.FOCAL_OFFICER, "SNV", SOON, (grant(Role.FOCAL_OFFICER, "SNV", until=SOON),), Code.ROLE_HELD),
        (Role.FOCAL_OFFICER, "SNV", SOON, (grant(Role.UNIT_HEAD, "SNV"),), Code.ROLE_HELD),
        (Role.UNIT_HEAD, "SNV", None, (grant(Role.UNIT_HEAD, "SNV"),), Code.ROLE_HELD),
        (Role.CUSTODIAN, None, None, (grant(Role.INSPECTOR, "TTT"),), Code.ROLE_INCOMPATIBLE),
        (Role.INSPECTOR, "TTT", None, (grant(Role.ADMINISTRATOR),), Code.ROLE_INCOMPATIBLE),
        (Role.OVERSIGHT, None, None, (grant(Role.LEAD_INSPECTOR, "TTT"),), Code.ROLE_INCOMPATIBLE),
    ],
)
def test_a_role_that_cannot_be_given_is_refused(
    role: Role, unit: str | None, until: datetime | None, held: tuple[Grant, ...], code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        check_new_role(role, unit, until, held, NOW)
    assert refused.value.code is code


def test_what_a_person_held_before_does_not_stand_in_the_way() -> None:
    over = grant(Role.INSPECTOR, "TTT", ended_at=NOW)
    check_new_role(Role.CUSTODIAN, None, None, (over,), NOW)
    check_new_role(Role.INSPECTOR, "TTT", None, (over,), NOW)


def test_a_head_may_head_two_units_and_a_lead_may_also_take_in() -> None:
    check_new_role(Role.UNIT_HEAD, "STTTT", None, (grant(Role.UNIT_HEAD, "SNV"),), NOW)
    check_new_role(Role.INTAKE_OFFICER, "TTT", None, (grant(Role.LEAD_INSPECTOR, "TTT"),), NOW)


def test_roles_that_exclude_each_other_do_so_both_ways() -> None:
    for one, other in product(Role, Role):
        assert (one in INCOMPATIBLE.get(other, frozenset())) is (other in INCOMPATIBLE.get(one, frozenset()))


def test_the_administrator_appoints_all_but_a_heads_own_delegates() -> None:
    administrator = person("a", (Role.ADMINISTRATOR, None))
    assert {role for role in Role if may_appoint(administrator, role, "SNV")} == set(Role) - {
        Role.FOCAL_OFFICER
    }


def test_a_head_delegates_in_the_own_unit_only() -> None:
    head = person("h", (Role.UNIT_HEAD, "STTTT"))
    assert may_appoint(head, Role.FOCAL_OFFICER, "STTTT")
    assert not may_appoint(head, Role.FOCAL_OFFICER, "SNV")
    assert not may_appoint(head, Role.FOCAL_OFFICER, None)
    assert not may_appoint(head, Role.UNIT_HEAD, "STTTT")


@pytest.mark.parametrize("role", sorted(INSPECTORATE_ROLES | {Role.OVERSIGHT, Role.CUSTODIAN}))
def test_a_coordinator_appoints_nobody_who_may_know_of_reports(role: Role) -> None:
    with pytest.raises(Refused) as refused:
        check_invite(person("c", (Role.COORDINATOR, "SNV")), role, "TTT")
    assert refused.value.code is Code.MAY_NOT_INVITE


@pytest.mark.parametrize("role", list(Role))
def test_a_citizen_a_focal_officer_and_a_leader_appoint_nobody(role: Role) -> None:
    for nobody in (
        Actor("citizen"),
        person("f", (Role.FOCAL_OFFICER, "SNV")),
        person("l", (Role.LEADER, None)),
        person("i", (Role.INSPECTOR, "TTT")),
    ):
        assert not may_appoint(nobody, role, "SNV")


def test_roles_are_ended_by_whoever_may_appoint_to_them_and_by_their_holder() -> None:
    role = grant(Role.UNIT_HEAD, "STTTT")
    check_end(person("c", (Role.COORDINATOR, "SNV")), role, NOW)
    check_end(Actor("somebody", (role,)), role, NOW)
    with pytest.raises(Refused) as refused:
        check_end(person("h", (Role.UNIT_HEAD, "SNV")), role, NOW)
    assert refused.value.code is Code.MAY_NOT_END_ROLE


def test_a_role_that_is_over_is_not_ended_again() -> None:
    with pytest.raises(Refused) as refused:
        check_end(person("c", (Role.COORDINATOR, None)), grant(Role.UNIT_HEAD, "SNV", ended_at=NOW), NOW)
    assert refused.value.code is Code.ROLE_ENDED


def test_a_delegation_lasts_a_year_at_most_and_the_head_of_one_unit_may_be_the_deputy_of_another() -> None:
    check_new_role(Role.FOCAL_OFFICER, "SNV", NOW + A_YEAR, (grant(Role.UNIT_HEAD, "STTTT"),), NOW)


def test_the_likely_ends_of_a_delegation_lie_ahead_and_within_the_year() -> None:
    today = NOW.date()
    days = likely_ends(today)
    assert days == tuple(sorted(set(days)))
    assert all(today < day <= today + A_YEAR for day in days)
    assert date(2023, 12, 31) in days
    # On the year's last day its end is no day ahead.
    assert date(2023, 12, 31) not in likely_ends(date(2023, 12, 31))
