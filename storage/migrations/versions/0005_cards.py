"""Cards: messages that are drawn anew when what they show has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cards",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("face", sa.Text(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("stale_at", INSTANT),
        sa.Column("claimed_until", INSTANT),
        sa.Column("looked_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_cards"),
    )
    for column in ("stale_at", "closed_at"):
        some = sa.text(f"{column} IS NOT NULL")
        name = f"cards_{column.removesuffix('_at')}"
        op.create_index(name, "cards", [column], sqlite_where=some, postgresql_where=some)
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "cards_open", "cards", ["kind", "tenant"], sqlite_where=still_open, postgresql_where=still_open
    )
    op.create_table(
        "card_subjects",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("card_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "subject", "card_id", name="pk_card_subjects"),
    )
    op.create_index("card_subjects_card", "card_subjects", ["tenant", "card_id"])
