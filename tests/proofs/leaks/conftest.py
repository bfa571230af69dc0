"""The counter for leak reports, open."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.databases import Clock
from tests.proofs.leaks.counter import Desk, open_counter


@pytest.fixture
async def desk(database: Database, clock: Clock) -> AsyncIterator[Desk]:
    """Once for each kind of database."""
    async with open_counter(database, clock) as opened:
        yield opened


@pytest.fixture
async def sqlite_desk(sqlite_database: Database, clock: Clock) -> AsyncIterator[Desk]:
    """For what has nothing to do with the kind of database."""
    async with open_counter(sqlite_database, clock) as opened:
        yield opened
