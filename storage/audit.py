"""Who opened, searched or changed what. Ids and codes only: the audit must be readable by those who may not read cases.

Of the reporter it holds no person, or it would be the one list that puts names to cases.
"""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.people import Actor
from services.audit import CASE_OPENED, Opening, acting_role
from storage.tables import audit


class AuditRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def write(
        self,
        at: datetime,
        actor: Actor,
        act: str,
        *,
        case_id: str | None = None,
        subject: str | None = None,
        as_reporter: bool = False,
    ) -> None:
        nobody = as_reporter or actor.is_clock
        await self._connection.execute(
            insert(audit).values(
                at=at,
                person_id=None if nobody else actor.person_id,
                role=acting_role(actor, as_reporter=as_reporter),
                act=act,
                case_id=case_id,
                subject=subject,
            )
        )

    async def openings(self, case_id: str, limit: int) -> list[Opening]:
        rows = await self._connection.execute(
            select(audit.c.at, audit.c.role)
            .where(audit.c.case_id == case_id, audit.c.act == CASE_OPENED)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        return [Opening(row.at, row.role) for row in rows]
