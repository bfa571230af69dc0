"""*Cancel rotation*: what it would end is said first; a token that is in use asks for the typed name."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose
from bot.desk import Desk
from bot.features.typed_name import check, typed_by, typed_name
from bot.find import integration_for
from bot.intents import open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold
from core.actions.cancel_rotation import cancel_rotation, was_used
from core.actor import Right
from core.integration import Integration
from core.intent import Purpose
from core.refusals import NothingToCancel

FORM = "cancel_rotation"
TITLE = "Cancel rotation"
DOING = "Cancelling it."

__all__ = ["DOING", "FORM", "TITLE", "check", "draw", "submit"]


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.CANCEL_ROTATION)
    found.cancel_rotation(desk.tools.now())  # refuses where there is nothing to cancel
    intent = await open_intent(desk, asked, Purpose.CANCEL_ROTATION, found)
    await screen.show(form(desk, found, intent.id))


def form(desk: Desk, integration: Integration, intent_id: str) -> View:
    blocks: list[Block] = [prose(_consequences(desk, integration))]
    if was_used(integration):
        blocks.append(typed_name(integration.name))
    return modal(TITLE, blocks, callback_id=FORM, submit=TITLE, close="Go back", metadata=intent_id)


def _consequences(desk: Desk, integration: Integration) -> str:
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
        f"The old token (…{old.fingerprint.last_four}) of {name} becomes the current one again, with its old "
        f"due date. The new one (…{integration.current.fingerprint.last_four}) stops working at once."
    )
    if was_used(integration):
        words += "\n:warning: *The new token has already been used.* Whoever moved to it will be refused."
    return words


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    undone = await cancel_rotation(desk.tools, who, asked.metadata, typed=typed_by(asked))
    words = f"The rotation of {bold(undone.name)} is cancelled."
    if undone.current is not None:
        words += f" Its token …{undone.current.fingerprint.last_four} goes on as before."
    await screen.show(notice(TITLE, words))
