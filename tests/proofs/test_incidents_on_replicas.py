"""Whatever an incident says unasked is said once: by any number of replicas, cut short at any moment."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from core.actions.watch_incidents import watch_incidents
from core.audit import Event
from core.incidents.kinds import PersonalData, Way
from core.notices import Kind
from core.ports import Tools
from core.responding import Call, respond
from storage.database import Database
from storage.master import MasterKey
from tests.core.ground import CATALOGUE
from tests.databases import MASTER, Clock
from tests.storage.making import TENANT, a_secret, an_integration, confirmed, new_id, offering

REPLICAS, INCIDENTS, HOURS, SEED = 3, 6, 30, 5


@pytest.fixture
async def replicas(database_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[list[Database]]:
    opened = [await Database.open(database_url, MasterKey(MASTER), now=clock) for _ in range(REPLICAS)]
    yield opened
    for each in opened:
        await each.close()


def tools_of(replica: Database, clock: Clock) -> Tools:
    return Tools(store=replica.store, now=clock, mint=a_secret, new_id=new_id, catalogue=CATALOGUE)


async def reported(tools: Tools, name: str) -> None:
    """With a token, a leader, and personal data in reach."""
    now = tools.now()
    call = Call(way=Way.REVOKE, personal_data=PersonalData.YES)
    async with tools.store.transaction(TENANT) as tx:
        made = await offering(tx, an_integration(now, name), a_secret(), now)
        await tx.add(made, by="UADA")
        current = await tx.save(confirmed(made, now), Event.TOKEN_CONFIRM, by="UADA")
        await respond(tools, tx, current, call, by="UADA", lead="UADA")


async def a_while(replicas: list[Database], clock: Clock, chance: Random) -> None:
    """An hour passes; all look after the incidents at once, some are cut short, and in the end one is not."""
    clock.pass_(timedelta(hours=1))
    running = [asyncio.create_task(watch_incidents(tools_of(each, clock))) for each in replicas]
    for task in running[1:]:
        for _ in range(chance.randrange(200)):
            await asyncio.sleep(0)
        if chance.random() < 0.5:
            task.cancel()
    for task in running:
        with suppress(asyncio.CancelledError):
            await task
    await watch_incidents(tools_of(replicas[0], clock))


async def each_thing_once(replicas: list[Database], clock: Clock, lap: int) -> None:
    chance, tools = Random(SEED + lap), tools_of(replicas[0], clock)
    names = [f"Integration {lap} {number}" for number in range(INCIDENTS)]
    for name in names:
        await reported(tools, name)
    for _ in range(HOURS):
        await a_while(replicas, clock, chance)

    said = await replicas[0].outbox.due(clock() + timedelta(days=1), 10_000)
    found = Counter((each.notice.kind, each.notice.to, each.notice.integration_id) for each in said)
    per_incident = Counter((kind, number) for (kind, to, _), number in found.items() if to == "UADA")
    # P2: an update is due every two hours, six times; of the 72 hours, one warning falls into 30.
    assert per_incident[Kind.INCIDENT_NUDGE, 6] == INCIDENTS
    assert per_incident[Kind.INCIDENT_CLOCK, 1] == INCIDENTS
    async with tools.store.reading(TENANT) as reading:
        entries = await reading.audit(limit=10_000)
    steps = Counter(
        (entry.subject, entry.details["step"]) for entry in entries if entry.event is Event.INCIDENT_STEP
    )
    assert set(steps.values()) == {1}, "a step was ticked twice"
    assert {step for _, step in steps} == {"declare", "identify", "quiet", "watch"}


@pytest.mark.slow
async def test_a_day_of_incidents_says_each_thing_once(replicas: list[Database], clock: Clock) -> None:
    await each_thing_once(replicas, clock, 0)
