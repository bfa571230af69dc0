"""What time brings about in an incident: each thing once, on any number of replicas."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions.assess import personal_data
from core.actions.close import close
from core.actions.confirm import confirm
from core.actions.show_token import show_token
from core.actions.watch_incidents import incidents_to_watch, watch_incidents
from core.audit import SYSTEM, Event
from core.evidence import Caller
from core.incidents.cadence import MOST_NUDGES, MOST_TURNS, SILENCE
from core.incidents.facts import Fact
from core.incidents.kinds import PersonalData
from core.incidents.steps import State, Step
from core.integration import Integration
from core.notices import Kind, Notice
from tests.core.ground import ADA, OLIVE, Ground, Hand
from tests.core.incident_ground import CHANNEL, REVOKE, Contested, incident_of, reported, use, why

CURL = Caller("gateway-1", "203.0.113.0/24", "curl")
STRANGER = Caller("gateway-1", "198.51.100.0/24", "python")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def integration(ground: Ground, hand: Hand) -> Integration:
    await ground.change_workspace(security_channel=CHANNEL)
    made = await ground.settled(hand)
    await use(ground, made, 1, CURL, ground.clock.now)
    ground.clock.pass_(HOUR)
    return made


async def said(ground: Ground, kind: Kind) -> list[Notice]:
    """In the order of their readers: at one instant, there is no other."""
    found = [each.notice for each in await ground.said() if each.notice.kind is kind]
    return sorted(found, key=lambda each: each.to)


async def test_while_nothing_has_changed_nothing_is_done(ground: Ground, integration: Integration) -> None:
    await reported(ground, integration)
    before = await incident_of(ground, integration)

    assert (await incidents_to_watch(ground.tools), await watch_incidents(ground.tools)) == (0, Counter())
    assert await incident_of(ground, integration) == before


async def test_the_whole_way_of_a_rotation_shows_by_itself(
    ground: Ground, hand: Hand, integration: Integration
) -> None:
    await reported(ground, integration)
    await use(ground, integration, 1, CURL, ground.clock.now, refused=True)
    handover = (await ground.now(integration)).handover
    assert handover is not None
    ground.clock.pass_(MINUTE)
    issued = await show_token(ground.tools, OLIVE, integration.id, handover.id, hand.show)
    assert issued.token is not None
    await confirm(ground.tools, OLIVE, integration.id, issued.token.id)
    await use(ground, integration, 2, CURL, ground.clock.now)
    ground.clock.pass_(2 * HOUR)
    await watch_incidents(ground.tools)
    incident = await incident_of(ground, integration)

    assert {step: why(incident, step) for step in incident.steps if incident.mark(step).evident_at} == {
        Step.DECLARE: Fact.LED,
        Step.IDENTIFY: Fact.NAMED,
        Step.CONTAIN: Fact.REFUSED,
        Step.REPLACE: Fact.MINTED,
        Step.DELIVER: Fact.CONFIRMED,
        Step.WORKS: Fact.WORKING,
        Step.QUIET: Fact.SILENT,
    }
    ground.clock.pass_(8 * HOUR)
    await watch_incidents(ground.tools)
    assert why(await incident_of(ground, integration), Step.WATCH) is Fact.NO_NEW_CALLER


async def test_a_tick_is_on_record_with_who_it_was(ground: Ground, integration: Integration) -> None:
    await reported(ground, integration)
    await use(ground, integration, 1, STRANGER, ground.clock.now, refused=True)
    await watch_incidents(ground.tools)

    entry = (await ground.record())[0]
    assert (entry.event, entry.actor, entry.details["what"]) == (Event.INCIDENT_STEP, SYSTEM, "evident")
    assert (entry.details["step"], entry.details["fact"]) == ("contain", "refused")
    assert (entry.details["network"], entry.details["agent"]) == (STRANGER.network, STRANGER.agent)


async def test_when_the_old_token_is_tried_again_its_step_opens_and_people_hear_of_it_once(
    ground: Ground, integration: Integration
) -> None:
    await reported(ground, integration, REVOKE)
    ground.clock.pass_(SILENCE)
    await watch_incidents(ground.tools)
    assert why(await incident_of(ground, integration), Step.QUIET) is Fact.SILENT
    await use(ground, integration, 1, STRANGER, ground.clock.now, refused=True)
    for _ in range(3):
        ground.clock.pass_(MINUTE)
        await watch_incidents(ground.tools)

    incident = await incident_of(ground, integration)
    mark = incident.mark(Step.QUIET)
    assert (mark.state, mark.turned) == (State.OPEN, Fact.TRIED_AGAIN)
    told = await said(ground, Kind.INCIDENT_TURNED)
    assert [(each.to, each.urgent) for each in told] == [(CHANNEL, True), (ADA.id, True)]
    assert told[0].facts == {
        "incident": incident.id,
        "step": "quiet",
        "fact": "tried_again",
        "thread_of": incident.card,
    }
    ground.clock.pass_(SILENCE)
    await watch_incidents(ground.tools)
    assert (await incident_of(ground, integration)).mark(Step.QUIET).state is State.EVIDENT


async def test_a_forgotten_job_that_tries_every_hour_fills_the_thread_and_not_its_leaders_messages(
    ground: Ground, integration: Integration
) -> None:
    await reported(ground, integration, REVOKE)
    for _ in range(6):
        ground.clock.pass_(SILENCE)
        await watch_incidents(ground.tools)
        await use(ground, integration, 1, CURL, ground.clock.now, refused=True)
        await watch_incidents(ground.tools)

    told = [each.to for each in await said(ground, Kind.INCIDENT_TURNED)]
    assert (told.count(CHANNEL), told.count(ADA.id)) == (6, MOST_TURNS)


async def test_its_leader_is_reminded_as_often_as_the_severity_asks_and_not_for_ever(
    ground: Ground, integration: Integration
) -> None:
    await reported(ground, integration)
    for _ in range(40):
        ground.clock.pass_(8 * HOUR)
        await watch_incidents(ground.tools)

    nudges = await said(ground, Kind.INCIDENT_NUDGE)
    assert [each.to for each in nudges] == [ADA.id] * MOST_NUDGES
    assert [each.facts["last"] for each in nudges] == [""] * (MOST_NUDGES - 1) + ["yes"]


async def test_without_a_leader_the_channel_is_reminded(ground: Ground, integration: Integration) -> None:
    await reported(ground, integration)
    incident = await incident_of(ground, integration)
    async with ground.tools.store.transaction(incident.tenant) as tx:
        await tx.incidents.keep(replace(incident, lead=""))
    ground.clock.pass_(8 * HOUR)
    await watch_incidents(ground.tools)

    assert [each.to for each in await said(ground, Kind.INCIDENT_NUDGE)] == [CHANNEL]


async def test_the_72_hours_are_told_to_channel_and_leader(ground: Ground, integration: Integration) -> None:
    await reported(ground, integration)
    await personal_data(ground.tools, ADA, (await incident_of(ground, integration)).id, PersonalData.YES)
    ground.clock.pass_(48 * HOUR)
    await watch_incidents(ground.tools)
    await watch_incidents(ground.tools)

    told = await said(ground, Kind.INCIDENT_CLOCK)
    assert [(each.to, each.facts["hours"]) for each in told] == [(CHANNEL, "24"), (ADA.id, "24")]


async def test_the_review_is_asked_for_once_and_waits_for_the_morning(
    ground: Ground, integration: Integration
) -> None:
    await reported(ground, integration)
    incident = await incident_of(ground, integration)
    closed = await close(ground.tools, ADA, incident.id, reason="It was ours")
    assert closed.review_at is not None
    ground.clock.now = closed.review_at
    assert await watch_incidents(ground.tools) == Counter({"brought up to date": 1, "review": 1})
    ground.clock.pass_(DAY)
    assert await watch_incidents(ground.tools) == Counter()

    asked = await said(ground, Kind.INCIDENT_REVIEW)
    assert [(each.to, each.urgent) for each in asked] == [(CHANNEL, False), (ADA.id, False)]


async def test_many_replicas_say_each_thing_once(ground: Ground, integration: Integration) -> None:
    await reported(ground, integration)
    ground.clock.pass_(8 * HOUR)
    done = await asyncio.gather(*(watch_incidents(ground.tools) for _ in range(6)))

    assert sum(each["brought up to date"] for each in done) == 1
    assert len(await said(ground, Kind.INCIDENT_NUDGE)) == 1


async def test_a_closed_one_is_left_alone_by_whoever_was_about_to_look(
    ground: Ground, integration: Integration
) -> None:
    """Between the look without a lock and the one with it."""
    await reported(ground, integration)
    ground.clock.pass_(8 * HOUR)
    incident = await incident_of(ground, integration)
    looking = asyncio.create_task(watch_incidents(ground.tools))
    await close(ground.tools, ADA, incident.id, reason="It was ours")
    await looking

    assert not (await incident_of(ground, integration)).open


async def test_what_could_not_be_written_is_done_the_next_time(
    ground: Ground, integration: Integration
) -> None:
    await reported(ground, integration)
    ground.clock.pass_(8 * HOUR)
    assert await watch_incidents(Contested(ground, 1).tools()) == Counter()
    assert (await watch_incidents(ground.tools))["nudge"] == 1


async def test_what_shows_by_itself_is_said_below_the_card_but_not_at_the_opening(
    ground: Ground, integration: Integration
) -> None:
    await reported(ground, integration)
    assert await said(ground, Kind.INCIDENT_ACT) == []
    await use(ground, integration, 1, STRANGER, ground.clock.now, refused=True)
    await watch_incidents(ground.tools)

    (line,) = await said(ground, Kind.INCIDENT_ACT)
    assert (line.to, line.facts["by"], line.facts["event"]) == (CHANNEL, SYSTEM, "incident:step")
    assert (line.facts["step"], line.facts["what"], line.facts["fact"]) == ("contain", "evident", "refused")


async def test_what_does_not_show_any_more_stays_somebodys_word(
    ground: Ground, integration: Integration
) -> None:
    await reported(ground, integration)
    incident = await incident_of(ground, integration)
    claimed = replace(incident.mark(Step.DELIVER), claimed_by=ADA.id, claimed_at=ground.clock.now)
    mark = replace(claimed, fact=Fact.CONFIRMED, evident_at=ground.clock.now)
    async with ground.tools.store.transaction(incident.tenant) as tx:
        await tx.incidents.keep(replace(incident, marks={**incident.marks, Step.DELIVER: mark}))
    await watch_incidents(ground.tools)

    assert (await incident_of(ground, integration)).mark(Step.DELIVER).state is State.CLAIMED
    assert (await ground.record())[0].details["what"] == "faded"
    assert await said(ground, Kind.INCIDENT_TURNED) == []
