"""*Reassign*: somebody else looks after it from now on, and gets its reminders."""

from slack_sdk.models.blocks import UserSelectElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, prose
from bot.desk import Desk
from bot.find import integration_for
from bot.intents import intent_of, open_intent
from bot.people import colleagues, person
from bot.screens import Screen, notice
from bot.text import bold, someone
from core.actions.reassign import reassign
from core.actor import Right
from core.integration import Integration
from core.intent import Purpose
from core.refusals import BadField

FORM = "reassign"
TITLE = "Reassign"
DOING = "Handing it over."


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.REASSIGN)
    intent = await open_intent(desk, asked, Purpose.REASSIGN, found)
    await screen.show(form(found, intent.id))


def form(integration: Integration, intent_id: str) -> View:
    told = prose(
        f"{bold(integration.name)} is {someone(integration.owner)}’s now. Its new owner gets its reminders "
        "and may rotate it. Its token stays as it is."
    )
    owner = field("owner", "Who looks after it from now on?", UserSelectElement(action_id="owner"))
    return modal(TITLE, [told, owner], callback_id=FORM, submit=TITLE, close="Cancel", metadata=intent_id)


async def check(desk: Desk, asked: Asked) -> None:
    intent = await intent_of(desk, asked, Purpose.REASSIGN)
    async with desk.tools.store.reading(desk.tenant) as reading:
        found = await reading.integration(intent.integration_id or "")
    if asked.filled_in.get("owner") in {None, found.owner}:
        raise BadField("owner", "Please pick somebody else: it is theirs already.")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who, owner = await person(desk, asked.user), str(asked.filled_in["owner"])
    await colleagues(desk, owner)
    given = await reassign(desk.tools, who, asked.metadata, owner=owner)
    await screen.done(notice(TITLE, f"{bold(given.name)} is {someone(owner)}’s from now on."))
