"""What verification adds: who may ask, who used what, and the latest instant anybody has seen."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from storage.tables.shared import DIGEST, Json, metadata
from storage.types import Seconds, UtcDateTime

gateways = Table(
    "gateways",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("tenants", Json, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("changed_epoch", BigInteger, nullable=False),
    Column("rate", Integer),
)
live = text("removed_at IS NULL")
Index("gateways_live_name", gateways.c.name, unique=True, sqlite_where=live, postgresql_where=live)

gateway_credentials = Table(
    "gateway_credentials",
    metadata,
    Column("id", Text, primary_key=True),
    Column("gateway_id", Text, ForeignKey("gateways.id"), nullable=False),
    Column("digest", LargeBinary(DIGEST), nullable=False),
    # As with tokens: a pepper cannot be removed while a credential depends on it.
    Column("key_id", Text, ForeignKey("keys.id"), nullable=False),
    Column("last_four", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime),
    CheckConstraint(f"length(digest) = {DIGEST}", name="digest"),
    Index("gateway_credentials_digest", "digest", unique=True),
    Index("gateway_credentials_gateway", "gateway_id"),
    Index("gateway_credentials_key", "key_id"),
)

uses = Table(
    "uses",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("token_id", Text, primary_key=True),
    Column("gateway", Text, primary_key=True),
    Column("network", Text, primary_key=True),
    Column("agent", Text, primary_key=True),
    Column("refused", Boolean, primary_key=True),
    Column("integration_id", Text, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("longest_pause", Seconds, nullable=False),
    Index("uses_integration", "tenant", "integration_id"),
    Index("uses_refused", "refused", "first_at"),
)

scope_uses = Table(
    "scope_uses",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("token_id", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("integration_id", Text, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Index("scope_uses_integration", "tenant", "integration_id"),
)

clock_mark = Table(
    "clock_mark",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
