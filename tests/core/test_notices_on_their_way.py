"""What whoever delivers may rely on, whatever keeps the notices: see `core.delivery.Outbox`."""

from datetime import timedelta

from core.delivery import Outbox
from core.notices import Kind, Notice, Outgoing
from tests.core.examples import HOUR
from tests.core.ground import ADA, HOME, MAX, Ground

LEASE = timedelta(minutes=1)


def of(ground: Ground) -> Outbox:
    return ground.database.outbox


async def say(ground: Ground, to: str, tenant: str = HOME) -> None:
    async with ground.tools.store.transaction(tenant) as tx:
        await tx.say(Notice(kind=Kind.NOW_YOURS, to=to, integration_id="integration-1"))


async def claim(ground: Ground, tenant: str | None = None, besides: tuple[str, ...] = ()) -> list[Outgoing]:
    claimed = await of(ground).claim(ground.clock.now, lease=LEASE, limit=10, tenant=tenant, besides=besides)
    return [*claimed]


async def test_of_two_processes_one_delivers(ground: Ground) -> None:
    await say(ground, ADA.id)
    assert [len(await claim(ground)) for _ in range(2)] == [1, 0]


async def test_a_look_claims_nothing(ground: Ground) -> None:
    await say(ground, ADA.id)
    looked = await of(ground).due(ground.clock.now, 10)
    assert [each.id for each in looked] == [each.id for each in await claim(ground)]


async def test_one_person_is_told_one_thing_at_a_time_and_others_do_not_wait(ground: Ground) -> None:
    for to in (ADA.id, ADA.id, MAX.id):
        await say(ground, to)
    assert {each.notice.to for each in await claim(ground, besides=(MAX.id,))} == {ADA.id}
    assert sorted(each.notice.to for each in await claim(ground)) == [ADA.id, MAX.id]


async def test_a_bot_gets_what_is_for_its_own_workspace(ground: Ground) -> None:
    await say(ground, ADA.id)
    await say(ground, ADA.id, "T-OTHER")
    assert [each.tenant for each in await claim(ground, "T-OTHER")] == ["T-OTHER"]


async def test_whoever_dies_while_delivering_leaves_a_doubt(ground: Ground) -> None:
    await say(ground, ADA.id)
    await claim(ground)
    ground.clock.pass_(LEASE)
    (again,) = await claim(ground)
    assert (again.attempts, again.doubtful) == (1, True)


async def test_an_attempt_that_was_surely_in_vain_leaves_none(ground: Ground) -> None:
    await say(ground, ADA.id)
    for unknown in (False, True):
        (claimed,) = await claim(ground)
        assert not claimed.doubtful
        retry_at = ground.clock.now + HOUR
        await of(ground).failed(claimed, error="timeout", retry_at=retry_at, unknown=unknown)
        assert await claim(ground) == []
        ground.clock.pass_(HOUR)
    assert [each.doubtful for each in await claim(ground)] == [True]


async def test_what_was_not_even_tried_is_no_attempt(ground: Ground) -> None:
    await say(ground, ADA.id)
    (claimed,) = await claim(ground)
    morning = ground.clock.now + HOUR
    await of(ground).put_back(claimed, morning, not_allowed=True)
    assert await claim(ground) == []
    ground.clock.pass_(HOUR)
    (again,) = await claim(ground)
    assert (again.attempts, again.doubtful, again.allowed_at) == (0, False, morning)


async def test_what_was_delivered_is_never_said_again(ground: Ground) -> None:
    await say(ground, ADA.id)
    (claimed,) = await claim(ground)
    await of(ground).delivered(claimed.id, ground.clock.now)
    await of(ground).failed(claimed, error="too late", retry_at=ground.clock.now)
    ground.clock.pass_(LEASE)
    assert await claim(ground) == []
