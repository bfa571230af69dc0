"""Reminders that wait, and those that were said: settled rows stay, so nothing is said twice."""

from sqlalchemy import Column, Index, Integer, Table, Text, text

from storage.tables.shared import metadata, one_of
from storage.types import UtcDateTime

REMINDER_STATES = ("waiting", "said", "merged", "cancelled")

reminders = Table(
    "reminders",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("token_id", Text, primary_key=True),
    Column("due_at", UtcDateTime, primary_key=True),
    Column("stage", Integer, primary_key=True, autoincrement=False),
    Column("integration_id", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("backup", Text, nullable=False, server_default=text("''")),
    Column("state", Text, nullable=False),
    # When to look at it: no later than it can be due anywhere on Earth, until its reader was looked up.
    Column("at", UtcDateTime, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("snoozed_until", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("acknowledged_by", Text),
    Column("acknowledged_at", UtcDateTime),
    one_of("state", REMINDER_STATES),
)
waiting = text("state = 'waiting'")
# What a sweep looks at: its cost follows what is due, not what exists.
Index("reminders_due", reminders.c.tenant, reminders.c.at, sqlite_where=waiting, postgresql_where=waiting)
Index(
    "reminders_one_waiting",
    reminders.c.tenant,
    reminders.c.integration_id,
    unique=True,
    sqlite_where=waiting,
    postgresql_where=waiting,
)
settled = text("state <> 'waiting'")
Index("reminders_settled", reminders.c.settled_at, sqlite_where=settled, postgresql_where=settled)

snoozes = Table(
    "snoozes",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("token_id", Text, primary_key=True),
    Column("due_at", UtcDateTime, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
)
