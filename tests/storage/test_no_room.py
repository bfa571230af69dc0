"""A full disk, a busy database: nothing is changed, reading goes on, and it heals by itself."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from core.audit import Event
from core.integration import Integration
from core.refusals import StorageBusy, StorageFull
from storage.database import Database
from storage.master import MasterKey
from tests.databases import MASTER, Clock
from tests.storage.making import TENANT, a_secret, an_integration, offering

KEY = MasterKey(MASTER)


@contextmanager
def no_room(log: Path) -> Iterator[None]:
    """What a full disk does to a program that writes: no file grows any more, `log` first of all."""
    size = log.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
async def stored(database: Database, clock: Clock) -> Integration:
    async with database.store.transaction(TENANT) as tx:
        integration = await offering(tx, an_integration(clock()), a_secret(1), clock())
        await tx.add(integration, by="UADA")
    return integration


async def _change(database: Database) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.note(Event.TOKEN_REVOKE, by="UADA", text="x" * 500)


async def _is_readable(database: Database, stored: Integration) -> bool:
    async with database.store.reading(TENANT) as reading:
        whole = await reading.integration(stored.id) == stored and len(await reading.audit()) == 1
    return whole and await database.store.find(a_secret(1)) is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_on_a_full_disk_changes_are_refused_until_there_is_room(
    database: Database, database_url: str, clock: Clock, stored: Integration
) -> None:
    log = Path(f"{database_url.removeprefix('sqlite:///')}-wal")
    with no_room(log):
        for _ in range(3):
            with pytest.raises(StorageFull, match="no room left on the disk"):
                await _change(database)
            assert await _is_readable(database, stored)
        another = await Database.open(database_url, KEY, now=clock)
        assert await _is_readable(another, stored)
        await another.close()

    await _change(database)
    assert [(each.entries, each.flaw) for each in await database.audit.verify()] == [(2, None)]


async def test_whoever_starts_it_on_a_full_disk_reads_what_is_wrong(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "small").write_bytes(b"x" * 1024)
    with no_room(tmp_path / "small"), pytest.raises(StorageFull, match="no room left on the disk"):
        await Database.open(sqlite_url, KEY, now=clock)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_database_that_may_not_grow_refuses_changes(database: Database, stored: Integration) -> None:
    async with database._connections.writing() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    async def fill() -> None:
        async with database.store.transaction(TENANT) as tx:
            for _ in range(100):
                await tx.note(Event.TOKEN_REVOKE, by="UADA", text="x" * 500)

    with pytest.raises(StorageFull):
        await fill()
    assert await _is_readable(database, stored)
    async with database._connections.writing() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1000000"))
    await fill()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_postgresql_without_room_is_the_same_refusal(database: Database) -> None:
    with pytest.raises(StorageFull):
        async with database._connections.writing() as connection:
            await connection.execute(
                text("DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$")
            )
    await _change(database)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_that_another_program_locks_is_busy(database: Database, database_url: str) -> None:
    async with database._connections.writing() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 20"))
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy, match="try again"):
        await _change(database)
    other.execute("ROLLBACK")
    other.close()
    await _change(database)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_workspace_that_another_program_locks_is_busy(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.connections.BUSY", 20)
    with psycopg.connect(database_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('latchkey T1', 0))")
        with pytest.raises(StorageBusy):
            await _change(database)
    await _change(database)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_another_workspace_does_not_wait(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.add(an_integration(clock()), by="UADA")
        other = Database.open(database._connections.url.render_as_string(hide_password=False), KEY, now=clock)
        second = await other
        async with second.store.transaction("T2") as elsewhere:
            await elsewhere.add(an_integration(clock(), tenant="T2"), by="UBOB")
        await second.close()
