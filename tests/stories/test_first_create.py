"""An admin makes her first integration."""

from tests.office import Office, everything, tokens_seen_by


async def test_an_admin_creates_an_integration_and_gets_its_token_once(office: Office) -> None:
    ada = office.ada
    await office.fills_create_form(ada, "Billing sync", scopes=["contacts.readonly", "invoices.readonly"])
    await ada.submits()
    token = await office.is_shown_a_token(ada)

    assert await office.accepts(token)
    message = next(each for each in ada.sees if token in each.all_text)
    assert message.ephemeral
    assert token not in message.text
    assert ada.modal is not None
    assert "Billing sync" in ada.modal.all_text
    assert token not in ada.modal.all_text


async def test_saving_wipes_the_token_from_the_screen(office: Office) -> None:
    token = await office.creates(office.ada, "Billing sync")

    assert tokens_seen_by(office.ada) == []
    assert "now the current one" in everything(office.ada)
    assert await office.accepts(token)
    assert await office.events() == ["integration:create", "token:confirm"]
