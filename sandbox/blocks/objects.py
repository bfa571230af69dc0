"""The shapes of the small objects that blocks and elements are made of."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sandbox.blocks.grammar import FLAG, STRING, Kind, ListOf, Object, OneOf, Rule, Tagged, Text
from sandbox.blocks.rules import at_least_one_of, exactly_one_of


def typed(
    *,
    must: Mapping[str, Kind] | None = None,
    may: Mapping[str, Kind] | None = None,
    rules: Sequence[Rule] = (),
) -> Object:
    """A shape to stand in a `Tagged`, which has looked at the type by then."""
    return Object(must={"type": STRING, **(must or {})}, may=may, rules=rules)


def _plain_text(limit: str) -> Object:
    return typed(must={"text": Text(limit)}, may={"emoji": FLAG})


def _mrkdwn(limit: str) -> Object:
    return typed(must={"text": Text(limit)}, may={"verbatim": FLAG})


def plain(limit: str) -> Tagged:
    return Tagged({"plain_text": _plain_text(limit)})


def mrkdwn(limit: str) -> Tagged:
    return Tagged({"mrkdwn": _mrkdwn(limit)})


def any_text(limit: str) -> Tagged:
    return Tagged({"plain_text": _plain_text(limit), "mrkdwn": _mrkdwn(limit)})


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


DATE: Final = Text(form=_is_date, like="YYYY-MM-DD")
TIME: Final = Text(form=re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]").fullmatch, like="HH:mm")
DECIMAL: Final = Text(form=re.compile(r"-?[0-9]+(\.[0-9]+)?").fullmatch, like="a number")

COLOR_SCHEME: Final = OneOf("primary", "danger")

CONFIRM: Final = Object(
    must={
        "title": plain("confirm.title"),
        "text": any_text("confirm.text"),
        "confirm": plain("confirm.confirm"),
        "deny": plain("confirm.deny"),
    },
    may={"style": COLOR_SCHEME},
)


def _option(text: Kind, **more: Kind) -> Object:
    return Object(
        must={"text": text, "value": Text("option.value")},
        may={"description": plain("option.description"), **more},
    )


MENU_OPTION: Final = _option(plain("option.text"))
CHOICE_OPTION: Final = _option(any_text("option.text"))
OVERFLOW_OPTION: Final = _option(plain("option.text"), url=Text("option.url"))

OPTION_GROUP: Final = Object(
    must={"label": plain("group.label"), "options": ListOf(MENU_OPTION, "group.options")},
)

DISPATCH: Final = Object(
    may={
        "trigger_actions_on": ListOf(OneOf("on_enter_pressed", "on_character_entered"), "dispatch.triggers"),
    },
)

CONVERSATION_FILTER: Final = Object(
    may={
        "include": ListOf(OneOf("im", "mpim", "private", "public"), "filter.include"),
        "exclude_external_shared_channels": FLAG,
        "exclude_bot_users": FLAG,
    },
    rules=[at_least_one_of("include", "exclude_external_shared_channels", "exclude_bot_users")],
)

SLACK_FILE: Final = Object(may={"id": STRING, "url": STRING}, rules=[exactly_one_of("id", "url")])
IMAGE_SOURCE: Final = {"image_url": Text("image.image_url"), "slack_file": SLACK_FILE}

WORKFLOW: Final = Object(
    must={
        "trigger": Object(
            must={"url": STRING},
            may={
                "customizable_input_parameters": ListOf(Object(must={"name": STRING, "value": STRING})),
            },
        ),
    },
)
