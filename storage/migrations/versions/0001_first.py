"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _workspaces()
    _grants()
    _integrations()
    _keys()
    _tokens()
    _intents()
    _audit()
    _audit_heads()
    _outbox()
    _replays()
    _epoch()


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """An index over some of the rows, on both databases."""
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("admins_by_default", sa.Boolean(), nullable=False),
        sa.Column("security_channel", sa.Text()),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("overlap", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_until", sa.Time(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_workspaces"),
    )


def _grants() -> None:
    op.create_table(
        "grants",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.CheckConstraint("role BETWEEN 1 AND 4", name="ck_grants_role"),
        sa.PrimaryKeyConstraint("tenant", "user", name="pk_grants"),
    )


def _integrations() -> None:
    op.create_table(
        "integrations",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("storage_note", sa.Text(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("quarantined_at", INSTANT),
        sa.Column("deleted_at", INSTANT),
        sa.Column("next_version", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Text()),
        sa.Column("handover_recipient", sa.Text()),
        sa.Column("handover_asked_by", sa.Text()),
        sa.Column("handover_overlap", sa.Text()),
        sa.Column("waiting_until", INSTANT),
        sa.Column("due_at", INSTANT),
        sa.Column("overlap_ends_at", INSTANT),
        sa.Column("offered_at", INSTANT),
        sa.Column("has_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(handover_id IS NULL) = (waiting_until IS NULL)", name="ck_integrations_handover"
        ),
        sa.CheckConstraint("generation >= 1", name="ck_integrations_generation"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_integrations"),
    )
    _index("integrations_due", "integrations", ["due_at"], "deleted_at IS NULL")
    _index(
        "integrations_live_name", "integrations", ["tenant", "name_key"], "deleted_at IS NULL", unique=True
    )


def _keys() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("ring", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("purpose IN ('pepper', 'audit', 'seal')", name="ck_keys_purpose"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("last_four", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("minted_at", INSTANT, nullable=False),
        sa.Column("minted_by", sa.Text(), nullable=False),
        sa.Column("overlap", sa.Text(), nullable=False),
        sa.Column("confirmed_at", INSTANT),
        sa.Column("proof", sa.Text()),
        sa.Column("first_used_at", INSTANT),
        sa.Column("ends_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("(state = 'dead') = (ended_at IS NOT NULL)", name="ck_tokens_ended"),
        sa.CheckConstraint("(state = 'dead') = (reason IS NOT NULL)", name="ck_tokens_reason"),
        sa.CheckConstraint("proof IS NULL OR proof IN ('saved', 'first_use')", name="ck_tokens_proof"),
        sa.CheckConstraint("state <> 'current' OR confirmed_at IS NOT NULL", name="ck_tokens_confirmed"),
        sa.CheckConstraint("state <> 'retiring' OR ends_at IS NOT NULL", name="ck_tokens_ends"),
        sa.CheckConstraint("state IN ('offered', 'current', 'retiring', 'dead')", name="ck_tokens_state"),
        sa.CheckConstraint(
            "state NOT IN ('offered', 'current') OR ends_at IS NULL", name="ck_tokens_endless"
        ),
        sa.CheckConstraint("length(digest) = 32", name="ck_tokens_digest"),
        sa.CheckConstraint("length(last_four) = 4", name="ck_tokens_last_four"),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name="fk_tokens_keys"),
        sa.ForeignKeyConstraint(
            ["tenant", "integration_id"],
            ["integrations.tenant", "integrations.id"],
            name="fk_tokens_integrations",
        ),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_tokens"),
    )
    op.create_index("tokens_digest", "tokens", ["digest"], unique=True)
    _index("tokens_ending", "tokens", ["ends_at"], "state = 'retiring'")
    op.create_index("tokens_key", "tokens", ["key_id"])
    _index("tokens_one_current", "tokens", ["tenant", "integration_id"], "state = 'current'", unique=True)
    _index("tokens_one_offered", "tokens", ["tenant", "integration_id"], "state = 'offered'", unique=True)
    _index("tokens_one_retiring", "tokens", ["tenant", "integration_id"], "state = 'retiring'", unique=True)
    _index("tokens_unconfirmed", "tokens", ["minted_at"], "state = 'offered'")
    op.create_index("tokens_version", "tokens", ["tenant", "integration_id", "version"], unique=True)


def _intents() -> None:
    op.create_table(
        "intents",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("integration_id", sa.Text()),
        sa.Column("generation", sa.Integer()),
        sa.Column("reply_to", sa.Text()),
        sa.Column("draft", sa.JSON()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.CheckConstraint("reply_to IS NULL OR substr(reply_to, 1, 3) = 'v1.'", name="ck_intents_sealed"),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_intents"),
    )
    op.create_index("intents_expiry", "intents", ["expires_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "sequence", name="pk_audit"),
    )
    op.create_index("audit_subject", "audit", ["tenant", "subject", "sequence"])


def _audit_heads() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_audit_heads"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("integration_id", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'buried')", name="ck_outbox_state"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    _index("outbox_due", "outbox", ["due_at"], "state = 'waiting'")
    _index("outbox_delivered", "outbox", ["state"], "state = 'delivered'")


def _replays() -> None:
    op.create_table(
        "replays",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("keep_until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_replays"),
    )
    op.create_index("replays_expiry", "replays", ["keep_until"])


def _epoch() -> None:
    op.create_table(
        "epoch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("ring", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_epoch_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_epoch"),
    )
    op.execute("INSERT INTO epoch (id, value, ring) VALUES (1, 0, 0)")
