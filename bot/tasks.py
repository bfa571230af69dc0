"""Holds on to what listeners are doing until it is done.

Bolt acknowledges and lets the listener go on as a task that nothing refers to. The garbage collector may
take such a task away half-way, and a process that stops would not know of it.
"""

import asyncio
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler


class Tasks:
    def __init__(self) -> None:
        self._held: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._held)

    def hold(self) -> None:
        """Keep the task that is running now. Up to its first step the event loop itself has kept it."""
        task = asyncio.current_task()
        if task is not None:
            self._held.add(task)
            task.add_done_callback(self._held.discard)

    async def drained(self, within: timedelta) -> bool:
        """Wait until nothing is under way any more, and say whether that came about."""
        await asyncio.sleep(0)  # what was begun a moment ago takes its first step, and is held
        try:
            async with asyncio.timeout(within.total_seconds()):
                while self._held:
                    await asyncio.wait(self._held)
        except TimeoutError:
            return False
        return True


def listener_tasks(app: AsyncApp) -> Tasks:
    """Everything that listeners of `app` do, from now on."""
    tasks = Tasks()
    app.listener_runner.listener_start_handler = _Holding(tasks)
    return tasks


class _Holding(AsyncListenerStartHandler):
    """Bolt calls it inside the new task, before the listener."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    async def handle(self, request: object, response: object) -> None:  # noqa: ARG002 - the library's signature
        self._tasks.hold()
