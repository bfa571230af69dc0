"""Jobs are called at their interval, whatever one of them does, and may finish when the process stops."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cli.audit_marks import AuditMarks
from cli.upkeep import DatabaseUpkeep
from core.beats import GRACE
from core.catalogue import Catalogue
from core.ports import Tools
from jobs.courier import Courier
from jobs.heartbeat import BEATS, Heartbeat
from jobs.job import Deps, Job, Report
from jobs.redrawing import Redrawer
from jobs.voice import SILENT
from storage.database import Database
from tests.databases import Clock
from tests.jobs.listening import Listeners
from tests.storage.making import a_secret, new_id

OFTEN = timedelta(milliseconds=10)
PERIOD = timedelta(minutes=1)


class Monotonic:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Work:
    """A job whose runs a test can watch and hold up."""

    def __init__(self) -> None:
        self.runs = 0
        self.finished = 0
        self.fails = False
        self.began = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def run(self, _deps: Deps, _now: datetime) -> Report:
        self.runs += 1
        self.began.set()
        await self.goes_on.wait()
        if self.fails:
            raise OSError("the network is away")
        self.finished += 1
        return Report({"done": 1})

    def job(self, period: timedelta = OFTEN, name: str = "work", instances: int = 1) -> Job:
        return Job(name=name, period=period, run=self.run, due=self.run, instances=instances)

    async def until_run(self, times: int) -> None:
        async with asyncio.timeout(5):
            while self.runs < times:
                self.began.clear()
                await self.began.wait()


@pytest.fixture
async def deps(sqlite_database: Database, clock: Clock, tmp_path: Path) -> Deps:
    database = sqlite_database
    tools = Tools(store=database.store, now=clock, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {}))
    courier = Courier(database.store, database.outbox, Listeners().tell, clock)
    return Deps(
        tools=tools,
        courier=courier,
        redrawer=Redrawer(database.cards, SILENT.redraw, clock),
        upkeep=DatabaseUpkeep(database),
        marks=AuditMarks(tmp_path),
        where=SILENT.where,
    )


async def test_a_job_runs_at_once_and_then_again_and_again(deps: Deps) -> None:
    work = Work()
    heart = Heartbeat(deps, [work.job()])
    heart.start()
    await work.until_run(3)
    await heart.stop()


async def test_a_tick_that_comes_late_is_late_and_not_lost(deps: Deps) -> None:
    """Left to itself, APScheduler drops whatever comes more than a second late."""
    heart = Heartbeat(deps, [Work().job(period=PERIOD)])
    heart.start()
    (ticking,) = heart._scheduler.get_jobs()
    assert (ticking.misfire_grace_time, ticking.coalesce) == (None, True)
    await heart.stop()


async def test_a_job_that_fails_is_tried_again_and_shows_by_its_age(deps: Deps) -> None:
    work, healthy, monotonic = Work(), Work(), Monotonic()
    work.fails = True
    heart = Heartbeat(deps, [work.job(), healthy.job(name="healthy")], monotonic=monotonic)
    heart.start()
    monotonic.seconds = (OFTEN + GRACE).total_seconds() + 1
    await work.until_run(2)
    await healthy.until_run(healthy.runs + 2)
    assert list(heart.stopped()) == ["work"]
    assert heart.ages()["work"] > GRACE
    await heart.stop()


class Noting(DatabaseUpkeep):
    """Notes the beats; while it `fails`, nothing can be written."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.beats: list[str] = []
        self.fails = False

    async def beat(self, name: str, at: datetime, period: timedelta) -> None:
        if self.fails:
            raise OSError("no space left on device")
        self.beats.append(name)


async def test_each_job_that_has_worked_is_seen_from_outside_at_most_every_ten_seconds(
    deps: Deps, sqlite_database: Database
) -> None:
    noting, monotonic, work, failing = Noting(sqlite_database), Monotonic(), Work(), Work()
    failing.fails = True
    jobs = [work.job(), failing.job(name="failing")]
    heart = Heartbeat(replace(deps, upkeep=noting), jobs, monotonic=monotonic)
    heart.start()
    await work.until_run(5)
    await failing.until_run(5)
    assert noting.beats == ["work"]
    monotonic.seconds += BEATS.total_seconds()
    await work.until_run(work.runs + 2)
    await heart.stop()
    assert noting.beats == ["work", "work"]


async def test_a_beat_that_cannot_be_written_is_written_by_the_next_run(
    deps: Deps, sqlite_database: Database
) -> None:
    noting, work = Noting(sqlite_database), Work()
    noting.fails = True
    heart = Heartbeat(replace(deps, upkeep=noting), [work.job()])
    heart.start()
    await work.until_run(3)
    noting.fails = False
    await work.until_run(work.runs + 2)
    await heart.stop()
    assert noting.beats == ["work"]


async def test_a_slow_run_does_not_hold_up_the_next_where_several_may_overlap(deps: Deps) -> None:
    work = Work()
    work.goes_on.clear()
    heart = Heartbeat(deps, [work.job(instances=3)])
    heart.start()
    await work.until_run(3)
    work.goes_on.set()
    await heart.stop()
    assert work.finished == work.runs


async def test_what_is_under_way_may_finish_when_the_clock_stops(deps: Deps) -> None:
    work = Work()
    work.goes_on.clear()
    heart = Heartbeat(deps, [work.job(period=PERIOD)])
    heart.start()
    await work.until_run(1)
    stopping = asyncio.create_task(heart.stop())
    await asyncio.sleep(0)
    work.goes_on.set()
    await stopping
    assert work.finished == 1


async def test_a_clock_that_stopped_calls_nobody(deps: Deps) -> None:
    work = Work()
    heart = Heartbeat(deps, [work.job()])
    heart.start()
    await work.until_run(1)
    await heart.stop()
    runs = work.runs
    other = Work()
    beating = Heartbeat(deps, [other.job()])
    beating.start()
    await other.until_run(3)
    await beating.stop()
    assert work.runs == runs


async def test_stopping_twice_or_before_the_start_is_no_mistake(deps: Deps) -> None:
    heart = Heartbeat(deps, [])
    await heart.stop()
    heart.start()
    await heart.stop()
    await heart.stop()
