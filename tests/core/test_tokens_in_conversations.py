"""Tokens that were pasted into a conversation: where it was asked for, only ours, each place once."""

import pytest

from core.actions.pasted import deal_with, watching
from core.audit import SYSTEM, Event
from core.incidents.kinds import Exposure
from core.leaks.policy import OnLeak
from core.leaks.report import State
from core.token import Reason
from tests.core.ground import HOME, Ground, Hand
from tests.core.incident_ground import Contested, incident_of
from tests.storage.making import a_secret

URL = "https://example.slack.com/archives/C1/p1772357400000100"
MESSAGE = "C1 1772357400.000100"


@pytest.mark.parametrize("enabled", [True, False])
async def test_messages_are_looked_at_where_it_was_asked_for_also_while_switched_off(
    ground: Ground, *, enabled: bool
) -> None:
    await ground.change_workspace(enabled=enabled)
    assert not await watching(ground.tools, HOME), "nobody has asked for it"
    await ground.change_workspace(pasted_tokens=True)
    assert await watching(ground.tools, HOME)
    assert not await watching(ground.tools, "T-OTHER"), "they have not"


async def test_a_pasted_token_dies_as_one_that_people_inside_have_seen(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    states = await deal_with(ground.tools, hand.tokens, url=URL, message=MESSAGE)
    assert states == [State.REVOKED]
    assert [token.reason for token in await ground.tokens(integration)] == [Reason.COMPROMISED]
    incident = await incident_of(ground, integration)
    assert (incident.exposed.exposure, incident.exposed.link) == (Exposure.INTERNAL, URL)
    assert (incident.source, incident.by_digest, incident.opened_by) == (MESSAGE, True, SYSTEM)


async def test_where_it_was_pasted_is_on_record(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    await deal_with(ground.tools, hand.tokens, url=URL)
    (report,) = [each for each in await ground.record() if each.event is Event.LEAK_REPORT]
    assert (report.actor, report.details["url"], report.details["outcome"]) == (SYSTEM, URL, "revoked")


async def test_look_alikes_are_passed_over_and_leave_no_trace(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    before = await ground.record()
    assert await deal_with(ground.tools, [a_secret(), a_secret()], url=URL) == []
    assert await ground.record() == before
    assert (await ground.now(integration)).current is not None


async def test_one_message_with_several_tokens_is_dealt_with_one_by_one(ground: Ground, hand: Hand) -> None:
    billing = await ground.settled(hand)
    payroll = await ground.settled(hand, name="Payroll", on_leak=OnLeak.ALERT)
    found = [hand.tokens[0], a_secret(), hand.tokens[1]]
    assert await deal_with(ground.tools, found, url=URL) == [State.REVOKED, State.ALERTED]
    assert (await ground.now(billing)).current is None
    assert (await ground.now(payroll)).current is not None, "people decide about this one"


async def test_an_edited_message_is_the_same_place_and_another_message_is_not(
    ground: Ground, hand: Hand
) -> None:
    await ground.settled(hand)
    assert await deal_with(ground.tools, hand.tokens, url=URL) == [State.REVOKED]
    assert await deal_with(ground.tools, hand.tokens, url=URL) == []
    assert await deal_with(ground.tools, hand.tokens, url=f"{URL}0") == [State.DEAD]


async def test_somebody_who_was_faster_does_not_save_it(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    assert await deal_with(Contested(ground, times=3).tools(), hand.tokens, url=URL) == [State.REVOKED]
    assert (await ground.now(integration)).tokens == ()
