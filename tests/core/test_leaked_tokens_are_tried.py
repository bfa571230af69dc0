"""A token that has leaked is dead, its incident is closed, and it is still sent."""

from datetime import timedelta

import pytest

from core.actions.late_tries import look_at_tries
from core.evidence import Caller
from core.incidents.kinds import Exposed, Way
from core.integration import Integration
from core.notices import Kind
from core.responding import Call
from tests.core.ground import Ground, Hand
from tests.core.incident_ground import REVOKE, reported
from tests.core.test_dead_tokens_are_tried import DAY, NOT_TOLD, THIEF, closed, tried
from tests.core.using import CRON, uses


async def leaked(ground: Ground, hand: Hand, *let_in: Caller, since: timedelta | None = None) -> Integration:
    """Cron used it, then it leaked, then these did; it was killed, and the incident is closed."""
    integration = await ground.settled(hand)
    await uses(ground, integration, 1, CRON)
    ground.clock.pass_(DAY)
    for who in let_in:
        await uses(ground, integration, 1, who)
    ground.clock.pass_(timedelta(hours=1))
    exposed = Exposed(since=ground.clock.now - since) if since is not None else Exposed()
    await reported(ground, integration, Call(way=Way.REVOKE, exposed=exposed))
    await closed(ground, integration)
    ground.clock.pass_(timedelta(minutes=1))
    return integration


async def test_whoever_tries_a_leaked_token_after_its_incident_is_another_one(
    ground: Ground, hand: Hand
) -> None:
    integration = await leaked(ground, hand)
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 1}


async def test_a_thief_who_got_in_with_it_is_a_stranger_for_all_that(ground: Ground, hand: Hand) -> None:
    integration = await leaked(ground, hand, THIEF, since=timedelta(hours=2))
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 1}


async def test_also_where_nobody_was_ever_told_apart(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration, REVOKE)
    await closed(ground, integration)
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 1}


@pytest.mark.parametrize("who", [CRON, NOT_TOLD])
async def test_who_used_it_before_it_leaked_is_a_message_that_says_so(
    ground: Ground, hand: Hand, who: Caller
) -> None:
    integration = await leaked(ground, hand)
    at = ground.clock.now - timedelta(minutes=1)
    await tried(ground, integration, who)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}
    (said,) = [each.notice for each in await ground.said() if each.notice.kind is Kind.STILL_TRIED]
    assert said.facts["leaked_at"] == at.isoformat()
