"""Real `latchkey clock` processes on one database, of which now one and now another is killed."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sandbox import Sandbox
from tests.cli.processes import Process, for_socket_mode, started

PAUSES = (1.0, 4.0)
"""Seconds between two deaths: at the least and at the most."""


class Clocks:
    """So many at a time. Whichever dies is followed by another."""

    def __init__(self, slack: Sandbox, database_url: str, folder: Path, chance: random.Random) -> None:
        self._slack, self._url, self._folder, self._chance = slack, database_url, folder, chance
        self._stacks: list[AsyncExitStack] = []
        self._running: list[Process] = []
        self.deaths = 0

    async def start(self) -> None:
        stack = AsyncExitStack()
        data = self._folder / f"clock-{len(self._stacks)}"
        data.mkdir(parents=True)
        given = {**for_socket_mode(self._slack, data), "DATABASE_URL": self._url}
        process = await stack.enter_async_context(started(data, "clock", given=given))
        self._stacks.append(stack)
        self._running.append(process)

    async def kill_at_random(self, settled: Callable[[], bool], most: int) -> None:
        """SIGKILL: no chance to tidy up. Whoever is chosen is working, or has just begun to."""
        while self.deaths < most and not settled():
            await asyncio.sleep(self._chance.uniform(*PAUSES))
            victim = self._running.pop(self._chance.randrange(len(self._running)))
            await victim.kill()
            self.deaths += 1
            await self.start()

    async def serving(self) -> None:
        for process in self._running:
            await process.logs("serving")

    async def stop(self) -> None:
        for stack in self._stacks:
            await stack.aclose()


async def until(condition: Callable[[], bool], within: float) -> None:
    """Asks again and again: what other processes write to their database tells nobody."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - the same
            await asyncio.sleep(1)


@asynccontextmanager
async def clocks(
    slack: Sandbox, database_url: str, folder: Path, chance: random.Random, number: int
) -> AsyncIterator[Clocks]:
    running = Clocks(slack, database_url, folder, chance)
    try:
        for _ in range(number):
            await running.start()
        yield running
    finally:
        await running.stop()
