"""*Extend overlap*: give the third party more time to move."""

from datetime import timedelta

from slack_sdk.models.blocks import RadioButtonsElement

from bot.asked import Asked
from bot.blocks import field, modal, option, prose
from bot.desk import Desk
from bot.find import integration_for
from bot.intents import intent_of, open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold, moment
from core.actions.extend_overlap import extend_overlap
from core.actor import Right
from core.intent import Purpose
from core.refusals import BadField, NoOverlap

FORM = "extend_overlap"
TITLE = "Extend overlap"
DOING = "Saving it."
LONGER = {
    "1": "24 hours from now",
    "7": "7 days from now",
    "14": "14 days from now",
    "30": "30 days from now",
}


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.EXTEND_OVERLAP)
    old = found.retiring(desk.tools.now())
    if old is None or old.ends_at is None:
        raise NoOverlap(found.name)
    intent = await open_intent(desk, asked, Purpose.EXTEND_OVERLAP, found)
    last_four = old.fingerprint.last_four
    words = f"The old token (…{last_four}) of {bold(found.name)} works until {moment(old.ends_at)}."
    options = [option(text, days) for days, text in LONGER.items()]
    until = field("until", "Let it work until", RadioButtonsElement(action_id="until", options=options))
    blocks = [prose(words), until]
    await screen.show(
        modal(TITLE, blocks, callback_id=FORM, submit="Extend", close="Cancel", metadata=intent.id)
    )


async def check(desk: Desk, asked: Asked) -> None:
    """A new end that is no later than the present one is refused at the field."""
    intent = await intent_of(desk, asked, Purpose.EXTEND_OVERLAP)
    async with desk.tools.store.reading(desk.tenant) as reading:
        found = await reading.integration(intent.integration_id or "")
    now = desk.tools.now()
    old = found.retiring(now)
    if old is not None and old.ends_at is not None and now + _longer(asked) <= old.ends_at:
        raise BadField("until", "It already works longer than that. Please choose a later end.")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    extended = await extend_overlap(desk.tools, who, asked.metadata, longer=_longer(asked))
    old = extended.retiring(desk.tools.now())
    until = moment(old.ends_at) if old is not None and old.ends_at is not None else "a moment ago"
    await screen.done(notice(TITLE, f"The old token of {bold(extended.name)} now works until {until}."))


def _longer(asked: Asked) -> timedelta:
    chosen = asked.filled_in.get("until")
    if chosen not in LONGER:
        raise BadField("until", "Please choose one of these.")
    return timedelta(days=int(chosen))
