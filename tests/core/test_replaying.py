"""Bringing a restored backup up to date: each thing is taken away again, on record, and said in words."""

import pytest

from core.actions.replay import replay
from core.audit import FIRST_LINK, Detail, Entry, Event
from core.integration import Integration
from core.refusals import UnknownIntegration
from tests.core.ground import HOME, Ground, Hand


def an_entry(ground: Ground, integration: Integration, event: Event, **details: Detail) -> Entry:
    return Entry(
        tenant=HOME,
        sequence=1,
        at=ground.clock.now,
        actor="U-ADA",
        event=event,
        subject=integration.id,
        subject_name=integration.name,
        details=details,
        key_id="key-1",
        link=FIRST_LINK,
    )


async def test_a_quarantine_that_was_forgotten_holds_again_for_everybody(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    entries = [an_entry(ground, integration, Event.INTEGRATION_QUARANTINE, incident="i-1")]
    (done,) = await replay(ground.tools, HOME, entries)

    held = (await ground.now(integration)).quarantine
    assert held is not None
    assert (len(held.callers), len(held.scopes)) == (0, 0)
    assert done.what == "put into quarantine, for everybody"
    assert (await ground.record())[0].event is Event.INTEGRATION_QUARANTINE
    assert await replay(ground.tools, HOME, entries) == []


async def test_an_integration_that_was_deleted_is_deleted_again(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    (done,) = await replay(ground.tools, HOME, [an_entry(ground, integration, Event.INTEGRATION_DELETE)])

    assert (done.name, done.what) == ("Billing", "deleted")
    with pytest.raises(UnknownIntegration):
        await ground.now(integration)
    entry = (await ground.record())[0]
    assert (entry.event, entry.details["tokens_ended"]) == (Event.INTEGRATION_DELETE, 1)
