"""The yearly ranking of units on public administrative reform: criteria, self-scores, appraised scores, ranks.

The provincial regulation has a unit score itself on the seven areas, with evidence, and the standing agency appraise
each score; units are ranked among their like. Which criteria there are and what each gives differs from year to year:
they are data. Totals and ranks are never stored: they are added up from the scores each time.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.task import Area
from domain.text import is_blank
from domain.unit import DEPTS, DISTRICTS, GROUPS, Unit, Units, members

_POINTS: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")


def added(several: Iterable[Decimal | None]) -> Decimal:
    """The points together, with no decimals that say nothing: 2.5 and 1.5 are 4. What is not there counts 0."""
    hundredths = sum(int(one * 100) for one in several if one is not None)
    return Decimal(hundredths) / 100


class UnitGroup(StrEnum):
    """Among whom a unit is ranked."""

    DEPARTMENTS = "departments"
    """Departments, the inspectorate and boards of the province."""
    DISTRICTS = "districts"
    """Cities, towns and districts."""


_GROUP_NAMES: Final[Mapping[UnitGroup, str]] = {
    UnitGroup.DEPARTMENTS: DEPTS,
    UnitGroup.DISTRICTS: DISTRICTS,
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What units are scored on: from 0 up to ``most``. ``groups`` are the units it applies to, in their own order."""

    id: str
    code: str
    area: Area
    name_vi: str
    name_en: str
    most: Decimal
    groups: tuple[UnitGroup, ...]


class ExerciseState(StrEnum):
    """Where the ranking of a year stands."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Exercise:
    """The ranking of one year. Opened and closed (UTC) by a coordinator, who may open it again."""

    year: int
    opened_at: datetime | None = None
    opened_by: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    is_sample: bool = False
    revision: int = 0

    @property
    def state(self) -> ExerciseState:
        """Whether scores are given."""
        if self.opened_at is None:
            return ExerciseState.PREPARED
        return ExerciseState.OPEN if self.closed_at is None else ExerciseState.CLOSED


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's score on one criterion: its own with what shows it, and the appraised one.

    ``reason`` says why the appraised score is another than the unit's own.
    """

    own: Decimal | None = None
    own_by: str | None = None
    evidence: str = ""
    file_id: str | None = None
    appraised: Decimal | None = None
    appraised_by: str | None = None
    reason: str = ""

    @property
    def mark(self) -> int:
        """Both scores as one number: whoever acts on a page says by it what they had before their eyes."""
        own, appraised = (
            0 if given is None else int(given * 100) + 1 for given in (self.own, self.appraised)
        )
        return own * _MARKS + appraised


_NO_SCORE: Final = Score()
_MARKS: Final = 100_001
"""More than any score has hundredths."""
MOST_POINTS: Final = Decimal(999)
"""No criterion gives more; three digits before the decimals."""


class SheetStage(StrEnum):
    """How far a unit's scores are."""

    NOT_BEGUN = "not_begun"
    BEING_SCORED = "being_scored"
    SUBMITTED = "submitted"
    BEING_APPRAISED = "being_appraised"
    APPRAISED = "appraised"


@dataclass(frozen=True, slots=True)
class AreaSum:
    """What a sheet gives in one area. ``appraised`` is None until every criterion of the area is appraised."""

    area: Area
    own: Decimal
    appraised: Decimal | None
    most: Decimal
    unscored: int
    unappraised: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit in the ranking of a year: the criteria that apply to it, and its scores by the criterion's id.

    ``revision`` grows by one with every act; who acts on an older one has lost.
    """

    exercise: Exercise
    unit: str
    group: UnitGroup
    criteria: tuple[Criterion, ...]
    scores: Mapping[str, Score]
    submitted_on: date | None = None
    submitted_by: str | None = None
    revision: int = 0

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion, if it applies to the unit. Raises Refused(CRITERION_UNKNOWN)."""
        found = next((one for one in self.criteria if one.id == criterion_id), None)
        if found is None:
            raise Refused(Code.CRITERION_UNKNOWN)
        return found

    def score(self, criterion: Criterion) -> Score:
        """The unit's score on the criterion, which may be empty."""
        return self.scores.get(criterion.id, _NO_SCORE)

    @property
    def unscored(self) -> tuple[Criterion, ...]:
        """The criteria on which the unit has not scored itself."""
        return tuple(one for one in self.criteria if self.score(one).own is None)

    @property
    def unappraised(self) -> tuple[Criterion, ...]:
        """The criteria on which no score has been appraised."""
        return tuple(one for one in self.criteria if self.score(one).appraised is None)

    @property
    def stage(self) -> SheetStage:
        """How far it is."""
        if self.submitted_on is None:
            return (
                SheetStage.NOT_BEGUN if len(self.unscored) == len(self.criteria) else SheetStage.BEING_SCORED
            )
        left = len(self.unappraised)
        if not left:
            return SheetStage.APPRAISED
        return SheetStage.SUBMITTED if left == len(self.criteria) else SheetStage.BEING_APPRAISED

    @property
    def is_appraised(self) -> bool:
        """Whether every score has been appraised, so that there is a total and a rank."""
        return self.stage is SheetStage.APPRAISED

    @property
    def most(self) -> Decimal:
        """What all criteria give at most."""
        return added(one.most for one in self.criteria)

    @property
    def own_total(self) -> Decimal:
        """The unit's own scores so far."""
        return added(self.score(one).own for one in self.criteria)

    @property
    def total(self) -> Decimal | None:
        """The appraised total; None until the appraisal is complete."""
        if not self.is_appraised:
            return None
        return added(self.score(one).appraised for one in self.criteria)

    def of_area(self, area: Area) -> tuple[Criterion, ...]:
        """The criteria of one area."""
        return tuple(one for one in self.criteria if one.area is area)

    @property
    def areas(self) -> tuple[AreaSum, ...]:
        """Each area that has criteria, in the order of the areas."""
        return tuple(self._sum(area, criteria) for area in Area if (criteria := self.of_area(area)))

    def _sum(self, area: Area, criteria: tuple[Criterion, ...]) -> AreaSum:
        scores = [self.score(one) for one in criteria]
        unappraised = sum(score.appraised is None for score in scores)
        return AreaSum(
            area,
            own=added(score.own for score in scores),
            appraised=None if unappraised else added(score.appraised for score in scores),
            most=added(one.most for one in criteria),
            unscored=sum(score.own is None for score in scores),
            unappraised=unappraised,
        )


# ── who is ranked, and how ────────────────────────────────────────────────────────────────────────


def group_of(unit: Unit) -> UnitGroup | None:
    """Among whom the unit is ranked; None for one that is not ranked, such as a central agency."""
    return next((group for group, name in _GROUP_NAMES.items() if unit.kind in GROUPS[name]), None)


def ranked_units(group: UnitGroup, units: Units, year: int, today: date) -> tuple[str, ...]:
    """The units of the group as they stood when the year ended; as they stand today while it lasts."""
    return members(_GROUP_NAMES[group], units, min(today, date(year, 12, 31)))


def in_year(unit: Unit, year: int, today: date) -> bool:
    """Whether the unit is among those ranked for the year."""
    return group_of(unit) is not None and unit.in_force(min(today, date(year, 12, 31)))


@dataclass(frozen=True, slots=True)
class Placing:
    """A unit with its rank in its group; no rank before its appraisal is complete."""

    sheet: Sheet
    rank: int | None


def placings(sheets: Iterable[Sheet]) -> tuple[Placing, ...]:
    """The units of one group by rank, those without one last. Equal totals share a rank: 1, 2, 2, 4."""
    sheets = tuple(sheets)
    totals = [sheet.total for sheet in sheets if sheet.total is not None]
    placed = [
        Placing(
            sheet,
            None if sheet.total is None else 1 + sum(total > sheet.total for total in totals),
        )
        for sheet in sheets
    ]
    return tuple(
        sorted(
            placed,
            key=lambda one: (one.rank is None, one.rank or 0, -one.sheet.own_total, one.sheet.unit),
        )
    )


# ── points ────────────────────────────────────────────────────────────────────────────────────────


def points(text: str, most: Decimal) -> Decimal:
    """The score a person wrote: ``1,5`` or ``1.5``, from 0 to ``most``, with at most two decimals.

    Raises Refused: POINTS_INVALID, POINTS_ABOVE_MOST.
    """
    text = text.strip()
    if not _POINTS.fullmatch(text):
        raise Refused(Code.POINTS_INVALID, most=most)
    # Through the hundredths, so that 2.50 is the 2.5 it reads as.
    found = Decimal(int(Decimal(text.replace(",", ".")) * 100)) / 100
    if found > most:
        raise Refused(Code.POINTS_ABOVE_MOST, most=most)
    return found


def _check_points(value: Decimal, most: Decimal) -> None:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2 or value < 0:
        raise Refused(Code.POINTS_INVALID, most=most)
    if value > most:
        raise Refused(Code.POINTS_ABOVE_MOST, most=most)


# ── acts ──────────────────────────────────────────────────────────────────────────────────────────


class RankingAct(StrEnum):
    """What can be done in a ranking."""

    OPEN = "open"
    CLOSE = "close"
    SCORE = "score"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPRAISE = "appraise"


_Test = Callable[[Sheet, Actor], bool]


@dataclass(frozen=True, slots=True)
class _Row:
    who: _Test
    conditions: tuple[tuple[Code, _Test], ...]


def _by_unit(sheet: Sheet, actor: Actor) -> bool:
    return actor.serves(sheet.unit)


def _by_coordinator(_sheet: Sheet, actor: Actor) -> bool:
    return actor.has(Role.COORDINATOR)


def _not_submitted(sheet: Sheet, _actor: Actor) -> bool:
    return sheet.submitted_on is None


def _is_submitted(sheet: Sheet, _actor: Actor) -> bool:
    return sheet.submitted_on is not None


def _all_scored(sheet: Sheet, _actor: Actor) -> bool:
    return bool(sheet.criteria) and not sheet.unscored


def _none_appraised(sheet: Sheet, _actor: Actor) -> bool:
    return len(sheet.unappraised) == len(sheet.criteria)


def _not_their_own(sheet: Sheet, actor: Actor) -> bool:
    # Home Affairs is ranked by itself: another coordinator than whoever scored or submitted does it.
    wrote = {score.own_by for score in sheet.scores.values()} | {sheet.submitted_by}
    return actor.person_id not in wrote and not actor.serves(sheet.unit)


_TABLE: Final[Mapping[RankingAct, _Row]] = {
    RankingAct.SCORE: _Row(_by_unit, ((Code.SHEET_SUBMITTED, _not_submitted),)),
    RankingAct.SUBMIT: _Row(
        _by_unit, ((Code.SHEET_SUBMITTED, _not_submitted), (Code.SCORES_MISSING, _all_scored))
    ),
    RankingAct.WITHDRAW: _Row(
        _by_unit, ((Code.SHEET_NOT_SUBMITTED, _is_submitted), (Code.APPRAISAL_BEGUN, _none_appraised))
    ),
    RankingAct.APPRAISE: _Row(
        _by_coordinator, ((Code.SHEET_NOT_SUBMITTED, _is_submitted), (Code.SELF_APPROVAL, _not_their_own))
    ),
}


def check_may(sheet: Sheet, act: RankingAct, actor: Actor) -> None:
    """Raises Refused unless the actor may do this with the unit's scores now.

    NOT_YOURS, RANKING_NOT_OPEN, RANKING_CLOSED, SHEET_SUBMITTED, SHEET_NOT_SUBMITTED, SCORES_MISSING, APPRAISAL_BEGUN
    or SELF_APPROVAL.
    """
    row = _TABLE[act]
    if not row.who(sheet, actor):
        raise Refused(Code.NOT_YOURS)
    year = str(sheet.exercise.year)
    match sheet.exercise.state:
        case ExerciseState.PREPARED:
            raise Refused(Code.RANKING_NOT_OPEN, year=year)
        case ExerciseState.CLOSED:
            raise Refused(Code.RANKING_CLOSED, year=year)
        case ExerciseState.OPEN:
            pass
    for code, test in row.conditions:
        if not test(sheet, actor):
            raise Refused(code, n=len(sheet.unscored))


def acts(sheet: Sheet, actor: Actor) -> frozenset[RankingAct]:
    """What the actor may do with the unit's scores now, from which the buttons are drawn."""
    return frozenset(act for act in _TABLE if _may(sheet, act, actor))


def _may(sheet: Sheet, act: RankingAct, actor: Actor) -> bool:
    try:
        check_may(sheet, act, actor)
    except Refused:
        return False
    return True


def exercise_acts(exercise: Exercise, actor: Actor) -> frozenset[RankingAct]:
    """What the actor may do with the ranking as a whole."""
    if not actor.has(Role.COORDINATOR):
        return frozenset()
    is_open = exercise.state is ExerciseState.OPEN
    return frozenset({RankingAct.CLOSE if is_open else RankingAct.OPEN})


def with_score(
    sheet: Sheet, criterion_id: str, value: Decimal, evidence: str, file_id: str | None, actor: Actor
) -> Sheet:
    """The unit scores itself on a criterion; more than 0 needs something that shows it.

    Raises Refused as ``check_may``, and CRITERION_UNKNOWN, POINTS_INVALID, POINTS_ABOVE_MOST, EVIDENCE_MISSING.
    """
    check_may(sheet, RankingAct.SCORE, actor)
    criterion = sheet.criterion(criterion_id)
    _check_points(value, criterion.most)
    if value > 0 and is_blank(evidence) and file_id is None:
        raise Refused(Code.EVIDENCE_MISSING)
    return _put(sheet, criterion, Score(value, actor.person_id, evidence.strip(), file_id))


def submitted(sheet: Sheet, actor: Actor, today: date) -> Sheet:
    """The unit submits its scores. Raises Refused as ``check_may``."""
    check_may(sheet, RankingAct.SUBMIT, actor)
    return replace(sheet, submitted_on=today, submitted_by=actor.person_id, revision=sheet.revision + 1)


def withdrawn(sheet: Sheet, actor: Actor) -> Sheet:
    """The unit takes its scores back to change them, before appraisal begins. Raises Refused as ``check_may``."""
    check_may(sheet, RankingAct.WITHDRAW, actor)
    return replace(sheet, submitted_on=None, submitted_by=None, revision=sheet.revision + 1)


def with_appraisal(
    sheet: Sheet, criterion_id: str, value: Decimal | None, reason: str, actor: Actor
) -> Sheet:
    """A coordinator accepts the unit's own score (None), or gives another with a reason.

    Raises Refused as ``check_may``, and CRITERION_UNKNOWN, POINTS_INVALID, POINTS_ABOVE_MOST, REASON_MISSING.
    """
    check_may(sheet, RankingAct.APPRAISE, actor)
    criterion = sheet.criterion(criterion_id)
    score = sheet.score(criterion)
    given = score.own if value is None else value
    assert given is not None, "what is submitted has every score"
    _check_points(given, criterion.most)
    is_other = given != score.own
    if is_other and is_blank(reason):
        raise Refused(Code.REASON_MISSING)
    return _put(
        sheet,
        criterion,
        replace(
            score,
            appraised=given,
            appraised_by=actor.person_id,
            reason=reason.strip() if is_other else "",
        ),
    )


def _put(sheet: Sheet, criterion: Criterion, score: Score) -> Sheet:
    return replace(sheet, scores={**sheet.scores, criterion.id: score}, revision=sheet.revision + 1)


def opened(exercise: Exercise, actor: Actor, now: datetime) -> Exercise:
    """Scores may be given from now on, or again. Raises Refused: NOT_YOURS, NOT_NOW when it is open."""
    _check_exercise(exercise, RankingAct.OPEN, actor)
    return replace(
        exercise,
        opened_at=now,
        opened_by=actor.person_id,
        closed_at=None,
        closed_by=None,
        revision=exercise.revision + 1,
    )


def closed(exercise: Exercise, actor: Actor, now: datetime) -> Exercise:
    """No score changes from now on. Raises Refused: NOT_YOURS, NOT_NOW when it is not open."""
    _check_exercise(exercise, RankingAct.CLOSE, actor)
    return replace(exercise, closed_at=now, closed_by=actor.person_id, revision=exercise.revision + 1)


def _check_exercise(exercise: Exercise, act: RankingAct, actor: Actor) -> None:
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
    if act not in exercise_acts(exercise, actor):
        raise Refused(Code.NOT_NOW)
