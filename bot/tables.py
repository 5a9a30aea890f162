"""Tables that were sent to be imported: opened within the transaction that asks, read beside the loop."""

import asyncio
from collections.abc import Callable, Collection
from typing import Final

from adapters.import_dossiers import parse_dossiers
from adapters.import_orders import parse_digital_plans
from adapters.imports import parse_plan
from adapters.sheet import Sheet
from adapters.spreadsheets import read_rows
from services.chat_imports import MOST_ROWS
from services.evidence import ORIGINAL, FileRecord, Sealer, Vault
from services.imports import DigitalPlanRow, DossierRow, Parsed, RowT_co, TaskRow
from services.scope import Scope

_Parse = Callable[[Sheet, Collection[str]], Parsed[RowT_co]]
_UNNAMED: Final = "table.csv"


class StoredTables:
    """The other end of ``services.chat_imports.TableReader``."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def plan(self, scope: Scope, file: FileRecord) -> Parsed[TaskRow]:
        return await self._parsed(scope, file, parse_plan)

    async def dossiers(self, scope: Scope, file: FileRecord) -> Parsed[DossierRow]:
        return await self._parsed(scope, file, parse_dossiers)

    async def digital_plans(self, scope: Scope, file: FileRecord) -> Parsed[DigitalPlanRow]:
        return await self._parsed(scope, file, parse_digital_plans)

    async def raw(self, scope: Scope, file: FileRecord) -> bytes:
        sealer = await scope.uow.files.sealer(file)
        sealed = await self._vault.get(f"{file.id}.{ORIGINAL}")
        return await asyncio.to_thread(sealer.unseal, sealed, ORIGINAL)

    async def _parsed(self, scope: Scope, file: FileRecord, parse: "_Parse[RowT_co]") -> Parsed[RowT_co]:
        sealer = await scope.uow.files.sealer(file)
        sealed = await self._vault.get(f"{file.id}.{ORIGINAL}")
        units = frozenset(await scope.uow.units.all())
        return await asyncio.to_thread(_read, sealer, sealed, file.name, units, parse)


def _read(
    sealer: Sealer, sealed: bytes, name: str, units: frozenset[str], parse: "_Parse[RowT_co]"
) -> Parsed[RowT_co]:
    sheet = read_rows(sealer.unseal(sealed, ORIGINAL), name or _UNNAMED, max_rows=MOST_ROWS)
    return parse(sheet, units)
