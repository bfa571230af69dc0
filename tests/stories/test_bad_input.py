"""Whatever is typed wrongly gets a clear sentence at its field, and nothing that was typed is lost."""

import pytest

from tests.office import Office, everything

BAD_NAMES = {
    "<!channel>": "cannot contain “<”",
    "pay\u202eroll": "invisible character U+202E",
    "zero\u200bwidth": "invisible character U+200B",
    "`code`": "cannot contain “`”",
    "\uff1cbig\uff1e": "cannot contain “＜”",
    "a" * 61: "60 characters; it has 61",
    "...": "at least one letter or digit",
    ":tada: sync": "emoji code",
}


@pytest.mark.parametrize(("name", "words"), BAD_NAMES.items())
async def test_a_bad_name_is_answered_at_its_field(sqlite_office: Office, name: str, words: str) -> None:
    ada = sqlite_office.ada
    await sqlite_office.fills_create_form(ada, name, description="kept while she corrects it")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.errors)

    assert ada.modal is not None
    assert words in ada.modal.errors["name"]
    assert ada.modal.values["description"] == "kept while she corrects it"

    await ada.fills(name="Billing sync")
    await ada.submits()
    assert await sqlite_office.accepts(await sqlite_office.is_shown_a_token(ada))


async def test_a_name_that_is_taken_is_answered_at_its_field(office: Office) -> None:
    ada = office.ada
    await office.creates(ada, "Billing sync")
    await office.fills_create_form(ada, "BILLING  Sync")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.errors)

    assert ada.modal is not None
    assert "already an integration called" in ada.modal.errors["name"]


async def test_everything_wrong_is_said_at_once(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.fills_create_form(ada, "<!here>", description="d" * 501, storage_note="n" * 501)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.errors)

    assert ada.modal is not None
    assert ada.modal.errors.keys() == {"name", "description", "storage_note"}


async def test_a_ping_in_a_description_stays_text(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(
        ada, "Billing sync", description="for <!channel> and <https://evil.example|you>"
    )
    await ada.types("/integrations edit Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)

    assert ada.modal is not None
    assert ada.modal.values["description"] == "for <!channel> and <https://evil.example|you>"


async def test_a_ready_made_set_is_added_to_what_was_picked(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.fills_create_form(ada, "Billing sync", scopes=["users.readonly"])
    await ada.picks("add_permission_set", "Read-only: Contacts")
    await ada.waits_until(lambda: ada.modal and "scopes~1" in ada.modal.values)
    assert ada.modal is not None
    assert ada.modal.values["name"] == "Billing sync"
    assert ada.modal.values["scopes~1"] == ["businesses.readonly", "contacts.readonly", "users.readonly"]

    await ada.submits()
    await sqlite_office.is_shown_a_token(ada)
    integration = await sqlite_office.integration("Billing sync")
    assert integration.scopes == {"businesses.readonly", "contacts.readonly", "users.readonly"}


async def test_a_mistyped_name_and_a_mistyped_verb_get_suggestions(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    await ada.types("/integrations rotate Biling sync")
    await ada.waits_until(lambda: ada.modal and "Did you mean “Billing sync”?" in ada.modal.all_text)
    await ada.closes()

    await ada.types("/integrations roate Billing sync")
    await ada.waits_until(lambda: "Did you mean `/integrations rotate`?" in everything(ada))


async def test_a_name_left_out_is_asked_for(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    await ada.types("/integrations rotate")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Go on")
    integration = await sqlite_office.integration("Billing sync")
    picked = {"text": {"type": "plain_text", "text": integration.name}, "value": integration.id}
    await ada.fills(integration=picked)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Rotate")
    await ada.submits()

    assert await sqlite_office.accepts(await sqlite_office.is_shown_a_token(ada))


async def test_two_admins_rotate_and_the_second_is_told_who_was_first(office: Office) -> None:
    ada, adi = office.ada, office.adi
    await office.creates(ada, "Billing sync")
    await ada.types("/integrations rotate Billing sync")
    await adi.types("/integrations rotate Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Rotate")
    await adi.waits_until(lambda: adi.modal and adi.modal.submit == "Rotate")
    await ada.submits()
    await office.is_shown_a_token(ada)
    await adi.submits()
    await adi.waits_until(lambda: adi.modal and "after you opened this" in adi.modal.all_text)

    assert adi.modal is not None
    assert ada.id in adi.modal.all_text
    assert (await office.events("Billing sync")).count("token:offer") == 1


async def test_a_form_that_was_opened_for_something_else_does_nothing(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    token = await sqlite_office.creates(ada, "Billing sync")
    await ada.types("/integrations edit Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Review")
    assert ada.modal is not None
    to_edit = ada.modal.view.definition["private_metadata"]
    await ada.closes()
    await ada.types("/integrations delete Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Delete")
    assert ada.modal is not None
    ada.modal.view.definition["private_metadata"] = to_edit
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "too old to be used safely" in ada.modal.all_text)

    assert await sqlite_office.accepts(token)
