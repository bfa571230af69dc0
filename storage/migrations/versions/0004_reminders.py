"""Reminders: what is due to be said of a token, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WAITING, SETTLED = sa.text("state = 'waiting'"), sa.text("state <> 'waiting'")


def upgrade() -> None:
    _reminders()
    _snoozes()
    op.add_column("tokens", sa.Column("early", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index("tokens_minted", "tokens", ["tenant", "minted_at"])
    op.execute(PLAN)


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("stage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("backup", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("claimed_until", INSTANT),
        sa.Column("snoozed_until", INSTANT),
        sa.Column("settled_at", INSTANT),
        sa.Column("acknowledged_by", sa.Text()),
        sa.Column("acknowledged_at", INSTANT),
        sa.CheckConstraint(
            "state IN ('waiting', 'said', 'merged', 'cancelled')", name="ck_reminders_state"
        ),
        sa.PrimaryKeyConstraint("tenant", "token_id", "due_at", "stage", name="pk_reminders"),
    )
    _index("reminders_due", ["tenant", "at"], WAITING)
    _index("reminders_one_waiting", ["tenant", "integration_id"], WAITING, unique=True)
    _index("reminders_settled", ["settled_at"], SETTLED)


def _index(name: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    """An index over some of the rows, on both databases."""
    op.create_index(name, "reminders", columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _snoozes() -> None:
    op.create_table(
        "snoozes",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "token_id", "due_at", "number", name="pk_snoozes"),
    )


# Tokens that were confirmed before there were reminders wait from their confirmation on: the first sweep looks
# at each of them once and puts it where it belongs.
PLAN = """
INSERT INTO reminders (tenant, token_id, due_at, stage, integration_id, owner, state, at)
SELECT i.tenant, t.id, i.due_at, CASE WHEN i.period >= 7776000 THEN 30 WHEN i.period >= 3628800 THEN 14 ELSE 7 END,
       i.id, i.owner, 'waiting', t.confirmed_at
FROM integrations i
JOIN tokens t ON t.tenant = i.tenant AND t.integration_id = i.id AND t.state = 'current'
WHERE i.deleted_at IS NULL AND i.due_at IS NOT NULL
"""
