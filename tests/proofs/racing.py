"""Two processes that do something at the same instant, again and again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from core.refusals import Overtaken, Refused
from tests.proofs.dying import PATIENCE, PROCESSES
from tests.proofs.operations import OPERATIONS
from tests.proofs.site import Case, Place, Seen, Site, site_at

DONE = "done"


@dataclass(frozen=True)
class Outcome:
    code: str
    """`DONE`, or the code of the refusal."""
    sentence: str = ""
    winner: str = ""
    """Whom a refusal names."""
    shown: Sequence[str] = ()
    result: bool = True
    """Whether what was done gave something: the verdict on a token that does not work is None."""


class Rivals:
    """Two processes with the same database, and a starting gun."""

    def __init__(self, place: Place) -> None:
        self._barrier = PROCESSES.Barrier(2)
        pipes = [PROCESSES.Pipe() for _ in range(2)]
        self._lines = [ours for ours, _ in pipes]
        self._processes = [
            PROCESSES.Process(target=_run, args=(place, theirs, self._barrier)) for _, theirs in pipes
        ]
        for process in self._processes:
            process.start()

    async def race(self, moves: Sequence[tuple[str, Case]]) -> list[Outcome]:
        for line, move in zip(self._lines, moves, strict=True):
            line.send(move)
        return [await asyncio.to_thread(_answer, line) for line in self._lines]

    def stop(self) -> None:
        for line in self._lines:
            line.send(None)
        for process in self._processes:
            process.join(PATIENCE)
            process.close()


@asynccontextmanager
async def rivals_at(place: Place) -> AsyncIterator[Rivals]:
    rivals = Rivals(place)
    try:
        yield rivals
    finally:
        rivals.stop()


def _answer(line: Connection) -> Outcome:
    assert line.poll(PATIENCE), "one of the two never came to an end"
    answer = line.recv()
    assert isinstance(answer, Outcome), answer
    return answer


def _run(place: Place, line: Connection, barrier: Barrier) -> None:
    asyncio.run(_serve(place, line, barrier))


async def _serve(place: Place, line: Connection, barrier: Barrier) -> None:
    async with site_at(place) as site:
        while (move := line.recv()) is not None:
            barrier.wait(PATIENCE)
            line.send(await _outcome(site, *move))


async def _outcome(site: Site, operation: str, case: Case) -> Outcome | str:
    seen = Seen()
    try:
        result = await OPERATIONS[operation].act(site, case, seen.show)
    except Overtaken as refusal:
        return Outcome(refusal.code, str(refusal), winner=refusal.by)
    except Refused as refusal:
        return Outcome(refusal.code, str(refusal))
    except Exception as breakage:  # noqa: BLE001 - said in the process that asserts
        return f"{operation} broke: {breakage!r}"
    return Outcome(DONE, shown=seen.tokens, result=result is not None)
