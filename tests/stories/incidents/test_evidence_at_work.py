"""Steps that tick and un-tick by what happens elsewhere: a press, a stranger, a message that is gone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli.manifest import with_pasted_tokens
from sandbox import Person
from tests.databases import Clock
from tests.office import MANIFEST, Office, everything, open_office
from tests.stories.gateway import CRON, CURL, a_gateway
from tests.stories.incidents.emergency import (
    checklist,
    opens,
    prepared,
    reads,
    reports,
    settles,
    step_line,
    thread_of,
)
from tests.stories.test_pasted_tokens import REVOKED, is_told, switches_it_on

pytestmark = pytest.mark.slow

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def watchful_office(database_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """Its app may read messages."""
    async with open_office(database_url, clock, tmp_path, manifest=with_pasted_tokens(MANIFEST)) as opened:
        yield opened
        assert opened.slack.problems == []


async def saves_the_new_token(office: Office, person: Person) -> str:
    new = await office.is_shown_a_token(person)
    await person.clicks("I saved it")
    await person.waits_until(lambda: new not in everything(person))
    return new


async def a_moment_later(office: Office) -> None:
    """Evidence is looked at every 15 seconds."""
    await office.pass_(MINUTE)
    await settles(office)


async def test_saving_the_new_token_is_evidence_that_it_was_delivered(office: Office) -> None:
    ada = office.ada
    await prepared(office)
    card = await reports(office, ada)
    await office.is_shown_a_token(ada)
    await a_moment_later(office)
    assert "Evidence: there is a new token" in step_line(card, 8)
    assert "Needs: the third party holds the new token" in step_line(card, 9), "shown is not saved"

    await saves_the_new_token(office, ada)
    await a_moment_later(office)
    assert "Evidence: its recipient has confirmed it" in step_line(card, 9)
    assert "Needs: the third party uses the new token" in step_line(card, 10), "saved is not used"
    assert any("“Deliver it safely”" in each for each in thread_of(ada, card))


async def test_a_new_caller_un_ticks_the_watch_and_everybody_hears_of_it(office: Office) -> None:
    ada, token = office.ada, await prepared(office)
    gateway = await a_gateway(office)
    await gateway.passes((token, CRON))
    office.clock.pass_(HOUR)
    card = await reports(office, ada)
    new = await saves_the_new_token(office, ada)
    await gateway.passes((new, CRON))
    await a_moment_later(office)
    assert "Needs: no caller that was not known before" in step_line(card, 13)
    office.clock.pass_(8 * HOUR)
    await a_moment_later(office)
    assert "Evidence: no new caller came" in step_line(card, 13)

    assert await gateway.passes((new, CURL)) == [True]
    await a_moment_later(office)
    assert "Open again: a new caller was let in" in step_line(card, 13)
    words = "“13. Watch for new callers” of *Billing* is open again: a new caller was let in"
    assert len([each for each in thread_of(ada, card) if words in each]) == 1
    directly = [each for each in ada.sees if words in each.text and each.channel != card.channel]
    assert len(directly) == 1, "Ada leads it"


async def test_deleting_the_message_that_showed_the_token_ticks_its_source(watchful_office: Office) -> None:
    office, mia = watchful_office, watchful_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing")
    await mia.types(token)
    await is_told(mia, REVOKED)
    card = await checklist(office)
    assert "Needs: its author removes the message" in step_line(card, 4)

    await mia.deletes(next(each for each in mia.sees if each.text == token))
    await office.comes_to_rest()
    await settles(office)
    assert "Evidence: the message was deleted" in step_line(card, 4)
    assert any("“Stop the source”" in each for each in thread_of(office.ada, card))


async def test_while_nobody_knows_the_exposure_its_own_callers_are_no_alarm(sqlite_office: Office) -> None:
    office, ada = sqlite_office, sqlite_office.ada
    token = await prepared(office)
    gateway = await a_gateway(office)
    await gateway.passes((token, CRON))
    office.clock.pass_(HOUR)
    card = await reports(office, ada, "Quarantine first")
    await gateway.passes((token, CRON), (token, CURL))
    await opens(ada, "Where was it used", card)
    words = await reads(ada, "Who was refused")

    assert "only who came after the report is surely new" in words
    accepted, refused = words.split("Who was refused")
    assert "billing-cron" in accepted
    assert "*new:*" not in accepted
    assert ":rotating_light:" not in accepted
    assert "*new:* `203.0.113.0/24`" in refused
