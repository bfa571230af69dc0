"""The shape of every element a person can press, pick or fill in, and which of them may stand where."""

from collections.abc import Mapping, Sequence
from typing import Final

from sandbox.blocks.grammar import FLAG, STRING, Kind, ListOf, Object, Rule, Tagged, Text, Whole
from sandbox.blocks.objects import (
    CHOICE_OPTION,
    COLOR_SCHEME,
    CONFIRM,
    CONVERSATION_FILTER,
    DATE,
    DECIMAL,
    DISPATCH,
    IMAGE_SOURCE,
    MENU_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    TIME,
    WORKFLOW,
    plain,
    typed,
)
from sandbox.blocks.rich_text import RICH_TEXT_ELEMENTS
from sandbox.blocks.rules import (
    distinct,
    exactly_one_of,
    in_order,
    initial_value_fits,
    initially_among_its_options,
    values_differ_between_groups,
    whole_unless_decimals_are_allowed,
)


def _element(
    may: Mapping[str, Kind], *, must: Mapping[str, Kind] | None = None, rules: Sequence[Rule] = ()
) -> Object:
    return typed(must=must, may={"action_id": Text("action_id"), **may}, rules=rules)


_CONFIRMED: Final = {"confirm": CONFIRM}
_FOCUSED: Final = {"focus_on_load": FLAG}
_CHOICE: Final = {**_CONFIRMED, **_FOCUSED}
_PICKER: Final = {**_CHOICE, "placeholder": plain("placeholder")}
_MULTI: Final = {**_PICKER, "max_selected_items": Whole("select.max_selected_items")}
_TYPED: Final = {**_FOCUSED, "placeholder": plain("placeholder"), "dispatch_action_config": DISPATCH}
_LABELLED: Final = {"accessibility_label": Text("button.accessibility_label")}
_BUTTON: Final = {**_CONFIRMED, **_LABELLED, "style": COLOR_SCHEME}
_REPLIES: Final = {"response_url_enabled": FLAG}
_CONVERSATIONS: Final = {"default_to_current_conversation": FLAG, "filter": CONVERSATION_FILTER}
_LOOKED_UP: Final = {"min_query_length": Whole("select.min_query_length")}
_OFFERED: Final = {
    "options": ListOf(MENU_OPTION, "select.options"),
    "option_groups": ListOf(OPTION_GROUP, "select.option_groups"),
}
_ONE: Final = {"initial_option": MENU_OPTION}
_SEVERAL: Final = {"initial_options": ListOf(MENU_OPTION)}

_VALUES_DIFFER: Final = distinct("options", "value")
_OF_OPTIONS: Final = (_VALUES_DIFFER, initially_among_its_options)
_OF_MENUS: Final = (
    exactly_one_of("options", "option_groups"),
    values_differ_between_groups,
    *_OF_OPTIONS,
)

_FEEDBACK_BUTTON: Final = Object(
    must={"text": plain("button.text"), "value": Text("button.value")}, may=_LABELLED
)

ELEMENTS: Final[Mapping[str, Object]] = {
    "button": _element(
        {"value": Text("button.value"), "url": Text("button.url"), **_BUTTON},
        must={"text": plain("button.text")},
    ),
    "workflow_button": _element(_BUTTON, must={"text": plain("button.text"), "workflow": WORKFLOW}),
    "overflow": _element(
        _CONFIRMED, must={"options": ListOf(OVERFLOW_OPTION, "overflow.options")}, rules=[_VALUES_DIFFER]
    ),
    "checkboxes": _element(
        {"initial_options": ListOf(CHOICE_OPTION), **_CHOICE},
        must={"options": ListOf(CHOICE_OPTION, "checkboxes.options")},
        rules=_OF_OPTIONS,
    ),
    "radio_buttons": _element(
        {"initial_option": CHOICE_OPTION, **_CHOICE},
        must={"options": ListOf(CHOICE_OPTION, "radio_buttons.options")},
        rules=_OF_OPTIONS,
    ),
    "static_select": _element({**_OFFERED, **_ONE, **_PICKER}, rules=_OF_MENUS),
    "multi_static_select": _element({**_OFFERED, **_SEVERAL, **_MULTI}, rules=_OF_MENUS),
    "external_select": _element({**_ONE, **_LOOKED_UP, **_PICKER}),
    "multi_external_select": _element({**_SEVERAL, **_LOOKED_UP, **_MULTI}),
    "users_select": _element({"initial_user": STRING, **_PICKER}),
    "multi_users_select": _element({"initial_users": ListOf(STRING), **_MULTI}),
    "conversations_select": _element(
        {"initial_conversation": STRING, **_CONVERSATIONS, **_REPLIES, **_PICKER}
    ),
    "multi_conversations_select": _element(
        {"initial_conversations": ListOf(STRING), **_CONVERSATIONS, **_MULTI}
    ),
    "channels_select": _element({"initial_channel": STRING, **_REPLIES, **_PICKER}),
    "multi_channels_select": _element({"initial_channels": ListOf(STRING), **_MULTI}),
    "datepicker": _element({"initial_date": DATE, **_PICKER}),
    "timepicker": _element({"initial_time": TIME, "timezone": STRING, **_PICKER}),
    "datetimepicker": _element({"initial_date_time": Whole("datetimepicker.initial_date_time"), **_CHOICE}),
    "plain_text_input": _element(
        {
            "initial_value": STRING,
            "multiline": FLAG,
            "min_length": Whole("plain_text_input.min_length"),
            "max_length": Whole("plain_text_input.max_length"),
            **_TYPED,
        },
        rules=[in_order("min_length", "max_length"), initial_value_fits],
    ),
    "email_text_input": _element({"initial_value": STRING, **_TYPED}),
    "url_text_input": _element({"initial_value": STRING, **_TYPED}),
    "number_input": _element(
        {"initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL, **_TYPED},
        must={"is_decimal_allowed": FLAG},
        rules=[
            whole_unless_decimals_are_allowed,
            in_order("min_value", "max_value"),
            in_order("min_value", "initial_value"),
            in_order("initial_value", "max_value"),
        ],
    ),
    "rich_text_input": _element(
        {
            "initial_value": Tagged({"rich_text": typed(must={"elements": RICH_TEXT_ELEMENTS})}),
            "min_lines": Whole("free"),
            "max_lines": Whole("free"),
            **_TYPED,
        },
        rules=[in_order("min_lines", "max_lines")],
    ),
    "file_input": _element({"filetypes": ListOf(STRING), "max_files": Whole("file_input.max_files")}),
    "feedback_buttons": _element(
        {}, must={"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON}
    ),
    "icon_button": _element(
        {
            "value": Text("button.value"),
            "visible_to_user_ids": ListOf(STRING),
            **_CONFIRMED,
            **_LABELLED,
        },
        must={"icon": STRING, "text": plain("button.text")},
    ),
    "image": typed(
        must={"alt_text": Text("image.alt_text")},
        may=IMAGE_SOURCE,
        rules=[exactly_one_of("image_url", "slack_file")],
    ),
}

_SELECTS: Final = tuple(
    f"{what}_select" for what in ("static", "external", "users", "conversations", "channels")
)
_MENUS: Final = (*_SELECTS, *(f"multi_{name}" for name in _SELECTS))
_CHOICES: Final = (*_MENUS, "checkboxes", "radio_buttons", "datepicker", "timepicker")
_BUTTONS: Final = ("button", "workflow_button", "overflow")


def elements(*names: str) -> Tagged:
    return Tagged({name: ELEMENTS[name] for name in names})


IN_SECTION: Final = elements(*_CHOICES, *_BUTTONS, "image")
IN_ACTIONS: Final = elements(*_CHOICES, *_BUTTONS, "datetimepicker", "rich_text_input")
IN_INPUT: Final = elements(
    *_CHOICES,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)
IN_CONTEXT_ACTIONS: Final = elements("feedback_buttons", "icon_button")
IN_CARD: Final = elements("button")
IMAGE: Final = elements("image")
