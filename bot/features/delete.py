"""Delete: what stops is said first; what is in use or sensitive asks for the typed name."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose, small
from bot.desk import Desk
from bot.features.typed_name import check, typed_by, typed_name
from bot.find import integration_for
from bot.intents import open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold, code, count, listed
from core.actions.delete import delete, needs_typed_name
from core.actor import Right
from core.catalogue import Catalogue
from core.integration import Integration
from core.intent import Purpose

FORM = "delete"
TITLE = "Delete"
DOING = "Deleting it."
NAMED = 5

__all__ = ["DOING", "FORM", "TITLE", "check", "draw", "submit"]


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.DELETE)
    intent = await open_intent(desk, asked, Purpose.DELETE, found)
    await screen.show(form(found, desk.tools.catalogue, intent.id))


def form(integration: Integration, catalogue: Catalogue, intent_id: str) -> View:
    blocks: list[Block] = [prose(_what_stops(integration)), *_why_a_second_look(integration, catalogue)]
    if needs_typed_name(integration, catalogue):
        blocks.append(typed_name(integration.name))
    blocks.append(small("Only want a new token? Go back and use *Rotate*: nothing stops working then."))
    return modal(TITLE, blocks, callback_id=FORM, submit="Delete", close="Go back", metadata=intent_id)


def _what_stops(integration: Integration) -> str:
    name, working = bold(integration.name), len(integration.tokens)
    if not working:
        return f"{name} has no token that works. It disappears from the list; the audit record stays."
    tokens = "Its token stops" if working == 1 else f"All {working} of its tokens stop"
    return (
        f"{tokens} working *at once*, and the third party behind {name} is refused from then on. "
        "This cannot be undone. The audit record stays."
    )


def _why_a_second_look(integration: Integration, catalogue: Catalogue) -> list[Block]:
    reasons: list[Block] = []
    if any(token.first_used_at is not None for token in integration.tokens):
        reasons.append(prose(":warning: *Its token is in use.*"))
    sensitive = catalogue.sensitive(integration.scopes)
    if sensitive:
        named = listed(code(each.scope) for each in sensitive[:NAMED])
        more = (
            f" and {count(len(sensitive) - NAMED, 'more sensitive permission')}"
            if len(sensitive) > NAMED
            else ""
        )
        reasons.append(prose(f":warning: It has sensitive permissions: {named}{more}."))
    return reasons


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    deleted = await delete(desk.tools, who, asked.metadata, typed=typed_by(asked))
    await screen.show(notice(TITLE, f"{bold(deleted.name)} is deleted, and every token of it is refused."))
