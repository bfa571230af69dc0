"""From what a test writes to what a person's client would send."""

from collections.abc import Callable
from datetime import date, datetime, time

from sandbox.elements import STATE_KEYS
from sandbox.json_types import Json
from sandbox.world import World


def as_given(world: World, element: Json, value: object) -> Json:
    """People by Person, key or id; conversations by name or id; options by text or value."""
    key = STATE_KEYS.get(element["type"], "selected_option")
    if key in ("selected_user", "selected_users"):
        value = _each(value, lambda one: world.workspace.user(str(getattr(one, "id", one))).id)
    elif key.startswith(("selected_conversation", "selected_channel")):
        value = _each(value, lambda one: world.workspace.conversation(str(one)).id)
    elif key == "value" and value is not None:
        value = str(value)
    elif key == "rich_text_value" and isinstance(value, str):
        value = _rich_text(value)
    return {"value": _written(value)}


def _each(value: object, convert: Callable[[object], str]) -> object:
    if value is None:
        return None
    return [convert(one) for one in value] if isinstance(value, list | tuple) else convert(value)


def _written(value: object) -> object:
    """Dates and times as Slack writes them."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    return value.strftime("%H:%M") if isinstance(value, time) else value


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
