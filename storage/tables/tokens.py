"""Tokens: digests and what becomes of them. The dead are kept: a leak report may still name one."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from core.token import Proof, State
from storage.tables.shared import DIGEST, metadata, one_of
from storage.types import Seconds, UtcDateTime


def _one_token(state: State) -> Index:
    """At most one token of an integration in this state: the second lock behind the generation."""
    name, where = f"tokens_one_{state.value}", text(f"state = '{state.value}'")
    return Index(name, "tenant", "integration_id", unique=True, sqlite_where=where, postgresql_where=where)


tokens = Table(
    "tokens",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("integration_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", LargeBinary(DIGEST), nullable=False),
    Column("key_id", Text, nullable=False),
    Column("last_four", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("minted_at", UtcDateTime, nullable=False),
    Column("minted_by", Text, nullable=False),
    Column("overlap", Text, nullable=False),
    Column("early", Seconds, nullable=False, server_default=text("0")),
    Column("confirmed_at", UtcDateTime),
    Column("proof", Text),
    Column("first_used_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("reason", Text),
    ForeignKeyConstraint(["tenant", "integration_id"], ["integrations.tenant", "integrations.id"]),
    # A pepper cannot be removed while a token depends on it, nor a token be stored under a removed one.
    ForeignKeyConstraint(["key_id"], ["keys.id"]),
    one_of("state", State),
    CheckConstraint(f"length(digest) = {DIGEST}", name="digest"),
    CheckConstraint("length(last_four) = 4", name="last_four"),
    CheckConstraint("proof IS NULL OR proof IN ('" + "', '".join(Proof) + "')", name="proof"),
    CheckConstraint("(state = 'dead') = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint("(state = 'dead') = (reason IS NOT NULL)", name="reason"),
    CheckConstraint("state <> 'retiring' OR ends_at IS NOT NULL", name="ends"),
    CheckConstraint("state NOT IN ('offered', 'current') OR ends_at IS NULL", name="endless"),
    CheckConstraint("state <> 'current' OR confirmed_at IS NOT NULL", name="confirmed"),
    Index("tokens_digest", "digest", unique=True),
    Index("tokens_version", "tenant", "integration_id", "version", unique=True),
    Index("tokens_key", "key_id"),
    Index("tokens_minted", "tenant", "minted_at"),
    _one_token(State.OFFERED),
    _one_token(State.CURRENT),
    _one_token(State.RETIRING),
)
offered, retiring = text("state = 'offered'"), text("state = 'retiring'")
Index("tokens_unconfirmed", tokens.c.minted_at, sqlite_where=offered, postgresql_where=offered)
Index("tokens_ending", tokens.c.ends_at, sqlite_where=retiring, postgresql_where=retiring)
