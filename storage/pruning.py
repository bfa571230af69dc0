"""Deleting what has served its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, delete, exists
from sqlalchemy.ext.asyncio import AsyncConnection

from core.token import State
from storage.connections import Connections
from storage.reminder_plans import is_settled, row
from storage.tables import (
    cards,
    gateway_credentials,
    intents,
    outbox,
    reminders,
    replays,
    said,
    scope_uses,
    tokens,
    uses,
)

KEEP_DELIVERED = timedelta(days=30)
KEEP_BURIED = timedelta(days=90)
KEEP_CARDS = timedelta(days=30)
"""Closed ones, so that an answer below them still finds its thread."""
KEEP_INTENTS = timedelta(days=1)
"""So that a late second click still hears "already done" rather than "too old"."""
KEEP_SAID = timedelta(days=90)
"""Longer than anything can be due that must be said only once."""
KEEP_USES = timedelta(days=400)
"""Of dead tokens, after the last try: a leak that is found after a year still has its evidence."""
KEEP_CREDENTIALS = timedelta(days=90)
"""Of gateways, after their end. Until then a restored backup is told of it, and their pepper stays."""
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
    uses: int
    credentials: int


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
            uses=await _of_the_dead(connection, uses, now) + await _of_the_dead(connection, scope_uses, now),
            credentials=await _gone(
                connection, gateway_credentials, gateway_credentials.c.ends_at <= now - KEEP_CREDENTIALS
            ),
            reminders=await _gone(
                connection, reminders, is_settled & (row.settled_at <= now - KEEP_REMINDERS)
            ),
        )


async def _of_the_dead(connection: AsyncConnection, table: Table, now: datetime) -> int:
    this = and_(tokens.c.tenant == table.c.tenant, tokens.c.id == table.c.token_id)
    dead = exists().where(this, tokens.c.state == State.DEAD.value)
    return await _gone(connection, table, and_(table.c.last_at <= now - KEEP_USES, dead))


async def _gone(connection: AsyncConnection, table: Table, old: ColumnElement[bool]) -> int:
    return (await connection.execute(delete(table).where(old))).rowcount
