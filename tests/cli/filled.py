"""A data folder in which one workspace has one integration with a token that works."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from core.actions.verify import verify
from core.audit import Event
from core.catalogue import Catalogue
from core.integration import Integration
from core.ports import Tools
from core.secret import Secret
from storage.database import Database
from storage.master import MasterKey
from tests.databases import MASTER, NewDatabase
from tests.storage.making import TENANT, a_secret, an_integration, confirmed, new_id, offering

Result = TypeVar("Result")


@dataclass(frozen=True)
class Filled:
    folder: Path
    secret: Secret
    integration: Integration

    def ask(self, question: Callable[[Database], Awaitable[Result]]) -> Result:
        return asyncio.run(asked(self.folder, question))

    def accepts(self) -> bool:
        async def question(database: Database) -> bool:
            return await verify(_tools(database), self.secret) is not None

        return self.ask(question)


@pytest.fixture
def folder(new_sqlite: NewDatabase, tmp_path: Path) -> Path:
    """A data folder with a database that nobody has used."""
    made = tmp_path / "data"
    made.mkdir(mode=0o700)
    new_sqlite(made)
    return made


@pytest.fixture
def filled(folder: Path) -> Filled:
    secret = a_secret()
    integration = asyncio.run(asked(folder, lambda database: with_token(database, secret)))
    return Filled(folder, secret, integration)


async def asked(folder: Path, question: Callable[[Database], Awaitable[Result]]) -> Result:
    url = f"sqlite:///{folder / 'latchkey.db'}"
    database = await Database.open(url, MasterKey(MASTER), now=_now)
    try:
        return await question(database)
    finally:
        await database.close()


async def with_token(
    database: Database, secret: Secret, *, tenant: str = TENANT, name: str = "Billing sync"
) -> Integration:
    async with database.store.transaction(tenant) as tx:
        made = await offering(tx, an_integration(_now(), name, tenant), secret, _now())
        await tx.add(made, by="UADA")
    async with database.store.transaction(tenant) as tx:
        return await tx.save(confirmed(made, _now()), Event.TOKEN_CONFIRM, by="UADA")


def _tools(database: Database) -> Tools:
    return Tools(store=database.store, now=_now, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {}))


def _now() -> datetime:
    return datetime.now(UTC)
