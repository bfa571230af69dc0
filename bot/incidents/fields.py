"""The fields that forms of incidents share, and what was filled into them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from slack_sdk.models.blocks import (
    Block,
    DateTimePickerElement,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.blocks import field, option, plain
from bot.incidents.words import EXPOSURES, PERSONAL
from core.incidents.kinds import Exposed, Exposure, PersonalData
from core.leaks.report import LONGEST_URL

LONGEST = 200
Choice = TypeVar("Choice", bound=str)


def exposure_fields(known: Exposed) -> list[Block]:
    since = int(known.since.timestamp()) if known.since is not None else None
    picker = DateTimePickerElement(action_id="since", initial_date_time=since)
    return [
        field("exposure", "Where was it seen?", menu("exposure", EXPOSURES, known.exposure)),
        field("since", "Since when?", picker, optional=True),
        field("where", "Where exactly, in words", line("where", known.where), optional=True),
        field(
            "link",
            "A link to it",
            line("link", known.link, placeholder="https://", longest=LONGEST_URL),
            optional=True,
            hint="Never the token itself.",
        ),
    ]


def personal_field(known: PersonalData) -> Block:
    return field("personal", "Was personal data in reach?", menu("personal", PERSONAL, known))


def menu(action_id: str, choices: Mapping[Choice, str], chosen: Choice) -> StaticSelectElement:
    options = {each: option(text, each) for each, text in choices.items()}
    return StaticSelectElement(
        action_id=action_id, options=list(options.values()), initial_option=options[chosen]
    )


def line(
    action_id: str, text: str = "", *, placeholder: str = "If known", longest: int = LONGEST
) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=action_id, initial_value=text or None, max_length=longest, placeholder=plain(placeholder)
    )


def exposed_in(filled: Mapping[str, Any]) -> Exposed:
    """Raises `ValueError` for what nobody offered."""
    since = filled.get("since")
    return Exposed(
        exposure=Exposure(str(filled.get("exposure"))),
        since=datetime.fromtimestamp(int(since), UTC) if since else None,
        where=filled.get("where") or "",
        link=filled.get("link") or "",
    )
