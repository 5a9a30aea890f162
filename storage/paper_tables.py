"""The table of templates of papers."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table

from storage.columns import Id, Instant, RowId, Words, metadata

paper_templates = Table(
    "paper_templates",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("paper", String(16), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", Id, ForeignKey("people.id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("body", LargeBinary),
    Index("ix_paper_templates_paper", "paper", "id"),
)
