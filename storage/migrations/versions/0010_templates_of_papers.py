"""The templates that a coordinator puts in the place of the product's own"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_templates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper", sa.String(length=16), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_paper_templates_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_templates")),
    )
    with op.batch_alter_table("paper_templates", schema=None) as batch_op:
        batch_op.create_index("ix_paper_templates_paper", ["paper", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("paper_templates")
