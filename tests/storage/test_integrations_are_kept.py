"""What is saved is what is read, and nobody overwrites what they have not seen."""

from dataclasses import replace

import pytest

from core.audit import Event
from core.integration import Integration
from core.ports import Transaction
from core.refusals import BadField, Overtaken, UnknownIntegration
from core.token import Reason, State
from storage.database import Database
from storage.errors import Conflict
from tests.databases import Clock
from tests.storage.making import (
    TENANT,
    a_handover,
    a_quarantine,
    a_secret,
    an_integration,
    by,
    confirmed,
    days,
    offering,
)


async def _added(database: Database, clock: Clock, name: str = "Billing sync") -> Integration:
    async with database.store.transaction(TENANT) as tx:
        integration = await offering(tx, an_integration(clock(), name), a_secret(), clock())
        await tx.add(integration, by="UADA")
    return integration


async def _read(database: Database, integration: Integration) -> Integration:
    async with database.store.reading(integration.tenant) as reading:
        return await reading.integration(integration.id)


async def test_everything_about_an_integration_survives_the_database(
    database: Database, clock: Clock
) -> None:
    integration = replace(
        an_integration(clock(), "Ørsted’s “sync”"),
        handover=a_handover(clock()),
        quarantine=a_quarantine(clock()),
    )
    async with database.store.transaction(TENANT) as tx:
        await tx.add(integration, by="UADA")

    assert await _read(database, integration) == integration


async def test_a_whole_life_of_tokens_survives_the_database(database: Database, clock: Clock) -> None:
    integration = await _added(database, clock)
    for _ in range(3):
        clock.pass_(days(1))
        async with database.store.transaction(TENANT) as tx:
            integration = await tx.save(confirmed(integration, clock()), Event.TOKEN_CONFIRM, by="UADA")
        async with database.store.transaction(TENANT) as tx:
            offered = await offering(tx, integration, a_secret(), clock())
            integration = await tx.save(offered, Event.TOKEN_OFFER, by="UADA")
        assert await _read(database, integration) == integration

    async with database.store.reading(TENANT) as reading:
        tokens = await reading.tokens(integration.id)
    assert [(token.version, token.state) for token in tokens] == [
        (4, State.OFFERED),
        (3, State.CURRENT),
        (2, State.RETIRING),
        (1, State.DEAD),
    ]
    assert tokens[-1].reason is Reason.NEXT_ROTATION
    assert tokens[-1].ended_at == clock()


async def test_a_cancelled_rotation_brings_the_old_token_back(database: Database, clock: Clock) -> None:
    integration = await _added(database, clock)
    async with database.store.transaction(TENANT) as tx:
        integration = await tx.save(confirmed(integration, clock()), Event.TOKEN_CONFIRM, by="UADA")
        old = integration.current
        integration = await tx.save(
            await offering(tx, integration, a_secret(), clock()), Event.TOKEN_OFFER, by="UADA"
        )
        integration = await tx.save(confirmed(integration, clock()), Event.TOKEN_CONFIRM, by="UADA")
        integration = await tx.save(integration.cancel_rotation(clock()), Event.ROTATION_CANCEL, by="UADA")

    assert integration.tokens == (old,)
    assert await _read(database, integration) == integration


async def test_a_token_that_was_not_received_is_replaced_in_one_step(
    database: Database, clock: Clock
) -> None:
    integration = await _added(database, clock)
    assert integration.offered is not None
    async with database.store.transaction(TENANT) as tx:
        void = integration.void(integration.offered.id, Reason.NOT_RECEIVED, clock())
        again = await offering(tx, void, a_secret(), clock())
        saved = await tx.save(again, Event.TOKEN_NOT_RECEIVED, by="UADA")

    assert [token.version for token in saved.tokens] == [2]
    assert await _read(database, saved) == saved


async def test_each_change_counts_the_generation_and_the_epoch(database: Database, clock: Clock) -> None:
    integration = await _added(database, clock)
    before = await database.epoch()
    async with database.store.transaction(TENANT) as tx:
        saved = await tx.save(replace(integration, description="New"), Event.INTEGRATION_EDIT, by="UADA")

    assert (integration.generation, saved.generation) == (1, 2)
    assert await database.epoch() == before + 1


async def test_the_slower_of_two_changes_is_told_who_won(database: Database, clock: Clock) -> None:
    integration = await _added(database, clock)
    async with database.store.transaction(TENANT) as tx:
        await tx.save(by(integration, "UADA", clock()), Event.INTEGRATION_EDIT, by="UADA")
    won_at = clock()
    clock.pass_(days(1))

    with pytest.raises(Overtaken) as refusal:
        async with database.store.transaction(TENANT) as tx:
            await tx.save(by(integration, "UBOB", clock()), Event.INTEGRATION_EDIT, by="UBOB")

    assert (refusal.value.name, refusal.value.by, refusal.value.at) == ("Billing sync", "UADA", won_at)


@pytest.mark.parametrize("state", [State.OFFERED, State.CURRENT, State.RETIRING])
async def test_the_database_itself_takes_one_token_in_each_state(
    database: Database, clock: Clock, state: State
) -> None:
    """The second lock, should the rules and the generation ever fail."""
    with pytest.raises(Conflict, match=r"tokens_one|tokens\.integration_id$"):
        async with database.store.transaction(TENANT) as tx:
            await tx.add(await _with_two_tokens(tx, clock, state), by="UADA")


async def _with_two_tokens(tx: Transaction, clock: Clock, state: State) -> Integration:
    ends_at = clock() + days(1) if state is State.RETIRING else None
    bare, tokens = an_integration(clock()), []
    for version in (1, 2):
        offered = await offering(tx, replace(bare, next_version=version), a_secret(), clock())
        tokens.append(replace(offered.tokens[0], state=state, confirmed_at=clock(), ends_at=ends_at))
    return replace(bare, tokens=tuple(tokens))


async def test_nothing_of_a_refused_change_remains(database: Database, clock: Clock) -> None:
    integration = await _added(database, clock)
    epoch, heads = await database.epoch(), await _record_length(database)

    async def half_done() -> None:
        async with database.store.transaction(TENANT) as tx:
            await tx.save(replace(integration, name="Other"), Event.INTEGRATION_EDIT, by="UADA")
            raise UnknownIntegration

    with pytest.raises(UnknownIntegration):
        await half_done()
    assert await _read(database, integration) == integration
    assert (await database.epoch(), await _record_length(database)) == (epoch, heads)


async def _record_length(database: Database) -> int:
    return len([entry async for entry in database.audit.entries(TENANT)])


async def test_a_name_is_taken_in_any_letter_case(database: Database, clock: Clock) -> None:
    first = await _added(database, clock, "Straße")
    with pytest.raises(BadField, match="already an integration called “STRASSE”") as refusal:
        await _added(database, clock, "STRASSE")
    assert refusal.value.field == "name"

    async with database.store.reading(TENANT) as reading:
        assert await reading.name_taken("strasse")
        assert not await reading.name_taken("strasse", besides=first.id)
        assert (await reading.named("STRASSE")).id == first.id


async def test_renaming_to_a_name_that_is_taken_is_refused(database: Database, clock: Clock) -> None:
    await _added(database, clock, "First")
    second = await _added(database, clock, "Second")

    with pytest.raises(BadField, match="already an integration called “first”"):
        async with database.store.transaction(TENANT) as tx:
            await tx.save(replace(second, name="first"), Event.INTEGRATION_EDIT, by="UADA")


async def test_a_deleted_integration_is_gone_but_frees_its_name(database: Database, clock: Clock) -> None:
    integration = await _added(database, clock)
    async with database.store.transaction(TENANT) as tx:
        deleted = await tx.save(integration.delete(clock()), Event.INTEGRATION_DELETE, by="UADA")

    assert deleted.tokens == ()
    with pytest.raises(UnknownIntegration):
        await _read(database, integration)
    with pytest.raises(UnknownIntegration):
        async with database.store.transaction(TENANT) as tx:
            await tx.save(deleted, Event.INTEGRATION_EDIT, by="UADA")
    assert (await _added(database, clock)).id != integration.id


async def test_the_dead_stay_dead(database: Database, clock: Clock) -> None:
    """Even for a value that was read before, with the generation of today."""
    integration = await _added(database, clock)
    async with database.store.transaction(TENANT) as tx:
        killed = integration.kill_all(Reason.COMPROMISED, clock())
        saved = await tx.save(killed, Event.TOKEN_REVOKE, by="UADA")

    revived = replace(integration, generation=saved.generation)
    with pytest.raises(Conflict):
        async with database.store.transaction(TENANT) as tx:
            await tx.save(revived, Event.INTEGRATION_EDIT, by="UADA")

    assert (await _read(database, integration)).tokens == ()


async def test_a_mistyped_name_gets_suggestions(database: Database, clock: Clock) -> None:
    await _added(database, clock, "Billing Sync")
    with pytest.raises(UnknownIntegration) as refusal:
        async with database.store.reading(TENANT) as reading:
            await reading.named("biling synk")
    assert refusal.value.suggestions == ("Billing Sync",)


async def test_a_reading_is_one_consistent_look(database: Database, clock: Clock) -> None:
    integration = await _added(database, clock)
    async with database.store.reading(TENANT) as reading:
        before = await reading.integration(integration.id)
        async with database.store.transaction(TENANT) as tx:
            await tx.save(replace(integration, description="New"), Event.INTEGRATION_EDIT, by="UADA")
        assert await reading.integration(integration.id) == before
    assert (await _read(database, integration)).description == "New"


async def test_a_transaction_within_a_transaction_is_a_mistake_not_a_deadlock(database: Database) -> None:
    async with database.store.transaction(TENANT):
        with pytest.raises(RuntimeError, match="would wait for itself"):
            async with database.store.transaction(TENANT):
                pass
