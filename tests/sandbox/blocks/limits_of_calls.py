"""The documented figures for messages and views."""

import json
from typing import Final

from sandbox.blocks import problems_in_message, problems_in_update
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.limit_case import message, problems_in_ephemeral, said, view


def markdown(size: int) -> Json:
    return {"type": "markdown", "text": "x" * size}


def view_of_bytes(size: int) -> Json:
    full = [b.section(text=b.plain("x" * 3000))] * 83
    frame = json.dumps(b.modal(*full, b.section(text=b.plain(""))), separators=(",", ":"))
    return b.modal(*full, b.section(text=b.plain("x" * (size - len(frame)))))


CALLS: Final = {
    "message.text": said(0, 40_000, "text", problems_in_message),
    "message.markdown_text": said(1, 12_000, "markdown_text", problems_in_message),
    "ephemeral.text": said(0, 4_000, "text", problems_in_ephemeral),
    "update.text": said(0, 4_000, "text", problems_in_update),
    "message.blocks": message(0, 50, lambda n: b.message(*[b.DIVIDER] * n), "/blocks", "invalid_blocks"),
    "message.attachments": message(
        0, 100, lambda n: b.message(attachments=[{"text": "x"}] * n), "/attachments", "too_many_attachments"
    ),
    "message.tables": message(
        0, 1, lambda n: b.message(*[b.table()] * n), "/blocks/1", "only_one_table_allowed"
    ),
    "message.markdown": message(
        0, 12_000, lambda n: b.message(markdown(6_000), markdown(n - 6_000)), "/blocks", "msg_too_long"
    ),
    "view.blocks": view(1, 100, lambda n: {**b.modal(), "blocks": [b.DIVIDER] * n}, "/blocks"),
    "view.bytes": view(0, 256_000, view_of_bytes, "", "view_too_large"),
    "view.title": view(1, 24, lambda n: b.modal(title=b.plain("x" * n)), "/title/text"),
    "view.submit": view(1, 24, lambda n: b.modal(submit=b.plain("x" * n)), "/submit/text"),
    "view.close": view(1, 24, lambda n: b.modal(close=b.plain("x" * n)), "/close/text"),
    "view.private_metadata": view(0, 3000, lambda n: b.modal(private_metadata="x" * n), "/private_metadata"),
    "view.callback_id": view(0, 255, lambda n: b.modal(callback_id="x" * n), "/callback_id"),
    "view.external_id": view(0, 255, lambda n: b.home(external_id="x" * n), "/external_id"),
}
