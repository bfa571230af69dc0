"""Integrations: the row is the unit of change, its generation the lock."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Index, Integer, Table, Text, text

from storage.tables.shared import Json, metadata
from storage.types import Seconds, Sortable, UtcDateTime

integrations = Table(
    "integrations",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Sortable, nullable=False),
    Column("description", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("owner", Text, nullable=False),
    Column("backup_owner", Text, nullable=False, server_default=text("''")),
    Column("storage_note", Text, nullable=False),
    Column("period", Seconds, nullable=False),
    Column("quiet", Seconds, nullable=False, server_default=text("86400")),
    Column("on_leak", Text, nullable=False, server_default=text("'revoke'")),
    Column("planted", Text, nullable=False, server_default=text("''")),
    Column("generation", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("quarantined_at", UtcDateTime),
    Column("quarantine", Json),
    Column("kept_at", UtcDateTime),
    Column("kept_by", Text, nullable=False, server_default=text("''")),
    Column("gone_owner", Text, nullable=False, server_default=text("''")),
    Column("gone_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("next_version", Integer, nullable=False),
    Column("handover_id", Text),
    Column("handover_recipient", Text),
    Column("handover_asked_by", Text),
    Column("handover_overlap", Text),
    Column("waiting_until", UtcDateTime),
    # What `core.status.glance` says of the tokens, so that lists and counts need not read them.
    Column("due_at", UtcDateTime),
    Column("overlap_ends_at", UtcDateTime),
    Column("offered_at", UtcDateTime),
    Column("has_current", Boolean, nullable=False),
    # The epoch of its last change, so that what has changed since is one look at an index.
    Column("changed_epoch", BigInteger, nullable=False, server_default=text("0")),
    CheckConstraint("generation >= 1", name="generation"),
    CheckConstraint("(handover_id IS NULL) = (waiting_until IS NULL)", name="handover"),
)
live = text("deleted_at IS NULL")
Index(
    "integrations_live_name",
    integrations.c.tenant,
    integrations.c.name_key,
    unique=True,
    sqlite_where=live,
    postgresql_where=live,
)
Index("integrations_due", integrations.c.due_at, sqlite_where=live, postgresql_where=live)
Index("integrations_changed", integrations.c.changed_epoch)
planted = text("planted <> ''")
Index(
    "integrations_decoys",
    integrations.c.tenant,
    integrations.c.id,
    sqlite_where=planted,
    postgresql_where=planted,
)
