"""What the pretend Slack answers when it refuses a payload."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why Slack would refuse a payload."""

    pointer: str
    """Where, as a JSON pointer into the arguments of the call."""

    message: str
    """What Slack says of it, pointer included: `must provide a string [json-pointer:/blocks/0/text/text]`."""

    error: str
    """Slack's code for the whole call, such as `invalid_blocks`."""


class Finding(NamedTuple):
    """A problem on its way up, before the call it belongs to is known."""

    pointer: str
    reason: str
    error: str = ""
    """Slack's own code for this very thing, if it has one. Otherwise the call decides."""
