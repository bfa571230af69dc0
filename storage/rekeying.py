"""Moving the digests of secrets in use under the newest pepper, off the path of the requests that bring them.

A replaced pepper can only go when no token and no gateway's secret depends on it, and a digest can only be
moved while the secret is at hand: when somebody uses it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog

from core.refusals import Refused
from core.secret import Secret
from storage.errors import DatabaseFailed

MOST = 100
"""Secrets that wait to be moved. One more is not taken in: it will be brought again."""

log = structlog.get_logger(__name__)
Row = TypeVar("Row")
"""Where a digest is."""


class Rekeying(Generic[Row]):
    def __init__(self, rekey: Callable[[Row, Secret], Awaitable[None]]) -> None:
        self._rekey = rekey
        self._waiting: dict[Row, Secret] = {}
        self._working: asyncio.Task[None] | None = None

    def later(self, row: Row, secret: Secret) -> None:
        """Never waits. Somebody who asks twice is served once."""
        if len(self._waiting) < MOST:
            self._waiting[row] = secret
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
            row, secret = self._waiting.popitem()
            try:
                await self._rekey(row, secret)
            except (DatabaseFailed, Refused) as problem:
                # It will be brought again; until then it is found under its old pepper.
                log.warning("rekey_failed", kind=type(problem).__name__)
