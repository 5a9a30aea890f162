"""The yearly ranking: a unit scores itself, a coordinator appraises, and both see where the unit stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Protocol

from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, UNIT_ROLES, Actor, Role
from domain.ranking import (
    Criterion,
    Exercise,
    Placing,
    RankingAct,
    Score,
    Sheet,
    SheetStage,
    UnitGroup,
    acts,
    check_may,
    closed,
    exercise_acts,
    group_of,
    in_year,
    opened,
    placings,
    ranked_units,
    submitted,
    with_appraisal,
    with_score,
    withdrawn,
)
from domain.scorecard import Scorecard, scorecard
from services.duties import paper_proof
from services.evidence import Incoming
from services.notices import Notice, NoticeKind, ToPerson
from services.scope import Scope

SEES_RANKING: Final = OFFICE_ROLES | UNIT_ROLES


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """What is stored of a unit in a ranking; a unit that has not begun has no record."""

    unit: str
    submitted_on: date | None = None
    submitted_by: str | None = None
    revision: int = 0
    scores: Mapping[str, Score] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RankingEvent:
    """Something that was done in a ranking: when (UTC), by whom and as what, to which score, its value and words."""

    year: int
    at: datetime
    act: RankingAct
    person_id: str
    role: Role
    unit: str | None = None
    criterion_id: str | None = None
    value: Decimal | None = None
    note: str = ""


class Rankings(Protocol):
    """Rankings of the years, their criteria and every score."""

    async def exercises(self) -> list[Exercise]:
        """The ranking of every year, the latest first."""
        ...

    async def hold(self, year: int, *, alone: bool = False) -> Exercise | None:
        """The ranking of the year, which until the end nobody else opens or closes, or if ``alone`` scores in."""
        ...

    async def add_exercise(self, exercise: Exercise) -> None: ...

    async def save_exercise(self, exercise: Exercise, expected_revision: int) -> None:
        """Raises Refused(STALE) when its stored revision is another."""
        ...

    async def criteria(self, year: int) -> list[Criterion]:
        """The criteria of the year, in their own order."""
        ...

    async def year_of(self, criterion_id: str) -> int | None:
        """The year whose ranking has the criterion."""
        ...

    async def put_criteria(self, year: int, criteria: Sequence[Criterion]) -> None:
        """Adds criteria, or replaces those of the same id; their order is that of the sequence."""
        ...

    async def remove_criteria(self, ids: Collection[str]) -> None: ...

    async def records(self, year: int, units: Collection[str] | None = None) -> list[SheetRecord]:
        """What is stored of the units, or of all."""
        ...

    async def save(self, sheet: Sheet, expected_revision: int) -> None:
        """Writes down how far a unit is. Raises Refused(STALE) when its stored revision is another."""
        ...

    async def put_scores(self, unit: str, scores: Mapping[str, Score]) -> None:
        """Adds scores of a unit by the criterion's id, or replaces them."""
        ...

    async def add_event(self, event: RankingEvent) -> None: ...

    async def events(self, unit: str, criterion_id: str, limit: int) -> list[RankingEvent]:
        """What was done with a score, latest first."""
        ...


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


async def exercises(scope: Scope, actor: Actor) -> list[Exercise]:
    """The ranking of every year, the latest first. Raises Refused(NOT_YOURS)."""
    if not actor.has_any(SEES_RANKING):
        raise Refused(Code.NOT_YOURS)
    return await scope.uow.rankings.exercises()


async def _exercise(scope: Scope, year: int) -> Exercise:
    found = next((one for one in await scope.uow.rankings.exercises() if one.year == year), None)
    if found is None:
        raise Refused(Code.RANKING_UNKNOWN)
    return found


async def _sheets(scope: Scope, exercise: Exercise, group: UnitGroup, units: Sequence[str]) -> list[Sheet]:
    every = await scope.uow.rankings.criteria(exercise.year)
    criteria = tuple(one for one in every if group in one.groups)
    records = {one.unit: one for one in await scope.uow.rankings.records(exercise.year, units)}
    sheets = []
    for unit in units:
        record = records.get(unit, SheetRecord(unit))
        sheets.append(
            Sheet(
                exercise,
                unit,
                group,
                criteria,
                record.scores,
                record.submitted_on,
                record.submitted_by,
                record.revision,
            )
        )
    return sheets


async def sheets_of_group(scope: Scope, exercise: Exercise, group: UnitGroup) -> list[Sheet]:
    """The sheet of every unit of the group, whoever asks."""
    units = ranked_units(group, await scope.uow.units.all(), exercise.year, scope.today)
    return await _sheets(scope, exercise, group, units)


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group of units in a ranking, by rank."""

    exercise: Exercise
    group: UnitGroup
    placings: tuple[Placing, ...]

    @property
    def unsubmitted(self) -> tuple[Placing, ...]:
        """Units that have not submitted their scores."""
        return tuple(one for one in self.placings if one.sheet.submitted_on is None)

    @property
    def unappraised(self) -> tuple[Placing, ...]:
        """Units that have submitted, and whose appraisal is not complete."""
        return tuple(
            one
            for one in self.placings
            if one.sheet.stage in (SheetStage.SUBMITTED, SheetStage.BEING_APPRAISED)
        )

    @property
    def appraised(self) -> int:
        """How many units have a rank."""
        return sum(one.rank is not None for one in self.placings)

    @property
    def is_final(self) -> bool:
        """Whether no rank can change any more by an appraisal that is not complete."""
        return self.appraised == len(self.placings)

    def placing(self, unit: str) -> Placing:
        """Where a unit of the group stands."""
        return next(one for one in self.placings if one.sheet.unit == unit)


async def _group(scope: Scope, exercise: Exercise, group: UnitGroup) -> GroupView:
    return GroupView(exercise, group, placings(await sheets_of_group(scope, exercise, group)))


async def groups(
    scope: Scope, actor: Actor, year: int
) -> tuple[Exercise, tuple[GroupView, ...], frozenset[RankingAct]]:
    """The ranking of a year by group, and what the actor may do with it. Raises Refused: NOT_YOURS, RANKING_UNKNOWN."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    exercise = await _exercise(scope, year)
    found = [await _group(scope, exercise, group) for group in UnitGroup]
    return exercise, tuple(found), exercise_acts(exercise, actor)


async def latest(scope: Scope) -> tuple[GroupView, ...]:
    """The last ranking by group, for who was asked before whether they may look; nothing where there is none."""
    exercises = await scope.uow.rankings.exercises()
    return tuple([await _group(scope, exercises[0], group) for group in UnitGroup]) if exercises else ()


async def group(scope: Scope, actor: Actor, year: int, of: UnitGroup) -> GroupView:
    """One group of units by rank. Raises Refused: NOT_YOURS, RANKING_UNKNOWN."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    return await _group(scope, await _exercise(scope, year), of)


@dataclass(frozen=True, slots=True)
class SheetView:
    """A unit's scores as one person may see them, with what they may do and where the unit stands."""

    sheet: Sheet
    acts: frozenset[RankingAct]
    among: GroupView

    @property
    def rank(self) -> int | None:
        """The unit's rank in its group."""
        return self.among.placing(self.sheet.unit).rank


async def view(scope: Scope, actor: Actor, year: int, unit: str) -> SheetView:
    """A unit's scores: of one's own unit, or of any to whoever coordinates or governs.

    Raises Refused(RANKING_UNKNOWN) for what is not theirs to see, a year without a ranking and a unit that is not
    ranked.
    """
    exercise, of = await _seen(scope, actor, year, unit)
    among = await _group(scope, exercise, of)
    sheet = among.placing(unit).sheet
    return SheetView(sheet, acts(sheet, actor), among)


async def _seen(scope: Scope, actor: Actor, year: int, unit: str) -> tuple[Exercise, UnitGroup]:
    if not actor.has_any(OFFICE_ROLES) and not actor.serves(unit):
        raise Refused(Code.RANKING_UNKNOWN)
    known = await scope.uow.units.get(unit)
    found = None if known is None or not in_year(known, year, scope.today) else group_of(known)
    if found is None:
        raise Refused(Code.RANKING_UNKNOWN)
    return await _exercise(scope, year), found


async def is_ranked(scope: Scope, unit: str, year: int) -> bool:
    """Whether the unit is among those ranked for the year."""
    known = await scope.uow.units.get(unit)
    return known is not None and in_year(known, year, scope.today)


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion of a unit, with the latest of what was done with its score."""

    of: SheetView
    criterion: Criterion
    events: tuple[RankingEvent, ...]

    @property
    def score(self) -> Score:
        """The unit's score on it."""
        return self.of.sheet.score(self.criterion)


async def criterion_view(
    scope: Scope, actor: Actor, unit: str, criterion_id: str, *, events: int
) -> CriterionView:
    """One criterion of a unit. Raises Refused as ``view``, and CRITERION_UNKNOWN."""
    found = await view(scope, actor, await _year_of(scope, criterion_id), unit)
    criterion = found.sheet.criterion(criterion_id)
    return CriterionView(found, criterion, tuple(await scope.uow.rankings.events(unit, criterion_id, events)))


async def _year_of(scope: Scope, criterion_id: str) -> int:
    year = await scope.uow.rankings.year_of(criterion_id)
    if year is None:
        raise Refused(Code.RANKING_UNKNOWN)
    return year


@dataclass(frozen=True, slots=True)
class CardView:
    """The scorecard of a unit's head, and whether it counts tasks that are sample data."""

    card: Scorecard
    has_sample: bool


async def card(scope: Scope, actor: Actor, year: int, unit: str) -> CardView:
    """The scorecard of the unit's head, from the tasks of every plan of the year. Raises Refused as ``view``."""
    await _seen(scope, actor, year, unit)
    led = [
        (plan, task)
        for plan in await scope.uow.tasks.plans()
        if plan.year == year
        for task in await scope.uow.tasks.of_plan(plan.id)
        if task.lead_unit == unit
    ]
    return CardView(scorecard([task for _, task in led], scope.today), any(plan.is_sample for plan, _ in led))


# ── acting ────────────────────────────────────────────────────────────────────────────────────────


async def _held(scope: Scope, actor: Actor, year: int, unit: str) -> Sheet:
    """The unit's sheet, while nobody closes the ranking."""
    _, of = await _seen(scope, actor, year, unit)
    exercise = await scope.uow.rankings.hold(year)
    assert exercise is not None, "it was seen a moment ago, and rankings stay"
    (sheet,) = await _sheets(scope, exercise, of, [unit])
    return sheet


async def may_do(scope: Scope, actor: Actor, year: int, unit: str, act: RankingAct) -> Sheet:
    """The unit's sheet, if the actor may do this now. Raises Refused as ``view`` and ``domain.ranking.check_may``."""
    sheet = await _held(scope, actor, year, unit)
    check_may(sheet, act, actor)
    return sheet


async def score(
    scope: Scope,
    actor: Actor,
    unit: str,
    criterion_id: str,
    value: Decimal,
    evidence: Incoming | str,
) -> Sheet:
    """The unit scores itself on a criterion. Raises Refused as ``view`` and ``domain.ranking.with_score``."""
    before = await _held(scope, actor, await _year_of(scope, criterion_id), unit)
    file, words = paper_proof(scope, actor, evidence)
    file_id = None if file is None else file.id
    # Beside a file stands what was written beneath it, or else what it is called.
    words = words if file is None else file.caption or file.name
    after = with_score(before, criterion_id, value, words, file_id, actor)
    await _keep(scope, actor, RankingAct.SCORE, before, after, criterion_id, value=value, note=words)
    if file is not None:
        # Only now: whoever lost to somebody faster leaves no file behind.
        await scope.uow.files.add(file)
    return after


async def may_score(
    scope: Scope, actor: Actor, unit: str, criterion_id: str, act: RankingAct
) -> tuple[Sheet, Criterion]:
    """The sheet and the criterion, if the actor may score the unit itself, or appraise it, now.

    Raises Refused as ``may_do``, and CRITERION_UNKNOWN.
    """
    sheet = await may_do(scope, actor, await _year_of(scope, criterion_id), unit, act)
    return sheet, sheet.criterion(criterion_id)


async def submit(scope: Scope, actor: Actor, year: int, unit: str, seen: int) -> Sheet:
    """The unit submits its scores; ``seen`` is the revision the actor had before their eyes.

    Raises Refused as ``may_do``, and STALE.
    """
    before = await may_do(scope, actor, year, unit, RankingAct.SUBMIT)
    _check_seen(seen, before.revision)
    after = submitted(before, actor, scope.today)
    await _keep(scope, actor, RankingAct.SUBMIT, before, after)
    return after


async def withdraw(scope: Scope, actor: Actor, year: int, unit: str, seen: int) -> Sheet:
    """The unit takes its scores back, before appraisal begins. Raises Refused as ``submit``."""
    before = await may_do(scope, actor, year, unit, RankingAct.WITHDRAW)
    _check_seen(seen, before.revision)
    after = withdrawn(before, actor)
    await _keep(scope, actor, RankingAct.WITHDRAW, before, after)
    return after


async def appraise(
    scope: Scope,
    actor: Actor,
    unit: str,
    criterion_id: str,
    seen: int,
    value: Decimal | None = None,
    reason: str = "",
) -> Sheet:
    """A coordinator accepts the unit's own score (no value), or gives another with a reason.

    ``seen`` is the score's mark that the actor had before their eyes. With the last criterion the unit hears of it.
    Raises Refused as ``view`` and ``domain.ranking.with_appraisal``, and STALE.
    """
    before = await may_do(scope, actor, await _year_of(scope, criterion_id), unit, RankingAct.APPRAISE)
    criterion = before.criterion(criterion_id)
    _check_seen(seen, before.score(criterion).mark)
    after = with_appraisal(before, criterion_id, value, reason, actor)
    given = after.score(criterion)
    await _keep(
        scope,
        actor,
        RankingAct.APPRAISE,
        before,
        after,
        criterion_id,
        value=given.appraised,
        note=given.reason,
    )
    if after.is_appraised:
        await _tell_unit(scope, after)
    return after


def _check_seen(seen: int, now: int) -> None:
    if seen != now:
        raise Refused(Code.STALE)


async def _keep(
    scope: Scope,
    actor: Actor,
    act: RankingAct,
    before: Sheet,
    after: Sheet,
    criterion_id: str | None = None,
    *,
    value: Decimal | None = None,
    note: str = "",
) -> None:
    await scope.uow.rankings.save(after, before.revision)
    if criterion_id is not None:
        await scope.uow.rankings.put_scores(after.unit, {criterion_id: after.scores[criterion_id]})
    await scope.uow.rankings.add_event(
        RankingEvent(
            after.exercise.year,
            scope.now,
            act,
            actor.person_id,
            _capacity(actor, act, after.unit),
            after.unit,
            criterion_id,
            value,
            note,
        )
    )


def _capacity(actor: Actor, act: RankingAct, unit: str) -> Role:
    if act is RankingAct.APPRAISE:
        return Role.COORDINATOR
    return Role.UNIT_HEAD if actor.leads(unit) else Role.FOCAL_OFFICER


async def set_open(scope: Scope, actor: Actor, year: int, *, is_open: bool, seen: int) -> Exercise:
    """A coordinator opens the ranking for scores, or closes it. ``seen`` is the revision they had before their eyes.

    Raises Refused: RANKING_UNKNOWN, NOT_YOURS, NOT_NOW, STALE.
    """
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
    before = await scope.uow.rankings.hold(year, alone=True)
    if before is None:
        raise Refused(Code.RANKING_UNKNOWN)
    after = opened(before, actor, scope.now) if is_open else closed(before, actor, scope.now)
    _check_seen(seen, before.revision)
    await scope.uow.rankings.save_exercise(after, before.revision)
    act = RankingAct.OPEN if is_open else RankingAct.CLOSE
    await scope.uow.rankings.add_event(RankingEvent(year, scope.now, act, actor.person_id, Role.COORDINATOR))
    return after


async def _tell_unit(scope: Scope, sheet: Sheet) -> None:
    year = sheet.exercise.year
    for person in await scope.uow.people.holding(UNIT_ROLES, sheet.unit):
        if person.actor(scope.now).serves(sheet.unit):
            await scope.uow.notices.post(
                Notice(
                    NoticeKind.UNIT_APPRAISED,
                    ToPerson(person.id),
                    {"year": year, "unit": sheet.unit, "revision": sheet.revision},
                ),
                key=f"{NoticeKind.UNIT_APPRAISED}:{year}:{sheet.unit}:{sheet.revision}:{person.id}",
                hold_until=scope.hours.next_opening(scope.calendar, scope.now),
            )
