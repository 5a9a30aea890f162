"""The tables of the yearly ranking: its criteria, what units and coordinators gave, and everything that was done."""

from decimal import Decimal

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from storage.columns import Id, Instant, RowId, Words, metadata


class Points(TypeDecorator[Decimal]):
    """Points with two decimals, kept as hundredths: SQLite has no decimals and would keep them as floats."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        hundredths = value.scaleb(2)
        if hundredths != hundredths.to_integral_value():
            raise ValueError("points of more than two decimals were about to be stored")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


ranking_exercises = Table(
    "ranking_exercises",
    metadata,
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("opened_at", Instant),
    Column("opened_by", Id, ForeignKey("people.id")),
    Column("closed_at", Instant),
    Column("closed_by", Id, ForeignKey("people.id")),
    Column("is_sample", Boolean, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
)

ranking_criteria = Table(
    "ranking_criteria",
    metadata,
    Column("id", Id, primary_key=True),
    Column("year", SmallInteger, ForeignKey("ranking_exercises.year"), nullable=False),
    Column("code", String(32), nullable=False),
    # The order of the file.
    Column("place", SmallInteger, nullable=False),
    Column("area", String(32), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("most", Points, nullable=False),
    Column("groups", JSON, nullable=False),
    UniqueConstraint("year", "code"),
)

# A row where a unit began; of the others there is none.
ranking_sheets = Table(
    "ranking_sheets",
    metadata,
    Column("year", SmallInteger, ForeignKey("ranking_exercises.year"), primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("submitted_on", Date),
    Column("submitted_by", Id, ForeignKey("people.id")),
    Column("revision", Integer, nullable=False, server_default="0"),
)

ranking_scores = Table(
    "ranking_scores",
    metadata,
    Column("criterion_id", Id, ForeignKey("ranking_criteria.id"), primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("own", Points, nullable=False),
    Column("own_by", Id, ForeignKey("people.id")),
    Column("evidence", Words, nullable=False),
    # The file comes after the act: whoever loses to somebody faster is to leave none behind.
    Column("file_id", Id, ForeignKey("files.id", deferrable=True, initially="DEFERRED")),
    Column("appraised", Points),
    Column("appraised_by", Id, ForeignKey("people.id")),
    Column("reason", Words, nullable=False),
)

ranking_events = Table(
    "ranking_events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("year", SmallInteger, ForeignKey("ranking_exercises.year"), nullable=False),
    Column("unit_code", String(32), ForeignKey("units.code")),
    Column("criterion_id", Id, ForeignKey("ranking_criteria.id")),
    Column("at", Instant, nullable=False),
    Column("act", String(16), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("role", String(32), nullable=False),
    Column("value", Points),
    Column("note", Words, nullable=False),
    Index("ix_ranking_events_criterion_id_unit_code", "criterion_id", "unit_code"),
)
