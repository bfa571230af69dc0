"""What a workspace sets, the roles it gives, and the forms its people have open."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, Table, Text, Time, false

from core.actor import Role
from storage.tables.shared import Json, metadata
from storage.types import Seconds, UtcDateTime

workspaces = Table(
    "workspaces",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("enabled", Boolean, nullable=False),
    Column("admins_by_default", Boolean, nullable=False),
    Column("security_channel", Text),
    Column("period", Seconds, nullable=False),
    Column("overlap", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("quiet_from", Time, nullable=False),
    Column("quiet_until", Time, nullable=False),
    Column("pasted_tokens", Boolean, nullable=False, server_default=false()),
)

grants = Table(
    "grants",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("role", Integer, nullable=False),
    CheckConstraint(f"role BETWEEN {min(Role) + 1} AND {int(max(Role))}", name="role"),
)

intents = Table(
    "intents",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("integration_id", Text),
    Column("generation", Integer),
    Column("reply_to", Text),
    Column("draft", Json),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    CheckConstraint("reply_to IS NULL OR substr(reply_to, 1, 3) = 'v1.'", name="sealed"),
    Index("intents_expiry", "expires_at"),
)
