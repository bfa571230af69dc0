"""The documented figures for blocks."""

from typing import Final

from sandbox.blocks.limits import UNLIMITED
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.limit_case import items, posted, text


def buttons(count: int) -> list[Json]:
    return [b.button(action_id=str(number)) for number in range(count)]


def icons(count: int) -> Json:
    icon = {"type": "icon_button", "icon": "trash", "text": b.plain()}
    return {"type": "context_actions", "elements": [icon] * count}


def markdown(size: int) -> Json:
    return {"type": "markdown", "text": "x" * size}


def bullets(indent: int) -> Json:
    return b.rich_text(
        {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": [b.words()]}
    )


BLOCKS: Final = {
    "block_id": text(1, 255, lambda s: b.section(block_id=s), "/block_id"),
    "text": text(1, 3000, lambda s: {"type": "context", "elements": [b.mrkdwn(s)]}, "/elements/0/text"),
    "section.text": text(1, 3000, lambda s: b.section(text=b.mrkdwn(s)), "/text/text"),
    "section.fields": items(1, 10, lambda n: b.section(fields=[b.mrkdwn()] * n), "/fields"),
    "section.field": text(1, 2000, lambda s: b.section(fields=[b.mrkdwn(s)]), "/fields/0/text"),
    "header.text": text(1, 150, lambda s: {"type": "header", "text": b.plain(s)}, "/text/text"),
    "context.elements": items(
        1, 10, lambda n: {"type": "context", "elements": [b.mrkdwn()] * n}, "/elements"
    ),
    "actions.elements": items(1, 25, lambda n: b.actions(*buttons(n)), "/elements"),
    "context_actions.elements": posted(1, 5, icons, "/elements"),
    "input.label": text(1, 2000, lambda s: b.field(b.line(), label=b.plain(s)), "/label/text"),
    "input.hint": text(1, 2000, lambda s: b.field(b.line(), hint=b.plain(s)), "/hint/text"),
    "image.image_url": text(1, 3000, lambda s: b.picture(image_url=s), "/image_url"),
    "image.alt_text": text(1, 2000, lambda s: b.picture(alt_text=s), "/alt_text"),
    "image.title": text(1, 2000, lambda s: b.picture(title=b.plain(s)), "/title/text"),
    "alert.text": text(1, 200, lambda s: {"type": "alert", "text": b.mrkdwn(s)}, "/text/text"),
    "markdown.text": posted(1, 12_000, markdown, "/text", "msg_too_long"),
    "table.rows": posted(1, 100, b.table, "/rows"),
    "table.cells": posted(1, 20, lambda n: b.table(cells=n), "/rows/0"),
    "table.column_settings": posted(
        0, 20, lambda n: b.table(column_settings=[{"align": "left"}] * n), "/column_settings"
    ),
    "table.cell": posted(
        1, UNLIMITED, lambda n: {"type": "table", "rows": [[b.cell("x" * n)]]}, "/rows/0/0/text"
    ),
    "data_table.rows": posted(2, 201, b.data_table, "/rows"),
    "data_table.cells": posted(1, 20, lambda n: b.data_table(cells=n), "/rows/0"),
    "data_table.page_size": posted(1, 100, lambda n: b.data_table(page_size=n), "/page_size"),
    "card.title": text(1, 150, lambda s: b.card(title=b.mrkdwn(s)), "/title/text"),
    "card.subtitle": text(1, 150, lambda s: b.card(subtitle=b.mrkdwn(s)), "/subtitle/text"),
    "card.body": text(1, 200, lambda s: b.card(body=b.mrkdwn(s)), "/body/text"),
    "card.actions": items(1, 3, lambda n: b.card(actions=buttons(n)), "/actions"),
    "carousel.elements": posted(
        1, 10, lambda n: {"type": "carousel", "elements": [b.card()] * n}, "/elements"
    ),
    "container.child_blocks": posted(1, 10, lambda n: b.container(*[b.DIVIDER] * n), "/child_blocks"),
    "container.title": posted(
        1, 150, lambda n: b.container(b.DIVIDER, title=b.plain("x" * n)), "/title/text"
    ),
    "plan.tasks": posted(0, 50, lambda n: {"type": "plan", "title": "x", "tasks": [b.task()] * n}, "/tasks"),
    "video.title": text(1, 199, lambda s: b.video(title=b.plain(s)), "/title/text"),
    "video.author_name": text(0, 49, lambda s: b.video(author_name=s), "/author_name"),
    "rich_text.text": text(1, UNLIMITED, lambda s: b.rich_text(b.words(s)), "/elements/0/elements/0/text"),
    "rich_text_list.indent": items(0, 8, bullets, "/elements/0/indent"),
}
