"""Calls each job at its interval. The only file that knows APScheduler.

A tick is only a reminder to look: what is due stands in the tables. A tick that comes late or not at all
therefore loses nothing.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.beats import GRACE
from jobs.job import Deps, Job
from jobs.schedule import JOBS

BEATS = timedelta(seconds=10)
"""A job's row is written no more often, however often it works."""
STOP_WITHIN = 20.0
"""Seconds that jobs under way have to finish in."""

log = structlog.get_logger(__name__)


class Heartbeat:
    def __init__(
        self,
        deps: Deps,
        jobs: Sequence[Job] = JOBS,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deps, self._jobs, self._monotonic = deps, jobs, monotonic
        self._under_way: set[asyncio.Task[None]] = set()
        self._worked: dict[str, float] = {}
        self._written: dict[str, float] = {}
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True}
        )

    def start(self) -> None:
        self._worked = dict.fromkeys((job.name for job in self._jobs), self._monotonic())
        for job in self._jobs:
            self._scheduler.add_job(
                partial(self._tick, job),
                "interval",
                seconds=job.period.total_seconds(),
                max_instances=job.instances,
                next_run_time=datetime.now(UTC),
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """No more ticks; jobs under way may finish. Only then is the scheduler shut: it would cancel them."""
        if not self._scheduler.running:
            return
        self._scheduler.remove_all_jobs()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=STOP_WITHIN)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it shuts down in the next turn of the event loop

    def ages(self) -> Mapping[str, timedelta]:
        """How long ago each job last worked, or the start if it never did."""
        now = self._monotonic()
        return {name: timedelta(seconds=now - worked) for name, worked in self._worked.items()}

    def stopped(self) -> Mapping[str, timedelta]:
        """The jobs that should have worked by now and have not, and for how long."""
        ages = self.ages()
        late = (job.name for job in self._jobs if job.name in ages and ages[job.name] > job.period + GRACE)
        return {name: ages[name] for name in late}

    async def _tick(self, job: Job) -> None:
        """Its failure is logged and shows in its age; the next tick tries again."""
        running = asyncio.ensure_future(self._run(job))
        self._under_way.add(running)
        running.add_done_callback(self._under_way.discard)
        await asyncio.shield(running)

    async def _run(self, job: Job) -> None:
        try:
            report = await job.run(self._deps, self._deps.tools.now())
        except Exception:
            log.exception("job_failed", job=job.name)
            return
        self._worked[job.name] = self._monotonic()
        if any(report.counts.values()):
            log.info("job_done", job=job.name, **report.counts)
        await self._beat(job)

    async def _beat(self, job: Job) -> None:
        """Say so to those outside. What they cannot be told, the next run tells them."""
        now = self._monotonic()
        if now - self._written.get(job.name, -BEATS.total_seconds()) < BEATS.total_seconds():
            return
        self._written[job.name] = now
        try:
            await self._deps.upkeep.beat(job.name, self._deps.tools.now(), job.period)
        except Exception:
            del self._written[job.name]
            log.exception("beat_not_written", job=job.name)
