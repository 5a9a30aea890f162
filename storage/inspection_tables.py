"""The tables of inspections, of the Steering Committee's meetings, and of tasks that come again."""

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
    text,
)

from storage.columns import Id, Instant, Words, metadata

inspections = Table(
    "inspections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("unit_code", String(32), ForeignKey("units.code"), nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("first_planned_on", Date, nullable=False),
    Column("theme", Words, nullable=False),
    Column("scope", Words, nullable=False),
    Column("held_on", Date),
    Column("called_off_on", Date),
    Column("reason", Words, nullable=False, server_default=""),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Instant, nullable=False),
    Column("changed_by", Id, ForeignKey("people.id")),
    Column("changed_at", Instant),
    Column("escalated_rung", String(16)),
    Column("escalated_on", Date),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("is_sample", Boolean, nullable=False, server_default=text("false")),
    Index("ix_inspections_unit_code_planned_on", "unit_code", "planned_on"),
    Index("ix_inspections_kind_planned_on", "kind", "planned_on"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("inspection_id", Id, ForeignKey("inspections.id"), nullable=False, index=True),
    Column("place", SmallInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("found", Integer, nullable=False),
    Column("words", Words, nullable=False),
    Column("follow_up", Words, nullable=False, server_default=""),
    Column("followed_up_on", Date),
    # What the province found is a task of the unit.
    Column("task_id", Id, ForeignKey("tasks.id"), unique=True),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Instant, nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("held_on", Date, nullable=False),
    Column("title", Words, nullable=False),
    Column("number", Words, nullable=False),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Instant, nullable=False),
)

conclusions = Table(
    "conclusions",
    metadata,
    Column("task_id", Id, ForeignKey("tasks.id"), primary_key=True),
    Column("meeting_id", Id, ForeignKey("meetings.id"), nullable=False, index=True),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Instant, nullable=False),
)

recurrences = Table(
    "recurrences",
    metadata,
    Column("id", Id, primary_key=True),
    Column("assignee", String(32), nullable=False),
    Column("title", Words, nullable=False),
    Column("every", String(16), nullable=False),
    Column("due_day", SmallInteger, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("ended_on", Date),
    Column("ended_by", Id, ForeignKey("people.id")),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Instant, nullable=False),
)

# A row is written before its task is made: whoever writes it makes the task, so a period has one, however many look.
recurrence_tasks = Table(
    "recurrence_tasks",
    metadata,
    Column("recurrence_id", Id, ForeignKey("recurrences.id"), primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("begins", Date, primary_key=True),
    Column("task_id", Id, ForeignKey("tasks.id"), unique=True),
)
