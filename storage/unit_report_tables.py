"""The tables of units' periodic reports."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, SmallInteger, String, Table

from storage.columns import Id, Instant, Words, metadata

# What was sent, version after version: the bot's figures beside the unit's. A period is stored by its key. The latest
# version holds, and who sends one names the version they saw, so of two at once one is told.
unit_reports = Table(
    "unit_reports",
    metadata,
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("period", String(24), primary_key=True),
    Column("version", SmallInteger, primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("derived", JSON, nullable=False),
    Column("target", SmallInteger),
    Column("has_digital_plan", Boolean),
    Column("counts", JSON, nullable=False),
    Column("difficulties", Words, nullable=False),
    Column("proposals", Words, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("sent_by", Id, ForeignKey("people.id"), nullable=False),
    Column("role", String(32), nullable=False),
    Index("ix_unit_reports_period", "period"),
)

# A closed report that was opened again for a unit; the latest day holds.
report_openings = Table(
    "report_openings",
    metadata,
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("period", String(24), primary_key=True),
    Column("opened_at", Instant, primary_key=True),
    Column("until", Date, nullable=False),
    Column("opened_by", Id, ForeignKey("people.id"), nullable=False),
    Index("ix_report_openings_period", "period"),
)

# The rung on which a report that is awaited was last seen; of one nobody waited long for there is no row.
report_rungs = Table(
    "report_rungs",
    metadata,
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("period", String(24), primary_key=True),
    Column("rung", String(16), nullable=False),
    Column("climbed_on", Date, nullable=False),
)
