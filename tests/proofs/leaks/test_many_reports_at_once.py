"""Reports come in at the same time, and to several processes: each counts once, the brake counts them all."""

import asyncio
from dataclasses import replace

from core.actions.brake import decide
from core.actions.leak import report_leak
from core.actor import Person
from core.audit import SCANNER, Event
from core.intent import LIFETIME, Intent, Purpose
from core.leaks.brake import MOST
from core.leaks.report import Label, Report, Source
from core.secret import Secret
from storage.database import Database
from storage.master import MasterKey
from tests.databases import MASTER, Clock
from tests.proofs.leaks.counter import Desk, finding
from tests.storage.making import TENANT

ADA = Person(tenant=TENANT, id="UADA", team=TENANT, is_admin=True)


def about(secret: Secret, place: object = "") -> Report:
    return Report(secret=secret, source=Source.GITHUB, by=SCANNER, url=f"https://example.org/{place}")


async def reported(desk: Desk) -> int:
    return [each.event for each in await desk.record()].count(Event.LEAK_REPORT)


async def test_the_same_report_ten_times_at_once_is_one(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    said = await asyncio.gather(*(desk.reported(finding(secret)) for _ in range(10)))
    assert [each.status for each in said] == [200] * 10
    assert await reported(desk) == 1
    assert not await desk.alive(integration)


async def test_the_brake_counts_what_comes_at_once(desk: Desk) -> None:
    made = [await desk.door.integration(f"Integration {number}") for number in range(MOST + 8)]
    tools = desk.door.tools
    labels = await asyncio.gather(*(report_leak(tools, about(secret)) for _, secret in made))
    assert set(labels) == {Label.TRUE_POSITIVE}
    alive = [await desk.alive(integration) for integration, _ in made]
    assert alive.count(True) == 8
    assert await reported(desk) == MOST + 8


async def test_what_is_held_is_there_after_a_restart(desk: Desk, database_url: str, clock: Clock) -> None:
    made = [await desk.door.integration(f"Integration {number}") for number in range(MOST + 3)]
    for _, secret in made:
        await report_leak(desk.door.tools, about(secret))
    again = await Database.open(database_url, MasterKey(MASTER), now=clock)
    try:
        async with again.store.reading(TENANT) as reading:
            held = await reading.leaks.held(10, until=clock.now)
        assert {each.integration_id for each in held} == {integration.id for integration, _ in made[MOST:]}
        intent = an_intent(clock)
        async with again.store.transaction(TENANT) as tx:
            await tx.open_intent(intent)
        tools = replace(desk.door.tools, store=again.store)
        assert await decide(tools, ADA, intent.id, until=clock.now, let_through=True) == 3
    finally:
        await again.close()
    assert [await desk.alive(integration) for integration, _ in made] == [False] * (MOST + 3)


def an_intent(clock: Clock) -> Intent:
    return Intent(
        id="decision",
        tenant=TENANT,
        purpose=Purpose.LEAKS_HELD,
        actor=ADA.id,
        integration_id=None,
        generation=None,
        created_at=clock.now,
        expires_at=clock.now + LIFETIME,
    )
