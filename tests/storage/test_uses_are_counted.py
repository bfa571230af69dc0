"""The use log adds up what was seen, from any number of processes, and stays within bounds."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.evidence import Caller, Usage, UseCount
from storage.database import Database
from storage.pruning import KEEP_USES
from storage.uses import CALLERS, LONGEST, SCOPES
from tests.databases import Clock
from tests.storage.making import OTHER_TENANT, TENANT, a_secret
from tests.storage.verifying import another, revoked, with_token

CURL = Caller("gateway-1", "203.0.113.0/24", "curl")
SECOND = timedelta(seconds=1)


def used(at: datetime, caller: Caller = CURL, **changes: Any) -> UseCount:
    once = UseCount(
        tenant=TENANT,
        integration_id="integration-1",
        token_id="token-1",
        caller=caller,
        first_at=at,
        last_at=at,
        count=1,
    )
    return replace(once, **changes)


async def usage(database: Database, tenant: str = TENANT) -> Usage:
    async with database.store.reading(tenant) as reading:
        return await reading.usage("integration-1")


async def test_nothing_is_known_of_what_was_never_used(database: Database) -> None:
    assert await usage(database) == Usage()
    await database.uses.add([])
    assert await usage(database) == Usage()


async def test_uses_of_the_same_caller_are_added_up(database: Database, clock: Clock) -> None:
    start = clock()
    for seconds in (0, 10, 40, 45):
        await database.uses.add([used(start + seconds * SECOND)])
    (count,) = (await usage(database)).counts
    assert (count.first_at, count.last_at, count.count) == (start, start + 45 * SECOND, 4)
    assert count.longest_pause == 30 * SECOND


async def test_a_batch_that_comes_late_counts_as_well(database: Database, clock: Clock) -> None:
    start = clock()
    await database.uses.add([used(start + 60 * SECOND)])
    await database.uses.add([used(start), used(start + 70 * SECOND)])
    (count,) = (await usage(database)).counts
    assert (count.first_at, count.last_at, count.count) == (start, start + 70 * SECOND, 3)


async def test_tokens_callers_and_refusals_are_told_apart(database: Database, clock: Clock) -> None:
    cron = replace(CURL, agent="cron")
    refused = used(clock(), refused=True)
    batch = [used(clock()), used(clock(), cron), used(clock(), token_id="token-2"), refused]
    await database.uses.add(batch)
    found = await usage(database)
    assert {(each.token_id, each.caller, each.refused) for each in found.counts} == {
        ("token-1", CURL, False),
        ("token-1", cron, False),
        ("token-2", CURL, False),
        ("token-1", CURL, True),
    }
    assert [each.count for each in found.refused] == [1]


async def test_another_workspace_sees_nothing_of_it(database: Database, clock: Clock) -> None:
    await database.uses.add([used(clock())])
    assert await usage(database, OTHER_TENANT) == Usage()


async def test_the_last_time_of_each_permission_is_kept(database: Database, clock: Clock) -> None:
    later = clock() + SECOND
    await database.uses.add([used(clock(), scopes={"read": later, "write": clock()})])
    await database.uses.add(
        [used(clock(), scopes={"read": clock()}), used(clock(), token_id="token-2", scopes={"write": later})]
    )
    assert (await usage(database)).scopes == {"read": later, "write": later}


async def test_a_flood_of_addresses_does_not_fill_the_table(database: Database, clock: Clock) -> None:
    many = [Caller("gateway-1", f"10.{n // 250}.{n % 250}.0/24", "bot") for n in range(CALLERS + 50)]
    await database.uses.add([used(clock(), caller) for caller in many[:100]])
    await database.uses.add([used(clock(), caller) for caller in many[100:]])
    found = (await usage(database)).counts
    assert len(found) == CALLERS + 1
    assert sum(each.count for each in found) == CALLERS + 50, "everybody is counted"
    (others,) = [each for each in found if not each.caller.told]
    assert (others.caller, others.count) == (Caller("gateway-1"), 50)


async def test_a_flood_of_permissions_does_not_fill_the_table(database: Database, clock: Clock) -> None:
    asked = {f"scope{n}": clock() for n in range(SCOPES + 50)} | {"x" * (LONGEST + 1): clock()}
    await database.uses.add([used(clock(), scopes=asked)])
    assert len((await usage(database)).scopes) == SCOPES


async def test_what_a_gateway_says_is_cut_short(database: Database, clock: Clock) -> None:
    await database.uses.add([used(clock(), Caller("gateway-1", "n" * 5000, "a" * 5000))])
    (count,) = (await usage(database)).counts
    assert (len(count.caller.network), len(count.caller.agent)) == (LONGEST, LONGEST)


async def test_two_processes_lose_nothing(database: Database, clock: Clock) -> None:
    async with another(database, clock) as elsewhere:
        batches = [
            place.uses.add([used(clock()), used(clock(), token_id="token-2")])
            for place in (database, elsewhere)
            for _ in range(5)
        ]
        await asyncio.gather(*batches)
    assert [each.count for each in (await usage(database)).counts] == [10, 10]


@pytest.mark.parametrize("steps", [(0, 60), (60, 0), (0, 0)])
async def test_the_mark_of_the_clock_only_moves_forward(
    database: Database, clock: Clock, steps: tuple[int, int]
) -> None:
    assert await database.clock_mark.read() is None
    for step in steps:
        await database.clock_mark.advance(clock() + step * SECOND)
    assert await database.clock_mark.read() == clock() + max(steps) * SECOND


async def test_what_is_known_of_dead_tokens_goes_long_after_the_last_try(
    database: Database, clock: Clock
) -> None:
    """Of living ones nothing goes, however long ago they were used."""
    start = clock()
    alive = await with_token(database, clock, a_secret(1), "Alive")
    dead = await with_token(database, clock, a_secret(2), "Dead")
    await revoked(database, dead, clock)
    seen = {"contacts.write": start}
    ours = [used(start, integration_id=it.id, token_id=it.tokens[0].id, scopes=seen) for it in (alive, dead)]
    tried = used(start + SECOND, integration_id=dead.id, token_id=dead.tokens[0].id, refused=True)
    await database.uses.add([*ours, tried])

    async def kept() -> list[int]:
        async with database.store.reading(TENANT) as reading:
            return [len((await reading.usage(it.id)).counts) for it in (alive, dead)]

    assert (await database.prune(start + KEEP_USES - SECOND)).uses == 0
    assert (await database.prune(start + KEEP_USES)).uses == 2, "and what it asked for"
    assert await kept() == [1, 1]
    assert (await database.prune(start + KEEP_USES + SECOND)).uses == 1
    assert await kept() == [1, 0]
