"""A token for somebody else: whoever asks for it never sees it."""

from datetime import timedelta

from tests.office import Office, everything, tokens_seen_by


async def test_a_colleague_receives_the_token_and_the_admin_never_sees_it(office: Office) -> None:
    ada, mia = office.ada, office.mia
    await office.fills_create_form(ada, "Billing sync", recipient=mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "gets a direct message" in ada.modal.all_text)
    assert (await office.integration("Billing sync")).tokens == (), "nothing is minted before the press"

    await office.tick()
    await mia.waits_until(lambda: "asked you to receive the token" in everything(mia))
    await mia.clicks("Show token")
    token = await office.is_shown_a_token(mia)
    assert await office.accepts(token)
    assert token not in everything(ada)

    await mia.clicks("I saved it")
    await mia.waits_until(lambda: not tokens_seen_by(mia))
    await office.tick()
    await ada.waits_until(lambda: "has the new token" in everything(ada))


async def test_without_a_place_to_show_it_the_admin_gets_a_direct_message(office: Office) -> None:
    ada = office.ada
    await ada.uses_shortcut("create_integration")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills(name="Billing sync", scopes=["contacts.readonly"])
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Show token" in ada.modal.all_text)
    await ada.closes()
    await office.tick()

    await ada.waits_until(lambda: any("Show token" in each.buttons for each in ada.sees))
    await ada.clicks("Show token")
    assert await office.accepts(await office.is_shown_a_token(ada))


async def test_show_token_works_once(sqlite_office: Office) -> None:
    ada, mia = sqlite_office.ada, sqlite_office.mia
    await sqlite_office.fills_create_form(ada, "Billing sync", recipient=mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "gets a direct message" in ada.modal.all_text)
    await sqlite_office.tick()
    await mia.waits_until(lambda: any("Show token" in each.buttons for each in mia.sees))
    sqlite_office.slack.faults.deliver_twice()
    await mia.clicks("Show token")
    await sqlite_office.is_shown_a_token(mia)
    await mia.waits_until(lambda: not any("Show token" in each.buttons for each in mia.sees))

    assert len(tokens_seen_by(mia)) == 1


async def test_a_guest_cannot_be_given_a_token(sqlite_office: Office) -> None:
    ada, gus = sqlite_office.ada, sqlite_office.gus
    await sqlite_office.fills_create_form(ada, "Billing sync", recipient=gus.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "Please pick a full member" in ada.modal.all_text)
    assert await sqlite_office.events() == []

    await ada.fills(recipient=sqlite_office.mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "gets a direct message" in ada.modal.all_text)
    created = await sqlite_office.integration("Billing sync")
    assert created.scopes == {"contacts.readonly"}, "what was filled in before is not lost"


async def test_a_token_that_nobody_collects_stops_waiting_after_a_week(sqlite_office: Office) -> None:
    ada, mia = sqlite_office.ada, sqlite_office.mia
    await sqlite_office.fills_create_form(ada, "Billing sync", recipient=mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "gets a direct message" in ada.modal.all_text)
    await sqlite_office.tick()
    await mia.waits_until(lambda: any("Show token" in each.buttons for each in mia.sees))

    sqlite_office.clock.pass_(timedelta(days=7))
    await mia.clicks("Show token")
    await mia.waits_until(lambda: "waited too long" in everything(mia))
    assert tokens_seen_by(mia) == []

    await sqlite_office.tick()
    await ada.waits_until(lambda: "never collected the new token" in everything(ada))
    assert "has no token that works" in everything(ada)
