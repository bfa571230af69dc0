"""When each job worked last: written by the clock, read by whoever is asked about it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from core.beats import Beat
from storage.connections import Connections
from storage.tables import beats
from storage.upsert import insert_into


class Beats:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def beat(self, name: str, at: datetime, period: timedelta) -> None:
        """Forward only: of two clocks, the one that is ahead counts."""
        row = {"at": at, "period": int(period.total_seconds())}
        async with self._connections.writing() as connection:
            new = insert_into(connection, beats).values(name=name, **row)
            later = new.on_conflict_do_update(index_elements=["name"], set_=row, where=beats.c.at < at)
            await connection.execute(later)

    async def all(self) -> Mapping[str, Beat]:
        async with self._connections.reading() as connection:
            rows = (await connection.execute(select(beats))).all()
        return {row.name: Beat(row.at, timedelta(seconds=row.period)) for row in rows}
