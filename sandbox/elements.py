"""Finding one's way through blocks: which elements can be used, and what state each of them keeps."""

import copy
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sandbox.ids import Ids
from sandbox.json_types import Blocks, Json

# The key under which `state.values` and actions carry an element's state. What is not here keeps none.
STATE_KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
INITIAL_KEYS = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
LISTS = frozenset(
    {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
)
# A press or a pick is the whole story: nothing is remembered.
MOMENTARY = frozenset({"button", "overflow", "workflow_button"})
USABLE = MOMENTARY | STATE_KEYS.keys()


class Placed(NamedTuple):
    """An element and the block it stands in."""

    block: Json
    element: Json

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def key(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]


def interactive(blocks: Iterable[Json]) -> Iterator[Placed]:
    """Everything a person can use, from top to bottom, also inside containers and carousels."""
    for block in _all_blocks(blocks):
        own = [block.get("accessory"), block.get("element")]
        own += [*block.get("elements", ()), *block.get("actions", ())]
        for element in own:
            if isinstance(element, dict) and element.get("type") in USABLE:
                yield Placed(block, element)


def _all_blocks(blocks: Iterable[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        yield from _all_blocks(block.get("child_blocks", ()))
        if block["type"] == "carousel":
            yield from block["elements"]


def find(blocks: Iterable[Json], block_id: str, action_id: str) -> Placed | None:
    return next((each for each in interactive(blocks) if each.key == (block_id, action_id)), None)


def with_ids(blocks: Blocks, ids: Ids) -> Blocks:
    """A copy in which every block and usable element has an id: Slack makes up those an app left out."""
    own = copy.deepcopy(blocks)
    for block in _all_blocks(own):
        block.setdefault("block_id", ids.short())
    for placed in interactive(own):
        placed.element.setdefault("action_id", ids.short())
    return own


def initial_state(element: Json) -> Json:
    """What `state.values` says of an element nobody touched yet."""
    key = STATE_KEYS[element["type"]]
    nothing: object = [] if key in LISTS else None
    return {"type": element["type"], key: copy.deepcopy(element.get(INITIAL_KEYS.get(key, ""), nothing))}


def values_of(blocks: Blocks, before: Json | None = None) -> Json:
    """`state.values` for these blocks. The same block_id and action_id keep what was typed before."""
    values: Json = {}
    for block, element in interactive(blocks):
        if element["type"] not in STATE_KEYS:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        kept = (before or {}).get(block_id, {}).get(action_id)
        same_kind = kept is not None and kept["type"] == element["type"]
        values.setdefault(block_id, {})[action_id] = kept if same_kind else initial_state(element)
    return values
