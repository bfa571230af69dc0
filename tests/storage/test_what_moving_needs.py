"""What moving to a new token reads: last uses for lists, running overlaps, and what was said already."""

from datetime import datetime, timedelta

import pytest

from core.audit import Event
from core.evidence import Caller, LastUse, UseCount
from core.integration import Integration
from core.overlap import Overlap
from core.place import Place
from core.refusals import UnknownIntegration
from storage.database import Database
from storage.pruning import KEEP_SAID
from tests.databases import Clock
from tests.storage.making import (
    OTHER_TENANT,
    TENANT,
    a_secret,
    a_token,
    an_integration,
    confirmed,
    days,
    new_id,
)

CURL, CRON = (Caller("gateway-1", "203.0.113.0/24", agent) for agent in ("curl", "cron"))
SECOND = timedelta(seconds=1)


async def used(
    database: Database, owner: str, who: Caller, at: datetime, *, tenant: str = TENANT, refused: bool = False
) -> None:
    count = UseCount(
        tenant=tenant,
        integration_id=owner,
        token_id=new_id(),
        caller=who,
        first_at=at,
        last_at=at,
        count=1,
        refused=refused,
    )
    await database.uses.add([count])


async def offered(database: Database, now: datetime) -> Place:
    """An integration whose first token nobody has confirmed."""
    made = an_integration(now, name=new_id())
    async with database.store.transaction(TENANT) as tx:
        first = a_token(await tx.fingerprint(a_secret()), 1, now)
        await tx.add(made.offer(first), by="UADA")
    return Place(TENANT, made.id, first.id)


async def overlapping(database: Database, now: datetime, overlap: Overlap = Overlap.WEEK) -> Place:
    """An integration whose old token still works."""
    made = an_integration(now, name=new_id())
    async with database.store.transaction(TENANT) as tx:
        first = a_token(await tx.fingerprint(a_secret()), 1, now)
        await tx.add(made.offer(first), by="UADA")
        saved = await tx.save(confirmed(await tx.integration(made.id), now), Event.TOKEN_CONFIRM, by="UADA")
        second = a_token(await tx.fingerprint(a_secret()), 2, now, overlap)
        rotated = await tx.save(saved.offer(second), Event.TOKEN_OFFER, by="UADA")
        await tx.save(confirmed(rotated, now), Event.TOKEN_CONFIRM, by="UADA")
    return Place(TENANT, made.id, first.id)


async def paged(
    database: Database, limit: int, *, ending_by: datetime | None = None, until_moved: bool = False
) -> list[Place]:
    found: list[Place] = []
    while page := await database.store.overlaps(
        limit, after=found[-1] if found else None, ending_by=ending_by, until_moved=until_moved
    ):
        assert len(page) <= limit
        found += page
    return found


async def test_the_last_use_counts_callers_of_the_last_day_only(database: Database, clock: Clock) -> None:
    now = clock()
    await used(database, "one", CURL, now)
    await used(database, "one", CURL, now - SECOND)
    await used(database, "one", CRON, now - days(1) + SECOND)
    await used(database, "one", Caller("gateway-2", "", ""), now - days(1))
    await used(database, "old", CURL, now - days(40))
    await used(database, "tried", CURL, now, refused=True)
    await used(database, "elsewhere", CURL, now, tenant=OTHER_TENANT)

    async with database.store.reading(TENANT) as reading:
        found = await reading.last_uses(["one", "old", "tried", "never", "elsewhere"], now)
        assert await reading.last_uses([], now) == {}
    assert found == {"one": LastUse(now, 2), "old": LastUse(now - days(40), 0)}


async def test_running_overlaps_are_paged_through_once_each(database: Database, clock: Clock) -> None:
    made = {await overlapping(database, clock()) for _ in range(5)}
    for limit in (1, 2, 5, 100):
        found = await paged(database, limit)
        assert (len(found), set(found)) == (5, made)


async def test_only_those_are_found_that_end_by_then(database: Database, clock: Clock) -> None:
    place = await overlapping(database, clock())
    assert await paged(database, 10, ending_by=clock() + days(7) - SECOND) == []
    assert await paged(database, 10, ending_by=clock() + days(7)) == [place]


async def test_only_those_are_found_that_end_when_everybody_has_moved(
    database: Database, clock: Clock
) -> None:
    await overlapping(database, clock())
    place = await overlapping(database, clock(), Overlap.UNTIL_MOVED)
    assert await paged(database, 10, until_moved=True) == [place]


async def test_what_nobody_took_up_is_paged_through_once_each(database: Database, clock: Clock) -> None:
    made = {await offered(database, clock()) for _ in range(3)}
    await overlapping(database, clock())
    found: list[Place] = []
    while page := await database.store.unconfirmed(clock(), 2, after=found[-1] if found else None):
        found += page
    assert (len(found), set(found)) == (3, made)
    assert await database.store.unconfirmed(clock() - SECOND, 2, after=None) == []


async def test_what_is_said_once_is_remembered_in_its_own_workspace(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        assert not await tx.was_said("warning 1")
        assert await tx.first_time("warning 1")
        assert not await tx.first_time("warning 1")
    async with database.store.transaction(TENANT) as tx:
        assert await tx.was_said("warning 1")
        assert await tx.first_time("warning 2")
    async with database.store.transaction(OTHER_TENANT) as tx:
        assert await tx.first_time("warning 1")


async def test_what_could_not_be_said_was_not_said(database: Database) -> None:
    async def say_and_fail() -> None:
        async with database.store.transaction(TENANT) as tx:
            await tx.first_time("warning")
            await tx.integration("nowhere")

    with pytest.raises(UnknownIntegration):
        await say_and_fail()
    async with database.store.reading(TENANT) as reading:
        assert not await reading.was_said("warning")


async def test_what_was_said_is_forgotten_in_the_end(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.first_time("warning")
    assert (await database.prune(clock() + KEEP_SAID - SECOND)).said == 0
    assert (await database.prune(clock() + KEEP_SAID)).said == 1


async def test_the_quiet_period_is_kept_with_its_integration(database: Database, clock: Clock) -> None:
    made: Integration = an_integration(clock())
    async with database.store.transaction(TENANT) as tx:
        await tx.add(made, by="UADA")
    async with database.store.reading(TENANT) as reading:
        assert (await reading.integration(made.id)).quiet == days(1)
