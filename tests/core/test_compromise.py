"""Whoever reports a compromise: the tokens are dead, the right people hear of it, the new one waits."""

from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest

from core.actions.compromise import compromise
from core.actions.delete import delete
from core.actions.grant import grant
from core.actions.show_token import show_token
from core.actor import Person, Role
from core.audit import OPERATOR, Event
from core.evidence import Caller
from core.incidents.kinds import Exposed, Exposure, Way
from core.incidents.steps import State, Step
from core.intent import Purpose
from core.notices import Kind
from core.ports import Shown
from core.quarantine import Quarantine
from core.refusals import (
    AlreadyDone,
    NotAllowed,
    NotAMember,
    Overtaken,
    StorageBusy,
    SwitchedOff,
    UnknownIntegration,
)
from core.responding import respond
from core.token import Reason
from tests.core.ground import ADA, GUS, HOME, MAX, NOBODY, OLIVE, VERA, Ground, Hand
from tests.core.incident_ground import CHANNEL, QUARANTINE, REVOKE, ROTATE, incident_of, reported, use

CURL, CRON = Caller("gateway-1", "203.0.113.0/24", "curl"), Caller("gateway-1", "198.51.100.0/24", "cron")


async def test_every_token_dies_and_its_owner_may_collect_a_new_one(ground: Ground, hand: Hand) -> None:
    integration = await ground.overlapping(hand)
    done = await reported(ground, integration)

    assert [(token.reason, token.ended_at) for token in await ground.tokens(integration)] == [
        (Reason.COMPROMISED, ground.clock.now)
    ] * 2
    now = await ground.now(integration)
    assert now.handover is not None
    assert (now.handover.recipient, done.response.ended, done.issued) == (OLIVE.id, 2, None)


async def test_the_channel_gets_the_checklist_and_the_owner_hears_of_it(ground: Ground, hand: Hand) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    integration = await ground.settled(hand)
    await reported(ground, integration)

    incident = await incident_of(ground, integration)
    said = {each.notice.kind: each for each in await ground.said()}
    card = said[Kind.INCIDENT]
    assert (card.id, card.notice.to, card.notice.urgent) == (incident.card, CHANNEL, True)
    assert card.notice.facts == {"incident": incident.id}
    assert said[Kind.INCIDENT_OWNER].notice.to == OLIVE.id
    assert said[Kind.SHOW_TOKEN].notice.to == OLIVE.id


async def test_without_a_channel_its_leader_gets_the_checklist(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration)

    assert (await incident_of(ground, integration)).place == ADA.id


async def test_an_owner_who_reports_is_not_told_what_they_said(ground: Ground, hand: Hand) -> None:
    await reported(ground, await ground.settled(hand), who=OLIVE)

    assert Kind.INCIDENT_OWNER not in {each.notice.kind for each in await ground.said()}


async def test_whoever_may_hold_it_is_shown_the_new_token_at_once(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    done = await reported(ground, integration, who=MAX, hand=hand)

    assert done.issued is not None
    assert (done.issued.shown, len(hand.tokens)) == (Shown.SHOWN, 2)
    offered = (await ground.now(integration)).offered
    assert offered is not None
    assert (offered.version, offered.recipient) == (2, MAX.id)


async def test_a_responder_kills_and_its_owner_gets_the_new_token(ground: Ground, hand: Hand) -> None:
    await grant(ground.tools, ADA, NOBODY.id, Role.RESPONDER)
    integration = await ground.settled(hand)
    done = await reported(ground, integration, who=NOBODY, hand=hand)

    now = await ground.now(integration)
    assert now.handover is not None
    assert (done.issued, now.tokens, now.handover.recipient) == (None, (), OLIVE.id)


async def test_a_new_token_that_cannot_be_shown_waits_and_the_old_ones_stay_dead(
    ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand)
    hand.answer = Shown.REFUSED
    done = await reported(ground, integration, who=MAX, hand=hand)

    now = await ground.now(integration)
    assert done.issued is not None
    assert (done.issued.shown, now.tokens, now.handover is not None) == (Shown.REFUSED, (), True)


async def test_trouble_with_the_new_token_leaves_the_kill_as_it_is(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    ground.tools = replace(ground.tools, mint=_no_chance)
    done = await reported(ground, integration, who=MAX, hand=hand)

    now = await ground.now(integration)
    assert done.issued is None
    assert (now.tokens, now.handover is not None) == ((), True)


def _no_chance() -> NoReturn:
    raise StorageBusy


async def test_without_a_new_one_nothing_waits(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration, REVOKE)

    now = await ground.now(integration)
    incident = await incident_of(ground, integration)
    assert (now.tokens, now.handover) == ((), None)
    assert not {Step.REPLACE, Step.DELIVER, Step.WORKS} & set(incident.steps)


async def test_in_quarantine_tokens_live_on_for_known_callers_to_read(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand, scopes=frozenset({"invoices.readonly", "payments.write"}))
    began = ground.clock.now
    await use(ground, integration, 1, CURL, began)
    ground.clock.pass_(timedelta(hours=2))
    await use(ground, integration, 1, CRON, ground.clock.now)
    ground.clock.pass_(timedelta(minutes=1))
    exposed = Exposed(exposure=Exposure.INTERNAL, since=began + timedelta(hours=1))
    done = await reported(ground, integration, replace(QUARANTINE, exposed=exposed))

    held = (await ground.now(integration)).quarantine
    assert held is not None
    may, who = frozenset({"invoices.readonly"}), frozenset({CURL})
    assert held == Quarantine(at=ground.clock.now, scopes=may, callers=who)
    assert (done.response.ended, len((await ground.now(integration)).tokens)) == (0, 1)
    assert Step.QUIET not in done.response.incident.steps


async def test_killing_after_a_quarantine_ends_it_in_the_same_incident(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    first = await reported(ground, integration, QUARANTINE)
    second = await reported(ground, await ground.now(integration), ROTATE)

    now = await ground.now(integration)
    assert (now.quarantine, now.tokens, second.response.joined) == (None, (), True)
    assert second.response.incident.id == first.response.incident.id
    assert second.response.incident.way is Way.ROTATE
    assert [each.event for each in await ground.record()][:2] == [Event.TOKEN_REVOKE, Event.INCIDENT_CONTAIN]


async def test_a_second_report_kills_what_was_made_since(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration, who=MAX, hand=hand)
    done = await reported(ground, await ground.now(integration), REVOKE)

    assert [each.version for each in done.response.incident.suspects] == [1, 2]
    assert (await ground.now(integration)).tokens == ()


async def test_it_is_on_record_with_the_incident(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration)

    incident = await incident_of(ground, integration)
    entries = [entry for entry in await ground.record() if entry.details.get("incident") == incident.id]
    assert {Event.TOKEN_REVOKE, Event.INCIDENT_OPEN, Event.INCIDENT_STEP} <= {each.event for each in entries}
    assert {entry.subject for entry in entries} == {integration.id}


async def test_what_happens_at_once_is_ticked_at_once(ground: Ground, hand: Hand) -> None:
    done = await reported(ground, await ground.settled(hand))
    incident = done.response.incident

    assert incident.mark(Step.DECLARE).state is State.EVIDENT
    assert incident.mark(Step.IDENTIFY).state is State.EVIDENT
    assert (incident.mark(Step.CONTAIN).state, incident.mark(Step.CONTAIN).claimed_by) == (
        State.CLAIMED,
        ADA.id,
    )


@pytest.mark.parametrize(
    ("who", "refusal"), [(VERA, NotAllowed), (NOBODY, UnknownIntegration), (GUS, NotAMember)]
)
async def test_who_may_not_report_changes_nothing(
    who: Person, refusal: type[Exception], ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand)
    with pytest.raises(refusal):
        await reported(ground, integration, who=who)

    assert (await ground.now(integration)).current is not None


async def test_a_second_click_is_told_so(ground: Ground, hand: Hand) -> None:
    form = await ground.form(ADA, Purpose.COMPROMISE, await ground.settled(hand))
    await compromise(ground.tools, ADA, form, ROTATE)
    with pytest.raises(AlreadyDone):
        await compromise(ground.tools, ADA, form, ROTATE)


async def test_it_works_while_the_feature_is_off_and_the_new_token_can_be_collected(
    ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand)
    other = await ground.settled(hand, name="Another")
    await ground.rotated(other, hand, recipient=OLIVE)
    await ground.change_workspace(enabled=False)
    await reported(ground, integration)

    handover = (await ground.now(integration)).handover
    assert handover is not None
    issued = await show_token(ground.tools, OLIVE, integration.id, handover.id, hand.show)
    assert issued.token is not None
    handover = (await ground.now(other)).handover
    assert handover is not None
    with pytest.raises(SwitchedOff):
        await show_token(ground.tools, OLIVE, other.id, handover.id, hand.show)
    with pytest.raises(NotAMember):
        await show_token(ground.tools, GUS, integration.id, handover.id, hand.show)


async def test_whoever_comes_after_a_deletion_is_told_of_it(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    form = await ground.form(ADA, Purpose.COMPROMISE, integration)
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, integration))
    with pytest.raises(Overtaken):
        await compromise(ground.tools, ADA, form, ROTATE)


async def test_an_operator_may_respond_without_leading(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    async with ground.tools.store.transaction(HOME) as tx:
        done = await respond(ground.tools, tx, integration, REVOKE, by=OPERATOR)

    assert (done.incident.lead, done.incident.place) == ("", OLIVE.id)
    assert done.incident.mark(Step.DECLARE).state is State.OPEN
