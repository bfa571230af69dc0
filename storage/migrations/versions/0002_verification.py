"""Verification: gateways, evidence of use, what changed since, the seal, the mark of the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _changes()
    _gateways()
    _gateway_credentials()
    _uses()
    _scope_uses()
    _clock_mark()


def _changes() -> None:
    changed = sa.Column("changed_epoch", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    op.add_column("integrations", changed)
    op.create_index("integrations_changed", "integrations", ["changed_epoch"])
    op.add_column("epoch", sa.Column("sealed", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in ("lost_at", "unsealed_at"):
        number = sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
        op.add_column("epoch", number)


def _gateways() -> None:
    op.create_table(
        "gateways",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tenants", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT),
        sa.Column("changed_epoch", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_gateways"),
    )
    live = sa.text("removed_at IS NULL")
    op.create_index(
        "gateways_live_name", "gateways", ["name"], unique=True, sqlite_where=live, postgresql_where=live
    )


def _gateway_credentials() -> None:
    op.create_table(
        "gateway_credentials",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("gateway_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("last_four", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT),
        sa.CheckConstraint("length(digest) = 32", name="ck_gateway_credentials_digest"),
        sa.ForeignKeyConstraint(["gateway_id"], ["gateways.id"], name="fk_gateway_credentials_gateways"),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_gateway_credentials_keys"),
        sa.PrimaryKeyConstraint("id", name="pk_gateway_credentials"),
    )
    op.create_index("gateway_credentials_digest", "gateway_credentials", ["digest"], unique=True)
    op.create_index("gateway_credentials_gateway", "gateway_credentials", ["gateway_id"])
    op.create_index("gateway_credentials_key", "gateway_credentials", ["key_id"])


def _uses() -> None:
    op.create_table(
        "uses",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("gateway", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("longest_pause", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "token_id", "gateway", "network", "agent", "refused", name="pk_uses"
        ),
    )
    op.create_index("uses_integration", "uses", ["tenant", "integration_id"])


def _scope_uses() -> None:
    op.create_table(
        "scope_uses",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "token_id", "scope", name="pk_scope_uses"),
    )
    op.create_index("scope_uses_integration", "scope_uses", ["tenant", "integration_id"])


def _clock_mark() -> None:
    op.create_table(
        "clock_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_clock_mark_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_clock_mark"),
    )
