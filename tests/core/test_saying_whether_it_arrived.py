"""*I saved it* and *I did not get it*: who may say so, and what becomes of the token."""

from dataclasses import replace

import pytest

from core.actions.confirm import confirm
from core.actions.remint import recipient_of, remint
from core.actions.show_token import show_token
from core.actions.verify import verify
from core.audit import Event
from core.refusals import (
    AlreadySafe,
    HandoverGone,
    NotAllowed,
    NotAMember,
    NotYours,
    TokenGone,
    UnknownIntegration,
)
from core.secret import Secret
from tests.core.ground import ADA, MAX, NOBODY, OLIVE, VERA, Ground, Hand


async def works(ground: Ground, secret: Secret) -> bool:
    return await verify(ground.tools, secret) is not None


async def test_i_did_not_get_it_voids_the_token_and_mints_another(ground: Ground, hand: Hand) -> None:
    issued = await ground.created(hand)
    assert issued.token is not None
    again = await remint(ground.tools, ADA, issued.integration.id, issued.token.id, hand.show)
    first, second = hand.tokens
    assert again.token is not None
    assert again.token.version == 2
    assert not await works(ground, first)
    assert await works(ground, second)
    with pytest.raises(TokenGone):
        await remint(ground.tools, ADA, issued.integration.id, issued.token.id, hand.show)
    with pytest.raises(AlreadySafe):
        await remint(ground.tools, ADA, issued.integration.id, again.token.id, hand.show)


async def test_whoever_may_rotate_sends_the_recipient_another(ground: Ground, hand: Hand) -> None:
    issued = await ground.created(hand)
    assert issued.token is not None
    with pytest.raises(UnknownIntegration):
        await remint(ground.tools, NOBODY, issued.integration.id, issued.token.id, hand.show)
    again = await remint(ground.tools, MAX, issued.integration.id, issued.token.id, hand.show)
    assert again.token is None
    assert again.integration.handover is not None
    assert again.integration.handover.recipient == ADA.id


async def test_a_recipient_who_has_left_is_sent_nothing(ground: Ground, hand: Hand) -> None:
    issued = await ground.created(hand)
    assert issued.token is not None
    again = await remint(
        ground.tools, MAX, issued.integration.id, issued.token.id, hand.show, recipient_left=True
    )
    assert again.token is not None
    assert (again.token.recipient, again.token.minted_by) == (MAX.id, MAX.id)
    assert again.integration.handover is None


async def test_of_a_token_that_is_gone_only_its_recipient_hears(ground: Ground, hand: Hand) -> None:
    issued = await ground.created(hand)
    assert issued.token is not None
    await remint(ground.tools, ADA, issued.integration.id, issued.token.id, hand.show)
    here = (issued.integration.id, issued.token.id)
    with pytest.raises(TokenGone, match="Billing"):
        await confirm(ground.tools, ADA, *here)
    with pytest.raises(NotYours):
        await confirm(ground.tools, NOBODY, *here)
    with pytest.raises(UnknownIntegration):
        await recipient_of(ground.tools, NOBODY, *here)
    with pytest.raises(NotAllowed):
        await remint(ground.tools, VERA, *here, hand.show)


async def test_a_hand_over_that_is_gone_names_nothing(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    with pytest.raises(HandoverGone) as gone:
        await show_token(ground.tools, NOBODY, settled.id, "any", hand.show)
    assert settled.name not in str(gone.value)


async def test_only_the_recipient_says_i_saved_it_and_twice_is_no_mistake(ground: Ground, hand: Hand) -> None:
    issued = await ground.created(hand)
    assert issued.token is not None
    with pytest.raises(NotYours):
        await confirm(ground.tools, OLIVE, issued.integration.id, issued.token.id)
    once = await confirm(ground.tools, ADA, issued.integration.id, issued.token.id)
    twice = await confirm(ground.tools, ADA, issued.integration.id, issued.token.id)
    assert twice.generation == once.generation
    assert [entry.event for entry in await ground.record()].count(Event.TOKEN_CONFIRM) == 1


async def test_a_recipient_who_is_a_member_no_longer_confirms_nothing(ground: Ground, hand: Hand) -> None:
    issued = await ground.created(hand)
    assert issued.token is not None
    with pytest.raises(NotAMember):
        await confirm(ground.tools, replace(ADA, is_deactivated=True), issued.integration.id, issued.token.id)
    assert (await ground.now(issued.integration)).offered == issued.token
