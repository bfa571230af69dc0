"""A process that does one operation and kills itself, without a chance to tidy up, at its n-th step.

A step is whatever leaves the process: an SQL statement, a commit, a request to Slack. New code is covered
without being listed: whoever drives this goes on with the next n until the operation completes.
"""

import asyncio
import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine, Pool, event

from bot.desk import Desk
from bot.token_message import shown_at
from tests.proofs.operations import OPERATIONS
from tests.proofs.site import TENANT, Case, Place, Site, site_at

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
KILLED = -signal.SIGKILL
PATIENCE = 60.0
COMMIT, OVER, CALLED, ANSWERED, COMPLETED = (
    "commit",
    "the transaction is over",
    "Slack is called",
    "Slack has answered",
    "completed",
)
LEAVES_SOMETHING = frozenset({COMMIT, OVER, CALLED, ANSWERED, COMPLETED})
"""Steps before or after which the world is another; a statement without its commit is forgotten."""


@dataclass(frozen=True)
class Life:
    """How it went: what the process was doing at each step, and whether it was killed."""

    killed: bool
    steps: list[str]


async def run(place: Place, operation: str, case: Case, die_at: int | None) -> Life:
    """Do it in a process of its own, which dies just before step `die_at`; with None it lives."""
    reader, writer = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=_live, args=(place, operation, case, die_at, writer))
    child.start()
    writer.close()
    await asyncio.to_thread(child.join, PATIENCE)
    steps = list(_received(reader))
    assert child.exitcode in {0, KILLED}, f"it neither lived nor was killed: {child.exitcode} after {steps}"
    return Life(child.exitcode == KILLED, steps)


def _received(reader: Connection) -> Any:
    while True:
        try:
            yield reader.recv()
        except EOFError:
            return


def _live(place: Place, operation: str, case: Case, die_at: int | None, writer: Connection) -> None:
    asyncio.run(_act(place, operation, case, _Fate(die_at, writer)))


async def _act(place: Place, operation: str, case: Case, fate: "_Fate") -> None:
    async with site_at(place) as site:
        _lay_in_wait(fate)
        await OPERATIONS[operation].act(site, case, _show(site, case))
        fate.step(COMPLETED)


def _show(site: Site, case: Case) -> Any:
    desk = Desk(tools=site.tools, client=AsyncWebClient(), tenant=TENANT)
    return shown_at(desk, case.reply_to)


class _Fate:
    def __init__(self, die_at: int | None, writer: Connection) -> None:
        self._numbers, self._die_at, self._writer = itertools.count(1), die_at, writer

    def step(self, what: str) -> None:
        self._writer.send(what)
        if next(self._numbers) == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def _lay_in_wait(fate: _Fate) -> None:
    """A death after one step and a death before the next leave the same behind, but for commits and posts."""

    def statement(_c: object, _cursor: object, sql: str, *_rest: object) -> None:
        fate.step(" ".join(sql.split()[:3]))

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", lambda _connection: fate.step(COMMIT))
    event.listen(Pool, "reset", lambda *_: fate.step(OVER))
    aiohttp.ClientSession._request = _watched(aiohttp.ClientSession._request, fate)  # type: ignore[method-assign]


def _watched(request: Callable[..., Any], fate: _Fate) -> Callable[..., Any]:
    async def watched(*args: Any, **kwargs: Any) -> Any:
        fate.step(CALLED)
        answer = await request(*args, **kwargs)
        fate.step(ANSWERED)
        return answer

    return watched
