"""The four ways a token is put before a person, each brought up to the click that makes it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.tasks import Tasks
from core.refusals import UnknownIntegration
from sandbox import Person, ShownMessage, ShownView
from tests.office import Office, tokens_seen_by

GETS_ONE = ("Show token", "I did not get it")
NIGHT, A_MOMENT = timedelta(hours=15), timedelta()
WAITS = [timedelta(hours=1), A_MOMENT, NIGHT, timedelta(hours=9), A_MOMENT]
"""An hour, until it is one's turn; and over the night, in which nobody is asked about a token."""
STEPS = 2
"""*I did not get it* may lead to *Show token*; nothing needs more."""
SETTLED_WITHIN = timedelta(seconds=20)


@dataclass(frozen=True)
class Delivery:
    ready: Callable[[Office, str], Awaitable[list[str]]]
    """Everything before the click, undisturbed. Gives the tokens that must go on working."""
    click: Callable[[Office], Awaitable[None]]
    recipient: Callable[[Office], Person]


async def settled(office: Office) -> None:
    """Until the product has done all that it was asked for."""
    assert office.product.app is not None
    handler = office.product.app.listener_runner.listener_start_handler
    tasks: Tasks = handler._tasks  # type: ignore[attr-defined]
    assert await tasks.drained(SETTLED_WITHIN), "something never came to an end"


async def _ready_to_create(office: Office, name: str) -> list[str]:
    await office.fills_create_form(office.ada, name)
    return []


async def _ready_to_rotate(office: Office, name: str) -> list[str]:
    old = await office.creates(office.ada, name)
    await office.ada.types(f"/integrations rotate {name}")
    await office.ada.waits_until(lambda: office.ada.modal and office.ada.modal.submit)
    return [old]


async def _ready_to_collect(office: Office, name: str) -> list[str]:
    ada, mia = office.ada, office.mia
    works = await _ready_to_rotate(office, name)
    await ada.fills(recipient=mia.id)
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "gets a direct message" in ada.modal.all_text)
    await ada.closes()
    await office.tick()
    await mia.waits_until(lambda: any("Show token" in each.buttons for each in mia.sees))
    return works


async def _ready_to_get_another(office: Office, name: str) -> list[str]:
    old = await office.creates(office.ada, name)
    await office.rotates(office.ada, name)
    return [old]


DELIVERIES = {
    "create": Delivery(_ready_to_create, lambda office: office.ada.submits(), lambda office: office.ada),
    "rotate": Delivery(_ready_to_rotate, lambda office: office.ada.submits(), lambda office: office.ada),
    "show token": Delivery(
        _ready_to_collect, lambda office: office.mia.clicks("Show token"), lambda office: office.mia
    ),
    "I did not get it": Delivery(
        _ready_to_get_another,
        lambda office: office.ada.clicks("I did not get it"),
        lambda office: office.ada,
    ),
}


async def gets_a_token_after_all(office: Office, delivery: Delivery, name: str) -> str:
    """The person looks at what there is, waits a while if there is nothing, and does what it offers."""
    person = delivery.recipient(office)
    for _ in range(STEPS):
        if not tokens_seen_by(person):
            await _asks_for_another(office, person, name)
    assert tokens_seen_by(person), person._surroundings()
    (token,) = tokens_seen_by(person)
    await _looks_up(person)
    await person.clicks("I saved it")
    await settled(office)
    assert tokens_seen_by(person) == [], person._surroundings()
    return token


async def _asks_for_another(office: Office, person: Person, name: str) -> None:
    """On the screen, in a message, or in one that comes within a day; or else the same thing again."""
    await office.tick()
    if not _offer(person, name):
        await _looks_up(person)
    for span in WAITS:
        if not _offer(person, name):
            await office.pass_(span)
    offer = _offer(person, name)
    if offer is None:
        await _starts_again(office, name)
    else:
        place, button = offer
        await person.clicks(button, in_=place)
    await settled(office)


async def _looks_up(person: Person) -> None:
    while person.modal:
        await person.closes()


def _offer(person: Person, name: str) -> tuple[ShownMessage | ShownView, str] | None:
    """The newest button about it with which a token can be had, and where it is."""
    places: list[ShownMessage | ShownView] = [*person.sees, *person.modals[-1:]]
    about_it = [place for place in reversed(places) if name in place.all_text]
    offers = [(place, each) for place in about_it for each in place.buttons if each in GETS_ONE]
    return offers[0] if offers else None


async def _starts_again(office: Office, name: str) -> None:
    """Nothing was done, and the person was told so: they ask once more."""
    ada = office.ada
    try:
        await office.integration(name)
    except UnknownIntegration:
        await office.fills_create_form(ada, name)
    else:
        await ada.types(f"/integrations rotate {name}")
        await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    await ada.submits()
