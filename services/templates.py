"""Templates of official papers: the product's own, until a coordinator puts another in its place.

Every template that ever held is kept, with who set it and when; what holds is the latest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from domain.errors import Code, Refused
from domain.people import Actor, Role
from services.chat_imports import TableReader, fetched
from services.papers import PaperName
from services.scope import Scope

WITH_TEMPLATE: Final = (PaperName.PERIODIC, PaperName.OVERDUE)
"""The papers that are written into a template."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a paper is written into since ``set_at`` (UTC). ``body`` is a Word file; None is the product's own."""

    paper: PaperName
    set_at: datetime
    set_by: str
    name: str = ""
    body: bytes | None = field(default=None, repr=False)


class Templates(Protocol):
    """Every template that was set."""

    async def current(self, paper: PaperName) -> Template | None:
        """What holds for the paper; None while nobody set anything."""
        ...

    async def add(self, template: Template) -> None: ...


def check_set(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever does not coordinate."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


async def held(scope: Scope, actor: Actor) -> Mapping[PaperName, Template | None]:
    """What each paper is written into. Raises Refused(NOT_YOURS)."""
    check_set(actor)
    return {paper: await scope.uow.templates.current(paper) for paper in WITH_TEMPLATE}


async def body_of(scope: Scope, paper: PaperName) -> bytes | None:
    """The Word file that the paper is written into; None for the product's own."""
    current = await scope.uow.templates.current(paper)
    return None if current is None else current.body


async def sent(scope: Scope, actor: Actor, tables: TableReader, file_id: str) -> bytes:
    """The file somebody sent, to be looked through. Raises Refused as ``chat_imports.proposal``."""
    return await tables.raw(scope, await fetched(scope, actor, file_id))


async def put(scope: Scope, actor: Actor, paper: PaperName, file_id: str, body: bytes) -> Template:
    """From now on the paper is written into this, which was found sound. Raises Refused: NOT_YOURS, IMPORT_GONE."""
    file = await fetched(scope, actor, file_id)
    template = Template(paper, scope.now, actor.person_id, file.name, body)
    await scope.uow.templates.add(template)
    await scope.uow.files.discard_import(file_id)
    return template


async def restore(scope: Scope, actor: Actor, paper: PaperName) -> None:
    """From now on the paper is written into the product's own template again. Raises Refused(NOT_YOURS)."""
    check_set(actor)
    current = await scope.uow.templates.current(paper)
    if current is not None and current.body is not None:
        await scope.uow.templates.add(Template(paper, scope.now, actor.person_id))
