"""A dead token is still sent: by somebody who forgot to change it, or by a stranger."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions.late_tries import look_at_tries, tries_to_look_at
from core.audit import Event
from core.evidence import Caller, UseCount
from core.incidents.incident import Incident
from core.incidents.kinds import Severity
from core.incidents.steps import Step
from core.integration import Integration
from core.notices import Kind
from core.token import Reason
from tests.core.ground import ADA, HOME, OLIVE, Ground, Hand
from tests.core.using import CRON, CURL, uses

THIEF = Caller("gateway-1", "192.0.2.0/24", "python-requests")
NOT_TOLD = Caller("gateway-2")
DAY = timedelta(days=1)


async def retired(ground: Ground, hand: Hand, *known: Caller) -> Integration:
    """Its first token is dead since a minute ago; these callers used it."""
    old = await ground.settled(hand)
    for who in known:
        await uses(ground, old, 1, who)
    rotated = await ground.rotated(old, hand)
    async with ground.tools.store.transaction(HOME) as tx:
        now = await tx.integration(rotated.integration.id)
        assert now.offered is not None
        assert now.current is not None
        dead = now.kill(now.current.id, Reason.EXPIRED_NOW, ground.clock.now)
        await tx.save(dead, Event.OVERLAP_EXPIRE, by=ADA.id)
    ground.clock.pass_(timedelta(minutes=1))
    return await ground.now(old)


async def tried(ground: Ground, integration: Integration, who: Caller, version: int = 1) -> None:
    (token,) = [each for each in await ground.tokens(integration) if each.version == version]
    now = ground.clock.now
    count = UseCount(
        tenant=HOME,
        integration_id=integration.id,
        token_id=token.id,
        caller=who,
        refused=True,
        first_at=now,
        last_at=now,
        count=1,
    )
    await ground.database.uses.add([count])


async def told(ground: Ground) -> list[str]:
    later = ground.clock.now + DAY
    waiting = await ground.database.outbox.due(later, 1000)
    return [each.notice.to for each in waiting if each.notice.kind is Kind.STILL_TRIED]


async def incident(ground: Ground, integration: Integration) -> Incident | None:
    async with ground.tools.store.reading(HOME) as reading:
        return await reading.incidents.open_for(integration.id)


async def test_a_known_caller_with_an_old_token_is_a_message_to_the_owner(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON, CURL)
    await tried(ground, integration, CRON)
    assert await tries_to_look_at(ground.tools) == 1
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}
    assert await told(ground) == [OLIVE.id]
    assert await incident(ground, integration) is None


async def test_it_is_said_once(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    for _ in range(4):
        await tried(ground, integration, CRON)
        await look_at_tries(ground.tools)
        ground.clock.pass_(timedelta(hours=9))
    assert await told(ground) == [OLIVE.id]
    assert await tries_to_look_at(ground.tools) == 0


async def test_whoever_else_turns_up_is_spoken_of_the_next_day(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON, CURL)
    await tried(ground, integration, CRON)
    await look_at_tries(ground.tools)
    await tried(ground, integration, CURL)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}
    ground.clock.pass_(DAY)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}


async def test_a_stranger_with_an_old_token_opens_an_incident(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, CRON)
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 1}
    opened = await incident(ground, integration)
    assert opened is not None
    assert (opened.severity, opened.lead) == (Severity.P4, "")
    assert [each.version for each in opened.suspects] == [1]
    assert "192.0.2.0/24" in opened.exposed.where
    assert opened.mark(Step.CONTAIN).done
    assert opened.late, "the token is dead already, and nobody killed it for this"
    assert Step.REPLACE not in opened.steps
    kinds = {each.notice.kind for each in await ground.said()}
    assert {Kind.INCIDENT, Kind.INCIDENT_OWNER} <= kinds


async def test_the_token_that_works_is_left_alone(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, THIEF)
    await look_at_tries(ground.tools)
    assert (await ground.now(integration)).tokens == integration.tokens


async def test_while_an_incident_is_open_its_checklist_says_it_all(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, THIEF)
    await look_at_tries(ground.tools)
    await tried(ground, integration, CRON)
    await tried(ground, integration, Caller("gateway-1", "198.18.0.0/24", "wget"))
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}


async def test_one_token_opens_one_incident_whoever_else_has_it(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, THIEF)
    await look_at_tries(ground.tools)
    first = await incident(ground, integration)
    assert first is not None
    async with ground.tools.store.transaction(HOME) as tx:
        at = ground.clock.now
        await tx.incidents.keep(replace(await tx.incidents.one(first.id), closed_at=at, closed_by=ADA.id))
    await tried(ground, integration, Caller("gateway-1", "198.18.0.0/24", "wget"))
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}


@pytest.mark.parametrize("who", [replace(CRON, gateway="another"), NOT_TOLD])
async def test_who_comes_another_way_or_is_not_told_apart_is_no_stranger(
    ground: Ground, hand: Hand, who: Caller
) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, who)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}


async def test_where_nobody_was_ever_seen_nobody_is_a_stranger(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand)
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}


async def test_strangers_are_expected_with_a_token_that_has_leaked(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await uses(ground, integration, 1, CRON)
    async with ground.tools.store.transaction(HOME) as tx:
        dead = (await tx.integration(integration.id)).kill_all(Reason.COMPROMISED, ground.clock.now)
        await tx.save(dead, Event.TOKEN_REVOKE, by=ADA.id)
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}


async def test_who_was_refused_while_it_lived_has_forgotten_nothing(ground: Ground, hand: Hand) -> None:
    """In quarantine callers are refused, too."""
    integration = await ground.settled(hand)
    await uses(ground, integration, 1, CRON)
    await tried(ground, integration, CRON)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}


async def test_of_a_deleted_integration_nothing_is_left_to_say(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    async with ground.tools.store.transaction(HOME) as tx:
        deleted = (await tx.integration(integration.id)).delete(ground.clock.now)
        await tx.save(deleted, Event.INTEGRATION_DELETE, by=ADA.id)
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}
    assert await tries_to_look_at(ground.tools) == 0


async def test_what_was_said_long_ago_is_not_looked_at_again(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, CRON)
    ground.clock.pass_(timedelta(days=3))
    assert await tries_to_look_at(ground.tools) == 0
