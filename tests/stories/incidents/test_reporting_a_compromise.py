"""Somebody fears that a token is in wrong hands: the ways to say so, the choices, and who may."""

import logging

import pytest

from sandbox import Person
from tests.office import Office, everything, tokens_seen_by
from tests.proofs.artefacts import logging_everything
from tests.stories.incidents.emergency import (
    NAME,
    SECURITY,
    checklist,
    incident,
    made_responder,
    picks_integration,
    prepared,
    reads,
    reports,
    responds,
    sees_dialog,
    settles,
)


async def test_by_name_the_dialog_says_at_one_glance_what_will_happen(office: Office) -> None:
    token = await prepared(office)
    assert await office.accepts(token)
    await office.ada.types(f"/compromised {NAME}")
    words = await sees_dialog(office.ada)

    assert f"*{NAME}* has a token that works" in words
    assert "valid since" in words
    assert "*In use:*" in words
    assert "*Exposed:* 1 permission; `contacts.readonly`" in words
    assert "Nobody has to approve this" in words
    assert await office.accepts(token), "nothing is done before it is sent"


async def test_rotate_now_kills_at_once_and_its_owner_is_shown_the_new_one(office: Office) -> None:
    ada, token = office.ada, await prepared(office)
    await ada.types(f"/compromised {NAME}")
    words = await responds(ada)

    assert not await office.accepts(token)
    assert f"Every token of *{NAME}* is refused from now on" in words
    new = await office.is_shown_a_token(ada)
    assert new != token
    assert await office.accepts(new)
    card = await checklist(office)
    assert card.channel == SECURITY
    assert f"Every token was killed by <@{ada.id}>" in card.text


async def test_a_responder_without_admin_rights_kills_and_receives_nothing(office: Office) -> None:
    token = await prepared(office)
    await made_responder(office, office.max)
    card = await reports(office, office.max)

    assert not await office.accepts(token)
    assert tokens_seen_by(office.max) == []
    assert f"Led by <@{office.max.id}>" in card.all_text
    assert any("Press “Show token”" in each.text for each in office.ada.sees)
    assert any("which is yours, may be in wrong hands" in each.text for each in office.ada.sees)


async def test_a_manager_may_say_that_they_hold_the_new_one(office: Office) -> None:
    await prepared(office)
    await office.adi.types(f"/compromised {NAME}")
    await responds(office.adi, recipient="Me: show it to me once everything else is refused")

    new = await office.is_shown_a_token(office.adi)
    assert await office.accepts(new)
    assert new not in everything(office.ada)


async def test_revoke_leaves_no_token_and_no_step_for_one(office: Office) -> None:
    token = await prepared(office)
    card = await reports(office, office.ada, "Revoke without a new one")

    assert not await office.accepts(token)
    assert "there is to be no new one" in card.text
    assert "Make the new token" not in card.text
    assert "11. See the old token dead" in card.text


async def test_quarantine_lets_known_callers_read_and_has_two_more_buttons(office: Office) -> None:
    token = await prepared(office)
    card = await reports(office, office.ada, "Quarantine first")

    assert "In quarantine since" in card.text
    assert {"Lift quarantine", "Kill now"} <= set(card.buttons)
    assert (await office.integration(NAME)).quarantine is not None
    assert (await office.integration(NAME)).tokens, "they live on"
    assert token not in everything(office.ada)


async def test_without_a_name_it_asks_which(office: Office) -> None:
    token = await prepared(office)
    await office.ada.types("/compromised")
    await picks_integration(office, office.ada)
    await responds(office.ada, "Revoke without a new one")

    assert not await office.accepts(token)


async def switches_off(person: Person) -> None:
    await person.types("/integrations settings")
    await person.waits_until(lambda: person.modal and person.modal.submit)
    await person.fills({"enabled": "Off"})
    await person.submits()
    await reads(person, "off now")
    await person.closes(everything=True)


@pytest.mark.parametrize("typed", [f"/compromised {NAME}", "/compromised"])
async def test_it_works_while_the_feature_is_switched_off(sqlite_office: Office, typed: str) -> None:
    office, token = sqlite_office, await prepared(sqlite_office)
    await switches_off(office.ada)
    await office.ada.types(typed)
    if not typed.endswith(NAME):
        await picks_integration(office, office.ada)
    await responds(office.ada)

    assert not await office.accepts(token)


async def test_the_token_itself_is_recognised_and_never_repeated(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    token = await prepared(office)
    lines: list[str] = []
    with logging_everything(lines):
        logging.getLogger(__name__).debug("listening")
        await office.ada.types(f"/compromised found this: {token}")
        words = await sees_dialog(office.ada)
        assert f"The one you gave is its token v1 (…{token[-4:]}), which works." in words
        assert office.ada.modal is not None
        assert token not in str(office.ada.modal.view.definition)
        await responds(office.ada, "Revoke without a new one")
        assert not await office.accepts(token)
        await settles(office)

    assert (await incident(office)).by_digest
    assert token not in everything(office.ada)
    printed = capfd.readouterr()
    assert "listening" in lines[0], "at its most talkative"
    assert token not in "\n".join([*lines, printed.out, printed.err])


async def test_a_dead_token_is_recognised_too_and_rated_as_harmless(sqlite_office: Office) -> None:
    office = sqlite_office
    old = await prepared(office)
    await office.rotates(office.ada, NAME, overlap="As soon as the new one is confirmed")
    await office.ada.clicks("I saved it")
    await office.ada.waits_until(lambda: not tokens_seen_by(office.ada))
    await office.ada.types(f"/compromised {old}")

    words = await sees_dialog(office.ada)
    assert "which does not work any more" in words
    assert "As proposed: P4" in words


async def test_a_mistyped_token_is_not_taken_for_a_name(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await prepared(office)
    mistyped = token[:-1] + ("a" if token[-1] != "a" else "b")
    await office.ada.types(f"/compromised {mistyped}")

    assert mistyped not in await reads(office.ada, "its checksum does not fit")


async def test_who_may_not_know_whose_token_it_is_has_reported_it_by_asking(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await prepared(office)
    await office.mia.types(f"/compromised {token}")

    assert NAME not in await reads(office.mia, "Thank you")
    assert not await office.accepts(token)


async def test_a_guest_is_refused_with_a_sentence(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await prepared(office)
    for typed in (f"/compromised {NAME}", "/compromised", f"/compromised {token}"):
        await office.gus.types(typed)
        await reads(office.gus, "Only full members")
        await office.gus.closes()
    assert await office.accepts(token)


async def test_a_member_without_a_role_is_not_even_told_that_it_is_there(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    await office.mia.types(f"/compromised {NAME}")

    await reads(office.mia, "There is no integration called")


async def test_its_owner_may_without_any_role(sqlite_office: Office) -> None:
    office = sqlite_office
    token = await office.creates(office.ada, NAME, owner=office.mia.id)
    await office.mia.types("/compromised")
    await picks_integration(office, office.mia)
    await responds(office.mia)

    assert not await office.accepts(token)
    assert (await checklist(office, office.mia)).buttons, "without a channel, the checklist comes to them"


async def test_two_at_once_join_in_one_incident(sqlite_office: Office) -> None:
    office = sqlite_office
    await prepared(office)
    await office.ada.types(f"/compromised {NAME}")
    await sees_dialog(office.ada)
    await reports(office, office.adi)
    words = await responds(office.ada, "Revoke without a new one")

    assert "It is part of the incident that was open already" in words
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        assert len(await reading.incidents.latest()) == 1
