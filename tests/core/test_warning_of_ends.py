"""Before an old token ends that somebody may still need, owner and security channel are told, once."""

from collections import Counter
from datetime import timedelta

from core.actions.extend_overlap import extend_overlap
from core.actions.overlap_warnings import warn_of_ends, warnings_due
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind, Notice
from core.overlap import Overlap
from tests.core.examples import DAY, HOUR, WEEK
from tests.core.ground import ADA, OLIVE, Ground, Hand
from tests.core.using import CURL, MINUTE, moving, uses

CHANNEL = "C-SECURITY"


async def warnings(ground: Ground) -> list[Notice]:
    found = [each.notice for each in await ground.said()]
    return [each for each in found if each.kind is Kind.OVERLAP_ENDING]


async def a_week(ground: Ground, hand: Hand) -> Integration:
    """Two tokens work, for seven days, on a Monday morning; the old one is in use."""
    return await moving(ground, hand, CURL, overlap=Overlap.WEEK)


async def test_both_are_told_a_day_before_and_an_hour_before_and_once_each(
    ground: Ground, hand: Hand
) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    integration = await a_week(ground, hand)
    ground.clock.pass_(WEEK - DAY - MINUTE)
    assert await warn_of_ends(ground.tools) == 0
    ground.clock.pass_(MINUTE)
    assert await warnings_due(ground.tools) == 1
    assert [await warn_of_ends(ground.tools) for _ in range(3)] == [1, 0, 0]
    assert await warnings_due(ground.tools) == 0
    assert Counter(each.to for each in await warnings(ground)) == {OLIVE.id: 1, CHANNEL: 1}
    ground.clock.pass_(DAY - HOUR)
    assert [await warn_of_ends(ground.tools) for _ in range(3)] == [1, 0, 0]
    assert Counter(each.to for each in await warnings(ground)) == {OLIVE.id: 2, CHANNEL: 2}
    old, _ = await ground.tokens(integration)
    assert {each.facts["token"] for each in await warnings(ground)} == {old.id}


async def test_where_no_channel_is_set_the_owner_is_told(ground: Ground, hand: Hand) -> None:
    await a_week(ground, hand)
    ground.clock.pass_(WEEK - DAY)
    await warn_of_ends(ground.tools)
    assert [each.to for each in await warnings(ground)] == [OLIVE.id]


async def test_nobody_is_warned_once_everybody_has_moved(ground: Ground, hand: Hand) -> None:
    integration = await a_week(ground, hand)
    ground.clock.pass_(HOUR)
    await uses(ground, integration, 2, CURL)
    ground.clock.pass_(WEEK - 2 * HOUR)
    assert await warn_of_ends(ground.tools) == 0


async def test_a_new_token_that_nobody_uses_is_warned_of_though_the_old_one_is_silent(
    ground: Ground, hand: Hand
) -> None:
    await moving(ground, hand, overlap=Overlap.WEEK)
    ground.clock.pass_(WEEK - DAY)
    assert await warn_of_ends(ground.tools) == 1


async def test_who_comes_back_to_the_old_token_within_the_last_day_is_noticed(
    ground: Ground, hand: Hand
) -> None:
    integration = await a_week(ground, hand)
    ground.clock.pass_(HOUR)
    await uses(ground, integration, 2, CURL)
    ground.clock.pass_(WEEK - DAY)
    assert await warn_of_ends(ground.tools) == 0
    await uses(ground, integration, 1, CURL)
    assert await warn_of_ends(ground.tools) == 1


async def test_after_a_long_outage_only_the_nearest_warning_is_given(ground: Ground, hand: Hand) -> None:
    await a_week(ground, hand)
    ground.clock.pass_(WEEK - 30 * MINUTE)
    assert [await warn_of_ends(ground.tools) for _ in range(3)] == [1, 0, 0]


async def test_an_overlap_that_is_over_is_not_warned_of(ground: Ground, hand: Hand) -> None:
    await a_week(ground, hand)
    ground.clock.pass_(WEEK)
    assert await warn_of_ends(ground.tools) == 0


async def test_who_chose_an_hour_is_not_warned_of_it(ground: Ground, hand: Hand) -> None:
    await moving(ground, hand, CURL, overlap=Overlap.HOUR)
    assert await warn_of_ends(ground.tools) == 0


async def test_who_chose_a_day_is_warned_an_hour_before(ground: Ground, hand: Hand) -> None:
    await moving(ground, hand, CURL, overlap=Overlap.DAY)
    assert await warn_of_ends(ground.tools) == 0
    ground.clock.pass_(DAY - HOUR)
    assert await warn_of_ends(ground.tools) == 1


async def test_an_overlap_that_was_extended_is_warned_of_again_but_not_at_once(
    ground: Ground, hand: Hand
) -> None:
    integration = await a_week(ground, hand)
    ground.clock.pass_(WEEK - DAY)
    assert await warn_of_ends(ground.tools) == 1
    ground.clock.pass_(HOUR)
    intent = await ground.form(ADA, Purpose.EXTEND_OVERLAP, integration)
    await extend_overlap(ground.tools, ADA, intent, longer=DAY)
    assert await warn_of_ends(ground.tools) == 0
    ground.clock.pass_(DAY - HOUR)
    assert await warn_of_ends(ground.tools) == 1


async def test_only_what_cannot_wait_is_said_at_night(ground: Ground, hand: Hand) -> None:
    """The overlap began at half past nine on a Wednesday: an hour before its end, it is still quiet."""
    ground.clock.pass_(2 * DAY)
    await a_week(ground, hand)
    ground.clock.pass_(WEEK - DAY)
    await warn_of_ends(ground.tools)
    ground.clock.pass_(DAY - HOUR)
    await warn_of_ends(ground.tools)
    assert [each.urgent for each in await warnings(ground)] == [False, True]


async def test_a_warning_that_a_weekend_would_swallow_is_said_on_the_weekend(
    ground: Ground, hand: Hand
) -> None:
    """It ends on a Monday morning."""
    await a_week(ground, hand)
    ground.clock.pass_(WEEK - DAY + timedelta(minutes=5))
    await warn_of_ends(ground.tools)
    (said,) = await warnings(ground)
    assert said.urgent
