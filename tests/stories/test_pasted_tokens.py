"""Somebody pastes a token into a conversation: it is dead before most have read it, and they are told why."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cli.manifest import with_pasted_tokens
from core.audit import Event
from core.incidents.incident import Incident
from core.leaks.policy import OnLeak
from sandbox import Person, ShownMessage
from tests.core.test_finding_tokens_in_text import changed, minted
from tests.databases import Clock
from tests.office import MANIFEST, Office, everything, open_office
from tests.statements import statements

REVOKED, DELETE = "It was revoked at once", "Please delete your message"


@pytest.fixture
async def office(database_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    """Its app may read messages, and nobody has switched that on yet."""
    async with open_office(database_url, clock, tmp_path, manifest=with_pasted_tokens(MANIFEST)) as opened:
        yield opened
        assert opened.slack.problems == [], "Slack would have swallowed these mistakes"


@pytest.fixture
async def sqlite_office(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, clock, tmp_path, manifest=with_pasted_tokens(MANIFEST)) as opened:
        yield opened
        assert opened.slack.problems == [], "Slack would have swallowed these mistakes"


async def switches_it_on(office: Office, choice: str = "On") -> None:
    ada = office.ada
    await ada.types("/integrations settings")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(pasted=choice, channel="security")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Saved." in ada.modal.all_text)
    await ada.closes()


def told(person: Person) -> list[ShownMessage]:
    """What only they were told about a paste of theirs."""
    return [each for each in person.sees if each.ephemeral and DELETE in each.all_text]


async def is_told(person: Person, words: str) -> ShownMessage:
    await person.waits_until(lambda: any(words in each.all_text for each in told(person)))
    return told(person)[-1]


async def nothing_comes_of_it(office: Office, person: Person, token: str) -> None:
    await office.comes_to_rest()
    assert told(person) == []
    assert await office.accepts(token)


async def incident_of(office: Office, name: str) -> Incident:
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        found = await reading.incidents.open_for((await reading.named(name)).id)
    assert found is not None
    return found


async def asks_first(office: Office, name: str) -> None:
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        wanted = replace(await tx.named(name), on_leak=OnLeak.ALERT)
        await tx.save(wanted, Event.INTEGRATION_EDIT, by=office.ada.id)


async def test_a_pasted_token_is_revoked_and_its_author_is_told_privately(office: Office) -> None:
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await office.mia.types(f"use this: `{token}`, it works")

    private = await is_told(office.mia, REVOKED)
    assert private.channel_name == "general"
    assert token not in private.all_text + private.text
    assert "Billing sync" not in private.all_text, "its author may know of no integration"
    assert not await office.accepts(token)
    assert told(office.max) == []


async def test_its_owner_and_the_security_channel_are_told_which_one_it_was(office: Office) -> None:
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await office.mia.types(token)
    await is_told(office.mia, REVOKED)
    await office.tick()

    for reader, place in ((office.ada, "dm"), (office.max, "security")):
        await reader.waits_until(partial(_is_said_to, reader))
        said = [each for each in reader.sees if "Billing sync" in each.all_text and each.from_bot]
        assert any(place in each.channel_name for each in said)
        assert not any(token in each.all_text for each in said)


def _is_said_to(reader: Person) -> bool:
    return "in a conversation here" in everything(reader)


async def test_ten_look_alikes_beside_it_are_passed_over_in_silence(sqlite_office: Office) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    others = [*(changed(token, place) for place in range(5, 50, 9)), token[:-1], token.upper()]
    strangers = [minted(seed=seed) for seed in range(3)]
    for text in (*others, *strangers):
        await mia.types(text)
    await nothing_comes_of_it(office, mia, token)

    await mia.types(" ".join([*others, token, *strangers]))
    await is_told(mia, REVOKED)
    assert len(told(mia)) == 1


async def test_a_token_that_is_edited_in_is_noticed_and_a_second_edit_says_nothing_new(
    sqlite_office: Office,
) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await mia.types("one moment")
    mine = mia.sees[-1]
    await mia.edits(mine, f"here: {token}")
    await is_told(mia, REVOKED)

    await mia.edits(mine, f"here it is: {token}")
    await office.comes_to_rest()
    assert len(told(mia)) == 1


@pytest.mark.parametrize("line", [1, 300])
async def test_a_token_in_a_text_file_is_noticed_in_its_preview_and_below(
    sqlite_office: Office, line: int
) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    lines = [f"setting_{number} = {number}" for number in range(500)]
    lines[line] = f"token = {token}"
    await mia.shares_file("settings.ini", "\n".join(lines), "my settings")

    await is_told(mia, REVOKED)
    assert not await office.accepts(token)


async def test_a_token_in_a_message_and_in_its_file_is_looked_up_once(sqlite_office: Office) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    with statements(office.database) as asked:
        await mia.shares_file("settings.ini", f"token = {token}", f"with {token}")
        await is_told(mia, REVOKED)
    assert len([each for each in asked if "tokens.digest IN" in each]) == 1


async def test_what_stands_in_a_thread_is_answered_in_the_thread(sqlite_office: Office) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await mia.types("a question")
    question = mia.sees[-1]
    await mia.types(token, thread=question)

    assert (await is_told(mia, REVOKED)).thread_ts == question.ts


async def test_an_integration_that_asks_first_goes_on_working_and_its_author_knows_that(
    sqlite_office: Office,
) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await asks_first(office, "Billing sync")
    await mia.types(token)

    await is_told(mia, "decide about it")
    assert await office.accepts(token)


async def test_a_token_that_is_dead_already_is_to_be_deleted_too(sqlite_office: Office) -> None:
    office, mia, adi = sqlite_office, sqlite_office.mia, sqlite_office.adi
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await mia.types(token)
    await is_told(mia, REVOKED)

    await adi.types(f"was it this one? {token}")
    await is_told(adi, "does not work any more")


async def test_deleting_the_message_is_evidence_in_the_incident_that_it_began(office: Office) -> None:
    mia = office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await mia.types("something else")
    await mia.types(token)
    await is_told(mia, REVOKED)
    opened = await incident_of(office, "Billing sync")
    assert opened.source.endswith(next(each.ts for each in mia.sees if each.text == token))

    await mia.deletes(next(each for each in mia.sees if each.text == "something else"))
    await office.comes_to_rest()
    assert (await incident_of(office, "Billing sync")).source_deleted_at is None
    await mia.deletes(next(each for each in mia.sees if each.text == token))
    await office.comes_to_rest()
    assert (await incident_of(office, "Billing sync")).source_deleted_at == office.clock()


async def test_a_message_that_has_replies_is_as_deleted_as_any(sqlite_office: Office) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await mia.types(token)
    await is_told(mia, REVOKED)
    pasted = next(each for each in mia.sees if each.text == token)
    await office.ada.types("please delete that", thread=pasted)
    await office.comes_to_rest()
    assert (await incident_of(office, "Billing sync")).source_deleted_at is None

    await mia.deletes(pasted)
    await office.comes_to_rest()
    assert pasted.text == "This message was deleted."
    assert (await incident_of(office, "Billing sync")).source_deleted_at == office.clock()


async def test_the_message_is_known_too_where_people_decide_and_one_press_is_enough(
    sqlite_office: Office,
) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    await switches_it_on(office)
    token = await office.creates(office.ada, "Billing sync")
    await asks_first(office, "Billing sync")
    await mia.types(token)
    await is_told(mia, "decide about it")
    await office.tick()
    await office.ada.waits_until(partial(_is_said_to, office.ada))
    await office.ada.clicks("Revoke now")
    await office.ada.waits_until(lambda: "is refused from now on" in everything(office.ada))

    pasted = next(each for each in mia.sees if each.text == token)
    assert not await office.accepts(token)
    assert (await incident_of(office, "Billing sync")).source.endswith(pasted.ts)
    await mia.deletes(pasted)
    await office.comes_to_rest()
    assert (await incident_of(office, "Billing sync")).source_deleted_at == office.clock()


async def test_off_means_that_nothing_is_looked_at(sqlite_office: Office) -> None:
    office, mia = sqlite_office, sqlite_office.mia
    token = await office.creates(office.ada, "Billing sync")
    await mia.types(token)
    await nothing_comes_of_it(office, mia, token)

    await switches_it_on(office)
    await switches_it_on(office, "Off")
    await mia.edits(next(each for each in mia.sees if token in each.text), f"{token}!")
    await nothing_comes_of_it(office, mia, token)
    assert "files.info" not in {call.method for call in office.slack.calls}
