"""Who wants to know that something changed: people who wait, pages that are open."""

import asyncio
from collections.abc import Callable


class Changes:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def announce(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def next(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)

    async def until(self, condition: Callable[[], object], within: float) -> bool:
        """True once the condition holds; False if it does not within so many seconds."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    await self.next()
        except TimeoutError:
            return bool(condition())
        return True
