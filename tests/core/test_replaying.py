"""Bringing a restored backup up to date: each thing is taken away again, on record, and said in words."""

from dataclasses import replace

import pytest

from core.actions.gateways import add_gateway
from core.actions.replay import replay, replay_gateways
from core.audit import FIRST_LINK, Detail, Entry, Event
from core.gateway import Gateway
from core.integration import Integration
from core.refusals import UnknownIntegration
from tests.core.ground import HOME, Ground, Hand
from tests.storage.making import a_secret


def an_entry(ground: Ground, about: Integration | Gateway, event: Event, **details: Detail) -> Entry:
    return Entry(
        tenant=HOME,
        sequence=1,
        at=ground.clock.now,
        actor="U-ADA",
        event=event,
        subject=about.id,
        subject_name=about.name,
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


async def test_a_token_that_was_ended_ends_again_and_the_one_beside_it_works_on(
    ground: Ground, hand: Hand
) -> None:
    integration = await ground.overlapping(hand)
    entries = [an_entry(ground, integration, Event.TOKEN_REVOKE, ended=["1"])]
    (done,) = await replay(ground.tools, HOME, entries)

    assert done.what == "tokens ended"
    assert [token.version for token in (await ground.now(integration)).tokens] == [2]
    entry = (await ground.record())[0]
    assert (entry.event, entry.details["versions"]) == (Event.TOKEN_REVOKE, "1")
    assert await replay(ground.tools, HOME, entries) == []


async def test_what_lost_a_token_and_a_permission_has_both_in_one_entry(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    lost = an_entry(
        ground, integration, Event.TOKEN_REVOKE, ended=["1"], scopes_lost=["invoices.readonly", "never.had"]
    )
    await replay(ground.tools, HOME, [lost])

    details = (await ground.record())[0].details
    assert (details["versions"], details["scopes_lost"]) == ("1", ["invoices.readonly"])


async def test_permissions_that_were_lost_go_again(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    lost = an_entry(ground, integration, Event.INTEGRATION_EDIT, scopes_lost=["invoices.readonly"])
    (done,) = await replay(ground.tools, HOME, [lost])

    assert "invoices.readonly" not in (await ground.now(integration)).scopes
    assert done.name == "Billing"
    entry = (await ground.record())[0]
    assert (entry.event, entry.details["scopes_lost"]) == (Event.INTEGRATION_EDIT, ["invoices.readonly"])


async def test_what_the_backup_does_not_know_is_passed_over(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    unknown = replace(settled, id="made after the backup")
    assert await replay(ground.tools, HOME, [an_entry(ground, unknown, Event.INTEGRATION_DELETE)]) == []
    assert (await ground.now(settled)).current is not None


@pytest.mark.parametrize(
    ("event", "what"),
    [(Event.GATEWAY_REMOVE, "removed"), (Event.GATEWAY_ROTATE, "secrets ended")],
)
async def test_a_gateway_that_was_removed_or_rotated_is_shut_out_again(
    ground: Ground, event: Event, what: str
) -> None:
    gateways = ground.database.gateways
    edge = await add_gateway(ground.tools, gateways, "edge", a_secret())
    await add_gateway(ground.tools, gateways, "other", a_secret())
    (done,) = await replay_gateways(ground.tools, gateways, [an_entry(ground, edge, event)])

    assert (done.name, done.what) == ("edge", what)
    alive = [
        each.name for each in await gateways.all() for it in each.credentials if it.works(ground.clock.now)
    ]
    assert alive == ["other"]
