from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.errors import Code, Refused
from domain.people import Role
from domain.ranking import (
    AreaSum,
    Criterion,
    Exercise,
    ExerciseState,
    RankingAct,
    Score,
    Sheet,
    SheetStage,
    UnitGroup,
    acts,
    closed,
    exercise_acts,
    group_of,
    in_year,
    opened,
    placings,
    points,
    ranked_units,
    submitted,
    with_appraisal,
    with_score,
    withdrawn,
)
from domain.task import Area
from tests.domain.world import COORDINATOR, LEADER, UNITS, person

NOW = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)
TODAY = date(2023, 10, 2)
OPEN = Exercise(2023, opened_at=NOW)
HEAD = person("head", (Role.UNIT_HEAD, "STTTT"))
OTHER_HEAD = person("other", (Role.UNIT_HEAD, "SNV"))
BOTH = tuple(UnitGroup)


def criterion(code: str, most: str, area: Area = Area.STEERING) -> Criterion:
    return Criterion(f"id-{code}", code, area, f"Tiêu chí {code}", f"Criterion {code}", Decimal(most), BOTH)


FIRST, SECOND = criterion("1.1", "3"), criterion("7.1", "2.5", Area.DIGITAL_GOVERNMENT)
EMPTY = Sheet(OPEN, "STTTT", UnitGroup.DEPARTMENTS, (FIRST, SECOND), {})


def given(own: str, appraised: str | None = None) -> Score:
    return Score(Decimal(own), "head", "45/BC", appraised=None if appraised is None else Decimal(appraised))


def sheet_of(unit: str, *totals: str | None) -> Sheet:
    """A sheet that was submitted, with the appraised scores of its two criteria."""
    scores = {one.id: given("2", total) for one, total in zip((FIRST, SECOND), totals, strict=True)}
    return replace(EMPTY, unit=unit, scores=scores, submitted_on=TODAY, submitted_by="head")


SCORED = replace(EMPTY, scores={FIRST.id: given("2.5"), SECOND.id: given("2")})
SUBMITTED = submitted(SCORED, HEAD, TODAY)


def refusal(act: object, *args: object) -> Code:
    with pytest.raises(Refused) as refused:
        act(*args)  # type: ignore[operator]
    return refused.value.code


# ── points ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "value"), [("0", "0"), ("2,5", "2.5"), ("2.50", "2.5"), (" 1,25 ", "1.25"), ("3", "3")]
)
def test_points_are_written_with_a_comma_or_a_point_and_at_most_two_decimals(text: str, value: str) -> None:
    assert str(points(text, Decimal(3))) == value


@pytest.mark.parametrize("text", ["", "-1", "ba", "1,255", "1.2.3", "1,", ",5", "1e1", "١", "NaN", "1 2"])
def test_what_is_no_number_of_points_is_refused(text: str) -> None:
    assert refusal(points, text, Decimal(3)) is Code.POINTS_INVALID


def test_more_than_the_criterion_gives_is_refused_with_what_it_gives() -> None:
    with pytest.raises(Refused) as refused:
        points("3,01", Decimal(3))
    assert refused.value.code is Code.POINTS_ABOVE_MOST
    assert refused.value.data["most"] == 3


# ── ranks ─────────────────────────────────────────────────────────────────────────────────────────


def test_equal_totals_share_a_rank_and_the_next_one_counts_them_all() -> None:
    sheets = [
        sheet_of("A", "3", "1"),
        sheet_of("B", "3", "2.5"),
        sheet_of("C", "2", "2"),
        sheet_of("D", "1", "1"),
    ]
    assert [(one.sheet.unit, one.rank) for one in placings(sheets)] == [
        ("B", 1),
        ("A", 2),
        ("C", 2),
        ("D", 4),
    ]


def test_no_unit_has_a_total_or_a_rank_before_its_appraisal_is_complete() -> None:
    half = sheet_of("A", "3", None)
    assert (half.stage, half.total) == (SheetStage.BEING_APPRAISED, None)
    found = placings([half, sheet_of("B", "0", "0"), replace(EMPTY, unit="C")])
    assert [(one.sheet.unit, one.rank) for one in found] == [("B", 1), ("A", None), ("C", None)]


def test_units_are_ranked_among_their_like_as_they_stood_in_the_year() -> None:
    assert group_of(UNITS["STTTT"]) is UnitGroup.DEPARTMENTS
    assert group_of(UNITS["TP-VINH"]) is UnitGroup.DISTRICTS
    assert group_of(UNITS["TTHCC"]) is None
    assert "STTTT" in ranked_units(UnitGroup.DEPARTMENTS, UNITS, 2023, date(2026, 5, 5))
    assert "STTTT" not in ranked_units(UnitGroup.DEPARTMENTS, UNITS, 2025, date(2026, 5, 5))
    assert in_year(UNITS["STTTT"], 2025, date(2025, 1, 2))
    assert not in_year(UNITS["STTTT"], 2025, date(2025, 3, 1))


def test_a_sheet_is_added_up_by_area() -> None:
    sheet = sheet_of("A", "1.5", None)
    first, second = sheet.areas
    assert first == AreaSum(Area.STEERING, Decimal(2), Decimal("1.5"), Decimal(3), unscored=0, unappraised=0)
    assert (second.area, second.appraised, second.unappraised) == (Area.DIGITAL_GOVERNMENT, None, 1)
    assert (sheet.own_total, sheet.most) == (Decimal(4), Decimal("5.5"))


# ── the unit ──────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_scores_itself_submits_and_takes_back() -> None:
    assert EMPTY.stage is SheetStage.NOT_BEGUN
    one = with_score(EMPTY, FIRST.id, Decimal("2.5"), "45/BC-STTTT", None, HEAD)
    assert (one.stage, one.revision) == (SheetStage.BEING_SCORED, 1)
    both = with_score(one, SECOND.id, Decimal(0), "", None, HEAD)
    sent = submitted(both, HEAD, TODAY)
    assert (sent.stage, sent.submitted_on, sent.submitted_by) == (SheetStage.SUBMITTED, TODAY, "head")
    back = withdrawn(sent, HEAD)
    assert (back.stage, back.revision) == (SheetStage.BEING_SCORED, 4)


def test_a_score_above_nothing_needs_something_that_shows_it() -> None:
    assert refusal(with_score, EMPTY, FIRST.id, Decimal(1), " ", None, HEAD) is Code.EVIDENCE_MISSING
    assert with_score(EMPTY, FIRST.id, Decimal(1), "", "file", HEAD).scores[FIRST.id].file_id == "file"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("3.01", Code.POINTS_ABOVE_MOST),
        ("-1", Code.POINTS_INVALID),
        ("1.255", Code.POINTS_INVALID),
        ("NaN", Code.POINTS_INVALID),
        ("Infinity", Code.POINTS_INVALID),
    ],
)
def test_a_forged_score_is_refused_as_a_written_one(value: str, code: Code) -> None:
    assert refusal(with_score, EMPTY, FIRST.id, Decimal(value), "x", None, HEAD) is code


def test_what_a_unit_may_not_do() -> None:
    assert refusal(with_score, EMPTY, "id-9.9", Decimal(1), "x", None, HEAD) is Code.CRITERION_UNKNOWN
    assert refusal(with_score, EMPTY, FIRST.id, Decimal(1), "x", None, OTHER_HEAD) is Code.NOT_YOURS
    assert refusal(submitted, EMPTY, HEAD, TODAY) is Code.SCORES_MISSING
    assert refusal(submitted, replace(EMPTY, criteria=()), HEAD, TODAY) is Code.SCORES_MISSING
    assert refusal(submitted, SUBMITTED, HEAD, TODAY) is Code.SHEET_SUBMITTED
    assert refusal(with_score, SUBMITTED, FIRST.id, Decimal(1), "x", None, HEAD) is Code.SHEET_SUBMITTED
    assert refusal(withdrawn, SCORED, HEAD) is Code.SHEET_NOT_SUBMITTED
    begun = with_appraisal(SUBMITTED, FIRST.id, None, "", COORDINATOR)
    assert refusal(withdrawn, begun, HEAD) is Code.APPRAISAL_BEGUN


# ── appraisal ─────────────────────────────────────────────────────────────────────────────────────


def test_a_coordinator_accepts_a_score_or_gives_another_with_a_reason() -> None:
    accepted = with_appraisal(SUBMITTED, FIRST.id, None, "không dùng", COORDINATOR)
    assert (accepted.scores[FIRST.id].appraised, accepted.scores[FIRST.id].reason) == (Decimal("2.5"), "")
    assert refusal(with_appraisal, accepted, SECOND.id, Decimal(1), " ", COORDINATOR) is Code.REASON_MISSING
    # 2.5 and 1.5 are 4, not 4.0: every total reads as one would write it.
    done = with_appraisal(accepted, SECOND.id, Decimal("1.5"), "Ban hành chậm", COORDINATOR)
    assert (done.stage, done.total, done.own_total) == (SheetStage.APPRAISED, Decimal(4), Decimal("4.5"))
    assert str(done.total) == "4"
    # Until the ranking is closed it can be given anew.
    again = with_appraisal(done, SECOND.id, None, "", COORDINATOR)
    assert (again.total, again.scores[SECOND.id].reason) == (Decimal("4.5"), "")


def test_what_was_before_one_s_eyes_is_told_apart_by_its_mark() -> None:
    marks = {
        score.mark
        for score in (
            Score(),
            given("0"),
            given("0", "0"),
            given("2.5"),
            given("2.5", "0"),
            given("2.5", "2"),
            given("999", "999"),
        )
    }
    assert len(marks) == 7


def test_nobody_appraises_what_they_scored_or_submitted_or_their_own_unit() -> None:
    wrote = person("head", (Role.COORDINATOR, "SNV"))
    deputy = person("deputy", (Role.COORDINATOR, "SNV"), (Role.FOCAL_OFFICER, "STTTT"))
    for who in (wrote, deputy):
        assert refusal(with_appraisal, SUBMITTED, FIRST.id, None, "", who) is Code.SELF_APPROVAL
        assert RankingAct.APPRAISE not in acts(SUBMITTED, who)
    # Home Affairs is ranked too: another coordinator appraises it.
    own = replace(SUBMITTED, unit="SNV")
    assert RankingAct.APPRAISE in acts(own, COORDINATOR)


def test_heads_and_leaders_appraise_nothing_and_what_is_not_submitted_is_not_appraised() -> None:
    for who in (HEAD, OTHER_HEAD, LEADER):
        assert refusal(with_appraisal, SUBMITTED, FIRST.id, None, "", who) is Code.NOT_YOURS
    assert refusal(with_appraisal, SCORED, FIRST.id, None, "", COORDINATOR) is Code.SHEET_NOT_SUBMITTED
    assert acts(SUBMITTED, LEADER) == frozenset()


# ── the ranking ───────────────────────────────────────────────────────────────────────────────────


def test_a_coordinator_opens_closes_and_opens_again() -> None:
    prepared = Exercise(2023)
    assert prepared.state is ExerciseState.PREPARED
    is_open = opened(prepared, COORDINATOR, NOW)
    assert (is_open.state, exercise_acts(is_open, COORDINATOR)) == (
        ExerciseState.OPEN,
        frozenset({RankingAct.CLOSE}),
    )
    over = closed(is_open, COORDINATOR, NOW)
    assert (over.state, over.closed_by, over.revision) == (ExerciseState.CLOSED, COORDINATOR.person_id, 2)
    assert opened(over, COORDINATOR, NOW).state is ExerciseState.OPEN
    assert refusal(closed, over, COORDINATOR, NOW) is Code.NOT_NOW
    assert refusal(opened, is_open, COORDINATOR, NOW) is Code.NOT_NOW
    for who in (HEAD, LEADER):
        assert refusal(closed, is_open, who, NOW) is Code.NOT_YOURS
        assert exercise_acts(is_open, who) == frozenset()


@pytest.mark.parametrize(
    ("exercise", "code"),
    [
        (Exercise(2023), Code.RANKING_NOT_OPEN),
        (Exercise(2023, opened_at=NOW, closed_at=NOW), Code.RANKING_CLOSED),
    ],
)
def test_no_score_changes_while_the_ranking_is_not_open(exercise: Exercise, code: Code) -> None:
    scored, sent = replace(SCORED, exercise=exercise), replace(SUBMITTED, exercise=exercise)
    assert refusal(with_score, scored, FIRST.id, Decimal(1), "x", None, HEAD) is code
    assert refusal(submitted, scored, HEAD, TODAY) is code
    assert refusal(withdrawn, sent, HEAD) is code
    assert refusal(with_appraisal, sent, FIRST.id, None, "", COORDINATOR) is code
    assert acts(scored, HEAD) | acts(sent, COORDINATOR) == frozenset()
