"""PostgreSQL: a lease that only an answer of the primary renews, counted from before the question."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest

from cli.wiring import product
from core.verification import Changes
from core.verification_ports import Freshness
from storage.database import Database
from storage.engine import address
from storage.epochs import Commits
from storage.lease import QUESTION, Lease, StandbyAnswers
from storage.master import MasterKey
from tests.databases import MASTER, Clock
from tests.office import open_office
from tests.storage.making import a_secret
from tests.storage.verifying import A_LONG_LEASE, another, revoked, watching, with_token

SECOND = timedelta(seconds=1)
CUT = b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'latchkey freshness'"


class Elapsed:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def database(postgres_url: str, clock: Clock) -> AsyncIterator[Database]:
    opened = await Database.open(postgres_url, MasterKey(MASTER), now=clock)
    yield opened
    await opened.close()


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest.fixture
def lease(postgres_url: str, elapsed: Elapsed) -> Lease:
    return Lease(address(postgres_url), Commits(), SECOND, elapsed)


async def until_fresh(lease: Lease) -> None:
    renewed = asyncio.Event()
    lease._first = renewed
    async with asyncio.timeout(30):
        await renewed.wait()


async def test_past_the_lease_nothing_is_answered(database: Database, lease: Lease, elapsed: Elapsed) -> None:
    async with watching(lease):
        assert lease.fresh()
        elapsed.seconds += 0.999
        assert lease.fresh()
        elapsed.seconds += 0.001
        assert not lease.fresh()
        await until_fresh(lease)
        assert lease.fresh(), "the next poll renews it"


async def test_it_can_be_made_shorter_by_a_setting(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str, clock: Clock, tmp_path: Path
) -> None:
    given: list[timedelta] = []
    made = Database.freshness

    def freshness(database: Database, lease: timedelta) -> Freshness:
        given.append(lease)
        return made(database, lease)

    monkeypatch.setattr(Database, "freshness", freshness)
    settings = {"LATCHKEY_LEASE_MS": "400"}
    async with (
        open_office(postgres_url, clock, tmp_path, settings) as office,
        product(office.product.settings, now=clock, parts={"api"}),
    ):
        assert given == [timedelta(milliseconds=400)]


async def test_the_lease_counts_from_before_the_question(database: Database, postgres_url: str) -> None:
    looks = count(0.0, 0.4)  # whoever looks at the clock again finds it 0.4 s later
    slow = Lease(address(postgres_url), Commits(), SECOND, lambda: next(looks))
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as connection:
        await slow._poll(connection)  # sent at 0, answered at 0.4
    assert slow.fresh(), "at 0.8"
    assert not slow.fresh(), "at 1.2"


async def test_an_answer_that_never_comes_renews_nothing(
    postgres_url: str, elapsed: Elapsed, unused_tcp_port: int
) -> None:
    nowhere = Lease(address(f"postgresql://u@127.0.0.1:{unused_tcp_port}/d"), Commits(), SECOND / 10, elapsed)
    async with watching(nowhere):
        assert not nowhere.fresh()


async def test_a_standby_renews_nothing(
    database: Database, lease: Lease, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.lease.QUESTION", QUESTION.replace("pg_is_in_recovery()", "true"))
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as connection:
        with pytest.raises(StandbyAnswers):
            await lease._poll(connection)
    assert not lease.fresh()


async def test_a_connection_that_was_cut_is_made_anew_and_misses_nothing(
    database: Database, lease: Lease, elapsed: Elapsed, postgres_url: str, clock: Clock
) -> None:
    integration = await with_token(database, clock, a_secret(1))
    async with watching(lease) as watch:
        async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as operator:
            await operator.execute(CUT)
        elapsed.seconds += 1
        assert not lease.fresh()
        await revoked(database, integration, clock)
        await watch.until(await database.epoch())
        assert lease.fresh()


async def test_news_does_not_wait_for_the_next_poll(database: Database, clock: Clock) -> None:
    """The poll would come in 25 minutes."""
    integration = await with_token(database, clock, a_secret(1))
    freshness = database.freshness(timedelta(minutes=100))
    async with another(database, clock) as elsewhere, watching(freshness) as watch:
        await revoked(elsewhere, integration, clock)
        await watch.until(await database.epoch())


async def test_a_commit_that_nobody_was_notified_of_is_found_by_the_poll(
    database: Database, lease: Lease, postgres_url: str
) -> None:
    async with watching(lease) as watch:
        async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as silent:
            await silent.execute("UPDATE epoch SET value = value + 1")
        await watch.until(await database.epoch())


async def test_the_process_that_commits_is_told_without_the_network(database: Database, clock: Clock) -> None:
    told: list[Changes] = []
    freshness = database.freshness(A_LONG_LEASE)
    freshness.on_change(told.append)
    integration = await with_token(database, clock, a_secret(1))
    assert [each.integrations for each in told] == [frozenset({("T1", integration.id)})] * 2
