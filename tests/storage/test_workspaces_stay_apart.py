"""Nothing of another workspace can be reached, and its absence is all one learns."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from core.actor import Role
from core.audit import Event
from core.integration import Integration
from core.intent import LIFETIME, Intent, Purpose
from core.ports import Query, Transaction
from core.refusals import FormExpired, UnknownIntegration
from core.workspace import Workspace
from storage.database import Database
from tests.databases import Clock
from tests.storage.making import OTHER_TENANT, TENANT, a_secret, an_integration, offering


def _form(clock: Clock) -> Intent:
    return Intent(
        id="form",
        tenant=TENANT,
        purpose=Purpose.ROTATE,
        actor="UADA",
        created_at=clock(),
        expires_at=clock() + LIFETIME,
    )


@pytest.fixture
async def theirs(database: Database, clock: Clock) -> Integration:
    """Everything a workspace can have, in TENANT."""
    async with database.store.transaction(TENANT) as tx:
        integration = await offering(tx, an_integration(clock()), a_secret(1), clock())
        await tx.add(integration, by="UADA")
        await tx.set_role("UADA", Role.ADMIN, by="UADA")
        await tx.set_workspace(Workspace(tenant=TENANT, enabled=False), by="UADA")
        await tx.open_intent(_form(clock))
    return integration


REACHING: dict[str, Callable[[Transaction, Integration], Awaitable[object]]] = {
    "by id": lambda tx, other: tx.integration(other.id),
    "by name": lambda tx, other: tx.named(other.name),
    "saving it": lambda tx, other: tx.save(other, Event.INTEGRATION_EDIT, by="UEVE"),
    "saving it as one's own": lambda tx, other: tx.save(
        replace(other, tenant=OTHER_TENANT), Event.INTEGRATION_EDIT, by="UEVE"
    ),
    "adding to it": lambda tx, other: tx.add(replace(other, id="new"), by="UEVE"),
}


@pytest.mark.parametrize("way", REACHING)
async def test_an_integration_of_another_workspace_is_unknown(
    database: Database, theirs: Integration, way: str
) -> None:
    with pytest.raises(UnknownIntegration):
        async with database.store.transaction(OTHER_TENANT) as tx:
            await REACHING[way](tx, theirs)

    async with database.store.reading(TENANT) as reading:
        assert await reading.integration(theirs.id) == theirs


async def test_a_foreign_name_is_neither_suggested_nor_taken(database: Database, theirs: Integration) -> None:
    async with database.store.reading(OTHER_TENANT) as reading:
        assert not await reading.name_taken(theirs.name)
        with pytest.raises(UnknownIntegration) as refusal:
            await reading.named(theirs.name)
    assert refusal.value.suggestions == ()


async def test_everything_else_of_another_workspace_is_empty(
    database: Database, clock: Clock, theirs: Integration
) -> None:
    async with database.store.reading(OTHER_TENANT) as reading:
        assert (await reading.page(Query(), clock())).total == 0
        assert (await reading.counts(clock())).total == 0
        assert await reading.tokens(theirs.id) == []
        assert await reading.audit() == []
        assert await reading.grants() == []
        assert await reading.role("UADA") is Role.NONE
        assert await reading.workspace() == Workspace(tenant=OTHER_TENANT)


async def test_a_form_of_another_workspace_cannot_be_used_or_changed(
    database: Database, clock: Clock, theirs: Integration
) -> None:
    async with database.store.transaction(OTHER_TENANT) as tx:
        await tx.redraft("form", {"name": "mine"})
        with pytest.raises(FormExpired):
            await tx.use_intent("form", "UADA", Purpose.ROTATE, clock())
    async with database.store.transaction(TENANT) as tx:
        assert (await tx.use_intent("form", "UADA", Purpose.ROTATE, clock())).draft is None


async def test_settings_of_another_workspace_cannot_be_written(database: Database) -> None:
    with pytest.raises(UnknownIntegration):
        async with database.store.transaction(OTHER_TENANT) as tx:
            await tx.set_workspace(Workspace(tenant=TENANT, enabled=False), by="UEVE")
    async with database.store.reading(TENANT) as reading:
        assert (await reading.workspace()).enabled


async def test_two_workspaces_may_use_the_same_name_and_id(
    database: Database, clock: Clock, theirs: Integration
) -> None:
    own = replace(an_integration(clock(), theirs.name, OTHER_TENANT), id=theirs.id)
    async with database.store.transaction(OTHER_TENANT) as tx:
        await tx.add(own, by="UEVE")
    async with database.store.reading(OTHER_TENANT) as reading:
        assert await reading.named(theirs.name) == own
