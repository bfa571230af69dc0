"""What was said and must not be said again: one row for each, written with what it says."""

from sqlalchemy import Column, Index, Table, Text

from storage.tables.shared import metadata
from storage.types import UtcDateTime

said = Table(
    "said",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Index("said_at", "at"),
)
