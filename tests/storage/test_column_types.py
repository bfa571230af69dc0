"""Instants are UTC and exact; spans are whole seconds."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Dialect, make_url
from sqlalchemy.exc import StatementError
from sqlalchemy.sql.expression import insert

from storage.connections import Connections
from storage.database import Database
from storage.tables import replays
from storage.types import Seconds, UtcDateTime

DIALECTS = [make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql")]
KABUL = timezone(timedelta(hours=4, minutes=30))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_naive_instant_is_refused(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        UtcDateTime().process_bind_param(datetime(2027, 1, 1), dialect)  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("dialect", DIALECTS)
def test_part_of_a_second_is_refused_in_a_span(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="part of a second"):
        Seconds().process_bind_param(timedelta(milliseconds=1500), dialect)


async def test_an_instant_of_any_zone_comes_back_as_the_same_in_utc(database: Database) -> None:
    at = datetime(2027, 3, 28, 2, 30, 0, 123456, tzinfo=KABUL)
    async with database._connections.writing() as connection:
        await connection.execute(insert(replays).values(digest=bytes(32), keep_until=at))
        found = (await connection.execute(replays.select())).one().keep_until
    assert found == at
    assert found.isoformat() == "2027-03-27T22:00:00.123456+00:00"
    assert found.tzinfo is UTC


async def test_a_naive_instant_cannot_be_compared_with(database: Database) -> None:
    connections: Connections = database._connections
    naive = datetime(2027, 1, 1)  # noqa: DTZ001 - the point of the test
    with pytest.raises((ValueError, StatementError)):
        async with connections.reading() as connection:
            await connection.execute(replays.select().where(replays.c.keep_until <= naive))
