"""What every table is made with: one metadata, the kinds of its columns, and how instants and words rest in them."""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, Text, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Rows that only ever append are numbered by the database; SQLite does so only where the key is INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")
# Things that a button names have opaque ids, made by :func:`services.identifiers.new_id`.
Id = String(20)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, on a database with zones and on one without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


_ESCAPE = "\x1a"
_ESCAPED = re.compile("\x1a.", re.DOTALL)


class Words(TypeDecorator[str]):
    """What a person typed, to the character. PostgreSQL holds no NUL, so it stands there as an escape."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.replace(_ESCAPE, _ESCAPE * 2).replace("\x00", f"{_ESCAPE}0")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or _ESCAPE not in value:
            return value
        return _ESCAPED.sub(lambda found: "\x00" if found[0][1] == "0" else _ESCAPE, value)
