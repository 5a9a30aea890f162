from datetime import date

import pytest

from domain.dossiers import (
    MOST_DOSSIERS,
    Entry,
    Month,
    MonthStage,
    Point,
    Target,
    Targets,
    awaited_month,
    check_enter,
    check_percent,
    check_reason,
    cut_off,
    dossier_rate,
    is_far_from,
    may_enter,
    month_figure,
    needs_reason,
    read_count,
    read_counts,
    rise,
    stage,
    summed,
)
from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.rates import Rate
from domain.unit import UnitKind, by_code
from tests.domain.world import COORDINATOR, LEADER, UNITS, person

SEPTEMBER, AUGUST = Month(2023, 9), Month(2023, 8)
HEAD = person("head", (Role.UNIT_HEAD, "STTTT"))
OTHER_HEAD = person("other", (Role.UNIT_HEAD, "SYT"))
FOCAL = person("focal", (Role.FOCAL_OFFICER, "STTTT"))


def refused(code: Code, act: object, *args: object) -> Refused:
    with pytest.raises(Refused) as found:
        act(*args)  # type: ignore[operator]
    assert found.value.code is code
    return found.value


# ── months and their cut-off ──────────────────────────────────────────────────────────────────────


def test_months_follow_one_another_over_the_years() -> None:
    assert Month.of(date(2023, 9, 30)) == SEPTEMBER
    assert Month(2023, 12).following == Month(2024, 1)
    assert Month(2023, 1).preceding == Month(2022, 12)
    assert Month(2023, 1).plus(-13) == Month(2021, 12)
    assert (Month(2024, 2).first, Month(2024, 2).last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert Month(2022, 11).until(Month(2023, 1)) == (Month(2022, 11), Month(2022, 12), Month(2023, 1))
    assert awaited_month(date(2023, 1, 1)) == Month(2022, 12)
    with pytest.raises(ValueError, match="month"):
        Month(2023, 13)


def test_a_month_is_entered_once_it_is_over_and_until_its_cut_off_day_included() -> None:
    assert cut_off(SEPTEMBER, 10) == date(2023, 10, 10)
    assert cut_off(Month(2023, 12), 28) == date(2024, 1, 28)
    stages = {
        date(2023, 9, 30): MonthStage.AHEAD,
        date(2023, 10, 1): MonthStage.OPEN,
        date(2023, 10, 10): MonthStage.OPEN,
        date(2023, 10, 11): MonthStage.CLOSED,
    }
    assert {day: stage(SEPTEMBER, day, 10) for day in stages} == stages
    # An earlier cut-off closes it earlier: the day is a setting.
    assert stage(SEPTEMBER, date(2023, 10, 6), 5) is MonthStage.CLOSED


# ── counts as people write them ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "count"), [("1234", 1234), ("1.234", 1234), (" 0 ", 0), ("1.234.567", 1234567), ("007", 7)]
)
def test_a_count_is_read_with_or_without_dots_between_thousands(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.COUNT_NOT_WHOLE),
        ("nhiều", Code.COUNT_NOT_WHOLE),
        ("12a", Code.COUNT_NOT_WHOLE),
        ("1,234", Code.COUNT_NOT_WHOLE),
        ("1.2", Code.COUNT_NOT_WHOLE),
        ("1.23.456", Code.COUNT_NOT_WHOLE),
        ("12345.678", Code.COUNT_NOT_WHOLE),
        ("1e3", Code.COUNT_NOT_WHOLE),
        ("\u0661\u0662", Code.COUNT_NOT_WHOLE),
        ("1" * 400, Code.COUNT_NOT_WHOLE),
        ("-5", Code.COUNT_NEGATIVE),
        ("\u22125", Code.COUNT_NEGATIVE),
        ("-1.200", Code.COUNT_NEGATIVE),
        (str(MOST_DOSSIERS + 1), Code.COUNT_TOO_LARGE),
    ],
)
def test_what_is_no_count_is_refused_with_why(text: str, code: Code) -> None:
    refused(code, read_count, text)


def test_two_counts_stand_in_one_message() -> None:
    assert read_counts("1.200 900") == (1200, 900)
    assert read_counts("1200;900") == (1200, 900)
    assert read_counts("1200\n\u00a0 900") == (1200, 900)
    assert read_counts("1200") == (1200,)
    refused(Code.COUNT_NOT_WHOLE, read_counts, "1 2 3")
    refused(Code.COUNT_NOT_WHOLE, read_counts, "  ")
    refused(Code.COUNT_NEGATIVE, read_counts, "1200 -900")


def test_online_is_never_more_than_received_nor_either_negative() -> None:
    assert dossier_rate(1200, 900) == Rate(900, 1200)
    assert dossier_rate(0, 0).percent() is None
    found = refused(Code.ONLINE_EXCEEDS_RECEIVED, dossier_rate, 900, 1200)
    assert dict(found.data) == {"online": 1200, "received": 900}
    refused(Code.COUNT_NEGATIVE, dossier_rate, -1, 0)
    refused(Code.COUNT_NEGATIVE, dossier_rate, 1, -1)
    refused(Code.COUNT_TOO_LARGE, dossier_rate, MOST_DOSSIERS + 1, 0)


def test_several_units_are_summed_by_their_dossiers_and_not_by_their_rates() -> None:
    assert summed([Rate(90, 100), Rate(0, 900)]) == Rate(90, 1000)
    assert summed([]) == Rate(0, 0)


@pytest.mark.parametrize(
    ("received", "before", "is_far"),
    [(300, 100, False), (301, 100, True), (34, 100, False), (33, 100, True), (5, 0, False)],
)
def test_a_count_three_times_or_a_third_of_the_month_before_is_asked_about(
    received: int, before: int, is_far: bool
) -> None:
    assert is_far_from(received, before) is is_far


# ── targets ───────────────────────────────────────────────────────────────────────────────────────

TARGETS = Targets(
    (
        Target(UnitKind.DEPARTMENT, 60, Month(2023, 1)),
        Target(UnitKind.DEPARTMENT, 70, Month(2023, 7)),
    )
)


def test_a_target_holds_from_its_month_until_the_next() -> None:
    assert TARGETS.of(UnitKind.DEPARTMENT, Month(2022, 12)) is None
    assert [
        target.percent if (target := TARGETS.of(UnitKind.DEPARTMENT, month)) else None
        for month in (Month(2023, 1), Month(2023, 6), Month(2023, 7), Month(2030, 1))
    ] == [60, 60, 70, 70]
    assert TARGETS.of(UnitKind.DISTRICT, SEPTEMBER) is None
    assert TARGETS.of_unit("KHONG-CO", UNITS, SEPTEMBER) is None


def test_below_is_compared_exactly_and_not_by_the_rate_that_is_cut_off_for_show() -> None:
    target = Target(UnitKind.DEPARTMENT, 70, SEPTEMBER)
    assert not target.is_missed_by(Rate(700, 1000))
    assert target.is_missed_by(Rate(699_999, 1_000_000))
    # Where nothing came in there is nothing to be behind with.
    assert not target.is_missed_by(Rate(0, 0))


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_a_target_is_a_share_from_1_to_100(percent: int) -> None:
    refused(Code.TARGET_INVALID, check_percent, percent)
    assert [check_percent(one) for one in (1, 100)] == [1, 100]


def test_the_units_of_a_kind_with_a_target_are_asked_as_they_stand_at_the_end_of_the_month() -> None:
    asked = TARGETS.asked(UNITS, SEPTEMBER)
    assert "STTTT" in asked
    assert all(UNITS[code].kind is UnitKind.DEPARTMENT for code in asked)
    assert TARGETS.asked(UNITS, Month(2022, 12)) == ()


# ── who may enter ─────────────────────────────────────────────────────────────────────────────────

OPEN, CLOSED, AHEAD = date(2023, 10, 10), date(2023, 10, 11), date(2023, 9, 30)


@pytest.mark.parametrize(
    ("actor", "open_", "closed", "ahead"),
    [
        (HEAD, None, Code.MONTH_CLOSED, Code.MONTH_AHEAD),
        (FOCAL, None, Code.MONTH_CLOSED, Code.MONTH_AHEAD),
        (OTHER_HEAD, Code.NOT_YOURS, Code.NOT_YOURS, Code.NOT_YOURS),
        (LEADER, Code.NOT_YOURS, Code.NOT_YOURS, Code.NOT_YOURS),
        (Actor("citizen"), Code.NOT_YOURS, Code.NOT_YOURS, Code.NOT_YOURS),
        (COORDINATOR, None, None, Code.MONTH_AHEAD),
    ],
)
def test_the_unit_enters_while_the_month_is_open_and_the_coordinator_corrects_afterwards(
    actor: Actor, open_: Code | None, closed: Code | None, ahead: Code | None
) -> None:
    for day, code in ((OPEN, open_), (CLOSED, closed), (AHEAD, ahead)):
        assert may_enter(actor, "STTTT", SEPTEMBER, day, 10) is (code is None)
        if code is not None:
            refused(code, check_enter, actor, "STTTT", SEPTEMBER, day, 10)
    found = refused(Code.MONTH_CLOSED, check_enter, HEAD, "STTTT", SEPTEMBER, CLOSED, 10)
    assert found.data["closed_on"] == date(2023, 10, 10)


def test_nobody_corrects_the_closed_figures_of_their_own_unit() -> None:
    both = person("both", (Role.COORDINATOR, "SNV"), (Role.UNIT_HEAD, "SNV"))
    check_enter(both, "SNV", SEPTEMBER, OPEN, 10)
    refused(Code.MONTH_CLOSED, check_enter, both, "SNV", SEPTEMBER, CLOSED, 10)
    check_enter(both, "STTTT", SEPTEMBER, CLOSED, 10)


def test_whoever_enters_for_another_unit_says_why() -> None:
    assert needs_reason(COORDINATOR, "STTTT")
    assert not needs_reason(HEAD, "STTTT")
    check_reason(HEAD, "STTTT", "")
    check_reason(COORDINATOR, "STTTT", "Công văn 12")
    refused(Code.REASON_MISSING, check_reason, COORDINATOR, "STTTT", "\u200b ")


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


def test_the_figure_of_a_month_counts_who_told_who_did_not_and_who_is_below() -> None:
    units = by_code(unit for unit in UNITS.values() if unit.code in ("STTTT", "SNV", "SKHCN", "TP-VINH"))
    told = {
        "STTTT": Entry("STTTT", SEPTEMBER, 1, Rate(90, 100)),
        "SNV": Entry("SNV", SEPTEMBER, 3, Rate(60, 100)),
        # Entered without being asked: it stands on the unit's page and in no figure of those that are asked.
        "TP-VINH": Entry("TP-VINH", SEPTEMBER, 1, Rate(1, 1000)),
    }
    figure = month_figure(units, TARGETS, SEPTEMBER, told)
    assert set(figure.asked) == {"STTTT", "SNV", "SKHCN"}
    assert (figure.missing, figure.below, figure.told) == (("SKHCN",), ("SNV",), 2)
    assert figure.rate == Rate(150, 200)
    assert month_figure(units, TARGETS, SEPTEMBER, told, UnitKind.CITY).asked == ()


def test_a_trend_rises_or_falls_since_the_last_month_that_has_a_rate() -> None:
    series = [
        Point(Month(2023, 4), None),
        Point(Month(2023, 5), Rate(1, 2)),
        Point(Month(2023, 6), None),
        Point(Month(2023, 7), Rate(0, 0)),
        Point(Month(2023, 8), Rate(2, 3), target=70),
        Point(Month(2023, 9), Rate(4, 6), target=60),
        Point(Month(2023, 10), Rate(1, 6)),
    ]
    assert [rise(series, at) for at in range(len(series))] == [None, None, None, None, 1, 0, -1]
    assert [point.is_below for point in series[4:]] == [True, False, False]
