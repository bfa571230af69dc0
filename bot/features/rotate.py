"""Rotate: the choices, what will happen in a sentence with dates, and then the token."""

from datetime import datetime

from slack_sdk.models.blocks import Block, InteractiveElement, RadioButtonsElement, UserSelectElement
from slack_sdk.models.views import View

from bot import buttons
from bot.asked import Asked
from bot.blocks import actions, field, modal, option, prose, small
from bot.browsing import carried
from bot.desk import Desk
from bot.find import integration_for
from bot.intents import intent_of, open_intent
from bot.listeners import nothing_to_check
from bot.people import colleagues, person
from bot.screens import Screen
from bot.text import OVERLAPS, bold, escape, local, moment
from bot.token_message import shown_at
from bot.views.issued import issued_view
from bot.views.moving import can_be_told, chosen_quiet, in_use, quiet_field
from core.actions.rotate import rotate
from core.actor import Person, Right
from core.evidence import Usage
from core.integration import Integration
from core.intent import Purpose
from core.overlap import BY_TIME, Overlap
from core.refusals import FormExpired, RotationUnderway

FORM = "rotate"
TITLE = "Rotate"
DOING = "Making the new token. The old one goes on working."
check = nothing_to_check


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.ROTATE)
    now = desk.tools.now()
    if found.offered is not None or found.waiting(now) is not None:
        await screen.show(underway(found, await carried(desk, asked)))
        return
    async with desk.tools.store.reading(desk.tenant) as reading:
        proposed = (await reading.workspace()).overlap
        usage = await reading.usage(found.id)
    intent = await open_intent(desk, asked, Purpose.ROTATE, found)
    await screen.show(form(found, usage, intent.id, overlap=proposed, who=who, now=now))


def underway(integration: Integration, metadata: str) -> View:
    """One rotation at a time: what can be done with the one that is on its way."""
    ways: list[InteractiveElement] = []
    if integration.offered is not None:
        ways.append(buttons.not_received(integration, integration.offered))
    if integration.offered is None or integration.current is not None:
        ways.append(buttons.cancel_rotation(integration))
    told = prose(escape(str(RotationUnderway(integration.name))))
    return modal(TITLE, [told, actions(*ways)], metadata=metadata)


def form(
    integration: Integration, usage: Usage, intent_id: str, *, overlap: Overlap, who: Person, now: datetime
) -> View:
    receives = field(
        "recipient",
        "Who receives the new token?",
        UserSelectElement(action_id="recipient", initial_user=who.id),
        hint="You, or the colleague who will put it into the third party.",
    )
    blocks = [
        *_what_happens(integration, now),
        *in_use(integration, usage, now),
        *_choices(integration, overlap, who, now, moving=can_be_told(integration, usage, now)),
        *quiet_field(integration, usage, now),
        receives,
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="Rotate", close="Cancel", metadata=intent_id)


def _what_happens(integration: Integration, now: datetime) -> list[Block]:
    name = bold(integration.name)
    current = integration.current
    if current is None:
        return [
            prose(f"{name} has no token that works. This makes a new one; it works from the first moment.")
        ]
    last_four = current.fingerprint.last_four
    told: list[Block] = [
        prose(
            f"{name} gets a new token. The present one (…{last_four}) goes on working: the time to its end "
            "begins only when the new one is confirmed with *I saved it*, or used."
        )
    ]
    retiring = integration.retiring(now)
    if retiring is not None and retiring.ends_at is not None:
        told.append(
            prose(
                f":warning: An older token (…{retiring.fingerprint.last_four}) still works until "
                f"{moment(retiring.ends_at)}. It ends when the new one is confirmed."
            )
        )
    return told


def _choices(
    integration: Integration, proposed: Overlap, who: Person, now: datetime, *, moving: bool
) -> list[Block]:
    if integration.current is None:
        return []
    choices = [*BY_TIME, Overlap.UNTIL_MOVED] if moving else BY_TIME
    options = {
        each: option(OVERLAPS[each], each.value, _if_confirmed_now(each, who, now)) for each in choices
    }
    radio = RadioButtonsElement(
        action_id="overlap", options=list(options.values()), initial_option=options.get(proposed)
    )
    return [
        field("overlap", "When should the old token end?", radio),
        small("Until it ends you can give it more time, end it at once, or cancel the rotation."),
    ]


def _if_confirmed_now(overlap: Overlap, who: Person, now: datetime) -> str | None:
    span = overlap.span()
    if overlap is Overlap.UNTIL_MOVED:
        return f"At the latest: {local(now + span, who.time_zone)}"
    return f"If it is confirmed now: {local(now + span, who.time_zone)}" if span else None


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.ROTATE)
    who = await person(desk, asked.user)
    recipient = asked.filled_in.get("recipient") or asked.user
    await colleagues(desk, *({recipient} - {asked.user}))
    issued = await rotate(
        desk.tools,
        who,
        intent.id,
        overlap=chosen_overlap(asked),
        recipient=recipient,
        show=shown_at(desk, intent.reply_to),
        quiet=chosen_quiet(asked),
    )
    await screen.done(issued_view(TITLE, issued, created=False))


def chosen_overlap(asked: Asked) -> Overlap:
    """Not asked where there is no old token. What nobody offered ends nothing early: it is refused."""
    chosen = asked.filled_in.get("overlap")
    if chosen is None:
        return Overlap.AT_ONCE
    if chosen not in set(Overlap):
        raise FormExpired
    return Overlap(chosen)
