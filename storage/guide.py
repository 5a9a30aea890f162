"""The words of the guide as they were written, version after version."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.errors import Code, Refused
from domain.guide import GuideSection, GuideVersion
from storage.database import insert_for
from storage.dossier_tables import guide_versions

_KEY: Final = ("section", "language", "version")


class GuideRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def latest(self, language: str) -> Mapping[GuideSection, GuideVersion]:
        rows = await self._connection.execute(
            select(guide_versions)
            .where(guide_versions.c.language == language)
            .order_by(guide_versions.c.version)
        )
        # The later version of a section takes the place of the earlier.
        return {GuideSection(row.section): _version(row) for row in rows}

    async def versions(self, section: GuideSection, language: str) -> list[GuideVersion]:
        rows = await self._connection.execute(
            select(guide_versions)
            .where(guide_versions.c.section == section, guide_versions.c.language == language)
            .order_by(guide_versions.c.version.desc())
        )
        return [_version(row) for row in rows]

    async def add(self, version: GuideVersion) -> None:
        written = await self._connection.execute(
            insert_for(self._connection, guide_versions)
            .values(
                section=version.section,
                language=version.language,
                version=version.version,
                words=version.text,
                written_by=version.written_by,
                written_at=version.written_at,
            )
            .on_conflict_do_nothing(index_elements=_KEY)
            .returning(guide_versions.c.version)
        )
        if written.first() is None:
            raise Refused(Code.STALE)


def _version(row: Any) -> GuideVersion:
    return GuideVersion(
        GuideSection(row.section), row.language, row.version, row.words, row.written_by, row.written_at
    )
