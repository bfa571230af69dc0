"""What the bot asked of Slack, and what it did that Slack would let pass in silence."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.json_types import Json


@dataclass(frozen=True)
class Call:
    """One call of the Web API, or one post to a response_url (then `method` is "response_url")."""

    method: str
    args: Json
    answer: Json
    at: datetime
    fault: str | None = None

    @property
    def ok(self) -> bool:
        return bool(self.answer.get("ok"))


@dataclass
class Record:
    calls: list[Call] = field(default_factory=list)
    # Mistakes Slack swallows, a sentence each: an error for a block that is no input, an unknown argument.
    problems: list[str] = field(default_factory=list)
