"""The latest instant that anybody has seen: a steady clock starts there, however wrong the wall clock is."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.connections import Connections
from storage.tables import clock_mark
from storage.upsert import insert_into

_LOCK = "clock"


class ClockMark:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def read(self) -> datetime | None:
        async with self._connections.reading() as connection:
            seen: datetime | None = await connection.scalar(select(clock_mark.c.at))
            return seen

    async def advance(self, seen: datetime) -> None:
        async with self._connections.writing(_LOCK) as connection:
            await advance(connection, seen)


async def advance(connection: AsyncConnection, seen: datetime) -> None:
    """Move forward, never back, whoever else does so at the same time."""
    first = insert_into(connection, clock_mark).values(id=1, at=seen)
    await connection.execute(first.on_conflict_do_nothing())
    await connection.execute(update(clock_mark).where(clock_mark.c.at < seen).values(at=seen))
