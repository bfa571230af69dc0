"""*Cancel rotation*: what it would end is said first; a token that is in use asks for the typed name."""

from datetime import datetime

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose
from bot.desk import Desk
from bot.features.typed_name import name_check, typed_by, typed_name
from bot.find import integration_for, usage_of
from bot.intents import open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold
from bot.views.use import warning
from core.actions.cancel_rotation import cancel_rotation, dying, was_used
from core.actor import Right
from core.evidence import Usage
from core.integration import Integration
from core.intent import Purpose
from core.refusals import NothingToCancel

FORM = "cancel_rotation"
TITLE = "Cancel rotation"
DOING = "Cancelling it."
check = name_check(Purpose.CANCEL_ROTATION)


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.CANCEL_ROTATION)
    found.cancel_rotation(desk.tools.now())  # refuses where there is nothing to cancel
    intent = await open_intent(desk, asked, Purpose.CANCEL_ROTATION, found)
    usage = await usage_of(desk, found)
    await screen.show(form(found, usage, intent.id, desk.tools.now()))


def form(integration: Integration, usage: Usage, intent_id: str, now: datetime) -> View:
    blocks: list[Block] = [prose(_consequences(integration, now))]
    if was_used(integration, usage, now):
        blocks += [prose(_who_moved(integration, usage, now)), typed_name(integration.name)]
    return modal(TITLE, blocks, callback_id=FORM, submit=TITLE, close="Go back", metadata=intent_id)


def _who_moved(integration: Integration, usage: Usage, now: datetime) -> str:
    token = dying(integration, now)
    by = warning([token] if token is not None else [], usage, now)
    return (
        f":warning: *The new token has already been used.* Whoever moved to it will be refused. {by}".rstrip()
    )


def _consequences(integration: Integration, now: datetime) -> str:
    name = bold(integration.name)
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
    return (
        f"The old token (…{old.fingerprint.last_four}) of {name} becomes the current one again, with its old "
        f"due date. The new one (…{integration.current.fingerprint.last_four}) stops working at once."
    )


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    undone = await cancel_rotation(desk.tools, who, asked.metadata, typed=typed_by(asked))
    words = f"The rotation of {bold(undone.name)} is cancelled."
    if undone.current is not None:
        words += f" Its token …{undone.current.fingerprint.last_four} goes on as before."
    await screen.done(notice(TITLE, words))
