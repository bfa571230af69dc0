"""The ledger says of a token what is so at this moment, in one statement, and never more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from core.audit import Event
from core.refusals import Sealed
from core.token import State
from storage.database import Database
from storage.rekeying import MOST, Rekeying
from tests.databases import Clock
from tests.storage.making import (
    TENANT,
    a_quarantine,
    a_secret,
    an_integration,
    confirmed,
    days,
    new_id,
    offering,
)
from tests.storage.verifying import revoked, under_the_newest_pepper, with_token


async def test_a_current_token_is_known_with_its_integration(database: Database, clock: Clock) -> None:
    integration = await with_token(database, clock, a_secret(1))
    known = await database.ledger.known(a_secret(1))
    assert known is not None
    assert (known.tenant, known.integration_id, known.name) == (TENANT, integration.id, "Billing sync")
    assert (known.version, known.scopes, known.state) == (1, integration.scopes, State.CURRENT)
    assert (known.issued_at, known.ends_at, known.epoch) == (clock(), None, await database.epoch())
    assert known.active(clock())


async def test_nobody_knows_a_token_of_somebody_else(database: Database, clock: Clock) -> None:
    await with_token(database, clock, a_secret(1))
    assert await database.ledger.known(a_secret(2)) is None


async def test_an_offered_token_says_that_it_is_one(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.add(await offering(tx, an_integration(clock()), a_secret(1), clock()), by="UADA")
    known = await database.ledger.known(a_secret(1))
    assert known is not None
    assert (known.offered, known.active(clock())) == (True, True)


async def test_the_old_token_is_known_with_the_end_of_its_overlap(database: Database, clock: Clock) -> None:
    integration = await with_token(database, clock, a_secret(1))
    async with database.store.transaction(TENANT) as tx:
        offered = await tx.save(
            await offering(tx, integration, a_secret(2), clock()), Event.TOKEN_OFFER, by="UADA"
        )
    async with database.store.transaction(TENANT) as tx:
        await tx.save(confirmed(offered, clock()), Event.TOKEN_CONFIRM, by="UADA")
    old = await database.ledger.known(a_secret(1))
    assert old is not None
    assert (old.state, old.ends_at) == (State.RETIRING, clock() + days(7))
    assert (old.active(clock() + days(7) - timedelta(seconds=1)), old.active(clock() + days(7))) == (
        True,
        False,
    )


async def test_a_dead_token_is_known_too_so_that_its_tries_can_be_told(
    database: Database, clock: Clock
) -> None:
    integration = await with_token(database, clock, a_secret(1))
    await revoked(database, integration, clock)
    known = await database.ledger.known(a_secret(1))
    assert known is not None
    assert (known.integration_id, known.ends_at, known.active(clock())) == (integration.id, clock(), False)


async def test_quarantine_is_known(database: Database, clock: Clock) -> None:
    integration = await with_token(database, clock, a_secret(1))
    async with database.store.transaction(TENANT) as tx:
        kept_apart = replace(integration, quarantine=a_quarantine(clock()))
        await tx.save(kept_apart, Event.INTEGRATION_QUARANTINE, by="UADA")
    known = await database.ledger.known(a_secret(1))
    assert known is not None
    assert known.quarantine == a_quarantine(clock())
    assert known.scopes == {"invoices.readonly"}


async def test_one_question_is_one_statement(database: Database, clock: Clock) -> None:
    await with_token(database, clock, a_secret(1))
    statements: list[str] = []
    engine = database._connections._engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    await database.ledger.known(a_secret(1))
    asked = [statement for statement in statements if statement != "BEGIN"]
    assert len(asked) == 1
    assert "tokens" in asked[0]


async def test_a_sealed_database_answers_nothing(database: Database, clock: Clock) -> None:
    await with_token(database, clock, a_secret(1))
    async with database._connections.writing() as connection:
        await connection.execute(text("UPDATE epoch SET sealed = true"))
    with pytest.raises(Sealed):
        await database.ledger.known(a_secret(1))
    with pytest.raises(Sealed):
        await database.ledger.known(a_secret(2))


# --- re-keying


async def test_a_token_in_use_moves_to_the_newest_pepper_by_itself(database: Database, clock: Clock) -> None:
    await with_token(database, clock, a_secret(1))
    await database.keys.rotate()
    for _ in range(2):
        assert await database.ledger.known(a_secret(1))
        await database._rekeying.done()
    assert await under_the_newest_pepper(database) == 1
    (pepper,) = (await database.keys.rotate()).removed
    assert pepper


async def test_a_dead_token_stays_where_it_is(database: Database, clock: Clock) -> None:
    await revoked(database, await with_token(database, clock, a_secret(1)), clock)
    await database.keys.rotate()
    await database.ledger.known(a_secret(1))
    await database._rekeying.done()
    assert await under_the_newest_pepper(database) == 0


async def test_only_so_many_tokens_wait_to_be_moved(database: Database, clock: Clock) -> None:
    moved = []

    async def rekey(place: object, _secret: object) -> None:
        moved.append(place)

    integration = await with_token(database, clock, a_secret(1))
    place = await database.store.find(a_secret(1))
    assert place is not None
    rekeying = Rekeying(rekey)
    for _ in range(MOST + 5):
        rekeying.later(replace(place, token_id=new_id()), a_secret(1))
    await rekeying.done()
    assert len(moved) == MOST
    assert integration.tokens
