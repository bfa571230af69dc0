"""Signed requests that were seen: `core.ports.Replays`."""

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from storage.connections import Connections
from storage.tables import replays


class Replays:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def first_time(self, digest: bytes, now: datetime, *, keep: timedelta) -> bool:
        """One statement, so that of two processes exactly one is told "first"."""
        insert = sqlite.insert if self._connections.is_sqlite else postgresql.insert
        until = now + keep
        statement = insert(replays).values(digest=digest, keep_until=until)
        statement = statement.on_conflict_do_update(
            index_elements=[replays.c.digest],
            set_={"keep_until": until},
            where=replays.c.keep_until <= now,
        )
        async with self._connections.writing() as connection:
            done = await connection.execute(statement.returning(replays.c.digest))
            return done.first() is not None
