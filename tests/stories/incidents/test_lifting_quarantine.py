"""A quarantine outlives the incident that it was for, and is lifted from the integration itself."""

from dataclasses import replace

from core.actor import Role
from sandbox import Person
from tests.office import Office
from tests.stories.gateway import CRON, CURL, a_gateway
from tests.stories.incidents.emergency import (
    NAME,
    SECONDS,
    made_responder,
    opens,
    prepared,
    reads,
    reports,
    settles,
)
from tests.stories.incidents.test_closing import closes
from tests.stories.reminders.test_fleet_board import sets_channel

BUTTON = "Lift quarantine"


async def left_in_quarantine(office: Office) -> None:
    """Its incident is closed with a reason."""
    card = await reports(office, office.ada, "Quarantine first")
    await opens(office.ada, "Close", card)
    await reads(office.ada, "The quarantine stays")
    await office.ada.closes()
    await closes(office.ada, card, "We watch on for a week")
    await settles(office)
    assert BUTTON not in card.buttons


async def shows(person: Person) -> list[str]:
    """And what can be pressed there."""
    await person.types(f"/integrations show {NAME}")
    await reads(person, "What happened last")
    assert person.modal is not None
    return person.modal.buttons


async def test_after_its_incident_show_lifts_it_and_reads_and_writes_pass_again(office: Office) -> None:
    ada = office.ada
    token = await office.creates(ada, NAME, scopes=["contacts.readonly", "contacts.write"])
    await sets_channel(office, "security")
    reading = await a_gateway(office)
    writing = replace(reading, scope="contacts.write")
    assert await reading.passes((token, CRON)) == [True]
    office.clock.pass_(SECONDS)
    await left_in_quarantine(office)
    assert await reading.passes((token, CRON), (token, CURL)) == [True, False], "known callers only"
    assert await writing.passes((token, CRON)) == [False], "it reads only"

    await shows(ada)
    assert "Its tokens may do all" in ada.question(BUTTON)
    await ada.clicks(BUTTON)
    await reads(ada, "is out of quarantine")
    assert await reading.passes((token, CRON), (token, CURL)) == [True, True]
    assert await writing.passes((token, CRON), (token, CURL)) == [True, True]
    await ada.closes()
    await reads(ada, "took it out of quarantine")
    assert ada.modal is not None
    assert BUTTON not in ada.modal.buttons


async def test_who_may_only_look_is_not_offered_it(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    await left_in_quarantine(office)
    await made_responder(office, office.max)
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.set_role(office.mia.id, Role.VIEWER, by=office.ada.id)

    assert BUTTON in await shows(office.max)
    assert BUTTON not in await shows(office.mia)


async def test_a_button_of_an_older_quarantine_does_not_lift_the_next(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    await left_in_quarantine(office)
    await shows(office.adi)
    await shows(office.ada)
    await office.ada.clicks(BUTTON)
    await reads(office.ada, "is out of quarantine")
    await office.ada.closes(everything=True)
    await left_in_quarantine(office)
    await office.adi.clicks(BUTTON)
    await reads(office.adi, "after you opened this")

    assert (await office.integration(NAME)).quarantine is not None
