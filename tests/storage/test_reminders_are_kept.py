"""The rows of reminders plan themselves with every change, on both databases, and cost what is due."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select

from core.audit import Event
from core.integration import Integration
from core.overlap import Overlap
from core.reminders.decision import Reached, Waiting
from core.reminders.hours import earliest
from core.reminders.snoozing import Snooze
from core.token import Proof
from storage.database import Database
from storage.reminder_queue import _due
from storage.tables import reminders
from tests.databases import Clock
from tests.storage.making import OTHER_TENANT, TENANT, a_secret, an_integration, confirmed, days, offering

FAR = datetime(2099, 1, 1, tzinfo=UTC)


async def settled(
    database: Database, clock: Clock, name: str = "Billing", tenant: str = TENANT, owner: str = "UOWNER"
) -> Integration:
    """With one current token."""
    async with database.store.transaction(tenant) as tx:
        made = replace(an_integration(clock(), name, tenant), owner=owner)
        made = confirmed(await offering(tx, made, a_secret(), clock()), clock())
        await tx.add(made, by="UADA")
        return await tx.integration(made.id)


async def rotated(database: Database, clock: Clock, integration: Integration) -> Integration:
    async with database.store.transaction(TENANT) as tx:
        found = await tx.integration(integration.id)
        offered = await tx.save(await offering(tx, found, a_secret(), clock()), Event.TOKEN_OFFER, by="UADA")
        return await tx.save(confirmed(offered, clock(), Proof.SAVED), Event.TOKEN_CONFIRM, by="UADA")


async def waiting(database: Database, tenant: str = TENANT) -> list[Waiting]:
    async with database.store.reading(tenant) as reading:
        return [*await reading.reminders.ahead(FAR)]


async def say(database: Database, *stages: int) -> None:
    """The one reminder that waits."""
    (one,) = await waiting(database)
    async with database.store.transaction(TENANT) as tx:
        await tx.reminders.said({one: Reached(stages)})


def summary(found: list[Waiting]) -> list[tuple[str, int]]:
    return [(each.token_id, each.stage) for each in found]


async def test_a_current_token_has_one_row_and_an_offered_one_none(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.add(await offering(tx, an_integration(clock()), a_secret(), clock()), by="UADA")
    assert await waiting(database) == []
    made = await settled(database, clock, "Invoices")
    (row,) = await waiting(database)
    assert made.current is not None
    assert made.due_at is not None
    assert row == Waiting(
        tenant=TENANT,
        integration_id=made.id,
        token_id=made.current.id,
        due_at=made.due_at,
        stage=30,
        owner="UOWNER",
        at=earliest(made.due_at, 30),
    )


async def test_a_rotation_and_its_cancelling_move_the_row_and_repeat_nothing(
    database: Database, clock: Clock
) -> None:
    made = await settled(database, clock)
    old = made.tokens[0].id
    await say(database, 30)
    clock.pass_(days(1))
    changed = await rotated(database, clock, made)
    new = changed.current
    assert new is not None
    assert new.overlap is Overlap.WEEK
    assert summary(await waiting(database)) == [(new.id, 30)]
    async with database.store.transaction(TENANT) as tx:
        await tx.save(changed.cancel_rotation(clock()), Event.ROTATION_CANCEL, by="UADA")
    assert summary(await waiting(database)) == [(old, 14)]


async def test_a_deletion_leaves_nothing_to_say(database: Database, clock: Clock) -> None:
    made = await settled(database, clock)
    async with database.store.transaction(TENANT) as tx:
        await tx.save(made.delete(clock()), Event.INTEGRATION_DELETE, by="UADA")
    assert await waiting(database) == []


async def test_a_change_of_words_leaves_the_row_as_it_is(database: Database, clock: Clock) -> None:
    made = await settled(database, clock)
    before = await waiting(database)
    await database.store.reminders.claim(before[0].at, lease=days(1), people=1, tenant=TENANT)
    async with database.store.transaction(TENANT) as tx:
        await tx.save(replace(made, description="Other words"), Event.INTEGRATION_EDIT, by="UADA")
    (after,) = await waiting(database)
    assert after.claimed_until is not None


async def test_a_snooze_survives_a_rotation_that_was_cancelled(database: Database, clock: Clock) -> None:
    made = await settled(database, clock)
    await say(database, 30)
    until = clock() + days(70)
    async with database.store.transaction(TENANT) as tx:
        said = (await tx.reminders.standing(made)).said
        assert said is not None
        wish = Snooze(by="UOWNER", at=clock(), until=until, reason="Holiday")
        await tx.reminders.snooze(made, said, wish, number=1)
    changed = await rotated(database, clock, made)
    async with database.store.transaction(TENANT) as tx:
        await tx.save(changed.cancel_rotation(clock()), Event.ROTATION_CANCEL, by="UADA")
    (row,) = await waiting(database)
    assert (row.stage, row.snoozed_until) == (30, until)


async def test_a_person_is_handed_out_whole_and_the_most_urgent_first(
    database: Database, clock: Clock
) -> None:
    for owner, names in {"ULATE": ["c"], "UEARLY": ["a", "b"]}.items():
        clock.pass_(-days(1) * len(names))
        for name in names:
            await settled(database, clock, name, owner=owner)
    claim = partial(database.store.reminders.claim, clock() + days(200), lease=days(1), tenant=TENANT)
    assert await database.store.reminders.due(clock() + days(200)) == 3
    first, second = await claim(people=1), await claim(people=5)
    assert [[each.owner for each in mine] for mine in first] == [["UEARLY", "UEARLY"]]
    assert [[each.owner for each in mine] for mine in second] == [["ULATE"]]
    assert await claim(people=5) == []


async def test_two_processes_never_share_a_person(database: Database, clock: Clock) -> None:
    for number in range(12):
        await settled(database, clock, f"Billing {number}", owner=f"U{number % 3}")
    later = clock() + days(200)
    claim = partial(database.store.reminders.claim, later, lease=days(1), people=2, tenant=TENANT)
    claims = await asyncio.gather(*(claim() for _ in range(3)))
    handed = [mine[0].owner for claimed in claims for mine in claimed]
    assert sorted(handed) == ["U0", "U1", "U2"]
    assert {len(mine) for claimed in claims for mine in claimed} == {4}


async def test_what_is_put_off_comes_back_then_and_what_was_replaced_does_not(
    database: Database, clock: Clock
) -> None:
    made, other = await settled(database, clock), await settled(database, clock, "Other")
    now = clock() + days(200)
    claim = partial(database.store.reminders.claim, lease=days(1), people=5, tenant=TENANT)
    ((first, second),) = await claim(now)
    await rotated(database, clock, other)
    await database.store.reminders.put_off(dict.fromkeys((first, second), now + days(1)))
    ((again,),) = [
        [each for each in mine if each.token_id in {first.token_id, second.token_id}]
        for mine in await claim(now + days(1))
    ]
    assert again.integration_id == made.id


async def test_workspaces_are_looked_at_apart(database: Database, clock: Clock) -> None:
    await settled(database, clock)
    await settled(database, clock, tenant=OTHER_TENANT)
    assert [each.tenant for each in await waiting(database, OTHER_TENANT)] == [OTHER_TENANT]
    now = clock() + days(200)
    claimed = await database.store.reminders.claim(now, lease=days(1), people=5, tenant=TENANT)
    assert [each.tenant for mine in claimed for each in mine] == [TENANT]
    everywhere = await database.store.reminders.claim(now, lease=days(1), people=5)
    assert [each.tenant for mine in everywhere for each in mine] == [OTHER_TENANT]


async def test_what_was_settled_is_forgotten_after_a_year_and_what_waits_is_not(
    database: Database, clock: Clock
) -> None:
    await settled(database, clock)
    await say(database, 30)
    assert (await database.prune(clock() + days(399))).reminders == 0
    assert (await database.prune(clock() + days(400))).reminders == 1
    assert [stage for _, stage in summary(await waiting(database))] == [14]


async def test_a_sweep_reads_what_is_due_by_its_index(sqlite_database: Database, clock: Clock) -> None:
    query = select(reminders.c.at).where(_due(clock(), TENANT))
    async with sqlite_database._connections.reading() as connection:
        compiled = query.compile(dialect=connection.dialect)
        anything = tuple(None for _ in compiled.positiontup or ())
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", anything)
        assert "USING INDEX reminders_due (tenant=? AND at<?)" in plan.one().detail
