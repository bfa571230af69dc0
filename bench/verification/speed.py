"""Requests a second, and how long each takes, beside a bare application on the same server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from bench.figures import spread, table
from bench.verification.client import Load, Request, load, once
from bench.verification.servers import Server, bare, core_seconds, product
from bench.verification.stock import Stock, junk

CONNECTIONS = (1, 16, 64)
RUNS, SECONDS = 5, 1.5
ASKED, JUNK = 10_000, 0.05
ANYTHING = b"HTTP/1.1 200 "
Make = Callable[[bytes, bytes], bytes]


def introspection(credential: bytes, token: bytes) -> bytes:
    body = b"token=" + token
    return (
        b"POST /v1/introspect HTTP/1.1\r\nHost: latchkey\r\nAuthorization: %b\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%b"
    ) % (credential, len(body), body)


def authorization(credential: bytes, token: bytes) -> bytes:
    return (
        b"GET /v1/authorize HTTP/1.1\r\nHost: latchkey\r\nX-Gateway-Authorization: %b\r\n"
        b"Authorization: Bearer %b\r\nX-Required-Scope: invoices.readonly\r\n"
        b"X-Client-IP: 203.0.113.7\r\nX-Client-User-Agent: their-app/1.0\r\n\r\n"
    ) % (credential, token)


RIGHT: dict[Make, tuple[bytes, bytes]] = {
    introspection: (b'"active":true', b'"active":false'),
    authorization: (b"HTTP/1.1 200 ", b"HTTP/1.1 401 "),
}


def mixed(stock: Stock, make: Make) -> list[Request]:
    """Some of the tokens, and some that are none, in any order."""
    good, bad = RIGHT.get(make, RIGHT[authorization])
    random = Random(3)
    requests = [Request(make(stock.credential, each), good) for each in random.sample(stock.tokens, ASKED)]
    requests += [Request(make(stock.credential, each), bad) for each in junk(int(ASKED * JUNK))]
    random.shuffle(requests)
    return requests


def for_bare(requests: Sequence[Request]) -> list[Request]:
    return [Request(request.sent, ANYTHING) for request in requests]


async def measure(stock: Stock) -> None:
    async with product(stock.folder) as ours, bare() as other:
        for make in (introspection, authorization):
            requests = mixed(stock, make)
            warm(ours, requests)
            rows = [compared(ours, other, requests, connections) for connections in CONNECTIONS]
            show(f"{make.__name__.capitalize()}, beside a bare ASGI application", rows)


def warm(server: Server, requests: Sequence[Request]) -> None:
    """The first time, what they are about is looked up; the second time, the requests become familiar."""
    for _ in range(2):
        once(server.address, requests, connections=16)


@dataclass(frozen=True)
class Run:
    load: Load
    core: float
    """Seconds of the server's core that it took. What else runs on this machine slows the load, not this."""

    @property
    def per_core(self) -> float:
        return len(self.load.latencies) / self.core


def compared(ours: Server, other: Server, requests: Sequence[Request], connections: int) -> tuple[str, ...]:
    """In turns, so that whatever else this machine does slows both."""
    pairs = [
        (run(ours, requests, connections), run(other, for_bare(requests), connections)) for _ in range(RUNS)
    ]
    return row(connections, pairs)


def run(server: Server, requests: Sequence[Request], connections: int) -> Run:
    before = core_seconds(server.pid)
    loaded = load(server.address, requests, connections, SECONDS)
    return Run(loaded, core_seconds(server.pid) - before)


def row(connections: int, pairs: Sequence[tuple[Run, Run]]) -> tuple[str, ...]:
    ours, other = ([pair[which] for pair in pairs] for which in (0, 1))
    return (
        str(connections),
        *(f"{median(each.load.rate for each in runs) / 1000:.1f}" for runs in (ours, other)),
        spread([one.load.rate / two.load.rate for one, two in pairs], "", 2),
        f"{median(one.per_core / two.per_core for one, two in pairs):.2f}",
        *(f"{median(each.load.milliseconds(share) for each in ours):.2f}" for share in (0.5, 0.99)),
        f"{median(one.load.milliseconds(0.99) / two.load.milliseconds(0.99) for one, two in pairs):.2f}",
    )


def show(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    columns = ("conn.", "ours k/s", "bare k/s", "ratio", "core", "p50 ms", "p99 ms", "p99 ratio")
    table(f"{title} ({RUNS} runs)", columns, rows)
