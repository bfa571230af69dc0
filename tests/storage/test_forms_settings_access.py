"""Forms are used once; settings and roles are kept."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import text

from core.actor import Role
from core.audit import Event
from core.intent import LIFETIME, Intent, Purpose
from core.overlap import Overlap
from core.refusals import AlreadyDone, FormExpired
from core.workspace import Workspace
from storage.database import Database
from tests.databases import Clock
from tests.storage.making import TENANT

REPLY_TO = "https://hooks.slack.com/commands/T1/123/verysecret"


@pytest.fixture
def form(clock: Clock) -> Intent:
    return Intent(
        id="form",
        tenant=TENANT,
        purpose=Purpose.ROTATE,
        actor="UADA",
        integration_id="i1",
        generation=4,
        reply_to=REPLY_TO,
        draft={"name": "Billing", "scopes": ["a", "b"], "days": 90},
        created_at=clock(),
        expires_at=clock() + LIFETIME,
    )


@pytest.fixture
async def opened(database: Database, form: Intent) -> Intent:
    async with database.store.transaction(TENANT) as tx:
        await tx.open_intent(form)
    return form


async def test_a_form_comes_back_whole(database: Database, clock: Clock, opened: Intent) -> None:
    async with database.store.reading(TENANT) as reading:
        assert await reading.intent("form", "UADA", clock()) == opened


async def test_a_reply_address_stands_nowhere_in_clear(database: Database, opened: Intent) -> None:
    """Whoever holds it could post in Slack."""
    async with database._connections.reading() as connection:
        (row,) = (await connection.execute(text("SELECT * FROM intents"))).all()
    assert "Billing" in repr(row)
    assert "verysecret" not in repr(row)


async def test_a_form_can_be_filled_in_step_by_step(database: Database, clock: Clock, opened: Intent) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.redraft("form", {"page": 2})
    async with database.store.reading(TENANT) as reading:
        assert (await reading.intent("form", "UADA", clock())).draft == {"page": 2}


async def test_a_form_is_used_once(database: Database, clock: Clock, opened: Intent) -> None:
    async with database.store.transaction(TENANT) as tx:
        used = await tx.use_intent("form", "UADA", Purpose.ROTATE, clock())
    assert used == replace(opened, used_at=clock())

    for attempt in (0, LIFETIME.total_seconds() * 2):
        clock.pass_(timedelta(seconds=attempt))
        with pytest.raises(AlreadyDone):
            async with database.store.transaction(TENANT) as tx:
                await tx.use_intent("form", "UADA", Purpose.ROTATE, clock())


async def test_a_refused_submit_leaves_the_form_usable(
    database: Database, clock: Clock, opened: Intent
) -> None:
    async def refused() -> None:
        async with database.store.transaction(TENANT) as tx:
            await tx.use_intent("form", "UADA", Purpose.ROTATE, clock())
            raise FormExpired

    with pytest.raises(FormExpired):
        await refused()
    async with database.store.transaction(TENANT) as tx:
        assert await tx.use_intent("form", "UADA", Purpose.ROTATE, clock())


@pytest.mark.parametrize(("form_id", "actor"), [("form", "UEVE"), ("other", "UADA")])
async def test_a_form_is_only_for_who_opened_it(
    database: Database, clock: Clock, opened: Intent, form_id: str, actor: str
) -> None:
    async with database.store.transaction(TENANT) as tx:
        with pytest.raises(FormExpired):
            await tx.use_intent(form_id, actor, Purpose.ROTATE, clock())
        with pytest.raises(FormExpired):
            await tx.intent(form_id, actor, clock())


async def test_a_form_does_only_what_it_was_opened_for(
    database: Database, clock: Clock, opened: Intent
) -> None:
    for purpose in set(Purpose) - {Purpose.ROTATE}:
        with pytest.raises(FormExpired):
            async with database.store.transaction(TENANT) as tx:
                await tx.use_intent("form", "UADA", purpose, clock())
    async with database.store.transaction(TENANT) as tx:
        assert await tx.use_intent("form", "UADA", Purpose.ROTATE, clock())


async def test_a_form_expires_at_the_very_instant(database: Database, clock: Clock, opened: Intent) -> None:
    async with database.store.transaction(TENANT) as tx:
        clock.pass_(LIFETIME - timedelta(microseconds=1))
        assert await tx.intent("form", "UADA", clock()) == opened
        clock.pass_(timedelta(microseconds=1))
        with pytest.raises(FormExpired):
            await tx.intent("form", "UADA", clock())


async def test_settings_are_the_defaults_until_they_are_set(database: Database) -> None:
    settings = Workspace(
        tenant=TENANT,
        enabled=False,
        admins_by_default=False,
        security_channel="C1",
        period=timedelta(days=30),
        overlap=Overlap.HOUR,
        time_zone="Europe/Berlin",
        quiet_from=time(22, 30),
        quiet_until=time(6, 0),
    )
    async with database.store.transaction(TENANT) as tx:
        assert await tx.workspace() == Workspace(tenant=TENANT)
        for wanted in (settings, replace(settings, security_channel=None)):
            await tx.set_workspace(wanted, by="UADA", security_channel=wanted.security_channel)
            assert await tx.workspace() == wanted
        newest, older = await tx.audit()
    assert newest.event is older.event is Event.SETTINGS_CHANGE
    assert (newest.details, older.details) == ({"security_channel": None}, {"security_channel": "C1"})


async def test_roles_are_given_changed_and_taken_away(database: Database) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.set_role("UBOB", Role.VIEWER, by="UADA")
        await tx.set_role("UBOB", Role.MANAGER, by="UADA")
        await tx.set_role("UCYN", Role.ADMIN, by="UADA")
        assert await tx.grants() == [("UCYN", Role.ADMIN), ("UBOB", Role.MANAGER)]
        assert await tx.role("UBOB") is Role.MANAGER

        await tx.set_role("UBOB", Role.NONE, by="UADA")
        assert await tx.grants() == [("UCYN", Role.ADMIN)]
        newest = (await tx.audit(limit=1))[0]
    assert (newest.event, newest.actor, newest.subject) == (Event.ACCESS_GRANT, "UADA", "UBOB")
    assert newest.details == {"role": "none", "before": "manager"}


async def test_settings_and_roles_count_the_epoch(database: Database) -> None:
    before = await database.epoch()
    async with database.store.transaction(TENANT) as tx:
        await tx.set_role("UBOB", Role.VIEWER, by="UADA")
    async with database.store.transaction(TENANT) as tx:
        await tx.set_workspace(Workspace(tenant=TENANT), by="UADA")
    async with database.store.transaction(TENANT) as tx:
        await tx.note(Event.SETTINGS_CHANGE, by="UADA")
    assert await database.epoch() == before + 2
