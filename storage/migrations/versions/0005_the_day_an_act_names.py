"""The day that an act on a task names: asked for, granted, put off to"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task_events", sa.Column("until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("task_events", "until")
