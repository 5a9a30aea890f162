"""Tables that a coordinator sends: what each would change is shown first, and just that is done once confirmed."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Protocol

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.plan import PlanKind
from services.dispatch_imports import import_digital_plans
from services.dossier_imports import import_dossiers
from services.evidence import FileRecord, FileState, Incoming, file_for_import
from services.imports import DigitalPlanRow, DossierRow, Parsed, RowT_co, TaskRow
from services.plans import ImportChanges, ImportRefused, header_of, import_plan
from services.scope import Scope

MOST_MEGABYTES: Final = 5
MOST_ROWS: Final = 5000
"""A table of so many rows is taken in within two seconds, in which others wait; larger ones go by command."""
KEPT_FOR: Final = timedelta(hours=24)


class ImportKind(StrEnum):
    """What a table may hold. The values are short because buttons carry them."""

    PLAN = "p"
    KEY_TASKS = "k"
    DOSSIERS = "d"
    DIGITAL_PLANS = "g"


class TableReader(Protocol):
    """Reads a table that was fetched. Raises UnreadableSheet."""

    async def plan(self, scope: Scope, file: FileRecord) -> Parsed[TaskRow]: ...

    async def dossiers(self, scope: Scope, file: FileRecord) -> Parsed[DossierRow]: ...

    async def digital_plans(self, scope: Scope, file: FileRecord) -> Parsed[DigitalPlanRow]: ...

    async def raw(self, scope: Scope, file: FileRecord) -> bytes:
        """The file as it was sent, for what is no table."""
        ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table would change, or did. ``target`` names the plan it is of, where it is of one."""

    file: FileRecord
    kind: ImportKind
    changes: ImportChanges
    target: str = ""

    @property
    def seen(self) -> str:
        """A short mark of everything that would change: it tells one proposal from another."""
        return hashlib.sha256(repr((self.target, self.changes)).encode()).hexdigest()[:10]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self.changes.is_empty and self.changes.plan is None


def check_import(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever does not coordinate."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


async def take(scope: Scope, actor: Actor, incoming: Incoming) -> FileRecord:
    """Keeps a table that was sent, to be fetched at once. Raises Refused: NOT_YOURS, IMPORT_TOO_LARGE."""
    check_import(actor)
    if not incoming.can_be_fetched or (incoming.size or 0) > MOST_MEGABYTES * 1024 * 1024:
        raise Refused(Code.IMPORT_TOO_LARGE, limit=MOST_MEGABYTES)
    file = file_for_import(scope, actor.person_id, incoming)
    await scope.uow.files.add(file)
    return file


async def proposal(
    scope: Scope, actor: Actor, tables: TableReader, file_id: str, kind: ImportKind
) -> Proposal:
    """What the table would change, as things stand; nothing is changed.

    Raises Refused: NOT_YOURS, IMPORT_GONE, IMPORT_NOT_FETCHED, IMPORT_UNREACHABLE, IMPORT_WITHOUT_ROWS; ImportRefused
    with every wrong cell; UnreadableSheet.
    """
    return await _import(scope, actor, tables, await fetched(scope, actor, file_id), kind, dry_run=True)


async def apply(
    scope: Scope, actor: Actor, tables: TableReader, file_id: str, kind: ImportKind, seen: str
) -> tuple[Proposal, bool]:
    """Does what was shown, if it is still what would be done; says whether it was. Raises as ``proposal``."""
    proposed = await proposal(scope, actor, tables, file_id, kind)
    if proposed.seen != seen:
        return proposed, False
    done = await _import(scope, actor, tables, proposed.file, kind, dry_run=False)
    await scope.uow.files.discard_import(file_id)
    return done, True


async def drop(scope: Scope, actor: Actor, file_id: str) -> None:
    """Throws the table away. Raises Refused: NOT_YOURS, IMPORT_GONE."""
    await _own(scope, actor, file_id)
    await scope.uow.files.discard_import(file_id)


async def forget_imports(scope: Scope) -> None:
    """Throws away what was sent long ago and neither imported nor dropped."""
    await scope.uow.files.discard_imports(scope.now - KEPT_FOR)


async def own_file(scope: Scope, actor: Actor, file_id: str) -> FileRecord:
    """The table somebody sent. Raises Refused: NOT_YOURS, IMPORT_GONE."""
    return await _own(scope, actor, file_id)


async def _own(scope: Scope, actor: Actor, file_id: str) -> FileRecord:
    check_import(actor)
    file = await scope.uow.files.get(file_id)
    if file is None or not file.is_for_import or file.sender != actor.person_id:
        raise Refused(Code.IMPORT_GONE)
    if file.state is FileState.DISCARDED:
        raise Refused(Code.IMPORT_GONE)
    return file


async def fetched(scope: Scope, actor: Actor, file_id: str) -> FileRecord:
    """The file somebody sent, once it is here.

    Raises Refused: NOT_YOURS, IMPORT_GONE, IMPORT_NOT_FETCHED, IMPORT_UNREACHABLE.
    """
    file = await _own(scope, actor, file_id)
    match file.state:
        case FileState.WAITING:
            raise Refused(Code.IMPORT_NOT_FETCHED)
        case FileState.UNREACHABLE | FileState.TOO_LARGE:
            raise Refused(Code.IMPORT_UNREACHABLE)
    # What may not be shown to anybody is read all the same: the reader names what is wrong with it.
    return file


async def _import(
    scope: Scope, actor: Actor, tables: TableReader, file: FileRecord, kind: ImportKind, *, dry_run: bool
) -> Proposal:
    match kind:
        case ImportKind.PLAN | ImportKind.KEY_TASKS:
            tasks = _sound(await tables.plan(scope, file))
            of = PlanKind.REFORM if kind is ImportKind.PLAN else PlanKind.KEY_TASKS
            header = header_of(of, tasks)
            changes = await import_plan(scope, header, tasks, dry_run=dry_run)
            return Proposal(file, kind, changes, header.code)
        case ImportKind.DOSSIERS:
            figures = _sound(await tables.dossiers(scope, file))
            changes = await import_dossiers(scope, figures, reason=file.name, by=actor, dry_run=dry_run)
        case ImportKind.DIGITAL_PLANS:
            plans = _sound(await tables.digital_plans(scope, file))
            changes = await import_digital_plans(scope, plans, dry_run=dry_run)
    return Proposal(file, kind, changes)


def _sound(parsed: Parsed[RowT_co]) -> tuple[RowT_co, ...]:
    if parsed.faults:
        raise ImportRefused(parsed.faults)
    if not parsed.rows:
        raise Refused(Code.IMPORT_WITHOUT_ROWS)
    return parsed.rows
