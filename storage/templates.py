"""The templates that official papers were written into, one row for each that was ever set."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.papers import PaperName
from services.templates import Template
from storage.tables import paper_templates


class TemplateRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def current(self, paper: PaperName) -> Template | None:
        query = (
            select(paper_templates)
            .where(paper_templates.c.paper == paper)
            .order_by(paper_templates.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).first()
        return None if row is None else Template(paper, row.set_at, row.set_by, row.name, row.body)

    async def add(self, template: Template) -> None:
        await self._connection.execute(
            insert(paper_templates).values(
                paper=template.paper,
                set_at=template.set_at,
                set_by=template.set_by,
                name=template.name,
                body=template.body,
            )
        )
