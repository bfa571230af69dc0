"""An ephemeral message can get lost. The token in it then never works again."""

from datetime import timedelta

from tests.office import Office, everything, tokens_seen_by


async def test_a_lost_token_is_replaced_and_never_works_again(office: Office) -> None:
    ada = office.ada
    await office.fills_create_form(ada, "Billing sync")
    await ada.submits()
    lost = await office.is_shown_a_token(ada)
    await office.reads_where_it_is(ada)

    await ada.clicks("I did not get it")
    await ada.waits_until(lambda: len(tokens_seen_by(ada)) == 1 and lost not in tokens_seen_by(ada))
    (new,) = tokens_seen_by(ada)
    assert await office.accepts(new)
    assert not await office.accepts(lost)


async def test_after_a_reload_the_direct_message_offers_another(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing sync")
    lost = await office.rotates(ada, "Billing sync")
    ada.reloads()
    assert lost not in everything(ada)

    await office.pass_(timedelta(hours=1))
    await ada.waits_until(lambda: "nobody has confirmed it" in everything(ada))
    await ada.clicks("I did not get it")
    new = await office.is_shown_a_token(ada)
    assert await office.accepts(new)
    assert not await office.accepts(lost)
    assert await office.accepts(old)


async def test_a_token_that_is_in_use_is_not_replaced_by_mistake(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.fills_create_form(ada, "Billing sync")
    await ada.submits()
    token = await sqlite_office.is_shown_a_token(ada)
    await sqlite_office.reads_where_it_is(ada)
    assert await sqlite_office.accepts(token)

    await ada.clicks("I did not get it")
    await ada.waits_until(lambda: "already in use or confirmed" in everything(ada))
    assert await sqlite_office.accepts(token)


async def test_nobody_is_asked_about_a_token_that_was_saved(sqlite_office: Office) -> None:
    ada = sqlite_office.ada
    await sqlite_office.creates(ada, "Billing sync")
    await sqlite_office.pass_(timedelta(hours=2))

    assert "nobody has confirmed it" not in everything(ada)


async def test_a_token_whose_recipient_has_left_goes_to_who_asks_for_another(office: Office) -> None:
    ada, mia = office.ada, office.mia
    await office.fills_create_form(ada, "Billing sync", recipient=mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "gets a direct message" in ada.modal.all_text)
    await office.tick()
    await mia.waits_until(lambda: any("Show token" in each.buttons for each in mia.sees))
    await mia.clicks("Show token")
    lost = await office.is_shown_a_token(mia)

    mia.user.deleted = True
    await ada.types("/integrations rotate Billing sync")
    await ada.waits_until(lambda: ada.modal and "I did not get it" in ada.modal.buttons)
    await ada.clicks("I did not get it")
    new = await office.is_shown_a_token(ada)
    assert await office.accepts(new)
    assert not await office.accepts(lost)
    assert "may not hold a token any more" in everything(ada)
