"""Messages that ask for something say so once it was done, wherever it was done."""

from datetime import timedelta

from sandbox import Person, ShownMessage
from tests.office import Office, tokens_seen_by
from tests.stories.reminders.calendar import redrawn

HOUR = timedelta(hours=1)
DONE = "*Billing*: this was dealt with. Nothing is left to do here."


def asking(person: Person, words: str) -> ShownMessage:
    return [message for message in person.sees if words in message.text][-1]


async def test_show_token_goes_once_the_token_was_collected(office: Office) -> None:
    ada, mia = office.ada, office.mia
    await office.fills_create_form(ada, "Billing", recipient=mia.id, owner=mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "direct message" in ada.modal.all_text)
    await office.tick()
    message = asking(mia, "asked you to receive the token")
    await mia.clicks("Show token", in_=message)
    await mia.waits_until(lambda: tokens_seen_by(mia))
    await redrawn(office)

    assert message.text == DONE
    assert message.buttons == []


async def test_an_unconfirmed_token_is_asked_for_until_it_is_confirmed(office: Office) -> None:
    ada = office.ada
    await office.creates(ada, "Billing")
    token = await office.rotates(ada, "Billing")
    await office.pass_(2 * HOUR)
    message = asking(ada, "nobody has confirmed it")
    assert await office.accepts(token), "its use confirms it"
    await redrawn(office)
    assert message.text == DONE


async def test_a_warning_of_an_end_goes_once_somebody_extended_the_overlap(office: Office) -> None:
    ada = office.ada
    old = await office.creates(ada, "Billing")
    await office.rotates(ada, "Billing", overlap="7 days later")
    await ada.clicks("I saved it")
    await ada.waits_until(lambda: not tokens_seen_by(ada))
    assert await office.accepts(old)
    await office.pass_(timedelta(days=6, hours=2))
    message = asking(ada, "stops working")
    await ada.clicks("Extend overlap", in_=message)
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.fills({"until": "7 days from now"})
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "now works until" in ada.modal.all_text)
    await redrawn(office)
    assert message.text == DONE
