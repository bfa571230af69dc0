"""How bad an incident is said to be, and what happens when everybody changes something at once."""

from datetime import timedelta

import pytest

from core.actions.compromise import TRIES, compromise
from core.evidence import Caller
from core.incidents.kinds import Exposed, Exposure, Severity, Way
from core.intent import Purpose
from core.overlap import Overlap
from core.refusals import StorageBusy
from core.responding import Call
from tests.core.ground import ADA, Ground, Hand
from tests.core.incident_ground import ROTATE, Contested, reported, use

CURL = Caller("gateway-1", "203.0.113.0/24", "curl")


@pytest.mark.parametrize(
    ("exposure", "scope", "severity"),
    [
        (Exposure.PUBLIC, "payments.write", Severity.P1),
        (Exposure.INTERNAL, "payments.write", Severity.P2),
        (Exposure.INTERNAL, "invoices.readonly", Severity.P3),
    ],
)
async def test_a_severity_is_proposed(
    exposure: Exposure, scope: str, severity: Severity, ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand, scopes=frozenset({scope}))
    done = await reported(ground, integration, Call(exposed=Exposed(exposure=exposure)))

    assert done.response.incident.severity is severity


async def test_use_by_a_stranger_since_the_exposure_makes_it_worse(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand, scopes=frozenset({"payments.write"}))
    await use(ground, integration, 1, CURL, ground.clock.now)
    call = Call(exposed=Exposed(exposure=Exposure.INTERNAL, since=ground.clock.now))

    assert (await reported(ground, integration, call)).response.incident.severity is Severity.P1


async def test_a_token_that_was_dead_already_is_no_emergency(ground: Ground, hand: Hand) -> None:
    integration = await ground.overlapping(hand, Overlap.AT_ONCE)
    old, _ = await ground.tokens(integration)
    done = await reported(ground, integration, Call(way=Way.QUARANTINE, token_id=old.id))

    incident = done.response.incident
    assert (incident.severity, incident.by_digest) == (Severity.P4, True)
    assert [each.version for each in incident.suspects] == [2, 1]


async def test_somebody_may_say_how_bad_it_is(ground: Ground, hand: Hand) -> None:
    done = await reported(ground, await ground.settled(hand), Call(severity=Severity.P1))
    assert done.response.incident.severity is Severity.P1


async def test_nothing_filled_in_wrongly_delays_a_kill(ground: Ground, hand: Hand) -> None:
    later = ground.clock.now + timedelta(hours=1)
    exposed = Exposed(where="Wiki", link="not an address", since=later)
    done = await reported(ground, await ground.settled(hand), Call(exposed=exposed))

    assert done.response.incident.exposed == Exposed(where="Wiki not an address")


@pytest.mark.parametrize("times", [1, TRIES - 1])
async def test_what_is_contested_is_done_again(times: int, ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    form = await ground.form(ADA, Purpose.COMPROMISE, integration)
    contested = Contested(ground, times).tools()
    await compromise(contested, ADA, form, ROTATE)

    assert (await ground.now(integration)).tokens == ()


async def test_what_goes_on_being_contested_is_said(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    form = await ground.form(ADA, Purpose.COMPROMISE, integration)
    contested = Contested(ground, TRIES).tools()
    with pytest.raises(StorageBusy):
        await compromise(contested, ADA, form, ROTATE)
    assert (await ground.now(integration)).current is not None
