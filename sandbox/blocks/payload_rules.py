"""What only a whole payload shows: identifiers, counts and sums over all its blocks."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.blocks.grammar import Json
from sandbox.blocks.limits import LIMITS
from sandbox.blocks.problem import Finding

Placed = tuple[str, dict[str, Any]]


def every_block(payload: Json) -> Iterator[Placed]:
    """Each block with its pointer, those inside containers, carousels and attachments too."""
    yield from _blocks("/blocks", payload.get("blocks", ()))
    for index, attachment in enumerate(payload.get("attachments", ())):
        yield from _blocks(f"/attachments/{index}/blocks", attachment.get("blocks", ()))


def _blocks(at: str, blocks: Iterable[dict[str, Any]]) -> Iterator[Placed]:
    for index, block in enumerate(blocks):
        here = f"{at}/{index}"
        yield here, block
        if block["type"] == "container":
            yield from _blocks(f"{here}/child_blocks", block["child_blocks"])
        elif block["type"] == "carousel":
            yield from _blocks(f"{here}/elements", block["elements"])


def every_element(payload: Json) -> Iterator[Placed]:
    for at, block in every_block(payload):
        for key in ("accessory", "element"):
            if key in block:
                yield f"{at}/{key}", block[key]
        if block["type"] == "actions":
            for index, element in enumerate(block["elements"]):
                yield f"{at}/elements/{index}", element


def block_ids_differ(payload: Json) -> Iterator[Finding]:
    seen = set()
    for at, block in every_block(payload):
        name = block.get("block_id")
        if name in seen:
            yield Finding(f"{at}/block_id", f'`block_id` "{name}" already exists')
        elif name is not None:
            seen.add(name)


def one_focus(payload: Json) -> Iterator[Finding]:
    focused = [at for at, element in every_element(payload) if element.get("focus_on_load")]
    for at in focused[1:]:
        yield Finding(f"{at}/focus_on_load", "only one element may have the focus on load")


def response_urls_only_in_modal_inputs(payload: Json) -> Iterator[Finding]:
    for at, element in every_element(payload):
        in_input = payload.get("type") == "modal" and at.endswith("/element")
        if element.get("response_url_enabled") and not in_input:
            yield Finding(f"{at}/response_url_enabled", "only available in an `input` block of a modal")


def one_table(message: Json) -> Iterator[Finding]:
    limit = LIMITS["message.tables"]
    tables = [at for at, block in every_block(message) if block["type"] == "table"]
    for at in tables[limit.most :]:
        yield Finding(at, f"no more than {limit.most} table allowed", limit.error)


def markdown_in_total(message: Json) -> Iterator[Finding]:
    total = sum(len(block["text"]) for _, block in every_block(message) if block["type"] == "markdown")
    limit = LIMITS["message.markdown"]
    if total > limit.most:
        reason = f"all markdown blocks together must be less than {limit.most + 1} characters"
        yield Finding("/blocks", reason, limit.error)


def submit_beside_input(modal: Json) -> Iterator[Finding]:
    if "submit" in modal:
        return
    for at, block in every_block(modal):
        if block["type"] == "input":  # the odd pointer is Slack's own
            yield Finding(f"{at}/input", "must define `submit` to use an `input` block in modals")


def not_too_large(view: Json) -> Iterator[Finding]:
    text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    limit = LIMITS["view.bytes"]
    if len(text.encode(errors="surrogatepass")) > limit.most:
        yield Finding("", f"must be less than {limit.most + 1} bytes", limit.error)


def says_something(message: Json) -> Iterator[Finding]:
    if not any(message.get(key) for key in ("text", "blocks", "attachments", "markdown_text")):
        yield Finding("", "must have text, blocks, attachments or markdown_text", "no_text")


def says_something_unless_deleting(reply: Json) -> Iterator[Finding]:
    if not reply.get("delete_original"):
        yield from says_something(reply)


def markdown_text_alone(message: Json) -> Iterator[Finding]:
    if message.get("markdown_text") and (message.get("text") or message.get("blocks")):
        yield Finding("/markdown_text", "cannot be used with text or blocks", "markdown_text_conflict")
