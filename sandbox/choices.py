"""From what a person did with an element to the state Slack keeps of it."""

from collections.abc import Iterator

from sandbox.elements import LISTS, STATE_KEYS
from sandbox.errors import NotPossibleError
from sandbox.json_types import Json


def options_of(element: Json) -> Iterator[Json]:
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def chosen_option(element: Json, given: object) -> Json:
    """The option as the app wrote it; a person can only pick what is there."""
    value = given.get("value") if isinstance(given, dict) else given
    for option in options_of(element):
        if value in (option.get("value"), option["text"]["text"]):
            return option
    if element["type"].endswith("external_select") and isinstance(given, dict):
        return given  # its options came from the bot a moment ago
    offered = ", ".join(option["text"]["text"] for option in options_of(element))
    raise NotPossibleError(f"{value!r} is not offered; there is: {offered}")


def state_given(element: Json, given: Json) -> Json:
    """The element's entry in `state.values`. What is given is keyed as Slack does, or plainly by `value`."""
    key = STATE_KEYS[element["type"]]
    raw = given.get(key, given.get("value"))
    if key == "selected_option":
        raw = chosen_option(element, raw) if raw else None
    elif key == "selected_options":
        raw = [chosen_option(element, each) for each in raw or ()]
    elif key in LISTS:
        raw = list(raw or ())
    elif key == "selected_date_time":
        raw = int(raw) if raw else None
    else:
        raw = raw or None
    return {"type": element["type"], key: raw}


def is_empty(state: Json) -> bool:
    value = state[STATE_KEYS[state["type"]]]
    return value is None or value == [] or (isinstance(value, str) and not value.strip())
