"""Permissions that nobody used for 90 days are removed with one press, and put back with another."""

from dataclasses import replace

import pytest

from core.actions.edit import edit
from core.actions.unused import put_back, remove_unused
from core.audit import Event
from core.catalogue import Catalogue
from core.evidence import UseCount
from core.fields import Fields
from core.integration import Integration
from core.intent import Purpose
from core.refusals import NotAllowed, Overtaken
from core.unused import NothingToPutBack, NothingUnused, Unused, unused_of
from tests.core.examples import DAY, HOUR
from tests.core.ground import ADA, HOME, OLIVE, VERA, Ground, Hand
from tests.core.using import CURL

READ, WRITE, PAY = "invoices.readonly", "invoices.write", "payments.write"


async def asks_for(ground: Ground, integration: Integration, *scopes: str) -> None:
    token, now = (await ground.tokens(integration))[-1], ground.clock.now
    count = UseCount(
        tenant=HOME,
        integration_id=integration.id,
        token_id=token.id,
        caller=CURL,
        first_at=now,
        last_at=now,
        count=1,
        scopes=dict.fromkeys(scopes, now),
    )
    await ground.database.uses.add([count])


async def watched(ground: Ground, hand: Hand) -> Integration:
    """For a hundred days; only reading was asked for in the last ninety."""
    made = await ground.settled(hand, scopes=frozenset({READ, WRITE, PAY}))
    await asks_for(ground, made, READ, WRITE)
    ground.clock.pass_(100 * DAY)
    await asks_for(ground, made, READ)
    return await ground.now(made)


async def found(ground: Ground, integration: Integration) -> Unused:
    async with ground.tools.store.reading(HOME) as reading:
        fresh = await reading.integration(integration.id)
        return await unused_of(reading, fresh, await reading.usage(fresh.id), ground.clock.now)


async def test_what_nobody_asked_for_in_ninety_days_is_unused(ground: Ground, hand: Hand) -> None:
    integration = await watched(ground, hand)
    assert (await found(ground, integration)).scopes == {WRITE, PAY}


async def test_its_owner_removes_what_is_unused_and_it_is_on_record(ground: Ground, hand: Hand) -> None:
    integration = await watched(ground, hand)
    less = await remove_unused(ground.tools, OLIVE, integration.id, generation=integration.generation)

    assert less.scopes == (await ground.now(integration)).scopes == {READ}
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor) == (Event.PERMISSIONS_REMOVE, OLIVE.id)
    assert entry.details["scopes_lost"] == [WRITE, PAY]
    with pytest.raises(NothingUnused):
        await remove_unused(ground.tools, OLIVE, integration.id, generation=None)


async def test_what_was_used_since_one_was_asked_stays(ground: Ground, hand: Hand) -> None:
    integration = await watched(ground, hand)
    await asks_for(ground, integration, PAY)
    less = await remove_unused(ground.tools, ADA, integration.id, generation=integration.generation)
    assert less.scopes == {READ, PAY}


async def test_within_a_week_they_are_put_back(ground: Ground, hand: Hand) -> None:
    integration = await watched(ground, hand)
    await remove_unused(ground.tools, OLIVE, integration.id, generation=None)
    taken = await found(ground, integration)
    assert taken.taken == {WRITE, PAY}
    assert (taken.taken_by, taken.taken_at) == (OLIVE.id, ground.clock.now)

    ground.clock.pass_(7 * DAY - HOUR)
    whole = await put_back(ground.tools, OLIVE, integration.id, generation=None)
    assert whole.scopes == {READ, WRITE, PAY}
    assert await found(ground, integration) == Unused(), "given anew, they have time to be used"
    with pytest.raises(NothingToPutBack):
        await put_back(ground.tools, OLIVE, integration.id, generation=None)


async def test_after_a_week_only_an_edit_gives_them_back(ground: Ground, hand: Hand) -> None:
    integration = await watched(ground, hand)
    await remove_unused(ground.tools, OLIVE, integration.id, generation=None)
    ground.clock.pass_(7 * DAY)
    with pytest.raises(NothingToPutBack):
        await put_back(ground.tools, OLIVE, integration.id, generation=None)


async def test_what_is_not_offered_any_more_does_not_come_back(ground: Ground, hand: Hand) -> None:
    integration = await watched(ground, hand)
    await remove_unused(ground.tools, OLIVE, integration.id, generation=None)
    offered = {PAY: ground.tools.catalogue.permissions[PAY]}
    today = replace(ground.tools, catalogue=Catalogue(groups=("Payments",), permissions=offered))
    assert (await put_back(today, OLIVE, integration.id, generation=None)).scopes == {READ, PAY}


async def test_who_may_not_change_it_is_refused_and_a_late_press_is_told_who_was_faster(
    ground: Ground, hand: Hand
) -> None:
    integration = await watched(ground, hand)
    with pytest.raises(NotAllowed):
        await remove_unused(ground.tools, VERA, integration.id, generation=None)
    await remove_unused(ground.tools, OLIVE, integration.id, generation=integration.generation)
    for action in (remove_unused, put_back):
        with pytest.raises(Overtaken):
            await action(ground.tools, ADA, integration.id, generation=integration.generation)


async def test_nothing_counts_as_unused_where_nobody_can_know(ground: Ground, hand: Hand) -> None:
    fresh = await ground.settled(hand, scopes=frozenset({READ, WRITE}))
    ground.clock.pass_(80 * DAY)
    await asks_for(ground, fresh, READ)
    ground.clock.pass_(20 * DAY)
    await asks_for(ground, fresh, READ)
    assert not (await found(ground, fresh)).scopes, "it was watched for twenty days"


async def test_an_idle_integration_is_another_matter(ground: Ground, hand: Hand) -> None:
    idle = await ground.settled(hand, scopes=frozenset({READ, WRITE}))
    await asks_for(ground, idle, READ)
    ground.clock.pass_(100 * DAY)
    assert not (await found(ground, idle)).scopes


async def test_what_was_given_lately_had_no_time_to_be_used(ground: Ground, hand: Hand) -> None:
    integration = await watched(ground, hand)
    less = await remove_unused(ground.tools, ADA, integration.id, generation=None)
    form = await ground.form(ADA, Purpose.EDIT, less)
    await edit(ground.tools, ADA, form, replace(Fields.of(less), scopes=frozenset({READ, PAY})))
    async with ground.tools.store.transaction(HOME) as tx:
        for _ in range(100):
            await tx.note(Event.REMINDER_ACKNOWLEDGE, by=ADA.id, subject=less.id)
    assert not (await found(ground, integration)).scopes
