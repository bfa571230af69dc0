"""What a person reads: the words of a message or a view, without the machinery around them."""

from collections.abc import Iterator
from html import unescape

from sandbox.json_types import Blocks
from sandbox.messages import Message
from sandbox.views import View

# Where blocks keep words for people, in the order of reading.
_WORDS = (
    "title",
    "subtitle",
    "label",
    "text",
    "fields",
    "hint",
    "body",
    "alt_text",
    "fallback",
    "pretext",
    "placeholder",
    "accessory",
    "element",
    "elements",
    "child_blocks",
    "actions",
    "rows",
    "options",
    "initial_option",
    "initial_value",
    "tasks",
    "blocks",
    "attachments",
    "description",
)


def words_of(part: object) -> Iterator[str]:
    """Every word for people within a piece of Block Kit, top to bottom."""
    if isinstance(part, str):
        yield unescape(part)
    elif isinstance(part, list):
        for each in part:
            yield from words_of(each)
    elif isinstance(part, dict):
        for key in _WORDS:
            yield from words_of(part.get(key))


def all_text(place: Message | View) -> str:
    """Everything readable, one piece per line. A message's `text` counts only where there are no blocks."""
    if isinstance(place, View):
        heads: list[object] = [place.definition.get(key) for key in ("title", "submit", "close")]
        return "\n".join(words_of([*heads, place.blocks, list(place.errors.values())]))
    shown: Blocks | str = place.blocks or place.text
    return "\n".join(words_of([shown, place.attachments]))
