"""Freshness on PostgreSQL: a lease that a poll of the epoch renews, on a connection of its own.

The lease counts from before the poll was sent, by a clock that also runs while the machine sleeps. `NOTIFY`
only shortens the wait: a lost one, or a connection that is dead without saying so, costs at most the lease,
and past it nothing is answered. See docs/decisions/0008-freshness.md.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from psycopg import AsyncConnection, AsyncCursor, Error
from sqlalchemy import URL

from core.verification import Changes
from storage.engine import POSTGRES
from storage.epochs import CHANNEL, Commits
from storage.following import CHANGED, GATEWAYS, LEASE, MOST, Following, Stand

QUESTION = f"""
    SELECT value, ring, sealed, pg_is_in_recovery(),
        ARRAY(SELECT ARRAY[tenant, id] FROM ({CHANGED.format(since="%(since)s", limit=MOST + 1)}) AS changed),
        ({GATEWAYS.format(since="%(since)s")})
    FROM epoch"""  # noqa: S608 - made of constants
"""All in one statement, of one moment: others refuse a revoked token the sooner."""
_OURS = {"autocommit": True, "application_name": "latchkey freshness"}
LONGEST_SILENCE = 2.0
"""Seconds without an answer after which a connection, or an attempt at one, is given up."""

log = structlog.get_logger(__name__)


class StandbyAnswers(Exception):  # noqa: N818 - says what happens
    """A standby may lag behind: what it says renews nothing."""


def boot_time() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Lease(Following):
    def __init__(
        self,
        url: URL,
        commits: Commits,
        lease: timedelta = LEASE,
        elapsed: Callable[[], float] = boot_time,
    ) -> None:
        super().__init__()
        _, options = url.get_dialect()().create_connect_args(url)
        self._options: dict[str, Any] = {**options, **POSTGRES, **_OURS}
        self._lease = lease.total_seconds()
        self._elapsed = elapsed
        self._until = self._heard_at = 0.0
        self._lost = False
        self._first = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._keeping: asyncio.Task[None] | None = None
        commits.listen(self._committed_here)

    def fresh(self) -> bool:
        return self._elapsed() < self._until and not self.sealed

    async def start(self) -> None:
        """Waits for the first answer, but no longer than the lease: a database that is away may come back."""
        self._keeping = asyncio.create_task(self._keep())
        with suppress(TimeoutError):
            async with asyncio.timeout(self._lease):
                await self._first.wait()

    async def stop(self) -> None:
        self._until = 0.0
        tasks = {*self._tasks, *([self._keeping] if self._keeping else [])}
        while pending := {task for task in tasks if not task.done()}:
            # The driver tries to end its query in an orderly way first; asked twice, it gives up.
            for task in pending:
                task.cancel()
            await asyncio.wait(pending, timeout=0.1)

    def _committed_here(self, changes: Changes) -> None:
        """Before the answer goes out: the process that revokes refuses at once."""
        self.tell(changes)

    async def _keep(self) -> None:
        """One connection after another. A silent one is left to die: waiting for that takes seconds."""
        while True:
            self._heard_at = self._elapsed()
            following = asyncio.create_task(self._follow())
            self._tasks.add(following)
            following.add_done_callback(self._tasks.discard)
            while not following.done() and self._elapsed() - self._heard_at < LONGEST_SILENCE:
                await asyncio.wait({following}, timeout=self._lease / 4)
            self._say_lost("silent")
            following.cancel()
            await asyncio.sleep(self._lease / 4)

    async def _follow(self) -> None:
        connection = None
        try:
            connection = await AsyncConnection.connect(**self._options)
            # Listening begins before the first poll, and is in force at once: no transaction is open.
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            while True:
                await self._poll(connection)
                async for _ in connection.notifies(timeout=self._lease / 4, stop_after=1):
                    pass
        except (Error, OSError, StandbyAnswers) as problem:
            self._say_lost(type(problem).__name__)
        finally:
            if connection is not None:
                await connection.close()

    async def _poll(self, connection: AsyncConnection[Any]) -> None:
        sent = self._elapsed()
        asked = await connection.execute(QUESTION.encode(), {"since": self.since})
        epoch, ring, sealed, standby, changed, gateways = await _the_row(asked)
        if standby:
            raise StandbyAnswers
        stand = Stand(epoch, ring, sealed)
        if self.is_news(stand):
            self.took_in(stand, [(tenant, id_) for tenant, id_ in changed], gateways=gateways)
        self._heard_at, self._until = self._elapsed(), sent + self._lease
        self._lost = False
        self._first.set()

    def _say_lost(self, why: str) -> None:
        """Once, not at every attempt."""
        if not self._lost:
            log.warning("freshness_lost", why=why)
        self._lost = True


async def _the_row(answer: AsyncCursor[Any]) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = await answer.fetchone()
    if row is None:
        raise Error("the row that counts the changes is gone")
    return row
