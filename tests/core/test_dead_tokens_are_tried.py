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
from tests.core.incident_ground import REVOKE, reported
from tests.core.using import CRON, CURL, uses

THIEF = Caller("gateway-1", "192.0.2.0/24", "python-requests")
WGET = Caller("gateway-1", "198.18.0.0/24", "wget")
NOT_TOLD = Caller("gateway-2")
DAY = timedelta(days=1)


async def retired(ground: Ground, hand: Hand, *known: Caller, **changes: str) -> Integration:
    """Its first token is dead since a minute ago; these callers used it."""
    old = await ground.settled(hand, **changes)
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


async def closed(ground: Ground, integration: Integration) -> None:
    async with ground.tools.store.transaction(HOME) as tx:
        found, at = await tx.incidents.open_for(integration.id), ground.clock.now
        assert found is not None
        await tx.incidents.keep(found.close(ADA.id, at, at))


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


async def test_of_a_token_in_an_open_incident_its_checklist_says_it_all(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, THIEF)
    await look_at_tries(ground.tools)
    await tried(ground, integration, CRON)
    await tried(ground, integration, WGET)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}


async def test_a_stranger_who_is_on_the_checklist_is_no_news_once_it_is_closed(
    ground: Ground, hand: Hand
) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, THIEF)
    await look_at_tries(ground.tools)
    await tried(ground, integration, WGET)
    await look_at_tries(ground.tools)
    await closed(ground, integration)
    await tried(ground, integration, WGET)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}


async def test_another_stranger_after_the_closing_is_another_incident(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, THIEF)
    await look_at_tries(ground.tools)
    await closed(ground, integration)
    await tried(ground, integration, replace(THIEF, gateway="another"))
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}, "known by now, whichever way"
    await tried(ground, integration, WGET)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 1}


async def test_who_forgot_it_and_goes_on_after_a_long_incident_is_told_then(
    ground: Ground, hand: Hand
) -> None:
    integration = await retired(ground, hand, CRON)
    await tried(ground, integration, THIEF)
    await tried(ground, integration, CRON)
    await look_at_tries(ground.tools)
    ground.clock.pass_(9 * DAY)
    await tried(ground, integration, CRON)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0}
    await closed(ground, integration)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}


async def test_who_has_stopped_during_the_incident_is_left_in_peace(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON, CURL)
    for who in (THIEF, CRON, CURL):
        await tried(ground, integration, who)
    await look_at_tries(ground.tools)
    ground.clock.pass_(3 * DAY)
    await tried(ground, integration, CURL)
    await closed(ground, integration)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}
    await tried(ground, integration, CRON)
    ground.clock.pass_(DAY)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}, "but it was not told of the first"


# --- while an incident is about another token


async def compromised(ground: Ground, integration: Integration) -> Incident:
    """All that work are dead, and an incident of theirs is open; what was dead before is no part of it."""
    opened = (await reported(ground, await ground.now(integration), REVOKE)).response.incident
    assert 1 not in {each.version for each in opened.suspects}
    ground.clock.pass_(timedelta(minutes=1))
    return opened


async def test_a_token_that_is_not_suspected_is_told_of_as_usual(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    await compromised(ground, integration)
    await tried(ground, integration, CRON)
    assert await look_at_tries(ground.tools) == {"told": 1, "opened": 0}


async def test_a_stranger_with_it_makes_it_a_suspect_of_the_incident(ground: Ground, hand: Hand) -> None:
    integration = await retired(ground, hand, CRON)
    before = await compromised(ground, integration)
    await tried(ground, integration, THIEF)
    assert await look_at_tries(ground.tools) == {"told": 0, "opened": 0, "joined": 1}
    now = await incident(ground, integration)
    assert now is not None
    assert (now.id, {each.version for each in now.suspects}) == (before.id, {1, 2})
    (said,) = [
        each.notice
        for each in await ground.said()
        if (each.notice.kind, each.notice.facts.get("what")) == (Kind.INCIDENT_ACT, "suspect")
    ]
    assert said.facts["value"] == "v1, tried from 192.0.2.0/24 python-requests"
    changed = [each for each in await ground.record() if each.details.get("what") == "suspect"]
    assert [(each.event, each.details["incident"]) for each in changed] == [
        (Event.INCIDENT_CHANGE, before.id)
    ]
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


# --- nothing to say


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
