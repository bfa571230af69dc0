"""The parts of a running product. `run` and `try` start them all, replicas perhaps one each."""

from enum import StrEnum


class Part(StrEnum):
    BOT = "bot"
    CLOCK = "clock"
    API = "api"


ALL = frozenset(Part)
SPEAKING = frozenset({Part.BOT, Part.CLOCK})
"""Those that need Slack."""
