"""What the service itself needs: notices on their way, seen requests, the key ring, the epoch."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
    text,
)

from storage.tables.shared import DIGEST, Json, metadata, one_of
from storage.types import UtcDateTime

PURPOSES = ("pepper", "audit", "seal")
OUTBOX_STATES = ("waiting", "delivered", "buried")


outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("integration_id", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    # A claim moves `due_at`; this stays what it was when it might be said first.
    Column("allowed_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    # So many of the attempts have certainly brought nothing to anybody; of the others nobody knows.
    Column("in_vain", Integer, nullable=False, server_default=text("0")),
    Column("settled_at", UtcDateTime),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("error", Text, nullable=False),
    one_of("state", OUTBOX_STATES),
)
waiting = text("state = 'waiting'")
Index("outbox_due", outbox.c.due_at, sqlite_where=waiting, postgresql_where=waiting)
# With its state, so that counting them reads nothing else: it is all that was said in a month.
delivered = text("state = 'delivered'")
Index("outbox_delivered", outbox.c.state, sqlite_where=delivered, postgresql_where=delivered)
buried = text("state = 'buried'")
Index("outbox_buried", outbox.c.tenant, sqlite_where=buried, postgresql_where=buried)

# When each job worked last, in any process: what monitors see from outside.
beats = Table(
    "beats",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("period", Integer, nullable=False),
)

replays = Table(
    "replays",
    metadata,
    Column("digest", LargeBinary(DIGEST), primary_key=True),
    Column("keep_until", UtcDateTime, nullable=False),
    Index("replays_expiry", "keep_until"),
)

keys = Table(
    "keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("ring", Integer, nullable=False),
    Column("wrapped", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("purpose", PURPOSES),
)

epoch = Table(
    "epoch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
    Column("ring", Integer, nullable=False),
    # No token is verified: the database is older than what is known to have happened.
    Column("sealed", Boolean, nullable=False, server_default=false()),
    # How many changes were known to have been made when it was sealed: an export has to reach that far.
    Column("lost_at", BigInteger, nullable=False, server_default=text("0")),
    # Marks from before this one are of a past that was replayed, and seal nothing any more.
    Column("unsealed_at", BigInteger, nullable=False, server_default=text("0")),
    CheckConstraint("id = 1", name="one_row"),
)
