"""The door, open."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.api.door import Door, open_door
from tests.databases import Clock


@pytest.fixture
async def door(database: Database, clock: Clock) -> AsyncIterator[Door]:
    """Once for each kind of database."""
    async with open_door(database, clock) as opened:
        yield opened


@pytest.fixture
async def sqlite_door(sqlite_database: Database, clock: Clock) -> AsyncIterator[Door]:
    """For what has nothing to do with the kind of database."""
    async with open_door(sqlite_database, clock) as opened:
        yield opened
