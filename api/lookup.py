"""What memory lacks is asked of the database: bounded, and any trouble with it is doubt."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any, ParamSpec, TypeVar

import structlog

from api.asked import Asked, secret_in
from api.bucket import Bucket
from api.callers import Callers, TooMany
from api.knowledge import Knowledge
from core.gateway import Gateway
from core.refusals import Overtaken
from core.secret import Secret
from core.verification_ports import Ledger

ASKING = 256
"""Questions that may wait for the database at the same time; beyond them there is doubt at once."""
WITHIN = 6.0
"""Seconds in which it has to answer: a little more than a writer waits for a lock. A connection that is dead
without saying so would keep its question for ever.
"""
QUIET = 10.0
"""Seconds between two lines in the log about the database's trouble."""

log = structlog.get_logger(__name__)
Parameters = ParamSpec("Parameters")
Found = TypeVar("Found")


class Lack(Enum):
    """What has to be known, or done, before there can be an answer."""

    GATEWAY = auto()
    TOKEN = auto()
    CONFIRMATION = auto()
    """That an offered token is in use has to be on record before the first yes."""
    STEP = auto()
    """There is an answer, a no like any other: it is given at the end of a step (see `api.steps`)."""


class Doubt(Exception):  # noqa: N818 - an answer, not an error
    """Nothing can be said for certain."""


@dataclass(slots=True, kw_only=True)
class Lookup:
    knowledge: Knowledge
    callers: Callers
    ledger: Ledger
    confirm: Callable[[Secret], Awaitable[object]]
    """Commits that an offered token is in use, once. What came of it is looked up afterwards."""
    monotonic: Callable[[], float] = time.monotonic
    _questions: set[asyncio.Future[Any]] = field(default_factory=set)
    _silent_until: float = 0.0

    async def supply(self, lack: Lack, asked: Asked, now: datetime) -> None:
        """Raises `Doubt` or `TooMany`."""
        if lack is Lack.GATEWAY:
            await self.asking(self.callers.learn, asked.credential)
            return
        secret, caller = secret_in(asked.token), self.callers.find(asked.credential, now)
        if secret is None or caller is None:  # its credential ended in this moment
            return
        if lack is Lack.CONFIRMATION:
            await self._confirm(secret)
        key = self.knowledge.key(asked.token)
        await self.learn(secret, key, caller.tally.misses, caller.gateway)

    async def learn(self, secret: Secret, key: bytes, misses: Bucket, gateway: Gateway | None = None) -> None:
        turn = self.knowledge.turn
        if misses.is_empty(self.monotonic()):
            raise TooMany
        known = await self.asking(self.ledger.known, secret)
        if known is None:
            self.knowledge.keep_unknown(key, turn)
        else:
            self.knowledge.keep(key, known)
        if known is None or (gateway is not None and not gateway.may_ask_about(known.tenant)):
            misses.take(self.monotonic())

    async def asking(
        self, ask: Callable[Parameters, Awaitable[Found]], *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Found:
        """What the database says. Raises `Doubt` when it says nothing, or not in time."""
        if len(self._questions) >= ASKING:
            raise Doubt
        question = asyncio.ensure_future(ask(*args, **kwargs))
        self._questions.add(question)
        question.add_done_callback(self._over)
        try:
            return await _in_time(question)
        except (TooMany, Overtaken):
            raise
        except Exception as trouble:
            self._report(trouble)
            raise Doubt from trouble

    async def _confirm(self, secret: Secret) -> None:
        try:
            await self.asking(self.confirm, secret)
        except Overtaken:  # by somebody who did the same, or something else: the next look will tell
            log.info("overtaken_while_confirming")

    def _over(self, question: asyncio.Future[Any]) -> None:
        self._questions.discard(question)
        if not question.cancelled():
            question.exception()  # whoever still waits has heard of it; nobody else has to

    def _report(self, trouble: Exception) -> None:
        """Its kind only, and not for each request."""
        if self.monotonic() >= self._silent_until:
            self._silent_until = self.monotonic() + QUIET
            log.warning("cannot_verify", kind=type(trouble).__name__)


async def _in_time(question: asyncio.Future[Found]) -> Found:
    """Raises `TimeoutError`, without waiting until what it gives up has ended."""
    try:
        await asyncio.wait({question}, timeout=WITHIN)
        if question.done():
            return question.result()
        raise TimeoutError
    finally:
        if not question.done():
            # The driver tries to end its query in an orderly way first; asked twice, it gives up.
            question.cancel()
            asyncio.get_running_loop().call_later(1.0, question.cancel)
