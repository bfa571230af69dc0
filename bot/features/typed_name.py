"""The second look: a name typed exactly, before something that cannot be undone."""

from slack_sdk.models.blocks import InputBlock, PlainTextInputElement

from bot.asked import Asked
from bot.blocks import field, plain
from bot.desk import Desk
from bot.intents import intent_of
from bot.listeners import Check
from core.intent import Purpose
from core.refusals import BadField

FIELD = "typed"


def typed_name(name: str) -> InputBlock:
    typed = PlainTextInputElement(action_id=FIELD, placeholder=plain(name))
    return field(FIELD, "Type the integration's name to go on", typed)


def name_check(purpose: Purpose) -> Check:
    """Refuses another name at the field; a form without that field passes."""

    async def check(desk: Desk, asked: Asked) -> None:
        intent = await intent_of(desk, asked, purpose)
        async with desk.tools.store.reading(desk.tenant) as reading:
            found = await reading.integration(intent.integration_id or "")
        if FIELD in asked.filled_in and typed_by(asked) != found.name:
            raise BadField(FIELD, f"Please type the name exactly: {found.name}")

    return check


def typed_by(asked: Asked) -> str:
    return (asked.filled_in.get(FIELD) or "").strip()
