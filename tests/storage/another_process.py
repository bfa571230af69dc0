"""A second process for the tests of races: does what it is told, when it is told.

Started as ``python -m tests.storage.another_process URL TASK USER``. It says ``ready`` when it has seen what
there is to see, waits for a line, acts, and says in one line what came of it; until its input ends.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from core.audit import Event
from core.refusals import Overtaken
from storage.database import Database, migrate
from storage.master import MasterKey
from tests.databases import MASTER, START
from tests.storage.making import TENANT, a_secret, by, offering

Task = Callable[[Database, str, str], Awaitable[Callable[[], Awaitable[str]]]]


def now() -> datetime:
    return START


async def rotating(database: Database, name: str, me: str) -> Callable[[], Awaitable[str]]:
    """Looks at the integration `name` first; then gives it a new token, on the strength of that look."""
    async with database.store.reading(TENANT) as reading:
        seen = await reading.named(name)

    async def act() -> str:
        try:
            async with database.store.transaction(TENANT) as tx:
                offered = await offering(tx, seen, a_secret(), now())
                await tx.save(by(offered, me, now()), Event.TOKEN_OFFER, by=me)
        except Overtaken as refusal:
            return f"overtaken by {refusal.by}"
        return "won"

    return act


async def claiming(database: Database, _round: str, _me: str) -> Callable[[], Awaitable[str]]:
    async def act() -> str:
        claimed = await database.outbox.claim(now(), lease=timedelta(minutes=1), limit=5)
        return ",".join(outgoing.id for outgoing in claimed)

    return act


async def remembering(database: Database, number: str, _me: str) -> Callable[[], Awaitable[str]]:
    async def act() -> str:
        digest = int(number).to_bytes(32)
        return str(await database.replays.first_time(digest, now(), keep=timedelta(minutes=1)))

    return act


TASKS: dict[str, Task] = {"rotating": rotating, "claiming": claiming, "remembering": remembering}


async def _line() -> str:
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - the other end of the pipe reads it


async def work(url: str, task: str, me: str) -> None:
    database = await Database.open(url, MasterKey(MASTER), now=now)
    _say("open")
    while round_ := await _line():
        act = await TASKS[task](database, round_, me)
        _say("ready")
        await _line()
        _say(await act())
    await database.close()


async def only_migrate(url: str) -> None:
    _say("ready")
    await _line()
    await migrate(url)
    opened = await Database.open(url, MasterKey(MASTER), now=now)
    _say(" ".join(sorted(opened._ring.ring.keys)))
    await opened.close()


if __name__ == "__main__":
    _, address, task_name, user = sys.argv
    asyncio.run(only_migrate(address) if task_name == "migrating" else work(address, task_name, user))
