"""Deleting what has served its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.connections import Connections
from storage.reminder_plans import is_settled, row
from storage.tables import cards, intents, outbox, reminders, replays, said

KEEP_DELIVERED = timedelta(days=30)
KEEP_BURIED = timedelta(days=90)
KEEP_CARDS = timedelta(days=30)
"""Closed ones, so that an answer below them still finds its thread."""
KEEP_INTENTS = timedelta(days=1)
"""So that a late second click still hears "already done" rather than "too old"."""
KEEP_SAID = timedelta(days=90)
"""Longer than anything can be due that must be said only once."""
KEEP_REMINDERS = timedelta(days=400)
"""Who has not rotated by then is reminded weekly, and of all these rows only the latest counts."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows went."""

    notices: int
    requests: int
    intents: int
    said: int
    cards: int
    reminders: int


async def prune(connections: Connections, now: datetime) -> Pruned:
    sent = and_(outbox.c.state == "delivered", outbox.c.settled_at <= now - KEEP_DELIVERED)
    buried = and_(outbox.c.state == "buried", outbox.c.due_at <= now - KEEP_BURIED)
    async with connections.writing() as connection:
        return Pruned(
            notices=await _gone(connection, outbox, sent | buried),
            requests=await _gone(connection, replays, replays.c.keep_until <= now),
            intents=await _gone(connection, intents, intents.c.expires_at <= now - KEEP_INTENTS),
            said=await _gone(connection, said, said.c.at <= now - KEEP_SAID),
            cards=await _gone(connection, cards, cards.c.closed_at <= now - KEEP_CARDS),
            reminders=await _gone(connection, reminders, is_settled & (row.settled_at <= now - KEEP_REMINDERS)),
        )


async def _gone(connection: AsyncConnection, table: Table, old: ColumnElement[bool]) -> int:
    return (await connection.execute(delete(table).where(old))).rowcount
