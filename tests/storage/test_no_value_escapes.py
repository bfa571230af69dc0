"""Whatever goes wrong, the values of a row stay in the database: not in exceptions, not in logs."""

import logging
import traceback
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import insert, text

from core.integration import Integration
from storage.connections import Connections
from storage.database import Database
from storage.engine import address
from storage.errors import Conflict, DatabaseFailed, scrubbed
from storage.tables import grants
from tests.databases import Clock
from tests.storage.making import TENANT, a_secret, an_integration, new_id, offering

CANARY = "canary-in-clear"


def _everything_said(error: BaseException) -> str:
    """The exception as any logger might print it, with all that hangs on it."""
    chain, seen = [error], [repr(error)]
    while chain:
        each = chain.pop()
        seen += [str(each), repr(each), repr(each.args), repr(getattr(each, "__dict__", {}))]
        seen += traceback.format_exception(each, chain=False)
        chain += [link for link in (each.__cause__, each.__context__) if link is not None]
    return "\n".join(seen)


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that SQLAlchemy, the drivers and Alembic would say at their most talkative."""
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "aiosqlite", "psycopg", "alembic"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


async def _twice(database: Database, clock: Clock) -> Integration:
    """Stores the same digest for two integrations: the driver would print it."""
    async with database.store.transaction(TENANT) as tx:
        first = await offering(tx, an_integration(clock(), "First"), a_secret(1), clock())
        await tx.add(first, by="UADA")
        second = replace(first, id=new_id(), name=CANARY, description=CANARY)
        token = replace(first.tokens[0], id=new_id(), recipient=CANARY)
        await tx.add(replace(second, tokens=(token,)), by="UADA")
    return first


async def test_a_broken_constraint_names_itself_and_no_value(
    database: Database, clock: Clock, loud: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Conflict) as failure:
        await _twice(database, clock)

    pepper = next(key for key in database._ring.ring.keys.values() if key.purpose == "pepper")
    digest = a_secret(1).digest(pepper.secret)
    said = _everything_said(failure.value) + loud.text
    assert "digest" in failure.value.constraint
    for value in (CANARY, digest.hex(), repr(digest), a_secret(1).reveal()):
        assert value not in said
    assert "INSERT INTO" in loud.text


async def test_without_scrubbing_a_driver_would_have_told(postgres_url: str) -> None:
    """Shows that the tests here look for something that really happens."""
    with psycopg.connect(postgres_url) as connection:
        add = b"INSERT INTO grants VALUES ('T1', 'canary-in-clear', 1)"
        connection.execute(add)
        with pytest.raises(psycopg.errors.UniqueViolation) as failure:
            connection.execute(add)
    assert CANARY in str(failure.value)


async def test_a_failed_check_and_a_bad_value_are_scrubbed_too(database: Database) -> None:
    with pytest.raises(Conflict) as failure:
        async with database._connections.writing() as connection:
            await connection.execute(insert(grants).values(tenant=TENANT, user=CANARY, role=9))
    assert CANARY not in _everything_said(failure.value)


async def test_a_value_of_the_wrong_type_is_not_repeated(postgres_url: str, clock: Clock) -> None:
    connections = Connections(address(postgres_url))
    with pytest.raises(DatabaseFailed) as failure:
        async with connections.reading() as connection:
            await connection.execute(text("SELECT CAST(:value AS integer)"), {"value": CANARY})
    assert failure.value.code == "22P02"
    assert CANARY not in _everything_said(failure.value)
    await connections.close()


async def test_a_refusal_of_ours_passes_unchanged(database: Database) -> None:
    refusal = LookupError("ours")
    with pytest.raises(LookupError) as raised, scrubbed():
        raise refusal
    assert raised.value is refusal
