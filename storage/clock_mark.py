"""The latest instant that anybody has seen: a steady clock starts there, however wrong the wall clock is."""

from datetime import datetime

from sqlalchemy import insert, select, update

from storage.connections import Connections
from storage.tables import clock_mark

_LOCK = "clock"


class ClockMark:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def read(self) -> datetime | None:
        async with self._connections.reading() as connection:
            seen: datetime | None = await connection.scalar(select(clock_mark.c.at))
            return seen

    async def advance(self, seen: datetime) -> None:
        """Move forward, never back."""
        async with self._connections.writing(_LOCK) as connection:
            before = await connection.scalar(select(clock_mark.c.at))
            if before is None:
                await connection.execute(insert(clock_mark).values(id=1, at=seen))
            elif before < seen:
                await connection.execute(update(clock_mark).values(at=seen))
