"""Signed requests that were seen: `core.ports.Replays`."""

from datetime import datetime, timedelta

from storage.connections import Connections
from storage.tables import replays
from storage.upsert import insert_into


class Replays:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def first_time(self, digest: bytes, now: datetime, *, keep: timedelta) -> bool:
        """One statement, so that of two processes exactly one is told "first"."""
        until = now + keep
        async with self._connections.writing() as connection:
            statement = insert_into(connection, replays).values(digest=digest, keep_until=until)
            statement = statement.on_conflict_do_update(
                index_elements=[replays.c.digest],
                set_={"keep_until": until},
                where=replays.c.keep_until <= now,
            )
            done = await connection.execute(statement.returning(replays.c.digest))
            return done.first() is not None
