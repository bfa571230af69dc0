"""Views that break one rule each: where, and what Slack says."""

from typing import Final

from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.rule_bricks import checked, focused, grouped, number, picked, replying

SUBMIT: Final = "must define `submit` to use an `input` block in modals"
FOCUS: Final = "only one element may have the focus on load"
NOT_OFFERED: Final = "must be one of the provided options"
WHOLE: Final = "must be a whole number unless `is_decimal_allowed`"
REPLIES: Final = "only available in an `input` block of a modal"
FILTERS: Final = "include, exclude_external_shared_channels, exclude_bot_users"


BROKEN: dict[str, tuple[Json, str, str]] = {
    "a section without words": (
        b.modal({"type": "section"}),
        "/blocks/0",
        "must define one of: text, fields",
    ),
    "a card without anything": (
        b.modal({"type": "card"}),
        "/blocks/0",
        "must define one of: hero_image, title, body, actions",
    ),
    "a container without a title": (
        b.home({"type": "container", "child_blocks": [b.DIVIDER]}),
        "/blocks/0",
        "must define one of: title, rich_text_title",
    ),
    "a filter without a field": (
        b.modal(b.beside({"type": "conversations_select", "filter": {}})),
        "/blocks/0/accessory/filter",
        f"must define one of: {FILTERS}",
    ),
    "a menu with options and groups": (
        b.modal(grouped("a", options=b.options(1))),
        "/blocks/0/accessory",
        "must define exactly one of: options, option_groups",
    ),
    "a menu with neither": (
        b.modal(b.beside(b.menu())),
        "/blocks/0/accessory",
        "must define exactly one of: options, option_groups",
    ),
    "an image with two sources": (
        b.modal(b.picture(slack_file={"id": "F1"})),
        "/blocks/0",
        "must define exactly one of: image_url, slack_file",
    ),
    "a file with two names": (
        b.modal({"type": "image", "alt_text": "x", "slack_file": {"id": "F1", "url": "https://x"}}),
        "/blocks/0/slack_file",
        "must define exactly one of: id, url",
    ),
    "two buttons of one name in a block": (
        b.modal(b.actions(b.button(action_id="a"), b.button(action_id="a"))),
        "/blocks/0/elements/1/action_id",
        '`action_id` "a" already exists',
    ),
    "two options of one value": (
        b.modal(b.beside(b.menu(options=[b.option("a"), b.option("a", text=b.plain("other"))]))),
        "/blocks/0/accessory/options/1/value",
        '`value` "a" already exists',
    ),
    "two entries of one value behind the dots": (
        b.modal(b.beside({"type": "overflow", "options": [b.option("a"), b.option("a")]})),
        "/blocks/0/accessory/options/1/value",
        '`value` "a" already exists',
    ),
    "two groups that share a value": (
        b.modal(grouped("a", "a")),
        "/blocks/0/accessory/option_groups/1/options/0/value",
        '`value` "a" already exists',
    ),
    "an initial option that is not offered": (
        b.modal(picked(b.option("z"))),
        "/blocks/0/accessory/initial_option",
        NOT_OFFERED,
    ),
    "an initial option that says something else": (
        b.modal(picked(b.option("0", text=b.plain("else")))),
        "/blocks/0/accessory/initial_option",
        NOT_OFFERED,
    ),
    "an initial option in no group": (
        b.modal(grouped("a", "b", initial_option=b.option("z"))),
        "/blocks/0/accessory/initial_option",
        NOT_OFFERED,
    ),
    "an initial choice that is not offered": (
        b.modal(b.beside({**b.choices("radio_buttons", 2), "initial_option": b.option("z")})),
        "/blocks/0/accessory/initial_option",
        NOT_OFFERED,
    ),
    "one of the initial options is not offered": (
        b.modal(checked(b.option("0"), b.option("z"))),
        "/blocks/0/accessory/initial_options",
        NOT_OFFERED,
    ),
    "initial options that are none": (
        b.modal(checked()),
        "/blocks/0/accessory/initial_options",
        NOT_OFFERED,
    ),
    "a least length above the most": (
        b.modal(b.field(b.line(min_length=9, max_length=8))),
        "/blocks/0/element/min_length",
        "must not be more than `max_length`",
    ),
    "an initial value longer than the field": (
        b.modal(b.field(b.line(max_length=3, initial_value="four"))),
        "/blocks/0/element/initial_value",
        "must be less than 4 characters",
    ),
    "an initial value longer than any field": (
        b.modal(b.field(b.line(initial_value="x" * 3001))),
        "/blocks/0/element/initial_value",
        "must be less than 3001 characters",
    ),
    "a least number above the most": (
        b.modal(number(min_value="10", max_value="9")),
        "/blocks/0/element/min_value",
        "must not be more than `max_value`",
    ),
    "an initial number below the least": (
        b.modal(number(min_value="2", initial_value="1")),
        "/blocks/0/element/min_value",
        "must not be more than `initial_value`",
    ),
    "an initial number above the most": (
        b.modal(number(max_value="2", initial_value="3")),
        "/blocks/0/element/initial_value",
        "must not be more than `max_value`",
    ),
    "a fraction where none is allowed": (
        b.modal(number(is_decimal_allowed=False, initial_value="1.5")),
        "/blocks/0/element/initial_value",
        WHOLE,
    ),
    "fewer lines at most than at least": (
        b.modal(b.field({"type": "rich_text_input", "min_lines": 5, "max_lines": 4})),
        "/blocks/0/element/min_lines",
        "must not be more than `max_lines`",
    ),
    "a ragged table": (
        b.home({"type": "table", "rows": [[b.cell()], [b.cell(), b.cell()]]}),
        "/blocks/0/rows/1",
        "must have 1 cells like the first row",
    ),
    "a ragged table of data": (
        b.home({**b.data_table(), "rows": [[b.cell(), b.cell()], [b.cell()]]}),
        "/blocks/0/rows/1",
        "must have 2 cells like the first row",
    ),
    "two blocks of one name": (
        b.modal(b.section(block_id="a"), b.DIVIDER, b.section(block_id="a")),
        "/blocks/2/block_id",
        '`block_id` "a" already exists',
    ),
    "a block named like one in a container": (
        b.home(b.section(block_id="a"), b.container(b.section(block_id="a"))),
        "/blocks/1/child_blocks/0/block_id",
        '`block_id` "a" already exists',
    ),
    "two fields with the focus": (
        b.modal(b.field(focused("plain_text_input")), b.field(focused("datepicker"))),
        "/blocks/1/element/focus_on_load",
        FOCUS,
    ),
    "a menu and a field with the focus": (
        b.modal(b.actions(focused("users_select")), b.beside(focused("users_select"))),
        "/blocks/1/accessory/focus_on_load",
        FOCUS,
    ),
    "an input and nothing to submit it with": (
        {"type": "modal", "title": b.plain(), "blocks": [b.DIVIDER, b.field(b.line())]},
        "/blocks/1/input",
        SUBMIT,
    ),
    "a reply address for a menu in actions": (
        b.modal(b.actions(replying())),
        "/blocks/0/elements/0/response_url_enabled",
        REPLIES,
    ),
    "a reply address in the Home tab": (
        b.home(b.field(replying("conversations_select"))),
        "/blocks/0/element/response_url_enabled",
        REPLIES,
    ),
}
