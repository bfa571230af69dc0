"""Moving the digests of tokens in use under the newest pepper, off the path of the requests that bring them.

A replaced pepper can only go when no token depends on it, and a digest can only be moved while the token is
at hand: when somebody uses it.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from core.ports import Place
from core.refusals import Refused
from core.secret import Secret
from storage.errors import DatabaseFailed

MOST = 100
"""Tokens that wait to be moved. One more is not taken in: it will be brought again."""

log = structlog.get_logger(__name__)


class Rekeying:
    def __init__(self, rekey: Callable[[Place, Secret], Awaitable[None]]) -> None:
        self._rekey = rekey
        self._waiting: dict[Place, Secret] = {}
        self._working: asyncio.Task[None] | None = None

    def later(self, place: Place, secret: Secret) -> None:
        """Never waits. Somebody who asks twice is served once."""
        if len(self._waiting) < MOST:
            self._waiting[place] = secret
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())

    async def done(self) -> None:
        """Wait until nothing is left to move."""
        while self._working is not None and not self._working.done():
            await asyncio.wait({self._working})

    async def stop(self) -> None:
        self._waiting.clear()
        await self.done()

    async def _work(self) -> None:
        while self._waiting:
            place, secret = self._waiting.popitem()
            try:
                await self._rekey(place, secret)
            except (DatabaseFailed, Refused) as problem:
                # It will be brought again; until then it is found under its old pepper.
                log.warning("rekey_failed", kind=type(problem).__name__)
