"""From settings to an open database and the tools that the actions need."""

import secrets
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import core
from cli.epoch_mark import EpochMark
from cli.ids import time_ordered
from cli.problems import Cannot
from core.catalogue import Catalogue
from core.ports import Tools
from core.secret import Secret
from core.settings import Settings
from storage.database import Database
from storage.engine import address, file_of, is_sqlite
from storage.master import MasterKey

OURS_ALONE = 0o700


class NoDatabaseYet(Cannot):
    """Nothing was ever started here, or the data folder is another one."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    settings: Settings
    database: Database
    tools: Tools


@asynccontextmanager
async def opened(
    settings: Settings, *, now: Callable[[], datetime] = utc_now, migrating: bool = True
) -> AsyncIterator[Opened]:
    """Raises `CannotOpen`, `BadCatalogue` or `Cannot`, each with a sentence."""
    catalogue = read_catalogue(settings)
    database = await _database(settings, now, migrating=migrating)
    mark = EpochMark(Path(settings.data))
    database.commits.listen(lambda changes: mark.advance(changes.epoch))
    try:
        yield Opened(settings=settings, database=database, tools=_tools(settings, database, catalogue, now))
    finally:
        await database.close()


async def _database(settings: Settings, now: Callable[[], datetime], *, migrating: bool) -> Database:
    if settings.master_key is None:
        raise Cannot("LATCHKEY_MASTER_KEY is missing.")
    make_data_folder(settings)
    if not migrating:
        _must_be_there(settings)
    previous = settings.master_key_previous
    return await Database.open(
        settings.database,
        MasterKey(settings.master_key),
        now=now,
        previous=MasterKey(previous) if previous else None,
        migrating=migrating,
    )


def _must_be_there(settings: Settings) -> None:
    """SQLite would make an empty one, and the answer would be "nothing here" instead of "wrong folder"."""
    url = address(settings.database)
    if is_sqlite(url) and not file_of(url).exists():
        raise NoDatabaseYet(f"There is no database at {file_of(url)} yet; `latchkey migrate` makes one.")


def make_data_folder(settings: Settings) -> Path:
    folder = Path(settings.data)
    try:
        folder.mkdir(mode=OURS_ALONE, parents=True, exist_ok=True)
    except OSError as problem:
        raise Cannot(f"LATCHKEY_DATA: {folder} cannot be made: {problem.strerror}.") from None
    return folder


def _tools(
    settings: Settings, database: Database, catalogue: Catalogue, now: Callable[[], datetime]
) -> Tools:
    def mint() -> Secret:
        return Secret.mint(settings.token_prefix, secrets.token_bytes)

    return Tools(store=database.store, now=now, mint=mint, new_id=time_ordered(now), catalogue=catalogue)


def read_catalogue(settings: Settings) -> Catalogue:
    """The permissions that can be given. Raises `Cannot` or `BadCatalogue`."""
    ours = Path(core.__file__).with_name("catalogue.toml")
    path = Path(settings.permissions) if settings.permissions else ours
    try:
        return Catalogue.read(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as problem:
        raise Cannot(f"LATCHKEY_PERMISSIONS: {path} cannot be read: {problem.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeError) as problem:
        raise Cannot(f"LATCHKEY_PERMISSIONS: {path} is no TOML: {problem}.") from None
