"""The key ring: never lost silently, replaced without a token noticing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.actions.gateways import add_gateway
from core.audit import OPERATOR, SYSTEM, Event
from core.catalogue import Catalogue
from core.integration import Integration
from core.intent import LIFETIME, Intent, Purpose
from core.place import Place
from core.ports import Tools
from core.secret import Secret
from core.token import Reason
from storage.database import Database
from storage.errors import Conflict
from storage.keyring import Purpose as KeyPurpose
from storage.master import MasterKey
from storage.problems import LostKeys, WrongMasterKey
from storage.tables import keys, tokens
from tests.databases import MASTER, Clock
from tests.storage.making import OTHER_TENANT, TENANT, a_secret, an_integration, new_id, offering
from tests.storage.verifying import under_the_newest_pepper

NEW_MASTER = bytes(reversed(range(32)))


async def _issue(database: Database, clock: Clock, secret: Secret, name: str = "Billing") -> Integration:
    async with database.store.transaction(TENANT) as tx:
        integration = await offering(tx, an_integration(clock(), name), secret, clock())
        await tx.add(integration, by="UADA")
    return integration


def _place(integration: Integration) -> Place:
    return Place(TENANT, integration.id, integration.tokens[0].id)


async def _reopened(
    database: Database, clock: Clock, master: bytes, previous: bytes | None = None
) -> Database:
    """A second process, as it were."""
    url = database._connections.url.render_as_string(hide_password=False)
    old = None if previous is None else MasterKey(previous)
    return await Database.open(url, MasterKey(master), previous=old, now=clock)


async def test_a_token_is_found_by_its_digest_alone(database: Database, clock: Clock) -> None:
    integration = await _issue(database, clock, a_secret(1))
    assert await database.store.find(a_secret(1)) == _place(integration)
    assert await database.store.find(a_secret(2)) is None


async def test_a_dead_token_is_still_found(database: Database, clock: Clock) -> None:
    integration = await _issue(database, clock, a_secret(1))
    async with database.store.transaction(TENANT) as tx:
        killed = integration.kill_all(Reason.COMPROMISED, clock())
        await tx.save(killed, Event.TOKEN_REVOKE, by="UADA")
    assert await database.store.find(a_secret(1)) == _place(integration)


async def test_a_token_is_found_under_every_pepper(database: Database, clock: Clock) -> None:
    first = await _issue(database, clock, a_secret(1), "First")
    await database.keys.rotate()
    second = await _issue(database, clock, a_secret(2), "Second")
    await database.keys.rotate()

    assert await database.store.find(a_secret(1)) == _place(first)
    assert await database.store.find(a_secret(2)) == _place(second)
    assert await under_the_newest_pepper(database) == 0
    assert first.tokens[0].fingerprint.key_id != second.tokens[0].fingerprint.key_id


async def test_a_token_that_is_used_moves_to_the_newest_pepper(database: Database, clock: Clock) -> None:
    integration = await _issue(database, clock, a_secret(1))
    await database.keys.rotate()
    place = await database.store.find(a_secret(1))
    assert place == _place(integration)
    assert await under_the_newest_pepper(database) == 0

    for _ in range(2):
        await database.store.rekey(place, a_secret(1))
        assert await database.store.find(a_secret(1)) == place
        assert await under_the_newest_pepper(database) == 1


async def test_saving_what_was_read_before_a_rekey_does_not_undo_it(database: Database, clock: Clock) -> None:
    integration = await _issue(database, clock, a_secret(1))
    await database.keys.rotate()
    await database.store.rekey(_place(integration), a_secret(1))
    async with database.store.transaction(TENANT) as tx:
        await tx.save(integration, Event.INTEGRATION_EDIT, by="UADA")
    assert await database.store.find(a_secret(1)) == _place(integration)
    assert await under_the_newest_pepper(database) == 1


@pytest.mark.parametrize(
    ("tenant", "secret"), [(OTHER_TENANT, a_secret(1)), (TENANT, a_secret(2))], ids=["workspace", "token"]
)
async def test_rekeying_needs_the_right_token_of_the_right_workspace(
    database: Database, clock: Clock, tenant: str, secret: Secret
) -> None:
    integration = await _issue(database, clock, a_secret(1))
    await database.keys.rotate()
    await database.store.rekey(Place(tenant, integration.id, integration.tokens[0].id), secret)
    assert await database.store.find(a_secret(1)) == _place(integration)
    assert await under_the_newest_pepper(database) == 0


async def test_a_pepper_goes_when_its_last_token_has_moved(database: Database, clock: Clock) -> None:
    integration = await _issue(database, clock, a_secret(1))
    old = integration.tokens[0].fingerprint.key_id
    assert (await database.keys.rotate()).removed == ()
    await database.store.rekey(_place(integration), a_secret(1))
    rotated = await database.keys.rotate()

    assert old in rotated.removed
    assert old not in {key.id for key in await database.keys.list()}
    assert await database.store.find(a_secret(1)) == _place(integration)
    assert await under_the_newest_pepper(database) == 0


async def test_the_list_says_what_hangs_on_each_pepper(database: Database, clock: Clock) -> None:
    for number in range(3):
        integration = await _issue(database, clock, a_secret(number), f"No. {number}")
    tools = Tools(store=database.store, now=clock, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {}))
    await add_gateway(tools, database.gateways, "edge", a_secret(9))
    async with database.store.transaction(TENANT) as tx:
        await tx.save(integration.kill_all(Reason.REVOKED, clock()), Event.TOKEN_REVOKE, by="UADA")
    clock.pass_(timedelta(days=1))
    await database.keys.rotate()

    peppers = [key for key in await database.keys.list() if key.purpose is KeyPurpose.PEPPER]
    told = [(key.newest, key.live_tokens, key.tokens, key.gateway_secrets, key.created_at) for key in peppers]
    assert told == [(True, 0, 0, 0, clock()), (False, 2, 3, 1, clock() - timedelta(days=1))]
    assert {key.master for key in peppers} == {MasterKey(MASTER).id}


async def test_a_rotation_of_keys_is_on_record(database: Database) -> None:
    before = await database.epoch()
    rotated = await database.keys.rotate()
    async with database.store.reading(SYSTEM) as reading:
        entry = (await reading.audit())[0]
    assert (entry.event, entry.actor) == (Event.KEYS_ROTATE, OPERATOR)
    assert entry.details["added"] == list(rotated.added)
    assert await database.epoch() == before + 1


async def test_another_process_notices_new_keys(database: Database, clock: Clock) -> None:
    other = await _reopened(database, clock, MASTER)
    try:
        await database.keys.rotate()
        integration = await _issue(database, clock, a_secret(1))
        assert await other.store.find(a_secret(1)) == _place(integration)
        second = await _issue(other, clock, a_secret(2), "Second")
        assert second.tokens[0].fingerprint.key_id == integration.tokens[0].fingerprint.key_id
    finally:
        await other.close()


async def test_what_was_sealed_before_a_rotation_still_opens(database: Database, clock: Clock) -> None:
    form = Intent(
        id="form",
        tenant=TENANT,
        purpose=Purpose.ROTATE,
        actor="UADA",
        reply_to="https://hooks.slack.com/commands/1/2/3",
        created_at=clock(),
        expires_at=clock() + LIFETIME,
    )
    async with database.store.transaction(TENANT) as tx:
        await tx.open_intent(form)
    await database.keys.rotate()
    async with database.store.reading(TENANT) as reading:
        assert await reading.intent("form", "UADA", clock()) == form


async def test_the_wrong_master_key_is_refused_with_a_sentence(database: Database, clock: Clock) -> None:
    integration = await _issue(database, clock, a_secret(1))
    with pytest.raises(WrongMasterKey) as problem:
        await _reopened(database, clock, NEW_MASTER)
    assert MasterKey(MASTER).id in str(problem.value)
    assert MasterKey(NEW_MASTER).id in str(problem.value)
    assert await database.store.find(a_secret(1)) == _place(integration)


async def test_the_master_key_can_be_replaced(database: Database, clock: Clock) -> None:
    integration = await _issue(database, clock, a_secret(1))
    both = await _reopened(database, clock, NEW_MASTER, previous=MASTER)
    assert await both.store.find(a_secret(1)) == _place(integration)
    await both.keys.rotate()
    assert {key.master for key in await both.keys.list()} == {MasterKey(NEW_MASTER).id}
    await both.close()

    new = await _reopened(database, clock, NEW_MASTER)
    assert await new.store.find(a_secret(1)) == _place(integration)
    assert await under_the_newest_pepper(new) == 0
    assert [each.flaw for each in await new.audit.verify()] == [None, None]
    await new.close()
    with pytest.raises(WrongMasterKey):
        await _reopened(database, clock, MASTER)


async def _remove_all(connection: AsyncConnection) -> None:
    await connection.execute(delete(tokens))
    await connection.execute(delete(keys))


async def _swap_purposes(connection: AsyncConnection) -> None:
    """A pepper in the place of the audit key would let a writer of the database choose it."""
    await connection.execute(update(keys).where(keys.c.purpose == "audit").values(purpose="seal"))


@pytest.mark.parametrize("harm", [_remove_all, _swap_purposes])
async def test_lost_or_changed_keys_are_never_made_anew(
    database: Database, clock: Clock, harm: Callable[[AsyncConnection], Awaitable[None]]
) -> None:
    await _issue(database, clock, a_secret(1))
    async with database._connections.writing() as connection:
        await harm(connection)
    with pytest.raises(LostKeys, match="never made in their place"):
        await _reopened(database, clock, MASTER)
    with pytest.raises(LostKeys):
        await _reopened(database, clock, NEW_MASTER if harm is _remove_all else MASTER)


async def test_a_pepper_cannot_be_removed_under_a_token(database: Database, clock: Clock) -> None:
    await _issue(database, clock, a_secret(1))
    with pytest.raises(Conflict):
        async with database._connections.writing() as connection:
            await connection.execute(text("DELETE FROM keys"))


async def test_keys_stand_nowhere_in_clear(database: Database) -> None:
    ring = database._ring.ring
    async with database._connections.reading() as connection:
        stored = repr((await connection.execute(text("SELECT * FROM keys"))).all())
    for key in ring.keys.values():
        assert key.secret.hex() not in stored
        assert key.secret.hex() not in repr(key)
        assert repr(key.secret) not in repr(ring)


@pytest.mark.parametrize("position", range(32))
def test_every_byte_of_a_pepper_counts(position: int) -> None:
    pepper = bytes(range(32))
    other = pepper[:position] + bytes([pepper[position] ^ 1]) + pepper[position + 1 :]
    assert a_secret(1).digest(pepper) != a_secret(1).digest(other)
