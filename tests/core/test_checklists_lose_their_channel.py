"""The channel of an incident is lost: its checklist goes on with whoever leads it, and its thread with it."""

from collections import Counter

from core.actions.steps import update
from core.actions.undelivered import redirect
from core.actor import Role
from core.cards import THREAD_OF
from core.incidents.incident import Incident
from core.notices import Kind, Outgoing
from core.ports import Tools
from core.undelivered import INSTEAD_OF, WHY
from tests.core.ground import ADA, HOME, MAX, OLIVE, Ground, Hand
from tests.core.incident_ground import CHANNEL, Contested, reported
from tests.core.test_notices_that_cannot_be_delivered import LEASE, deliver, readers, waiting

WHY_NOT = {INSTEAD_OF: CHANNEL, WHY: "is_archived"}


async def opened(ground: Ground, hand: Hand) -> Incident:
    """Led by Max; Ada was made an admin."""
    await ground.give(ADA, Role.ADMIN)
    await ground.change_workspace(security_channel=CHANNEL)
    return (await reported(ground, await ground.settled(hand), who=MAX)).response.incident


async def now(ground: Ground, incident: Incident) -> Incident:
    async with ground.tools.store.reading(HOME) as reading:
        return await reading.incidents.one(incident.id)


async def next_for_channel(ground: Ground) -> Outgoing:
    claimed = await ground.database.outbox.claim(ground.clock.now, lease=LEASE, limit=100)
    (found,) = [each for each in claimed if each.notice.to == CHANNEL]
    for other in claimed:
        if other != found:
            await ground.database.outbox.put_back(other, ground.clock.now)
    return found


async def lost(ground: Ground, tools: Tools | None = None) -> None:
    """The next thing that is for the channel cannot be said there."""
    outgoing = await next_for_channel(ground)
    assert await redirect((tools or ground.tools).store, outgoing, ground.clock.now, "is_archived")


async def test_its_leader_gets_it_and_so_do_the_admins(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await lost(ground)
    copies = {each.notice.to: each for each in await waiting(ground, Kind.INCIDENT)}
    assert copies.keys() == {MAX.id, ADA.id}
    assert copies[ADA.id].notice.facts == {"incident": incident.id, **WHY_NOT}
    after = await now(ground, incident)
    assert (after.place, after.card) == (MAX.id, copies[MAX.id].id), "what is done stands below the leader's"
    assert await readers(ground, Kind.CHANNEL_LOST) == [ADA.id]


async def test_where_nobody_leads_it_is_with_the_first_who_hears_of_it(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await ground.give(ADA, Role.NONE)
    async with ground.tools.store.transaction(HOME) as tx:
        await tx.incidents.keep(incident.led_by(""))
    await lost(ground)
    assert await readers(ground, Kind.INCIDENT) == [OLIVE.id], "its owner"
    assert (await now(ground, incident)).place == OLIVE.id


async def test_what_was_lost_below_it_stands_below_it_again(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await deliver(ground, Kind.INCIDENT)
    await update(ground.tools, MAX, incident.id, "We know the source")
    acts = await readers(ground, Kind.INCIDENT_ACT)
    for _ in acts:
        await lost(ground)
    assert sorted(await readers(ground, Kind.INCIDENT)) == [ADA.id, MAX.id], "it went there once"
    said = [each.notice for each in await waiting(ground, Kind.INCIDENT_ACT)]
    card = (await now(ground, incident)).card
    assert [each.facts[THREAD_OF] for each in said if each.to == MAX.id] == [card] * len(acts)
    assert [each.facts[WHY] for each in said if each.to == ADA.id] == ["is_archived"] * len(acts)
    assert not [each for each in said if each.to == ADA.id and THREAD_OF in each.facts]

    before = await readers(ground, Kind.INCIDENT_ACT)
    await update(ground.tools, MAX, incident.id, "Over")
    assert sorted(await readers(ground, Kind.INCIDENT_ACT)) == sorted([*before, MAX.id])


async def test_an_admin_who_leads_it_hears_everything_once(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await ground.give(MAX, Role.ADMIN)
    await deliver(ground, Kind.INCIDENT)
    await update(ground.tools, MAX, incident.id, "We know the source")
    acts = await readers(ground, Kind.INCIDENT_ACT)
    for _ in acts:
        await lost(ground)
    assert sorted(await readers(ground, Kind.INCIDENT)) == [ADA.id, MAX.id]
    assert Counter(await readers(ground, Kind.INCIDENT_ACT)) == {ADA.id: len(acts), MAX.id: len(acts)}


async def test_a_checklist_that_comes_too_late_is_not_sent_once_more(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    checklist = await next_for_channel(ground)
    assert checklist.notice.kind is Kind.INCIDENT
    await update(ground.tools, MAX, incident.id, "We know the source")
    await lost(ground)
    assert await redirect(ground.tools.store, checklist, ground.clock.now, "is_archived")
    assert sorted(await readers(ground, Kind.INCIDENT)) == [ADA.id, MAX.id]


async def test_that_somebody_acts_at_the_same_time_loses_nothing(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand)
    await lost(ground, Contested(ground, 2).tools())
    assert sorted(await readers(ground, Kind.INCIDENT)) == [ADA.id, MAX.id]
    assert (await now(ground, incident)).place == MAX.id
