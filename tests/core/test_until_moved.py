"""*Until the third party has moved*: the old token ends when nobody needs it any more, and not before."""

from datetime import timedelta

import pytest

from core.actions.cancel_rotation import cancel_rotation
from core.actions.confirm import confirm
from core.actions.delete import delete
from core.actions.extend_overlap import extend_overlap
from core.actions.list import fleet
from core.actions.rotate import rotate
from core.actions.show import show
from core.actions.until_moved import end_moved, moved_by_now
from core.audit import Event
from core.evidence import Caller, LastUse
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind
from core.overlap import Overlap
from core.ports import Query
from core.refusals import CallersUnknown, NeedsTypedName
from core.token import Reason
from tests.core.examples import DAY, HOUR
from tests.core.ground import ADA, OLIVE, Ground, Hand
from tests.core.using import CRON, CURL, MINUTE, moving, uses


async def old_works(ground: Ground, integration: Integration) -> bool:
    return (await ground.now(integration)).retiring(ground.clock.now) is not None


async def test_the_old_token_ends_once_its_caller_was_seen_with_the_new_one(
    ground: Ground, hand: Hand
) -> None:
    integration = await moving(ground, hand, CURL)
    ground.clock.pass_(HOUR)
    assert await end_moved(ground.tools) == 0, "nobody uses the new one yet"
    await uses(ground, integration, 2, CURL)
    assert await moved_by_now(ground.tools) == 1
    assert await old_works(ground, integration), "asking is not doing"
    assert await end_moved(ground.tools) == 1

    old, _ = await ground.tokens(integration)
    assert (old.reason, old.ended_at) == (Reason.OVERLAP_ENDED, ground.clock.now)
    (newest, *_) = await ground.record()
    assert (newest.event, newest.actor) == (Event.OVERLAP_END, "latchkey")
    assert (newest.details["moved"], newest.details["callers"]) == (True, 1)
    told = [each.notice for each in await ground.said() if each.notice.kind is Kind.OVERLAP_ENDED]
    assert [(each.to, dict(each.facts)) for each in told] == [(OLIVE.id, {"moved": "yes"})]


async def test_ending_it_a_second_time_changes_nothing(ground: Ground, hand: Hand) -> None:
    integration = await moving(ground, hand, CURL)
    ground.clock.pass_(HOUR)
    await uses(ground, integration, 2, CURL)
    assert [await end_moved(ground.tools), await end_moved(ground.tools)] == [1, 0]


async def test_a_caller_that_has_not_moved_keeps_the_old_token_alive_until_it_is_silent(
    ground: Ground, hand: Hand
) -> None:
    integration = await moving(ground, hand, CURL, CRON)
    ground.clock.pass_(HOUR)
    await uses(ground, integration, 2, CURL)
    assert await end_moved(ground.tools) == 0
    ground.clock.pass_(22 * HOUR)
    await uses(ground, integration, 1, CRON)
    ground.clock.pass_(DAY - MINUTE)
    assert await end_moved(ground.tools) == 0
    ground.clock.pass_(MINUTE)
    assert await end_moved(ground.tools) == 1


async def test_the_quiet_period_is_the_integrations_own(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    for who in (CURL, CRON):
        await uses(ground, settled, 1, who)
    intent = await ground.form(ADA, Purpose.ROTATE, settled)
    issued = await rotate(
        ground.tools,
        ADA,
        intent,
        overlap=Overlap.UNTIL_MOVED,
        recipient=ADA.id,
        show=hand.show,
        quiet=7 * DAY,
    )
    assert issued.token is not None
    await confirm(ground.tools, ADA, settled.id, issued.token.id)
    ground.clock.pass_(7 * DAY - MINUTE)
    await uses(ground, settled, 2, CURL)
    assert await end_moved(ground.tools) == 0
    ground.clock.pass_(MINUTE)
    assert await end_moved(ground.tools) == 1
    assert (await ground.now(settled)).quiet == 7 * DAY


async def test_an_overlap_of_a_fixed_length_does_not_end_sooner(ground: Ground, hand: Hand) -> None:
    integration = await moving(ground, hand, CURL, overlap=Overlap.WEEK)
    ground.clock.pass_(HOUR)
    await uses(ground, integration, 2, CURL)
    assert await end_moved(ground.tools) == 0
    assert await old_works(ground, integration)


async def test_who_extends_an_overlap_takes_it_into_their_own_hands(ground: Ground, hand: Hand) -> None:
    integration = await moving(ground, hand, CURL)
    ground.clock.pass_(HOUR)
    await uses(ground, integration, 2, CURL)
    intent = await ground.form(ADA, Purpose.EXTEND_OVERLAP, integration)
    await extend_overlap(ground.tools, ADA, intent, longer=30 * DAY)
    assert await end_moved(ground.tools) == 0
    assert await old_works(ground, integration)


async def test_a_month_is_the_longest_however_many_are_left(ground: Ground, hand: Hand) -> None:
    integration = await moving(ground, hand, CURL)
    for _ in range(30):
        ground.clock.pass_(DAY - MINUTE)
        await uses(ground, integration, 1, CURL)
    assert await old_works(ground, integration)
    ground.clock.pass_(30 * MINUTE)
    assert not await old_works(ground, integration)
    assert await end_moved(ground.tools) == 0


async def test_many_overlaps_are_looked_at_though_the_first_ones_are_not_ready(
    ground: Ground, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.actions.overlaps.BATCH", 2)
    made = []
    for number in range(5):
        settled = await ground.settled(hand, name=f"Number {number}")
        await uses(ground, settled, 1, CURL)
        issued = await ground.rotated(settled, hand, overlap=Overlap.UNTIL_MOVED)
        assert issued.token is not None
        made.append(await confirm(ground.tools, ADA, settled.id, issued.token.id))
    ground.clock.pass_(HOUR)
    for ready in made[::2]:
        await uses(ground, ready, 2, CURL)
    assert await end_moved(ground.tools) == 3
    assert [await old_works(ground, each) for each in made] == [False, True, False, True, False]


@pytest.mark.parametrize("callers", [(), (Caller("gateway-1"),), (CURL, Caller("gateway-1"))])
async def test_it_cannot_be_chosen_where_nobody_says_who_calls(
    ground: Ground, hand: Hand, callers: tuple[Caller, ...]
) -> None:
    settled = await ground.settled(hand)
    for who in callers:
        await uses(ground, settled, 1, who)
    with pytest.raises(CallersUnknown):
        await ground.rotated(settled, hand, overlap=Overlap.UNTIL_MOVED)
    assert (await ground.now(settled)).offered is None


async def test_what_is_in_use_is_deleted_only_by_the_typed_name(ground: Ground, hand: Hand) -> None:
    """*I saved it* came first, so no first use was ever written down with the token itself."""
    settled = await ground.settled(hand)
    await uses(ground, settled, 1, CURL)
    with pytest.raises(NeedsTypedName):
        await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, settled))
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, settled), typed=settled.name)


async def test_a_rotation_is_cancelled_only_by_the_typed_name_once_the_new_token_is_in_use(
    ground: Ground, hand: Hand
) -> None:
    integration = await moving(ground, hand, CURL, overlap=Overlap.WEEK)
    await uses(ground, integration, 2, CURL)
    intent = await ground.form(ADA, Purpose.CANCEL_ROTATION, integration)
    with pytest.raises(NeedsTypedName):
        await cancel_rotation(ground.tools, ADA, intent)
    intent = await ground.form(ADA, Purpose.CANCEL_ROTATION, integration)
    await cancel_rotation(ground.tools, ADA, intent, typed=integration.name)


async def test_the_use_of_the_old_token_does_not_make_cancelling_hard(ground: Ground, hand: Hand) -> None:
    integration = await moving(ground, hand, CURL, overlap=Overlap.WEEK)
    await cancel_rotation(ground.tools, ADA, await ground.form(ADA, Purpose.CANCEL_ROTATION, integration))


async def test_use_is_seen_in_the_list_and_on_the_portrait(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    other = await ground.settled(hand, name="Never used")
    await uses(ground, integration, 1, CRON)
    ground.clock.pass_(2 * DAY)
    await uses(ground, integration, 1, CURL)
    at = ground.clock.now
    ground.clock.pass_(timedelta(minutes=3))

    found = await fleet(ground.tools, ADA, Query())
    assert found.uses == {integration.id: LastUse(at, 1)}
    seen = await show(ground.tools, ADA, integration.id)
    assert {each.caller for each in seen.usage.counts} == {CURL, CRON}
    assert (await show(ground.tools, ADA, other.id)).usage.counts == ()
