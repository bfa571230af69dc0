"""Editing keeps the token; deleting ends it."""

from tests.office import Office, everything, tokens_seen_by


async def test_an_edit_says_what_changes_and_keeps_the_token(office: Office) -> None:
    ada = office.ada
    token = await office.creates(ada, "Billing sync", scopes=["contacts.readonly", "users.readonly"])
    await ada.types("/integrations edit billing SYNC")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Review")
    await ada.fills(name="Billing export", scopes=["contacts.readonly", "invoices.readonly"])
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Save")
    assert ada.modal is not None
    assert "gains 1 permission" in ada.modal.all_text
    assert "invoices.readonly" in ada.modal.all_text
    assert "loses 1 permission" in ada.modal.all_text
    verdict = await office.verdict(token)
    assert verdict is not None
    assert "users.readonly" in verdict.integration.scopes, "nothing has changed yet"

    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is changed" in ada.modal.all_text)
    verdict = await office.verdict(token)
    assert verdict is not None
    assert verdict.integration.name == "Billing export"
    assert verdict.integration.scopes == {"contacts.readonly", "invoices.readonly"}


async def test_an_edit_without_a_change_changes_nothing(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    await ada.types("/integrations edit Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Review")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "nothing to change" in ada.modal.all_text)

    assert "integration:edit" not in await sqlite_office.events()


async def test_an_owner_who_cannot_be_one_costs_nothing_that_was_typed(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    await ada.types("/integrations edit Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Review")
    await ada.fills(name="Billing export", owner=sqlite_office.gus.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Please pick a full member" in ada.modal.all_text)

    await ada.fills(owner=sqlite_office.mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Save")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is changed" in ada.modal.all_text)
    assert (await sqlite_office.integration("Billing export")).owner == sqlite_office.mia.id


async def test_deleting_ends_every_token_at_once(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing sync")
    new = await office.rotates(ada, "Billing sync")
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))
    await ada.types("/integrations delete Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Delete")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is deleted" in ada.modal.all_text)

    assert not await office.accepts(old)
    assert not await office.accepts(new)
    assert (await office.events())[-1] == "integration:delete"


async def test_what_is_in_use_is_deleted_only_by_its_typed_name(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.fills_create_form(ada, "Billing sync")
    await ada.submits()
    assert await sqlite_office.accepts(await sqlite_office.is_shown_a_token(ada))
    await sqlite_office.reads_where_it_is(ada)

    await ada.types("/integrations delete Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Delete")
    assert "Its token is in use" in everything(ada)
    assert "Type the integration's name" in everything(ada)


async def test_what_is_sensitive_is_deleted_only_by_its_typed_name(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    token = await sqlite_office.creates(ada, "Billing sync", scopes=["contacts.write"])
    await ada.types("/integrations delete Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Delete")
    await ada.fills(typed="billing sync")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.errors)
    assert ada.modal is not None
    assert ada.modal.errors == {"typed": "Please type the name exactly: Billing sync"}
    assert await sqlite_office.accepts(token)

    await ada.fills(typed="Billing sync")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is deleted" in ada.modal.all_text)
    assert not await sqlite_office.accepts(token)


async def test_a_deleted_name_can_be_used_again(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    await ada.types("/integrations delete Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Delete")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is deleted" in ada.modal.all_text)
    await ada.closes()

    assert await sqlite_office.accepts(await sqlite_office.creates(ada, "billing SYNC"))
