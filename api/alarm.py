"""Off the request's path, people are told that a gateway asks about many tokens that are no good."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from core.gateway import Gateway

log = structlog.get_logger(__name__)


class Alarm:
    def __init__(self, tell: Callable[[Gateway], Awaitable[object]]) -> None:
        self._tell = tell
        self._telling: set[asyncio.Task[None]] = set()

    def ring(self, gateway: Gateway) -> None:
        """Never waits and never fails."""
        log.warning("gateway_asks_about_many_bad_tokens", gateway=gateway.name)
        telling = asyncio.create_task(self._told(gateway))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def stop(self) -> None:
        """When what is being said has been said."""
        await asyncio.gather(*self._telling)

    async def _told(self, gateway: Gateway) -> None:
        try:
            await self._tell(gateway)
        except Exception as problem:  # noqa: BLE001 - whatever it was, log and metrics have it
            log.warning("nobody_was_told", gateway=gateway.name, kind=type(problem).__name__)
