"""How soon people see what came of an emergency: over the pretend Slack, with every job of the clock.

A compromise is reported in its dialog, or a token is pasted into a channel. Meanwhile a gateway asks
for that token every millisecond.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter, sleep

from bench.figures import percentile, table
from bench.fleet import filled, postgres, sqlite_url
from bench.verification.client import Talk, WrongAnswerError
from bench.verification.speed import introspection
from bench.verification.stock import TENANT, gateway, mint
from bench.whole import whole_product
from cli.manifest import manifest, with_pasted_tokens
from core.leaks.brake import MOST
from core.leaks.finding import tokens_in
from core.secret import Secret
from sandbox import Person, Sandbox, ShownMessage

REPORTS, PASTES, SEED = 50, MOST, 29
"""No more pastes: what is on top of them waits for a person."""
CHANNEL, PATIENCE, EVERY = "security", 30.0, 0.001
YES, NO = b'"active":true', b'"active":false'
REPORTED = ("its token is refused", "the new token is seen", "the checklist is there")
COLUMNS = ("database", "from", "until", "p50", "p99", "at most")


async def measure(folder: Path, reports: int = REPORTS, pastes: int = PASTES) -> None:
    rows: list[tuple[str, ...]] = []
    for name, address in (("SQLite", sqlite_url), ("PostgreSQL", postgres)):
        own = folder / f"emergency-{name}"
        own.mkdir()
        async with _opened(own, address(own), reports + pastes) as office:
            reported = [await office.reported() for _ in range(reports)]
            pasted = [await office.pasted() for _ in range(pastes)]
        for until, figures in zip(REPORTED, zip(*reported, strict=True), strict=True):
            rows.append(_row(name, "dialog sent", until, figures))
        rows.append(_row(name, "token pasted", "it is refused", pasted))
    told = f"{reports} reports and {pastes} pastes, one after the other"
    table(f"Milliseconds until people see what came of it: {told}", COLUMNS, rows)


def _row(name: str, begun: str, until: str, seconds: Sequence[float]) -> tuple[str, ...]:
    values = (percentile(seconds, 0.5), percentile(seconds, 0.99), max(seconds))
    return (name, begun, until, *(f"{value * 1000:.0f}" for value in values))


@asynccontextmanager
async def _opened(folder: Path, url: str, size: int) -> AsyncIterator["_Office"]:
    async with AsyncExitStack() as stack:
        settings = with_pasted_tokens(manifest())
        slack = await stack.enter_async_context(Sandbox(manifest=settings, team_id=TENANT))
        names = await filled(url, TENANT, size, slack.person("ada").id, Random(SEED).randbytes)
        credential = await gateway(url)
        server = await stack.enter_async_context(whole_product(slack, folder, url))
        talk = Talk(server.address)
        stack.enter_context(closing(talk.sock))
        stock = zip(names, mint(Random(SEED)), strict=False)
        office = _Office(slack, talk, credential, stock)
        await office.is_set_up()
        yield office


@dataclass
class _Office:
    """Ada owns everything and reports it; Mia pastes."""

    slack: Sandbox
    talk: Talk
    credential: bytes
    stock: Iterator[tuple[str, Secret]]
    """Integrations of which nothing is known yet, each with its token."""
    chance: Random = field(default_factory=lambda: Random(SEED))

    def __post_init__(self) -> None:
        self.ada, self.mia = self.slack.person("ada"), self.slack.person("mia")

    async def is_set_up(self) -> None:
        await self.ada.types("/integrations settings")
        await self.ada.waits_until(lambda: self.ada.modal and self.ada.modal.submit)
        await self.ada.fills(pasted="On", channel=CHANNEL)
        await self.ada.submits()
        await _reads(self.ada, "Saved")
        await self.ada.closes(everything=True)

    async def reported(self) -> tuple[float, float, float]:
        """Seconds from the dialog sent to each of what is `REPORTED`."""
        ada, (name, secret) = self.ada, next(self.stock)
        # The clock is met at any moment of its second, and the channel while it is told of those before.
        await asyncio.sleep(1 + self.chance.random())
        await ada.types(f"/compromised {name}")
        await ada.waits_until(lambda: ada.modal and ada.modal.submit)
        before, ask = ada.sees[-1].ts if ada.sees else "", self._ask(secret)
        begun = perf_counter()
        _, refused, shown, listed = await asyncio.gather(
            ada.submits(),
            asyncio.to_thread(_refused, self.talk, ask),
            _seen(ada, lambda: [each for each in _after(before, ada) if tokens_in(each.all_text)]),
            _seen(ada, lambda: [each for each in _after(before, ada) if _is_checklist(each, name)]),
        )
        await self._saves_it(before)
        return refused - begun, shown - begun, listed - begun

    async def pasted(self) -> float:
        """Seconds from the message sent to its token refused."""
        mia, (_, secret) = self.mia, next(self.stock)
        before, ask = mia.sees[-1].ts if mia.sees else "", self._ask(secret)
        begun = perf_counter()
        _, refused = await asyncio.gather(
            mia.types(f"use this: {secret.reveal()}"), asyncio.to_thread(_refused, self.talk, ask)
        )
        await mia.waits_until(lambda: any(each.ephemeral for each in _after(before, mia)), PATIENCE)
        return refused - begun

    def _ask(self, secret: Secret) -> bytes:
        ask = introspection(self.credential, secret.reveal().encode())
        if YES not in self.talk.exchange(ask):
            raise WrongAnswerError("it was to be good until then")
        return ask

    async def _saves_it(self, before: str) -> None:
        """As people do: else, each token that was shown would stay there."""
        ada = self.ada
        await _reads(ada, ":white_check_mark:")
        await ada.closes(everything=True)
        await ada.clicks("I saved it")
        await ada.waits_until(lambda: not any(tokens_in(each.all_text) for each in _after(before, ada)))


def _after(ts: str, person: Person) -> list[ShownMessage]:
    return [each for each in person.sees if each.ts > ts]


def _is_checklist(message: ShownMessage, name: str) -> bool:
    there = message.channel_name == CHANNEL and not message.thread_ts
    return there and "Incident P" in message.text and name in message.text


async def _reads(person: Person, words: str) -> None:
    await person.waits_until(lambda: person.modal and words in person.modal.all_text, PATIENCE)


async def _seen(person: Person, sees: Callable[[], object]) -> float:
    await person.waits_until(sees, PATIENCE)
    return perf_counter()


def _refused(talk: Talk, ask: bytes) -> float:
    """It shares a core with the pretend Slack, so it leaves some of it."""
    while NO not in talk.exchange(ask):
        sleep(EVERY)
    return perf_counter()
