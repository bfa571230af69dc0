"""Somebody reports what is an incident already: whatever they know is kept, and shows in the timeline."""

from dataclasses import replace

import pytest

from core.actions.leak import report_leak
from core.audit import HOLDER, SCANNER, SYSTEM, Event
from core.evidence import Caller
from core.incidents.cadence import notify_by
from core.incidents.facts import Fact
from core.incidents.incident import MOST_NOTES, Incident
from core.incidents.joining import MOST_PLACES, joined
from core.incidents.kinds import NOT_KNOWN, Exposed, Exposure, Note, PersonalData, Severity, Way
from core.incidents.report import report_of
from core.incidents.steps import Step
from core.integration import Integration
from core.leaks.report import Report, Source
from core.notices import Kind
from core.overlap import Overlap
from core.responding import Call, respond
from core.secret import Secret
from tests.core.examples import HOUR, NOW
from tests.core.ground import ADA, HOME, MAX, Ground, Hand
from tests.core.incident_ground import (
    OLD,
    QUARANTINE,
    REVOKE,
    ROTATE,
    an_incident,
    incident_of,
    reported,
    use,
)

INSIDE = Exposed(exposure=Exposure.INTERNAL, where="the wiki")
READS, WRITES = frozenset({"invoices.readonly"}), frozenset({"payments.write"})
CURL = Caller("gateway-1", "203.0.113.0/24", "curl")


async def by_itself(ground: Ground, integration: Integration, call: Call) -> Incident:
    """An incident that nobody reported."""
    async with ground.tools.store.transaction(HOME) as tx:
        return (await respond(ground.tools, tx, integration, call, by=SYSTEM)).incident


async def by_github(ground: Ground, secret: Secret, place: str = "https://gist.example/1") -> None:
    await report_leak(
        ground.tools, Report(secret=secret, source=Source.GITHUB, by=SCANNER, url=place, kind="gist")
    )


async def story(ground: Ground, integration: Integration) -> list[str]:
    """What its timeline says."""
    async with ground.tools.store.reading(HOME) as reading:
        report = await report_of(reading, await incident_of(ground, integration))
    return [line.text for line in report.timeline({ADA.id: "Ada", MAX.id: "Max"})]


async def again(ground: Ground, integration: Integration, call: Call) -> Incident:
    """Max reports what Ada did."""
    return (await reported(ground, await ground.now(integration), call, MAX)).response.incident


async def test_what_github_found_in_public_makes_it_worse(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand, scopes=READS)
    await reported(ground, integration, replace(QUARANTINE, exposed=INSIDE))
    await by_github(ground, hand.tokens[0])

    incident = await incident_of(ground, integration)
    assert (incident.exposed.exposure, incident.severity) == (Exposure.PUBLIC, Severity.P2)
    assert (incident.exposed.where, [(each.text, each.link) for each in incident.notes]) == (
        "the wiki",
        [("It was seen elsewhere, too: gist", "https://gist.example/1")],
    )


async def test_of_a_token_that_it_has_killed_already_it_keeps_where_it_is_out(
    ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand, scopes=READS)
    before = (await reported(ground, integration, ROTATE)).response.incident
    for place in ("https://gist.example/1", "https://gist.example/2", "https://gist.example/1"):
        await by_github(ground, hand.tokens[0], place)

    incident = await incident_of(ground, integration)
    assert (incident.exposed.exposure, incident.severity) == (Exposure.PUBLIC, Severity.P2)
    assert (incident.exposed.link, [each.link for each in incident.notes]) == (
        "https://gist.example/1",
        ["https://gist.example/2"],
    )
    assert (incident.killed_at, incident.way) == (before.killed_at, Way.ROTATE), "nothing more was stopped"
    assert "Its severity rose to P2, as proposed." in await story(ground, integration)


async def test_a_report_that_knows_nothing_new_changes_nothing(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration, ROTATE)
    await by_github(ground, hand.tokens[0])
    before = await incident_of(ground, integration)
    await report_leak(ground.tools, Report(secret=hand.tokens[0], source=Source.HOLDER, by=HOLDER, url=""))

    assert await incident_of(ground, integration) == before


async def test_a_leak_of_another_token_is_no_part_of_it(ground: Ground, hand: Hand) -> None:
    integration = await ground.overlapping(hand, Overlap.AT_ONCE)
    await reported(ground, integration, ROTATE)
    before = await incident_of(ground, integration)
    await by_github(ground, hand.tokens[0])

    assert [each.version for each in before.suspects] == [2]
    assert await incident_of(ground, integration) == before


async def test_personal_data_that_the_second_knows_of_starts_the_clock(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration, replace(REVOKE, personal_data=PersonalData.NO))
    incident = await again(ground, integration, replace(REVOKE, personal_data=PersonalData.YES))

    assert incident.personal_data is PersonalData.YES
    assert notify_by(incident) == incident.opened_at + 72 * HOUR


async def test_the_first_person_who_reports_leads_what_nobody_led(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await by_itself(ground, integration, ROTATE)
    first = await again(ground, integration, ROTATE)
    second = await reported(ground, await ground.now(integration), ROTATE, ADA)

    assert (first.lead, second.response.incident.lead) == (MAX.id, MAX.id)
    assert "Max took the lead." in await story(ground, integration)


async def test_a_severity_that_the_second_chooses_counts_even_a_milder_one(
    ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand, scopes=WRITES)
    await reported(ground, integration, REVOKE)
    incident = await again(ground, integration, replace(REVOKE, severity=Severity.P4))

    assert (incident.severity, incident.severity_chosen) == (Severity.P4, True)
    assert "Max rated it P4." in await story(ground, integration)


async def test_a_report_of_what_works_is_no_harmless_one(ground: Ground, hand: Hand) -> None:
    """It began with a token that was dead before; now somebody fears for the one that works, in public."""
    integration = await ground.overlapping(hand)
    dead = replace(REVOKE, token_id="unknown", exposed=Exposed(exposure=Exposure.PUBLIC))
    assert (await by_itself(ground, integration, dead)).severity is Severity.P4

    assert (await again(ground, integration, REVOKE)).severity is Severity.P2
    assert "Its severity rose to P2, as proposed." in await story(ground, integration)


async def test_nothing_that_was_known_is_lost_to_who_knows_less(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    exposed = Exposed(exposure=Exposure.PUBLIC, since=NOW, where="a gist", link="https://gist.example/1")
    call = replace(
        REVOKE, exposed=exposed, personal_data=PersonalData.YES, severity=Severity.P1, source="C1 1.5"
    )
    first = (await reported(ground, integration, call)).response.incident
    second = await again(ground, integration, REVOKE)

    assert (second.exposed, second.personal_data, second.severity) == (
        first.exposed,
        first.personal_data,
        first.severity,
    )
    assert (second.source, second.lead, second.notes) == (first.source, ADA.id, ())
    events = [
        each.details.get("what") for each in await ground.record() if each.event is Event.INCIDENT_CHANGE
    ]
    assert events == []


async def test_each_thing_that_is_new_is_on_record_and_below_the_card(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand, scopes=READS)
    await by_itself(ground, integration, QUARANTINE)
    (token,) = await ground.tokens(integration)
    call = replace(
        REVOKE,
        exposed=Exposed(exposure=Exposure.PUBLIC, since=ground.clock.now - HOUR),
        personal_data=PersonalData.YES,
        token_id=token.id,
        source="C1 1.5",
    )
    await again(ground, integration, call)

    told = [
        "Max reported it again, to kill every token.",
        "Max named the message that showed the token.",
        "Max noted the exposure: public.",
        "Max noted whether personal data was in reach: yes.",
        "Its severity rose to P2, as proposed.",
        "Max took the lead.",
    ]
    assert [line for line in await story(ground, integration) if line in told] == told
    below = [each.notice.facts for each in await ground.said() if each.notice.kind is Kind.INCIDENT_ACT]
    assert {"shown", "exposure", "personal_data", "proposed", "lead"} <= {each.get("what") for each in below}


async def test_a_token_that_the_second_recognised_is_a_suspect_too(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration, ROTATE, MAX, hand=hand)
    _, new = await ground.tokens(integration)
    incident = await again(ground, integration, replace(QUARANTINE, token_id=new.id))

    assert [each.version for each in incident.suspects] == [1, 2]
    assert incident.by_digest
    assert "Max gave the token itself: v2." in await story(ground, integration)
    assert incident.mark(Step.CONTAIN).turned is not Fact.STILL_GOOD, "in quarantine, it may be used"


async def test_in_quarantine_those_are_known_who_came_before_what_the_first_said(
    ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand)
    since = ground.clock.now
    ground.clock.pass_(HOUR)
    await use(ground, integration, 1, CURL, ground.clock.now)
    call = replace(QUARANTINE, exposed=replace(INSIDE, since=since))
    await reported(ground, integration, call)
    await again(ground, integration, QUARANTINE)

    held = (await ground.now(integration)).quarantine
    assert held is not None
    assert held.callers == frozenset(), "it was new since the exposure, whoever reports it again"


async def test_a_place_that_is_told_twice_is_noted_once(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reported(ground, integration, replace(REVOKE, exposed=INSIDE))
    for where in ("a build log", "a build log", "the wiki"):
        await again(ground, integration, replace(REVOKE, exposed=Exposed(where=where)))

    notes = (await incident_of(ground, integration)).notes
    assert [(each.by, each.text) for each in notes] == [(MAX.id, "It was seen elsewhere, too: a build log")]
    assert "Max added a note." in await story(ground, integration)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (NOT_KNOWN, INSIDE, INSIDE),
        (INSIDE, NOT_KNOWN, INSIDE),
        (INSIDE, Exposed(exposure=Exposure.PUBLIC), replace(INSIDE, exposure=Exposure.PUBLIC)),
        (Exposed(since=NOW), Exposed(since=NOW - HOUR), Exposed(since=NOW - HOUR)),
        (Exposed(since=NOW - HOUR), Exposed(since=NOW), Exposed(since=NOW - HOUR)),
        (Exposed(link="https://a"), Exposed(where="b", link="https://b"), Exposed(link="https://a")),
    ],
)
def test_of_two_who_say_how_far_it_is_out_the_worse_is_believed(
    first: Exposed, second: Exposed, both: Exposed
) -> None:
    assert first.joined(second) == both


def test_a_link_alone_is_noted_as_one() -> None:
    known = replace(an_incident(), exposed=INSIDE)
    other = replace(an_incident(), exposed=Exposed(link="https://a"), opened_at=NOW + HOUR)
    assert joined(known, other).notes == (
        Note(by="U-ADA", at=NOW + HOUR, text="It was seen elsewhere, too.", link="https://a"),
    )


def test_whoever_reports_a_thousand_places_leaves_room_for_the_notes_of_people() -> None:
    incident = replace(an_incident(), exposed=INSIDE)
    for number in range(1000):
        incident = joined(incident, replace(an_incident(), exposed=Exposed(where=f"place {number}")))
    assert len(incident.notes) == MOST_PLACES


def test_where_no_note_fits_any_more_the_rest_is_kept() -> None:
    full = replace(an_incident(), exposed=INSIDE, notes=(Note(by="U-ADA", at=NOW, text="x"),) * MOST_NOTES)
    other = replace(an_incident(), exposed=Exposed(where="elsewhere"), suspects=(replace(OLD, id="token-2"),))
    after = joined(full, other)
    assert (len(after.notes), [each.id for each in after.suspects]) == (MOST_NOTES, ["token-1", "token-2"])


def test_a_severity_that_a_person_chose_rises_with_a_worse_report() -> None:
    """Whoever chose it did not know of that."""
    chosen = an_incident().rated(Severity.P3)
    worse = joined(chosen, replace(an_incident(), severity=Severity.P1))
    assert (worse.severity, worse.severity_chosen) == (Severity.P1, False)
    milder = joined(chosen, replace(an_incident(), severity=Severity.P4))
    assert (milder.severity, milder.severity_chosen) == (Severity.P3, True)
