"""What somebody asks for, however they ask: a command, a button, a menu, a shortcut or a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from bot.stack import ALONE, Stack
from core.integration import Integration


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    user: str
    trigger: str = ""
    """Opens one screen within three seconds."""
    reply_to: str | None = None
    """Where a token can be shown to them: the reply address of their command or press, if there is one."""
    view: str = ""
    """The view in front of them, if they pressed something in a modal."""
    view_is_modal: bool = False
    channel: str = ""
    message: str = ""
    """Timestamp of the message they pressed something in."""
    value: str = ""
    """What the pressed button or the chosen option carries."""
    metadata: str = ""
    """The view's intent."""
    stack: Stack = ALONE
    """The view itself and those below it, as far as they are drawn again after a change."""
    # What follows may hold a token that somebody typed or found, so it is never printed.
    words: str = field(default="", repr=False)
    """What was typed after a command's verb."""
    filled_in: Mapping[str, Any] = field(default_factory=dict, repr=False)
    raw_view: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The view as Slack sent it, for changing one block of it."""
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The message in whose menu they chose a shortcut, as Slack sent it."""

    def about(self, value: str) -> Self:
        return replace(self, value=value)


def ref(integration: Integration) -> str:
    """What a button carries: the integration and the generation that the person was shown."""
    return f"{integration.id}:{integration.generation}"


def parse_ref(value: str) -> tuple[str, int | None]:
    """Anybody may have written `value`: it is looked up in their own workspace and never trusted."""
    integration_id, _, generation = value.partition(":")
    return integration_id, int(generation) if generation.isdecimal() and len(generation) < 10 else None  # noqa: PLR2004


def parse_pair(value: str) -> tuple[str, str]:
    first, _, second = value.partition(":")
    return first, second
