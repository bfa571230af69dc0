"""What is said unasked is said once, whatever becomes of Slack's answer, where the app may look."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.read_back import PAGE
from core.audit import Event
from core.delivery import Outcome
from core.notices import Kind, Notice
from jobs.courier import FIRST_PAUSE, LEASE
from sandbox import Person
from sandbox.faults import Kind as Fault
from tests.databases import Clock
from tests.office import Office, open_office

GENERAL = "C0GENERAL"


async def has_something_to_say(office: Office, to: str) -> None:
    await office.creates(office.ada, "Billing")
    integration = await office.integration("Billing")
    notice = Notice(kind=Kind.OVERLAP_ENDED, to=to, integration_id=integration.id, urgent=True)
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.say(notice)


def times_told(person: Person) -> int:
    return sum("has reached its end" in message.all_text for message in person.sees)


async def settled(office: Office) -> int:
    return (await office.database.outbox.counts())["delivered"]


@pytest.mark.parametrize("fault", ["reset_after", "garbage"])
async def test_what_was_shown_although_the_answer_was_lost_is_not_shown_again(
    office: Office, fault: Fault
) -> None:
    await has_something_to_say(office, office.mia.id)
    office.slack.faults.next("chat.postMessage", fault)
    await office.tick()
    assert (times_told(office.mia), await settled(office)) == (1, 0)
    await office.pass_(LEASE)
    assert (times_told(office.mia), await settled(office)) == (1, 1)


@pytest.mark.parametrize("fault", ["reset_before", "http_503"])
async def test_what_was_never_shown_is_shown_when_slack_is_well_again(
    sqlite_office: Office, fault: Fault
) -> None:
    office = sqlite_office
    await has_something_to_say(office, office.mia.id)
    office.slack.faults.next("chat.postMessage", fault)
    await office.tick()
    assert times_told(office.mia) == 0
    await office.pass_(LEASE)
    assert (times_told(office.mia), await settled(office)) == (1, 1)


async def test_what_slack_refused_is_not_even_looked_for(sqlite_office: Office) -> None:
    office = sqlite_office
    await has_something_to_say(office, office.mia.id)
    office.slack.faults.next("chat.postMessage", "ratelimit", retry_after=30)
    await office.tick()
    await office.pass_(timedelta(seconds=30) + FIRST_PAUSE)
    assert times_told(office.mia) == 1
    assert "conversations.history" not in {call.method for call in office.slack.calls}


async def test_while_it_cannot_be_looked_for_it_is_not_said_again(sqlite_office: Office) -> None:
    office = sqlite_office
    await has_something_to_say(office, office.mia.id)
    office.slack.faults.next("chat.postMessage", "reset_after")
    await office.tick()
    office.slack.faults.next("conversations.history", "ratelimit", retry_after=30)
    await office.pass_(LEASE)
    assert (times_told(office.mia), await settled(office)) == (1, 0)
    await office.pass_(LEASE)
    assert (times_told(office.mia), await settled(office)) == (1, 1)


async def test_what_was_shown_before_it_became_moot_is_still_found(sqlite_office: Office) -> None:
    """Else nobody would know of a message that stays there, with its buttons."""
    office = sqlite_office
    await has_something_to_say(office, office.mia.id)
    office.slack.faults.next("chat.postMessage", "reset_after")
    await office.tick()
    office.clock.pass_(LEASE)
    (doubtful,) = await office.database.outbox.claim(office.clock(), lease=LEASE, limit=9)
    integration = await office.integration("Billing")
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.save(integration.delete(office.clock()), Event.INTEGRATION_DELETE, by=office.ada.id)

    assert office.product.tell is not None
    told = await office.product.tell(doubtful)

    assert (told.outcome, bool(told.ts)) == (Outcome.SENT, True)


@pytest.fixture
async def reader(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """An office in which the app may read public channels as well."""
    async with open_office(sqlite_url, clock, tmp_path) as office:
        office.slack.world.scopes |= {"channels:history"}
        yield office


@pytest.mark.parametrize("since", [0, PAGE + 1])
async def test_in_a_channel_it_is_found_below_all_that_was_said_since(reader: Office, since: int) -> None:
    await has_something_to_say(reader, GENERAL)
    reader.slack.faults.next("chat.postMessage", "reset_after")
    await reader.tick()
    general = reader.slack.channel("general")
    for number in range(since):
        reader.slack.world.post(general, {"text": f"{number}"}, user_id=reader.mia.id)
    await reader.pass_(LEASE)
    assert (times_told(reader.mia), await settled(reader)) == (1, 1)


async def test_where_the_app_may_not_look_it_is_rather_said_twice_than_not_at_all(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    await has_something_to_say(office, GENERAL)
    office.slack.faults.next("chat.postMessage", "reset_after")
    await office.tick()
    await office.pass_(LEASE)
    assert (times_told(office.mia), await settled(office)) == (2, 1)


async def test_what_somebody_else_copied_is_not_taken_for_ours(sqlite_office: Office) -> None:
    office = sqlite_office
    await has_something_to_say(office, office.mia.id)
    office.slack.faults.next("chat.postMessage", "reset_before")
    await office.tick()
    office.clock.pass_(LEASE)
    (doubtful,) = await office.database.outbox.claim(office.clock(), lease=LEASE, limit=9)
    direct = office.slack.world.workspace.direct_message(office.mia.id)
    metadata = {"event_type": "latchkey_notice", "event_payload": {"id": doubtful.id}}
    office.slack.world.post(direct, {"text": "psst", "metadata": metadata}, user_id=office.mia.id)
    assert office.product.tell is not None
    await office.product.tell(doubtful)
    assert times_told(office.mia) == 1
