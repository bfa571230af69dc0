"""The audit record and how far each chain has come."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text

from storage.tables.shared import DIGEST, Json, metadata
from storage.types import UtcDateTime

audit = Table(
    "audit",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_name", Text, nullable=False),
    Column("details", Json, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("link", LargeBinary(DIGEST), nullable=False),
    Index("audit_subject", "tenant", "subject", "sequence"),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("link", LargeBinary(DIGEST), nullable=False),
)
