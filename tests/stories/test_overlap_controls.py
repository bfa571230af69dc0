"""While two tokens work, an admin ends the old one, gives it more time, or takes the rotation back."""

from datetime import timedelta

from sandbox import Person
from tests.office import Office, tokens_seen_by


async def in_overlap(office: Office, admin: Person) -> tuple[str, str]:
    """An integration with two working tokens: the old one has seven days left."""
    old = await office.creates(admin, "Billing sync")
    new = await office.rotates(admin, "Billing sync", overlap="7 days later")
    await admin.clicks("I saved it")
    await admin.waits_until(lambda: not tokens_seen_by(admin))
    return old, new


async def shows(admin: Person, name: str) -> None:
    await admin.types(f"/integrations show {name}")
    await admin.waits_until(lambda: admin.modal and "What happened last" in admin.modal.all_text)


async def test_expiring_the_old_token_ends_it_at_once(office: Office) -> None:
    ada = office.ada
    old, new = await in_overlap(office, ada)
    await shows(ada, "Billing sync")
    assert "cannot be undone" in ada.question("Expire old token now")
    await ada.clicks("Expire old token now")
    await ada.waits_until(lambda: ada.modal and "is refused from now on" in ada.modal.all_text)

    assert not await office.accepts(old)
    assert await office.accepts(new)


async def test_the_saved_message_offers_to_end_the_old_token(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    old, new = await in_overlap(sqlite_office, ada)
    await ada.waits_until(lambda: any("Expire old token now" in each.buttons for each in ada.sees))
    await ada.clicks("Expire old token now")
    await ada.waits_until(lambda: ada.modal and "is refused from now on" in ada.modal.all_text)

    assert not await sqlite_office.accepts(old)
    assert await sqlite_office.accepts(new)


async def test_the_record_of_one_integration_is_a_click_away(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await in_overlap(sqlite_office, ada)
    await sqlite_office.creates(ada, "Another")
    await shows(ada, "Billing sync")
    await ada.clicks("Audit")
    await ada.waits_until(lambda: ada.modal and "The record of *Billing sync*" in ada.modal.all_text)

    assert ada.modal is not None
    assert "Another" not in ada.modal.all_text


async def test_a_result_that_slack_does_not_draw_is_not_called_a_failure(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    token = await sqlite_office.creates(ada, "Billing sync")
    await ada.types("/integrations delete Billing sync")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Delete")
    sqlite_office.slack.faults.next("views.update", "refuse", error="internal_error")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "It is done." in ada.modal.all_text)

    assert not await sqlite_office.accepts(token)


async def test_a_second_press_on_an_older_screen_does_nothing(sqlite_office: Office) -> None:
    ada, adi = sqlite_office.ada, sqlite_office.adi
    await in_overlap(sqlite_office, ada)
    await shows(ada, "Billing sync")
    await shows(adi, "Billing sync")
    await ada.clicks("Expire old token now")
    await ada.waits_until(lambda: ada.modal and "is refused from now on" in ada.modal.all_text)
    await adi.clicks("Expire old token now")
    await adi.waits_until(lambda: adi.modal and "after you opened this" in adi.modal.all_text)

    assert (await sqlite_office.events()).count("overlap:expire_now") == 1


async def test_an_overlap_is_extended(office: Office) -> None:
    ada = office.ada
    old, _ = await in_overlap(office, ada)
    await shows(ada, "Billing sync")
    await ada.clicks("Extend overlap")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Extend")
    await ada.fills(until="24 hours from now")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.errors)
    assert ada.modal is not None
    assert "already works longer" in ada.modal.errors["until"]

    await ada.fills(until="14 days from now")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "now works until" in ada.modal.all_text)
    await office.pass_(timedelta(days=13))
    assert await office.accepts(old)
    await office.pass_(timedelta(days=1))
    assert not await office.accepts(old)


async def test_a_cancelled_rotation_makes_the_old_token_current_again(office: Office) -> None:
    ada = office.ada
    old, new = await in_overlap(office, ada)
    due_before = office.clock.now + timedelta(days=90)
    await shows(ada, "Billing sync")
    await ada.clicks("Cancel rotation")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Cancel rotation")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is cancelled" in ada.modal.all_text)

    assert not await office.accepts(new)
    await office.pass_(timedelta(days=60))
    assert await office.accepts(old), "it has no end any more"
    assert (await office.integration("Billing sync")).due_at == due_before


async def test_a_rotation_whose_new_token_is_in_use_is_cancelled_only_by_the_typed_name(
    sqlite_office: Office,
) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    new = await sqlite_office.rotates(ada, "Billing sync", overlap="7 days later")
    assert await sqlite_office.accepts(new)
    await shows(ada, "Billing sync")
    await ada.clicks("Cancel rotation")
    await ada.waits_until(lambda: ada.modal and "already been used" in ada.modal.all_text)
    await ada.fills(typed="billing")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ada.modal.errors)
    assert await sqlite_office.accepts(new)

    await ada.fills(typed="Billing sync")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is cancelled" in ada.modal.all_text)
    assert not await sqlite_office.accepts(new)


async def test_an_unconfirmed_rotation_is_cancelled_and_nothing_else_changes(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing sync")
    new = await office.rotates(ada, "Billing sync")
    await shows(ada, "Billing sync")
    await ada.clicks("Cancel rotation")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit == "Cancel rotation")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "is cancelled" in ada.modal.all_text)

    assert not await office.accepts(new)
    assert await office.accepts(old)


async def test_a_third_rotation_ends_the_oldest_token_when_it_is_confirmed(office: Office) -> None:
    ada = office.ada
    first, second = await in_overlap(office, ada)
    await ada.types("/integrations rotate Billing sync")
    await ada.waits_until(lambda: ada.modal and "It ends when the new one is confirmed" in ada.modal.all_text)
    await ada.submits()
    third = await office.is_shown_a_token(ada)
    assert await office.accepts(first)

    await ada.closes()
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))
    assert not await office.accepts(first)
    assert await office.accepts(second)
    assert await office.accepts(third)
