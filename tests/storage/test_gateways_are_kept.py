"""Gateways prove themselves by name and secret; what is kept of the secret is a digest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.actions.gateways import add_gateway, remove_gateway, rotate_gateway
from core.audit import OPERATOR, SYSTEM, Event
from core.catalogue import Catalogue
from core.ports import Tools
from core.refusals import BadField, Sealed, UnknownGateway
from storage.database import Database
from storage.pruning import KEEP_CREDENTIALS
from tests.databases import Clock
from tests.storage.making import a_secret, new_id

HOUR = timedelta(hours=1)


@pytest.fixture
def tools(database: Database, clock: Clock) -> Tools:
    return Tools(store=database.store, now=clock, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {}))


async def test_a_gateway_is_known_by_its_name_and_secret(database: Database, tools: Tools) -> None:
    made = await add_gateway(tools, database.gateways, "edge", a_secret(1), tenants=["T1", "T2"])
    admission = await database.gateways.by_credential("edge", a_secret(1))
    assert admission is not None
    assert (admission.gateway, admission.ends_at) == (made, None)
    assert admission.epoch == await database.epoch()


@pytest.mark.parametrize(("name", "seed"), [("edge", 2), ("ledge", 1), ("", 1), ("Edge", 1), ("other", 1)])
async def test_a_wrong_name_or_secret_is_nobody(
    database: Database, tools: Tools, name: str, seed: int
) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    await add_gateway(tools, database.gateways, "other", a_secret(3))
    assert await database.gateways.by_credential(name, a_secret(seed)) is None


async def test_both_secrets_work_until_the_overlap_ends(
    database: Database, tools: Tools, clock: Clock
) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    await rotate_gateway(tools, database.gateways, "edge", a_secret(2), overlap=HOUR)
    old = await database.gateways.by_credential("edge", a_secret(1))
    assert old is not None
    assert old.ends_at == clock() + HOUR
    clock.pass_(HOUR)
    assert await database.gateways.by_credential("edge", a_secret(1)) is None
    assert await database.gateways.by_credential("edge", a_secret(2))


async def test_a_removed_gateway_is_nobody_at_once_and_its_name_is_free(
    database: Database, tools: Tools
) -> None:
    first = await add_gateway(tools, database.gateways, "edge", a_secret(1))
    await remove_gateway(tools, database.gateways, "edge")
    assert await database.gateways.by_credential("edge", a_secret(1)) is None
    second = await add_gateway(tools, database.gateways, "edge", a_secret(2))
    assert first.id != second.id
    assert await database.gateways.all() == [second]


async def test_a_name_is_given_once(database: Database, tools: Tools) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    with pytest.raises(BadField, match="already a gateway called “edge”"):
        await add_gateway(tools, database.gateways, "edge", a_secret(2))
    assert await database.gateways.by_credential("edge", a_secret(2)) is None


async def test_who_is_not_there_cannot_be_changed(database: Database, tools: Tools) -> None:
    with pytest.raises(UnknownGateway):
        await rotate_gateway(tools, database.gateways, "edge", a_secret(1), overlap=HOUR)
    with pytest.raises(UnknownGateway):
        await remove_gateway(tools, database.gateways, "edge")


async def test_each_step_is_on_record_in_the_services_own_chain(database: Database, tools: Tools) -> None:
    gateway = await add_gateway(tools, database.gateways, "edge", a_secret(1), tenants=["T1"])
    await rotate_gateway(tools, database.gateways, "edge", a_secret(2), overlap=HOUR)
    await remove_gateway(tools, database.gateways, "edge")
    async with database.store.reading(SYSTEM) as reading:
        entries = list(reversed(await reading.audit()))
    assert [(each.event, each.details) for each in entries] == [
        (Event.GATEWAY_ADD, {"tenants": ["T1"]}),
        (Event.GATEWAY_ROTATE, {"overlap_seconds": 3600}),
        (Event.GATEWAY_REMOVE, {}),
    ]
    assert {(each.actor, each.subject, each.subject_name) for each in entries} == {
        (OPERATOR, gateway.id, "edge")
    }
    assert [each.flaw for each in await database.audit.verify()] == [None]


async def test_a_secret_is_found_after_new_keys_and_its_pepper_stays(
    database: Database, tools: Tools
) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    assert (await database.keys.rotate()).removed == ()
    assert await database.gateways.by_credential("edge", a_secret(1))


async def test_the_secret_itself_is_nowhere(database: Database, tools: Tools) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    async with database._connections.reading() as connection:
        rows = (await connection.execute(text("SELECT * FROM gateway_credentials"))).all()
    kept = repr(rows) + "".join([line async for line in database.audit.json_lines()])
    assert a_secret(1).reveal() not in kept


async def test_nobody_is_admitted_to_a_sealed_database(database: Database, tools: Tools) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    async with database._connections.writing() as connection:
        await connection.execute(text("UPDATE epoch SET sealed = true"))
    with pytest.raises(Sealed):
        await database.gateways.by_credential("edge", a_secret(1))


async def test_what_fails_half_way_leaves_nothing_behind(database: Database, tools: Tools) -> None:
    made = await add_gateway(tools, database.gateways, "edge", a_secret(1))

    async def fail() -> None:
        async with database.gateways.changing() as change:
            await change.save(replace(made, removed_at=made.created_at), Event.GATEWAY_REMOVE, by=OPERATOR)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await database.gateways.by_credential("edge", a_secret(1))


async def pepper_of(database: Database, name: str) -> set[str]:
    (gateway,) = [each for each in await database.gateways.all() if each.name == name]
    return {each.fingerprint.key_id for each in gateway.credentials}


async def test_a_secret_that_is_used_moves_to_the_newest_pepper_which_lets_the_old_one_go(
    database: Database, tools: Tools
) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    before = await pepper_of(database, "edge")
    assert (await database.keys.rotate()).removed == (), "the gateway's secret hangs on it"
    for _ in range(2):
        assert await database.gateways.by_credential("edge", a_secret(1))
        await database.gateways.rekeying.done()
    assert await pepper_of(database, "edge") != before
    assert set((await database.keys.rotate()).removed) == before
    assert await database.gateways.by_credential("edge", a_secret(1))


async def test_only_the_right_secret_moves(database: Database, tools: Tools) -> None:
    made = await add_gateway(tools, database.gateways, "edge", a_secret(1))
    before = await pepper_of(database, "edge")
    await database.keys.rotate()
    await database.gateways._rekey(made.credentials[0].id, a_secret(2))
    await database.gateways._rekey("another", a_secret(1))
    assert await pepper_of(database, "edge") == before


async def test_a_secret_that_was_replaced_goes_long_after_its_end(
    database: Database, tools: Tools, clock: Clock
) -> None:
    await add_gateway(tools, database.gateways, "edge", a_secret(1))
    await rotate_gateway(tools, database.gateways, "edge", a_secret(2), overlap=HOUR)
    clock.pass_(HOUR + KEEP_CREDENTIALS - timedelta(seconds=1))
    assert (await database.prune(clock())).credentials == 0
    clock.pass_(timedelta(seconds=1))
    assert (await database.prune(clock())).credentials == 1
    assert await database.gateways.by_credential("edge", a_secret(2))
