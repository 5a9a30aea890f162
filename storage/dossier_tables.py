"""The tables of online dossiers, publicity and the guide to filing online."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from storage.columns import Id, Instant, Words, metadata

# What was entered for a unit and month, version after version; a month is stored by its first day. The latest version
# holds, and who enters one names the version they saw, so of two at once one is told.
dossier_entries = Table(
    "dossier_entries",
    metadata,
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("version", SmallInteger, primary_key=True),
    Column("received", Integer, nullable=False),
    Column("online", Integer, nullable=False),
    Column("entered_at", Instant, nullable=False),
    # Nobody and no role where the command line imported it.
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("role", String(32)),
    Column("reason", Words, nullable=False, server_default=""),
    Column("is_sample", Boolean, nullable=False, server_default=text("false")),
    Index("ix_dossier_entries_month", "month"),
)

dossier_targets = Table(
    "dossier_targets",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("percent", SmallInteger, nullable=False),
    Column("set_by", Id, ForeignKey("people.id")),
    Column("set_at", Instant, nullable=False),
    Column("is_sample", Boolean, nullable=False, server_default=text("false")),
)

# The rung on which figures that are awaited were last seen; of figures nobody waited long for there is no row.
dossier_rungs = Table(
    "dossier_rungs",
    metadata,
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("rung", String(16), nullable=False),
    Column("climbed_on", Date, nullable=False),
)

publicity = Table(
    "publicity",
    metadata,
    Column("id", Id, primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("form", String(32), nullable=False),
    Column("audience", Words, nullable=False),
    Column("reached", Integer),
    Column("link", Text, nullable=False, server_default=""),
    Column("file_id", Id, ForeignKey("files.id")),
    Column("logged_by", Id, ForeignKey("people.id")),
    Column("logged_at", Instant, nullable=False),
    Index("ix_publicity_unit_code_held_on", "unit_code", "held_on"),
)

# The words of the guide as the coordinator put them; no words bring back those that are shipped.
guide_versions = Table(
    "guide_versions",
    metadata,
    Column("section", String(32), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("version", SmallInteger, primary_key=True),
    Column("words", Words),
    Column("written_by", Id, ForeignKey("people.id"), nullable=False),
    Column("written_at", Instant, nullable=False),
)
