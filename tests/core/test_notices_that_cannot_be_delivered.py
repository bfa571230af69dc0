"""What cannot be delivered: the admins hear that it is lost, and of a lost channel what was meant for it."""

from datetime import timedelta

import pytest

from core.actions.undelivered import COLLECTED_FOR, bury, in_charge, redirect, say_again
from core.actor import Role
from core.audit import OPERATOR, Event
from core.integration import Integration
from core.notices import Kind, Notice, Outgoing
from core.undelivered import INSTEAD_OF, WHY
from tests.core.examples import DAY, HOUR
from tests.core.ground import ADA, HOME, MAX, NOBODY, OLIVE, Ground, Hand
from tests.core.incident_ground import CHANNEL
from tests.core.test_sweeps_meet_people import deleting

LEASE = timedelta(minutes=5)


async def failing(
    ground: Ground, to: str, about: str = "nothing", kind: Kind = Kind.NOW_YOURS, **facts: str
) -> Outgoing:
    """A notice, claimed by whoever will find that it cannot be delivered."""
    async with ground.tools.store.transaction(HOME) as tx:
        notice = Notice(kind=kind, to=to, integration_id=about, facts=facts)
        number = await tx.say(notice, not_before=ground.clock.now)
    outbox = ground.database.outbox
    claimed = await outbox.claim(ground.clock.now, lease=LEASE, limit=100)
    (ours,) = [each for each in claimed if each.id == number]
    for other in claimed:
        if other != ours:
            await outbox.put_back(other, ground.clock.now)
    return ours


async def lose(ground: Ground, outgoing: Outgoing) -> bool:
    return await bury(ground.tools.store, outgoing, ground.clock.now, "user_disabled")


async def close(ground: Ground, outgoing: Outgoing) -> bool:
    return await redirect(ground.tools.store, outgoing, ground.clock.now, "is_archived")


async def waiting(ground: Ground, kind: Kind) -> list[Outgoing]:
    return [each for each in await ground.said() if each.notice.kind is kind]


async def readers(ground: Ground, kind: Kind) -> list[str]:
    return [each.notice.to for each in await waiting(ground, kind)]


async def deliver(ground: Ground, kind: Kind) -> None:
    for each in await waiting(ground, kind):
        await ground.database.outbox.delivered(each.id, ground.clock.now)


async def responsible(ground: Ground, about: Integration | str) -> list[str]:
    wanted = about if isinstance(about, str) else about.id
    async with ground.tools.store.reading(HOME) as reading:
        return [*await in_charge(reading, wanted)]


# --- who hears it instead


async def test_those_who_were_made_admins_are_in_charge_and_no_other_role(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    assert await responsible(ground, integration) == [OLIVE.id], "its owner, where there is no admin"
    await ground.give(ADA, Role.ADMIN)
    await ground.give(NOBODY, Role.RESPONDER)
    assert await responsible(ground, integration) == [ADA.id]


async def test_the_owner_of_what_was_deleted_is_still_known(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await deleting(ground, integration)()
    assert await responsible(ground, integration) == [OLIVE.id]


async def test_about_nothing_that_there_ever_was_nobody_is_in_charge(ground: Ground) -> None:
    assert await responsible(ground, "no-such-id") == []


# --- a person cannot be reached


async def test_a_lost_notice_is_kept_and_the_admins_hear_of_it_soon(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    outgoing = await failing(ground, MAX.id)
    assert await lose(ground, outgoing)
    async with ground.tools.store.reading(HOME) as reading:
        (letter,) = await reading.dead_letters.listed(10)
    assert (letter.notice, letter.error) == (outgoing.notice, "user_disabled")
    (told,) = await waiting(ground, Kind.UNDELIVERED)
    assert (told.notice.to, told.allowed_at) == (ADA.id, ground.clock.now + COLLECTED_FOR)


async def test_many_that_are_lost_together_are_one_message(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    for _ in range(3):
        await lose(ground, await failing(ground, MAX.id))
        ground.clock.pass_(timedelta(minutes=1))
    assert await readers(ground, Kind.UNDELIVERED) == [ADA.id]


async def test_what_is_lost_after_they_were_told_waits_for_the_next_day(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    await lose(ground, await failing(ground, MAX.id))
    ground.clock.pass_(HOUR)
    await deliver(ground, Kind.UNDELIVERED)
    await lose(ground, await failing(ground, MAX.id))
    (told,) = await waiting(ground, Kind.UNDELIVERED)
    tomorrow = (ground.clock.now + DAY).replace(hour=0, minute=0)
    assert told.allowed_at == tomorrow


async def test_a_loss_of_which_nobody_can_be_told_does_not_use_up_the_day(ground: Ground, hand: Hand) -> None:
    assert await lose(ground, await failing(ground, MAX.id, "no-such-id"))
    assert await readers(ground, Kind.UNDELIVERED) == []
    integration = await ground.settled(hand)
    await lose(ground, await failing(ground, MAX.id, integration.id))
    (told,) = await waiting(ground, Kind.UNDELIVERED)
    assert (told.notice.to, told.allowed_at) == (OLIVE.id, ground.clock.now + COLLECTED_FOR)


async def test_whoever_cannot_be_reached_is_told_last(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    await ground.give(MAX, Role.ADMIN)
    await lose(ground, await failing(ground, MAX.id))
    assert await readers(ground, Kind.UNDELIVERED) == [ADA.id]


async def test_the_only_one_there_is_hears_of_it_nevertheless(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    await lose(ground, await failing(ground, ADA.id))
    assert await readers(ground, Kind.UNDELIVERED) == [ADA.id]


@pytest.mark.parametrize("kind", [Kind.UNDELIVERED, Kind.CHANNEL_LOST])
async def test_that_bad_news_was_lost_is_told_to_nobody(ground: Ground, kind: Kind) -> None:
    await ground.give(ADA, Role.ADMIN)
    assert await lose(ground, await failing(ground, MAX.id, "", kind))
    assert await ground.said() == []


async def test_what_was_delivered_meanwhile_is_not_lost(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    outgoing = await failing(ground, MAX.id)
    await ground.database.outbox.delivered(outgoing.id, ground.clock.now)
    assert not await lose(ground, outgoing)
    assert await readers(ground, Kind.UNDELIVERED) == []


# --- a channel is lost


async def test_the_admins_hear_what_was_for_the_channel_and_that_it_is_lost(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    await ground.give(MAX, Role.ADMIN)
    assert await close(ground, await failing(ground, CHANNEL, kind=Kind.BAD_TOKENS, gateway="edge"))
    why = {INSTEAD_OF: CHANNEL, WHY: "is_archived"}
    said = [(each.notice.kind, each.notice.to, each.notice.facts) for each in await ground.said()]
    expected = [(Kind.CHANNEL_LOST, each.id, why) for each in (ADA, MAX)]
    expected += [(Kind.BAD_TOKENS, each.id, {"gateway": "edge"} | why) for each in (ADA, MAX)]
    assert sorted(said, key=str) == sorted(expected, key=str)


async def test_that_it_is_lost_is_said_once_a_day_and_what_was_for_it_each_time(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    for pause in (HOUR, DAY, HOUR):
        await close(ground, await failing(ground, CHANNEL, kind=Kind.BAD_TOKENS, gateway="edge"))
        ground.clock.pass_(pause)
    assert await readers(ground, Kind.CHANNEL_LOST) == [ADA.id] * 2
    assert await readers(ground, Kind.BAD_TOKENS) == [ADA.id] * 3


async def test_each_lost_channel_is_told_by_itself(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    for channel in (CHANNEL, "C-OTHER"):
        await close(ground, await failing(ground, channel, kind=Kind.BAD_TOKENS, gateway="edge"))
    lost = {each.notice.facts[INSTEAD_OF] for each in await waiting(ground, Kind.CHANNEL_LOST)}
    assert lost == {CHANNEL, "C-OTHER"}


async def test_a_board_makes_sense_in_its_channel_only(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    assert await close(ground, await failing(ground, CHANNEL, kind=Kind.BOARD))
    assert [each.notice.kind for each in await ground.said()] == [Kind.CHANNEL_LOST]


async def test_where_nobody_could_hear_it_instead_it_is_left_to_who_delivers(ground: Ground) -> None:
    outgoing = await failing(ground, CHANNEL, "no-such-id")
    assert not await close(ground, outgoing)
    assert [each.id for each in await ground.said()] == [outgoing.id]


async def test_what_arrived_meanwhile_is_not_said_to_others(ground: Ground) -> None:
    await ground.give(ADA, Role.ADMIN)
    outgoing = await failing(ground, CHANNEL)
    await ground.database.outbox.delivered(outgoing.id, ground.clock.now)
    assert await close(ground, outgoing)
    assert await ground.said() == []


# --- once more


async def two_lost(ground: Ground) -> list[str]:
    lost = [await failing(ground, each.id) for each in (MAX, OLIVE)]
    for each in lost:
        await lose(ground, each)
    return [each.id for each in lost]


async def test_the_operator_has_everything_said_again_and_it_is_on_record(ground: Ground) -> None:
    lost = await two_lost(ground)
    assert {each.id for each in await say_again(ground.tools, HOME)} == set(lost)
    assert set(await readers(ground, Kind.NOW_YOURS)) == {MAX.id, OLIVE.id}
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor, entry.details) == (Event.NOTICES_RETRY, OPERATOR, {"notices": 2})


async def test_the_operator_has_one_said_again_by_its_id(ground: Ground) -> None:
    first, second = await two_lost(ground)
    assert [each.id for each in await say_again(ground.tools, HOME, [first, "nonsense"])] == [first]
    async with ground.tools.store.reading(HOME) as reading:
        assert [each.id for each in await reading.dead_letters.listed(10)] == [second]


async def test_with_nothing_to_say_again_nothing_is_on_record(ground: Ground) -> None:
    before = await ground.record()
    assert await say_again(ground.tools, HOME) == []
    assert await ground.record() == before
