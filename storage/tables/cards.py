"""Cards, and what each of them shows. A card that was closed shows nothing any more that could change."""

from sqlalchemy import Column, Index, Integer, Table, Text, text

from storage.tables.shared import Json, metadata
from storage.types import UtcDateTime

cards = Table(
    "cards",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("integration_id", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("face", Text, nullable=False),
    Column("touched", Integer, nullable=False),
    # Since when it may differ from what it should show, or until when it has to wait; NULL where it does not.
    Column("stale_at", UtcDateTime),
    Column("claimed_until", UtcDateTime),
    Column("looked_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
)
stale = text("stale_at IS NOT NULL")
Index("cards_stale", cards.c.stale_at, sqlite_where=stale, postgresql_where=stale)
still_open = text("closed_at IS NULL")
Index("cards_open", cards.c.kind, cards.c.tenant, sqlite_where=still_open, postgresql_where=still_open)
closed = text("closed_at IS NOT NULL")
Index("cards_closed", cards.c.closed_at, sqlite_where=closed, postgresql_where=closed)

card_subjects = Table(
    "card_subjects",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("card_id", Text, primary_key=True),
    Index("card_subjects_card", "tenant", "card_id"),
)
