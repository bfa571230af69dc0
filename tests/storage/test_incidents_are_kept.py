"""Incidents are read back as they were written; one is open at a time; nobody sees another workspace's."""

from dataclasses import fields, replace

import pytest
from sqlalchemy.exc import IntegrityError

from core.audit import SYSTEM, Event
from core.cards import SUBJECTS
from core.incidents.facts import Fact
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, Note, PersonalData, Severity, Suspect, Way
from core.incidents.ports import Where
from core.incidents.refusals import IncidentChanged, UnknownIncident
from core.incidents.steps import Mark, Step
from core.integration import Integration
from core.notices import Kind, Notice
from storage.database import Database
from storage.errors import DatabaseFailed
from tests.databases import Clock
from tests.storage.making import OTHER_TENANT, TENANT, an_integration, days


async def added(database: Database, clock: Clock, name: str = "Billing sync") -> Integration:
    integration = an_integration(clock(), name)
    async with database.store.transaction(TENANT) as tx:
        await tx.add(integration, by="UADA")
    return integration


def an_incident(integration: Integration, clock: Clock, **changes: object) -> Incident:
    start = Incident(
        id=f"incident of {integration.id}",
        tenant=TENANT,
        integration_id=integration.id,
        name=integration.name,
        scopes=frozenset({"invoices.readonly"}),
        severity=Severity.P2,
        way=Way.ROTATE,
        opened_at=clock(),
        opened_by="UADA",
    )
    return replace(start, **changes)  # type: ignore[arg-type]  # whatever a test wants


async def opened(database: Database, incident: Incident) -> Incident:
    async with database.store.transaction(TENANT) as tx:
        await tx.incidents.add(incident, by="UADA", severity=incident.severity)
    return incident


def with_everything(integration: Integration, clock: Clock) -> Incident:
    """No field has its default."""
    mark = Mark(
        assignee="UBOB",
        claimed_by="UADA",
        claimed_at=clock(),
        fact=Fact.SILENT,
        evident_at=clock(),
        turned=Fact.TRIED_AGAIN,
        turned_at=clock(),
        turns=2,
    )
    return an_incident(
        integration,
        clock,
        suspects=(Suspect(id="t1", version=1, last_four="0001", minted_at=clock()),),
        lead="UADA",
        exposed=Exposed(exposure=Exposure.PUBLIC, since=clock() - days(1), where="Gist", link="https://g"),
        personal_data=PersonalData.YES,
        severity_chosen=True,
        by_digest=True,
        drill=True,
        quarantined_at=clock(),
        killed_at=clock(),
        killed_by="UADA",
        source="C1 17.5",
        source_deleted_at=clock(),
        use_read_at=clock(),
        told_at=clock(),
        marks={Step.QUIET: mark, Step.TRACES: Mark(assignee="UBOB")},
        notes=(Note(by="UADA", at=clock(), text="x", link="https://g", step="quiet"), _bare_note(clock)),
        nudges=2,
        nudged_at=clock(),
        clock_said=1,
        card="card",
        place="C1",
        closed_at=clock(),
        closed_by="UADA",
        reason="r",
        review_at=clock() + days(7),
        review_said_at=clock() + days(7),
        generation=1,
    )


def _bare_note(clock: Clock) -> Note:
    return Note(by="UADA", at=clock(), text="")


ALIKE = {
    "tenant",
    "integration_id",
    "name",
    "scopes",
    "generation",
    "severity",
    "way",
    "opened_at",
    "opened_by",
}
"""What every example has; all the rest is filled in."""


async def test_an_incident_is_read_back_as_it_was(database: Database, clock: Clock) -> None:
    integration = await added(database, clock)
    incident = await opened(database, with_everything(integration, clock))
    bare = await opened(database, an_incident(integration, clock, id="another"))
    same = {
        each.name for each in fields(Incident) if getattr(incident, each.name) == getattr(bare, each.name)
    }
    assert same <= ALIKE, "the example leaves a field at its default"

    async with database.store.reading(TENANT) as reading:
        assert await reading.incidents.one(incident.id) == incident
        assert await reading.incidents.one("another") == bare
        assert await reading.incidents.open_for(integration.id) == bare


async def test_a_change_counts_and_the_slower_one_is_told(database: Database, clock: Clock) -> None:
    incident = await opened(database, an_incident(await added(database, clock), clock))
    async with database.store.transaction(TENANT) as tx:
        kept = await tx.incidents.keep(incident.led_by("UBOB"))
    assert kept.generation == 2
    with pytest.raises(IncidentChanged):
        async with database.store.transaction(TENANT) as tx:
            await tx.incidents.keep(incident.led_by("UADA"))

    async with database.store.reading(TENANT) as reading:
        assert await reading.incidents.one(incident.id) == kept


async def test_opening_is_on_record_with_its_integration(database: Database, clock: Clock) -> None:
    incident = await opened(database, an_incident(await added(database, clock), clock))
    async with database.store.reading(TENANT) as reading:
        (entry, *_) = await reading.audit(subject=incident.integration_id)
    assert (entry.event, entry.subject_name) == (Event.INCIDENT_OPEN, "Billing sync")
    assert entry.details == {"incident": incident.id, "severity": "P2"}


async def test_of_one_integration_one_is_open_at_a_time(database: Database, clock: Clock) -> None:
    integration = await added(database, clock)
    first = await opened(database, an_incident(integration, clock))
    with pytest.raises((IntegrityError, DatabaseFailed)):
        await opened(database, an_incident(integration, clock, id="second"))
    async with database.store.transaction(TENANT) as tx:
        await tx.incidents.keep(first.close("UADA", clock(), clock()))
    await opened(database, an_incident(integration, clock, id="second"))


async def test_the_open_ones_come_first_then_the_newest(database: Database, clock: Clock) -> None:
    old, new, closed = [await added(database, clock, name) for name in ("Old", "New", "Closed")]
    await opened(database, an_incident(old, clock))
    clock.pass_(days(1))
    await opened(database, an_incident(closed, clock, closed_at=clock()))
    await opened(database, an_incident(new, clock))

    async with database.store.reading(TENANT) as reading:
        assert [each.name for each in await reading.incidents.latest()] == ["New", "Old", "Closed"]
        assert [each.name for each in await reading.incidents.latest(1)] == ["New"]


async def test_all_that_are_open_are_counted_and_no_drill(database: Database, clock: Clock) -> None:
    for number in range(23):
        await opened(database, an_incident(await added(database, clock, f"Number {number}"), clock))
    drill, closed = [await added(database, clock, name) for name in ("Drill", "Closed")]
    await opened(database, an_incident(drill, clock, drill=True))
    await opened(database, an_incident(closed, clock, closed_at=clock()))

    async with database.store.reading(TENANT) as reading:
        assert await reading.incidents.count_open() == 23


async def test_the_clock_looks_at_open_ones_and_at_reviews_that_are_due(
    database: Database, clock: Clock
) -> None:
    made = [await added(database, clock, name) for name in ("Open", "Review", "Later", "Done")]
    due, later = clock(), clock() + days(1)
    closed = {"closed_at": clock(), "review_said_at": None}
    found = [
        await opened(database, an_incident(made[0], clock, id="1")),
        await opened(database, an_incident(made[1], clock, id="2", review_at=due, **closed)),
    ]
    await opened(database, an_incident(made[2], clock, id="3", review_at=later, **closed))
    done = {"closed_at": clock(), "review_at": due, "review_said_at": due}
    await opened(database, an_incident(made[3], clock, id="4", **done))

    places = [Where(TENANT, each.id) for each in found]
    queue = database.store.incidents
    assert await queue.due(clock(), 10) == places
    assert await queue.due(clock(), 1, after=places[0]) == places[1:]


async def test_incidents_are_found_by_the_message_that_showed_the_token(
    database: Database, clock: Clock
) -> None:
    incident = await opened(database, an_incident(await added(database, clock), clock, source="C1 17.5"))
    async with database.store.reading(TENANT) as reading:
        assert await reading.incidents.showing("C1 17.5") == [incident]
        assert await reading.incidents.showing("C1 17.6") == []


async def test_another_workspace_sees_nothing_of_it(database: Database, clock: Clock) -> None:
    incident = await opened(database, an_incident(await added(database, clock), clock, source="C1 17.5"))
    async with database.store.reading(OTHER_TENANT) as reading:
        with pytest.raises(UnknownIncident):
            await reading.incidents.one(incident.id)
        assert await reading.incidents.latest() == []
        assert await reading.incidents.count_open() == 0
        assert await reading.incidents.open_for(incident.integration_id) is None
        assert await reading.incidents.showing("C1 17.5") == []


async def test_its_card_is_drawn_anew_with_each_change(database: Database, clock: Clock) -> None:
    incident = await opened(database, an_incident(await added(database, clock), clock))
    facts = {"incident": incident.id}
    notice = Notice(kind=Kind.INCIDENT, to="C1", integration_id=incident.integration_id, facts=facts)
    assert SUBJECTS[Kind.INCIDENT](notice) == {incident.id, incident.integration_id}
    async with database.store.transaction(TENANT) as tx:
        card_id = await tx.say(notice)
    await database.outbox.claim(clock(), lease=days(1), limit=1)
    await database.outbox.delivered(card_id, clock(), channel="C1", ts="17.6")
    (fresh,) = await database.cards.claim(clock(), lease=days(0), limit=10)
    await database.cards.drawn(fresh, "face", clock())
    assert await database.cards.waiting() == 0

    async with database.store.transaction(TENANT) as tx:
        await tx.note(Event.INCIDENT_CHANGE, by=SYSTEM, subject=incident.integration_id)
        await tx.incidents.keep(incident.led_by("UBOB"))
    assert await database.cards.waiting() == 1
