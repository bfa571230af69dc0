"""How fast Slack may be spoken to: so much at once to each conversation, and to each workspace."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

SECOND = timedelta(seconds=1)
IN_A_CONVERSATION = 1
"""Messages a second. Slack takes no more, but for short bursts."""
IN_A_WORKSPACE = 10
"""Messages a second, from one process. Slack takes "several hundred a minute", and says what is too much."""

Later = Callable[[float, Callable[[], None]], object]
"""Calls something after so many seconds."""


class Pace:
    def __init__(self, later: Later | None = None) -> None:
        self._later = later
        self._places: WeakValueDictionary[tuple[str, str], asyncio.Semaphore] = WeakValueDictionary()
        self._held: dict[str, datetime] = {}

    @asynccontextmanager
    async def turn(self, tenant: str, to: str) -> AsyncIterator[None]:
        """Wait until one more message may go to this conversation of this workspace."""
        conversation, workspace = (tenant, to), (tenant, "")
        async with self._place(conversation, IN_A_CONVERSATION), self._place(workspace, IN_A_WORKSPACE):
            yield

    def hold(self, tenant: str, until: datetime) -> None:
        """Slack wants to be left alone by all of this workspace."""
        self._held[tenant] = max(until, self._held.get(tenant, until))

    def free_at(self, tenant: str, now: datetime) -> datetime:
        """When this workspace may be spoken to: now, unless it is held."""
        return max(now, self._held.get(tenant, now))

    @asynccontextmanager
    async def _place(self, key: tuple[str, str], a_second: int) -> AsyncIterator[None]:
        """A place is free again a second after it was left, so that no burst adds up."""
        places = self._places.setdefault(key, asyncio.Semaphore(a_second))
        await places.acquire()
        try:
            yield
        finally:
            later = self._later or asyncio.get_running_loop().call_later
            later(SECOND.total_seconds(), places.release)
