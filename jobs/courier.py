"""Carries notices from the outbox to people: a few at a time, one a second to each of them.

Each row goes its own way, so a bad one never delays another. A row that this process cannot settle in time
is left alone: its lease runs out, and it is handed out again, here or elsewhere.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from core.notices import Outgoing
from core.ports import Outbox, Outcome, Store, Tell, Told
from core.quiet import next_allowed

HANDS = 10
"""So many notices are under way at once, in one process."""
LEASE = timedelta(seconds=60)
PATIENCE = timedelta(seconds=30)
"""What one try may take: with the wait for its turn, it is over before the lease is."""
PACE = timedelta(seconds=1)
"""Slack takes one message a second for each conversation."""
ATTEMPTS = 100
"""With the pauses between them, about two days: an outage of Slack buries nothing."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)

log = structlog.get_logger(__name__)
Later = Callable[[float, Callable[[], None]], object]


def pause_after(attempts: int, chance: float) -> timedelta:
    """Full jitter: anything up to a limit that doubles each time, so that no crowd comes back at once."""
    return min(FIRST_PAUSE * (1 << min(attempts, 16)), LONGEST_PAUSE) * chance


class Courier:
    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        tell: Tell,
        now: Callable[[], datetime],
        *,
        tenant: str | None = None,
        later: Later | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store, self._outbox, self._tell, self._now = store, outbox, tell, now
        self._tenant, self._later, self._chance = tenant, later, chance
        self._busy = 0
        self._lanes: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def deliver(self, now: datetime) -> Counter[str]:
        """Take what is due, as far as there are free hands. Returns how often each outcome was met."""
        free = HANDS - self._busy
        if free <= 0:
            return Counter()
        rows = await self._outbox.claim(now, lease=LEASE, limit=free, tenant=self._tenant)
        return Counter(await asyncio.gather(*(self._carry(row) for row in rows)))

    async def _carry(self, row: Outgoing) -> str:
        self._busy += 1
        try:
            return await self._when_allowed(row)
        except Exception:
            # Whatever it was, it must not stop the others; the lease hands this row out again.
            log.exception("notice_left_to_its_lease", notice=row.id, tenant=row.tenant)
            return "left"
        finally:
            self._busy -= 1

    async def _when_allowed(self, row: Outgoing) -> str:
        claimed = self._now()
        allowed = await self._allowed(row, claimed)
        if allowed > claimed:
            await self._outbox.failed(row.id, error="quiet_hours", retry_at=allowed)
            return "waiting"
        lane = self._lane(row)
        await lane.acquire()
        try:
            if self._now() - claimed > LEASE - PATIENCE:
                return "left"
            return await self._settle(row, await self._told(row))
        finally:
            self._release_later(lane)

    async def _allowed(self, row: Outgoing, now: datetime) -> datetime:
        """The first instant at which this may be said."""
        if row.notice.urgent:
            return now
        async with self._store.reading(row.tenant) as reading:
            workspace = await reading.workspace()
        return next_allowed(now, workspace.time_zone, workspace.quiet_from, workspace.quiet_until)

    def _lane(self, row: Outgoing) -> asyncio.Lock:
        return self._lanes.setdefault((row.tenant, row.notice.to), asyncio.Lock())

    def _release_later(self, lane: asyncio.Lock) -> None:
        later = self._later or asyncio.get_running_loop().call_later
        later(PACE.total_seconds(), lane.release)

    async def _told(self, row: Outgoing) -> Told:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await self._tell(row)
        except Exception as problem:
            log.warning("notice_not_told", notice=row.id, tenant=row.tenant, exc_info=True)
            return Told(outcome=Outcome.RETRY, error=type(problem).__name__)

    async def _settle(self, row: Outgoing, told: Told) -> str:
        if told.outcome in {Outcome.SENT, Outcome.MOOT}:
            await self._outbox.delivered(
                row.id, self._now(), channel=told.channel, ts=told.ts, face=told.face
            )
            return told.outcome
        last = told.outcome is Outcome.NEVER or row.attempts + 1 >= ATTEMPTS
        if last:
            log.error("notice_buried", notice=row.id, kind=row.notice.kind, error=told.error)
        await self._outbox.failed(row.id, error=told.error, retry_at=None if last else self._again(row, told))
        return "buried" if last else told.outcome

    def _again(self, row: Outgoing, told: Told) -> datetime:
        return self._now() + max(pause_after(row.attempts, self._chance()), told.retry_after or timedelta())
