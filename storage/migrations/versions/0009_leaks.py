"""Leak reports, decoys and the brake on mass revocation."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    policy = sa.Column("on_leak", sa.Text(), server_default=sa.text("'revoke'"), nullable=False)
    op.add_column("integrations", policy)
    op.create_index("uses_refused", "uses", ["refused", "first_at"])
    _decoys()
    _leaks()
    _pasted_tokens()


def _decoys() -> None:
    planted = sa.Column("planted", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("integrations", planted)
    some = sa.text("planted <> ''")
    op.create_index(
        "integrations_decoys", "integrations", ["tenant", "id"], sqlite_where=some, postgresql_where=some
    )


def _leaks() -> None:
    op.create_table(
        "leaks",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("place", sa.LargeBinary(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text()),
        sa.Column("settled_at", INSTANT),
        sa.CheckConstraint("source IN ('github', 'holder', 'slack')", name="ck_leaks_source"),
        sa.CheckConstraint(
            "state IN ('revoked', 'alerted', 'held', 'dropped', 'dead')", name="ck_leaks_state"
        ),
        sa.CheckConstraint("length(place) = 32", name="ck_leaks_place"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_leaks"),
    )
    op.create_index("leaks_place", "leaks", ["tenant", "token_id", "place"], unique=True)
    for state in ("held", "revoked", "alerted"):
        some = sa.text(f"state = '{state}'")
        op.create_index(
            f"leaks_{state}", "leaks", ["tenant", "at"], sqlite_where=some, postgresql_where=some
        )


def _pasted_tokens() -> None:
    """Off for everybody: nobody's messages are read because of an upgrade."""
    switch: sa.Column[bool] = sa.Column(
        "pasted_tokens", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("workspaces", switch)
