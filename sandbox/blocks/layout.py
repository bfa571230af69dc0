"""The shape of every block, and the surfaces each may stand on."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from sandbox.blocks.elements import (
    ELEMENTS,
    IMAGE,
    IN_ACTIONS,
    IN_CARD,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from sandbox.blocks.grammar import (
    FLAG,
    NUMBER,
    STRING,
    Kind,
    ListOf,
    Object,
    OneOf,
    Rule,
    Tagged,
    Text,
    Whole,
)
from sandbox.blocks.objects import IMAGE_SOURCE, any_text, mrkdwn, plain, typed
from sandbox.blocks.rich_text import RICH_TEXT_ELEMENTS
from sandbox.blocks.rules import at_least_one_of, distinct, exactly_one_of, rows_are_equally_wide

Surface = Literal["message", "modal", "home"]


def _block(
    *,
    must: Mapping[str, Kind] | None = None,
    may: Mapping[str, Kind] | None = None,
    rules: Sequence[Rule] = (),
) -> Object:
    return typed(must=must, may={"block_id": Text("block_id"), **(may or {})}, rules=rules)


_RICH_TEXT: Final = _block(must={"elements": RICH_TEXT_ELEMENTS})
_RICH_TEXT_ONLY: Final = Tagged({"rich_text": _RICH_TEXT})

_CELL: Final = Tagged(
    {
        "rich_text": _RICH_TEXT,
        "raw_text": typed(must={"text": Text("table.cell")}),
        "raw_number": typed(must={"value": NUMBER, "text": Text("table.cell")}),
    }
)

_CARD: Final = _block(
    may={
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": mrkdwn("card.title"),
        "subtitle": mrkdwn("card.subtitle"),
        "body": mrkdwn("card.body"),
        "actions": ListOf(IN_CARD, "card.actions"),
    },
    rules=[at_least_one_of("hero_image", "title", "body", "actions"), distinct("actions", "action_id")],
)

_TASK_CARD: Final = _block(
    must={
        "task_id": STRING,
        "title": STRING,
        "status": OneOf("pending", "in_progress", "complete", "error"),
    },
    may={
        "details": _RICH_TEXT_ONLY,
        "output": _RICH_TEXT_ONLY,
        "sources": ListOf(Tagged({"url": typed(must={"url": STRING, "text": STRING})})),
    },
)

_SIMPLE: Final[Mapping[str, Object]] = {
    "section": _block(
        may={
            "text": any_text("section.text"),
            "fields": ListOf(any_text("section.field"), "section.fields"),
            "accessory": IN_SECTION,
            "expand": FLAG,
        },
        rules=[at_least_one_of("text", "fields")],
    ),
    "actions": _block(
        must={"elements": ListOf(IN_ACTIONS, "actions.elements")},
        rules=[distinct("elements", "action_id")],
    ),
    "context": _block(
        must={
            "elements": ListOf(
                Tagged({"image": ELEMENTS["image"], **any_text("text").shapes}), "context.elements"
            )
        },
    ),
    "divider": _block(),
    "header": _block(must={"text": plain("header.text")}),
    "image": _block(
        must={"alt_text": Text("image.alt_text")},
        may={**IMAGE_SOURCE, "title": plain("image.title")},
        rules=[exactly_one_of("image_url", "slack_file")],
    ),
    "input": _block(
        must={"label": plain("input.label"), "element": IN_INPUT},
        may={"hint": plain("input.hint"), "optional": FLAG, "dispatch_action": FLAG},
    ),
    "rich_text": _RICH_TEXT,
    "table": _block(
        must={"rows": ListOf(ListOf(_CELL, "table.cells"), "table.rows")},
        may={
            "column_settings": ListOf(
                Object(may={"align": OneOf("left", "center", "right"), "is_wrapped": FLAG}),
                "table.column_settings",
            ),
        },
        rules=[rows_are_equally_wide],
    ),
    "video": _block(
        must={
            "video_url": STRING,
            "thumbnail_url": STRING,
            "alt_text": STRING,
            "title": plain("video.title"),
        },
        may={
            "title_url": STRING,
            "author_name": Text("video.author_name"),
            "provider_name": STRING,
            "provider_icon_url": STRING,
            "description": plain("text"),
        },
    ),
}

_IN_CONTAINER: Final = Tagged(_SIMPLE)  # T: exactly these, and `file`, which no app can send

BLOCKS: Final[Mapping[str, Object]] = {
    **_SIMPLE,
    "alert": _block(
        must={"text": any_text("alert.text")},
        may={"level": OneOf("default", "info", "warning", "error", "success")},
    ),
    "markdown": _block(must={"text": Text("markdown.text")}),
    "data_table": _block(
        must={"caption": STRING, "rows": ListOf(ListOf(_CELL, "data_table.cells"), "data_table.rows")},
        may={"page_size": Whole("data_table.page_size"), "row_header_column_index": NUMBER},
        rules=[rows_are_equally_wide],
    ),
    "card": _CARD,
    "carousel": _block(must={"elements": ListOf(Tagged({"card": _CARD}), "carousel.elements")}),
    "container": _block(
        must={"child_blocks": ListOf(_IN_CONTAINER, "container.child_blocks")},
        may={
            "title": plain("container.title"),
            "rich_text_title": _RICH_TEXT_ONLY,
            "subtitle": any_text("text"),
            "width": OneOf("narrow", "standard", "wide", "full"),
            "icon": IMAGE,
            "is_collapsible": FLAG,
            "default_collapsed": FLAG,
            "has_header_divider": FLAG,
        },
        rules=[at_least_one_of("title", "rich_text_title")],
    ),
    "context_actions": _block(
        must={"elements": ListOf(IN_CONTEXT_ACTIONS, "context_actions.elements")},
        rules=[distinct("elements", "action_id")],
    ),
    "plan": _block(
        must={"title": STRING}, may={"tasks": ListOf(Tagged({"task_card": _TASK_CARD}), "plan.tasks")}
    ),
    "task_card": _TASK_CARD,
}

_NOT_ON: Final[Mapping[Surface, frozenset[str]]] = {
    "message": frozenset({"alert"}),  # J, and slackapi/node-slack-sdk pull request 2567
    "modal": frozenset(  # K for markdown; D shows tables in messages only; C for the others
        {"markdown", "table", "data_table", "carousel", "container", "context_actions", "plan", "task_card"}
    ),
    "home": frozenset({"alert", "markdown", "context_actions", "plan", "task_card"}),  # J K C
}


def blocks_on(surface: Surface, limit: str, *, error: str = "") -> ListOf:
    banned = _NOT_ON[surface]
    return ListOf(
        Tagged({name: shape for name, shape in BLOCKS.items() if name not in banned}), limit, error=error
    )
