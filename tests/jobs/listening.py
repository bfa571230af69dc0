"""Somebody to whom notices can be told: the port that the bot implements, without Slack."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from core.delivery import Outcome, Told
from core.notices import Kind, Notice, Outgoing
from storage.database import Database

TENANT = "T1"
SENT = Told(outcome=Outcome.SENT, channel="D1", ts="1.0")


class Listeners:
    """Everybody takes what they are told, unless a test says otherwise for one of them."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.doubts: list[bool] = []
        self.answers: dict[str, Told | Exception | asyncio.Event] = {}
        self._told = asyncio.Condition()

    async def until_told(self, count: int) -> None:
        """Wait until so much was said to anybody, answered or not."""
        async with self._told:
            await self._told.wait_for(lambda: len(self.heard) >= count)

    async def tell(self, outgoing: Outgoing) -> Told:
        async with self._told:
            self.heard.append((outgoing.notice.to, outgoing.notice.integration_id))
            self.doubts.append(outgoing.doubtful)
            self._told.notify_all()
        answer = self.answers.get(outgoing.notice.to, SENT)
        if isinstance(answer, asyncio.Event):
            await answer.wait()
            return SENT
        if isinstance(answer, Exception):
            raise answer
        return answer

    def who(self) -> list[str]:
        return [to for to, _ in self.heard]


class Turns:
    """Holds back whose turn comes next, until the test says that the second has passed."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self._came = asyncio.Event()

    def later(self, _seconds: float, then: Callable[[], None]) -> None:
        self.waiting.append(then)
        self._came.set()

    async def until_waiting(self, count: int) -> None:
        while len(self.waiting) < count:
            self._came.clear()
            await self._came.wait()

    def pass_(self) -> None:
        waiting, self.waiting = self.waiting, []
        for then in waiting:
            then()


def at_once(_seconds: float, then: Callable[[], None]) -> None:
    then()


async def say(
    database: Database, to: str, about: str = "i1", *, urgent: bool = True, tenant: str = TENANT
) -> None:
    notice = Notice(kind=Kind.NOW_YOURS, to=to, integration_id=about, urgent=urgent)
    async with database.store.transaction(tenant) as tx:
        await tx.say(notice)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)
