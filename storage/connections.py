"""Reading and writing. One writer at a time: in the whole file (SQLite), in each workspace (PostgreSQL)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import BUSY, SNAPSHOT, WRITES, connect, is_sqlite
from storage.errors import scrubbed


class Connections:
    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = is_sqlite(url)
        self._engine = connect(url)
        # SQLite's own queue is unfair: waiting here first cuts the slowest writes from 850 ms to 60 ms.
        self._queue: AbstractAsyncContextManager[Any] = asyncio.Lock() if self.is_sqlite else nullcontext()
        self._writers: set[asyncio.Task[Any] | None] = set()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent look: nothing that is committed meanwhile is seen."""
        with scrubbed():
            async with self._engine.connect() as connection:
                if not self.is_sqlite:
                    await connection.execution_options(**SNAPSHOT)
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def writing(self, lock: str = "") -> AsyncIterator[AsyncConnection]:
        """Commits when the block ends without an exception. On PostgreSQL, one at a time for each `lock`."""
        task = asyncio.current_task()
        if task in self._writers:
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        self._writers.add(task)
        try:
            with scrubbed():
                async with self._queue, self._engine.connect() as connection:
                    await connection.execution_options(**WRITES)
                    async with connection.begin():
                        await self._lock(connection, lock)
                        yield connection
        finally:
            self._writers.discard(task)

    async def _lock(self, connection: AsyncConnection, name: str) -> None:
        if self.is_sqlite:
            return
        await connection.execute(text(f"SET LOCAL lock_timeout = {BUSY}"))
        if name:
            statement = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
            await connection.execute(statement, {"name": f"latchkey {name}"})

    async def close(self) -> None:
        await self._engine.dispose()
