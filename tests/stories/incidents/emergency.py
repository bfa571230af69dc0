"""What the stories of incidents begin with, and what people then have before them."""

from datetime import timedelta

from core.actor import Role
from core.incidents.incident import Incident
from sandbox import Person, ShownMessage
from tests.office import Office
from tests.stories.reminders.test_fleet_board import sets_channel

NAME = "Billing"
SECURITY = "C0SECURIT"
DIALOG = "Report compromised"
SECONDS = timedelta(seconds=2)


async def prepared(office: Office, channel: str | None = "security") -> str:
    """An integration of Ada's, and a security channel. Returns its token."""
    token = await office.creates(office.ada, NAME)
    if channel is not None:
        await sets_channel(office, channel)
    return token


async def made_responder(office: Office, person: Person) -> None:
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        await tx.set_role(person.id, Role.RESPONDER, by=office.ada.id)


async def picks_integration(office: Office, person: Person) -> None:
    """Where it asks which."""
    await person.waits_until(lambda: person.modal and person.modal.submit == "Go on")
    integration = await office.integration(NAME)
    picked = {"text": {"type": "plain_text", "text": integration.name}, "value": integration.id}
    await person.fills(integration=picked)
    await person.submits()


async def sees_dialog(person: Person) -> str:
    await person.waits_until(lambda: person.modal and person.modal.title == DIALOG and person.modal.submit)
    assert person.modal is not None
    return person.modal.all_text


async def reads(person: Person, words: str) -> str:
    await person.waits_until(lambda: person.modal and words in person.modal.all_text)
    assert person.modal is not None
    return person.modal.all_text


async def responds(person: Person, way: str = "Rotate now", **filled: object) -> str:
    """In the dialog that is open. Returns what is said when it is done."""
    await sees_dialog(person)
    await person.fills({"way": way, **filled})
    await person.submits()
    return await reads(person, ":white_check_mark:")


async def reports(office: Office, person: Person, way: str = "Rotate now", **filled: object) -> ShownMessage:
    """By command; then the checklist is there."""
    await person.types(f"/compromised {NAME}")
    await responds(person, way, **filled)
    await person.closes(everything=True)
    return await checklist(office)


async def checklist(office: Office, reader: Person | None = None) -> ShownMessage:
    """The newest, as it is drawn now."""
    await settles(office)
    found = [each for each in (reader or office.ada).sees if "Incident P" in each.text and not each.thread_ts]
    return found[-1]


async def settles(office: Office) -> None:
    """What people began is done; then a few seconds: notices are said, cards are drawn."""
    await office.comes_to_rest()
    for _ in range(4):
        await office.pass_(SECONDS)


async def incident(office: Office) -> Incident:
    async with office.product.tools.store.reading(office.slack.team_id) as reading:
        return (await reading.incidents.latest())[0]


def thread_of(person: Person, card: ShownMessage) -> list[str]:
    return [each.text for each in person.sees if each.thread_ts == card.ts]


async def opens(person: Person, button: str, card: ShownMessage) -> None:
    await person.clicks(button, in_=card)
    await person.waits_until(lambda: person.modal and "One moment…" not in person.modal.all_text)


def step_line(card: ShownMessage, number: int) -> str:
    """What the checklist says of a step, for those who listen to it."""
    return next(line for line in card.text.split("\n") if line.startswith(f"{number}. "))
