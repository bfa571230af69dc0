"""A database is opened only if it can be trusted, and told apart from what only looks like it."""

import asyncio
import base64
import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from core.audit import Event
from storage.connections import Connections
from storage.database import Database, migrate
from storage.engine import address, file_system
from storage.errors import DatabaseFailed
from storage.keyring import KeyRing
from storage.master import MasterKey
from storage.problems import (
    BadUrl,
    CannotOpen,
    Careless,
    Damaged,
    MadeByNewer,
    NetworkFolder,
    NotMigrated,
    Unreachable,
)
from tests.databases import MASTER, Clock
from tests.storage.making import TENANT

KEY = MasterKey(MASTER)


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///data/latchkey.db", "sqlite+aiosqlite:///data/latchkey.db"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_addresses_people_write_are_understood(given: str, used: str) -> None:
    assert address(given).render_as_string(hide_password=False) == used


@pytest.mark.parametrize(
    "url", ["mysql://u:verysecret@h/d", "sqlite://", "sqlite:///:memory:", "latchkey.db"]
)
def test_other_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(BadUrl, match="not supported") as problem:
        address(url)
    assert "verysecret" not in str(problem.value)


async def test_sqlite_is_set_to_lose_nothing(sqlite_url: str) -> None:
    connections = Connections(address(sqlite_url))
    settings = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    for mode in (connections.reading, connections.writing):
        async with mode() as connection:
            for name, wanted in settings.items():
                assert await connection.scalar(text(f"PRAGMA {name}")) == wanted
    await connections.close()


async def test_nobody_else_on_the_machine_can_read_the_file(tmp_path: Path, clock: Clock) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'new.db'}", KEY, now=clock)
    async with database.store.transaction(TENANT) as tx:
        await tx.note(Event.TOKEN_REVOKE, by="UADA")
    rights = _rights(tmp_path)
    await database.close()
    assert rights == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}


def _rights(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


async def test_a_reading_on_postgresql_cannot_write(postgres_url: str) -> None:
    connections = Connections(address(postgres_url))
    with pytest.raises(DatabaseFailed, match="read-only"):
        async with connections.reading() as connection:
            await connection.execute(text("DELETE FROM audit"))
    await connections.close()


async def test_careless_postgresql_settings_are_refused(postgres_url: str, clock: Clock) -> None:
    database = address(postgres_url).database
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {database} SET synchronous_commit = off".encode())
    with pytest.raises(Careless, match="synchronous_commit"):
        await Database.open(postgres_url, KEY, now=clock)


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/our\\040data rw,relatime shared:1 - nfs4 server:/export rw
31 30 254:1 / /mnt/our\\040data/local rw,relatime - xfs /dev/vdb rw
"""


def test_a_network_folder_is_told_from_a_local_one(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert file_system(Path("/srv/data"), mounts) == "ext4"
    assert file_system(Path("/mnt/our data/x"), mounts) == "nfs4"
    assert file_system(Path("/mnt/our data/local/x"), mounts) == "xfs"
    assert file_system(Path("/mnt/our database"), mounts) == "ext4"
    assert file_system(Path("/srv"), tmp_path / "no such file") == ""


async def test_a_network_folder_is_refused(
    sqlite_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.file_system", lambda _folder: "nfs4")
    with pytest.raises(NetworkFolder, match="network file system"):
        await Database.open(sqlite_url, KEY, now=clock)


async def test_a_damaged_file_is_refused(sqlite_url: str, clock: Clock) -> None:
    file = _file(sqlite_url)
    content = bytearray(file.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(content)
    with pytest.raises(Damaged, match="damaged"):
        await Database.open(sqlite_url, KEY, now=clock)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear Ada, this is not a database. " * 100)
    before = file.read_bytes()
    with pytest.raises(Damaged):
        await Database.open(f"sqlite:///{file}", KEY, now=clock)
    assert file.read_bytes() == before


async def test_a_database_that_is_newer_than_the_program_is_refused(database_url: str, clock: Clock) -> None:
    await _say_revision(database_url, "9999")
    with pytest.raises(MadeByNewer, match="newer version"):
        await Database.open(database_url, KEY, now=clock)
    with pytest.raises(MadeByNewer):
        await migrate(database_url)


async def test_an_older_schema_is_refused_where_it_may_not_be_changed(tmp_path: Path, clock: Clock) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    with pytest.raises(NotMigrated, match="latchkey migrate"):
        await Database.open(url, KEY, now=clock, migrating=False)
    opened = await Database.open(url, KEY, now=clock)
    await opened.close()


async def _say_revision(url: str, revision: str) -> None:
    connections = Connections(address(url))
    async with connections.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    await connections.close()


async def test_a_file_that_was_replaced_while_open_is_noticed(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    database = await Database.open(sqlite_url, KEY, now=clock)
    await database.ping()

    shutil.copy(_file(sqlite_url), tmp_path / "copy.db")
    (tmp_path / "copy.db").rename(_file(sqlite_url))
    with pytest.raises(DatabaseFailed, match="replaced"):
        await database.ping()
    _file(sqlite_url).unlink()
    with pytest.raises(DatabaseFailed, match="removed"):
        await database.ping()
    await database.close()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://latchkey:verysecret@127.0.0.1:1/latchkey", "Connection refused"),
        ("sqlite:////no/such/folder/latchkey.db", "No such file or directory"),
        ("sqlite:////tmp", "Is a directory"),
    ],
)
async def test_a_database_that_is_not_there_is_said_to_be(clock: Clock, url: str, why: str) -> None:
    with pytest.raises(Unreachable, match=why) as problem:
        await Database.open(url, KEY, now=clock)
    assert "verysecret" not in str(problem.value)


async def test_a_second_process_opens_the_same_keys(
    database: Database, database_url: str, clock: Clock
) -> None:
    second = await Database.open(database_url, KEY, now=clock)
    assert second._ring.ring.keys.keys() == database._ring.ring.keys.keys()
    await second.close()


async def test_opening_writes_nothing_once_all_is_there(
    database: Database, database_url: str, clock: Clock
) -> None:
    before = await database.epoch()
    second = await Database.open(database_url, KEY, now=clock, migrating=False)
    assert await second.epoch() == before
    await second.close()


def test_every_problem_is_a_sentence_for_an_operator() -> None:
    kinds = CannotOpen.__subclasses__()
    assert len(kinds) >= 9
    with pytest.raises(CannotOpen, match=r"head -c 32 /dev/urandom \| base64"):
        MasterKey.parse("short")
    assert MasterKey.parse(base64.b64encode(MASTER).decode()).id == KEY.id


async def test_a_cancelled_change_leaves_no_lock_and_no_trace(database: Database, clock: Clock) -> None:
    started = asyncio.Event()

    async def endless() -> None:
        async with database.store.transaction(TENANT) as tx:
            await tx.note(Event.TOKEN_REVOKE, by="UADA")
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(endless())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with database.store.transaction(TENANT) as tx:
        assert await tx.audit() == []


def test_sqlite_here_is_new_enough() -> None:
    """RETURNING needs 3.35."""
    assert sqlite3.sqlite_version_info >= (3, 35)


def test_a_ring_that_was_never_loaded_holds_nothing() -> None:
    assert KeyRing(KEY).ring.keys == {}
