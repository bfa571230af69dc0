"""One full example of every element."""

from typing import Final

from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.example import FILE, LINK, RICH, Example

_CHOICE: Final[Json] = {"action_id": "a", "focus_on_load": True, "confirm": b.confirm(style="danger")}
_PICKER: Final[Json] = {**_CHOICE, "placeholder": b.plain()}
_MULTI: Final[Json] = {**_PICKER, "max_selected_items": 3}
_FIELD: Final[Json] = {
    "action_id": "a",
    "focus_on_load": True,
    "placeholder": b.plain(),
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
}
_FILTER: Final[Json] = {
    "include": ["im", "mpim", "private", "public"],
    "exclude_external_shared_channels": True,
    "exclude_bot_users": True,
}
_FACE: Final[Json] = {"accessibility_label": "Rotate now", "confirm": b.confirm(), "action_id": "a"}
_GROUPS: Final[Json] = {"option_groups": [{"label": b.plain(), "options": b.options(2)}]}
_REPLY: Final[Json] = {"text": b.plain(), "value": "good", "accessibility_label": "Good"}


def _element(kind: str, required: str = "", instead: Json | None = None, **keys: object) -> Example:
    return Example({"type": kind, **keys}, f"type {required}", instead)


ELEMENTS: Final = {
    example.full["type"]: example
    for example in (
        _element("button", "text", text=b.plain(), value="v", url=LINK, style="primary", **_FACE),
        _element(
            "workflow_button",
            "text workflow",
            text=b.plain(),
            style="danger",
            workflow={
                "trigger": {
                    "url": LINK,
                    "customizable_input_parameters": [{"name": "n", "value": "v"}],
                }
            },
            **_FACE,
        ),
        _element("overflow", "options", action_id="a", confirm=b.confirm(), options=[b.option(url=LINK)]),
        _element(
            "checkboxes",
            "options",
            options=[b.option("a", text=b.mrkdwn()), b.option("b", description=b.plain())],
            initial_options=[b.option("a", text=b.mrkdwn())],
            **_CHOICE,
        ),
        _element("radio_buttons", "options", options=b.options(2), initial_option=b.option("1"), **_CHOICE),
        _element(
            "static_select", "options", _GROUPS, options=b.options(2), initial_option=b.option("1"), **_PICKER
        ),
        _element(
            "multi_static_select",
            "options",
            _GROUPS,
            options=b.options(2),
            initial_options=b.options(2),
            **_MULTI,
        ),
        _element("external_select", min_query_length=1, initial_option=b.option(), **_PICKER),
        _element("multi_external_select", min_query_length=0, initial_options=b.options(2), **_MULTI),
        _element("users_select", initial_user="U1", **_PICKER),
        _element("multi_users_select", initial_users=["U1"], **_MULTI),
        _element(
            "conversations_select",
            initial_conversation="C1",
            default_to_current_conversation=True,
            response_url_enabled=True,
            filter=_FILTER,
            **_PICKER,
        ),
        _element(
            "multi_conversations_select",
            initial_conversations=["C1"],
            default_to_current_conversation=True,
            filter=_FILTER,
            **_MULTI,
        ),
        _element("channels_select", initial_channel="C1", response_url_enabled=True, **_PICKER),
        _element("multi_channels_select", initial_channels=["C1"], **_MULTI),
        _element("datepicker", initial_date="2027-02-20", **_PICKER),
        _element("timepicker", initial_time="09:30", timezone="Europe/Berlin", **_PICKER),
        _element("datetimepicker", initial_date_time=1_803_081_600, **_CHOICE),
        _element(
            "plain_text_input", initial_value="x", multiline=True, min_length=1, max_length=60, **_FIELD
        ),
        _element("email_text_input", initial_value="ada@example.org", **_FIELD),
        _element("url_text_input", initial_value=LINK, **_FIELD),
        _element(
            "number_input",
            "is_decimal_allowed",
            is_decimal_allowed=True,
            initial_value="2.5",
            min_value="-1",
            max_value="90",
            **_FIELD,
        ),
        _element("rich_text_input", initial_value=RICH, min_lines=2, max_lines=8, **_FIELD),
        _element("file_input", action_id="a", filetypes=["pdf"], max_files=2),
        _element(
            "feedback_buttons",
            "positive_button negative_button",
            action_id="a",
            positive_button=_REPLY,
            negative_button=_REPLY,
        ),
        _element(
            "icon_button",
            "icon text",
            icon="trash",
            text=b.plain(),
            value="v",
            visible_to_user_ids=["U1"],
            **_FACE,
        ),
        _element("image", "alt_text image_url", FILE, alt_text="x", image_url=LINK),
    )
}
