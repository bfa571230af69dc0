"""The database's housekeeping, as the jobs see it."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime, timedelta

from core.audit import Head
from storage.database import Database


class DatabaseUpkeep:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def heads(self) -> Sequence[Head]:
        return await self._database.audit.heads()

    async def holds(self, head: Head) -> bool:
        return await self._database.audit.holds(head)

    async def mark_clock(self, now: datetime) -> None:
        await self._database.clock_mark.advance(now)

    async def beat(self, name: str, at: datetime, period: timedelta) -> None:
        await self._database.beats.beat(name, at, period)

    async def waiting(self) -> int:
        return (await self._database.outbox.counts())["waiting"]

    async def prune(self, now: datetime) -> int:
        gone = await self._database.prune(now)
        return sum(astuple(gone))
