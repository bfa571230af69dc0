"""Carries notices from the outbox to people: a few at a time, at the pace that Slack bears.

Each row goes its own way, so a bad one never delays another. A row that this process does not settle is
handed out again when its lease has run out, here or elsewhere; then it is in doubt, and looked for first.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from core.actions.undelivered import bury, redirect
from core.delivery import Outbox, Outcome, Tell, Told
from core.notices import Outgoing
from core.ports import Store
from core.quiet import next_allowed
from jobs.pace import Later, Pace

HANDS = 10
"""So many notices are under way at once, in one process."""
LEASE = timedelta(seconds=60)
PATIENCE = timedelta(seconds=30)
"""What one try may take: with the wait for its turn, it is over before the lease is."""
ATTEMPTS = 100
"""With the pauses between them, about two days: an outage of Slack buries nothing."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
SOON = timedelta(seconds=5)
"""What has to wait for another notice looks so often whether it is there."""
IN_TIME = timedelta(minutes=5)
"""What comes later than this after it might be said is counted as late."""
SENT, LATE, BURIED, REDIRECTED = "sent", "late", "buried", "redirected"

log = structlog.get_logger(__name__)


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
        self._tenant, self._pace, self._chance = tenant, Pace(later), chance
        self.under_way: list[str] = []
        """Whom it is speaking to, or about to."""
        self.tally = Counter({SENT: 0, LATE: 0, BURIED: 0})
        """What came of it since this process began."""

    async def deliver(self, now: datetime) -> Counter[str]:
        """Take what is due, as far as there are free hands. Returns how often each outcome was met."""
        free = HANDS - len(self.under_way)
        if free <= 0 or (self._tenant and self._pace.free_at(self._tenant, now) > now):
            return Counter()
        rows = await self._outbox.claim(
            now, lease=LEASE, limit=free, tenant=self._tenant, besides=set(self.under_way)
        )
        return Counter(await asyncio.gather(*(self._carry(row) for row in rows)))

    async def due(self, now: datetime, limit: int) -> Sequence[Outgoing]:
        """What would be carried next. Only a look."""
        return await self._outbox.due(now, limit, tenant=self._tenant)

    async def _carry(self, row: Outgoing) -> str:
        self.under_way.append(row.notice.to)
        try:
            return await self._when_allowed(row)
        except Exception:
            # Whatever it was, it must not stop the others; the lease hands this row out again.
            log.exception("notice_left_to_its_lease", notice=row.id, tenant=row.tenant)
            return "left"
        finally:
            self.under_way.remove(row.notice.to)

    async def _when_allowed(self, row: Outgoing) -> str:
        claimed = self._now()
        allowed = await self._allowed(row, claimed)
        if allowed > claimed:
            await self._outbox.put_back(row, allowed, not_allowed=True)
            return "waiting"
        async with self._pace.turn(row.tenant, row.notice.to):
            now = self._now()
            free_at = self._pace.free_at(row.tenant, now)
            if free_at > now or now - claimed > LEASE - PATIENCE:
                await self._outbox.put_back(row, free_at)
                return "left"
            return await self._settle(row, await self._told(row), claimed)

    async def _allowed(self, row: Outgoing, now: datetime) -> datetime:
        """The first instant at which this may be said."""
        if row.notice.urgent:
            return now
        async with self._store.reading(row.tenant) as reading:
            workspace = await reading.workspace()
        return next_allowed(now, workspace.time_zone, workspace.quiet_from, workspace.quiet_until)

    async def _told(self, row: Outgoing) -> Told:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await self._tell(row)
        except Exception as problem:
            log.warning("notice_not_told", notice=row.id, tenant=row.tenant, exc_info=True)
            return Told(outcome=Outcome.UNKNOWN, error=type(problem).__name__)

    async def _settle(self, row: Outgoing, told: Told, claimed: datetime) -> str:
        now = self._now()
        if told.outcome in {Outcome.SENT, Outcome.MOOT}:
            await self._outbox.delivered(row.id, now, channel=told.channel, ts=told.ts, face=told.face)
            self._count(row, told.outcome, now)
            return told.outcome
        if told.outcome is Outcome.NOT_YET:
            await self._outbox.put_back(row, now + SOON)
            return told.outcome
        if told.outcome is Outcome.NO_PLACE and await redirect(self._store, row, now, told.error):
            log.warning("notice_redirected", notice=row.id, channel=row.notice.to, error=told.error)
            return REDIRECTED
        if told.outcome in {Outcome.NEVER, Outcome.NO_PLACE} or row.attempts + 1 >= ATTEMPTS:
            log.error("notice_buried", notice=row.id, kind=row.notice.kind, error=told.error)
            self.tally[BURIED] += await bury(self._store, row, now, told.error)
            return BURIED
        await self._try_again(row, told, claimed, now)
        return told.outcome

    async def _try_again(self, row: Outgoing, told: Told, claimed: datetime, now: datetime) -> None:
        if told.retry_after:
            self._pace.hold(row.tenant, now + told.retry_after)
        unknown = told.outcome is Outcome.UNKNOWN
        again = now + max(pause_after(row.attempts, self._chance()), told.retry_after or timedelta())
        # What may still be on its way to Slack is looked for when it must have come.
        retry_at = max(again, claimed + LEASE) if unknown else again
        await self._outbox.failed(row, error=told.error, retry_at=retry_at, unknown=unknown)

    def _count(self, row: Outgoing, outcome: Outcome, now: datetime) -> None:
        if outcome is Outcome.SENT:
            self.tally[SENT] += 1
            self.tally[LATE] += now - (row.allowed_at or row.created_at) > IN_TIME
