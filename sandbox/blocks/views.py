"""The shapes of a modal and a Home tab."""

from typing import Final

from sandbox.blocks.grammar import FLAG, Object, Tagged, Text
from sandbox.blocks.layout import blocks_on
from sandbox.blocks.objects import plain, typed
from sandbox.blocks.payload_rules import (
    block_ids_differ,
    not_too_large,
    one_focus,
    response_urls_only_in_modal_inputs,
    submit_beside_input,
)

_NAMES: Final = {
    "private_metadata": Text("view.private_metadata"),
    "callback_id": Text("view.callback_id"),
    "external_id": Text("view.external_id"),
}
_RULES: Final = (block_ids_differ, one_focus, response_urls_only_in_modal_inputs, not_too_large)

MODAL: Final[Object] = typed(
    must={"title": plain("view.title"), "blocks": blocks_on("modal", "view.blocks")},
    may={
        "submit": plain("view.submit"),
        "close": plain("view.close"),
        "clear_on_close": FLAG,
        "notify_on_close": FLAG,
        **_NAMES,
    },
    rules=[submit_beside_input, *_RULES],
)
HOME: Final[Object] = typed(must={"blocks": blocks_on("home", "view.blocks")}, may=_NAMES, rules=_RULES)

VIEW_CALL: Final = Object(must={"view": Tagged({"modal": MODAL, "home": HOME})})
