"""The tables, as SQLAlchemy Core sees them; migrations are held to this module by a test.

Columns ending in ``_sealed`` hold AES-256-GCM ciphertext (see :mod:`storage.sealing`); columns ending
in ``_ref`` hold keyed hashes, so that a row can be found without the thing it was made from. Instants
are UTC; dates are days of the province's calendar.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import Id as Id
from storage.columns import Instant as Instant
from storage.columns import RowId as RowId
from storage.columns import Words as Words
from storage.columns import metadata as metadata
from storage.coordination_tables import broadcast_addressees as broadcast_addressees
from storage.coordination_tables import broadcasts as broadcasts
from storage.dossier_tables import dossier_entries as dossier_entries
from storage.dossier_tables import dossier_rungs as dossier_rungs
from storage.dossier_tables import dossier_targets as dossier_targets
from storage.dossier_tables import guide_versions as guide_versions
from storage.dossier_tables import publicity as publicity
from storage.inspection_tables import conclusions as conclusions
from storage.inspection_tables import findings as findings
from storage.inspection_tables import inspections as inspections
from storage.inspection_tables import meetings as meetings
from storage.inspection_tables import recurrence_tasks as recurrence_tasks
from storage.inspection_tables import recurrences as recurrences
from storage.order_tables import digital_plans as digital_plans
from storage.order_tables import dispatches as dispatches
from storage.order_tables import duties as duties
from storage.order_tables import duty_events as duty_events
from storage.order_tables import duty_receipts as duty_receipts
from storage.order_tables import orders as orders
from storage.order_tables import plan_terms as plan_terms
from storage.paper_tables import paper_templates as paper_templates
from storage.ranking_tables import ranking_criteria as ranking_criteria
from storage.ranking_tables import ranking_events as ranking_events
from storage.ranking_tables import ranking_exercises as ranking_exercises
from storage.ranking_tables import ranking_scores as ranking_scores
from storage.ranking_tables import ranking_sheets as ranking_sheets
from storage.unit_report_tables import report_openings as report_openings
from storage.unit_report_tables import report_rungs as report_rungs
from storage.unit_report_tables import unit_reports as unit_reports

# ── the deployment ────────────────────────────────────────────────────────────────────────────────

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

rules = Table(
    "rules",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("value", Text, nullable=False),
    Column("set_by", Id, ForeignKey("people.id")),
    Column("set_at", Instant, nullable=False),
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("is_working", Boolean, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("set_by", Id, ForeignKey("people.id")),
    Column("set_at", Instant),
)

# ── people and units ──────────────────────────────────────────────────────────────────────────────

units = Table(
    "units",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("parent", String(32), ForeignKey("units.code")),
    Column("selected_for_direction", Boolean, nullable=False, server_default=text("false")),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

# Which units took over from one that ended; none at all where nobody did.
unit_successors = Table(
    "unit_successors",
    metadata,
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("successor", String(32), ForeignKey("units.code"), primary_key=True),
)

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_ref", String(32), nullable=False, unique=True),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("name_sealed", LargeBinary),
    Column("language", String(8)),
    Column("created_at", Instant, nullable=False),
    Column("blocked_at", Instant),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("role", String(32), nullable=False),
    Column("unit_code", String(32), ForeignKey("units.code")),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("ended_at", Instant),
    Column("granted_by", Id, ForeignKey("people.id")),
    Index("ix_grants_role_unit", "role", "unit_code"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("role", String(32), nullable=False),
    Column("unit_code", String(32), ForeignKey("units.code")),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Id, ForeignKey("people.id")),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", Id, ForeignKey("people.id")),
    Column("revoked_at", Instant),
    Column("grant_until", Instant),
)

# ── plans and tasks ───────────────────────────────────────────────────────────────────────────────

plans = Table(
    "plans",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("year", Integer, nullable=False),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("is_sample", Boolean, nullable=False),
    Column("kind", String(16), nullable=False, server_default="reform"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("plan_id", Id, ForeignKey("plans.id"), nullable=False),
    Column("code", String(64), nullable=False),
    Column("area", String(32), nullable=False),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("lead_unit", String(32), ForeignKey("units.code"), nullable=False),
    Column("product_vi", Text, nullable=False),
    Column("due_date", Date, nullable=False),
    Column("original_due_date", Date, nullable=False),
    Column("status", String(16), nullable=False),
    Column("submitted_on", Date),
    Column("submitted_by", Id, ForeignKey("people.id")),
    Column("completed_on", Date),
    Column("progress_percent", SmallInteger, nullable=False, server_default="0"),
    Column("acknowledged_on", Date),
    Column("snoozed_until", Date),
    Column("extension_until", Date),
    Column("extension_asked_on", Date),
    Column("extension_asked_by", Id, ForeignKey("people.id")),
    Column("explained_on", Date),
    Column("escalated_rung", String(16)),
    Column("escalated_on", Date),
    Column("revision", Integer, nullable=False, server_default="0"),
    UniqueConstraint("plan_id", "code"),
    Index("ix_tasks_lead_unit_status_due_date", "lead_unit", "status", "due_date"),
    Index("ix_tasks_status_due_date", "status", "due_date"),
)

task_cooperators = Table(
    "task_cooperators",
    metadata,
    Column("task_id", Id, ForeignKey("tasks.id"), primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("place", SmallInteger, nullable=False),
    Index("ix_task_cooperators_unit_code", "unit_code"),
)

task_events = Table(
    "task_events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("task_id", Id, ForeignKey("tasks.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("act", String(32), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("role", String(32)),
    Column("from_status", String(16)),
    Column("to_status", String(16)),
    Column("percent", SmallInteger),
    Column("until", Date),
    Column("note", Words, nullable=False, server_default=""),
    Column("evidence", JSON, nullable=False, server_default="[]"),
    Column("from_unit", String(32)),
    Column("to_unit", String(32)),
)

# ── cases ─────────────────────────────────────────────────────────────────────────────────────────

# Columns are what a query filters, sorts or joins by, and tell no more than that; the rest of a case lies in its
# state, sealed under its own key. ``awaits``, ``first_person_id``, ``is_open`` and ``queue_key`` follow from the case,
# ``due_at`` and ``wake_at`` from its clocks: see :mod:`storage.case_state`.
cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("status", String(16), nullable=False),
    Column("unit_code", String(32), ForeignKey("units.code"), nullable=False),
    Column("conduct", String(32), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("owner_id", Id, ForeignKey("people.id")),
    Column("first_person_id", Id, ForeignKey("people.id")),
    Column("awaits", String(16), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("queue_key", String(20), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("wake_at", Instant, index=True),
    Column("clock", String(16)),
    Column("rung", String(24)),
    Column("revision", Integer, nullable=False),
    Column("state_sealed", LargeBinary, nullable=False),
    # Every list of the queue is read in the order of its index, whatever else it filters by.
    Index("ix_cases_queue", "is_open", "queue_key"),
    Index("ix_cases_owner", "owner_id", "is_open", "queue_key"),
    Index("ix_cases_unit", "unit_code", "is_open", "queue_key"),
    Index("ix_cases_conduct", "conduct", "is_open", "queue_key"),
)

# A case's key is made with its draft, so that files are sealed before the case exists; destroying the row
# destroys the content, wherever a copy of the ciphertext may lie.
case_keys = Table(
    "case_keys",
    metadata,
    Column("case_id", Id, primary_key=True),
    Column("key_wrapped", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)

# Who reported, apart from what was reported: without the lookup key nobody finds a person's cases,
# without the wrapping key nobody finds a case's person.
case_reporters = Table(
    "case_reporters",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("reporter_ref", String(32), nullable=False, index=True),
    Column("identity_sealed", LargeBinary, nullable=False),
    Column("contact_sealed", LargeBinary),
    Column("received_at", Instant, nullable=False),
)

# Which message of the reporter went into which case, so that an edit of it after sending finds its place.
report_messages = Table(
    "report_messages",
    metadata,
    Column("source_ref", String(32), primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("field", String(32), nullable=False),
)

case_entries = Table(
    "case_entries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("role", String(32), nullable=False),
    Column("act", String(32)),
    Column("from_status", String(16)),
    Column("to_status", String(16)),
    Column("facts", JSON, nullable=False, server_default="{}"),
    Column("body_sealed", LargeBinary),
)

# Who is kept out of a case: a tie they declared, or a recusal.
case_ties = Table(
    "case_ties",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("ix_case_ties_person_id", "person_id"),
)

unit_ties = Table(
    "unit_ties",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("unit_code", String(32), ForeignKey("units.code"), primary_key=True),
    Column("at", Instant, nullable=False),
)

# A report's file under its case's key, a task's evidence under the ring's: a job and its result in one row.
files = Table(
    "files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, index=True),
    Column("task_id", Id, ForeignKey("tasks.id"), index=True),
    Column("kind", String(16), nullable=False),
    Column("names_sealed", LargeBinary, nullable=False),
    Column("mime", String(128)),
    Column("size", BigInteger),
    Column("sha256", String(64)),
    Column("state", String(16), nullable=False),
    Column("fault", String(32)),
    Column("has_clean_copy", Boolean, nullable=False, server_default=text("false")),
    Column("is_bound", Boolean, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("created_at", Instant, nullable=False),
    Index("ix_files_state_not_before", "state", "not_before"),
)

# Who opened, searched or changed what: ids only, never words.
audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("role", String(32), nullable=False),
    Column("act", String(48), nullable=False),
    Column("case_id", Id, index=True),
    Column("subject", String(64)),
)

# ── conversations ─────────────────────────────────────────────────────────────────────────────────

drafts = Table(
    "drafts",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("form", String(32), primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("lapses_at", Instant, nullable=False, index=True),
)

screens = Table(
    "screens",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_ref", String(32), nullable=False),
    Column("message_id", BigInteger),
    Column("is_current", Boolean, nullable=False),
    Column("has_media", Boolean, nullable=False, server_default=text("false")),
    Column("has_buttons", Boolean, nullable=False, server_default=text("false")),
    Column("is_protected", Boolean, nullable=False, server_default=text("false")),
    Index("ix_screens_chat_ref_message_id", "chat_ref", "message_id"),
)

# ── the way in and the way out ────────────────────────────────────────────────────────────────────

chats = Table(
    "chats",
    metadata,
    Column("chat_ref", String(32), primary_key=True),
    Column("not_before", Instant),
)

_WAITING = text("state = 'waiting'")

inbox = Table(
    "inbox",
    metadata,
    Column("seq", RowId, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_ref", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("body_sealed", LargeBinary),
    Column("state", String(16), nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("fault", String(64)),
    UniqueConstraint("bot_id", "update_id"),
    Index("ix_inbox_waiting", "bot_id", "chat_ref", "seq", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_inbox_received_at", "received_at"),
)

_OPEN = text("state IN ('waiting', 'leased')")
_UNDELIVERED = text("state IN ('set_aside', 'blocked')")

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", String(96), unique=True),
    Column("chat_ref", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("screen_id", RowId, ForeignKey("screens.id")),
    Column("repeatable", Boolean, nullable=False),
    Column("body_sealed", LargeBinary),
    Column("state", String(16), nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("not_before", Instant),
    Column("hold_until", Instant),
    Column("leased_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("message_id", BigInteger),
    Column("sensitivity", String(16), nullable=False),
    Column("fault", String(64)),
    Index("ix_outbox_open", "chat_ref", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_outbox_next", "priority", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_outbox_screen", "screen_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_outbox_undelivered", "id", sqlite_where=_UNDELIVERED, postgresql_where=_UNDELIVERED),
    Index("ix_outbox_created_at", "created_at"),
)
