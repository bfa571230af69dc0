"""A compromise that is reported on the command line while Slack may be down: by name, or with the token."""

import pytest

from core.actions.compromise_by_hand import compromised, token_compromised
from core.audit import OPERATOR, Event
from core.incidents.incident import Incident
from core.incidents.kinds import Severity, Way
from core.notices import Kind
from core.overlap import Overlap
from core.refusals import UnknownIntegration
from core.token import Reason
from tests.core.examples import WEEK
from tests.core.ground import HOME, OLIVE, Ground, Hand
from tests.core.incident_ground import CHANNEL, Contested, incident_of
from tests.core.test_sweeps_meet_people import deleting
from tests.storage.making import a_secret

SCOPES = frozenset({"payments.write"})


async def incidents(ground: Ground) -> list[Incident]:
    async with ground.tools.store.reading(HOME) as reading:
        return [*await reading.incidents.latest()]


async def test_every_token_of_that_name_dies_and_no_new_one_waits(ground: Ground, hand: Hand) -> None:
    integration = await ground.overlapping(hand)
    done = await compromised(ground.tools, HOME, "BILLING")
    assert (done.ended, done.joined, done.incident.way) == (2, False, Way.REVOKE)
    assert {token.reason for token in await ground.tokens(integration)} == {Reason.COMPROMISED}
    assert (await ground.now(integration)).handover is None


async def test_it_is_the_operators_on_record_and_nobody_in_slack_leads_it(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await compromised(ground.tools, HOME, "Billing")
    by = {entry.event: entry.actor for entry in await ground.record()}
    assert (by[Event.INCIDENT_OPEN], by[Event.TOKEN_REVOKE]) == (OPERATOR, OPERATOR)
    incident = await incident_of(ground, integration)
    assert (incident.opened_by, incident.killed_by, incident.lead) == (OPERATOR, OPERATOR, "")


async def test_checklist_and_owner_notice_wait_until_slack_is_back(ground: Ground, hand: Hand) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    await ground.settled(hand)
    await compromised(ground.tools, HOME, "Billing")
    said = {each.notice.kind: each.notice.to for each in await ground.said()}
    assert (said[Kind.INCIDENT], said[Kind.INCIDENT_OWNER]) == (CHANNEL, OLIVE.id)


async def test_a_wrong_name_kills_nothing(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    with pytest.raises(UnknownIntegration, match="Did you mean “Billing”"):
        await compromised(ground.tools, HOME, "Biling")
    assert (await ground.now(integration)).current is not None
    assert await incidents(ground) == []


async def test_the_token_itself_says_which_integration_it_is(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand, scopes=SCOPES)
    other = await ground.settled(hand, name="Payroll")
    done = await token_compromised(ground.tools, hand.tokens[0])
    assert done is not None
    assert (done.integration.id, done.integration.tokens, done.integration.handover) == (
        integration.id,
        (),
        None,
    )
    assert (done.incident.by_digest, done.incident.severity, done.incident.opened_by) == (
        True,
        Severity.P2,
        OPERATOR,
    )
    assert (await ground.now(other)).current is not None


async def test_a_dead_token_kills_the_living_too_but_is_no_great_danger(ground: Ground, hand: Hand) -> None:
    integration = await ground.overlapping(hand, Overlap.AT_ONCE)
    ground.clock.pass_(WEEK)
    done = await token_compromised(ground.tools, hand.tokens[0])
    assert done is not None
    assert (await ground.now(integration)).tokens == ()
    assert [suspect.version for suspect in done.incident.suspects] == [2, 1]
    assert done.incident.severity is Severity.P4


async def test_what_is_none_of_ours_is_passed_over(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    assert await token_compromised(ground.tools, a_secret()) is None
    assert (await ground.now(integration)).current is not None
    assert await incidents(ground) == []


async def test_with_a_deleted_integration_all_its_tokens_are_gone_already(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await deleting(ground, integration)()
    with pytest.raises(UnknownIntegration):
        await token_compromised(ground.tools, hand.tokens[0])
    assert await incidents(ground) == []


@pytest.mark.parametrize("by_token", [False, True])
async def test_somebody_who_was_faster_does_not_save_the_token(
    ground: Ground, hand: Hand, *, by_token: bool
) -> None:
    integration = await ground.settled(hand)
    contested = Contested(ground, times=3).tools()
    if by_token:
        await token_compromised(contested, hand.tokens[0])
    else:
        await compromised(contested, HOME, "Billing")
    assert (await ground.now(integration)).tokens == ()
    assert len(await incidents(ground)) == 1
