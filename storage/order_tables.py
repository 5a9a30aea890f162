"""The tables of what a dispatch orders, of what units did with it, and of their digital transformation plans."""

from sqlalchemy import (
    JSON,
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
    UniqueConstraint,
    text,
)

from storage.columns import Id, Instant, RowId, Words, metadata

dispatches = Table(
    "dispatches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("issued_on", Date, nullable=False),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("is_sample", Boolean, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dispatch_id", Id, ForeignKey("dispatches.id"), nullable=False),
    Column("code", String(64), nullable=False),
    Column("item", SmallInteger, nullable=False),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    # Codes and groups as the dispatch names them: who is meant is read off the units and the plans each time.
    Column("assignees", JSON, nullable=False),
    Column("due_rule", String(24), nullable=False),
    Column("due_date", Date),
    Column("product_vi", Text, nullable=False),
    Column("submit_to", JSON, nullable=False),
    Column("fulfilment", String(24), nullable=False),
    UniqueConstraint("dispatch_id", "code"),
)

# A row where somebody acted, or where it climbed; a duty nobody touched has none.
duties = Table(
    "duties",
    metadata,
    Column("order_id", Id, ForeignKey("orders.id"), primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("acknowledged_on", Date),
    Column("paper_number", Words),
    Column("paper_dated", Date),
    Column("sent_on", Date),
    Column("sent_by", Id, ForeignKey("people.id")),
    Column("link", Words, nullable=False, server_default=""),
    # The file comes after the act: whoever loses to somebody faster is to leave none behind.
    Column("file_id", Id, ForeignKey("files.id", deferrable=True, initially="DEFERRED")),
    Column("escalated_rung", String(16)),
    Column("escalated_on", Date),
    Column("revision", Integer, nullable=False, server_default="0"),
    Index("ix_duties_unit_code", "unit_code"),
)

duty_receipts = Table(
    "duty_receipts",
    metadata,
    Column("order_id", Id, ForeignKey("orders.id"), primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("receiver", String(32), ForeignKey("units.code"), primary_key=True),
    Column("received_on", Date, nullable=False),
    Column("received_by", Id, ForeignKey("people.id")),
    Column("number", Words, nullable=False, server_default=""),
)

duty_events = Table(
    "duty_events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("order_id", Id, ForeignKey("orders.id"), nullable=False),
    Column("unit_code", String(32), ForeignKey("units.code"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("act", String(32), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("role", String(32)),
    Column("receiver", String(32)),
    Column("note", Words, nullable=False, server_default=""),
    Index("ix_duty_events_order_id_unit_code", "order_id", "unit_code"),
)

plan_terms = Table(
    "plan_terms",
    metadata,
    Column("first_year", SmallInteger, primary_key=True),
    Column("last_year", SmallInteger, primary_key=True),
)

digital_plans = Table(
    "digital_plans",
    metadata,
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("first_year", SmallInteger, primary_key=True),
    Column("last_year", SmallInteger, primary_key=True),
    Column("number", Words, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("link", Words, nullable=False, server_default=""),
    Column("file_id", Id, ForeignKey("files.id")),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Instant, nullable=False),
    Column("is_sample", Boolean, nullable=False, server_default=text("false")),
)
