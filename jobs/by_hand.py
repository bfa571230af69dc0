"""Every job once, by hand or from somebody's own timetable: each, whatever becomes of the others."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

import structlog

from jobs.job import Deps, Job, Report
from jobs.schedule import JOBS

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ran:
    name: str
    report: Report
    problem: str = ""
    """The kind of failure, if it failed; the log has the rest."""

    def __str__(self) -> str:
        return f"{self.name}: {f'failed ({self.problem})' if self.problem else self.report}"


async def each_once(deps: Deps, *, dry: bool = False) -> AsyncIterator[Ran]:
    """In the order of the table; `dry` only says what would be done."""
    for job in JOBS:
        try:
            yield Ran(job.name, await _run(job, deps, dry=dry))
        except Exception as problem:
            log.exception("job_failed", job=job.name)
            yield Ran(job.name, Report(), type(problem).__name__)


async def _run(job: Job, deps: Deps, *, dry: bool) -> Report:
    return await job.due(deps, deps.tools.now()) if dry else await all_that_is_due(job, deps)


async def all_that_is_due(job: Job, deps: Deps) -> Report:
    """Also where one run takes a few only."""
    total: Counter[str] = Counter()
    while True:
        counts = Counter((await job.run(deps, deps.tools.now())).counts)
        total += counts
        if not (job.takes_a_few and counts.total()):
            return Report(total)
