"""A drill: the whole flow, and nothing real is touched."""

from datetime import timedelta

import pytest

from core.actions.close import close
from core.actions.delete import delete
from core.actions.drill import drill
from core.actions.show_token import show_token
from core.actor import Role
from core.audit import Event
from core.incidents.cadence import notify_by
from core.incidents.incident import Incident
from core.incidents.kinds import Severity
from core.incidents.report import report_of
from core.incidents.steps import Step
from core.incidents.times import times
from core.integration import Integration
from core.intent import Purpose
from core.refusals import NotAllowed, UnknownIntegration
from core.responding import Call
from core.token import Reason
from tests.core.ground import ADA, HOME, VERA, Ground, Hand
from tests.core.incident_ground import reported


async def drilled(ground: Ground) -> tuple[Integration, Incident]:
    done = await drill(ground.tools, ADA, await ground.form(ADA, Purpose.COMPROMISE))
    return done.integration, done.incident


async def closed(ground: Ground, incident: Incident) -> Incident:
    return await close(ground.tools, ADA, incident.id, reason="the drill is over")


async def test_it_kills_a_practice_token_and_nothing_else(ground: Ground, hand: Hand) -> None:
    real = await ground.settled(hand)
    practice, incident = await drilled(ground)
    assert practice.id != real.id
    (dead,) = await ground.tokens(practice)
    assert dead.reason is Reason.COMPROMISED
    assert (incident.drill, incident.severity, incident.lead) == (True, Severity.P4, ADA.id)
    assert notify_by(incident) is None, "no 72 hours"
    await closed(ground, incident)
    assert await ground.now(real) == real


async def test_the_new_token_is_collected_and_ticks_its_steps_and_opens_nothing(
    ground: Ground, hand: Hand
) -> None:
    practice, incident = await drilled(ground)
    waiting = practice.handover
    assert waiting is not None
    await show_token(ground.tools, ADA, practice.id, waiting.id, hand.show)
    ground.clock.pass_(timedelta(minutes=5))
    known = await ground.database.ledger.known(hand.tokens[0])
    assert known is not None
    assert not known.active(ground.clock.now)
    after = await closed(ground, incident)
    assert after.mark(Step.REPLACE).done
    assert after.mark(Step.DELIVER).done


async def test_its_times_are_measured(ground: Ground) -> None:
    _, incident = await drilled(ground)
    ground.clock.pass_(timedelta(minutes=31))
    after = await closed(ground, incident)
    assert times(after).contain == timedelta()
    assert after.mark(Step.QUIET).done


async def test_closing_takes_the_practice_integration_away_and_keeps_the_report(ground: Ground) -> None:
    practice, incident = await drilled(ground)
    after = await closed(ground, incident)
    with pytest.raises(UnknownIntegration):
        await ground.now(practice)
    async with ground.tools.store.reading(HOME) as reading:
        assert (await report_of(reading, after)).incident.drill


async def test_somebody_may_have_deleted_it_before(ground: Ground) -> None:
    practice, incident = await drilled(ground)
    await delete(ground.tools, ADA, await ground.form(ADA, Purpose.DELETE, practice))
    await closed(ground, incident)
    events = [each.event for each in await ground.record()]
    assert events.count(Event.INTEGRATION_DELETE) == 1


async def test_responders_may_and_viewers_may_not(ground: Ground) -> None:
    form = await ground.form(VERA, Purpose.COMPROMISE)
    with pytest.raises(NotAllowed):
        await drill(ground.tools, VERA, form)
    await ground.give(VERA, Role.RESPONDER)
    assert (await drill(ground.tools, VERA, form)).incident.lead == VERA.id


async def test_an_incident_that_only_says_it_is_a_drill_deletes_nothing_real(
    ground: Ground, hand: Hand
) -> None:
    """Whatever went wrong before: this one is about an integration that people need."""
    real = await ground.settled(hand)
    done = await reported(ground, real, Call(drill=True))
    await closed(ground, done.response.incident)
    assert (await ground.now(real)).deleted_at is None
