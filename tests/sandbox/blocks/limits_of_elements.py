"""The documented figures for elements and the objects in them."""

from collections.abc import Callable
from typing import Final

from sandbox.blocks.limits import UNLIMITED
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.limit_case import items, text


def on_button(key: str) -> Callable[[str], Json]:
    return lambda string: b.beside(b.button(**{key: string}))


def on_confirm(key: str) -> Callable[[str], Json]:
    return lambda string: b.beside(b.button(confirm=b.confirm(**{key: b.plain(string)})))


def on_option(**more: object) -> Json:
    return b.beside({"type": "overflow", "options": [b.option(**more)]})


def groups(count: int, size: int = 1) -> Json:
    offered = [[b.option(f"{group}.{number}") for number in range(size)] for group in range(count)]
    return b.beside(b.menu(option_groups=[{"label": b.plain(), "options": each} for each in offered]))


ELEMENTS: Final = {
    "action_id": text(1, 255, on_button("action_id"), "/accessory/action_id"),
    "placeholder": text(
        1, 150, lambda s: b.field(b.line(placeholder=b.plain(s))), "/element/placeholder/text"
    ),
    "confirm.title": text(1, 100, on_confirm("title"), "/accessory/confirm/title/text"),
    "confirm.text": text(1, 300, on_confirm("text"), "/accessory/confirm/text/text"),
    "confirm.confirm": text(1, 30, on_confirm("confirm"), "/accessory/confirm/confirm/text"),
    "confirm.deny": text(1, 30, on_confirm("deny"), "/accessory/confirm/deny/text"),
    "option.text": text(1, 75, lambda s: on_option(text=b.plain(s)), "/accessory/options/0/text/text"),
    "option.value": text(0, 150, lambda s: on_option(value=s), "/accessory/options/0/value"),
    "option.description": text(
        1, 75, lambda s: on_option(description=b.plain(s)), "/accessory/options/0/description/text"
    ),
    "option.url": text(0, 3000, lambda s: on_option(url=s), "/accessory/options/0/url"),
    "dispatch.triggers": items(
        1,
        2,
        lambda n: b.field(b.line(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * n})),
        "/element/dispatch_action_config/trigger_actions_on",
    ),
    "filter.include": items(
        1,
        UNLIMITED,
        lambda n: b.beside({"type": "conversations_select", "filter": {"include": ["im"] * n}}),
        "/accessory/filter/include",
    ),
    "button.text": text(1, 75, lambda s: b.beside(b.button(text=b.plain(s))), "/accessory/text/text"),
    "button.value": text(0, 2000, on_button("value"), "/accessory/value"),
    "button.url": text(0, 3000, on_button("url"), "/accessory/url"),
    "button.accessibility_label": text(
        0, 75, on_button("accessibility_label"), "/accessory/accessibility_label"
    ),
    "select.options": items(1, 100, lambda n: b.beside(b.choices("static_select", n)), "/accessory/options"),
    "select.option_groups": items(1, 100, groups, "/accessory/option_groups"),
    "select.max_selected_items": items(
        1,
        UNLIMITED,
        lambda n: b.beside({"type": "multi_users_select", "max_selected_items": n}),
        "/accessory/max_selected_items",
    ),
    "select.min_query_length": items(
        0,
        UNLIMITED,
        lambda n: b.beside({"type": "external_select", "min_query_length": n}),
        "/accessory/min_query_length",
    ),
    "group.label": text(
        1,
        75,
        lambda s: b.beside(b.menu(option_groups=[{"label": b.plain(s), "options": b.options(1)}])),
        "/accessory/option_groups/0/label/text",
    ),
    "group.options": items(1, 100, lambda n: groups(1, n), "/accessory/option_groups/0/options"),
    "checkboxes.options": items(1, 10, lambda n: b.beside(b.choices("checkboxes", n)), "/accessory/options"),
    "radio_buttons.options": items(
        1, 10, lambda n: b.beside(b.choices("radio_buttons", n)), "/accessory/options"
    ),
    "overflow.options": items(1, 5, lambda n: b.beside(b.choices("overflow", n)), "/accessory/options"),
    "plain_text_input.min_length": items(
        0, 3000, lambda n: b.field(b.line(min_length=n)), "/element/min_length"
    ),
    "plain_text_input.max_length": items(
        1, 3000, lambda n: b.field(b.line(max_length=n)), "/element/max_length"
    ),
    "file_input.max_files": items(
        1, 10, lambda n: b.field({"type": "file_input", "max_files": n}), "/element/max_files"
    ),
    "datetimepicker.initial_date_time": items(
        1_000_000_000,
        9_999_999_999,
        lambda n: b.field({"type": "datetimepicker", "initial_date_time": n}),
        "/element/initial_date_time",
    ),
}
