"""Reports that a token was found where it should not be: one row for each token and place."""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Table, Text, text

from core.leaks.report import Source, State
from storage.tables.shared import DIGEST, metadata, one_of
from storage.types import UtcDateTime

leaks = Table(
    "leaks",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("integration_id", Text, nullable=False),
    Column("token_id", Text, nullable=False),
    Column("place", LargeBinary(DIGEST), nullable=False),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("settled_by", Text),
    Column("settled_at", UtcDateTime),
    one_of("source", Source),
    one_of("state", State),
    CheckConstraint(f"length(place) = {DIGEST}", name="place"),
    Index("leaks_place", "tenant", "token_id", "place", unique=True),
)
for _state in (State.HELD, State.REVOKED, State.ALERTED):
    _some = text(f"state = '{_state.value}'")
    _name = f"leaks_{_state.value}"
    Index(_name, leaks.c.tenant, leaks.c.at, sqlite_where=_some, postgresql_where=_some)
