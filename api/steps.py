"""A no to something that looks like a token takes a whole number of steps: its time does not say why.

A foreign token has a row to be read, and stays in memory; an unknown one has none, and is forgotten with any
change. Both would show: by hundreds of microseconds, or by whether the database was asked at all.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

STEP = 0.005
"""Seconds. Longer than a look-up takes, nearly always."""


class Timer(Protocol):
    def cancel(self) -> None: ...


CallLater = Callable[[float, Callable[[], None]], Timer]


class Steps:
    """Counts from the moment when it is made: the timer of each step begins before anybody knows the answer.

    Timers are as coarse as a millisecond. A wait for the rest of a step, begun when the answer is there,
    would be rounded by when that was.
    """

    def __init__(self, call_later: CallLater) -> None:
        self._call_later = call_later
        self._over = asyncio.Event()
        self._timer = call_later(STEP, self._next)

    async def end(self) -> None:
        """Wait until the step that has begun is over."""
        await self._over.wait()

    def stop(self) -> None:
        self._timer.cancel()

    def _next(self) -> None:
        self._over.set()  # wakes who is waiting now, and nobody who comes later
        self._over.clear()
        self._timer = self._call_later(STEP, self._next)


@contextmanager
def steps() -> Iterator[Steps]:
    counting = Steps(asyncio.get_running_loop().call_later)
    try:
        yield counting
    finally:
        counting.stop()
