"""From "revoked" to refused: in the process that said so, and in others on the same database."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from time import perf_counter

from bench.figures import percentile, table
from bench.fleet import filled, postgres, sqlite_url
from bench.verification.client import Talk, WrongAnswerError
from bench.verification.servers import product
from bench.verification.speed import introspection
from bench.verification.stock import OWNER, TENANT, gateway, mint

REVOCATIONS, PROCESSES, SEED = 200, 3, 11
YES = b'"active":true'


async def measure(folder: Path) -> None:
    rows = []
    for name, address in (("SQLite", sqlite_url), ("PostgreSQL", postgres)):
        own = folder / name
        own.mkdir()
        rows.append(await _row(name, own, address(own)))
    title = f"Milliseconds from “revoked” to the last yes: {REVOCATIONS} tokens, {PROCESSES} processes"
    table(title, ("database", "here, at most", "elsewhere p50", "p99", "at most"), rows)


async def _row(name: str, folder: Path, url: str) -> tuple[str, ...]:
    await filled(url, TENANT, REVOCATIONS, OWNER, Random(SEED).randbytes)
    credential, minted = await gateway(url), mint(Random(SEED))
    tokens = [next(minted).reveal().encode() for _ in range(REVOCATIONS)]
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(product(folder, url)) for _ in range(PROCESSES)]
        talks = [Talk(server.address) for server in servers]
        figures = [_revoked(talks, token, introspection(credential, token)) for token in tokens]
        for talk in talks:
            talk.sock.close()
    here, elsewhere = zip(*figures, strict=True)
    others = (percentile(elsewhere, 0.5), percentile(elsewhere, 0.99), max(elsewhere))
    return (name, *(f"{value:.2f}" for value in (max(here), *others)))


def _revoked(talks: Sequence[Talk], token: bytes, ask: bytes) -> tuple[float, float]:
    """Here, and in the slowest of the others."""
    if not all(YES in talk.exchange(ask) for talk in talks):
        raise WrongAnswerError("it was to be good until it was revoked")
    body = b"token=" + token
    head = (
        b"POST /v1/revoke HTTP/1.1\r\nHost: latchkey\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
    )
    if b" 200 " not in talks[0].exchange(head % len(body) + body):
        raise WrongAnswerError("it was to be revoked")
    begun = perf_counter()
    here, *others = talks
    return _last_yes([here], ask, begun), _last_yes(others, ask, begun)


def _last_yes(talks: Sequence[Talk], ask: bytes, begun: float) -> float:
    """Milliseconds until the last question to which one of them still said yes: none, if none did."""
    last, open_ones = begun, list(talks)
    while open_ones:
        asked = perf_counter()
        open_ones = [talk for talk in open_ones if YES in talk.exchange(ask)]
        last = asked if open_ones else last
    return (last - begun) * 1000
