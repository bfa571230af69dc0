"""One press on what is said of a leak, by whoever may: with all that the report knew."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from core.actions.leak import report_leak
from core.actions.revoke_leaked import DeadAlready, revoke_leaked
from core.actor import Person
from core.incidents.kinds import Exposure
from core.integration import Integration
from core.leaks.policy import OnLeak
from core.leaks.report import LONGEST_NOTE, Leak, Source, State
from core.notices import Kind
from core.refusals import FormExpired, NotAMember, UnknownIntegration
from core.responding import Response
from tests.core.ground import ADA, GUS, HOME, NOBODY, OLIVE, Ground, Hand
from tests.core.test_leaks_and_the_brake import about, told, works

WHERE = "https://example.org/a"


async def alerted(ground: Ground, hand: Hand, **otherwise: Any) -> tuple[Integration, str]:
    """It asks first; with the id that the button of its alert carries."""
    integration = await ground.settled(hand, on_leak=OnLeak.ALERT)
    await report_leak(ground.tools, replace(about(hand.tokens[-1], "a"), **otherwise))
    return integration, (await told(ground, Kind.LEAK_FOUND))[0].facts["leak"]


async def leak_of(ground: Ground, leak_id: str) -> Leak | None:
    async with ground.tools.store.reading(HOME) as reading:
        return await reading.leaks.one(leak_id)


async def test_its_owner_revokes_it_and_the_incident_knows_where_it_was(ground: Ground, hand: Hand) -> None:
    integration, leak_id = await alerted(ground, hand)
    done = await revoke_leaked(ground.tools, OLIVE, leak_id)
    assert not await works(ground, integration)
    exposed = done.incident.exposed
    assert (exposed.exposure, exposed.link, done.incident.lead) == (Exposure.PUBLIC, WHERE, OLIVE.id)
    leak = await leak_of(ground, leak_id)
    assert leak is not None
    assert (leak.state, leak.settled_by, leak.settled_at) == (State.REVOKED, OLIVE.id, ground.clock.now)


async def test_two_who_press_at_once_revoke_it_once(ground: Ground, hand: Hand) -> None:
    _, leak_id = await alerted(ground, hand)
    presses = (revoke_leaked(ground.tools, each, leak_id) for each in (ADA, OLIVE))
    came = await asyncio.gather(*presses, return_exceptions=True)
    assert {type(each) for each in came} == {Response, DeadAlready}


@pytest.mark.parametrize(("person", "refusal"), [(NOBODY, UnknownIntegration), (GUS, NotAMember)])
async def test_who_may_not_kill_it_changes_nothing(
    ground: Ground, hand: Hand, person: Person, refusal: type[Exception]
) -> None:
    integration, leak_id = await alerted(ground, hand)
    with pytest.raises(refusal):
        await revoke_leaked(ground.tools, person, leak_id)
    assert await works(ground, integration)


async def test_a_made_up_button_does_nothing(ground: Ground) -> None:
    with pytest.raises(FormExpired):
        await revoke_leaked(ground.tools, ADA, "made-up")


async def test_what_its_finder_wrote_is_cut_to_what_people_can_change_in_a_form(
    ground: Ground, hand: Hand
) -> None:
    _, leak_id = await alerted(ground, hand, source=Source.HOLDER, note="n" * LONGEST_NOTE)
    done = await revoke_leaked(ground.tools, ADA, leak_id)
    assert done.incident.exposed.where == "n" * 200
