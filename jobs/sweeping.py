"""A job over many places: its clock stands still, and what breaks at one of them is logged and counted."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from core.ports import Tools
from jobs.job import Deps, Report, Run

FAILED = "failed"

log = structlog.get_logger(__name__)


class Sweep:
    def __init__(self, deps: Deps, now: datetime) -> None:
        self.tools = replace(deps.as_of(now), failed=self._failed)
        self._failures = 0

    def report(self, counts: Mapping[str, int]) -> Report:
        return Report({**counts, FAILED: self._failures} if self._failures else counts)

    def _failed(self, where: object, error: Exception) -> None:
        """Ids only: a place has nothing else."""
        self._failures += 1
        log.error("place_left_out", place=str(where), exc_info=error)


def counted(what: str, work: Callable[[Tools], Awaitable[int]]) -> Run:
    """A run that is one sweep, or one look at what it would do, and says how often."""

    async def run(deps: Deps, now: datetime) -> Report:
        sweep = Sweep(deps, now)
        return sweep.report({what: await work(sweep.tools)})

    return run
