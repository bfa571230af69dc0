"""Cancel, extend, expire, revoke, delete, and what time does: each ends what it says, and nothing else."""

import pytest

from core.actions import sweep
from core.actions import verify as verification
from core.actions.cancel_rotation import cancel_rotation
from core.actions.delete import delete
from core.actions.expire_now import expire_now
from core.actions.extend_overlap import extend_overlap
from core.actions.revoke import revoke_all, revoke_token
from core.actions.sweep import end_overlaps, sweep_unconfirmed
from core.actions.verify import verify
from core.audit import OPERATOR, SYSTEM, Event
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind
from core.refusals import (
    NeedsTypedName,
    NoOverlap,
    NotAllowed,
    NothingToCancel,
    Overtaken,
    UnknownIntegration,
)
from core.sweeping import look_then_act
from core.token import Reason
from tests.core.examples import DAY, HOUR, WEEK
from tests.core.ground import ADA, HOME, MAX, NOBODY, OLIVE, VERA, Ground, Hand


async def working(ground: Ground, hand: Hand) -> list[bool]:
    """Which of the tokens that were shown work, without using them."""
    found = []
    for secret in hand.tokens:
        place = await ground.tools.store.find(secret)
        assert place is not None
        async with ground.tools.store.reading(place.tenant) as reading:
            tokens = {token.id: token for token in await reading.tokens(place.integration_id)}
        found.append(tokens[place.token_id].works(ground.clock.now))
    return found


async def told(ground: Ground) -> dict[str, dict[str, str]]:
    """Who hears of a token that was revoked, and what; each once."""
    said = [each.notice for each in await ground.said() if each.notice.kind is Kind.TOKEN_REVOKED]
    heard = {each.to: dict(each.facts) for each in said}
    assert len(heard) == len(said)
    return heard


async def cancelled(ground: Ground, integration: Integration, typed: str = "") -> Integration:
    intent = await ground.form(ADA, Purpose.CANCEL_ROTATION, integration)
    return await cancel_rotation(ground.tools, ADA, intent, typed=typed)


# --- cancel


async def test_a_cancelled_rotation_leaves_the_old_token_as_it_was(ground: Ground, hand: Hand) -> None:
    rotating = (await ground.rotated(await ground.settled(hand), hand)).integration
    await cancelled(ground, rotating)
    assert await working(ground, hand) == [True, False]


async def test_cancelling_within_the_overlap_goes_back(ground: Ground, hand: Hand) -> None:
    await cancelled(ground, await ground.overlapping(hand))
    assert await working(ground, hand) == [True, False]


async def test_going_back_from_a_token_in_use_takes_the_typed_name(ground: Ground, hand: Hand) -> None:
    rotating = (await ground.rotated(await ground.settled(hand), hand)).integration
    await verify(ground.tools, hand.tokens[1])
    used = await ground.now(rotating)
    with pytest.raises(NeedsTypedName):
        await cancelled(ground, used, typed="billing")
    assert await working(ground, hand) == [True, True]
    await cancelled(ground, used, typed="Billing")
    assert await working(ground, hand) == [True, False]


async def test_cancelling_a_hand_over_ends_no_token(ground: Ground, hand: Hand) -> None:
    waiting = (await ground.rotated(await ground.settled(hand), hand, recipient=OLIVE)).integration
    assert (await cancelled(ground, waiting)).handover is None
    assert await working(ground, hand) == [True]
    with pytest.raises(NothingToCancel):
        await cancelled(ground, await ground.now(waiting))


# --- extend, expire


async def test_an_extended_overlap_lasts_from_now(ground: Ground, hand: Hand) -> None:
    overlapping = await ground.overlapping(hand)
    ground.clock.pass_(DAY)
    intent = await ground.form(MAX, Purpose.EXTEND_OVERLAP, overlapping)
    extended = await extend_overlap(ground.tools, MAX, intent, longer=2 * WEEK)
    old = extended.retiring(ground.clock.now)
    assert old is not None
    assert old.ends_at == ground.clock.now + 2 * WEEK
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor, entry.details) == (
        Event.OVERLAP_EXTEND,
        MAX.id,
        {"ends_at": old.ends_at.isoformat()},
    )


async def test_expire_old_token_now_ends_that_one_for_whoever_looked_at_the_present_state(
    ground: Ground, hand: Hand
) -> None:
    overlapping = await ground.overlapping(hand)
    with pytest.raises(NotAllowed):
        await expire_now(ground.tools, VERA, overlapping.id, generation=overlapping.generation)
    with pytest.raises(Overtaken):
        await expire_now(ground.tools, ADA, overlapping.id, generation=overlapping.generation - 1)
    assert await working(ground, hand) == [True, True]
    await expire_now(ground.tools, OLIVE, overlapping.id, generation=overlapping.generation)
    assert await working(ground, hand) == [False, True]
    with pytest.raises(NoOverlap):
        await expire_now(ground.tools, ADA, overlapping.id, generation=None)


# --- revoke


async def test_the_operator_ends_every_token_of_an_integration(ground: Ground, hand: Hand) -> None:
    await ground.overlapping(hand)
    await revoke_all(ground.tools, HOME, "BILLING")
    assert await working(ground, hand) == [False, False]
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor) == (Event.TOKEN_REVOKE, OPERATOR)
    assert entry.details == {"versions": "1, 2", "ended": ["1", "2"]}
    assert await told(ground) == {OLIVE.id: {"by": OPERATOR}}
    await revoke_all(ground.tools, HOME, "BILLING")
    assert len(await told(ground)) == 1, "there was nothing left to tell"


async def test_the_operator_ends_one_token_by_itself(ground: Ground, hand: Hand) -> None:
    await ground.overlapping(hand)
    await ground.change_workspace(security_channel="C0SECURITY")
    await revoke_token(ground.tools, hand.tokens[0])
    assert await working(ground, hand) == [False, True]
    facts = {"by": OPERATOR, "last_four": hand.tokens[0].last_four}
    assert await told(ground) == {OLIVE.id: facts, "C0SECURITY": facts}
    before = len(await ground.record())
    again = await revoke_token(ground.tools, hand.tokens[0])
    assert again is not None
    assert len(await ground.record()) == before
    assert len(await told(ground)) == 2


async def test_a_token_that_is_not_ours_or_went_with_its_integration_revokes_nothing(
    ground: Ground, hand: Hand
) -> None:
    assert await revoke_token(ground.tools, ground.tools.mint()) is None
    settled = await ground.settled(hand)
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, settled))
    before = len(await ground.record())
    assert await revoke_token(ground.tools, hand.tokens[0]) is None
    assert len(await ground.record()) == before


# --- delete


async def test_a_deleted_integration_takes_its_tokens_along_and_is_not_found(
    ground: Ground, hand: Hand
) -> None:
    overlapping = await ground.overlapping(hand)
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, overlapping))
    assert await working(ground, hand) == [False, False]
    assert await verify(ground.tools, hand.tokens[1]) is None
    with pytest.raises(UnknownIntegration):
        await ground.now(overlapping)


async def test_what_is_in_use_or_sensitive_is_deleted_with_its_typed_name(ground: Ground, hand: Hand) -> None:
    for name, scope in (("Used", "invoices.readonly"), ("Sensitive", "payments.write")):
        settled = await ground.settled(hand := Hand(), name=name, scopes=frozenset({scope}))
        if name == "Used":
            ground.clock.pass_(HOUR)
            rotating = (await ground.rotated(settled, hand)).integration
            await verify(ground.tools, hand.tokens[1])
            settled = await ground.now(rotating)
        with pytest.raises(NeedsTypedName, match=name):
            await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, settled))
        await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, settled), typed=name)


async def test_whoever_comes_too_late_hears_who_deleted_it(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    late, stranger = [await ground.form(who, Purpose.DELETE, settled) for who in (MAX, NOBODY)]
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, settled))
    with pytest.raises(Overtaken) as refused:
        await delete(ground.tools, MAX, late)
    assert (refused.value.name, refused.value.by) == ("Billing", ADA.id)
    with pytest.raises(UnknownIntegration):
        await delete(ground.tools, NOBODY, stranger)


@pytest.mark.parametrize("never_one", ["no-such-id", "", MAX.id])
async def test_what_never_was_an_integration_was_not_deleted_by_anybody(
    ground: Ground, never_one: str
) -> None:
    """Not even where the record knows the id, as it knows that of somebody who was given a role."""
    with pytest.raises(UnknownIntegration):
        await expire_now(ground.tools, ADA, never_one, generation=1)


# --- verification


async def test_an_unknown_token_is_no_good(ground: Ground) -> None:
    assert await verify(ground.tools, ground.tools.mint()) is None


async def test_using_a_current_token_changes_nothing(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    verdict = await verify(ground.tools, hand.tokens[0])
    assert verdict is not None
    assert verdict.token == settled.current
    assert (await ground.now(settled)).generation == settled.generation


async def test_two_first_uses_at_the_same_moment_confirm_once(ground: Ground, hand: Hand) -> None:
    """Both saw an offered token; the second one to get the lock finds it confirmed."""
    issued = await ground.created(hand)
    place = await ground.tools.store.find(hand.tokens[0])
    assert place is not None
    first = await verification._confirmed(ground.tools, place)
    second = await verification._confirmed(ground.tools, place)
    assert first is not None
    assert first == second
    assert (await ground.now(issued.integration)).generation == first.integration.generation


async def test_a_token_that_ends_between_look_and_confirmation_is_no_good(ground: Ground, hand: Hand) -> None:
    await ground.created(hand)
    place = await ground.tools.store.find(hand.tokens[0])
    assert place is not None
    await revoke_all(ground.tools, HOME, "Billing")
    assert await verification._confirmed(ground.tools, place) is None


# --- time


async def test_an_overlap_that_is_over_is_written_down_once_and_its_owner_hears_of_it(
    ground: Ground, hand: Hand
) -> None:
    await ground.overlapping(hand)
    assert await end_overlaps(ground.tools) == 0
    ground.clock.pass_(WEEK)
    assert await end_overlaps(ground.tools) == 1
    assert await end_overlaps(ground.tools) == 0
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor) == (Event.OVERLAP_END, SYSTEM)
    assert (OLIVE.id, Kind.OVERLAP_ENDED) in [(it.notice.to, it.notice.kind) for it in await ground.said()]


async def test_of_two_who_sweep_at_once_the_slower_one_steps_back(ground: Ground, hand: Hand) -> None:
    overlapping = await ground.overlapping(hand)
    await ground.rotated(overlapping, hand)
    ground.clock.pass_(WEEK + HOUR)
    now, store = ground.clock.now, ground.tools.store
    (over,) = await store.overlaps(10, after=None, ending_by=now, until_moved=False)
    (unconfirmed,) = await store.unconfirmed(now, 10, after=None)
    assert await end_overlaps(ground.tools) == await sweep_unconfirmed(ground.tools) == 1
    before = len(await ground.record())
    with pytest.raises(NoOverlap):
        await look_then_act(ground.tools, over, sweep._over, sweep._end)
    assert await look_then_act(ground.tools, unconfirmed, sweep._left, sweep._void) is None
    assert len(await ground.record()) == before


async def test_a_token_that_nobody_took_up_is_swept_after_a_week(ground: Ground, hand: Hand) -> None:
    rotating = (await ground.rotated(await ground.settled(hand), hand)).integration
    ground.clock.pass_(WEEK - HOUR)
    assert await sweep_unconfirmed(ground.tools) == 0
    ground.clock.pass_(HOUR + HOUR)
    assert await sweep_unconfirmed(ground.tools) == 1
    assert await working(ground, hand) == [True, False]
    assert (await ground.tokens(rotating))[1].reason is Reason.NEVER_CONFIRMED
    told = [it.notice for it in await ground.said() if it.notice.kind is Kind.NEVER_CONFIRMED]
    assert {(it.to, it.facts["old_works"]) for it in told} == {(ADA.id, "yes"), (OLIVE.id, "yes")}


async def test_a_first_token_that_nobody_took_up_leaves_none(ground: Ground, hand: Hand) -> None:
    await ground.created(hand, owner=ADA.id)
    ground.clock.pass_(WEEK + HOUR)
    assert await sweep_unconfirmed(ground.tools) == 1
    (told,) = [it.notice for it in await ground.said() if it.notice.kind is Kind.NEVER_CONFIRMED]
    assert (told.to, told.facts) == (ADA.id, {"old_works": ""})
