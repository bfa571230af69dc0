"""Delete: what stops is said first; what is in use or sensitive asks for the typed name."""

from datetime import datetime

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose, small
from bot.desk import Desk
from bot.features.typed_name import name_check, typed_by, typed_name
from bot.find import integration_for, usage_of
from bot.intents import open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold, code, count, listed
from bot.views.use import warning
from core.actions.delete import delete, needs_typed_name
from core.actor import Right
from core.catalogue import Catalogue
from core.evidence import Usage
from core.integration import Integration
from core.intent import Purpose
from core.moving import in_use

FORM = "delete"
TITLE = "Delete"
DOING = "Deleting it."
NAMED = 5
check = name_check(Purpose.DELETE)


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.DELETE)
    intent = await open_intent(desk, asked, Purpose.DELETE, found)
    usage = await usage_of(desk, found)
    await screen.show(form(found, usage, desk.tools.catalogue, intent.id, desk.tools.now()))


def form(integration: Integration, usage: Usage, catalogue: Catalogue, intent_id: str, now: datetime) -> View:
    blocks: list[Block] = [
        prose(_what_stops(integration)),
        *_in_use(integration, usage, now),
        *_sensitive(integration, catalogue),
    ]
    if needs_typed_name(integration, usage, catalogue):
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


def _in_use(integration: Integration, usage: Usage, now: datetime) -> list[Block]:
    if not in_use(integration, usage):
        return []
    words = f":warning: *Its token is in use.* {warning(integration.tokens, usage, now)}"
    return [prose(words.rstrip())]


def _sensitive(integration: Integration, catalogue: Catalogue) -> list[Block]:
    sensitive = catalogue.sensitive(integration.scopes)
    if not sensitive:
        return []
    named = listed(code(each.scope) for each in sensitive[:NAMED])
    more = len(sensitive) - NAMED
    also = f" and {count(more, 'more sensitive permission')}" if more > 0 else ""
    return [prose(f":warning: It has sensitive permissions: {named}{also}.")]


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    deleted = await delete(desk.tools, who, asked.metadata, typed=typed_by(asked))
    await screen.done(notice(TITLE, f"{bold(deleted.name)} is deleted, and every token of it is refused."))
