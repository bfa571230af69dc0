"""The heartbeat of each job, as a row; which notices are in doubt, and since when each might be said."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "beats",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_beats"),
    )
    in_vain = sa.Column("in_vain", sa.Integer(), server_default=sa.text("0"), nullable=False)
    op.add_column("outbox", in_vain)
    op.add_column("outbox", sa.Column("allowed_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE outbox SET allowed_at = due_at")
    buried = sa.text("state = 'buried'")
    op.create_index("outbox_buried", "outbox", ["tenant"], sqlite_where=buried, postgresql_where=buried)
