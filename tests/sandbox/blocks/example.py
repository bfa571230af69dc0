"""How an example is written down for the tests."""

from typing import Final, NamedTuple

from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json

LINK: Final = "https://example.org"
RICH: Final = b.rich_text(b.words())
FILE: Final[Json] = {"slack_file": {"id": "F1"}}


class Example(NamedTuple):
    """Every key Slack knows, and which of them are required."""

    full: Json
    required: str
    instead: Json | None = None
    """Keys that may stand in place of others of the full example."""
