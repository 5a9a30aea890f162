"""How the criteria of a year's ranking come in from a file, and scores that were given on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Final

from domain.errors import Code, Refused
from domain.ranking import Criterion, Exercise, ExerciseState, Score, Sheet, UnitGroup, added
from services.imports import CriterionRow, RowFault, RowFaultCode, ScoreRow
from services.plans import ImportChanges, ImportRefused, RowChange, changes_of, differences
from services.ranking import sheets_of_group
from services.scope import Scope

_FIELDS: Final = tuple(entry.name for entry in fields(Criterion) if entry.name != "id")


@dataclass(frozen=True, slots=True)
class CriteriaChanges:
    """What a file of criteria changes: ``removed`` are gone, ``kept`` are not in the file and have scores.

    ``totals`` is what the criteria give at most to a unit of each group.
    """

    changes: ImportChanges
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    totals: Mapping[UnitGroup, Decimal]


async def import_criteria(
    scope: Scope,
    year: int,
    rows: Sequence[CriterionRow],
    *,
    is_sample: bool | None = None,
    dry_run: bool = False,
) -> CriteriaChanges:
    """Brings the criteria of a year to what a file says; a criterion on which a unit was scored is not removed.

    With ``dry_run`` nothing is done. Raises ImportRefused for a row that would change what scores stand on, and
    Refused(RANKING_CLOSED) for one that would change anything in a closed ranking.
    """
    stored = await scope.uow.rankings.hold(year, alone=True)
    exercise = stored or Exercise(year)
    if is_sample is not None:
        exercise = replace(exercise, is_sample=is_sample)
    known = {one.code: one for one in await scope.uow.rankings.criteria(year)}
    records = await scope.uow.rankings.records(year)
    scored = {criterion_id for record in records for criterion_id in record.scores}
    _check_rows(rows, known, scored, has_submitted=any(one.submitted_on is not None for one in records))
    wanted = [_criterion(scope, row, known.get(row.code)) for row in rows]
    changes = changes_of([(one.code, known.get(one.code), one) for one in wanted], known, _FIELDS)
    if stored is not None:
        told = differences(stored, exercise, ("is_sample",))
        changes = replace(changes, plan=RowChange(str(year), told) if told else None)
    absent = [known[code] for code in changes.absent]
    kept = [one for one in absent if one.id in scored]
    removed = [one for one in absent if one.id not in scored]
    in_force = [*wanted, *kept]
    if exercise.state is ExerciseState.CLOSED and (removed or not changes.is_empty):
        raise Refused(Code.RANKING_CLOSED, year=str(year))
    if not dry_run:
        if stored is None:
            await scope.uow.rankings.add_exercise(exercise)
        elif exercise != stored:
            await scope.uow.rankings.save_exercise(exercise, stored.revision)
        await scope.uow.rankings.remove_criteria([one.id for one in removed])
        await scope.uow.rankings.put_criteria(year, in_force)
    return CriteriaChanges(
        changes,
        tuple(one.code for one in removed),
        tuple(one.code for one in kept),
        {group: added(one.most for one in in_force if group in one.groups) for group in UnitGroup},
    )


def _check_rows(
    rows: Sequence[CriterionRow], known: Mapping[str, Criterion], scored: set[str], *, has_submitted: bool
) -> None:
    faults = []
    for row in rows:
        before = known.get(row.code)
        if before is None:
            # Whoever has submitted could not score it any more.
            if has_submitted:
                faults.append(RowFault(row.line, "code", RowFaultCode.SCORES_SUBMITTED, row.code))
        elif before.id in scored:
            if before.most != row.most:
                value = str(row.most)
                faults.append(RowFault(row.line, "max_score", RowFaultCode.CRITERION_HAS_SCORES, value))
            if before.groups != row.groups:
                value = ";".join(row.groups)
                faults.append(RowFault(row.line, "group", RowFaultCode.CRITERION_HAS_SCORES, value))
    if faults:
        raise ImportRefused(faults)


def _criterion(scope: Scope, row: CriterionRow, known: Criterion | None) -> Criterion:
    return Criterion(
        id=known.id if known else scope.new_id(),
        code=row.code,
        area=row.area,
        name_vi=row.name_vi,
        name_en=row.name_en or row.name_vi,
        most=row.most,
        groups=row.groups,
    )


@dataclass(frozen=True, slots=True)
class ScoresTaken:
    """Units whose scores were taken from a file, and those that had begun here, which were left as they are."""

    taken: tuple[str, ...]
    left: tuple[str, ...]


async def import_scores(
    scope: Scope, year: int, rows: Sequence[ScoreRow], *, dry_run: bool = False
) -> ScoresTaken:
    """Takes over scores given on paper, of units that have not begun here; the ranking is open from then on.

    A unit of which every criterion is scored has submitted. Raises ImportRefused for rows that fit no unit, no
    criterion or are above its most, and Refused: RANKING_UNKNOWN, RANKING_CLOSED.
    """
    exercise = await scope.uow.rankings.hold(year, alone=True)
    if exercise is None:
        raise Refused(Code.RANKING_UNKNOWN)
    sheets = {
        sheet.unit: sheet for group in UnitGroup for sheet in await sheets_of_group(scope, exercise, group)
    }
    faults: list[RowFault] = []
    given: dict[str, dict[str, Score]] = {}
    for row in rows:
        found = _score(row, sheets, faults)
        if found is not None:
            given.setdefault(row.unit, {})[found] = Score(
                row.own,
                evidence=row.evidence,
                appraised=row.appraised,
                reason="" if row.appraised in (None, row.own) else row.reason,
            )
    if faults:
        raise ImportRefused(faults)
    begun = {record.unit for record in await scope.uow.rankings.records(year)}
    taken = [unit for unit in given if unit not in begun]
    if exercise.state is ExerciseState.CLOSED and taken:
        raise Refused(Code.RANKING_CLOSED, year=str(year))
    if not dry_run:
        if exercise.state is ExerciseState.PREPARED and taken:
            after = replace(exercise, opened_at=scope.now, revision=exercise.revision + 1)
            await scope.uow.rankings.save_exercise(after, exercise.revision)
        for unit in taken:
            await _take(scope, sheets[unit], given[unit])
    return ScoresTaken(tuple(taken), tuple(unit for unit in given if unit in begun))


def _score(row: ScoreRow, sheets: Mapping[str, Sheet], faults: list[RowFault]) -> str | None:
    """The criterion's id, or None for a row that does not fit, which is written down."""
    sheet = sheets.get(row.unit)
    if sheet is None:
        faults.append(RowFault(row.line, "unit", RowFaultCode.UNIT_NOT_RANKED, row.unit))
        return None
    criterion = next((one for one in sheet.criteria if one.code == row.criterion), None)
    if criterion is None:
        faults.append(RowFault(row.line, "criterion", RowFaultCode.UNKNOWN_CRITERION, row.criterion))
        return None
    for column, value in (("self_score", row.own), ("appraised_score", row.appraised)):
        if value is not None and value > criterion.most:
            faults.append(RowFault(row.line, column, RowFaultCode.POINTS_ABOVE_MOST, str(value)))
    return criterion.id


async def _take(scope: Scope, before: Sheet, scores: Mapping[str, Score]) -> None:
    after = replace(before, scores=scores, revision=before.revision + 1)
    if after.unscored:
        # What is not submitted is not appraised yet.
        scores = {key: replace(one, appraised=None, reason="") for key, one in scores.items()}
    else:
        after = replace(after, submitted_on=scope.today)
    await scope.uow.rankings.save(after, before.revision)
    await scope.uow.rankings.put_scores(after.unit, scores)
