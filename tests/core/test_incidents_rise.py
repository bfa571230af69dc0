"""The severity of an incident rises by itself when more is found out, unless a person has chosen one."""

from dataclasses import replace

import pytest

from core.actions.assess import expose, personal_data, rate
from core.audit import SYSTEM, Event
from core.evidence import Caller
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, PersonalData, Severity
from core.incidents.report import report_of
from core.notices import Kind
from core.responding import Call
from tests.core.examples import HOUR
from tests.core.ground import ADA, HOME, Ground, Hand
from tests.core.incident_ground import CHANNEL, QUARANTINE, REVOKE, reported, use

READS, PUBLIC = frozenset({"invoices.readonly"}), Exposed(exposure=Exposure.PUBLIC)
STRANGER = Caller("gateway-1", "198.51.100.0/24", "python")


@pytest.fixture
async def incident(ground: Ground, hand: Hand) -> Incident:
    """It only reads, and was seen inside: P3."""
    return await opened(ground, hand, REVOKE)


async def opened(ground: Ground, hand: Hand, call: Call) -> Incident:
    await ground.change_workspace(security_channel=CHANNEL)
    return (await reported(ground, await ground.settled(hand, scopes=READS), call)).response.incident


async def test_what_turns_out_to_be_public_is_worse(ground: Ground, incident: Incident) -> None:
    after = await expose(ground.tools, ADA, incident.id, PUBLIC)

    assert (incident.severity, after.severity, after.severity_chosen) == (Severity.P3, Severity.P2, False)
    entry = (await ground.record())[0]
    assert (entry.event, entry.actor) == (Event.INCIDENT_CHANGE, SYSTEM)
    assert entry.details == {"incident": incident.id, "what": "proposed", "value": "P2"}


async def test_that_it_rose_is_said_below_the_card_and_stands_in_the_timeline(
    ground: Ground, incident: Incident
) -> None:
    after = await expose(ground.tools, ADA, incident.id, PUBLIC)

    below = [each.notice for each in await ground.said() if each.notice.kind is Kind.INCIDENT_ACT]
    assert [(each.to, each.facts["value"]) for each in below if each.facts["what"] == "proposed"] == [
        (CHANNEL, "P2")
    ]
    async with ground.tools.store.reading(HOME) as reading:
        lines = (await report_of(reading, after)).timeline({ADA.id: "Ada"})
    assert [line.text for line in lines][-2:] == [
        "Ada noted the exposure: public.",
        "Its severity rose to P2, as proposed.",
    ]


async def test_use_by_a_stranger_counts_once_it_is_known_since_when(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, QUARANTINE)
    since = ground.clock.now
    ground.clock.pass_(HOUR)
    async with ground.tools.store.reading(HOME) as reading:
        integration = await reading.integration(incident.integration_id)
    await use(ground, integration, 1, STRANGER, ground.clock.now)
    await expose(ground.tools, ADA, incident.id, Exposed(exposure=Exposure.INTERNAL, since=since))
    after = await personal_data(ground.tools, ADA, incident.id, PersonalData.YES)

    assert after.severity is Severity.P2


async def test_what_a_person_chose_stands(ground: Ground, incident: Incident) -> None:
    """Whoever says how far out it is sees the severity beside it."""
    await rate(ground.tools, ADA, incident.id, Severity.P3)
    after = await expose(ground.tools, ADA, incident.id, PUBLIC)

    assert (after.severity, after.severity_chosen) == (Severity.P3, True)


async def test_what_was_chosen_when_it_was_reported_stands_too(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, replace(REVOKE, severity=Severity.P4))
    assert (await expose(ground.tools, ADA, incident.id, PUBLIC)).severity is Severity.P4


async def test_by_itself_it_does_not_fall(ground: Ground, incident: Incident) -> None:
    await expose(ground.tools, ADA, incident.id, PUBLIC)
    after = await expose(ground.tools, ADA, incident.id, Exposed(exposure=Exposure.INTERNAL))

    assert after.severity is Severity.P2


async def test_a_token_that_was_dead_before_stays_harmless(ground: Ground, hand: Hand) -> None:
    incident = await opened(ground, hand, replace(REVOKE, token_id="of-one-that-was-dead"))
    after = await expose(ground.tools, ADA, incident.id, PUBLIC)

    assert after.severity is Severity.P4
