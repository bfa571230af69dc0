"""What somebody may do is asked of Slack when they act, whatever their screen, or a forged one, says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Person, ShownMessage, payloads
from sandbox.elements import find, interactive
from tests.databases import Clock
from tests.office import Office, everything, open_office, tokens_seen_by
from tests.proofs.deliveries import settled


@pytest.fixture
async def office(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, clock, tmp_path) as opened:
        yield opened
        assert opened.slack.problems == []


async def opens_the_rotate_form(office: Office, person: Person, name: str) -> None:
    await person.types(f"/integrations rotate {name}")
    await person.waits_until(lambda: person.modal and person.modal.submit)


async def test_who_is_demoted_with_a_form_open_can_do_nothing_with_it(office: Office) -> None:
    await office.creates(office.ada, "Billing")
    await opens_the_rotate_form(office, office.adi, "Billing")
    before = await office.events("Billing")
    office.slack.demote(office.adi)
    await office.adi.submits()
    await settled(office)

    assert await office.events("Billing") == before
    assert "That integration is not here." in everything(office.adi)
    assert tokens_seen_by(office.adi) == []


async def test_who_is_deactivated_with_a_form_open_can_do_nothing_with_it(office: Office) -> None:
    """Their client may still be sending when they are shut out."""
    await office.creates(office.ada, "Billing")
    await opens_the_rotate_form(office, office.adi, "Billing")
    before = await office.events("Billing")
    assert office.adi.modal is not None
    world = office.slack.world
    submission = payloads.view_submission(world, office.adi.user, office.adi.modal.view)
    office.slack.deactivate(office.adi)
    await world.courier.deliver("interactive", submission, accepts_answer=True)
    await settled(office)

    assert await office.events("Billing") == before


@pytest.mark.parametrize("who", ["gus", "sam"])
async def test_guests_and_people_from_elsewhere_hear_that_it_is_not_for_them(
    office: Office, who: str
) -> None:
    person: Person = getattr(office, who)
    person.channel = "partners" if who == "sam" else "general"
    await office.creates(office.ada, "Billing")
    before = await office.events()
    for words in ("create", "rotate Billing", "list", "show Billing"):
        await person.types(f"/integrations {words}")
        await settled(office)
        assert "Only full members of this workspace" in everything(person)
        person.reloads()
    assert await office.events() == before


@pytest.mark.parametrize("button", ["I saved it", "I did not get it"])
async def test_a_press_that_is_copied_from_somebody_elses_message_does_nothing(
    office: Office, button: str
) -> None:
    """Mia, and Adi who is an admin, send what only Ada was shown."""
    await office.fills_create_form(office.ada, "Billing")
    await office.ada.submits()
    token = await office.is_shown_a_token(office.ada)
    await settled(office)
    message = next(each for each in office.ada.sees if token in each.all_text)
    before = await office.events("Billing")
    await _presses_a_copy(office, office.mia, message, button)
    if button == "I saved it":
        await _presses_a_copy(office, office.adi, message, button)

    assert await office.events("Billing") == before
    assert tokens_seen_by(office.mia) == tokens_seen_by(office.adi) == []
    assert await office.accepts(token)


async def _presses_a_copy(office: Office, person: Person, message: ShownMessage, button: str) -> None:
    world = office.slack.world
    placed = next(
        each for each in interactive(message.blocks) if each.element.get("text", {}).get("text") == button
    )
    assert find(message.blocks, *placed.key) is not None
    block_id, action_id = placed.key
    action = {"type": "button", "block_id": block_id, "action_id": action_id, "action_ts": "1.0"}
    payload = payloads.message_action(
        world, person.user, message.message, action | {"value": placed.element["value"]}
    )
    await world.courier.deliver("interactive", payload)
    await settled(office)
