"""The register of digital transformation plans, and the terms that are asked for."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.digital_plan import DigitalPlan, Matrix, PlanTerm, matrix
from storage.database import insert_for
from storage.tables import digital_plans, plan_terms


class DigitalPlanRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def matrix(self) -> Matrix:
        terms = await self._connection.execute(select(plan_terms))
        rows = await self._connection.execute(select(digital_plans))
        return matrix(
            [PlanTerm(row.first_year, row.last_year) for row in terms],
            [
                DigitalPlan(
                    row.unit_code,
                    PlanTerm(row.first_year, row.last_year),
                    row.number,
                    row.issued_on,
                    row.link,
                    row.file_id,
                    row.entered_by,
                )
                for row in rows
            ],
        )

    async def is_sample(self) -> bool:
        query = select(exists().where(digital_plans.c.is_sample))
        return bool((await self._connection.execute(query)).scalar_one())

    async def put_terms(self, terms: Collection[PlanTerm]) -> None:
        if terms:
            await self._connection.execute(
                insert_for(self._connection, plan_terms).on_conflict_do_nothing(),
                [{"first_year": term.first_year, "last_year": term.last_year} for term in terms],
            )

    async def put(self, plans: Sequence[DigitalPlan], now: datetime, *, is_sample: bool = False) -> None:
        for plan in plans:
            values = {
                "number": plan.number,
                "issued_on": plan.issued_on,
                "link": plan.link,
                "file_id": plan.file_id,
                "entered_by": plan.entered_by,
                "entered_at": now,
                "is_sample": is_sample,
            }
            key = {
                "unit_code": plan.unit,
                "first_year": plan.term.first_year,
                "last_year": plan.term.last_year,
            }
            await self._connection.execute(
                insert_for(self._connection, digital_plans)
                .values(**key, **values)
                .on_conflict_do_update(index_elements=list(key), set_=values)
            )
