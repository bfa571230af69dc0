"""Incidents: one row for each, which is the unit of change; its generation is the lock."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from core.incidents.kinds import Exposure, PersonalData, Severity, Way
from storage.tables.shared import Json, metadata, one_of
from storage.types import UtcDateTime

incidents = Table(
    "incidents",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("integration_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("suspects", Json, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("lead", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("severity_chosen", Boolean, nullable=False),
    Column("way", Text, nullable=False),
    Column("exposure", Text, nullable=False),
    Column("exposed_since", UtcDateTime),
    Column("exposed_where", Text, nullable=False),
    Column("exposed_link", Text, nullable=False),
    Column("personal_data", Text, nullable=False),
    Column("by_digest", Boolean, nullable=False),
    Column("drill", Boolean, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("quarantined_at", UtcDateTime),
    Column("killed_at", UtcDateTime),
    Column("killed_by", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_deleted_at", UtcDateTime),
    Column("use_read_at", UtcDateTime),
    Column("told_at", UtcDateTime),
    Column("marks", Json, nullable=False),
    Column("notes", Json, nullable=False),
    Column("nudges", Integer, nullable=False),
    Column("nudged_at", UtcDateTime),
    Column("clock_said", Integer, nullable=False),
    Column("card", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("closed_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("review_at", UtcDateTime),
    Column("review_said_at", UtcDateTime),
    # When the clock has to look at it next: an open one always, a closed one for the 72 hours and its review.
    Column("look_at", UtcDateTime),
    ForeignKeyConstraint(["tenant", "integration_id"], ["integrations.tenant", "integrations.id"]),
    one_of("severity", Severity),
    one_of("way", Way),
    one_of("exposure", Exposure),
    one_of("personal_data", PersonalData),
    CheckConstraint("generation >= 1", name="generation"),
    Index("incidents_opened", "tenant", "opened_at"),
    Index("incidents_source", "tenant", "source"),
)
still_open, to_look_at = text("closed_at IS NULL"), text("look_at IS NOT NULL")
# One at a time for each integration: whoever reports it again joins.
Index(
    "incidents_one_open",
    incidents.c.tenant,
    incidents.c.integration_id,
    unique=True,
    sqlite_where=still_open,
    postgresql_where=still_open,
)
Index("incidents_look", incidents.c.look_at, sqlite_where=to_look_at, postgresql_where=to_look_at)
