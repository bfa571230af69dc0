"""SQLite: the file is asked on every request, and one that was replaced is noticed."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.verification import Changes
from storage.database import Database
from storage.file_freshness import SAME_FILE_EVERY, FileFreshness
from storage.master import MasterKey
from tests.databases import MASTER, Clock
from tests.storage.making import TENANT, a_secret
from tests.storage.verifying import revoked, with_token


class Elapsed:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def database(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    opened = await Database.open(sqlite_url, MasterKey(MASTER), now=clock)
    yield opened
    await opened.close()


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest.fixture
async def freshness(database: Database, file: Path, elapsed: Elapsed) -> AsyncIterator[FileFreshness]:
    made = FileFreshness(file, elapsed)
    await made.start()
    yield made
    await made.stop()


@contextmanager
def by_hand(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _remove(file: Path) -> None:
    file.unlink()


async def test_each_commit_is_seen_by_the_very_next_question(
    database: Database, freshness: FileFreshness, clock: Clock
) -> None:
    told: list[Changes] = []
    freshness.on_change(told.append)
    integration = await with_token(database, clock, a_secret(1))
    for _ in range(20):
        await revoked(database, integration, clock)
        assert freshness.fresh()
        assert told[-1].epoch == await database.epoch()
    assert told[-1].integrations == frozenset({(TENANT, integration.id)})


async def test_it_never_writes(freshness: FileFreshness) -> None:
    assert freshness._connection is not None
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        freshness._connection.execute("UPDATE epoch SET value = 1")


async def test_a_file_that_was_replaced_is_never_answered_from(
    database: Database, freshness: FileFreshness, file: Path, elapsed: Elapsed
) -> None:
    copy = file.with_suffix(".copy")
    shutil.copy(file, copy)
    copy.replace(file)
    elapsed.seconds += SAME_FILE_EVERY
    assert not freshness.fresh()
    elapsed.seconds += 1000
    assert not freshness.fresh()


async def test_a_file_that_is_gone_is_never_answered_from(
    freshness: FileFreshness, file: Path, elapsed: Elapsed
) -> None:
    _remove(file)
    elapsed.seconds += SAME_FILE_EVERY
    assert not freshness.fresh()


async def test_an_older_state_written_into_the_same_file_seals(
    database: Database, freshness: FileFreshness, file: Path, clock: Clock
) -> None:
    older = file.with_suffix(".older")
    with by_hand(file) as live, by_hand(older) as backup:
        live.backup(backup)
    await with_token(database, clock, a_secret(1))
    assert freshness.fresh()
    with by_hand(file) as live, by_hand(older) as backup:
        backup.backup(live)
    assert not freshness.fresh()
    assert freshness.sealed


async def test_a_database_that_cannot_be_read_is_a_doubt_and_no_breakage(
    freshness: FileFreshness, file: Path, clock: Clock
) -> None:
    with by_hand(file) as connection:
        connection.execute("ALTER TABLE epoch RENAME TO lost")
        assert not freshness.fresh()
        connection.execute("ALTER TABLE lost RENAME TO epoch")
    assert freshness.fresh(), "and it recovers by itself"


async def test_a_lock_is_not_waited_for_long(
    database: Database, freshness: FileFreshness, file: Path
) -> None:
    with by_hand(file) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        writer.execute("UPDATE epoch SET value = value + 1")
        assert freshness.fresh(), "who writes does not hold up who reads"
        writer.execute("ROLLBACK")
