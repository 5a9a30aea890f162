"""What is asked of the database, transaction by transaction, without its parameters.

Two answers that read alike can still have cost different questions, and whoever counts or times them learns the
difference. So it is the statements that are compared, not the words alone.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database


@dataclass
class Statements:
    """The transactions that ended while it listened, oldest first."""

    ended: list[list[str]] = field(default_factory=list)
    _open: dict[int, list[str]] = field(default_factory=dict)

    def of_updates(self) -> list[list[str]]:
        """The transactions in which an update was handled, since this was asked last."""
        ended, self.ended = self.ended, []
        return [one for one in ended if any(statement.startswith("UPDATE inbox") for statement in one)]

    def executed(self, connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:
        self._open.setdefault(id(connection), []).append(statement)

    def over(self, connection: Connection) -> None:
        self.ended.append(self._open.pop(id(connection), []))


def listening(database: Database) -> Statements:
    """Listens to every transaction of the database from now on."""
    heard, engine = Statements(), database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", heard.executed)
    event.listen(engine, "commit", heard.over)
    event.listen(engine, "rollback", heard.over)
    return heard


async def plan_of(database: Database, act: Callable[[AsyncConnection], Awaitable[object]]) -> str:
    """How the database would find what the first statement of an act looks for, were its tables large."""
    first: list[tuple[str, Any]] = []

    def remember(
        _connection: Connection, _cursor: object, statement: str, parameters: Any, *_rest: Any
    ) -> None:
        first.append((statement, parameters))

    async with database.write() as connection:
        if database.is_sqlite:
            explain = "EXPLAIN QUERY PLAN "
        else:
            explain = "EXPLAIN "
            # A table of three rows would be read whole.
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(database.engine.sync_engine, "before_cursor_execute", remember)
        try:
            await act(connection)
        finally:
            event.remove(database.engine.sync_engine, "before_cursor_execute", remember)
        statement, parameters = first[0]
        told = await connection.exec_driver_sql(explain + statement, parameters)
        return "\n".join(str(row) for row in told)
