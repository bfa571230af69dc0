"""Plant a decoy: a token that opens nothing, left where only an intruder would find and try it."""

from dataclasses import replace

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, plain, prose, small
from bot.desk import Desk
from bot.intents import intent_of, open_intent
from bot.people import person
from bot.screens import Screen
from bot.second_try import CAN_BE_PUT_RIGHT, what_was_wrong
from bot.token_message import shown_at
from bot.views.issued import issued_view
from core.actions.create import create
from core.actor import Right
from core.authority import allowed
from core.fields import Fields, checked
from core.intent import Purpose

FORM = "decoy"
TITLE = "Plant a decoy"
DOING = "Making it. You can close this; nothing gets lost."
_WHAT = (
    "A decoy is a token that opens nothing. Leave it where nobody has any business to try one. "
    "Its first use is refused like junk, and opens an incident within seconds."
)
_WHO = (
    "You own it and hear of its first use, and so does the security channel. Its token is shown to you once."
)


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    async with desk.tools.store.reading(desk.tenant) as reading:
        await allowed(reading, who, Right.CREATE)
    intent = await open_intent(desk, asked, Purpose.CREATE)
    await screen.show(form(_fields(asked), intent.id))


def form(fields: Fields, intent_id: str, problem: str = "") -> View:
    blocks = [
        *what_was_wrong(problem),
        prose(_WHAT),
        field(
            "name",
            "Name",
            _line("name", fields.name, "Decoy in the wiki"),
            hint="Whoever finds its token never sees this.",
        ),
        field(
            "planted",
            "Where will it be planted?",
            _line("planted", fields.planted.strip(), "the wiki page about deploy keys"),
            hint="The alarm names this place. Never put the token itself here.",
        ),
        small(_WHO),
    ]
    return modal(TITLE, blocks, callback_id=FORM, submit="Make it", close="Cancel", metadata=intent_id)


def _line(name: str, value: str, example: str) -> PlainTextInputElement:
    return PlainTextInputElement(action_id=name, initial_value=value or None, placeholder=plain(example))


def _fields(asked: Asked) -> Fields:
    """A place that was left out is a mistake at that field, and no real integration."""
    filled = asked.filled_in
    bare = Fields(name=filled.get("name") or "", description="", scopes=frozenset(), owner=asked.user)
    return replace(bare, planted=filled.get("planted") or " ")


async def check(desk: Desk, asked: Asked) -> None:
    await intent_of(desk, asked, Purpose.CREATE)
    async with desk.tools.store.reading(desk.tenant) as reading:
        await checked(_fields(asked), desk.tools.catalogue, reading)


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.CREATE)
    who, fields, show = await person(desk, asked.user), _fields(asked), shown_at(desk, intent.reply_to)
    try:
        issued = await create(desk.tools, who, intent.id, fields, recipient=who.id, show=show)
    except CAN_BE_PUT_RIGHT as refusal:
        await screen.show(form(fields, intent.id, str(refusal)))
    else:
        await screen.done(issued_view(TITLE, issued, created=True))
