"""Which integration? Asked when a command came without a name. The menu is searched as one types."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.blocks import ExternalDataSelectElement, Option

from bot.answer import answered
from bot.asked import Asked
from bot.blocks import field, modal, option, plain
from bot.commands import Verb
from bot.desk import Desk
from bot.intents import intent_of, open_intent
from bot.listeners import Listener, Opens, nothing_to_check
from bot.people import person
from bot.screens import Screen
from core.actions.list import fleet
from core.intent import Purpose
from core.ports import Query
from core.refusals import FormExpired

FORM = "which"
MENU = "which_integration"
MENU_WHILE_OFF = "which_compromised"
"""For what goes on while the feature is switched off."""
WHILE_OFF = frozenset({"compromised"})
SHOWN = 50
TITLE = "Which integration?"
DOING = "Looking it up."
check = nothing_to_check


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    """`asked.value` is the verb that goes on with the choice."""
    who = await person(desk, asked.user)
    while_off = asked.value in WHILE_OFF
    await fleet(desk.tools, who, Query(limit=1), while_off=while_off)
    intent = await open_intent(desk, asked, Purpose.BROWSE, draft={"verb": asked.value})
    menu = ExternalDataSelectElement(
        action_id=MENU_WHILE_OFF if while_off else MENU,
        placeholder=plain("Type part of its name"),
        min_query_length=0,
    )
    await screen.show(
        modal(
            TITLE,
            [field("integration", "Integration", menu)],
            callback_id=FORM,
            submit="Go on",
            close="Cancel",
            metadata=intent.id,
        )
    )


def chosen(verbs: Mapping[str, Verb]) -> Opens:
    """Goes on with the verb, in the same modal."""

    async def go_on(desk: Desk, asked: Asked, screen: Screen) -> None:
        intent = await intent_of(desk, asked, Purpose.BROWSE)
        verb = verbs.get(str((intent.draft or {}).get("verb")))
        if verb is None:
            raise FormExpired
        await verb.work(desk, asked.about(f"{asked.filled_in['integration']}:"), screen)

    return go_on


def suggestions(desk: Desk, *, while_off: bool = False) -> Listener:
    """The menu's entries for what was typed so far. Who may see nothing is suggested nothing."""

    async def listen(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        found: list[Option] = []

        async def look() -> None:
            who = await person(desk, body["user"]["id"])
            query = Query(text=body.get("value", ""), limit=SHOWN)
            page = (await fleet(desk.tools, who, query, while_off=while_off)).page
            found.extend(option(each.name, each.id) for each in page.integrations)

        await answered(look(), _quietly)
        await ack(options=found)

    return listen


async def _quietly(_words: str) -> None:
    """A menu has no room for a sentence; an empty one is the answer."""
