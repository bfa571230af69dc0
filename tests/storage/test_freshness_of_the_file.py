"""SQLite: the file is asked on every request, and one that was replaced is noticed."""

import asyncio
import os
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.verification import Changes
from storage import log_index
from storage.database import Database
from storage.file_freshness import SAME_FILE_EVERY, FileFreshness
from storage.log_index import LogIndex
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


class Listening(sqlite3.Connection):
    """Counts the questions."""

    asked = 0

    def execute(self, *args: Any) -> sqlite3.Cursor:
        self.asked += 1
        return super().execute(*args)


@pytest.fixture
async def listening(freshness: FileFreshness, file: Path) -> AsyncIterator[Listening]:
    assert freshness._connection is not None
    quiet = freshness._connection
    freshness._connection = made = sqlite3.connect(file, isolation_level=None, factory=Listening)
    assert freshness.fresh()
    made.asked = 0
    yield made
    freshness._connection = quiet
    made.close()


async def test_the_file_is_not_asked_while_nobody_commits(
    freshness: FileFreshness, listening: Listening, file: Path, elapsed: Elapsed
) -> None:
    assert all(freshness.fresh() for _ in range(100))
    assert listening.asked == 0
    with by_hand(file) as writer:
        writer.execute("UPDATE epoch SET value = value + 1")
        assert freshness.fresh()
        assert listening.asked > 0
        listening.asked = 0
        assert freshness.fresh()
        assert listening.asked == 0
    elapsed.seconds += SAME_FILE_EVERY
    assert freshness.fresh()
    assert listening.asked == 1, "in any case, now and then"


async def test_after_a_doubt_the_file_is_asked_each_time(
    freshness: FileFreshness, listening: Listening, file: Path
) -> None:
    with by_hand(file) as writer:
        writer.execute("UPDATE epoch SET sealed = 1, value = value + 1")
    assert [freshness.fresh() for _ in range(5)] == [False] * 5
    assert listening.asked >= 5


class Interrupted(Listening):
    """While it asks whether anything has changed, and has just heard that nothing has, somebody commits."""

    file = Path()

    def execute(self, *args: Any) -> sqlite3.Cursor:
        answer = super().execute(*args)
        if self.asked == 1:
            with by_hand(self.file) as writer:
                writer.execute("UPDATE epoch SET value = value + 1")
        return answer


async def test_a_commit_in_the_middle_of_a_question_is_seen_by_the_next_one(
    database: Database, freshness: FileFreshness, file: Path, elapsed: Elapsed
) -> None:
    told: list[Changes] = []
    freshness.on_change(told.append)
    quiet = freshness._connection
    made = sqlite3.connect(file, isolation_level=None, factory=Interrupted)
    made.file, made.asked, freshness._connection = file, -1, made
    (freshness._version,) = made.execute("PRAGMA data_version").fetchone()
    elapsed.seconds += SAME_FILE_EVERY
    assert freshness.fresh(), "as nobody has been answered yet who committed"
    assert freshness.fresh()
    assert [each.epoch for each in told] == [await database.epoch()]
    freshness._connection = quiet
    made.close()


@pytest.mark.parametrize("what", ["there is none", "its form is a new one", "nobody has begun it"])
async def test_where_the_index_says_nothing_the_file_is_asked_each_time(
    what: str, database: Database, file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "there is none":
        monkeypatch.setattr(Path, "resolve", lambda path: path.with_name("elsewhere"))
    else:
        monkeypatch.setattr(log_index, *(("_VERSION", 4) if "form" in what else ("_INITIALISED", 2)))
    freshness = FileFreshness(file)
    told: list[Changes] = []
    freshness.on_change(told.append)
    await freshness.start()
    assert freshness._index is None
    await with_token(database, clock, a_secret(1))
    assert freshness.fresh()
    assert told[-1].epoch == await database.epoch()
    await freshness.stop()


TRIES_TO_LOCK = """
import fcntl, os, sys
fcntl.lockf(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 128)
"""
"""The lock by which SQLite knows that no other process is there."""


async def test_the_end_of_it_takes_no_lock_away(database: Database, file: Path) -> None:
    """Who closes a file loses all locks on it: another process might empty the index under this one."""
    for _ in range(2):
        freshness = FileFreshness(file)
        await freshness.start()
        await freshness.stop()
    words = (sys.executable, "-c", TRIES_TO_LOCK, f"{file}-shm")
    other = await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.PIPE)
    _, said = await other.communicate()
    assert b"BlockingIOError" in said


async def test_what_was_removed_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_index, "_KEPT", [])
    for number in range(3):
        with by_hand(tmp_path / f"{number}.db") as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE things (name)")
            assert LogIndex.of(tmp_path / f"{number}.db").is_familiar()
            assert len(log_index._KEPT) == 1, "the last process to leave has removed the others"
    for descriptor, shared in log_index._KEPT:
        shared.close()
        os.close(descriptor)


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
