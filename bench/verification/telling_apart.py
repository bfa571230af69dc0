"""Whether time tells a token that nobody made from one of a workspace that the gateway may not ask about.

Welch's t over many answers: beyond 4.5 either way, somebody could tell.
"""

from collections.abc import Sequence
from math import sqrt
from random import Random
from statistics import fmean, median, variance
from time import perf_counter

from bench.figures import table
from bench.verification.client import Talk, WrongAnswerError
from bench.verification.servers import Server, product
from bench.verification.speed import introspection
from bench.verification.stock import Stock, unknown

TOKENS, ROUNDS, KEPT = 100, 200, 0.9
"""Of the answers, the slowest tenth is left out: that is what else the machine did."""


async def measure(stock: Stock) -> None:
    foreign = stock.foreign
    async with product(stock.folder) as server:
        cold = _times(server, stock.credential, foreign[TOKENS:], unknown(len(foreign))[TOKENS:], rounds=1)
        warm = _times(server, stock.credential, foreign[:TOKENS], unknown(TOKENS), rounds=ROUNDS)
    rows = [_row("for the first time", *cold), _row("again and again", *warm)]
    table("A foreign token and an unknown one", ("asked", "foreign p50", "unknown p50", "Welch's t"), rows)


def _times(
    server: Server, credential: bytes, foreign: Sequence[bytes], unknown: Sequence[bytes], rounds: int
) -> tuple[list[float], list[float]]:
    """Microseconds, in a random order."""
    talk, times = Talk(server.address), (list[float](), list[float]())
    asked = [(0, introspection(credential, each)) for each in foreign]
    asked += [(1, introspection(credential, each)) for each in unknown]
    for _ in range(rounds):
        Random(5).shuffle(asked)
        for kind, request in asked:
            begun = perf_counter()
            answer = talk.exchange(request)
            times[kind].append((perf_counter() - begun) * 1_000_000)
            if b'{"active":false}' not in answer:
                raise WrongAnswerError(answer)
    talk.sock.close()
    return times


def _row(name: str, foreign: Sequence[float], unknown: Sequence[float]) -> tuple[str, ...]:
    t = welch(*(sorted(each)[: int(len(each) * KEPT)] for each in (foreign, unknown)))
    return (name, f"{median(foreign):.1f} µs", f"{median(unknown):.1f} µs", f"{t:.1f}")


def welch(one: Sequence[float], two: Sequence[float]) -> float:
    return (fmean(one) - fmean(two)) / sqrt(variance(one) / len(one) + variance(two) / len(two))
