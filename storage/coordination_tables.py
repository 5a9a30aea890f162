"""The tables of what a coordinator tells many heads at once."""

from sqlalchemy import Column, Date, ForeignKey, Index, SmallInteger, String, Table, text

from storage.columns import Id, Instant, Words, metadata

_REMINDER = text("words = ''")

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("audience", String(32), nullable=False),
    Column("area", String(32)),
    # No words are a reminder of what is overdue: an area has one a day.
    Column("words", Words, nullable=False),
    Column("sent_by", Id, ForeignKey("people.id"), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Index(
        "uq_broadcasts_reminder",
        "area",
        "day",
        unique=True,
        sqlite_where=_REMINDER,
        postgresql_where=_REMINDER,
    ),
    Index("ix_broadcasts_sent_at", "sent_at"),
)

# Who was meant when it was sent; a unit that had no head then has nobody. How far it came stands in the outbox.
broadcast_addressees = Table(
    "broadcast_addressees",
    metadata,
    Column("broadcast_id", Id, ForeignKey("broadcasts.id"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
)
