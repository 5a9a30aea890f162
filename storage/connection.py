"""What the stores need of a connection: a statement is run in the transaction that is open."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVarTuple, overload

from sqlalchemy import CursorResult, Dialect, Executable
from sqlalchemy.sql.selectable import TypedReturnsRows

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""Of one statement, or of as many as there are in the sequence."""

Row = TypeVarTuple("Row")


class Connection(Protocol):
    """SQLAlchemy's ``AsyncConnection`` is one; the embedded database has its own, see :mod:`storage.embedded`."""

    @property
    def dialect(self) -> Dialect: ...

    @overload
    async def execute(
        self, statement: TypedReturnsRows[*Row], parameters: Parameters | None = None
    ) -> CursorResult[*Row]: ...

    @overload
    async def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> CursorResult[*tuple[Any, ...]]: ...
