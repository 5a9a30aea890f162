"""Rankings of the years: their criteria, how far each unit is, every score, and what was done."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Code, Refused
from domain.people import Role
from domain.ranking import Criterion, Exercise, RankingAct, Score, Sheet, UnitGroup
from domain.task import Area
from services.ranking import RankingEvent, SheetRecord
from storage.database import insert_for
from storage.tables import (
    ranking_criteria,
    ranking_events,
    ranking_exercises,
    ranking_scores,
    ranking_sheets,
)


class RankingRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    # ── rankings and criteria ─────────────────────────────────────────────────────────────────────

    async def exercises(self) -> list[Exercise]:
        rows = await self._connection.execute(
            select(ranking_exercises).order_by(ranking_exercises.c.year.desc())
        )
        return [_exercise(row) for row in rows]

    async def hold(self, year: int, *, alone: bool = False) -> Exercise | None:
        # Who scores shares the row, who closes it or changes its criteria has it alone. SQLite has one writer anyway.
        query = select(ranking_exercises).where(ranking_exercises.c.year == year)
        row = (await self._connection.execute(query.with_for_update(read=not alone))).first()
        return None if row is None else _exercise(row)

    async def add_exercise(self, exercise: Exercise) -> None:
        await self._connection.execute(
            insert(ranking_exercises).values(
                year=exercise.year, revision=exercise.revision, **_exercise_values(exercise)
            )
        )

    async def save_exercise(self, exercise: Exercise, expected_revision: int) -> None:
        changed = await self._connection.execute(
            update(ranking_exercises)
            .where(
                ranking_exercises.c.year == exercise.year,
                ranking_exercises.c.revision == expected_revision,
            )
            .values(revision=exercise.revision, **_exercise_values(exercise))
        )
        if changed.rowcount != 1:
            raise Refused(Code.STALE)

    async def criteria(self, year: int) -> list[Criterion]:
        rows = await self._connection.execute(
            select(ranking_criteria)
            .where(ranking_criteria.c.year == year)
            .order_by(ranking_criteria.c.place, ranking_criteria.c.code)
        )
        return [_criterion(row) for row in rows]

    async def year_of(self, criterion_id: str) -> int | None:
        query = select(ranking_criteria.c.year).where(ranking_criteria.c.id == criterion_id)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def put_criteria(self, year: int, criteria: Sequence[Criterion]) -> None:
        for place, criterion in enumerate(criteria):
            values = {
                "code": criterion.code,
                "place": place,
                "area": criterion.area,
                "name_vi": criterion.name_vi,
                "name_en": criterion.name_en,
                "most": criterion.most,
                "groups": list(criterion.groups),
            }
            await self._connection.execute(
                insert_for(self._connection, ranking_criteria)
                .values(id=criterion.id, year=year, **values)
                .on_conflict_do_update(index_elements=["id"], set_=values)
            )

    async def remove_criteria(self, ids: Collection[str]) -> None:
        await self._connection.execute(delete(ranking_criteria).where(ranking_criteria.c.id.in_(ids)))

    # ── sheets and scores ─────────────────────────────────────────────────────────────────────────

    async def records(self, year: int, units: Collection[str] | None = None) -> list[SheetRecord]:
        sheets = select(ranking_sheets).where(ranking_sheets.c.year == year)
        scores = (
            select(ranking_scores)
            .join(ranking_criteria, ranking_criteria.c.id == ranking_scores.c.criterion_id)
            .where(ranking_criteria.c.year == year)
        )
        if units is not None:
            sheets = sheets.where(ranking_sheets.c.unit_code.in_(units))
            scores = scores.where(ranking_scores.c.unit_code.in_(units))
        given: dict[str, dict[str, Score]] = {}
        for row in await self._connection.execute(scores):
            given.setdefault(row.unit_code, {})[row.criterion_id] = _score(row)
        rows = await self._connection.execute(sheets.order_by(ranking_sheets.c.unit_code))
        return [
            SheetRecord(
                row.unit_code, row.submitted_on, row.submitted_by, row.revision, given.get(row.unit_code, {})
            )
            for row in rows
        ]

    async def save(self, sheet: Sheet, expected_revision: int) -> None:
        key = {"year": sheet.exercise.year, "unit_code": sheet.unit}
        # Two who begin at once both find the row; the revision decides between them.
        await self._connection.execute(
            insert_for(self._connection, ranking_sheets)
            .values(**key)
            .on_conflict_do_nothing(index_elements=list(key))
        )
        changed = await self._connection.execute(
            update(ranking_sheets)
            .where(
                ranking_sheets.c.year == sheet.exercise.year,
                ranking_sheets.c.unit_code == sheet.unit,
                ranking_sheets.c.revision == expected_revision,
            )
            .values(
                submitted_on=sheet.submitted_on,
                submitted_by=sheet.submitted_by,
                revision=sheet.revision,
            )
        )
        if changed.rowcount != 1:
            raise Refused(Code.STALE)

    async def put_scores(self, unit: str, scores: Mapping[str, Score]) -> None:
        if not scores:
            return
        statement = insert_for(self._connection, ranking_scores)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["criterion_id", "unit_code"],
                set_={name: statement.excluded[name] for name in _SCORE_COLUMNS},
            ),
            [
                {
                    "criterion_id": criterion_id,
                    "unit_code": unit,
                    **{name: getattr(score, name) for name in _SCORE_COLUMNS},
                }
                for criterion_id, score in scores.items()
            ],
        )

    # ── what was done ─────────────────────────────────────────────────────────────────────────────

    async def add_event(self, event: RankingEvent) -> None:
        await self._connection.execute(
            insert(ranking_events).values(
                year=event.year,
                unit_code=event.unit,
                criterion_id=event.criterion_id,
                at=event.at,
                act=event.act,
                person_id=event.person_id,
                role=event.role,
                value=event.value,
                note=event.note,
            )
        )

    async def events(self, unit: str, criterion_id: str, limit: int) -> list[RankingEvent]:
        rows = await self._connection.execute(
            select(ranking_events)
            .where(
                ranking_events.c.criterion_id == criterion_id,
                ranking_events.c.unit_code == unit,
            )
            .order_by(ranking_events.c.id.desc())
            .limit(limit)
        )
        return [
            RankingEvent(
                row.year,
                row.at,
                RankingAct(row.act),
                row.person_id,
                Role(row.role),
                row.unit_code,
                row.criterion_id,
                row.value,
                row.note,
            )
            for row in rows
        ]


_SCORE_COLUMNS = ("own", "own_by", "evidence", "file_id", "appraised", "appraised_by", "reason")


def _exercise_values(exercise: Exercise) -> dict[str, Any]:
    return {
        "opened_at": exercise.opened_at,
        "opened_by": exercise.opened_by,
        "closed_at": exercise.closed_at,
        "closed_by": exercise.closed_by,
        "is_sample": exercise.is_sample,
    }


def _exercise(row: Any) -> Exercise:
    return Exercise(
        row.year,
        row.opened_at,
        row.opened_by,
        row.closed_at,
        row.closed_by,
        row.is_sample,
        row.revision,
    )


def _criterion(row: Any) -> Criterion:
    return Criterion(
        row.id,
        row.code,
        Area(row.area),
        row.name_vi,
        row.name_en,
        row.most,
        tuple(UnitGroup(group) for group in row.groups),
    )


def _score(row: Any) -> Score:
    return Score(**{name: getattr(row, name) for name in _SCORE_COLUMNS})
