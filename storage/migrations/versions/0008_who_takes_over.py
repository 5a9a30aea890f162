"""Units that took over from others, and the units between which a task was moved"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_successors",
        sa.Column("unit_code", sa.String(length=32), nullable=False),
        sa.Column("successor", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["successor"], ["units.code"], name=op.f("fk_unit_successors_successor")),
        sa.ForeignKeyConstraint(["unit_code"], ["units.code"], name=op.f("fk_unit_successors_unit_code")),
        sa.PrimaryKeyConstraint("unit_code", "successor", name=op.f("pk_unit_successors")),
    )
    with op.batch_alter_table("task_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("from_unit", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("to_unit", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task_events", schema=None) as batch_op:
        batch_op.drop_column("to_unit")
        batch_op.drop_column("from_unit")

    op.drop_table("unit_successors")
