"""A process that remembers is told of every change before it may answer from memory again."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from core.actions.gateways import add_gateway
from core.audit import Event
from core.catalogue import Catalogue
from core.ports import Tools
from core.verification import Changes
from core.workspace import Workspace
from storage.database import Database
from storage.following import MOST, Following, Stand
from tests.databases import Clock
from tests.storage.making import OTHER_TENANT, TENANT, a_secret, new_id
from tests.storage.verifying import A_LONG_LEASE, another, revoked, watching, with_token


async def test_nothing_is_fresh_before_it_is_asked_for_and_after_it_was_ended(database: Database) -> None:
    freshness = database.freshness(A_LONG_LEASE)
    assert not freshness.fresh()
    await freshness.start()
    assert freshness.fresh()
    await freshness.stop()
    assert not freshness.fresh()


async def test_at_the_start_everything_may_be_different(database: Database) -> None:
    async with watching(database.freshness(A_LONG_LEASE)) as watch:
        assert watch.told == [Changes(epoch=await database.epoch(), integrations=None, gateways=True)]


async def test_a_change_here_is_told_before_anything_is_answered(database: Database, clock: Clock) -> None:
    """No waiting: whoever revokes refuses at once."""
    integration = await with_token(database, clock, a_secret(1))
    freshness = database.freshness(A_LONG_LEASE)
    async with watching(freshness) as watch:
        await revoked(database, integration, clock)
        assert freshness.fresh()
        assert watch.told[-1].epoch == await database.epoch()
        assert watch.told[-1].integrations == frozenset({(TENANT, integration.id)})


async def test_a_change_elsewhere_is_told_and_nothing_else(database: Database, clock: Clock) -> None:
    first = await with_token(database, clock, a_secret(1))
    await with_token(database, clock, a_secret(2), "Second", OTHER_TENANT)
    async with another(database, clock) as elsewhere, watching(database.freshness(A_LONG_LEASE)) as watch:
        await revoked(elsewhere, first, clock)
        await watch.until(await database.epoch())
        assert [each.integrations for each in watch.told[1:]] == [frozenset({(TENANT, first.id)})]
        assert not watch.told[-1].gateways


async def test_what_a_process_missed_is_told_in_one_go(database: Database, clock: Clock) -> None:
    async with another(database, clock) as elsewhere:
        freshness = database.freshness(A_LONG_LEASE)
        async with watching(freshness) as watch:
            many = [await with_token(elsewhere, clock, a_secret(n), f"Number {n}") for n in range(3)]
            await watch.until(await database.epoch())
            named = frozenset[tuple[str, str]]().union(*(each.integrations or () for each in watch.told))
            assert named == {(TENANT, each.id) for each in many}


async def test_an_edit_is_a_change(database: Database, clock: Clock) -> None:
    integration = await with_token(database, clock, a_secret(1))
    async with watching(database.freshness(A_LONG_LEASE)) as watch:
        async with database.store.transaction(TENANT) as tx:
            await tx.save(replace(integration, scopes=frozenset()), Event.INTEGRATION_EDIT, by="UADA")
        await watch.until(await database.epoch())
        assert watch.told[-1].integrations == frozenset({(TENANT, integration.id)})


async def test_settings_change_no_integration(database: Database, clock: Clock) -> None:
    await with_token(database, clock, a_secret(1))
    async with watching(database.freshness(A_LONG_LEASE)) as watch:
        async with database.store.transaction(TENANT) as tx:
            await tx.set_workspace(Workspace(tenant=TENANT, enabled=False), by="UADA")
        await watch.until(await database.epoch())
        assert not watch.told[-1]


async def test_a_gateway_is_a_change_of_its_own(database: Database, clock: Clock) -> None:
    tools = Tools(store=database.store, now=clock, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {}))
    async with another(database, clock) as elsewhere, watching(database.freshness(A_LONG_LEASE)) as watch:
        await add_gateway(tools, elsewhere.gateways, "edge", a_secret(1))
        await watch.until(await database.epoch())
        assert [(each.integrations, each.gateways) for each in watch.told[1:]] == [(frozenset(), True)]


async def test_new_keys_may_change_anything(database: Database, clock: Clock) -> None:
    async with another(database, clock) as elsewhere, watching(database.freshness(A_LONG_LEASE)) as watch:
        await elsewhere.keys.rotate()
        await watch.until(await database.epoch())
        assert [each.integrations for each in watch.told[1:]] == [None]


async def test_the_known_says_how_much_it_knows(database: Database, clock: Clock) -> None:
    """What was read before a change must not be kept after it: its epoch is the lower one."""
    integration = await with_token(database, clock, a_secret(1))
    before = await database.ledger.known(a_secret(1))
    async with watching(database.freshness(A_LONG_LEASE)) as watch:
        await revoked(database, integration, clock)
        await watch.until(await database.epoch())
        assert before is not None
        assert before.epoch < watch.told[-1].epoch
        after = await database.ledger.known(a_secret(1))
        assert after is not None
        assert after.epoch >= watch.told[-1].epoch


async def test_a_sealed_database_is_never_fresh(database: Database) -> None:
    async with database._connections.writing() as connection:
        await connection.execute(text("UPDATE epoch SET sealed = true, value = value + 1"))
    freshness = database.freshness(A_LONG_LEASE)
    async with watching(freshness):
        assert (freshness.fresh(), freshness.sealed) == (False, True)


# --- which changes are told


@pytest.fixture
def following() -> Following:
    made = Following()
    made.took_in(Stand(10, 1, sealed=False), [], gateways=False)
    return made


def test_a_count_that_goes_down_is_another_database_and_seals(following: Following) -> None:
    told: list[Changes] = []
    following.on_change(told.append)
    following.took_in(Stand(9, 1, sealed=False), [], gateways=False)
    assert (following.sealed, told[-1].integrations, told[-1].gateways) == (True, None, True)
    following.took_in(Stand(99, 1, sealed=False), [], gateways=False)
    assert following.sealed, "it does not get newer by itself"


def test_a_seal_is_lifted_with_the_database(following: Following) -> None:
    following.took_in(Stand(11, 1, sealed=True), [], gateways=False)
    assert following.sealed
    following.took_in(Stand(12, 1, sealed=False), [], gateways=False)
    assert not following.sealed


def test_too_many_changes_are_not_named_one_by_one(following: Following) -> None:
    told: list[Changes] = []
    following.on_change(told.append)
    following.took_in(Stand(11, 1, sealed=False), [("T1", str(n)) for n in range(MOST)], gateways=False)
    following.took_in(Stand(12, 1, sealed=False), [("T1", str(n)) for n in range(MOST + 1)], gateways=False)
    assert [each.integrations is None for each in told] == [False, True]
