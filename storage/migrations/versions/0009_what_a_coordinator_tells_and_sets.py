"""What a coordinator tells many heads at once, and who set a day of the calendar"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_broadcasts_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.create_index("ix_broadcasts_sent_at", ["sent_at"], unique=False)
        batch_op.create_index(
            "uq_broadcasts_reminder",
            ["area", "day"],
            unique=True,
            sqlite_where=sa.text("words = ''"),
            postgresql_where=sa.text("words = ''"),
        )
    op.create_table(
        "broadcast_addressees",
        sa.Column("broadcast_id", sa.String(length=20), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_addressees_broadcast_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_broadcast_addressees_person_id")),
        sa.ForeignKeyConstraint(
            ["unit_code"], ["units.code"], name=op.f("fk_broadcast_addressees_unit_code")
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "position", name=op.f("pk_broadcast_addressees")),
    )
    with op.batch_alter_table("calendar_days", schema=None) as batch_op:
        batch_op.add_column(sa.Column("set_by", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("set_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(op.f("fk_calendar_days_set_by"), "people", ["set_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("calendar_days", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_calendar_days_set_by"), type_="foreignkey")
        batch_op.drop_column("set_at")
        batch_op.drop_column("set_by")
    op.drop_table("broadcast_addressees")
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.drop_index("uq_broadcasts_reminder")
        batch_op.drop_index("ix_broadcasts_sent_at")
    op.drop_table("broadcasts")
