"""Finding an element by the words a person would use for it."""

from collections.abc import Iterable, Iterator

from sandbox.elements import Placed, interactive
from sandbox.json_types import Blocks, Json
from sandbox.reading import words_of


def named(blocks: Blocks, name: str, beside: str | None = None) -> Placed | None:
    """The first element called so: by its text, label or placeholder, its action_id or block_id.

    `beside` narrows it to elements within a block that says so, or directly below one.
    """
    candidates: Iterable[Placed] = interactive(blocks)
    if beside is not None:
        candidates = _beside(blocks, beside)
    return next((placed for placed in candidates if name in names_of(placed)), None)


def names_of(placed: Placed) -> list[str]:
    block, element = placed
    words = [element.get("text"), block.get("label"), element.get("placeholder")]
    shown = [text["text"] for text in words if isinstance(text, dict)]
    return [*shown, element["action_id"], block["block_id"]]


def _beside(blocks: Blocks, words: str) -> Iterator[Placed]:
    near = False
    for block in blocks:
        says_so = words in "\n".join(words_of(block))
        # A row of buttons belongs to what stands above it.
        if says_so or (near and block["type"] in ("actions", "context_actions", "input", "context")):
            yield from interactive([block])
        near = says_so or (near and block["type"] in ("actions", "context_actions", "context"))


def what_there_is(blocks: Iterable[Json]) -> str:
    names = [names_of(placed)[0] for placed in interactive(blocks)]
    return ", ".join(names) or "nothing to use"
