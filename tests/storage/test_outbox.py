"""Notices are handed out once at a time, and none is lost or sent for ever."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.delivery import Outbox
from core.intent import LIFETIME, Intent, Purpose
from core.notices import Kind, Notice
from core.ports import Replays, Store
from storage.database import Database
from storage.outbox import _COUNTS
from storage.pruning import Pruned
from tests.databases import Clock
from tests.storage.making import TENANT

LEASE = timedelta(seconds=60)


def _notice(number: int = 0) -> Notice:
    return Notice(
        kind=Kind.NOW_YOURS, to=f"U{number}", integration_id="i1", facts={"by": "UADA"}, urgent=True
    )


def _form(clock: Clock) -> Intent:
    return Intent(
        id="form",
        tenant=TENANT,
        purpose=Purpose.CREATE,
        actor="UADA",
        created_at=clock(),
        expires_at=clock() + LIFETIME,
    )


async def _say(database: Database, count: int = 1) -> None:
    async with database.store.transaction(TENANT) as tx:
        for number in range(count):
            await tx.say(_notice(number))


def test_the_database_is_what_the_ports_ask_for(database: Database) -> None:
    ports: tuple[Store, Outbox, Replays] = (database.store, database.outbox, database.replays)
    assert all(ports)


async def test_a_notice_is_handed_out_as_it_was_said(database: Database, clock: Clock) -> None:
    await _say(database)
    (outgoing,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
    assert outgoing.notice == _notice()
    assert (outgoing.tenant, outgoing.created_at, outgoing.attempts) == (TENANT, clock(), 0)


async def test_a_refused_change_says_nothing(database: Database, clock: Clock) -> None:
    async def refused() -> None:
        async with database.store.transaction(TENANT) as tx:
            await tx.say(_notice())
            raise LookupError

    with pytest.raises(LookupError):
        await refused()
    assert await database.outbox.claim(clock(), lease=LEASE, limit=10) == []


async def test_nobody_else_gets_a_notice_while_it_is_leased(database: Database, clock: Clock) -> None:
    await _say(database, 10)
    batches = await asyncio.gather(*(database.outbox.claim(clock(), lease=LEASE, limit=4) for _ in range(4)))
    ids = [outgoing.id for batch in batches for outgoing in batch]
    assert len(ids) == len(set(ids)) == 10


async def test_whoever_died_with_a_notice_passes_it_on(database: Database, clock: Clock) -> None:
    await _say(database)
    (first,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
    clock.pass_(LEASE - timedelta(microseconds=1))
    assert await database.outbox.claim(clock(), lease=LEASE, limit=10) == []
    clock.pass_(timedelta(microseconds=1))
    (second,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
    assert (second.id, second.attempts, second.doubtful) == (first.id, 1, True)


async def test_what_is_delivered_is_done(database: Database, clock: Clock) -> None:
    await _say(database)
    (outgoing,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
    await database.outbox.delivered(outgoing.id, clock(), channel="D1", ts="1.2")
    # The news of a slower process, whose lease had run out, changes nothing.
    await database.outbox.failed(outgoing, error="timeout", retry_at=clock())
    clock.pass_(LEASE)
    assert await database.outbox.claim(clock(), lease=LEASE, limit=10) == []
    assert await database.outbox.counts() == {"waiting": 0, "delivered": 1, "buried": 0}


async def test_what_failed_is_tried_again_at_its_time(database: Database, clock: Clock) -> None:
    await _say(database)
    (outgoing,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
    await database.outbox.failed(outgoing, error="ratelimited", retry_at=clock() + timedelta(seconds=5))
    clock.pass_(timedelta(seconds=4))
    assert await database.outbox.claim(clock(), lease=LEASE, limit=10) == []
    clock.pass_(timedelta(seconds=1))
    (again,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
    assert (again.attempts, again.doubtful) == (1, False)


async def test_what_nobody_answered_for_is_in_doubt_until_it_is_settled(
    database: Database, clock: Clock
) -> None:
    await _say(database)
    (first,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    await database.outbox.failed(first, error="TimeoutError", retry_at=clock(), unknown=True)
    (second,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    await database.outbox.failed(second, error="ratelimited", retry_at=clock())
    (third,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    assert [each.doubtful for each in (first, second, third)] == [False, True, True]


async def test_what_was_put_back_was_not_even_tried(database: Database, clock: Clock) -> None:
    await _say(database)
    (outgoing,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    await database.outbox.put_back(outgoing, clock())
    (again,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    assert again == outgoing

    morning = clock() + timedelta(hours=9)
    await database.outbox.put_back(again, morning, not_allowed=True)
    clock.pass_(timedelta(hours=9))
    (later,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    assert (later.attempts, later.doubtful, later.allowed_at) == (0, False, morning)


async def test_whoever_was_slower_than_the_lease_has_no_say_any_more(
    database: Database, clock: Clock
) -> None:
    """Its row is on its way again: due at once, it would be said a second time meanwhile."""
    await _say(database)
    (slow,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    clock.pass_(LEASE)
    (quick,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    await database.outbox.failed(slow, error="late", retry_at=clock())
    await database.outbox.put_back(slow, clock())
    async with database.store.transaction(TENANT) as tx:
        assert not await tx.dead_letters.bury(slow, clock(), "late")
    assert await database.outbox.claim(clock(), lease=LEASE, limit=1) == []
    await database.outbox.delivered(quick.id, clock())
    assert (await database.outbox.counts())["delivered"] == 1


async def test_what_is_buried_is_kept_for_an_operator(database: Database, clock: Clock) -> None:
    await _say(database)
    (outgoing,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
    async with database.store.transaction(TENANT) as tx:
        assert await tx.dead_letters.bury(outgoing, clock(), "x" * 5000)
    clock.pass_(timedelta(days=1))
    assert await database.outbox.claim(clock(), lease=LEASE, limit=10) == []
    assert await database.outbox.counts() == {"waiting": 0, "delivered": 0, "buried": 1}


async def test_the_longest_due_goes_first_and_none_too_early(database: Database, clock: Clock) -> None:
    async with database.store.transaction(TENANT) as tx:
        for number, minutes in enumerate((30, 10, 20)):
            await tx.say(_notice(number), not_before=clock() + timedelta(minutes=minutes))
    clock.pass_(timedelta(minutes=20))
    (first,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    (second,) = await database.outbox.claim(clock(), lease=LEASE, limit=9)
    assert (first.notice.to, second.notice.to) == ("U1", "U2")


async def test_what_is_urgent_does_not_queue_behind_what_waits_for_the_morning(
    database: Database, clock: Clock
) -> None:
    async with database.store.transaction(TENANT) as tx:
        for number in range(5):
            await tx.say(replace(_notice(number), urgent=False))
    clock.pass_(timedelta(seconds=1))
    await _say(database)
    (first,) = await database.outbox.claim(clock(), lease=LEASE, limit=1)
    assert first.notice.urgent


async def test_a_new_checklist_does_not_queue_behind_what_is_said_below_others(
    database: Database, clock: Clock
) -> None:
    async with database.store.transaction(TENANT) as tx:
        await tx.say(replace(_notice(), kind=Kind.INCIDENT_ACT))
        clock.pass_(timedelta(seconds=1))
        await tx.say(replace(_notice(), kind=Kind.INCIDENT))
        await tx.say(replace(_notice(), kind=Kind.INCIDENT, urgent=False))
    said = []
    for _ in range(3):
        (outgoing,) = await database.outbox.claim(clock(), lease=LEASE, limit=10)
        said.append((outgoing.notice.kind, outgoing.notice.urgent))
        await database.outbox.delivered(outgoing.id, clock())
    assert said == [(Kind.INCIDENT, True), (Kind.INCIDENT_ACT, True), (Kind.INCIDENT, False)]


async def test_of_each_conversation_one_is_handed_out_and_none_of_those_under_way(
    database: Database, clock: Clock
) -> None:
    async with database.store.transaction(TENANT) as tx:
        for number in (1, 1, 2, 2, 3):
            await tx.say(_notice(number))
            clock.pass_(timedelta(seconds=1))
    first = await database.outbox.claim(clock(), lease=LEASE, limit=9, besides={"U3"})
    second = await database.outbox.claim(clock(), lease=LEASE, limit=9)
    third = await database.outbox.claim(clock(), lease=LEASE, limit=9)
    assert [sorted(each.notice.to for each in batch) for batch in (first, second, third)] == [
        ["U1", "U2"],
        ["U1", "U2", "U3"],
        [],
    ]
    (one,), (other,) = (
        [each.created_at for each in batch if each.notice.to == "U1"] for batch in (first, second)
    )
    assert one < other, "in the order in which they were said"


async def test_a_courier_of_one_workspace_leaves_the_others_alone(database: Database, clock: Clock) -> None:
    for tenant in ("T1", "T2"):
        async with database.store.transaction(tenant) as tx:
            await tx.say(_notice())
    claimed = [
        await database.outbox.claim(clock(), lease=LEASE, limit=9, tenant=tenant)
        for tenant in ("T2", "T3", None)
    ]
    assert [[outgoing.tenant for outgoing in batch] for batch in claimed] == [["T2"], [], ["T1"]]


async def test_a_signed_request_is_new_once(database: Database, clock: Clock) -> None:
    keep, digest = timedelta(minutes=10), bytes(32)
    answers = await asyncio.gather(
        *(database.replays.first_time(digest, clock(), keep=keep) for _ in range(5))
    )
    assert sorted(answers) == [False, False, False, False, True]
    assert await database.replays.first_time(bytes([1]) * 32, clock(), keep=keep)
    clock.pass_(keep)
    assert await database.replays.first_time(digest, clock(), keep=keep)
    assert not await database.replays.first_time(digest, clock(), keep=keep)


async def test_what_has_served_its_time_is_deleted(database: Database, clock: Clock) -> None:
    await _say(database, 3)
    delivered, buried, _ = await database.outbox.claim(clock(), lease=LEASE, limit=3)
    await database.outbox.delivered(delivered.id, clock())
    async with database.store.transaction(TENANT) as tx:
        await tx.dead_letters.bury(buried, clock(), "no_such_user")
    await database.replays.first_time(bytes(32), clock(), keep=timedelta(minutes=10))
    async with database.store.transaction(TENANT) as tx:
        await tx.open_intent(_form(clock))

    nothing = Pruned(notices=0, requests=0, intents=0, said=0, cards=0, reminders=0, uses=0, credentials=0)
    assert await database.prune(clock()) == nothing
    clock.pass_(timedelta(days=2))
    assert await database.prune(clock()) == replace(nothing, requests=1, intents=1)
    clock.pass_(timedelta(days=29))
    assert await database.prune(clock()) == replace(nothing, notices=1)
    clock.pass_(timedelta(days=60))
    assert await database.prune(clock()) == replace(nothing, notices=1)
    assert await database.outbox.counts() == {"waiting": 1, "delivered": 0, "buried": 0}


async def test_counting_reads_an_index_of_each_state_and_no_notice_that_was_delivered(
    sqlite_database: Database,
) -> None:
    async with sqlite_database._connections.reading() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {_COUNTS}")
        read = [row.detail for row in plan if "outbox" in row.detail]
    assert read == [
        "SCAN outbox USING INDEX outbox_due",
        "SEARCH outbox USING COVERING INDEX outbox_delivered (state=?)",
        "SCAN outbox USING INDEX outbox_buried",
    ]
