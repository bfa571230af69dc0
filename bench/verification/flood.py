"""What callers with good tokens notice while five times as much junk arrives."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median
from time import perf_counter

from bench.figures import percentile, spread, table
from bench.verification.client import Crowd, Request
from bench.verification.servers import Server, product
from bench.verification.speed import authorization
from bench.verification.stock import Stock, junk

GOOD = 500
"""Requests a second with good tokens."""
TIMES = 5
SECONDS, RUNS, CONNECTIONS = 3.0, 5, 16


@dataclass
class Stream:
    """Requests at a steady rate. A late one is measured from when it was due, so that no delay is hidden."""

    crowd: Crowd
    requests: Sequence[Request]
    rate: float
    latencies: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next = cycle(self.requests)
        self._idle = list(self.crowd.talks.values())
        self._due = perf_counter()

    def move(self, now: float) -> None:
        while self._due <= now and self._idle:
            self._idle.pop().ask(next(self._next), self._due)
            self._due += 1 / self.rate
        for talk, at in self.crowd.answered(within=0):
            self.latencies.append(at - talk.asked_at)
            self._idle.append(talk)


async def measure(stock: Stock) -> None:
    good = [Request(authorization(stock.credential, each), b" 200 ") for each in stock.tokens[:1000]]
    bad = [Request(authorization(stock.credential, each), b" 401 ") for each in junk(1000)]
    async with product(stock.folder) as server:
        _run(server, good, ())
        pairs = [(_run(server, good, ()), _run(server, good, bad)) for _ in range(RUNS)]
    times = spread([flooded / quiet for quiet, flooded in pairs], "times", 1)
    quiet, flooded = (median(each) for each in zip(*pairs, strict=True))
    rows = [(f"{quiet:.2f} ms", f"{flooded:.2f} ms", times)]
    title = (
        f"p99 of {GOOD} good requests a second, while {GOOD * TIMES} bad ones arrive, median of {RUNS} runs"
    )
    table(title, ("quiet", "flooded", "ratio"), rows)


def _run(server: Server, good: Sequence[Request], bad: Sequence[Request]) -> float:
    """Milliseconds at the 99th percentile of the good ones."""
    streams = [Stream(Crowd(server.address, CONNECTIONS), good, GOOD)]
    if bad:
        streams.append(Stream(Crowd(server.address, CONNECTIONS), bad, GOOD * TIMES))
    until = perf_counter() + SECONDS
    while (now := perf_counter()) < until:
        for stream in streams:
            stream.move(now)
    for stream in streams:
        stream.crowd.close()
    return percentile(streams[0].latencies, 0.99) * 1000
