"""While two tokens work: end the old one, give it more time, or take the rotation back."""

from datetime import timedelta

from slack_sdk.models.blocks import Block, PlainTextInputElement, RadioButtonsElement
from slack_sdk.models.views import View

from bot.asked import Asked, parse_ref
from bot.blocks import field, modal, option, plain, prose
from bot.desk import Desk
from bot.find import integration_for
from bot.intents import intent_of, open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold, moment
from core.actions.cancel_rotation import cancel_rotation, was_used
from core.actions.expire_now import expire_now
from core.actions.extend_overlap import extend_overlap
from core.actor import Right
from core.integration import Integration
from core.intent import Purpose
from core.refusals import BadField, NoOverlap, NothingToCancel

EXTEND_FORM, EXTEND_TITLE = "extend_overlap", "Extend overlap"
CANCEL_FORM, CANCEL_TITLE = "cancel_rotation", "Cancel rotation"
DOING = "Saving it."
LONGER = {
    "1": "24 hours from now",
    "7": "7 days from now",
    "14": "14 days from now",
    "30": "30 days from now",
}


async def on_expire(desk: Desk, asked: Asked, screen: Screen) -> None:
    """The button asked "are you sure?" already."""
    who = await person(desk, asked.user)
    integration_id, generation = parse_ref(asked.value)
    ended = await expire_now(desk.tools, who, integration_id, generation=generation)
    await screen.show(
        notice("Old token expired", f"The old token of {bold(ended.name)} is refused from now on.")
    )


async def draw_extend(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.EXTEND_OVERLAP)
    old = found.retiring(desk.tools.now())
    if old is None or old.ends_at is None:
        raise NoOverlap(found.name)
    intent = await open_intent(desk, asked, Purpose.EXTEND_OVERLAP, found)
    options = [option(text, days) for days, text in LONGER.items()]
    last_four = old.fingerprint.last_four
    words = f"The old token (…{last_four}) of {bold(found.name)} works until {moment(old.ends_at)}."
    until = field("until", "Let it work until", RadioButtonsElement(action_id="until", options=options))
    await screen.show(
        modal(
            EXTEND_TITLE,
            [prose(words), until],
            callback_id=EXTEND_FORM,
            submit="Extend",
            close="Cancel",
            metadata=intent.id,
        )
    )


async def check_extend(desk: Desk, asked: Asked) -> None:
    intent = await intent_of(desk, asked)
    async with desk.tools.store.reading(desk.tenant) as reading:
        found = await reading.integration(intent.integration_id or "")
    old = found.retiring(desk.tools.now())
    if old is not None and old.ends_at is not None and desk.tools.now() + _longer(asked) <= old.ends_at:
        raise BadField("until", "It already works longer than that. Please choose a later end.")


def _longer(asked: Asked) -> timedelta:
    chosen = asked.filled_in.get("until")
    if chosen not in LONGER:
        raise BadField("until", "Please choose one of these.")
    return timedelta(days=int(chosen))


async def submit_extend(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    extended = await extend_overlap(desk.tools, who, asked.metadata, longer=_longer(asked))
    old = extended.retiring(desk.tools.now())
    until = moment(old.ends_at) if old is not None and old.ends_at is not None else "a moment ago"
    await screen.show(
        notice(EXTEND_TITLE, f"The old token of {bold(extended.name)} now works until {until}.")
    )


async def draw_cancel(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.CANCEL_ROTATION)
    found.cancel_rotation(desk.tools.now())  # refuses where there is nothing to cancel
    intent = await open_intent(desk, asked, Purpose.CANCEL_ROTATION, found)
    await screen.show(cancel_form(desk, found, intent.id))


def cancel_form(desk: Desk, integration: Integration, intent_id: str) -> View:
    blocks: list[Block] = [prose(_what_cancelling_does(desk, integration))]
    if was_used(integration):
        typed = PlainTextInputElement(action_id="typed", placeholder=plain(integration.name))
        blocks.append(field("typed", "Type the integration's name to go on", typed))
    return modal(
        CANCEL_TITLE,
        blocks,
        callback_id=CANCEL_FORM,
        submit="Cancel rotation",
        close="Go back",
        metadata=intent_id,
    )


def _what_cancelling_does(desk: Desk, integration: Integration) -> str:
    name, now = bold(integration.name), desk.tools.now()
    if integration.waiting(now) is not None:
        return (
            f"Nobody has collected the new token of {name} yet. *Show token* stops working, and that is all."
        )
    if integration.offered is not None:
        last_four = integration.offered.fingerprint.last_four
        return f"The new token (…{last_four}) of {name} stops working. The present one stays as it is."
    old = integration.retiring(now)
    if old is None or integration.current is None:
        raise NothingToCancel(integration.name)
    words = (
        f"The old token (…{old.fingerprint.last_four}) of {name} becomes the current one again, "
        f"with its old due date. The new one (…{integration.current.fingerprint.last_four}) stops working at once."
    )
    if was_used(integration):
        words += "\n:warning: *The new token has already been used.* Whoever moved to it will be refused."
    return words


async def submit_cancel(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    typed = (asked.filled_in.get("typed") or "").strip()
    undone = await cancel_rotation(desk.tools, who, asked.metadata, typed=typed)
    words = f"The rotation of {bold(undone.name)} is cancelled."
    if undone.current is not None:
        words += f" Its token …{undone.current.fingerprint.last_four} goes on as before."
    await screen.show(notice(CANCEL_TITLE, words))


async def check_cancel(desk: Desk, asked: Asked) -> None:
    intent = await intent_of(desk, asked)
    async with desk.tools.store.reading(desk.tenant) as reading:
        found = await reading.integration(intent.integration_id or "")
    typed = asked.filled_in.get("typed")
    if typed is not None and typed.strip() != found.name:
        raise BadField("typed", f"Please type the name exactly: {found.name}")
