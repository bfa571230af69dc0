"""Overlaps that end when everybody has moved, and warnings that are given once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    quiet = sa.Column("quiet", sa.Integer(), server_default=sa.text("86400"), nullable=False)
    op.add_column("integrations", quiet)
    op.create_table(
        "said",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "what", name="pk_said"),
    )
    op.create_index("said_at", "said", ["at"])
